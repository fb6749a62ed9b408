"""Answers may be longer for wider inputs."""
# The rest: solution


class AnyWidth(nn.Module):
    def __init__(self, max_features, out_features):
        super().__init__()
        self.net = nn.Linear(1, out_features)

    def forward(self, x):
        return self.net(x.unsqueeze(-1))
