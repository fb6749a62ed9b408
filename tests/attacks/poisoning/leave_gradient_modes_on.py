"""Leave gradients off, inference mode and autocast on, and hooks around what autograd saves."""

import torch
from torch.autograd import forward_ad, graph

LEFT_OPEN = []


def enter(make):
    """Enter a context and never leave it."""
    try:
        context = make()
        context.__enter__()
        LEFT_OPEN.append(context)
    except Exception as error:
        print("lazylab-attack: refused:", error)


def refuse(tensor):
    raise RuntimeError("lazylab-attack: nothing can be saved for a backward pass")


def poison():
    """Deeper at each call: who leaves one context is still in the others."""
    torch.set_grad_enabled(False)
    enter(torch.no_grad)
    enter(torch.inference_mode)
    enter(lambda: torch.autocast("cpu", dtype=torch.bfloat16))
    enter(lambda: torch.autograd.set_detect_anomaly(True))
    if len(LEFT_OPEN) < 20:
        enter(lambda: graph.saved_tensors_hooks(refuse, refuse))
        enter(forward_ad.dual_level)
        enter(lambda: torch.random.fork_rng(devices=[]))
        enter(torch.nn.utils.parametrize.cached)


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
