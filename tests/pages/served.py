"""The small book as a MkDocs site, built or served by the real MkDocs."""

from __future__ import annotations

import html
import io
import os
import shutil
import socket
import subprocess
import sys
import time
import traceback
import urllib.error
import urllib.request
import warnings
from collections.abc import Callable, Iterator
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from click.testing import CliRunner
from mkdocs.__main__ import cli as mkdocs_cli

from proofpress import cli

ROOT = Path(__file__).parents[2]
SMALL_BOOK = ROOT / "tests" / "book_of_least_squares"
PATIENCE = 40.0
MKDOCS = """
watch: [least_squares]
plugins: [search, proofpress]
"""


def copy(root: Path) -> Path:
    """A copy of the small book with a configuration like that of the site."""
    ignored = shutil.ignore_patterns("__pycache__", ".proofpress", "site")
    shutil.copytree(SMALL_BOOK, root, dirs_exist_ok=True, ignore=ignored)
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write(MKDOCS)
    return root


def environment(**more: str) -> dict[str, str]:
    """The environment of a command in a book of its own."""
    kept = {name: value for name, value in os.environ.items() if name != "PROOFPRESS_CACHE"}
    return kept | {"PYTHONDONTWRITEBYTECODE": "1", "NO_MKDOCS_2_WARNING": "1"} | more


def command(*words: str) -> list[str]:
    """A program of this Python's environment, such as mkdocs."""
    return [sys.executable, "-m", *words]


def run(root: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """A command in a book, to its end, its two streams as one."""
    return subprocess.run(
        command(*words), cwd=root, env=environment(**more), check=False, text=True, encoding="utf-8",
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


class Ended(NamedTuple):
    """How a command ended, and what it said on both of its streams."""

    returncode: int
    said: str


def mkdocs(root: Path, *words: str) -> Ended:
    """The command line of MkDocs in a book, in this process: most of a small build is the start of another."""
    with chdir(root), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of other packages, as from the command line
        ended = CliRunner(env={"NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "0"}).invoke(mkdocs_cli, list(words))
    crash = "".join(traceback.format_exception(ended.exception)) if ended.exc_info[0] is not SystemExit else ""
    return Ended(ended.exit_code, ended.output + crash * bool(ended.exception))


def press(root: Path, *words: str) -> Ended:
    """The command line of the press in a book, in this process."""
    said = io.StringIO()
    with chdir(root), redirect_stdout(said), redirect_stderr(said):
        code = cli.main(words)
    return Ended(code, said.getvalue())


def edit(path: Path, old: str, new: str) -> None:
    """Put `new` for `old`, which stands in the file once."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def wait_for(what: Callable[[], bool], said: Callable[[], str]) -> None:
    """Wait until something holds; if it never does, say what `said` says."""
    until = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < until, said()
        time.sleep(0.05)


@dataclass
class Served:
    """A book under a running `mkdocs serve`."""

    root: Path
    url: str
    log: Path

    def page(self, name: str) -> str:
        """A page as it is served now, as text with its tags."""
        try:
            with urllib.request.urlopen(self.url + name, timeout=PATIENCE) as answer:
                return html.unescape(answer.read().decode())
        except urllib.error.HTTPError as error:
            return f"status {error.code}"
        except OSError:
            return "no answer"

    def shows(self, name: str, *texts: str, without: str = "\0") -> None:
        """The page comes to show every text, and not the other one."""

        def does() -> bool:
            page = self.page(name)
            return all(text in page for text in texts) and without not in page

        wait_for(does, lambda: f"{texts} never on {name}, or {without!r} for ever; the terminal:\n{self.terminal()}")

    def terminal(self) -> str:
        """What the server has said up to now."""
        return self.log.read_text(encoding="utf-8")

    def says(self, *texts: str) -> None:
        """The terminal comes to say every text."""
        wait_for(lambda: all(text in self.terminal() for text in texts), lambda: f"{texts} not in:\n{self.terminal()}")

    @contextmanager
    def edited(self, path: str, old: str, new: str) -> Iterator[None]:
        """A file with one text in place of another; the terminal forgets what it said before."""
        before = (self.root / path).read_bytes()
        self.log.write_text("", encoding="utf-8")
        edit(self.root / path, old, new)
        try:
            yield
        finally:
            (self.root / path).write_bytes(before)


@contextmanager
def served(root: Path) -> Iterator[Served]:
    """The book under `mkdocs serve`, from when it answers to the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    log = root / "terminal.log"
    with log.open("a", encoding="utf-8") as out:
        words = command("mkdocs", "serve", "--dev-addr", address)
        server = subprocess.Popen(words, cwd=root, env=environment(), stdout=out, stderr=subprocess.STDOUT)
    book = Served(root, f"http://{address}/", log)
    try:
        wait_for(lambda: "<html" in book.page("") or server.poll() is not None, book.terminal)
        yield book
    finally:
        server.terminate()
        server.wait()
