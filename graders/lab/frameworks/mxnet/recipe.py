"""MXNet Gluon, as it is installed and written."""

from __future__ import annotations

from graders.lab.frameworks.common.recipe import Recipe

RECIPE = Recipe(
    "MXNet",
    order=4,
    distributions=(("mxnet",),),
    names={
        "mx": "mxnet",
        "np": "mxnet.numpy",
        "npx": "mxnet.numpy_extension",
        "nn": "mxnet.gluon.nn",
        "autograd": "mxnet.autograd",
    },
    start="npx.set_np()",
    variables={
        "MXNET_ENGINE_TYPE": "NaiveEngine",  # no threads, and errors where they arise
        "MXNET_CPU_WORKER_NTHREADS": "1",
    },
    must_initialize=True,
    pinned=("mxnet==1.9.1", "numpy==1.23.5"),
    python="3.11",
    systems=(("Linux", "x86_64"), ("Linux", "aarch64"), ("Darwin", "x86_64")),
    libraries="libgomp1 libquadmath0",
)
