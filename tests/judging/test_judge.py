"""Verdicts become reports: points, evidence, and faults that are nobody's marks."""

from pathlib import Path

import pytest

from graders.judging.checks import check, given
from graders.judging.conversation import Reference, Student
from graders.judging.exercises import Exercise
from graders.judging.judge import Judge
from graders.judging.searching import Effort
from graders.judging.submissions import Submission
from graders.strategies.sizes import sizes


def _wrong(exercise: Exercise) -> Path:
    folder = exercise.solution("torch").parent / "wrong"
    return folder / "a_failed_forward_rolls_back.for_torch.py"


def test_a_wrong_answer_s_report_has_all_the_evidence(
    mismatch: Exercise, quick_judge: Judge
) -> None:
    report = quick_judge.judge(mismatch, Submission(_wrong(mismatch), mismatch.name))
    checks = {found.name: found for found in report.checks}
    found = checks["knows_what_an_attempt_leaves_behind"]
    assert (found.outcome, found.earned, found.points) == ("wrong", 0, 3)
    assert found.case == {
        "attempt": "layers=nn.Sequential(nn.LazyLinear(1), nn.ReLU(), nn.Linear(2, 1)), widths=(1,)"
    }
    assert (found.came, found.expected) == ("[None, (1, 2)]", "[(1, 1), (1, 2)]")
    assert found.expected_from == "framework"
    assert found.stopped == {"layer": "1", "came": "1", "taken": "2"}
    assert [(call.asked, call.code) for call in found.calls] == [
        ("reference", "net = nn.Sequential(nn.LazyLinear(1), nn.ReLU(), nn.Linear(2, 1))"),
        ("reference", "net(torch.randn(2, 1))"),
        ("submission", "after_forwards([(None, 1), (2, 1)], [1])"),
        ("reference", "print(net)"),
    ]
    assert report.earned == 10
    assert report.possible == 15
    assert report.flags == []


def test_judging_twice_gives_the_same_report(mismatch: Exercise, quick_judge: Judge) -> None:
    submission = Submission(_wrong(mismatch), mismatch.name)
    first, second = (quick_judge.judge(mismatch, submission) for _ in range(2))
    assert [(c.outcome, c.case, c.tried) for c in first.checks] == [
        (c.outcome, c.case, c.tried) for c in second.checks
    ]


def test_a_check_that_fails_by_itself_is_flagged_and_charged_to_nobody(
    mismatch: Exercise, quick_judge: Judge
) -> None:
    @check(points=4)
    @given(n=sizes())
    def is_broken(student: Student, reference: Reference, n: int) -> None:
        raise RuntimeError("a mistake of the author's")

    with quick_judge.opened(mismatch, mismatch.solution("torch")) as judging:
        report = judging.run(is_broken)
    assert (report.outcome, report.earned) == ("grader_fault", 0)
    assert report.trouble is not None
    assert "a mistake of the author's" in report.trouble.facts["details"]


def test_time_that_ran_out_is_flagged(mismatch: Exercise) -> None:
    judge = Judge(effort=Effort(drawn=1, seed=0, search_seconds=0))
    report = judge.judge(mismatch, Submission(mismatch.solution("torch"), mismatch.name))
    assert {found.outcome for found in report.checks} == {"unfinished"}
    assert report.earned == 0
    assert len(report.flags) == len(report.checks)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "latin-1"])
def test_a_file_is_read_as_python_reads_it(
    mismatch: Exercise, quick_judge: Judge, tmp_path: Path, encoding: str
) -> None:
    text = mismatch.solution("torch").read_text(encoding="utf-8")
    cookie = "# -*- coding: latin-1 -*-\nname = 'é'\n" if encoding == "latin-1" else ""
    path = tmp_path / "for_torch.py"
    path.write_bytes(f"{cookie}{text}".replace("\n", "\r\n").encode(encoding, "replace"))
    report = quick_judge.judge(mismatch, Submission(path, mismatch.name))
    assert report.earned == report.possible
