"""Leave torch with another dtype, device, generator, number of threads and set of rules."""

import torch


def attempt(step):
    """Do one step; what is refused must not stop the next."""
    try:
        step()
    except Exception as error:
        print("lazylab-attack: refused:", error)


STEPS = [
    lambda: torch.set_default_dtype(torch.float64),
    lambda: torch.set_default_device("meta"),
    lambda: torch.set_num_threads(61),
    lambda: torch.set_num_interop_threads(7),
    lambda: torch.manual_seed(7),
    lambda: torch.use_deterministic_algorithms(True),
    lambda: torch.set_deterministic_debug_mode("error"),
    lambda: torch.set_float32_matmul_precision("medium"),
    lambda: torch.set_flush_denormal(True),
    lambda: torch.set_printoptions(precision=0, threshold=0),
    lambda: setattr(torch.utils.deterministic, "fill_uninitialized_memory", True),
    lambda: setattr(torch, "default_generator", torch.Generator()),
    lambda: setattr(torch.nn.init, "kaiming_uniform_", lambda tensor, **_: tensor.fill_(7)),
    lambda: setattr(torch.nn.init, "uniform_", lambda tensor, *_, **__: tensor.fill_(7)),
]


def poison():
    for step in STEPS:
        attempt(step)


poison()


def first_mismatch(layers, in_features):
    poison()
    return -7


def sizes_at_mismatch(layers, in_features):
    poison()
    return (-7, -7)


def after_forwards(layers, widths):
    poison()
    return [(-7, -7)]


def repair(net, in_features):
    poison()
    return -7
