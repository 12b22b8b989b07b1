"""Calling a stranger's function: with a limit, without surprises, and with one line to say if it does not work."""

from __future__ import annotations

import contextlib
import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import numpy as np
import torch
from torch import Tensor
from torch.overrides import TorchFunctionMode

R = TypeVar("R")
LIMIT = 10.0  # seconds for one call
LIMIT_OF_ALL = 60.0  # and for all calls of one diagnosis


class NotCallableError(Exception):
    """The function cannot be judged; the message says in one line where, what and what to do."""


class Magnitudes(TorchFunctionMode):
    """Within it the logarithm of a negative number is that of its size, and `met` says that there was one."""

    met = False

    def __torch_function__(  # the name and the signature are torch's
        self, func: Callable[..., Any], types: Sequence[type], args: tuple[Any, ...] = (), kwargs: Any = None
    ) -> Any:
        """Call `func`, with the size of its argument where it is a logarithm."""
        if func in (torch.log, Tensor.log) and isinstance(args[0], Tensor):
            self.met = self.met or bool((args[0] < 0).any())
            args = (args[0].abs(), *args[1:])
        return func(*args, **(kwargs or {}))


@dataclass
class Clock:
    """When the call that is running began, and how many seconds all of them took."""

    began: float | None = None
    spent: float = 0.0

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """The time of one call.

        Raises:
            NotCallableError: the calls before it took too long together.
        """
        if self.spent > LIMIT_OF_ALL:
            raise NotCallableError(f"its calls take more than {LIMIT_OF_ALL:.0f} s together: try a faster loss")
        self.began = time.monotonic()
        try:
            yield
        finally:
            self.spent, self.began = self.spent + time.monotonic() - self.began, None

    @property
    def left(self) -> float:
        """Seconds until the running call is given up."""
        return LIMIT if self.began is None else self.began + LIMIT - time.monotonic()


def in_time(work: Callable[[Clock], R]) -> R:
    """The work in a thread of its own, which is left behind if one of its calls does not end.

    Raises:
        NotCallableError: a call took longer than the limit, or all of them together did.
    """
    clock, came, errors = Clock(), list[R](), list[BaseException]()

    def run() -> None:
        try:
            came.append(work(clock))
        except BaseException as error:  # whatever it is, it is raised where the reader is
            errors.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    while thread.is_alive():
        if clock.left <= 0:
            raise NotCallableError(
                f"it does not return within {LIMIT:.0f} s: try smaller sizes, or do without its loop"
            )
        thread.join(clock.left)
    if errors:
        raise errors[0]
    return came[0]


@dataclass
class Caller:
    """A loss, how it wants its numbers, and the clock that watches it."""

    loss: Callable[..., Any]
    shapes: str
    dtype: torch.dtype = torch.float64
    numpy: bool = False
    magnitudes: bool = False
    clock: Clock = field(default_factory=Clock)

    def __call__(self, arguments: Sequence[Any]) -> Tensor:
        """The loss as a tensor: a scalar, or one number for each of B; errors of the loss pass through."""
        return self._judged(self.raw(arguments), arguments)

    def raw(self, arguments: Sequence[Any]) -> Any:
        """What the loss returns, whatever it is."""
        given = [plain(a) for a in arguments] if self.numpy else list(arguments)
        with self.clock.running(), Magnitudes() if self.magnitudes else contextlib.nullcontext():
            return self.loss(*given)

    def _judged(self, value: Any, arguments: Sequence[Any]) -> Tensor:
        if isinstance(value, int | float | np.ndarray | np.generic) and not isinstance(value, bool):
            value = torch.as_tensor(np.asarray(value, dtype=np.float64))
        if not isinstance(value, Tensor):
            what = f"{type(value).__name__} of {len(value)}" if isinstance(value, tuple | list | dict) else repr(value)
            raise NotCallableError(
                f"it returns {what[:80]}, not a scalar or (B,): wrap it in a lambda that picks the loss"
            )
        if value.device.type not in ("cpu",):
            raise NotCallableError(
                f"it returns a tensor on {value.device}, and is called on the CPU: keep the device of its arguments"
            )
        if not value.is_floating_point():
            raise NotCallableError(f"it returns {value.dtype}, not a real number that can change by little")
        if value.dim() == 0 or value.numel() == 1:
            return value.reshape(())
        if value.shape[0] == len(arguments[0]) and value.dim() <= 2:
            return value
        if value.dim() == 1 and len(value) in {a.shape[0] * a.shape[1] for a in arguments if a.dim() > 2}:
            return value  # row by row, each context of a window
        raise NotCallableError(
            f"it returns shape {tuple(value.shape)}, not a scalar or (B,) = ({len(arguments[0])},): reduce it first"
        )


def plain(argument: Any) -> Any:
    """A tensor as a numpy array."""
    return argument.detach().numpy().copy() if isinstance(argument, Tensor) else argument


WAYS = ((torch.float64, False), (torch.float32, False), (torch.float64, True))


def first_call(caller: Caller, arguments: Sequence[Tensor], numpy_first: bool = False) -> Tensor:
    """Find out how the loss wants to be called: in float64, in float32, or with numpy's arrays.

    A function of numpy may take tensors and go wrong with them later, so `numpy_first` tries arrays before.

    Raises:
        NotCallableError: in none of these ways, or it changes its arguments, or draws at random inside.
    """
    failures = []
    for dtype, numpy in (WAYS[-1], *WAYS[:-1]) if numpy_first else WAYS:
        caller.dtype, caller.numpy = dtype, numpy
        given = [a.detach().clone().to(dtype) if a.is_floating_point() else a.clone() for a in arguments]
        try:
            value = caller(given)
            break
        except NotCallableError:
            raise
        except BaseException as error:
            failures.append(error)
    else:
        raise NotCallableError(explain(failures[1 if numpy_first else 0], caller.shapes))
    _leaves_arguments_alone(given, arguments)
    says_the_same_twice(caller, given, value)
    return value


def _leaves_arguments_alone(given: Sequence[Tensor], arguments: Sequence[Tensor]) -> None:
    for place, (after, before) in enumerate(zip(given, arguments, strict=True), start=1):
        if not torch.equal(after, before.to(after.dtype)):
            raise NotCallableError(f"it changes its argument number {place}: work on a copy, x.clone()")


def says_the_same_twice(caller: Caller, given: Sequence[Tensor], value: Tensor) -> None:
    """Call it twice more, and many times if it moves a generator: a draw of few words often repeats itself.

    Raises:
        NotCallableError: another value comes back.
    """
    before = _generators()
    for call in range(32):
        again = caller([a.clone() for a in given])
        if again.shape != value.shape or not torch.allclose(again, value, rtol=1e-7, atol=0, equal_nan=True):
            raise NotCallableError(
                "it draws at random inside: two calls with the same arguments give different values; "
                "draw the negatives outside, hand them in, and call eval() on what has dropout"
            )
        if call and _generators() == before:
            return


def _generators() -> tuple[object, ...]:
    """The states of the generators that a loss may draw from without saying so."""
    _, key, place, *_ = np.random.get_state()
    return torch.get_rng_state().numpy().tobytes(), random.getstate(), np.asarray(key).tobytes(), place


def is_numpy(caller: Caller, arguments: Sequence[Tensor]) -> bool:
    """Whether the loss is written for numpy's arrays: it takes them, and does not give a tensor back."""
    try:
        value = replace(caller, numpy=True).raw(arguments)
    except BaseException:
        return False
    return not isinstance(value, Tensor)


def explain(error: BaseException, shapes: str) -> str:
    """One line for what the loss raised."""
    text = (str(error).strip().splitlines() or [""])[0][:160]
    if any(word in str(error).lower() for word in ("cuda", "device", "mps", "nvidia")):
        return f"it needs a device that is not here ({type(error).__name__}: {text}): use the device of its arguments"
    return f"it cannot be called with {shapes}: {type(error).__name__}: {text}"


def first_line(error: BaseException) -> str:
    """An error in one line."""
    return f"{type(error).__name__}: {(str(error).strip().splitlines() or [''])[0][:120]}"
