"""`python -m proofpress`, and the command of that name: Ctrl-C ends it in one line, even while it is being loaded."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from types import FrameType


def run() -> int:
    """Carry out one command; the code with which the program ends."""
    try:
        return loaded()(is_alone=True)
    except (KeyboardInterrupt, RuntimeError) as error:
        if not isinstance(error.__cause__ or error, KeyboardInterrupt):  # it is the cause where a class was being made
            raise
        sys.stderr.write("\nproofpress: stopped; what was found out is kept\n")
        return 128 + signal.SIGINT


def loaded() -> Callable[..., int]:
    """The command line; a module in C may clear what is raised while it is imported, and Ctrl-C with it."""
    pressed = list[int]()

    def stop(number: int, _frame: FrameType | None) -> None:
        pressed.append(number)
        raise KeyboardInterrupt

    usual = signal.getsignal(signal.SIGINT)
    if usual is signal.default_int_handler:
        signal.signal(signal.SIGINT, stop)
    from proofpress.cli import main

    signal.signal(signal.SIGINT, usual)
    if pressed:
        raise KeyboardInterrupt
    return main


if __name__ == "__main__":
    sys.exit(run())
