"""The site as one PDF: every page in it, numbered where the contents say so, every link within."""

from __future__ import annotations

import re
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from pypdf import PdfReader

from proofpress.pages.site import paper

from ..pages.served import copy
from .opens import CHROMIUM

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small book, built."""
    root = copy(tmp_path_factory.mktemp("paper"))
    run(root, "mkdocs", "build", "--strict")
    return root


def run(root: Path, *command: str) -> str:
    done = subprocess.run([sys.executable, "-m", *command], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def pdf(book: Path) -> PdfReader:
    said = run(book, "proofpress", "pdf", "--browser", str(CHROMIUM))
    reader = PdfReader(book / "book.pdf")
    assert f"book.pdf: {len(reader.pages)} pages" in said
    assert not (book / "site/paper.html").exists()
    return reader


def test_every_chapter_stands_on_the_page_that_the_contents_name(pdf: PdfReader) -> None:
    texts = [page.extract_text() for page in pdf.pages]
    contents = re.findall(r"^(.+?) ?(\d+)$", texts[1], re.MULTILINE)
    assert len(contents) == 3
    for title, number in contents:
        assert title.strip() in texts[int(number) - 1], title


def test_the_index_names_every_chain_and_the_page_it_is_on(pdf: PdfReader) -> None:
    texts = [" ".join(page.extract_text().split()) for page in pdf.pages]
    title = "The gradient of the squared loss"
    (number,) = re.findall(rf"{title} (\d+)", texts[-1])
    assert title in texts[int(number) - 1]


def test_every_link_within_leads_somewhere(pdf: PdfReader) -> None:
    links = [note.get_object() for page in pdf.pages for note in page.get("/Annots") or ()]
    places = [str(link["/Dest"]) for link in links if "/Dest" in link]
    assert set(places) >= {"/p-home", "/p-slope", "/p-labs-fit", "/p-home--loss-expanded", "/p-slope--loss-gradient-3"}
    assert sorted(set(places) - pdf.named_destinations.keys()) == []
    outside = [str(link["/A"]["/URI"]) for link in links if "/URI" in link.get("/A", {})]
    assert [link for link in outside if link.startswith(("file:", "about:"))] == []


@pytest.fixture(scope="module")
def chain(book: Path) -> Tag:
    """A chain of that book, as it stands on its page."""
    pages = (BeautifulSoup(file.read_text(), "html.parser") for file in book.glob("site/**/index.html"))
    return next(filter(None, (page.select_one(".press-chain:has(> .press-stamp)") for page in pages)))


def printed(book: Path, out: Path, *parts: str) -> PdfReader:
    head = f'{paper._head(book / "site")}<main class="paper md-typeset"><article>'
    text = f"{head}{''.join(parts)}</article></main>"
    with ProcessPoolExecutor(1, get_context("spawn")) as alone:  # Playwright begins but once in a process
        alone.submit(paper._print, text, book / "site", out, Path(CHROMIUM)).result()
    return PdfReader(out)


def test_no_title_is_parted_from_its_chain(book: Path, chain: Tag, tmp_path: Path) -> None:
    gaps = (f'<div style="height:{height}px"></div>{chain}' for height in range(700, 1300, 30))
    texts = [page.extract_text().split() for page in printed(book, tmp_path / "gaps.pdf", *gaps).pages]
    stamp = chain.select_one(".press-stamp")
    assert stamp
    assert sum(stamp.get_text().split()[-1] in text for text in texts) > 10
    assert [text for text in texts if text[-2:-1] == stamp.get_text().split()[-1:]] == []


def test_a_formula_that_is_too_wide_is_made_smaller_and_nothing_else(book: Path, chain: Tag, tmp_path: Path) -> None:
    wide = BeautifulSoup(str(chain), "html.parser")
    formula = wide.select_one("li > div")
    assert formula
    formula.string = "a" * 300
    first, second = (printed(book, tmp_path / f"{n}.pdf", str(it)).pages[0] for n, it in enumerate((chain, wide)))
    scale = re.compile(rb"^([\d.]+) 0 0 \1 ", re.MULTILINE)
    drawn = [scale.findall(page.get_contents().get_data())[0] for page in (first, second)]
    assert drawn[0] == drawn[1]


def test_what_is_missing_is_said_in_one_line(book: Path) -> None:
    for options, words in (
        (["nowhere", "--browser", str(CHROMIUM)], "proofpress: nowhere/index.html is missing; build the site first"),
        (["--browser", "no-such-browser"], "proofpress: no-such-browser was not found; install chromium"),
    ):
        command = [sys.executable, "-m", "proofpress", "pdf", *options]
        done = subprocess.run(command, cwd=book, capture_output=True, text=True, check=False)
        assert done.returncode == 2
        assert done.stderr.startswith(words)
        assert done.stderr.count("\n") == 1
