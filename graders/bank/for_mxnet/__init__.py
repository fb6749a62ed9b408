"""Checks of exercises in MXNet: its own, and those that it shares."""
