"""`lazylab new`: an exercise that is small and right, for an author to change.

Its files are templates below `templates/`: those of the exercise, and those around a bank that is
being made. What exists is never overwritten.
"""

from __future__ import annotations

import hashlib
import keyword
from pathlib import Path
from typing import Any

import jinja2

from graders.app.banks import INTERFACE, bank_around
from graders.app.request import RequestError
from graders.judging.exercises import BANK_FILE, DEFAULT_ROOT, Bank, Places, is_name
from graders.lab.frameworks import RECIPES

_TEMPLATES = Path(__file__).with_name("templates")
_ENDING = ".jinja"
# A folder of that name would stand in the way of the package.
_PACKAGES = {module.split(".")[0] for r in RECIPES.values() for module in r.names.values()}
_NO_NAMES = {*_PACKAGES, "graders"}


def new_exercise(name: str, framework: str, folder: Path, bank: Bank) -> list[Path]:
    """Write an exercise's files into a bank, which is made if there is none; what was written."""
    _refuse(name, framework, bank)
    is_own = folder.resolve() != DEFAULT_ROOT
    makes_bank = is_own and not (folder / BANK_FILE).exists()
    facts = {
        "name": name,
        "title": name.replace("_", " ").capitalize(),
        "number": _next_number(folder, bank),
        "bank": folder.resolve().name,
        "interface": INTERFACE,
    }
    exercise = {
        _renamed(path, name, folder, is_own=is_own): path
        for path in _files("exercise")
        if (".for_" not in path.name and not path.name.startswith("for_"))
        or path.name.endswith(f"for_{framework}.py{_ENDING}")
    }
    existing = sorted(str(path) for path in exercise if path.exists())
    if existing:
        raise RequestError(f"{existing[0]} exists already: nothing is overwritten")
    around = {folder / _bare(path).name: path for path in _files("bank")} if makes_bank else {}
    around = {path: template for path, template in around.items() if not path.exists()}
    return _write({**around, **exercise}, facts)


def folder_for(named: Path | None) -> Path:
    """Where a new exercise goes: where it is said, or into the bank around here, or here."""
    return named or bank_around(Path.cwd()) or Path()


def _refuse(name: str, framework: str, bank: Bank) -> None:
    """RequestError where there can be no such exercise."""
    if not is_name(name) or keyword.iskeyword(name) or name in _NO_NAMES:
        raise RequestError(
            f"an exercise cannot be called {name!r}: expected small letters, digits and '_', a letter "
            f"first, and no word of Python's or name of a framework"
        )
    taken = {exercise.name: exercise for exercise in bank.exercises}
    if name in taken:
        raise RequestError(f"there is an exercise {name!r} already, in {taken[name].folder}")
    offered = sorted(_bare(path).stem.removeprefix("for_") for path in _stubs())
    if framework not in offered:
        raise RequestError(
            f"there is no template for {framework!r} yet: there are {', '.join(offered)}"
        )


def _next_number(folder: Path, bank: Bank) -> int:
    numbers = [e.prompt("en").number for e in bank.exercises if e.root == folder.resolve()]
    return max(numbers, default=0) + 1


def _files(kind: str) -> list[Path]:
    return sorted((_TEMPLATES / kind).rglob(f"*{_ENDING}"))


def _stubs() -> list[Path]:
    return list((_TEMPLATES / "exercise" / "exercises").rglob(f"for_*.py{_ENDING}"))


def _bare(template: Path) -> Path:
    return template.with_name(template.name.removesuffix(_ENDING))


def _renamed(template: Path, name: str, folder: Path, *, is_own: bool) -> Path:
    """Where a template's text goes."""
    inside = str(_bare(template).relative_to(_TEMPLATES / "exercise")).replace("NAME", name)
    place, _, rest = inside.partition("/")
    if is_own:
        return folder / place / rest
    ours = {"checks": Places(folder).checks, "beliefs": Places(folder).beliefs}
    return ours.get(place, folder / place) / rest


def _write(files: dict[Path, Path], facts: dict[str, Any]) -> list[Path]:
    """Render and write. A translation records which English text it translates."""
    environment = jinja2.Environment(  # noqa: S701  text, and no page
        undefined=jinja2.StrictUndefined, keep_trailing_newline=True
    )
    texts: dict[Path, str] = {}
    digest = ""
    for path, template in files.items():  # English comes before the others
        source = template.read_text(encoding="utf-8")
        texts[path] = environment.from_string(source).render(**facts, digest=digest)
        if path.name == "prompt.en.md":
            digest = hashlib.sha256(texts[path].encode()).hexdigest()[:12]
    try:
        for path, text in texts.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
    except OSError as error:
        raise RequestError(f"cannot write {error.filename}: {error.strerror}") from error
    return list(texts)
