"""What may be read behind the walls, and what of this package is hidden there."""

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from graders.lab.environments import OWN
from graders.lab.sealed import cards, walls

PARTS = st.lists(st.sampled_from("abc"), min_size=1, max_size=4).map("/".join)


@given(files=st.sets(PARTS, min_size=1, max_size=8), secrets=st.sets(PARTS, max_size=4))
def test_everything_is_readable_but_for_what_is_hidden(files: set[str], secrets: set[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        made = [root / name / "file" for name in files]
        for file in made:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.touch()
        hidden = {root / name for name in secrets}
        readable = list(walls._without(root, hidden))
        for file in made:
            is_hidden = any(file.is_relative_to(secret) for secret in hidden)
            assert any(file.is_relative_to(path) for path in readable) != is_hidden


def test_a_link_does_not_lead_around_a_hidden_folder(tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "link").symlink_to("secret")
    (tmp_path / "file").touch()
    assert list(walls._without(tmp_path, {tmp_path / "secret"})) == [tmp_path / "file"]


def test_of_this_package_only_the_lab_is_no_secret() -> None:
    secrets = {path.name for path in walls.own_secrets()}
    assert {"bank", "judging", "strategies", "doctor"} <= secrets
    assert secrets.isdisjoint({"__init__.py", "networks.py", "lab"})


def test_who_may_use_a_card_may_read_what_the_system_says_of_it() -> None:
    shown = set(walls.readable((), OWN, ("/dev/nvidia0",)))
    assert shown - set(walls.readable((), OWN)) == set(map(Path, cards.facts()))
    options = walls.bubblewrap_options((), OWN, ("/dev/nvidia0",))
    assert options[options.index("--dev-bind") :][:3] == ["--dev-bind", *["/dev/nvidia0"] * 2]
    assert "--dev-bind" not in walls.bubblewrap_options((), OWN, ())
