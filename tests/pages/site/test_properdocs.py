"""ProperDocs builds the same sources, unchanged, into the same pages, and is held back by the same mistakes."""

from __future__ import annotations

import re

import pytest

from ..served import copy, edit, run

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("properdocs")]

STRICT = ("build", "--strict", "--config-file", "mkdocs.yml")


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """A book with the site of each, beside each other."""
    folder = copy(tmp_path_factory.mktemp("properdocs"))
    for name in ("mkdocs", "properdocs"):
        ended = run(folder, name, *STRICT, "--site-dir", name)
        assert ended.returncode == 0, ended.stdout
    return folder


def articles(site) -> dict[str, str]:
    """What stands between the navigation of every page."""
    pages = {path.relative_to(site).as_posix(): path.read_text("utf-8") for path in site.rglob("*.html")}
    return {name: re.findall(r"<article.*</article>", page, re.DOTALL)[0] for name, page in pages.items()}


def test_every_page_is_the_same(root):
    assert articles(root / "properdocs") == articles(root / "mkdocs")


@pytest.mark.parametrize("name", ["checks.json", "slope/slope.ipynb", "labs/fit/fit.ipynb", "search/search_index.json"])
def test_what_is_published_beside_the_pages_is_the_same(root, name):
    assert (root / "properdocs" / name).read_bytes() == (root / "mkdocs" / name).read_bytes()


@pytest.mark.parametrize(("old", "new"), [("1.036{=", "1.063{="), ("(index.md#loss-expanded)", "(nowhere.md)")])
def test_what_mkdocs_refuses_properdocs_refuses_and_the_last_good_site_stays(root, old, new):
    page = root / "docs/slope.md"
    before, last = page.read_bytes(), articles(root / "properdocs")
    edit(page, old, new)
    ended = run(root, "properdocs", *STRICT, "--site-dir", "properdocs")
    page.write_bytes(before)
    assert ended.returncode == 1, ended.stdout
    assert articles(root / "properdocs") == last
