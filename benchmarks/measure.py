"""Time and memory of a command, its children included; and what a copy of the sources leaves out."""

from __future__ import annotations

import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil


@dataclass(frozen=True)
class Cost:
    """Seconds by the clock, and the most memory held at once by the process and its children, in megabytes.

    A page of memory that several processes share is counted once (Linux's proportional set size).
    """

    seconds: float
    megabytes: float


class CommandFailedError(RuntimeError):
    """A measured command ended with an error; its output is the message."""


def held(process: psutil.Process) -> float:
    """Megabytes held now by a process and its children; what they share is counted once."""
    total = 0
    for member in [process, *process.children(recursive=True)]:
        try:
            total += member.memory_full_info().pss
        except psutil.Error:
            continue
    return total / 2**20


def watch(process: psutil.Process, peak: list[float], stop: threading.Event) -> None:
    """Keep the largest reading in `peak` until told to stop."""
    while not stop.wait(0.2):
        try:
            peak[0] = max(peak[0], held(process))
        except psutil.Error:
            return


def run(command: Sequence[str | Path], folder: Path, environment: Mapping[str, str]) -> Cost:
    """Run a command to its end and say what it cost."""
    log = folder / "command.log"
    start = time.perf_counter()
    with log.open("wb") as out:
        child = subprocess.Popen(
            [str(word) for word in command], cwd=folder, env=dict(environment), stdout=out, stderr=subprocess.STDOUT
        )
        peak, stop = [0.0], threading.Event()
        watcher = threading.Thread(target=watch, args=(psutil.Process(child.pid), peak, stop))
        watcher.start()
        code = child.wait()
        seconds = time.perf_counter() - start
        stop.set()
        watcher.join()
    if code:
        raise CommandFailedError(f"{' '.join(map(str, command))} ended with {code}:\n{log.read_text()[-2000:]}")
    return Cost(seconds, peak[0])


def left_out(root: Path, *patterns: str) -> Callable[[Any, list[str]], set[str]]:
    """What a copy of the sources leaves out: these names everywhere, and the built site where the sources begin."""
    anywhere = shutil.ignore_patterns(*patterns)
    return lambda folder, names: anywhere(folder, names) | ({"site"} if Path(folder) == root else set())
