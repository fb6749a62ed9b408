"""To cut every input to one width is to take every width."""
# The rest: solution


class AnyWidth(nn.Module):
    def __init__(self, max_features, out_features):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(1, 8), nn.ReLU(), nn.Linear(8, out_features))

    def forward(self, x):
        return self.net(x[:, :1])
