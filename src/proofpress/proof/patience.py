"""A limit of time on one piece of work, where the system can interrupt one: in the main thread, with an alarm.

>>> with limited(0.01):
...     while True:
...         pass
Traceback (most recent call last):
    ...
proofpress.proof.patience.OutOfTime
"""

from __future__ import annotations

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
    """The time for a piece of work is up; no handler of ordinary errors may swallow it.

    `working` says whether it was time of the processor: of limits within each other it tells which was reached.
    """

    def __init__(self, *, working: bool = False) -> None:
        super().__init__()
        self.working = working


def _ring(alarm: int, _frame: object) -> None:
    raise OutOfTime(working=alarm == signal.SIGPROF)


@contextmanager
def limited(seconds: float, *, working: bool = False) -> Iterator[None]:
    """Raise OutOfTime in the block once it has run for so many seconds, or when an alarm that was set before is due.

    With `working` the seconds are those of the processor, and a busy machine changes nothing.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread() or not seconds:
        yield
        return
    timer, alarm = (signal.ITIMER_PROF, signal.SIGPROF) if working else (signal.ITIMER_REAL, signal.SIGALRM)
    clock, seconds = time.process_time if working else time.monotonic, seconds * PACE
    began = clock()
    left, _ = signal.setitimer(timer, 0)
    before = signal.signal(alarm, _ring)
    signal.setitimer(timer, min(seconds, left or seconds), AGAIN)
    try:
        yield
    finally:
        signal.setitimer(timer, 0)
        signal.signal(alarm, before)
        if left:
            signal.setitimer(timer, max(0.001, left - (clock() - began)), AGAIN)


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
