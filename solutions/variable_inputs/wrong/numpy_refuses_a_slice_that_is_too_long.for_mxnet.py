"""A slice that reaches beyond the end is refused."""
# The rest: solution


class SlicedDense(nn.Block):
    def __init__(self, max_features: int, units: int, use_bias: bool = True) -> None:
        super().__init__()
        self._most = max_features
        self.weight = self.params.get("weight", shape=(units, max_features))
        self.bias = self.params.get("bias", shape=(units,), init="zeros") if use_bias else None

    def forward(self, x: np.ndarray) -> np.ndarray:
        width = x.shape[1]
        y = np.dot(x[:, : self._most], self.weight.data()[:, :width].T)
        return y if self.bias is None else y + self.bias.data()


class AnyWidth(nn.Block):
    def __init__(self, max_features: int, units: int) -> None:
        super().__init__()
        self.into = SlicedDense(max_features, 16)
        self.trunk = nn.Dense(units)

    def forward(self, x: np.ndarray) -> np.ndarray:
        return self.trunk(np.tanh(self.into(x)))
