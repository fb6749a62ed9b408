"""What is no parameter need not be in the state dict."""
# The rest: solution


class AnyWidth(nn.Module):
    def __init__(self, max_features, out_features):
        super().__init__()
        self.register_buffer("places", torch.randn(max_features, 8), persistent=False)
        self.trunk = nn.Sequential(nn.ReLU(), nn.Linear(8, out_features))

    def forward(self, x):
        return self.trunk(x @ self.places[: x.shape[1]])
