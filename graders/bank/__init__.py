"""The checks of each exercise, one module an exercise."""
