"""Completes the network first and initializes it anew afterwards; the constant comes as text."""

import warnings

import mxnet as mx
from mxnet import npx

npx.set_np()


def apply_init(net, inputs, init=None):
    print("initializing", net)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        net.initialize()
    net(*(x.copy() for x in inputs))
    if init is not None:
        for parameter in net.collect_params().values():
            parameter.initialize(default_init=init, force_reinit=True)
    net.hybridize(False)


def constant(value):
    return mx.init.Constant(value).dumps()
