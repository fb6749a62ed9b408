"""Parameters over slices of one `.data` are one parameter."""
# The rest: solution


class AnyWidth(nn.Module):
    def __init__(self, max_features, out_features):
        super().__init__()
        full = torch.randn(out_features, max_features)
        self.weights = nn.ParameterList(full.data[:, : n + 1] for n in range(max_features))

    def forward(self, x):
        return x @ self.weights[x.shape[1] - 1].T
