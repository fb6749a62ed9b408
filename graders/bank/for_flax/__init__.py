"""Checks of exercises in Flax, where its questions are others than PyTorch's."""
