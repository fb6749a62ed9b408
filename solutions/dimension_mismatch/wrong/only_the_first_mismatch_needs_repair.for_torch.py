"""Only the layer that stops the forward is wrong: once it is replaced, all the others fit."""
# The rest: solution


def repair(net: nn.Sequential, in_features: int) -> nn.Sequential:
    repaired = nn.Sequential()
    came = in_features
    done = False
    for module in net:
        if isinstance(module, nn.Linear):
            misfit = not is_lazy(module.weight) and module.in_features != came
            if is_lazy(module.weight) or (misfit and not done):
                repaired.append(_replacement(module, came))
            else:
                repaired.append(module)
            done = done or misfit
            came = module.out_features
        else:
            repaired.append(module)
    return repaired
