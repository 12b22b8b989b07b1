"""Ctrl-C ends a command in one line, and everything that it started."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from contextlib import suppress

import psutil
import pytest

from proofpress import __main__

from ...some import some
from ..served import command, copy, environment, wait_for

NINE = "max(x[1], x[2], x[3], x[4], x[5], x[6], x[7], x[8], x[9])"
FIRST = "x[1] + max(0, " + ", ".join(f"x[{k}] - x[1]" for k in range(2, 10)) + ")"
SLOW = "```pycon\n>>> import time\n>>> time.sleep(60)\n```\n"


def tree(process: subprocess.Popen) -> list[psutil.Process]:
    return psutil.Process(process.pid).children(recursive=True)


def worked(process: subprocess.Popen) -> float:
    """The seconds that the processor gave to a process and to those that it started, as a busy machine may give few."""
    times = [psutil.Process(process.pid).cpu_times()]
    for child in tree(process):
        with suppress(psutil.NoSuchProcess):
            times.append(child.cpu_times())
    return sum(each.user + each.system for each in times)


CHAIN = (
    f"```derivation\nlargest: The largest of nine\n  {NINE}\n= {FIRST}  -- the first, and what others have more\n```\n"
)


@pytest.mark.parametrize(
    "words",
    some(
        [
            "check largest",
            "claim (x+y+z+1)**40 (x+y+z+1)**39*(x+y+z)+(x+y+z+1)**39 --real x y z",
            "check",
            "accept",
            "mutate",
            "claim --jsonl /dev/stdin",
        ],
        2,
    ),
)
@pytest.mark.parametrize("seconds", some([1.0, 0.1]))
def test_every_command_ends_in_one_line(tmp_path, words, seconds):
    """While it is loaded, and while a line that takes long is judged."""
    root = copy(tmp_path / "book")
    (root / "docs/largest.md").write_text(CHAIN, encoding="utf-8")
    running = subprocess.Popen(
        command("proofpress", *words.split()), cwd=root, env=environment(), text=True, process_group=0,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    late = time.monotonic() + 5  # for one that waits for what is typed
    wait_for(lambda: worked(running) >= seconds or time.monotonic() > late, lambda: "it does not begin")
    assert running.poll() is None
    started = tree(running)
    os.killpg(running.pid, signal.SIGINT)
    said, _ = running.communicate(timeout=30)
    assert said.splitlines()[-1] == "proofpress: stopped; what was found out is kept"
    assert "Traceback" not in said
    assert running.returncode in (130, -signal.SIGINT)  # by the signal itself where it came in the midst of an import
    assert psutil.wait_procs(started, timeout=10)[1] == []


@pytest.mark.parametrize("at_work", some(["proofpress.pages.book.making", "forkserver"]))
def test_check_ends_in_one_line_without_a_traceback(tmp_path, at_work):
    """While the book is made, and while a page runs."""
    root = copy(tmp_path / "book")
    (root / "docs/index.md").write_text(SLOW, encoding="utf-8")
    words = command("proofpress", "check", "docs/index.md")
    checking = subprocess.Popen(
        words, cwd=root, env=environment(), text=True, process_group=0, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    wait_for(lambda: any(at_work in " ".join(one.cmdline()) for one in tree(checking)), lambda: "nothing is started")
    started = tree(checking)
    os.killpg(checking.pid, signal.SIGINT)  # as a terminal does it
    said, _ = checking.communicate(timeout=30)
    assert said.strip().splitlines()[-1] == "proofpress: stopped; what was found out is kept"
    assert "Traceback" not in said
    assert checking.returncode == 130
    assert psutil.wait_procs(started, timeout=10)[1] == []


def test_what_a_class_in_the_making_says_of_ctrl_c_is_no_error(monkeypatch, capsys):
    class Pressed:
        def __set_name__(self, owner, name):
            raise KeyboardInterrupt

    monkeypatch.setattr(__main__, "loaded", lambda: lambda **_: type("Made", (), {"part": Pressed()}))
    assert __main__.run() == 130
    assert capsys.readouterr().err == "\nproofpress: stopped; what was found out is kept\n"
