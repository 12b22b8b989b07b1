"""A limit of time on one piece of work, where the system can interrupt one: in the main thread, with an alarm.

>>> with limited(0.01):
...     while True:
...         pass
Traceback (most recent call last):
    ...
proofpress.proof.patience.OutOfTime
"""

from __future__ import annotations

import gc
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

SECONDS = 20.0
"""How long one line may take, unless the book says otherwise."""
PACE = 1.0
"""How many times as long everything may take: more than one where Python itself is slow, as it is in a browser."""
AGAIN = 0.5
"""Seconds after which an alarm rings once more: a limit within may have taken it for its own."""
LONG = 3.0
"""What takes longer is said to go on."""


class OutOfTime(BaseException):
    """The time for a piece of work is up; no handler of ordinary errors may swallow it."""


def _ring(*_: object) -> None:
    raise OutOfTime


@contextmanager
def limited(seconds: float) -> Iterator[bool]:
    """Raise OutOfTime in the block once it has worked for so many seconds, or when a limit around it is reached.

    The seconds are those of the processor: on a busy machine no verdict is another.
    The block is told whether the limit around it is the one that will be reached.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread() or not seconds:
        yield False
        return
    began, seconds = time.process_time(), seconds * PACE
    left, _ = signal.setitimer(signal.ITIMER_PROF, 0)
    before = signal.signal(signal.SIGPROF, _ring)
    signal.setitimer(signal.ITIMER_PROF, min(seconds, left or seconds), AGAIN)
    try:
        yield 0 < left < seconds
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
        if left:
            signal.setitimer(signal.ITIMER_PROF, max(0.001, left - (time.process_time() - began)), AGAIN)


@contextmanager
def uncollected() -> Iterator[None]:
    """Leave rings of objects in memory for a while: they are few, and to find them all that is kept is gone through.

    >>> with uncollected():
    ...     gc.isenabled()
    False
    """
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


@contextmanager
def while_long(say: Callable[[], None]) -> Iterator[None]:
    """Have something said, once, if the block takes long.

    >>> with while_long(lambda: print("still at it")):
    ...     pass
    """
    timer = threading.Timer(LONG, say)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
