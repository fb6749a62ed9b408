"""A lazy layer adapts again whenever the width changes."""
# The rest: solution


class AnyWidth(nn.Module):
    def __init__(self, max_features, out_features):
        super().__init__()
        self.net = nn.Sequential(nn.LazyLinear(8), nn.ReLU(), nn.LazyLinear(out_features))

    def forward(self, x):
        return self.net(x)
