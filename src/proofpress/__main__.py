"""`python -m proofpress`, and the command of that name: Ctrl-C ends it in one line, even while it is being loaded."""

from __future__ import annotations

import signal
import sys


def run() -> int:
    """Carry out one command; the code with which the program ends."""
    try:
        from proofpress.cli import main

        return main(is_alone=True)
    except KeyboardInterrupt:
        sys.stderr.write("\nproofpress: stopped; what was found out is kept\n")
        return 128 + signal.SIGINT


if __name__ == "__main__":
    sys.exit(run())
