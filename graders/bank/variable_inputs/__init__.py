"""The third question: what if the inputs have varying dimensionality? Think of parameter tying."""
