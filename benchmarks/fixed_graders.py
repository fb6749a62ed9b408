"""One fixed-example grader an exercise: what a careful teacher without a generator would assert.

They are compared in `fixed_example.py`.
"""

from __future__ import annotations

import copy
import functools
import inspect
import operator
import pickle
from collections.abc import Callable, Iterable
from typing import Any

import torch
from torch import nn
from torch.nn import functional
from torch.nn.parameter import is_lazy

BATCH, WIDTH, HIDDEN, OUT = 2, 20, 256, 10
BOOK: list[tuple[int | None, int]] = [(None, HIDDEN), (None, OUT)]
GIVEN: list[tuple[int | None, int]] = [(WIDTH, HIDDEN), (None, OUT)]  # the first question
MISMATCH: list[tuple[int | None, int]] = [(None, HIDDEN), (HIDDEN // 2, OUT)]  # the second
SHAPES = [(HIDDEN, WIDTH), (HIDDEN,), (OUT, HIDDEN), (OUT,)]
NARROW = 8


def rows(width: int = WIDTH) -> torch.Tensor:
    """The textbook's batch."""
    return torch.rand(BATCH, width)


def lazy_net() -> nn.Sequential:
    """The textbook's network."""
    return nn.Sequential(nn.LazyLinear(HIDDEN), nn.ReLU(), nn.LazyLinear(OUT))


def eager_net() -> nn.Sequential:
    """The same with nothing to infer."""
    return nn.Sequential(nn.Linear(WIDTH, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, OUT))


def linears(net: nn.Module) -> list[nn.Linear]:
    """Its linear layers in order, nested or not."""
    return [module for module in net.modules() if isinstance(module, nn.Linear)]


def uninitialized(net: nn.Module) -> list[bool]:
    """For each parameter, whether it is lazy."""
    return [is_lazy(parameter) for parameter in net.parameters()]


def shapes_of(net: nn.Module) -> list[tuple[int, ...]]:
    """The shapes of all parameters."""
    return [tuple(parameter.shape) for parameter in net.parameters()]


def devices_of(net: nn.Module) -> set[str]:
    """Where the parameters are."""
    return {parameter.device.type for parameter in net.parameters()}


def values_of(net: nn.Module) -> list[torch.Tensor]:
    """Copies of all parameters."""
    return [parameter.detach().clone() for parameter in net.parameters()]


def assert_mlp(net: nn.Module) -> None:
    """The net computes what its two layers say, keeps its mode, has no gradients, and can train."""
    x = rows()
    assert net.training
    assert all(parameter.grad is None for parameter in net.parameters())
    assert net(x).shape == (BATCH, OUT)
    assert shapes_of(net) == SHAPES
    first, second = linears(net)
    assert torch.allclose(net(x), second(torch.relu(first(x))))
    net(x).sum().backward()
    assert all(parameter.grad is not None for parameter in net.parameters())


def refusal(error: type[BaseException], call: Callable[[], object]) -> Any:
    """What the call raises, which has to be that error."""
    try:
        call()
    except error as raised:
        return raised
    raise AssertionError(f"expected {error.__name__}, and nothing was raised")


def deferred_mlp(answer: Any) -> None:
    """Build, look, run dry, look again."""
    net = answer.build([HIDDEN, OUT])
    assert isinstance(net, nn.Sequential)
    assert all(uninitialized(net))
    names = [name for name, _ in net.named_parameters()]
    assert answer.parameter_shapes(net) == dict.fromkeys(names)
    answer.dry_run(net, WIDTH)
    found = answer.parameter_shapes(net)
    assert list(found) == names
    assert [tuple(shape) for shape in found.values()] == SHAPES
    assert_mlp(net)
    double = answer.build([HIDDEN, OUT], dtype=torch.float64)
    answer.dry_run(double, WIDTH)
    assert double(rows().double()).dtype == torch.float64
    assert devices_of(answer.build([HIDDEN, OUT], device="meta")) == {"meta"}


def explicit_init(answer: Any) -> None:
    """Initialize with a function, without one, with a constant."""
    net, x = lazy_net(), rows()
    seen: list[nn.Module] = []

    def init(module: nn.Module) -> None:
        seen.append(module)
        assert not any(uninitialized(module))
        if isinstance(module, nn.Linear):
            nn.init.constant_(module.weight, 0.25)

    before = x.clone()
    answer.apply_init(net, (x,), init)
    assert torch.equal(x, before)
    assert len(seen) == len(list(net.modules()))
    assert set(seen) == set(net.modules())
    assert all((layer.weight == 0.25).all() for layer in linears(net))  # noqa: PLR2004
    assert_mlp(net)

    net = lazy_net()
    torch.manual_seed(0)
    answer.apply_init(net, (x,))
    torch.manual_seed(0)
    twin = eager_net()
    assert all(map(torch.equal, net.parameters(), twin.parameters()))

    net = lazy_net()
    answer.apply_init(net, (x,), answer.constant(0.5))
    for layer in linears(net):
        assert (layer.weight == 0.5).all()  # noqa: PLR2004
        assert (layer.bias == 0).all()


def partial_specification(answer: Any) -> None:
    """Nothing given, then the first input size given."""
    for layers, given in ((BOOK, [False, False]), (GIVEN, [True, False])):
        net = answer.build(layers)
        assert isinstance(net, nn.Sequential)
        assert [not is_lazy(layer.weight) for layer in linears(net)] == given
        assert list(answer.initialized(layers)) == given
        known = sum(p.numel() for p in net.parameters() if not is_lazy(p))
        assert answer.known_parameters(layers) == known
        complete = [tuple(sizes) for sizes in answer.specify(layers, WIDTH)]
        assert complete == [(WIDTH, HIDDEN), (HIDDEN, OUT)]
        assert not any(uninitialized(answer.build(complete)))
        assert_mlp(net)
        assert_mlp(answer.build(complete))
    assert devices_of(answer.build(BOOK, device="meta")) == {"meta"}


def dimension_mismatch(answer: Any) -> None:
    """The example, a second width, and two layers that do not match."""
    assert answer.first_mismatch(BOOK, WIDTH) is None
    assert answer.sizes_at_mismatch(BOOK, WIDTH) is None
    weights = [(HIDDEN, WIDTH), (OUT, HIDDEN)]
    for widths in ([WIDTH], [WIDTH, NARROW]):
        assert [tuple(shape) for shape in answer.after_forwards(BOOK, widths)] == weights

    assert answer.first_mismatch(MISMATCH, WIDTH) == 1
    assert tuple(answer.sizes_at_mismatch(MISMATCH, WIDTH)) == (HIDDEN, HIDDEN // 2)
    weights = [(HIDDEN, WIDTH), (OUT, HIDDEN // 2)]
    assert [tuple(shape) for shape in answer.after_forwards(MISMATCH, [WIDTH])] == weights

    net = nn.Sequential(nn.Linear(WIDTH, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN // 2, OUT))
    old, shapes = list(net.parameters()), shapes_of(net)
    repaired = answer.repair(net, WIDTH)
    assert isinstance(repaired, nn.Sequential)
    repaired(rows())  # replacements may be lazy
    assert_mlp(repaired)
    assert all(map(operator.is_, list(repaired.parameters())[:2], old[:2]))
    assert shapes_of(net) == shapes
    assert all(map(operator.is_, net.parameters(), old))


def variable_inputs(answer: Any) -> None:
    """Two layers tied, a sliced one, and a network at two widths."""
    tied(answer)
    sliced(answer)
    any_width(answer)


def tied(answer: Any) -> None:
    """Two lazy layers, then an initialized one and a lazy one."""
    x = rows()
    first, second = nn.LazyLinear(HIDDEN), nn.LazyLinear(HIDDEN)
    answer.tie(first, second)
    pair = nn.ModuleList([first, second])
    for _ in "before", "after":
        assert len(list(pair.parameters())) == len(list(first.parameters()))
        assert torch.equal(first(x), second(x))
    first(x).sum().backward()
    once = first.weight.grad.clone()  # type: ignore[union-attr]
    second(x).sum().backward()
    assert torch.allclose(first.weight.grad, 2 * once)  # type: ignore[arg-type]
    a_copy = copy.deepcopy(pair)
    assert a_copy[0].weight is a_copy[1].weight
    assert a_copy[0].weight is not first.weight
    refusal(ValueError, lambda: answer.tie(nn.LazyLinear(HIDDEN), nn.LazyLinear(OUT)))
    eager, lazy = nn.Linear(WIDTH, HIDDEN), nn.LazyLinear(HIDDEN)
    expected = eager(x)
    answer.tie(eager, lazy)
    assert torch.equal(lazy(x), expected)


def sliced(answer: Any) -> None:
    """Full width, a narrow one, and one that is too wide."""
    layer, narrow = answer.SlicedLinear(WIDTH, HIDDEN), rows(NARROW)
    scalars = HIDDEN * WIDTH + HIDDEN
    assert sum(p.numel() for p in layer.parameters()) == scalars
    padded = functional.pad(narrow, (0, WIDTH - NARROW))
    assert layer(rows()).shape == (BATCH, HIDDEN)
    assert torch.allclose(layer(narrow), layer(padded), atol=1e-6)
    layer(narrow).sum().backward()
    weight = next(p for p in layer.parameters() if p.shape == (HIDDEN, WIDTH))
    assert (weight.grad[:, :NARROW] != 0).all()
    assert weight.grad[:, NARROW:].count_nonzero() == 0
    assert sum(p.numel() for p in layer.parameters()) == scalars
    assert shapes_of(answer.SlicedLinear(WIDTH, HIDDEN, bias=False)) == [(HIDDEN, WIDTH)]
    refusal(Exception, lambda: layer(rows(WIDTH + 1)))


def any_width(answer: Any) -> None:
    """Two widths, one after the other."""
    net, wide, narrow = answer.AnyWidth(WIDTH, OUT), rows(), rows(NARROW)
    result = net(wide)
    before = list(net.parameters())
    assert result.shape == (BATCH, OUT)
    result.sum().backward()
    with_wide = {id(p) for p in before if p.grad is not None}
    assert net(narrow).shape == (BATCH, OUT)
    assert torch.equal(net(wide), result)
    assert torch.allclose(net(wide[:1]), result[:1], atol=1e-5)
    assert all(map(operator.is_, net.parameters(), before))
    net.zero_grad()
    net(narrow).sum().backward()
    assert with_wide & {id(p) for p in net.parameters() if p.grad is not None}
    other = answer.AnyWidth(WIDTH, OUT)
    other.load_state_dict(net.state_dict())
    assert torch.equal(other(wide), result)


def conv_resolution(answer: Any) -> None:
    """Two convolutions, images of 28x28."""
    channels, side, images = [8, 16], 28, torch.rand(BATCH, 1, 28, 28)
    net = answer.build(channels, OUT)
    assert all(uninitialized(net))
    assert net(images).shape == (BATCH, OUT)
    features = 16 * 7 * 7
    shapes = [(8, 1, 3, 3), (8,), (16, 8, 3, 3), (16,), (OUT, features), (OUT,)]
    assert shapes_of(net) == shapes
    w1, b1, w2, b2, w3, b3 = net.parameters()
    x = functional.max_pool2d(functional.relu(functional.conv2d(images, w1, b1, padding=1)), 2)
    x = functional.max_pool2d(functional.relu(functional.conv2d(x, w2, b2, padding=1)), 2)
    assert torch.allclose(net(images), functional.linear(x.flatten(1), w3, b3), atol=1e-6)
    assert devices_of(answer.build(channels, OUT, device="meta")) == {"meta"}

    assert answer.flattened_features(channels, side, side) == features
    assert answer.accepts(channels, OUT, (side, side), (side, side))
    assert answer.accepts(channels, OUT, (side, side), (side + 1, side + 1))
    assert not answer.accepts(channels, OUT, (side, side), (2 * side, 2 * side))

    net = answer.any_resolution(channels, OUT).eval()
    result = net(images)
    before = list(net.parameters())
    assert result.shape == (BATCH, OUT)
    assert net(torch.rand(BATCH, 1, 2 * side, 2 * side)).shape == (BATCH, OUT)
    assert torch.equal(net(images), result)
    assert before
    assert all(map(operator.is_, net.parameters(), before))
    assert devices_of(answer.any_resolution(channels, OUT, device="meta")) == {"meta"}


def shape_inference(answer: Any) -> None:
    """The textbook's perceptron."""
    layers = [("linear", HIDDEN), ("relu",), ("linear", OUT)]
    expected = [
        {"weight": (HIDDEN, WIDTH), "bias": (HIDDEN,)},
        {},
        {"weight": (OUT, HIDDEN), "bias": (OUT,)},
    ]
    assert plain(answer.infer(layers, (WIDTH,))) == expected
    assert tuple(answer.output_shape(layers, (WIDTH,))) == (OUT,)
    assert issubclass(answer.ShapeError, ValueError)


def shape_inference_lenet(answer: Any) -> None:
    """The perceptron, a shortened LeNet with batch normalization, an image too small."""
    shape_inference(answer)
    layers: list[tuple[Any, ...]] = [("conv2d", 6, 5, 1, 2), ("batchnorm",), ("relu",)]
    layers += [("maxpool2d", 2), ("conv2d", 16, 5, 1, 0), ("relu",), ("maxpool2d", 2)]
    layers += [("flatten",), ("linear", 120), ("relu",), ("linear", OUT)]
    expected: list[dict[str, tuple[int, ...]]] = [{} for _ in layers]
    expected[0] = {"weight": (6, 1, 5, 5), "bias": (6,)}
    expected[1] = {"weight": (6,), "bias": (6,)}
    expected[4] = {"weight": (16, 6, 5, 5), "bias": (16,)}
    expected[8] = {"weight": (120, 400), "bias": (120,)}
    expected[10] = {"weight": (OUT, 120), "bias": (OUT,)}
    assert plain(answer.infer(layers, (1, 28, 28))) == expected
    assert tuple(answer.output_shape(layers, (1, 28, 28))) == (OUT,)
    for function in answer.infer, answer.output_shape:
        error = refusal(answer.ShapeError, functools.partial(function, layers, (1, 8, 8)))
        assert error.layer == 4  # noqa: PLR2004


def plain(found: Iterable[dict[str, Iterable[int]]]) -> list[dict[str, tuple[int, ...]]]:
    """Shapes as tuples, whatever sequences they came as."""
    return [{name: tuple(shape) for name, shape in layer.items()} for layer in found]


def lazy_layer(answer: Any) -> None:
    """One layer, from construction to a checkpoint."""
    x = rows()
    layer: Any = answer.LazyDense(HIDDEN)
    optimizer = torch.optim.SGD(layer.parameters(), lr=0.1)
    assert uninitialized(layer) == [True, True]
    lazy_copy, pickled = copy.deepcopy(layer), pickle.dumps(layer)
    torch.manual_seed(0)
    result = layer(x)
    torch.manual_seed(0)
    twin = nn.Linear(WIDTH, HIDDEN)
    assert layer.in_features == WIDTH
    assert torch.equal(layer.weight, twin.weight)
    assert torch.equal(layer.bias, twin.bias)
    assert torch.equal(result, twin(x))
    assert torch.equal(layer(x), result)
    assert layer.training
    others: list[Any] = [lazy_copy, pickle.loads(pickled)]
    for other in others:
        assert uninitialized(other) == [True, True]
        other.load_state_dict(layer.state_dict())
        assert torch.equal(other(x), result)
    assert torch.equal(pickle.loads(pickle.dumps(layer))(x), result)
    result.sum().backward()
    optimizer.step()
    assert not torch.equal(layer.weight, twin.weight)
    assert not torch.equal(layer.bias, twin.bias)
    by_keyword = answer.LazyDense(HIDDEN)
    (name,) = inspect.signature(by_keyword.forward).parameters
    assert by_keyword(**{name: x}).shape == (BATCH, HIDDEN)
    double = answer.LazyDense(HIDDEN, bias=False, dtype=torch.float64)
    assert double(x.double()).dtype == torch.float64
    assert shapes_of(double) == [(HIDDEN, WIDTH)]
    assert devices_of(answer.LazyDense(HIDDEN, device="meta")) == {"meta"}


def lifecycle(answer: Any) -> None:
    """Count before and after, load what fits and what does not, train two optimizers."""
    net, x = lazy_net(), rows()
    assert answer.count_parameters(net) is None
    net(x)
    assert answer.count_parameters(net) == sum(p.numel() for p in net.parameters())

    fresh = lazy_net()
    answer.load(fresh, net.state_dict())
    assert not any(uninitialized(fresh))
    assert [layer.in_features for layer in linears(fresh)] == [WIDTH, HIDDEN]
    assert torch.equal(fresh(x), net(x))
    assert_mlp(fresh)
    other = nn.Sequential(nn.Linear(WIDTH, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, OUT + 1))
    fresh = lazy_net()
    refusal(ValueError, lambda: answer.load(fresh, other.state_dict()))
    assert all(uninitialized(fresh))

    for optimizer_class in torch.optim.SGD, torch.optim.Adagrad:
        net = lazy_net()
        optimizer = answer.prepare_optimizer(net, x, optimizer_class, lr=0.1)
        assert isinstance(optimizer, optimizer_class)
        assert optimizer.defaults["lr"] == 0.1  # noqa: PLR2004
        before = values_of(net)
        assert_mlp(net)
        optimizer.step()
        assert not any(map(torch.equal, before, net.parameters()))


Grader = Callable[[Any], None]
# By exercise: titles of rows with their graders.
GRADERS: dict[str, list[tuple[str, Grader]]] = {
    "deferred_mlp": [("deferred_mlp", deferred_mlp)],
    "explicit_init": [("explicit_init", explicit_init)],
    "partial_specification": [("partial_specification", partial_specification)],
    "dimension_mismatch": [("dimension_mismatch", dimension_mismatch)],
    "variable_inputs": [("variable_inputs", variable_inputs)],
    "conv_resolution": [("conv_resolution", conv_resolution)],
    # A perceptron alone says nothing about convolutions: the textbook has another example.
    "shape_inference": [
        ("shape_inference", shape_inference),
        ("shape_inference, with LeNet", shape_inference_lenet),
    ],
    "lazy_layer": [("lazy_layer", lazy_layer)],
    "lifecycle": [("lifecycle", lifecycle)],
}
