"""A page is downloaded as a notebook, and runs again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from playwright.sync_api import Page

from .website import PAGES, ROOT

BUTTON = "a[download][href$='.ipynb']"


def printed(notebook: Any) -> list[str]:
    """What the cells printed and returned as text, in order."""
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    return [output.get("text") or output.get("data", {}).get("text/plain", "") for output in outputs]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("path", PAGES)
def test_the_notebook_of_a_page_downloads_and_runs_again(page: Page, path: str, tmp_path: Path) -> None:
    page.goto(path)
    if not page.locator(BUTTON).count():
        assert page.locator(".language-pycon").count() == 0  # nothing on this page is run
        return
    with page.expect_download() as download:
        page.locator(BUTTON).click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    notebook = nbformat.read(file, as_version=4)
    before = printed(notebook)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(ROOT)}}).execute()
    assert printed(notebook) == before
