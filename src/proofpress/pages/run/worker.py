"""What happens inside the fresh process of one page: its steps, in order, in one namespace.

It imports nothing of ours but its neighbours for values and for cells, and hands back plain data.
"""

from __future__ import annotations

import json
import linecache
import os
import random
import re
import resource
import signal
import sys
import tempfile
import time
from contextlib import redirect_stdout, suppress
from io import StringIO
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Thread
from typing import Any

from .values import abridged, bundle, describe, exact, printable
from .watch import Watch

MEGABYTE = 2**20
GRACE = 10  # seconds after which a page ends by itself, if nobody watches its time and it hears of nothing


def work(
    connection: Connection,
    name: str,
    steps: list[dict[str, Any]],
    root: str,
    scratch: str,
    limits: dict[str, int],
    environment: dict[str, str],
) -> None:
    """Run the steps of the page `name`, send which one is begun, and at the end all results as JSON."""
    os.environ.clear()
    os.environ.update(environment)
    began, watch = time.monotonic(), Watch(root, scratch)
    sys.path.append(root)
    os.environ["PROOFPRESS_ROOT"] = root
    settle(scratch, limits)
    Thread(target=end_with, args=(connection,), daemon=True).start()
    said = Said(scratch)
    results = [with_errors(one, printable(said.since()), limits) for one in run_steps(connection, name, steps)]
    seconds = round(time.monotonic() - began, 3)
    outcome = {"results": results, "megabytes": limits["megabytes"], "seconds": seconds}
    outcome |= watch.end(step["code"] for step in steps)
    connection.send_bytes(json.dumps(outcome).encode())
    connection.close()


def settle(scratch: str, limits: dict[str, int]) -> None:
    """A session and an empty directory of its own, a fixed seed, no terminal to read from, and the limits of a page.

    No bytecode is written: it is told fresh by the second, and an author can be quicker than that.
    """
    os.setsid()
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    signal.alarm(limits["seconds"] + GRACE)
    os.chdir(scratch)
    os.environ["IPYTHONDIR"] = tempfile.tempdir = scratch
    sys.dont_write_bytecode = True
    random.seed(0)
    os.dup2(os.open(os.devnull, os.O_RDWR), 0)
    resource.setrlimit(resource.RLIMIT_CPU, (4 * limits["seconds"],) * 2)
    allowed = data_size() + limits["megabytes"] * MEGABYTE
    resource.setrlimit(resource.RLIMIT_DATA, (allowed, allowed))


def with_errors(result: dict[str, Any], text: str, limits: dict[str, int]) -> dict[str, Any]:
    """The result of a step with what it wrote to standard error; as part of its output where that is compared."""
    if not text or not limits["compare"] or "output" not in result:
        return result | {"errors": text}
    if "outputs" in result:
        result["outputs"].append({"text": text})
    return result | {"output": result["output"] + text}


PROGRESS = re.compile(r"[^\n]*\r(?!\n)[^\n]*\n?")


class Said:
    """What a page says past its output: warnings, logs, whatever it or a program of it writes to standard error."""

    def __init__(self, folder: str) -> None:
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115  it is open as long as the page runs
        for descriptor in (1, 2):  # Python's own output is taken before it gets to the first
            os.dup2(self._file.fileno(), descriptor)
        sys.stderr = os.fdopen(os.dup(2), "w", buffering=1, encoding="utf-8", errors="backslashreplace")
        self._read = 0

    def since(self) -> str:
        """What was said since it was last asked; a line that is drawn over itself shows progress, and says nothing."""
        sys.stderr.flush()
        data = os.pread(self._file.fileno(), os.fstat(self._file.fileno()).st_size - self._read, self._read)
        self._read += len(data)
        return PROGRESS.sub("", data.decode("utf-8", "replace"))


def end_with(connection: Connection) -> None:
    """End this page, and all that it started, with the process that waits for it; nothing else is ever heard of it."""
    with suppress(OSError):
        try:
            connection.recv_bytes()
        except EOFError:
            os.killpg(0, signal.SIGKILL)


def data_size() -> int:
    """Bytes of data this process already holds (Linux; elsewhere none are counted)."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[5]) * resource.getpagesize()
    except OSError:
        return 0


def run_steps(connection: Connection, name: str, steps: list[dict[str, Any]]) -> Any:
    """The result of each step, up to the first that raises what was not expected."""
    namespace: dict[str, Any] = {"__name__": "__main__"}
    shell = None
    for number, step in enumerate(steps):
        connection.send_bytes(str(number).encode())
        if step["kind"] == "cell" and shell is None:
            from . import shell as ipython  # most pages have no cell, and IPython takes its time

            shell = ipython.new_shell()
            namespace = shell.user_ns
        result = run_step(f"<{name} {number}>", step, namespace, shell)
        yield result
        error = result.get("error")
        if error and (error["memory"] or not (step["raises"] or step["kind"] == "number")):
            return


def run_step(filename: str, step: dict[str, Any], namespace: dict[str, Any], shell: Any) -> dict[str, Any]:
    """Run one example, number or cell."""
    source = step["code"]
    linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
    if step["kind"] == "cell":
        from .shell import run_cell

        return run_cell(shell, source, filename)
    try:
        if step["kind"] == "number":
            return evaluate(filename, source, namespace)
        return execute(filename, source, namespace)
    except BaseException as error:  # an example may raise anything, SystemExit too
        return {"error": describe(error, filename)}


def evaluate(filename: str, source: str, namespace: dict[str, Any]) -> dict[str, Any]:
    """The exact value of an expression."""
    value = eval(compile(source, filename, "eval"), namespace)
    try:
        return {"value": exact(value)}
    except (TypeError, ValueError, RuntimeError):
        return {"kind": f"{abridged(value)} (a {type(value).__name__})"}


def execute(filename: str, source: str, namespace: dict[str, Any]) -> dict[str, Any]:
    """What an example prints, and how the value of its last expression shows itself."""
    shown: list[dict[str, str]] = []

    def display(value: Any) -> None:
        if value is not None:
            print(repr(value))  # noqa: T201  it is what an interpreter does
            shown.append({"text/plain": repr(value)} | bundle(value))

    before, sys.displayhook = sys.displayhook, display
    output = StringIO()
    try:
        with redirect_stdout(output):
            exec(compile(source, filename, "single"), namespace)
    except BaseException as error:  # an example may raise anything, SystemExit too
        return {"output": printable(output.getvalue()), "error": describe(error, filename)}
    finally:
        sys.displayhook = before
    return {"output": printable(output.getvalue()), "mime": shown[-1] if shown else {}}
