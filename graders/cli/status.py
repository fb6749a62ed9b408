"""How the command can end, for whoever calls it from a script."""

FULL_MARKS, MARKS_LOST, WRONG_REQUEST, GRADER_FAILED = 0, 1, 2, 3
