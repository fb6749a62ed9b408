"""Initialize when you say so: a dry run, then an initializer of one's own."""
