"""Layers in a Python list belong to the module that holds the list."""
# The rest: solution


class AnyWidth(nn.Module):
    def __init__(self, max_features, out_features):
        super().__init__()
        self.adapters = [nn.Linear(n + 1, 8) for n in range(max_features)]
        self.trunk = nn.Sequential(nn.ReLU(), nn.Linear(8, out_features))

    def forward(self, x):
        return self.trunk(self.adapters[x.shape[1] - 1](x))
