"""A trial batch finds its way to the network, on whatever device that is."""
# The rest: solution


def repair(net: nn.Sequential, in_features: int) -> nn.Sequential:
    """Walks through the network with a batch, and looks at what comes to each layer."""
    x = torch.zeros(2, in_features, dtype=net[0].weight.dtype)
    repaired = nn.Sequential()
    for module in net:
        if isinstance(module, nn.Linear) and not _fits(module, x.shape[-1]):
            module = _replacement(module, x.shape[-1])
        repaired.append(module)
        with torch.no_grad():
            x = module(x)
    return repaired
