"""Labs: where networks live, and where student code runs."""
