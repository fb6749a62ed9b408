"""Layers made in `forward` are trained as soon as they are registered."""
# The rest: solution


class AnyWidth(nn.Module):
    def __init__(self, max_features, out_features):
        super().__init__()
        self.adapters = nn.ModuleDict()
        self.trunk = nn.Sequential(nn.ReLU(), nn.Linear(8, out_features))

    def forward(self, x):
        name = str(x.shape[1])
        if name not in self.adapters:
            self.adapters[name] = nn.Linear(x.shape[1], 8)
        return self.trunk(self.adapters[name](x))
