"""A page is downloaded as a notebook, and runs again; the page of a lab is no heavier than another."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from playwright.sync_api import Page

from .website import ROOT, SOURCES, address

BUTTON = "a[download][href$='.ipynb']"
RUN = [address(source) for source in SOURCES if source.suffix == ".py" or "```pycon" in source.read_text("utf-8")]
LABS = [address(source) for source in SOURCES if source.suffix == ".py"]
FORMULA_OR_PICTURE = re.compile(rb"<(press-math|svg)\b.*?</\1>", re.DOTALL)


@pytest.mark.parametrize("path", LABS)
def test_a_lab_is_light(site: Path, path: str) -> None:
    page = (site / path / "index.html").read_bytes()
    rest = FORMULA_OR_PICTURE.sub(b"", page)
    assert len(gzip.compress(page)) < 40_000
    assert len(rest) < 60_000


def printed(notebook: Any) -> list[str]:
    """What each cell printed and returned as text; a progress bar, on the other stream, is never the same twice."""
    return ["".join(map(_text, cell.outputs)) for cell in notebook.cells if cell.cell_type == "code"]


def _text(output: Any) -> str:
    if output.output_type == "stream":
        return output.text if output.name == "stdout" else ""
    return output.get("data", {}).get("text/plain", "")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("path", RUN)
def test_the_notebook_of_a_page_downloads_and_runs_again(page: Page, path: str, tmp_path: Path) -> None:
    page.goto(path)
    with page.expect_download() as download:
        page.locator(BUTTON).click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    notebook = nbformat.read(file, as_version=4)
    before = printed(notebook)
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(ROOT)}}).execute()
    assert printed(notebook) == before
