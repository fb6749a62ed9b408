"""An instance takes no resolution but the one that it saw first."""
# The rest: solution


def accepts(channels, classes, first, then):
    return tuple(first) == tuple(then)
