"""Small cases come first and in size order; what is drawn is what is claimed."""

from hypothesis import given
from hypothesis import strategies as st

from graders.networks import Layers
from graders.strategies.cases import Cases, among, cases, together
from graders.strategies.mlps import Attempts, attempts, fitting_mlps, partial_mlps
from graders.strategies.sizes import LARGEST, sizes


def test_a_plain_strategy_has_its_simplest_value_as_the_only_small_one() -> None:
    assert cases(st.integers(3, 9)).small == (3,)


def test_cases_stay_what_they_are() -> None:
    some = among("ab")
    assert cases(some) is some


def test_together_goes_through_pairs_in_size_order() -> None:
    both = together({"a": sizes(), "b": sizes()})
    sums = [case["a"] + case["b"] for case in both.small]
    assert sums == sorted(sums)
    assert both.small[0] == {"a": 1, "b": 1}
    assert len(both.small) == 9


def test_together_has_each_small_case_once_and_some_dozens_at_most() -> None:
    both = together({"a": attempts(), "b": sizes()})
    assert len({repr(case) for case in both.small}) == len(both.small) <= 120


def test_map_keeps_small_and_drawn_apart() -> None:
    doubled = sizes().map(lambda n: 2 * n)
    assert doubled.small == (2, 4, 6)


@given(together({"a": sizes(), "b": among("xy")}).drawn)
def test_together_draws_every_part(case: dict[str, object]) -> None:
    assert case.keys() == {"a", "b"}


def _depths(found: Cases[Layers]) -> list[int]:
    return [len(layers.linear) for layers in found.small]


def test_small_networks_begin_with_the_shallow_ones() -> None:
    depths = _depths(partial_mlps())
    assert depths == sorted(depths)
    assert depths[-1] == 3
    assert len(depths) == len(set(partial_mlps().small))


@given(partial_mlps().drawn)
def test_widths_are_bounded(layers: Layers) -> None:
    for in_features, out_features in layers.sizes:
        assert in_features is None or 1 <= in_features <= LARGEST
        assert 1 <= out_features <= LARGEST


@given(fitting_mlps().drawn)
def test_fitting_networks_fit(attempt: Attempts) -> None:
    came = attempt.widths[0]
    for in_features, out_features in attempt.sizes:
        assert in_features in (None, came)
        came = out_features


def test_small_fitting_networks_fit_and_are_there_once() -> None:
    small = fitting_mlps().small
    assert len(set(small)) == len(small)
    for attempt in small:
        test_fitting_networks_fit.hypothesis.inner_test(attempt)  # type: ignore[attr-defined]


@given(attempts(several=True).drawn)
def test_several_attempts_are_two_at_least(attempt: Attempts) -> None:
    assert len(attempt.widths) >= 2
