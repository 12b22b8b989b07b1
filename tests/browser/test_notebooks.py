"""A page is downloaded as a notebook, and runs again; the page of a lab is no heavier than another."""

from __future__ import annotations

import gzip
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import nbformat
import pytest
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient

from proofpress.pages.language.source import scan

from ..kept import Kept, digest_of
from .website import PAGES, ROOT, SOURCES, address

BUTTON = re.compile(r'<a\b[^>]*\bhref="([^"/]+\.ipynb)"[^>]*\bdownload\b')


def runs(source: Path) -> bool:
    """Whether something on a page is run: a lab, or a page with an example."""
    return source.suffix == ".py" or any(fence.fate == "run" for fence in scan(source.read_text("utf-8")).fences)


RUN = [address(source) for source in SOURCES if runs(source)]
LABS = [address(source) for source in SOURCES if source.suffix == ".py"]
FORMULA_OR_PICTURE = re.compile(rb"<(press-math|svg)\b.*?</\1>", re.DOTALL)


@pytest.mark.parametrize("path", LABS)
def test_a_lab_is_light(site: Path, path: str) -> None:
    page = (site / path / "index.html").read_bytes()
    article = page[page.index(b"<article") : page.index(b"</article>")]  # the navigation grows with the book
    assert len(gzip.compress(page)) < 40_000
    assert len(FORMULA_OR_PICTURE.sub(b"", article)) < 46_000


def notebook_of(site: Path, path: str) -> Path | None:
    """The notebook to which the page's button leads."""
    button = BUTTON.search((site / path / "index.html").read_text(encoding="utf-8"))
    return site / path / button[1] if button else None


def test_a_page_has_a_notebook_if_something_on_it_runs(site: Path) -> None:
    assert [path for path in PAGES if notebook_of(site, path)] == sorted(RUN, key=PAGES.index)


def printed(notebook: Any) -> list[str]:
    """What each cell printed and returned as text; a progress bar, on the other stream, is never the same twice."""
    return ["".join(map(_text, cell.outputs)) for cell in notebook.cells if cell.cell_type == "code"]


def _text(output: Any) -> str:
    if output.output_type == "stream":
        return output.text if output.name == "stdout" else ""
    return output.get("data", {}).get("text/plain", "")


def assert_it_runs_again(file: Path, kernel: KernelManager | None = None, where: Path = ROOT) -> None:
    """Jupyter runs a notebook, in a kernel that has forgotten all names or in one of its own, and it says the same."""
    notebook = nbformat.read(file, as_version=4)
    before = printed(notebook)
    if kernel:
        notebook.cells.insert(0, nbformat.v4.new_code_cell("%reset -f"))
    client = NotebookClient(notebook, km=kernel, timeout=300, resources={"metadata": {"path": str(where)}})
    try:
        client.execute()
    finally:
        if kernel and client.kc:  # where the kernel goes on, its client is left to us
            client.kc.stop_channels()
            client.kc = None
    assert printed(notebook)[1 if kernel else 0 :] == before


@pytest.fixture(scope="module")
def kernel() -> Iterator[KernelManager]:
    """One for all notebooks of a worker: most of the time of one is that of importing torch and SymPy."""
    manager = KernelManager()
    manager.start_kernel(cwd=str(ROOT))
    yield manager
    manager.shutdown_kernel(now=True)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("path", RUN[::6])  # all of them, each in a kernel of its own, are among the long tests
def test_the_notebook_of_a_page_runs_again(request: pytest.FixtureRequest, site: Path, kept: Kept, path: str) -> None:
    file = notebook_of(site, path)
    assert file is not None
    key = sha256(f"{digest_of(['src', 'constraints.txt'])} {file.read_bytes()!r}".encode()).hexdigest()
    if not kept.has("notebooks", key):
        assert_it_runs_again(file, request.getfixturevalue("kernel"))
        kept.keep("notebooks", key)


@pytest.mark.long
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("path", RUN)
def test_the_notebook_of_a_page_runs_in_a_kernel_of_its_own(site: Path, path: str) -> None:
    file = notebook_of(site, path)
    assert file is not None
    assert_it_runs_again(file)


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python that has the wheels of the press and of the book, not their sources, and whatever else is here."""
    folder = tmp_path_factory.mktemp("wheels")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    offline = ["--no-index", "--no-deps"]
    copied = shutil.copytree(
        ROOT / "src", folder / "book/src", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info")
    )
    for name in ("LICENSE", "README.md", "pyproject.toml"):  # what setuptools makes would lie beside the sources
        shutil.copyfile(ROOT / name, copied.parent / name)
    for source in (copied.parent, ROOT / "src/proofpress"):
        subprocess.run([*pip, "wheel", *offline, "--no-build-isolation", "-w", folder, source], check=True)
    subprocess.run([sys.executable, "-m", "venv", folder / "env"], check=True)
    (packages,) = folder.glob("env/lib/*/site-packages")
    (packages / "needed.pth").write_text(str(Path(pytest.__file__).parents[1]), encoding="utf-8")
    python = folder / "env/bin/python"
    subprocess.run([python, *pip[1:], "install", *offline, "--ignore-installed", *folder.glob("*.whl")], check=True)
    return python


@pytest.mark.long
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("path", RUN)
def test_a_notebook_that_asks_for_no_book_runs_in_an_empty_folder(
    site: Path, wheels: Path, tmp_path: Path, path: str
) -> None:
    file = notebook_of(site, path)
    assert file is not None
    first = nbformat.read(file, as_version=4).cells[0].source
    assert first.startswith("**To run this notebook.**")
    if "asks for the book itself" in first:
        pytest.skip("it says that it needs a copy of the book")
    manager = KernelManager()
    manager.kernel_spec.argv[0] = str(wheels)
    manager.start_kernel(cwd=str(tmp_path))
    try:
        assert_it_runs_again(file, manager, tmp_path)
    finally:
        manager.shutdown_kernel(now=True)
