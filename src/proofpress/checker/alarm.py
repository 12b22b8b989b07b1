"""An alarm where the system has none: the page's clock rings it, and Python hears it as a signal.

>>> rung = []
>>> previous = signal.setitimer
>>> install(lambda number, seconds, again: rung.append((number, seconds, again)) or 0.0)
>>> signal.setitimer(signal.ITIMER_PROF, 2.5), rung == [(int(signal.SIGPROF), 2.5, 0.0)]
((0.0, 0.0), True)
>>> signal.setitimer = previous
"""

from __future__ import annotations

import signal
from collections.abc import Callable


def install(ring: Callable[[int, float, float], float]) -> None:
    """Have the timer set by `ring`, which takes a signal's number, seconds and seconds again and says what is left."""
    if not hasattr(signal, "ITIMER_PROF"):
        signal.ITIMER_PROF = 0  # Python lacks the name where the system has no timers

    def setitimer(_which: int, seconds: float, interval: float = 0.0) -> tuple[float, float]:
        return float(ring(int(signal.SIGPROF), float(seconds), float(interval))), 0.0

    signal.setitimer = setitimer
