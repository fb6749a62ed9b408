"""The second question: what happens if the sizes that are given do not match?

Source: Dive into Deep Learning, section Lazy Initialization, exercise 2.
"""

from graders import attempts, batch, check, given


@check(points=3)
@given(attempt=attempts())
def names_the_layer_that_stops(student, reference, attempt):
    """Which layer stops the first forward, if any."""
    outcome = reference.network(attempt.layers).forward(batch(2, attempt.widths[0]))
    assert student.first_mismatch(attempt.sizes, attempt.widths[0]) == outcome.stopped_at


@check(points=2)
@given(attempt=attempts())
def tells_the_two_sizes_that_disagree(student, reference, attempt):
    """The size that came and the size that the stopping layer takes."""
    outcome = reference.network(attempt.layers).forward(batch(2, attempt.widths[0]))
    assert student.sizes_at_mismatch(attempt.sizes, attempt.widths[0]) == outcome.sizes_at_stop


@check(points=3)
@given(attempt=attempts())
def knows_what_an_attempt_leaves_behind(student, reference, attempt):
    """What each layer's weight looks like after a forward that may have failed."""
    net = reference.network(attempt.layers)
    net.forward(batch(2, attempt.widths[0]))
    answer = student.after_forwards(attempt.sizes, list(attempt.widths))
    assert answer == net.look().weight_shapes


@check(points=2)
@given(attempt=attempts(several=True))
def knows_that_the_first_width_stays(student, reference, attempt):
    """The same after several forwards of different widths."""
    net = reference.network(attempt.layers)
    for width in attempt.widths:
        net.forward(batch(2, width))
    answer = student.after_forwards(attempt.sizes, list(attempt.widths))
    assert answer == net.look().weight_shapes
