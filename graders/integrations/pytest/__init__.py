"""Exercises in pytest: the plugin, and what one run of it knows."""
