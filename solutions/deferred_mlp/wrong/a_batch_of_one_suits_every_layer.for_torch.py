"""The number of rows never matters to a layer: one will do."""
# The rest: solution


def dry_run(net, in_features):
    dtype = next(net.parameters()).dtype
    known = {b: b.clone() for b in net.buffers() if not is_lazy(b)}
    with torch.no_grad():
        net(torch.zeros(1, in_features, dtype=dtype, device=next(net.parameters()).device))
        for module in net.modules():
            for buffer in module.buffers(recurse=False):
                if buffer in known:
                    buffer.copy_(known[buffer])
                else:
                    module.reset_running_stats()
