"""A network takes every resolution that has as many pixels as the first one."""
# The rest: solution


def accepts(channels, classes, first, then):
    enough = min(then) >= 2 ** len(channels)
    return enough and first[0] * first[1] == then[0] * then[1]
