"""A lazy layer's bias is there from the start: its size is known."""
# The rest: solution


def known_parameters(layers):
    return sum(o if i is None else i * o + o for i, o in layers)
