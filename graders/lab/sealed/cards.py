"""NVIDIA cards of this machine, and what of it a process has to reach to compute on one.

Only what stands here is let through the walls, and only for who asks for a GPU. The driver's libraries
are among the system's, which every sealed process can read.

Source: NVIDIA's list of device files (driver's README, "The NVIDIA kernel module's device nodes").
"""

from __future__ import annotations

import re
from pathlib import Path

_DEVICES = Path("/dev")
_CARD = re.compile(r"nvidia\d+")
_SHARED = ("nvidiactl", "nvidia-uvm", "nvidia-uvm-tools")
# What the driver's libraries read of cards, and of where they are plugged in.
_FACTS = ("/proc/driver/nvidia", "/proc/devices", "/sys/bus/pci/devices", "/sys/devices")

NO_CARD = "it has no /dev/nvidia0"


def names(devices: Path = _DEVICES) -> tuple[str, ...]:
    """The cards as PyTorch names them. Nothing is started, and no driver is asked."""
    return tuple(f"cuda:{number}" for number in range(len(_cards(devices))))


def nodes(devices: Path = _DEVICES) -> tuple[str, ...]:
    """The device files that a process reads, writes and controls."""
    shared = [path for name in _SHARED if (path := devices / name).exists()]
    return tuple(map(str, (*_cards(devices), *shared)))


def facts() -> tuple[str, ...]:
    """The files and folders that it reads."""
    return tuple(path for path in _FACTS if Path(path).exists())


def _cards(devices: Path) -> list[Path]:
    return sorted(path for path in devices.glob("nvidia*") if _CARD.fullmatch(path.name))
