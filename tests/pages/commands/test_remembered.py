"""A check that nothing changed for is not done again; whatever it read, a change of that is noticed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ..served import copy, environment

EXTENSION = """\
import os
from pathlib import Path

from markdown.extensions import Extension


class Reading(Extension):
    def extendMarkdown(self, md):
        text = Path("words.txt").read_text() + str(os.path.exists("flag")) + os.environ.get("A_WORD", "")
        assert "wrong" not in text, "a wrong word"


def makeExtension(**options):
    return Reading(**options)
"""
CHANGES = {
    "a page": ("docs/slope.md", "\nOne more sentence.\n"),
    "a lab": ("docs/labs/fit.py", "\n# %% [markdown]\n# One more cell.\n"),
    "a page that was not there": ("docs/new.md", "# New\n"),
    "a file that is only published": ("docs/data.csv", "1\n"),
    "the settings": ("mkdocs.yml", "site_description: other\n"),
    "the settings above them": ("../above.yml", "site_author: other\n"),
    "a module of the book": ("least_squares/reference.py", "\nOTHER = 1\n"),
    "the notation": ("least_squares/notation.py", "\nOTHER = 1\n"),
    "a snippet": ("snippet.py", "# other\n"),
    "the bibliography": ("docs/works.bib", "\n@misc{other2000, title={Other}}\n"),
    "the pinned versions": ("constraints.txt", "other==1\n"),
    "what an extension of Markdown opens": ("words.txt", "wrong"),
    "what it only looks for": ("flag", ""),
}
RECALL = """\
from pathlib import Path
from proofpress.pages.commands.checked import Memory
print(Memory(Path.cwd(), ["1/1"]).recall() is not None)
"""


def run(root: Path, *words: str, **variables: str) -> str:
    """What a Python says that is run in the book."""
    ended = subprocess.run(
        [sys.executable, *words], cwd=root, env=environment() | variables, check=False, text=True, capture_output=True
    )
    return ended.stdout + ended.stderr


def check(root: Path, *words: str) -> str:
    return run(root, "-m", "proofpress", "check", *words)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book that reads by every road, checked."""
    root = copy(tmp_path_factory.mktemp("remembered") / "book")
    (root / "reading.py").write_text(EXTENSION)
    (root / "words.txt").write_text("right")
    (root / "snippet.py").write_text("def one() -> int:\n    return 1\n")
    (root / "docs/cut.md").write_text('# Cut\n\n```python\n--8<-- "snippet.py:one"\n```\n')
    (root / "docs/works.bib").write_text("@misc{works1900, title={Works}}\n")
    (root / "../above.yml").write_text("site_name: Above\n")
    config = (root / "mkdocs.yml").read_text().replace("site_name: Least squares\n", "INHERIT: ../above.yml\n")
    config = config.replace("  - abbr\n", "  - abbr\n  - reading\n")
    config = config.replace("  - proofpress:\n", "  - proofpress:\n      bibliography: docs/works.bib\n")
    (root / "mkdocs.yml").write_text(f"{config}site_url: !ENV [A_SITE, 'https://example.org/']\n")
    for path in (root / "../above.yml", *root.rglob("*")):  # what was just written is not kept
        os.utime(path, (1e9, 1e9))
    assert check(root).splitlines()[-1].endswith("0 problems")
    return root


@pytest.fixture
def spoilt(root: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """The book with one thing changed, and whole again with the same times."""
    name, text = CHANGES[request.param]
    path = root / name
    before = (path.read_bytes(), path.stat()) if path.exists() else None
    path.write_text((before[0].decode() if before else "") + text)
    yield root
    if before:
        path.write_bytes(before[0])
        os.utime(path, ns=(before[1].st_atime_ns, before[1].st_mtime_ns))
    else:
        path.unlink()


def test_what_nothing_changed_for_is_told_again_and_nothing_is_loaded(root: Path) -> None:
    said = run(root, "-X", "importtime", "-m", "proofpress", "check")
    assert "0 problems" in said
    assert not [name for name in ("markdown", "mkdocs", "sympy", "proofpress.proof") if f" {name}\n" in said]


def test_it_is_told_in_every_form(root: Path) -> None:
    assert '"problems": 0' in check(root, "--format", "json")
    assert check(root, "--format", "github") == check(root)


@pytest.mark.parametrize("spoilt", CHANGES, indirect=True)
def test_whatever_it_read_a_change_of_that_is_noticed(spoilt: Path) -> None:
    assert run(spoilt, "-c", RECALL) == "False\n"


@pytest.mark.parametrize("variables", [{"A_WORD": "wrong"}, {"A_SITE": "https://example.com/"}])
def test_so_is_a_change_of_a_variable(root: Path, variables: dict[str, str]) -> None:
    assert run(root, "-c", RECALL, **variables) == "False\n"


def test_otherwise_it_is_still_known(root: Path) -> None:
    assert run(root, "-c", RECALL) == "True\n"


def test_what_is_wrong_is_found_anew(root: Path) -> None:
    page = root / "docs/cut.md"
    before = page.read_text()
    page.write_text(f"{before}\nA typed 1.5.\n")
    first, second = check(root), check(root)
    page.write_text(before)
    assert "the bare decimal 1.5" in first
    assert "the bare decimal 1.5" in second
    assert check(root).splitlines()[-1].endswith("0 problems")
