"""lazylab inside other programs: pytest, and what it shares with the command."""
