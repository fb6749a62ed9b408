"""What the frameworks' rooms have in common: nothing here imports a framework."""
