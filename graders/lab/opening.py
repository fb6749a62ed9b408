"""Labs for whoever judges code of their own: in this process, or where else the framework is."""

from __future__ import annotations

from graders.lab.environments import Environment
from graders.lab.labs import InProcessLabs, Labs
from graders.lab.limits import Limits
from graders.lab.sealed.labs import SealedLabs
from graders.lab.sealed.messages import Allowance


def open_labs(
    framework: str,
    limits: Limits,
    allowance: Allowance,
    device: str = "cpu",
    workers: int = 1,
    environment: Environment | None = None,
) -> Labs:
    """Labs without walls: children of the `environment`'s interpreter, or none if there is none.

    Only PyTorch shares a process with the judge. The others would bring threads and global state of
    their own, and MXNet a numpy that nobody else can use.
    """
    if environment is None:
        return InProcessLabs(framework, limits, device, workers)
    return SealedLabs(framework, "", limits, allowance, device=device, environment=environment)
