"""Time and memory limits: claims are judged in a warm process that may be killed without harm to the next claim."""

from __future__ import annotations

import atexit
import json
import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

SECONDS = 20.0
"""What one claim may take by the clock, start of the process not counted; computing ends after about half of it."""
MEMORY = 2 << 30
"""Bytes of address space that the process may have."""
JUDGE = "from proofpress.proof.claim import answer; from proofpress.proof.scalar.limits import _serve"
"""What the process begins with; it imports all that is needed before the clock runs."""
OUT_OF_TIME = "no proof and no counterexample within the time that a claim has; a smaller claim may be decided"
OUT_OF_MEMORY = "no proof and no counterexample within the memory that a claim has; a smaller claim may be decided"
TOO_LARGE = "a number or an expression too large to be worked out; a smaller one may be decided"
BEYOND = "a step of the proof could not be taken; the same written in smaller parts may be decided"
SOURCE = Path(__file__).resolve().parents[3]


class Worker:
    """The process that judges, started again whenever it was lost.

    >>> worker = Worker()
    >>> worker.ask({"lhs": "x - x", "rhs": "1", "symbols": {"x": "real"}, "ranges": {}})["verdict"]
    'refuted'
    >>> worker.stop()
    """

    def __init__(self, memory: int = MEMORY) -> None:
        self.memory = memory
        self.process: subprocess.Popen[bytes] | None = None
        self.lock = threading.Lock()

    def ask(self, question: dict[str, Any], seconds: float = SECONDS) -> dict[str, Any]:
        """One claim, answered: undecided where time or memory ran out."""
        with self.lock:
            if self.process is None or self.process.poll() is not None:
                self._start()
            try:
                self._write(question)
                answer = self._read(seconds)
            except KeyboardInterrupt:
                self.stop()
                raise
            if answer is None:
                return {"verdict": "undecided", "how": OUT_OF_TIME}
            return json.loads(answer) if answer else {"verdict": "undecided", "how": OUT_OF_MEMORY}

    def _start(self) -> None:
        path = os.pathsep.join([str(SOURCE), *filter(None, [os.environ.get("PYTHONPATH")])])
        self.process = subprocess.Popen(
            [sys.executable, "-c", f"{JUDGE}; _serve(answer, {self.memory})"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path},
            process_group=0,  # Ctrl-C is for whoever asks, who then stops it
        )
        if not self._read(60.0):
            raise RuntimeError("the process that judges claims does not start")

    def _write(self, question: dict[str, Any]) -> None:
        pipe = self._pipe("stdin")
        try:
            pipe.write(json.dumps(question).encode() + b"\n")
            pipe.flush()
        except BrokenPipeError:
            pass  # it died; the read that follows says so

    def _read(self, seconds: float) -> bytes | None:
        """The next line; empty if the process died, None if it had to be killed."""
        pipe = self._pipe("stdout")
        ready, _, _ = select.select([pipe], [], [], seconds)
        line = pipe.readline() if ready else None
        if not line:
            self.stop()
        return line

    def _pipe(self, name: str) -> IO[bytes]:
        pipe = getattr(self.process, name)
        assert pipe is not None, "the process was started with both pipes"
        return pipe

    def stop(self) -> None:
        """End the process."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            for pipe in (self.process.stdin, self.process.stdout):
                if pipe is not None:
                    pipe.close()
            self.process = None


WORKER = Worker()
atexit.register(WORKER.stop)


def _serve(answer: Callable[[dict[str, Any]], dict[str, Any]], memory: int) -> None:
    """Answer questions, a JSON line each, until the input ends."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides
    _say({"verdict": "ready"})
    for line in sys.stdin:
        _say(answer(json.loads(line)))


def _say(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()
