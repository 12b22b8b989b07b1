"""Under `mkdocs serve` a line that takes long holds nobody up: its page says that it waits, and other edits go on."""

from __future__ import annotations

import os
import signal
import subprocess
import time

import pytest

from ..served import command, copy, environment, served, wait_for

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("serve")]

CHAIN = """# The largest

```derivation
largest: The largest of two, three times
  max(x[1], x[2]) + max(x[3], x[4]) + max(x[5], x[6])
= max(x[2], x[1]) + max(x[4], x[3]) + max(x[6], x[5]) + 0*b
    -- the order does not matter
```
"""
SHORT = "max(x[2], x[1]) + max(x[4], x[3]) + max(x[6], x[5]) + 0*b"
SUM = "b + x[1] + x[2] + x[3] + x[4]"
POWER, LATE = f"({SUM} + 1)^24", f"({SUM} + 1)^23*({SUM}) + ({SUM} + 1)^23"
WAITS = "line 2 of largest (docs/largest.md:6) is still being tried"


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    root = copy(tmp_path_factory.mktemp("waiting"))
    config = root / "mkdocs.yml"
    config.write_text(config.read_text().replace("megabytes: 512", "megabytes: 512\n      line_seconds: 12"))
    (root / "docs/largest.md").write_text(CHAIN)
    with served(root) as running:
        running.shows("largest/", "the order does not matter", without="still being tried")
        yield running


def made_late(book):
    page = book.root / "docs/largest.md"
    text = page.read_text()
    first = text[text.index("  max(") : text.index("\n=")]
    return book.edited("docs/largest.md", f"{first}\n= {SHORT}", f"  {POWER}\n= {LATE}")


def test_a_line_that_takes_long_says_so_and_holds_nobody_up(book):
    with made_late(book):
        began = time.monotonic()
        book.shows("largest/", WAITS)
        assert "Proved for every size" not in book.page("largest/")
        with book.edited("docs/slope.md", "Three points are measured.", "Three points were measured."):
            book.shows("slope/", "Three points were measured.")
        assert WAITS in book.page("largest/")
        assert time.monotonic() - began < 11
        book.says("largest, line 2 is still being tried; it is given 12 s")
    # the line as it was: nobody waits for the one that is gone
    book.shows("largest/", "the order does not matter", without="being tried")
    assert not is_tried()


def is_tried() -> bool:
    listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    return any("book.making" in line and " 12.0 " in line for line in listed.splitlines())


def test_its_verdict_comes_by_itself(book):
    with made_late(book):
        book.shows("largest/", WAITS)
        # the time of the line is up, or the steps of the search
        book.shows("largest/", "Not accepted", "try a smaller step", without=WAITS)


def test_the_server_ends_in_one_line(tmp_path):
    root = copy(tmp_path / "book")
    log = root / "terminal.log"
    with log.open("w") as out:
        server = subprocess.Popen(
            command("mkdocs", "serve", "--dev-addr", "127.0.0.1:0"),
            cwd=root, env=environment(), stdout=out, stderr=subprocess.STDOUT, process_group=0,
        )  # fmt: skip
    wait_for(lambda: "Serving on" in log.read_text() or server.poll() is not None, log.read_text)
    said = len(log.read_text())
    os.killpg(server.pid, signal.SIGINT)
    server.wait(timeout=20)
    assert "Traceback" not in log.read_text()
    assert len(log.read_text()[said:].strip().splitlines()) <= 1, log.read_text()[said:]
