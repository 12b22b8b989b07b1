"""Every page of the site, as a reader meets it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page

from .questions import QUESTIONS, ask
from .visit import Visit
from .website import FOLDER, PAGES, served


def test_the_sitemap_lists_every_page_and_no_other(site: Path) -> None:
    places = [place.text or "" for place in ElementTree.parse(site / "sitemap.xml").iter() if place.tag.endswith("loc")]
    home = min(places, key=len)
    assert sorted(place.removeprefix(home) for place in places) == sorted(PAGES)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("scheme", QUESTIONS)
def test_all_is_well_with_a_page(asked: Callable[..., dict[Any, list[str]]], path: str, scheme: str) -> None:
    assert asked(path, scheme) == {}


SPOILT = """
<b title="null">*</b>
<p>$x$ and \\(y\\)</p>
<div style="width: 3000px">wide</div>
<p style="color: #777; background: #888">pale</p>
<img src="nowhere.png"><img src="https://example.org/outside.png">
<script>throw new Error("a slip")</script>
<press-math data-alt="99"><b class="katex"><annotation>a</annotation><span class="katex-html"></span></b></press-math>
<press-math data-alt="0"><b class="katex"><annotation>b</annotation><span class="katex-html">b</span></b></press-math>
<press-math data-alt="0"><b class="katex"><annotation>c</annotation><span class="katex-html">c</span></b></press-math>
<button onkeydown="event.preventDefault()">a trap</button>
<!-- class="katex-html" -->
"""


@pytest.fixture(scope="module")
def spoilt(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site with one page more, on which nothing is right; its notebook is another page's."""
    copy = tmp_path_factory.mktemp("spoilt") / FOLDER
    copy.mkdir()
    for path in site.iterdir():
        (copy / path.name).symlink_to(path)
    text = (site / "nll/index.html").read_text(encoding="utf-8").replace('href="nll.ipynb"', 'href="../index.ipynb"')
    shutil.copytree(site / "nll", copy / "spoilt")
    (copy / "spoilt/index.html").write_text(text.replace("</article>", f"{SPOILT}</article>"), encoding="utf-8")
    (copy / "spoilt/index.ipynb").write_text("another", encoding="utf-8")
    return copy


@pytest.mark.opens("nll/", "index.ipynb")
@pytest.mark.parametrize("scheme", QUESTIONS)
def test_each_question_finds_what_is_wrong_with_a_spoilt_page(
    page_of: Callable[[str], Page], spoilt: Path, scheme: str
) -> None:
    with served(spoilt) as home:
        visit = Visit(page_of(scheme), home, spoilt)
        found = ask(visit, "spoilt/", scheme)
        visit.leave()
    questions = {(look, name) for look, names in QUESTIONS[scheme].items() for name in names}
    assert found.keys() == {
        (look, name) for look, name in questions if name != "it has the colours of the reader's system"
    }


@pytest.mark.opens
def test_what_a_page_asks_for_as_it_is_left_is_not_the_next_ones(
    page_of: Callable[[str], Page], tmp_path: Path
) -> None:
    site = tmp_path / FOLDER
    site.mkdir()
    icon, asks_late = "<link rel=icon href=data:,>", "addEventListener('beforeunload', () => fetch('next.html'))"
    (site / "left.html").write_text(f"{icon}<script>{asks_late}</script>")
    (site / "next.html").write_text(icon)
    with served(site) as home:
        visit = Visit(page_of("scripted"), home, site)
        for page in ("left.html", "next.html"):
            visit.open(page)
            assert visit.wrong == [], page
        visit.leave()
