"""Hypothesis strategies for what checks are given, and the small cases that come first."""
