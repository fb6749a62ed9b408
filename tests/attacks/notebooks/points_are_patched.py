"""Patch the class of the report: a check that failed has earned its points all the same."""

from graders.judging import report

report.CheckReport.earned = property(lambda check: check.points)
report.ExerciseReport.earned = property(lambda whole: sum(check.points for check in whole.checks))
