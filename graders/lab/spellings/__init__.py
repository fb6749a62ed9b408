"""How each framework's code is written, one module each: code that can be pasted."""

from graders.lab.spellings import for_flax, for_keras, for_mxnet, for_torch

SPELLINGS = {
    "torch": for_torch.SPELLING,
    "flax": for_flax.SPELLING,
    "keras": for_keras.SPELLING,
    "mxnet": for_mxnet.SPELLING,
}
