"""Judging: checks, the engine that runs them, and reports as plain data."""
