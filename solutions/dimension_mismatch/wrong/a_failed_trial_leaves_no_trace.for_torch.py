"""To try a width on a network leaves no trace in it."""
# The rest: solution


def repair(net: nn.Sequential, in_features: int) -> nn.Sequential:
    weight = net[0].weight
    x = torch.zeros(1, in_features, device=weight.device, dtype=weight.dtype)
    repaired = nn.Sequential()
    for module in net:
        try:
            x = module(x)
            repaired.append(module)
        except RuntimeError:
            repaired.append(_replacement(module, x.shape[-1]))
            x = repaired[-1](x)
    return repaired
