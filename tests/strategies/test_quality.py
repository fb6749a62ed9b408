"""The cases that teach something are really drawn, and found small."""

from hypothesis import find, settings

from graders.strategies.mlps import Attempts, attempts

SEARCH = settings(max_examples=2_000, database=None)


def _first_mismatch(attempt: Attempts) -> int | None:
    came = attempt.widths[0]
    for index, (in_features, out_features) in enumerate(attempt.sizes):
        if in_features not in (None, came):
            return index
        came = out_features
    return None


def test_a_mismatch_behind_a_layer_that_fits_is_found_and_shrinks() -> None:
    found = find(attempts().drawn, lambda a: _first_mismatch(a) == 1, settings=SEARCH)
    assert len(found.sizes) == 2


def test_a_long_network_without_mismatch_is_found() -> None:
    found = find(
        attempts().drawn,
        lambda a: len(a.sizes) >= 4 and _first_mismatch(a) is None and (3, 2) not in a.sizes,
        settings=SEARCH,
    )
    assert len(found.sizes) == 4


def test_a_lazy_layer_behind_a_mismatch_is_found() -> None:
    def lazy_behind(a: Attempts) -> bool:
        at = _first_mismatch(a)
        return at is not None and any(i is None for i, _ in a.sizes[at + 1 :])

    assert len(find(attempts().drawn, lazy_behind, settings=SEARCH).sizes) == 2


def test_a_third_width_different_from_the_first_two_is_found() -> None:
    found = find(attempts(several=True).drawn, lambda a: len(set(a.widths)) >= 3, settings=SEARCH)
    assert len(found.widths) == 3
