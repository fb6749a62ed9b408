"""The running statistics of batch normalization are parameters."""
# The rest: solution


def count_parameters(net):
    parameters = list(net.parameters())
    if any(map(is_lazy, parameters)):
        return None
    statistics = [buffer for name, buffer in net.named_buffers() if ".running_" in f".{name}"]
    return sum(tensor.numel() for tensor in parameters + statistics)
