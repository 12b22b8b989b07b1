"""A copy of the small book that a test may spoil; it is whole again for the next."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from proofpress import cli
from proofpress.pages.book.edition import Edition

ROOT = Path(__file__).parents[2]
SMALL_BOOK = ROOT / "tests" / "book_of_least_squares"


@dataclass
class Book:
    """A book on disk, and the command line on it."""

    root: Path
    capture: pytest.CaptureFixture[str]

    @property
    def site(self) -> Edition:
        """The book as it stands now."""
        return Edition.load(self.root)

    def read(self, path: str) -> str:
        return (self.root / path).read_text(encoding="utf-8")

    def write(self, path: str, text: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, encoding="utf-8")

    def edit(self, path: str, old: str, new: str) -> None:
        """Put `new` for `old`, which stands there once."""
        text = self.read(path)
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
        self.write(path, text.replace(old, new))

    def run(self, *arguments: str) -> tuple[int, list[str]]:
        """Exit code and lines of a command."""
        self.capture.readouterr()
        code = cli.main(arguments)
        captured = self.capture.readouterr()
        return code, (captured.out + captured.err).splitlines()

    def problems(self, *pages: str) -> list[str]:
        """What `check` says is wrong; the exit code must say the same."""
        code, lines = self.run("check", *pages)
        found = [line for line in lines if re.match(r"[\w/.-]+:\d+: ", line)]
        assert code == (1 if found else 0)
        return found


@pytest.fixture(scope="session")
def copy_of_the_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("book")
    shutil.copytree(SMALL_BOOK, root, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__", ".proofpress"))
    return root


@pytest.fixture
def book(copy_of_the_book: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Book:
    root = copy_of_the_book
    monkeypatch.chdir(root)
    monkeypatch.delenv("PROOFPRESS_CACHE", raising=False)
    before = {path: path.read_bytes() for path in written_by_us(root)}
    yield Book(root, capsys)
    for path in set(written_by_us(root)) - before.keys():
        path.unlink()
    for path, data in before.items():
        if not path.exists() or path.read_bytes() != data:
            path.write_bytes(data)


def written_by_us(root: Path) -> list[Path]:
    folders = ("docs", "least_squares")
    inside = [path for folder in folders for path in (root / folder).rglob("*") if "__pycache__" not in path.parts]
    return [path for path in [*inside, *root.glob("*.*")] if path.is_file()]
