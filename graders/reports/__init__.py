"""Ways of showing a report; none of them judges."""
