"""Padding n features to a multiple of k takes n % k zeros."""
# The rest: solution


class AnyWidth(nn.Module):
    def __init__(self, max_features, out_features):
        super().__init__()
        self.chunk = 3
        self.into = nn.Linear(self.chunk, 8)
        self.trunk = nn.Linear(8, out_features)

    def forward(self, x):
        x = F.pad(x, (0, x.shape[1] % self.chunk))
        return self.trunk(torch.tanh(self.into(x.reshape(len(x), -1, self.chunk))).sum(1))
