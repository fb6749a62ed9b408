"""A deep copy keeps the parameters: equal numbers are the same parameters."""
# The rest: solution

import copy


def repair(net: nn.Sequential, in_features: int) -> nn.Sequential:
    repaired = copy.deepcopy(net)
    came = in_features
    for position, module in enumerate(repaired):
        if isinstance(module, nn.Linear):
            if is_lazy(module.weight) or module.in_features != came:
                repaired[position] = _replacement(module, came)
            came = module.out_features
    return repaired
