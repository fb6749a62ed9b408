"""A new layer for each new width solves varying widths."""
# The rest: solution


class AnyWidth(nn.Module):
    def __init__(self, max_features, out_features):
        super().__init__()
        self.into = nn.LazyLinear(8)
        self.trunk = nn.Sequential(nn.ReLU(), nn.Linear(8, out_features))
        self.width = None

    def forward(self, x):
        if x.shape[1] != self.width:
            self.width = x.shape[1]
            self.into = nn.Linear(self.width, 8)
        return self.trunk(self.into(x))
