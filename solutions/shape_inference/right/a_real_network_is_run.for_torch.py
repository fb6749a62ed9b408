"""Builds the lazy network and runs it: the simplest way to know what PyTorch does."""

import torch
from torch import nn


class ShapeError(ValueError):
    layer: int


def _module(layer, rank):
    match layer:
        case ("linear", out):
            return nn.LazyLinear(out)
        case ("conv2d", out, kernel, stride, padding):
            return nn.LazyConv2d(out, kernel, stride=stride, padding=padding)
        case ("maxpool2d", kernel):
            return nn.MaxPool2d(kernel)
        case ("batchnorm",):
            return nn.LazyBatchNorm1d() if rank == 2 else nn.LazyBatchNorm2d()
        case (kind,):
            return {"flatten": nn.Flatten, "relu": nn.ReLU}[kind]()


@torch.no_grad()
def _run(layers, input_shape):
    x = torch.zeros(3, *input_shape)
    modules = []
    for index, layer in enumerate(layers):
        modules.append(_module(layer, x.ndim))
        try:
            x = modules[-1](x)
        except RuntimeError as error:
            stopped = ShapeError(str(error))
            stopped.layer = index
            raise stopped from error
    return modules, x


def infer(layers, input_shape):
    modules, _ = _run(layers, input_shape)
    return [{name: p.shape for name, p in m.named_parameters()} for m in modules]


def output_shape(layers, input_shape):
    _, x = _run(layers, input_shape)
    return x.shape[1:]
