"""CUDA, where there is any: found, woken, shared, waited for, given back. Nothing else touches it."""

from __future__ import annotations

import contextlib
import functools
import gc
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import torch

from graders.lab.devices import DeviceError, DeviceLostError, Placement
from graders.lab.frameworks.torch import INSTRUMENTS
from graders.networks import STAND_IN

# Of the card's memory, for all workers together. What CUDA itself takes for each is not counted in it.
_SHARE = 0.8


class Accelerators:
    """CUDA in this process. `lost` says why it cannot be used any more, once that is so."""

    lost = ""

    def found(self) -> tuple[str, ...]:
        """Their names. NVML counts them: CUDA itself stays asleep, and processes can be forked."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that there is no driver, where there is no card
            count = torch.cuda.device_count()
        return tuple(f"cuda:{index}" for index in range(count))

    def why_no_more(self) -> str:
        """Why there is none."""
        if not torch.backends.cuda.is_built():  # type: ignore[no-untyped-call]
            return f"torch {torch.__version__} was built without CUDA"
        return "" if self.found() else f"torch {torch.__version__} finds no NVIDIA GPU"

    def wake(self, devices: tuple[str, ...], workers: int) -> None:
        """Start CUDA, of which each of `workers` processes takes its share of memory at most."""
        for device in devices:
            try:
                torch.zeros(1, device=device)
                if workers > 1:
                    torch.cuda.set_per_process_memory_fraction(_SHARE / workers, device)
            except RuntimeError as error:
                raise DeviceError(
                    "{device} is there and does not start: {said}. Mend that, or take --device cpu",
                    device=device,
                    said=_first_line(error),
                ) from error

    def within(self, placement: Placement) -> Callable[[], AbstractContextManager[None]]:
        """What a lab puts around each request: its home, exact numbers, and an end to waiting."""
        if not placement.accelerators:
            return contextlib.nullcontext
        return functools.partial(self._within, placement.home, placement.accelerators)

    @contextlib.contextmanager
    def _within(self, home: str, waited_for: tuple[str, ...]) -> Iterator[None]:
        with contextlib.ExitStack() as inside:
            inside.enter_context(exact())
            if home in waited_for:
                inside.enter_context(torch.device(home))
            try:
                yield
            finally:
                # What a device does, it does later: its errors belong to who asked for it.
                self._wait_for(waited_for)

    def _wait_for(self, devices: tuple[str, ...]) -> None:
        try:
            for device in devices:
                torch.cuda.synchronize(device)
        except RuntimeError as error:
            self.lost = _first_line(error)
            raise DeviceLostError(self.lost) from error

    def give_back(self) -> None:
        """Let go of memory that nobody uses any more."""
        if _awake() and not self.lost:
            gc.collect()
            torch.cuda.empty_cache()


ACCELERATORS = Accelerators()


def exact() -> AbstractContextManager[None]:
    """Convolutions in float32 as on the CPU, not in TF32's 10 bits, and the same each time."""
    made: AbstractContextManager[None] = torch.backends.cudnn.flags(
        enabled=torch.backends.cudnn.enabled, deterministic=True, allow_tf32=False
    )
    return made


def _awake() -> bool:
    return bool(torch.cuda.is_initialized())  # type: ignore[no-untyped-call]


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")


# --- random numbers -------------------------------------------------------------------------------


def generators() -> list[torch.Generator]:
    """Those that draw: the CPU's, and CUDA's once it is awake.

    `torch.manual_seed` would queue a call, with a whole stack trace, for a CUDA that may never be.
    """
    if not _awake():
        return [torch.default_generator]
    return [torch.default_generator, *torch.cuda.default_generators]


@INSTRUMENTS.offer
def start_drawing(seed: int) -> None:
    """Start the random numbers of every device anew."""
    for generator in generators():
        generator.manual_seed(seed)


def home_generator() -> torch.Generator:
    """The one that draws where nothing is said of a device. A device without numbers has none."""
    home = torch.get_default_device()
    if home.type in ("cpu", STAND_IN):
        return torch.default_generator
    return torch.cuda.default_generators[home.index or 0]
