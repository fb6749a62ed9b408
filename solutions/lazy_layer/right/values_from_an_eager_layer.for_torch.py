"""The first forward makes an eager layer and takes over its values; in_features is read off the weight."""

from torch import nn
from torch.nn import functional as F
from torch.nn.parameter import UninitializedParameter, is_lazy


def _take_values(module, args, kwargs):
    """A hook that is there for ever, and has nothing to do after the first time."""
    (x,) = (*args, *kwargs.values())
    if is_lazy(module.weight):
        old = module.weight
        eager = nn.Linear(x.shape[-1], module.out_features, module.has_bias, old.device, old.dtype)
        for name, parameter in module.named_parameters():
            parameter.materialize(getattr(eager, name).shape)
        nn.Module.load_state_dict(module, eager.state_dict())


def _make_room(module, state_dict, prefix, *_):
    """Before loading: what comes has a shape, so what is uninitialized gets it."""
    for name, parameter in module.named_parameters():
        coming = state_dict.get(prefix + name)
        if is_lazy(parameter) and coming is not None and not is_lazy(coming):
            parameter.materialize(coming.shape)


class LazyDense(nn.Module):
    def __init__(self, out_features, bias=True, device=None, dtype=None):
        super().__init__()
        self.out_features, self.has_bias = out_features, bias
        if bias:
            self.bias = UninitializedParameter(device=device, dtype=dtype)
        else:
            self.bias = None
        self.weight = UninitializedParameter(device=device, dtype=dtype)
        self.register_forward_pre_hook(_take_values, with_kwargs=True)
        self.register_load_state_dict_pre_hook(_make_room)

    @property
    def in_features(self):
        return None if is_lazy(self.weight) else self.weight.shape[1]

    def state_dict(self, *args, **kwargs):
        if is_lazy(self.weight):
            # Uninitialized parameters cannot be detached: they stand for themselves.
            kwargs["keep_vars"] = True
        return super().state_dict(*args, **kwargs)

    def forward(self, x):
        return F.linear(x, self.weight, self.bias)
