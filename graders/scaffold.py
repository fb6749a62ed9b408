"""`lazylab new`: an exercise that is small and right, for an author to change.

Its files are templates below `templates/`: those of the exercise, and those around a bank that is
being made. What the exercise is about in a framework is in `templates/frameworks/<framework>.toml`.
What exists is never overwritten.
"""

from __future__ import annotations

import hashlib
import keyword
import tomllib
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
        "framework": framework,
        **tomllib.loads(_about(framework).read_text(encoding="utf-8")),
    }
    exercise = {_place(path, folder, facts, is_own=is_own): path for path in _files("exercise")}
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
    if not _about(framework).exists():
        offered = sorted(path.stem for path in _about(framework).parent.glob("*.toml"))
        raise RequestError(
            f"there is no template for {framework!r} yet: there are {', '.join(offered)}"
        )


def _next_number(folder: Path, bank: Bank) -> int:
    numbers = [e.prompt("en").number for e in bank.exercises if e.root == folder.resolve()]
    return max(numbers, default=0) + 1


def _files(kind: str) -> list[Path]:
    return sorted((_TEMPLATES / kind).rglob(f"*{_ENDING}"))


def _about(framework: str) -> Path:
    """What the exercise is about in that framework."""
    return _TEMPLATES / "frameworks" / f"{framework}.toml"


def _bare(template: Path) -> Path:
    return template.with_name(template.name.removesuffix(_ENDING))


def _place(template: Path, folder: Path, facts: dict[str, Any], *, is_own: bool) -> Path:
    """Where a template's text goes."""
    inside = str(_bare(template).relative_to(_TEMPLATES / "exercise"))
    for word, key in (("NAME", "name"), ("FRAMEWORK", "framework"), ("BELIEF", "belief")):
        inside = inside.replace(word, facts[key])
    place, _, rest = inside.partition("/")
    # A bank that is being made has no bank.toml yet by which its places could be told.
    rooms = folder / "bank" if is_own else Places(folder).rooms
    return (rooms if place == "bank" else folder / place) / rest


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
