"""The zeros that an input is padded with are on the device of that input."""
# The rest: solution


class SlicedLinear(nn.Module):
    """A linear layer that uses as many columns of one weight as its input has features."""

    def __init__(self, max_features: int, out_features: int, bias: bool = True) -> None:
        super().__init__()
        full = nn.Linear(max_features, out_features, bias)
        self.weight, self.bias = full.weight, full.bias

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Answer for (batch, width), with width up to the number of columns."""
        width, most = x.shape[-1], self.weight.shape[-1]
        if width > most:
            raise ValueError(f"expected at most {most} features, got {width}")
        zeros = torch.zeros(*x.shape[:-1], most - width)
        return F.linear(torch.cat([x, zeros], dim=-1), self.weight, self.bias)
