"""No attack earns more than its answers are worth, harms the judge, or learns what it may not know."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import table
from _pytest.mark import ParameterSet

from graders.lab.sealed.sandbox import SealError, choose_walls

ATTACKS = table.attacks()
FAMILIES = [
    "leaving",
    "forging",
    "lying",
    "bribing",
    "remembering",
    "reading",
    "resources",
    "escaping",
    "poisoning",
]
# What these try, the walls themselves have to refuse. The others are on the engine, which is the same behind both.
ON_THE_WALLS = {"reading", "resources", "escaping"}


def _trials() -> Iterator[ParameterSet]:
    """Attacks on the walls behind both; of each other family all behind one, its first behind both."""
    try:
        usual = choose_walls()
    except SealError:
        usual = "bubblewrap"
    for walls in ("bubblewrap", "landlock"):
        together = pytest.mark.xdist_group(f"attacks behind {walls}")  # they share fork servers
        for attack in ATTACKS:
            if walls == usual or attack.family in ON_THE_WALLS or attack.place == 0:
                yield pytest.param(walls, attack, id=f"{walls}-{attack.name}", marks=together)


@pytest.fixture(scope="module")
def court(request: pytest.FixtureRequest) -> Iterator[table.Court]:
    try:
        walls = choose_walls(request.param)
    except SealError as error:
        pytest.skip(str(error))
    court = table.Court(walls)
    yield court
    court.close()


@pytest.mark.parametrize(("court", "attack"), list(_trials()), indirect=["court"])
def test_an_attack_gains_nothing_and_does_no_harm(court: table.Court, attack: table.Attack) -> None:
    outcome = court.judged(attack)
    report = outcome.report
    most = report.possible if attack.most is None else attack.most
    assert report.earned <= most
    assert [check.name for check in report.checks if check.outcome == "grader_fault"] == []
    assert not outcome.leaked
    assert outcome.left == []
    assert outcome.next_one.earned == outcome.next_one.possible > 0


def test_there_are_attacks_of_every_family() -> None:
    families = [attack.family for attack in ATTACKS]
    assert sorted(set(families)) == sorted(FAMILIES)
    assert len(ATTACKS) >= 80
    assert len({attack.path.stem for attack in ATTACKS}) == len(ATTACKS)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_says_in_one_line_what_it_tries(attack: table.Attack) -> None:
    first = Path(attack.path).read_text(encoding="utf-8").splitlines()[0]
    assert first == f'"""{attack.tries}"""'
