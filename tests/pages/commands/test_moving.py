"""The pages of *Coming from elsewhere* that stand there as ours are ours: put into a new book, they check."""

from __future__ import annotations

import re
from textwrap import dedent

import pytest

from ..served import ROOT

MOVING = (ROOT / "docs/press/moving.md").read_text(encoding="utf-8")
OURS = re.compile(r'^=== "proofpress"\n\n((?: {4}.*\n|\n)+)', re.MULTILINE)
BODY = re.compile(r"\A(`{3,}).*\n((?:.*\n)*)\1\n*\Z")


def ours() -> list[str]:
    return [BODY.match(dedent(found))[2] for found in OURS.findall(MOVING)]


def test_both_stand_there():
    lab, page = ours()
    assert "# %%" in lab
    assert "```derivation" in page


@pytest.fixture
def new(tmp_path, monkeypatch, book):
    """A new book, its first page aside, with the work that the pages cite."""
    root = tmp_path / "new"
    assert book.run("new", str(root))[0] == 0
    monkeypatch.chdir(root)
    path = root / "mkdocs.yml"
    named = "  - proofpress:\n"
    path.write_text(path.read_text().replace(named, f"{named}      bibliography: works.bib\n"))
    (root / "works.bib").write_text("@misc{gauss1809, author={Gauss, C. F.}, title={Theoria motus}, year={1809}}\n")
    return root


def test_the_page_that_comes_from_jupyter_book_checks(new, book):
    (new / "docs/index.md").write_text(ours()[1])
    (new / "docs/labs/mean.py").unlink()
    assert book.problems() == []


def test_the_lab_that_comes_from_mkdocs_jupyter_checks(new, book):
    (new / "docs/labs/mean.py").write_text(ours()[0])
    assert book.problems("docs/labs/mean.py") == []
