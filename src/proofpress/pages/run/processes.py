"""The code of a page, run in a process of its own; pages side by side, each within a stated time and memory."""

from __future__ import annotations

import json
import logging
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.forkserver import ensure_running
from pathlib import Path
from typing import Any

from ..language.config import Site
from . import store
from .listening import aside
from .reads import FIXED
from .worker import work

log = logging.getLogger("proofpress")
NEWS = 10.0


@dataclass(frozen=True)
class Step:
    """One thing to run: an ``example`` of a fence, an inline ``number`` or the ``cell`` of a lab."""

    kind: str
    code: str
    raises: bool = False


@dataclass(frozen=True)
class Job:
    """A page's steps, in source order."""

    path: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Result:
    """What a step gave: text printed, an exact value, rich forms by type, pieces of a cell's output, an error.

    `errors` is what it wrote to standard error.
    """

    output: str = ""
    value: str = ""
    kind: str = ""
    mime: dict[str, str] = field(default_factory=dict)
    outputs: list[dict[str, Any]] = field(default_factory=list)
    error: dict[str, Any] | None = None
    errors: str = ""


@dataclass(frozen=True)
class Outcome:
    """What came of a page: the result of each step that was run, and why it was stopped at `stopped_at`, if it was.

    `reads` are the things that it read, with their states where they were found out, and `unknown` says why it may have
    read more.
    """

    results: tuple[Result, ...] = ()
    stopped: str = ""
    stopped_at: int = 0
    seconds: float = 0.0
    reads: dict[str, str | None] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    megabytes: int = 0


Ran = tuple[Job, Outcome]


@dataclass
class Running:
    """A page whose process has not ended."""

    job: Job
    process: Any
    scratch: str
    began: float
    step: int = 0


def outcome_of(job: Job, site: Site, ran: Ran | None = None) -> Outcome:
    """What comes of a job, which is run unless it is the one that `ran`: a page may be written while it runs."""
    return ran[1] if ran and ran[0] == job else next(run([job], site))[1]


def run(jobs: Sequence[Job], site: Site, workers: int | None = None, halt: Connection | None = None) -> Iterator[Ran]:
    """Each job with its outcome, as they end; what is stored and still true is not run again."""
    kept = store.Store(site)
    waiting = []
    for job in jobs:
        if (found := recall(job, kept)) is None:
            waiting.append(job)
        else:
            yield job, found
    began = time.time()
    with aside():
        kept.forget()
    for job, outcome in run_now(waiting, site, workers, halt):
        if not outcome.stopped and not outcome.unknown:
            with aside():
                kept.keep(_key(job, kept), asdict(outcome), began)
        yield job, outcome


@aside()
def recall(job: Job, kept: store.Store) -> Outcome | None:
    """The outcome that is stored and still true."""
    found = kept.find(_key(job, kept)) if job.steps else {}
    return None if found is None else replace(_outcome(found), seconds=0.0)


def _key(job: Job, kept: store.Store) -> str:
    return kept.key([asdict(step) for step in job.steps])


def run_now(
    jobs: Sequence[Job],
    site: Site,
    workers: int | None = None,
    halt: Connection | None = None,
    *,
    is_alone: bool = False,
) -> Iterator[Ran]:
    """Each job with its outcome, as they end, run whatever is stored; no more once `halt` has something to say.

    A page that `is_alone` begins in a Python of its own, whose addresses and imports are not those of the others.
    """
    seconds, halts = site.limits["seconds"], [halt] if halt else []
    waiting, running = list(reversed(jobs)), dict[Connection, Running]()
    try:
        while waiting or running:
            while waiting and len(running) < (workers or os.cpu_count() or 1):
                running.update([start(waiting.pop(), site, is_alone)])
            soonest = min(one.began for one in running.values()) + seconds - time.monotonic()
            ready = wait([*running, *halts], min(max(0.0, soonest), NEWS))
            if halt in ready:
                return
            if not ready:
                tell(running.values())
            for connection in [one for one in running if one in ready]:
                if (outcome := hear(connection, running[connection])) is not None:
                    yield running.pop(connection).job, outcome
            late = [c for c, one in running.items() if time.monotonic() - one.began >= seconds and not c.poll()]
            for connection in late:
                one = running.pop(connection)
                end(one)
                yield one.job, Outcome(stopped="time", stopped_at=one.step, seconds=seconds)
    finally:
        for one in running.values():
            end(one)


def tell(running: Iterable[Running]) -> None:
    """Say what is still at work, when nothing has been heard for a while."""
    for one in running:
        if _since(one) >= NEWS:
            done = f"step {one.step + 1} of {len(one.job.steps)}"
            log.info("%s: still running, %s, %.0f s", one.job.path, done, _since(one))


@aside()
def start(job: Job, site: Site, is_alone: bool = False) -> tuple[Connection, Running]:
    """Begin a page's process."""
    context = get_context("spawn") if is_alone else forkserver(tuple(site.options["preload"]))
    ours, theirs = context.Pipe()
    steps, scratch = [asdict(step) for step in job.steps], tempfile.mkdtemp(prefix="proofpress-")
    for name in site.data:
        (Path(scratch) / name).parent.mkdir(parents=True, exist_ok=True)
        (Path(scratch) / name).symlink_to(site.root / name)
    known = dict(os.environ) | FIXED  # the server that forks it has them as they were when it began
    process = context.Process(target=work, args=(theirs, job.path, steps, str(site.root), scratch, site.limits, known))
    with main_hidden(), environment(), uninterrupted():
        process.start()
    theirs.close()
    return ours, Running(job, process, scratch, time.monotonic())


@aside()
def hear(connection: Connection, one: Running) -> Outcome | None:
    """Take one message; the outcome if it was the last."""
    try:
        message = connection.recv_bytes()
    except (EOFError, OSError):
        end(one, give=1.0)
        return Outcome(stopped=_status(one.process.exitcode), stopped_at=one.step, seconds=_since(one))
    if message.isdigit():
        one.step = int(message)
        return None
    end(one, give=1.0)
    return _outcome(json.loads(message))


def _since(one: Running) -> float:
    return round(time.monotonic() - one.began, 3)


def _status(code: int | None) -> str:
    return f"signal {signal.Signals(-code).name}" if code and code < 0 else f"exit status {code}"


def _outcome(data: dict[str, Any]) -> Outcome:
    results, unknown = tuple(Result(**result) for result in data.get("results", ())), tuple(data.get("unknown", ()))
    return Outcome(**data | {"results": results, "unknown": unknown})


@aside()
def end(one: Running, give: float = 0.0) -> None:
    """End a page's process and whatever it started."""
    one.process.join(give)
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(one.process.pid, signal.SIGKILL)
    with suppress(ProcessLookupError):
        one.process.kill()
    one.process.join()
    shutil.rmtree(one.scratch, ignore_errors=True)


@cache
def forkserver(preload: tuple[str, ...]) -> Any:
    """Processes forked from one that has imported what pages need, and nothing of ours."""
    context = get_context("forkserver")
    context.set_forkserver_preload(list(preload))
    resource_tracker.ensure_running()  # first, as it lets every signal through again
    with environment(), uninterrupted():
        ensure_running()
    return context


@contextmanager
def uninterrupted() -> Iterator[None]:
    """What is started here does not hear Ctrl-C: it is told to end by us."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def environment() -> Iterator[None]:
    """One thread and a fixed hash seed for pages, so that a number does not depend on the machine's cores."""
    before = {name: os.environ.get(name) for name in FIXED}
    os.environ.update(FIXED)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@contextmanager
def main_hidden() -> Iterator[None]:
    """Keep a page's process from importing the program that started it."""
    main: dict[str, Any] = vars(sys.modules["__main__"])
    kept: dict[str, Any] = {name: main[name] for name in ("__spec__", "__file__") if name in main}
    main |= {"__spec__": None, "__file__": None}
    try:
        yield
    finally:
        del main["__file__"]
        main |= kept
