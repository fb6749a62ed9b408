"""A new exercise is small and right, and nothing is ever overwritten."""

import hashlib
from pathlib import Path

import pytest
from authors import lazylab, made, run

from graders.app.settings import RequestError
from graders.doctor.lint import lint
from graders.doctor.mutants import fates, mutants_of
from graders.doctor.proofs import chosen_samples, prove, unproven_checks
from graders.judging.exercises import Bank
from graders.scaffold import new_exercise

NAME = "norm_features"
FILES = {
    ".gitignore",
    "bank.toml",
    "bank/norm_features/beliefs.torch.toml",
    "bank/norm_features/checks.py",
    "conftest.py",
    "exercises/norm_features/for_torch.py",
    "exercises/norm_features/prompt.en.md",
    "exercises/norm_features/prompt.zh.md",
    "solutions/norm_features/for_torch.py",
    "solutions/norm_features/right/asks_the_framework.for_torch.py",
    "solutions/norm_features/wrong/in_by_out_in_norm_features.for_torch.py",
}


def _files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_a_new_exercise_has_all_that_an_exercise_has(tmp_path: Path) -> None:
    assert _files(made(tmp_path / "bank", NAME)) == FILES


def test_the_doctor_finds_nothing_in_two_new_exercises(tmp_path: Path) -> None:
    bank = Bank(made(tmp_path / "bank", NAME, "more_norms"))
    assert [exercise.prompt("en").number for exercise in bank.exercises] == [1, 2]
    assert lint(bank, bank.exercises, "torch") == []
    samples = chosen_samples(bank, [NAME], "torch")
    proofs = list(prove(bank, samples, "torch", seeds=3, drawn=20, jobs=1))
    assert [proof.name for proof in proofs if not proof.proven] == []
    assert list(unproven_checks(bank, proofs)) == []
    mutants = mutants_of(bank.exercise(NAME), "torch")
    assert not any(fate.lives for fate in fates(bank, mutants, "torch", drawn=20, jobs=1))


def test_the_command_makes_one_that_doctor_and_pytest_take_at_once(tmp_path: Path) -> None:
    new = lazylab("new", NAME, folder=tmp_path)
    assert new.returncode == 0, new.stderr
    assert new.stdout.endswith(f"lazylab doctor {NAME}. Look for “Decide” in it.\n")
    doctor = lazylab("doctor", NAME, folder=tmp_path)
    assert doctor.returncode == 0, doctor.stdout
    assert "The bank holds together." in doctor.stdout
    pytest_run = run("pytest", f"exercises/{NAME}", folder=tmp_path)
    assert pytest_run.returncode == 0, pytest_run.stdout
    assert "1 skipped" in pytest_run.stdout


def test_what_exists_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text("# mine\n")
    (tmp_path / ".gitignore").write_text("mine\n")
    made(tmp_path, NAME)
    assert (tmp_path / "conftest.py").read_text() == "# mine\n"
    assert (tmp_path / ".gitignore").read_text() == "mine\n"


def test_a_file_in_the_way_stops_everything(tmp_path: Path) -> None:
    path = tmp_path / "bank" / NAME / "beliefs.torch.toml"
    path.parent.mkdir(parents=True)
    path.write_text("mine\n")
    with pytest.raises(RequestError, match="exists already: nothing is overwritten"):
        made(tmp_path, NAME)
    assert _files(tmp_path) == {str(path.relative_to(tmp_path))}


def test_an_exercise_for_our_own_bank_goes_where_ours_are(tmp_path: Path) -> None:
    # Nothing is written into this repository: its own layout is that of a bank without bank.toml.
    ours = Bank().exercise("lifecycle")
    assert ours.room == ours.root / "graders" / "bank" / ours.name


@pytest.mark.parametrize(
    "name",
    ["", "Norm", "norm-features", "1norm", "a b", "../x", "import", "torch", "é", "x" * 3 + "/"],
)
def test_a_bad_name_gets_one_clear_message(tmp_path: Path, name: str) -> None:
    with pytest.raises(RequestError, match="an exercise cannot be called"):
        made(tmp_path, name)
    assert _files(tmp_path) == set()


def test_a_name_that_is_taken_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="there is an exercise 'lifecycle' already"):
        made(tmp_path, "lifecycle")


def test_a_framework_without_templates_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match=r"no template for 'caffe' yet: there are .*torch"):
        new_exercise(NAME, "caffe", tmp_path, Bank())


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RequestError, match="cannot write"):
        made(tmp_path / "file" / "bank", NAME)


def test_translations_say_what_they_translate(tmp_path: Path) -> None:
    folder = made(tmp_path, NAME) / "exercises" / NAME
    digest = hashlib.sha256((folder / "prompt.en.md").read_bytes()).hexdigest()[:12]
    assert f"sha256:{digest} -->" in (folder / "prompt.zh.md").read_text(encoding="utf-8")
