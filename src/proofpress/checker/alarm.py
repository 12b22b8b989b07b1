"""An alarm where the system has none: the page's clock rings it, and Python hears it as a signal.

>>> rung = []
>>> previous = signal.setitimer
>>> install(lambda number, seconds, again: rung.append((number, seconds, again)) or 0.0)
>>> signal.setitimer(signal.ITIMER_REAL, 2.5), rung == [(int(signal.SIGALRM), 2.5, 0.0)]
((0.0, 0.0), True)
>>> signal.setitimer = previous
"""

from __future__ import annotations

import signal
from collections.abc import Callable

RINGS = {"ITIMER_REAL": "SIGALRM", "ITIMER_PROF": "SIGPROF"}
"""Which signal each of the timers that are used gives; in a page there is one clock."""


def install(ring: Callable[[int, float, float], float]) -> None:
    """Have timers set by `ring`, which takes a signal's number, seconds and seconds again, and says what was left."""
    signals = {number: int(getattr(signal, RINGS[name])) for name, number in _timers()}

    def setitimer(which: int, seconds: float, interval: float = 0.0) -> tuple[float, float]:
        return float(ring(signals[which], float(seconds), float(interval))), 0.0

    signal.setitimer = setitimer


def _timers() -> list[tuple[str, int]]:
    """The timers by their names; Python lacks those names where the system has no timers."""
    for number, name in enumerate(RINGS):
        if not hasattr(signal, name):
            setattr(signal, name, number)
    return [(name, int(getattr(signal, name))) for name in RINGS]
