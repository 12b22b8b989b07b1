"""Under `mkdocs serve`, the seconds from saving an edit to Chromium showing it: ours beside plain Material.

Both serve a copy of this site: ours as it is, plain Material without the press and without the labs, for which it has
nothing.
Plain Material runs and checks nothing, so its edit is always one of prose; ours are each set against that one.
Ours is served as it comes; plain Material also with --dirty, with which MkDocs makes one page only.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import yaml
from playwright.sync_api import Page, sync_playwright
from tqdm import tqdm

from .measure import left_out
from .reading import FLAGS

ROOT = Path(__file__).parents[1]
PATIENCE = 300
PRESS, PLAIN, DIRTY = "proofpress", "prose, plain Material", "the same with --dirty"


@dataclass(frozen=True)
class Edit:
    """What is saved: a text of a file, put behind another or in its place, and the page that comes to show it."""

    name: str
    path: str
    old: str
    new: str
    page: str
    aim: float


EDITS = (
    Edit("prose", "docs/nll.md", "You will know how scores", "You will know MARK: how scores", "nll/", 1.0),
    Edit(
        "derivation",
        "docs/nll.md",
        "-- every score is made positive, then",
        "-- MARK: every score is made positive, then",
        "nll/",
        2.0,
    ),
    Edit(
        "reference function",
        "src/word2vec_derived/reference/nll.py",
        "    return log_sum_exp(scores) - observed\n",
        "    return log_sum_exp(scores) - observed  # MARK\n",
        "nll/",
        2.0,
    ),
    Edit(
        "words of a lab", "docs/labs/optimum.py", "# Pairs are drawn", "# MARK: pairs are drawn", "labs/optimum/", 2.0
    ),
    Edit(
        "code of a lab",
        "docs/labs/optimum.py",
        "\npairs = joint.multinomial(",
        "  # MARK\npairs = joint.multinomial(",
        "labs/optimum/",
        2.0,
    ),
)


@dataclass(frozen=True)
class Server:
    """A book that is served: its sources, its address and its process."""

    folder: Path
    address: str
    process: psutil.Process

    @property
    def processor(self) -> float:
        """Seconds of processor time that it has used itself, without the pages' own processes."""
        times = self.process.cpu_times()
        return times.user + times.system


@dataclass(frozen=True)
class Took:
    """What an edit took: seconds until it showed, and seconds of the server's processor."""

    seconds: float
    processor: float


def copy(folder: Path) -> Path:
    """The sources of this site in a folder of their own, with what has been found out about them."""
    shutil.copytree(ROOT, folder, ignore=left_out(ROOT, ".*", "node_modules", "__pycache__"))
    (folder / "node_modules").symlink_to(ROOT / "node_modules")
    shutil.copytree(ROOT / ".proofpress", folder / ".proofpress")
    return folder


def make_plain(folder: Path) -> Path:
    """The same Markdown for plain Material: without the press and the labs."""
    config: dict[str, Any] = yaml.safe_load((folder / "mkdocs.yml").read_text(encoding="utf-8"))
    del config["validation"], config["theme"]["custom_dir"]
    config["watch"] = ["src"]
    config["nav"] = [entry for entry in config["nav"] if "Labs" not in entry]
    config["plugins"].remove("proofpress")
    extensions = config["markdown_extensions"]
    config["markdown_extensions"] = [one for one in extensions if not (isinstance(one, dict) and PRESS in one)]
    for one in extensions:
        if isinstance(one, dict) and "pymdownx.snippets" in one:  # which cuts out no function by its name
            one["pymdownx.snippets"]["check_paths"] = False
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")
    return folder


@contextmanager
def served(folder: Path, *options: str) -> Iterator[Server]:
    """A book under `mkdocs serve`, from when it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    environment = {**os.environ, "PYTHONPATH": str(folder / "src"), "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", address, *options]
    log = folder / "serve.log"
    with log.open("wb") as out:
        server = subprocess.Popen(command, cwd=folder, env=environment, stdout=out, stderr=subprocess.STDOUT)
    try:
        while "Serving on" not in log.read_text(encoding="utf-8"):
            if server.poll() is not None:
                sys.exit(f"mkdocs serve ended with {server.returncode}:\n{log.read_text(encoding='utf-8')[-2000:]}")
            time.sleep(0.1)
        address = next(line.split()[-1] for line in log.read_text("utf-8").splitlines() if "Serving on" in line)
        yield Server(folder, address, psutil.Process(server.pid))
    finally:
        server.terminate()
        server.wait()


def measure(edit: Edit, server: Server, page: Page, mark: str) -> Took:
    """From saving an edit to the page showing it; then the edit is taken back, and that is waited for, too."""
    path = server.folder / edit.path
    before = path.read_text(encoding="utf-8")
    if before.count(edit.old) != 1:
        sys.exit(f"{edit.path}: {edit.old!r} stands there {before.count(edit.old)} times, not once; correct EDITS")
    page.goto(server.address + edit.page, wait_until="load")
    shows = f"document.body?.textContent.includes({mark!r})"  # while it reloads it has no body
    used, began = server.processor, time.perf_counter()
    path.write_text(before.replace(edit.old, edit.new.replace("MARK", mark)), encoding="utf-8")
    page.wait_for_function(f"{shows} === true", timeout=1000 * PATIENCE)
    took = Took(time.perf_counter() - began, server.processor - used)
    if page.locator(".proofpress-problems").count():
        sys.exit(f"{edit.page} says: {page.locator('.proofpress-problems').inner_text()}")
    path.write_text(before, encoding="utf-8")
    page.wait_for_function(f"{shows} === false", timeout=1000 * PATIENCE)
    return took


def rows(took: dict[str, list[Took]]) -> Iterator[str]:
    """The table: the median of each edit, and what it takes beyond plain Material."""
    yield "| edit | seconds | beyond plain Material | aim | seconds of the server's processor |"
    yield "|---|---|---|---|---|"
    aims = {edit.name: f"{edit.aim:+.1f}" for edit in EDITS}
    reference = statistics.median(one.seconds for one in took[PLAIN])
    for name, all_of_it in took.items():
        seconds = statistics.median(one.seconds for one in all_of_it)
        used = statistics.median(one.processor for one in all_of_it)
        beyond = f"{seconds - reference:+.1f}" if name in aims else ""
        yield f"| {name} | {seconds:.1f} | {beyond} | {aims.get(name, '')} | {used:.1f} |"


def main() -> None:
    """Serve both books, edit them in turns, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reload", description=__doc__)
    parser.add_argument("--times", type=int, default=5, help="how often each edit is made")
    times = parser.parse_args().times
    folder = Path(tempfile.mkdtemp(prefix="reload-"))
    took: dict[str, list[Took]] = {PLAIN: [], DIRTY: [], **{edit.name: [] for edit in EDITS}}
    try:
        with ExitStack() as stack:
            playwright = stack.enter_context(sync_playwright())
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
            ours = stack.enter_context(served(copy(folder / "ours")))
            plain = stack.enter_context(served(make_plain(copy(folder / "plain"))))
            dirty = stack.enter_context(served(make_plain(copy(folder / "dirty")), "--dirty"))
            page = browser.new_page()
            turns = [(PLAIN, plain, EDITS[0]), (DIRTY, dirty, EDITS[0]), *((edit.name, ours, edit) for edit in EDITS)]
            for number in tqdm(range(times * len(turns)), file=sys.stderr):
                name, server, edit = turns[number % len(turns)]  # in turns, so that a slow moment meets them all
                took[name].append(measure(edit, server, page, f"edited-{number}"))
            browser.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    for row in rows(took):
        print(row)


if __name__ == "__main__":
    main()
