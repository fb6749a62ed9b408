"""Objects that are called; a lazy layer is told its size through its own pre-hook; answers are numpy's."""

import functools
import operator

import numpy
import torch
from torch import nn
from torch.nn.modules.lazy import LazyModuleMixin
from torch.nn.parameter import is_lazy


class Counter:
    def __call__(self, net):
        sizes = [None if is_lazy(p) else p.numel() for p in net.parameters()]
        return None if None in sizes else numpy.int64(functools.reduce(operator.add, sizes, 0))


count_parameters = Counter()


class Loader:
    """Fills a dictionary of wanted shapes first, then compares it as a whole."""

    def wanted(self, net, state):
        for key, own in net.state_dict().items():
            path, _, name = key.rpartition(".")
            layer = net.get_submodule(path)
            came = state.get(key)
            if came is None or is_lazy(came):
                yield key, "anything"
            elif not is_lazy(own):
                yield key, tuple(own.shape)
            elif hasattr(layer, "num_features"):
                yield key, tuple(state[path + "." * bool(path) + "weight"].shape)
            else:
                shape = list(came.shape)
                shape[0] = getattr(layer, "out_features", None) or layer.out_channels
                shape[2:] = getattr(layer, "kernel_size", ()) if name == "weight" else ()
                yield key, tuple(shape)

    def __call__(self, net, state):
        came = {key: "nothing" if is_lazy(v) else tuple(v.shape) for key, v in state.items()}
        if came != dict(self.wanted(net, state)):
            raise UnicodeError("does not fit")  # which is a ValueError
        net.load_state_dict(state)
        for layer in net.modules():
            if isinstance(layer, nn.Linear):
                layer.in_features = layer.weight.shape[1]
            if isinstance(layer, LazyModuleMixin):
                layer.train(layer.training)
        return net


load = Loader()


class Preparer:
    def __call__(self, net, sample, optimizer_class, **options):
        flags = {module: module.training for module in net.modules()}
        try:
            net.eval()(sample).detach()
        finally:
            for module in flags:
                module.training = flags[module]
        return optimizer_class(net.parameters(), **options)


prepare_optimizer = Preparer()
