"""A flattened image still has its height and width, and the linear layer minds both."""
# The rest: solution


def accepts(channels, classes, first, then):
    def pooled(resolution):
        return [side >> len(channels) for side in resolution]

    return min(pooled(then)) > 0 and pooled(then) == pooled(first)
