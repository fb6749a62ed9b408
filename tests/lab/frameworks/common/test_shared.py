"""What the frameworks' rooms share: numbered objects, errors as data, the same numbers for all."""

import numpy as np

from graders.lab.frameworks.common.shared import Memory, array_of, as_network, numbers_of, raised
from graders.lab.observations import Values
from graders.networks import Linear, Network, batch, mlp


def test_objects_are_numbered_as_they_are_first_seen() -> None:
    memory = Memory()
    one, other = object(), object()
    assert [memory.token(seen) for seen in (one, other, one)] == [0, 1, 0]
    assert [memory.token(one, "kernel"), memory.token(one, "bias")] == [2, 3]
    assert memory.token(one, "kernel") == 2
    memory.forget()
    assert memory.token(other) == 0


def test_a_number_does_not_come_back_when_its_object_has_died() -> None:
    memory = Memory()
    assert [memory.token(object()) for _ in range(100)] == list(range(100))


def test_of_an_error_the_first_line_is_kept_that_says_something() -> None:
    said = raised(
        ValueError(
            "Exception encountered when calling Sequential.call().\n\n"
            "\x1b[1mInput 0 is incompatible\x1b[0m\n\nArguments received by Sequential.call():\n • x"
        )
    )
    assert (said.kind, said.message) == ("ValueError", "Input 0 is incompatible")
    assert said.kinds[:2] == ("ValueError", "Exception")
    assert said.origin == "framework"


def test_numbers_that_an_error_quotes_are_left_out() -> None:
    said = raised(ValueError("Invalid shape for [[[ 0.1\n 0.2]\n [0.3 0.4]]]. Expected (None, 5)"))
    assert said.message == "Invalid shape for […]. Expected (None, 5)"


def test_an_error_without_words_and_a_long_one() -> None:
    assert raised(KeyError()).message == ""
    assert len(raised(RuntimeError("x" * 10_000)).message) == 300


def test_a_batch_has_the_same_numbers_everywhere() -> None:
    numbers = numbers_of(batch(2, 3, seed=4))
    assert numbers.dtype == np.float32
    assert np.array_equal(numbers, numbers_of(batch(2, 3, seed=4)))
    assert not np.array_equal(numbers, numbers_of(batch(2, 3, seed=5)))
    assert numbers_of(batch(1, 0, dtype="float64")).dtype == np.float64


def test_numbers_become_the_array_that_they_came_from() -> None:
    array = array_of(Values((2, 1), (0.5, 1.0), "float64"))
    assert array.tolist() == [[0.5], [1.0]]
    assert array.dtype == np.float64


def test_every_description_is_a_network() -> None:
    assert as_network(Linear(1, 2)) == Network((Linear(1, 2),))
    assert as_network(mlp([(1, 2)])) == mlp([(1, 2)]).network()
    assert as_network(Network((), seed=3)) == Network((), seed=3)
