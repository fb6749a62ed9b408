"""How CUDA is found, woken, shared and waited for: as far as a machine without it can show."""

import warnings
from typing import Any

import pytest
import torch

from graders.lab.devices import DeviceError, DeviceLostError, Placement
from graders.lab.frameworks.torch import accelerators
from graders.lab.frameworks.torch.accelerators import Accelerators
from graders.lab.frameworks.torch.framework import FRAMEWORK

SAID = "CUDA error: device-side assert triggered\nCUDA kernel errors might be reported later."


@pytest.fixture
def found() -> Accelerators:
    """Its own: what is lost in a test is not lost in the process."""
    return Accelerators()


def _counting(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    def device_count() -> int:
        warnings.warn("Can't initialize NVML", stacklevel=1)
        return count

    monkeypatch.setattr(torch.cuda, "device_count", device_count)


def test_cards_are_named_in_order_and_quietly(
    found: Accelerators, monkeypatch: pytest.MonkeyPatch
) -> None:
    _counting(monkeypatch, 2)
    assert found.found() == ("cuda:0", "cuda:1")


@pytest.mark.parametrize(
    ("built", "count", "said"),
    [
        (False, 0, "was built without CUDA"),
        (True, 0, "finds no NVIDIA GPU"),
        (True, 1, ""),
    ],
)
def test_why_there_is_none_is_said(
    found: Accelerators, monkeypatch: pytest.MonkeyPatch, built: bool, count: int, said: str
) -> None:
    _counting(monkeypatch, count)
    monkeypatch.setattr(torch.backends.cuda, "is_built", lambda: built)
    why = found.why_no_more()
    assert why == (f"torch {torch.__version__} {said}" if said else "")


def test_a_card_that_does_not_start_is_a_wrong_request(
    found: Accelerators, monkeypatch: pytest.MonkeyPatch
) -> None:
    def zeros(*_shape: int, device: str) -> None:
        raise RuntimeError(f"The driver is too old for {device}.\nPlease update it.")

    monkeypatch.setattr(torch, "zeros", zeros)
    with pytest.raises(DeviceError) as raised:
        found.wake(("cuda:0",), 1)
    assert str(raised.value) == (
        "cuda:0 is there and does not start: The driver is too old for cuda:0. "
        "Mend that, or take --device cpu"
    )


@pytest.mark.parametrize(("workers", "shares"), [(1, []), (4, [(0.2, "cuda:0"), (0.2, "cuda:1")])])
def test_workers_share_each_card(
    found: Accelerators,
    monkeypatch: pytest.MonkeyPatch,
    workers: int,
    shares: list[tuple[float, str]],
) -> None:
    taken: list[Any] = []
    monkeypatch.setattr(torch, "zeros", lambda *_shape, device: None)
    monkeypatch.setattr(
        torch.cuda, "set_per_process_memory_fraction", lambda *share: taken.append(share)
    )
    found.wake(("cuda:0", "cuda:1"), workers)
    assert taken == shares


def test_without_accelerators_nothing_is_started(
    found: Accelerators, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cuda, "init", lambda: pytest.fail("CUDA was started"))
    found.wake((), 4)
    with found.within(Placement())():
        torch.zeros(1)
    found.give_back()
    assert accelerators.generators() == [torch.default_generator] or torch.cuda.is_initialized()


def test_each_request_waits_for_every_card_and_puts_the_world_back(
    found: Accelerators, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[str] = []
    monkeypatch.setattr(torch.cuda, "synchronize", waited.append)
    before = torch.backends.cudnn.allow_tf32
    with found.within(Placement("cpu", ("meta", "cuda:0", "cuda:1")))():
        assert not torch.backends.cudnn.allow_tf32
        assert waited == []
    assert waited == ["cuda:0", "cuda:1"]
    assert torch.backends.cudnn.allow_tf32 == before
    assert found.lost == ""


@pytest.mark.parametrize("raises", [False, True])
def test_what_a_card_says_for_good_is_kept_and_told_in_one_line(
    found: Accelerators, monkeypatch: pytest.MonkeyPatch, raises: bool
) -> None:
    def synchronize(_device: str) -> None:
        raise torch.AcceleratorError(SAID)

    monkeypatch.setattr(torch.cuda, "synchronize", synchronize)

    def asked() -> None:
        with found.within(Placement("cpu", ("cuda:0",)))():
            if raises:  # the call noticed something already: the end of the device is what counts
                raise ValueError

    with pytest.raises(DeviceLostError):
        asked()
    assert found.lost == "CUDA error: device-side assert triggered"


def test_memory_that_runs_out_is_no_end(
    found: Accelerators, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cuda, "synchronize", lambda _device: None)
    with pytest.raises(torch.OutOfMemoryError), found.within(Placement("cpu", ("cuda:0",)))():
        raise torch.OutOfMemoryError("CUDA out of memory.")
    assert found.lost == ""


def test_what_is_awake_is_given_back_and_what_is_lost_is_left_alone(
    found: Accelerators, monkeypatch: pytest.MonkeyPatch
) -> None:
    emptied: list[bool] = []
    monkeypatch.setattr(torch.cuda, "empty_cache", lambda: emptied.append(True))
    monkeypatch.setattr(torch.cuda, "is_initialized", lambda: False)
    found.give_back()
    assert emptied == []
    monkeypatch.setattr(torch.cuda, "is_initialized", lambda: True)
    found.give_back()
    assert emptied == [True]
    found.lost = SAID
    found.give_back()
    assert emptied == [True]


def test_a_parent_that_will_fork_never_touches_cuda(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor does it count cards: without a driver's library, that would wake what cannot be forked."""

    def touched(*_arguments: object) -> None:
        pytest.fail("CUDA was touched")

    for name in ("device_count", "is_available", "init", "_lazy_init"):
        monkeypatch.setattr(torch.cuda, name, touched)
    threads = torch.get_num_threads()
    assert FRAMEWORK.devices(accelerators=False) == ("cpu", "meta")
    FRAMEWORK.get_warm()
    torch.set_num_threads(threads)
