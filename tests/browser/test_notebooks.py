"""A page is downloaded as a notebook, and runs again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from playwright.sync_api import Page

from .website import ROOT


def printed(notebook: Any) -> list[str]:
    """What the cells printed and returned as text, in order."""
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    return [output.get("text") or output.get("data", {}).get("text/plain", "") for output in outputs]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("path", ["nll/", "labs/seed-notebook/"])
def test_the_notebook_of_a_page_downloads_and_runs_again(page: Page, path: str, tmp_path: Path) -> None:
    page.goto(path)
    with page.expect_download() as download:
        page.locator("a[download$='.ipynb'], a[download][href$='.ipynb']").first.click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    notebook = nbformat.read(file, as_version=4)
    before = printed(notebook)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(ROOT)}}).execute()
    assert before
    assert printed(notebook) == before
