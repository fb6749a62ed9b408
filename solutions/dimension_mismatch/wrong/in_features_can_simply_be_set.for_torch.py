"""A layer takes what its in_features say, so it is repaired by setting them."""
# The rest: solution

import copy


def repair(net: nn.Sequential, in_features: int) -> nn.Sequential:
    repaired = nn.Sequential()
    came = in_features
    for module in net:
        if isinstance(module, nn.Linear):
            repaired.append(_replacement(module, came) if is_lazy(module.weight) else module)
            if repaired[-1].in_features != came:
                repaired[-1] = copy.copy(module)
                repaired[-1].in_features = came
            came = module.out_features
        else:
            repaired.append(module)
    return repaired
