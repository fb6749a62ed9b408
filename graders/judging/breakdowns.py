"""What can keep a check from getting the answer that it asks for."""

from __future__ import annotations

from graders.lab.messages import DEVICE, DEVICE_LOST, Died, Failed, Hung, Missing, Strange


class AnswerBrokeError(Exception):
    """The submission gave no answer: it raised, hung, died, or lacks the function."""

    def __init__(self, function: str, reply: Failed | Missing | Hung | Died | Strange) -> None:
        super().__init__(f"{function}: {reply}")
        self.function = function
        self.reply = reply

    @property
    def hung(self) -> bool:
        """Whether the call was cut off: to repeat it would cost as much time again."""
        return isinstance(self.reply, Hung)

    @property
    def died(self) -> bool:
        """Whether the submission's process is gone, or what its networks lived on."""
        return isinstance(self.reply, Died)

    @property
    def on_lost_device(self) -> bool:
        """Whether a device was lost by this, or before this: there is no asking again."""
        return isinstance(self.reply, Died) and self.reply.why in (DEVICE, DEVICE_LOST)

    @property
    def device_lost(self) -> bool:
        """Whether a device had been lost before this was asked: it says nothing of the answer."""
        return isinstance(self.reply, Died) and self.reply.why == DEVICE_LOST


class NotStartedError(Exception):
    """The function still raises NotImplementedError, as its stub does."""

    def __init__(self, function: str) -> None:
        super().__init__(function)
        self.function = function


class ReferenceFaultError(Exception):
    """The reference could not do what a check asked of it: a fault of the grader's."""


class WrongKindError(AssertionError):
    """A network was needed and something else came: a wrong answer, found before any `assert`."""
