"""Cases made of cases: small where their parts are, on the devices that their parts are on."""

from hypothesis import find, given
from hypothesis import strategies as st

from graders.networks import Batch, Linear
from graders.strategies.building import batches, builds
from graders.strategies.cases import among
from graders.strategies.sizes import other_devices, sizes


@given(batches(sizes(3, 9), rows=sizes(2, 4)).drawn)
def test_batches_have_the_rows_and_features_that_are_asked_for(drawn: Batch) -> None:
    rows, features = drawn.shape
    assert 2 <= rows <= 4
    assert 3 <= features <= 9


def test_the_smallest_batch_comes_first() -> None:
    assert [batch.shape for batch in batches().small[:3]] == [(1, 1), (1, 2), (2, 1)]


def test_strategies_and_cases_can_be_mixed() -> None:
    layers = builds(Linear, in_features=among([None, 2]), out_features=st.integers(1, 9))
    assert layers.small == (Linear(None, 1), Linear(2, 1))
    assert find(layers.drawn, lambda layer: layer.out_features > 4) == Linear(None, 5)


def test_what_is_built_of_devices_follows_them() -> None:
    placed = builds(lambda device: Batch((1, 1), device=device), device=other_devices())
    assert [batch.device for batch in placed.on(("meta", "cuda")).small] == ["meta", "cuda"]
