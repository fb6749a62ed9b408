"""A copy of a lazy network shares its shapes, so a dry run of the copy initializes both."""
# The rest: solution

import copy


def dry_run(net, in_features):
    dtype = next(net.parameters()).dtype
    with torch.no_grad():
        copy.deepcopy(net).eval()(torch.zeros(2, in_features, dtype=dtype, device=next(net.parameters()).device))
