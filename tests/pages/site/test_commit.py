"""The commit hook lets through what checks, and nothing else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ..served import ROOT, copy, edit


def git(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A git command in a book, as a person without settings of her own."""
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    person = {f"GIT_{role}_{what}": "a@b.c" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    environment = os.environ | {"PATH": path, "GIT_CONFIG_GLOBAL": os.devnull, **person}
    return subprocess.run(["git", *words], cwd=root, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def committed(tmp_path_factory):
    """The small book, its first commit made under the hook."""
    folder = copy(tmp_path_factory.mktemp("committed") / "book")
    (folder / ".gitignore").write_text(".proofpress\nnode_modules\n__pycache__\n")
    for words in (["init", "-q"], ["config", "core.hooksPath", str(ROOT / ".githooks")], ["add", "."]):
        assert git(folder, *words).returncode == 0
    first = git(folder, "commit", "-q", "-m", "A book")
    assert first.returncode == 0, first.stdout + first.stderr
    return folder


@pytest.fixture
def root(committed, tmp_path):
    return shutil.copytree(committed, tmp_path / "book", symlinks=True)


def test_a_wrong_number_is_not_committed_until_it_is_corrected(root):
    edit(root / "docs/slope.md", "1.036{=", "1.063{=")
    refused = git(root, "commit", "-qam", "A slip")
    assert refused.returncode == 1
    assert "docs/slope.md:24: 1.063 for slope(x, y); expected 1.036" in refused.stdout + refused.stderr
    edit(root / "docs/slope.md", "Three points are measured.", "Three points were measured.")
    edit(root / "docs/slope.md", "1.063{=", "1.036{=")
    assert git(root, "commit", "-qam", "No slip").returncode == 0


@pytest.mark.long
def test_a_module_that_makes_a_page_wrong_is_not_committed(root):
    edit(root / "least_squares/reference.py", "return sum(a * b", "return 2 * sum(a * b")
    refused = git(root, "commit", "-qam", "Twice the slope")
    assert refused.returncode == 1
    assert "docs/labs/fit.py:11: 1.0357" in refused.stdout + refused.stderr


def test_a_commit_without_pages_or_modules_is_let_through(root):
    (root / "README.md").write_text("A book.\n")
    git(root, "add", "README.md")
    ended = git(root, "commit", "-qm", "Say what it is")
    assert (ended.returncode, ended.stdout) == (0, "")


@pytest.mark.long
def test_what_is_staged_is_checked_and_not_what_stands_beside_it(root):
    edit(root / "docs/slope.md", "1.036{=", "1.063{=")
    git(root, "add", ".")
    edit(root / "docs/slope.md", "1.063{=", "1.036{=")
    refused = git(root, "commit", "-qm", "A slip that is staged")
    assert refused.returncode == 1
    assert "docs/slope.md:24: 1.063 for slope(x, y); expected 1.036" in refused.stdout + refused.stderr
    git(root, "add", ".")
    edit(root / "docs/slope.md", "1.036{=", "1.063{=")
    edit(root / "least_squares/reference.py", "return sum(a * b", "return 2 * sum(a * b")
    (root / "docs/index.md").write_text(f"{(root / 'docs/index.md').read_text()}\nMore.\n")
    git(root, "add", "docs/index.md")
    ended = git(root, "commit", "-qm", "A slip that is not staged")
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_a_page_that_is_removed_and_linked_to_is_not_committed(root):
    git(root, "rm", "-q", "docs/labs/fit.py")
    refused = git(root, "commit", "-qm", "No lab")
    assert refused.returncode == 1
    assert "a link to labs/fit.py" in refused.stdout + refused.stderr
