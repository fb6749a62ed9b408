"""What these checks ask of live networks, and no other exercise does."""
