"""The lab in a sealed process: a fork server that has the framework imported, one child a submission.

`sandbox` and `lab` run on the judge's side. `fork_server`, `child` and `seal` run on the other side of
a socket; they import no bank, no Hypothesis and nothing of `graders.judging`.
"""
