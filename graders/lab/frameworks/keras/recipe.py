"""Keras on TensorFlow, as it is installed and written."""

from __future__ import annotations

from graders.lab.frameworks.common.recipe import Recipe

RECIPE = Recipe(
    "Keras",
    order=3,
    distributions=(("keras",), ("tensorflow", "tensorflow-cpu")),
    names={"keras": "keras", "tf": "tensorflow", "np": "numpy"},
    variables={
        "KERAS_BACKEND": "tensorflow",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        # Otherwise it says at each start that it rounds in another order.
        "TF_ENABLE_ONEDNN_OPTS": "0",
        "CUDA_VISIBLE_DEVICES": "-1",
    },
    pinned=(
        "keras==3.15.1",
        "tensorflow-cpu==2.21.0; platform_machine == 'x86_64' and sys_platform != 'darwin'",
        "tensorflow==2.21.0; platform_machine != 'x86_64' or sys_platform == 'darwin'",
    ),
)
