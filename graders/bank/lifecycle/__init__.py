"""Counting, loading and training a network that may still be lazy."""
