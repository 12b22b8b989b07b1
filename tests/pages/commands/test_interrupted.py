"""Ctrl-C ends a command in one line, and everything that it started."""

from __future__ import annotations

import os
import signal
import subprocess

import psutil
import pytest

from ..served import command, copy, environment, wait_for

SLOW = "```pycon\n>>> import time\n>>> time.sleep(60)\n```\n"


def tree(process: subprocess.Popen) -> list[psutil.Process]:
    return psutil.Process(process.pid).children(recursive=True)


@pytest.mark.parametrize("at_work", ["proofpress.pages.book.making", "forkserver"])
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
