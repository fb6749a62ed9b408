"""A wrong answer that has only what is wrong is put together with the right answer that it names."""

import ast
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.judging.exercises import Bank, Exercise
from graders.judging.judge import Judge
from graders.judging.overlays import OverlayError, Source, composed, names_defined, read_sample
from graders.judging.programs import answer_at, program_at
from graders.judging.searching import Effort

SOLUTION = '''"""What is right."""

import math
from fractions import Fraction

# How many there are.
COUNT = 3


def first(n):
    """The first."""
    return _helped(n) + COUNT


# What helps.
@staticmethod
def _helped(n):
    return math.floor(n)


class Kept:
    """What is kept."""

    size = 1
'''


def _composed(overlay: str, base: str = SOLUTION) -> str:
    return composed(
        Source(overlay, Path("wrong/a.for_torch.py")), Source(base, Path("for_torch.py"))
    )


def _error(overlay: str, base: str = SOLUTION) -> OverlayError:
    with pytest.raises(OverlayError) as caught:
        _composed(overlay, base)
    return caught.value


# --- what is put where ------------------------------------------------------------------------


def test_a_definition_stands_in_for_the_one_of_its_name() -> None:
    whole = _composed(
        '"""One more."""\n# The rest: solution\n\n\ndef first(n):\n    return n + 1\n'
    )
    assert whole == SOLUTION.replace('"""What is right."""', '"""One more."""').replace(
        '    """The first."""\n    return _helped(n) + COUNT\n', "    return n + 1\n"
    )


def test_decorators_and_the_comments_above_go_with_what_is_replaced() -> None:
    whole = _composed(
        '"""A."""\n# The rest: solution\n\n\n# Cut.\n@cut\ndef _helped(n):\n    return n\n'
    )
    assert "# Cut.\n@cut\ndef _helped(n):\n    return n\n" in whole
    assert "What helps" not in whole
    assert "staticmethod" not in whole


@pytest.mark.parametrize("name", ["COUNT", "Kept"])
def test_assignments_and_classes_are_replaced_too(name: str) -> None:
    new = {"COUNT": "COUNT: int = 4", "Kept": "class Kept:\n    size = 2"}[name]
    whole = _composed(f'"""A."""\n# The rest: solution\n\n{new}\n')
    names: dict[str, object] = {}
    exec(compile(whole, "whole", "exec"), names)
    assert names["COUNT"] == (4 if name == "COUNT" else 3)
    assert names["Kept"].size == (2 if name == "Kept" else 1)


def test_imports_join_the_imports_each_once() -> None:
    own = '"""A."""\n# The rest: solution\n\nimport copy\nimport math\n\n\ndef first(n):\n    return n\n'
    assert "import math\nfrom fractions import Fraction\nimport copy\n\n# How many" in _composed(
        own
    )


def test_imports_stand_below_the_docstring_where_the_base_has_none() -> None:
    own = '"""A."""\n# The rest: solution\n\nimport copy\n\n\ndef f():\n    return copy\n'
    assert _composed(own, "def f():\n    return 1\n") == own.replace("# The rest: solution\n", "")


def test_what_is_new_stays_above_what_follows_it_and_the_last_below() -> None:
    own = (
        '"""A."""\n# The rest: solution\n\nLIMIT = 1\n\n\ndef _helped(n):\n    return LIMIT\n\n\n'
        "def _last():\n    return 2\n"
    )
    tops = [_names_of(node) for node in ast.parse(_composed(own)).body[3:]]
    assert tops == ["COUNT", "first", "LIMIT", "_helped", "_last", "Kept"]


def test_the_order_of_the_base_counts() -> None:
    own = '"""A."""\n# The rest: solution\n\n\nclass Kept:\n    pass\n\n\ndef first(n):\n    return n\n'
    tops = [_names_of(node) for node in ast.parse(_composed(own)).body[3:]]
    assert tops == ["COUNT", "first", "_helped", "Kept"]


def test_a_comment_at_the_end_is_kept() -> None:
    assert _composed('"""A."""\n# The rest: solution\nCOUNT = 4\n# Four.\n').count("# Four.") == 1


def _names_of(node: ast.stmt) -> str:
    return node.name if hasattr(node, "name") else ast.unparse(node).partition(" ")[0]


# --- properties -------------------------------------------------------------------------------

NAMES = st.lists(st.sampled_from("abcdefgh"), unique=True, min_size=1)


def _program(names: list[str], value: int, kinds: str) -> str:
    """One definition a name, of the kind that `kinds` says: a class, a function or an assignment."""
    forms = {
        "c": "class {0}:\n    value = {1}",
        "f": "# About {0}.\n@{0}\ndef {0}():\n    return {1}",
        "a": "{0} = {1}",
    }
    parts = [forms[kinds[ord(n) % len(kinds)]].format(n, value) for n in names]
    return '"""Doc."""\n\nimport os\n\n\n' + "\n\n\n".join(parts) + "\n"


KINDS = st.text("cfa", min_size=1, max_size=3)


@given(names=NAMES, own=KINDS, under=KINDS, data=st.data())
def test_an_overlay_of_all_definitions_is_that_program(
    names: list[str], own: str, under: str, data: st.DataObject
) -> None:
    overlay = _program(data.draw(st.permutations(names)), 1, own)
    whole = _composed(overlay, _program(names, 2, under))
    assert _definitions(whole) == _definitions(overlay)
    assert [_names_of(n) for n in ast.parse(whole).body[2:]] == names


@given(names=NAMES, kinds=KINDS, data=st.data())
def test_what_is_not_replaced_stays(names: list[str], kinds: str, data: st.DataObject) -> None:
    replaced = data.draw(st.lists(st.sampled_from(names), unique=True, min_size=1))
    overlay, base = _program(replaced, 1, kinds), _program(names, 2, kinds)
    expected = _definitions(base) | _definitions(overlay)
    assert _definitions(_composed(overlay, base)) == expected


@given(names=NAMES, new=st.lists(st.sampled_from("uvwxyz"), unique=True), kinds=KINDS)
def test_nothing_that_is_new_is_lost(names: list[str], new: list[str], kinds: str) -> None:
    overlay, base = _program([*new, *names[:1]], 1, kinds), _program(names, 2, kinds)
    assert _definitions(_composed(overlay, base)).keys() == {*names, *new}


def _definitions(text: str) -> dict[str, str]:
    """The code of each definition, with the comments directly above it."""
    lines = text.split("\n")
    found = {}
    for node in ast.parse(text).body[2:]:
        start = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))]) - 1
        while lines[start - 1].startswith("#"):
            start -= 1
        found[_names_of(node)] = "\n".join(lines[start : node.end_lineno])
    return found


# --- errors -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("overlay", "base", "file", "line", "problem"),
    [
        (
            '"""A."""\n# The rest: solution\ndef f(:\n',
            SOLUTION,
            "a.for_torch.py",
            3,
            "cannot be read",
        ),
        ('"""A."""\nCOUNT = 1\n', "def f(:\n", "for_torch.py", 1, "cannot be read"),
        (
            '"""A."""\n# The rest: solution\n\nOTHER = 1\n',
            SOLUTION,
            "a.for_torch.py",
            2,
            "replaces no",
        ),
        ('"""A."""\nCOUNT = 1; OTHER = 2\n', SOLUTION, "a.for_torch.py", 2, "two statements"),
        ('"""A."""\nCOUNT, OTHER = 1, 2\n', SOLUTION, "a.for_torch.py", 2, "not one statement"),
        ('"""A."""\nf = 1\n', "f = 2\nf = 3\n", "a.for_torch.py", 2, "not one statement"),
        ('"""A."""\nf = 1\nf = 4\n', "f = 2\n", "a.for_torch.py", 3, "twice"),
    ],
)
def test_what_cannot_be_put_together_says_where_and_what_to_do(
    overlay: str, base: str, file: str, line: int, problem: str
) -> None:
    error = _error(overlay, base)
    assert (error.file.name, error.line) == (file, line)
    assert problem in error.problem
    assert error.remedy
    assert str(error) == f"{error.file}, line {line}: {error.problem}: {error.remedy}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for kind in ("right", "wrong"):
        (tmp_path / kind).mkdir()
    (tmp_path / "for_torch.py").write_text("def f():\n    return 1\n", encoding="utf-8")
    right = tmp_path / "right" / "by_hand.for_torch.py"
    right.write_text("def f():\n    return 1\n\n\ndef g():\n    return 2\n", encoding="utf-8")
    return tmp_path


def _wrong(folder: Path, rest: str) -> Path:
    path = folder / "wrong" / "a.for_torch.py"
    text = f'"""A."""\n# The rest: {rest}\n\n\ndef f():\n    return 3\n'
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(("rest", "has_g"), [("solution", False), ("right/by_hand", True)])
def test_the_rest_is_read_from_the_answer_that_is_named(
    folder: Path, rest: str, has_g: bool
) -> None:
    whole = read_sample(_wrong(folder, rest))
    assert ("def g():" in whole) == has_g
    assert "return 3" in whole


def test_a_file_that_names_none_is_a_whole_program(folder: Path) -> None:
    path = folder / "right" / "by_hand.for_torch.py"
    assert read_sample(path) == path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "rest", ["wrong/b", "../../etc/passwd", "right/../for_torch", "right/", "Solution", ""]
)
def test_only_right_answers_can_be_named(folder: Path, rest: str) -> None:
    with pytest.raises(OverlayError, match="expected a right answer") as caught:
        read_sample(_wrong(folder, rest))
    assert caught.value.line == 2


def test_a_base_that_is_not_there_says_which_are(folder: Path) -> None:
    with pytest.raises(OverlayError, match="name one of solution, right/by_hand") as caught:
        read_sample(_wrong(folder, "right/by_heart"))
    assert "right/by_heart" in caught.value.problem


def test_without_a_solution_it_is_not_offered(folder: Path) -> None:
    (folder / "for_torch.py").unlink()
    with pytest.raises(OverlayError, match=r"name one of right/by_hand$"):
        read_sample(_wrong(folder, "solution"))


# --- who reads them ---------------------------------------------------------------------------

EVERY = [
    pytest.param(exercise, sample, id=f"{framework}-{exercise.name}-{sample.name}")
    for framework in ("torch", "flax", "keras", "mxnet")
    for exercise in Bank(framework=framework).exercises
    for sample in exercise.samples(framework)
    if sample.kind == "wrong"
]


def test_every_wrong_answer_of_the_bank_is_a_whole_program_under_its_own_sentence() -> None:
    for parameters in EVERY:
        exercise, sample = parameters.values
        tree = ast.parse(sample.source)
        own = ast.parse(sample.path.read_text(encoding="utf-8"))
        assert ast.get_docstring(tree) == ast.get_docstring(own)
        stub = ast.parse(exercise.stub(exercise.framework).read_text(encoding="utf-8"))
        asked = {node.name for node in stub.body if hasattr(node, "name")}
        assert asked <= names_defined(sample.source), sample.path


def test_a_failure_names_a_line_of_the_whole(mismatch: Exercise, tmp_path: Path) -> None:
    """What a lab says of a wrong answer's code is what `doctor --show` prints at that line."""
    folder = tmp_path / "solutions" / mismatch.name
    (folder / "wrong").mkdir(parents=True)
    solution = mismatch.solution("torch").read_text(encoding="utf-8")
    (folder / "for_torch.py").write_text(solution, encoding="utf-8")
    path = folder / "wrong" / "raises.for_torch.py"
    text = '"""A."""\n# The rest: solution\n\n\ndef repair(net, in_features):\n    return 1 / 0\n'
    path.write_text(text, encoding="utf-8")
    exercise = Exercise(mismatch.name, tmp_path)
    report = _judged(mismatch, answer_at(path, exercise))
    (where,) = {check.trouble.facts["where"] for check in report if check.outcome == "broke"}
    number, code = re.fullmatch(r"line (\d+), in repair: (.*)", where).groups()
    assert read_sample(path).split("\n")[int(number) - 1].strip() == code == "return 1 / 0"


def test_a_submission_gets_nothing_from_a_solution(mismatch: Exercise, tmp_path: Path) -> None:
    (tmp_path / "wrong").mkdir()
    solution = mismatch.solution("torch").read_text(encoding="utf-8")
    (tmp_path / "for_torch.py").write_text(solution, encoding="utf-8")
    path = tmp_path / "wrong" / "mine.for_torch.py"
    text = '"""A."""\n# The rest: solution\n\n\ndef repair(net, in_features):\n    return net\n'
    path.write_text(text, encoding="utf-8")
    assert answer_at(path, mismatch) == program_at(path)
    first = _judged(mismatch, answer_at(path, mismatch))[0]
    assert (first.outcome, first.trouble.kind) == ("broke", "missing")


def _judged(exercise: Exercise, answer: object) -> list:
    return list(
        Judge(effort=Effort(drawn=2, seed=0), diagnose=False).judge(exercise, answer).checks
    )
