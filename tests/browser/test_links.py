"""Whatever a page leads to is there."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from playwright.sync_api import Page

from .website import PAGES


@cache
def ids(file: Path) -> set[str]:
    return set(re.findall(r'\bid="([^"]+)"', file.read_text(encoding="utf-8")))


def broken(site: Path, page: str) -> list[str]:
    """Links within the site that lead to no file, or to no element of it."""
    text = (site / page / "index.html").read_text(encoding="utf-8")
    links = {unescape(link) for link in re.findall(r'<a\b[^>]*\bhref="([^"]*)"', text)}
    return sorted(link for link in links if not arrives(site, page, link))


def arrives(site: Path, page: str, link: str) -> bool:
    if link.startswith(("https://", "http://", "mailto:", "javascript:")):
        return True
    _, _, address, _, anchor = urlsplit(urljoin(f"/{page}", link))
    file = site / unquote(address).lstrip("/")
    file = file / "index.html" if file.is_dir() else file
    if not file.exists():
        return False
    if "left=" in anchor and "right=" in anchor:  # a formula, for a page that checks it
        return 'name="lhs"' in file.read_text(encoding="utf-8")
    return not anchor or unquote(anchor) in ids(file)


@pytest.mark.parametrize("path", PAGES)
def test_each_link_and_anchor_of_a_page_arrives(site: Path, path: str) -> None:
    assert broken(site, path) == []


@pytest.mark.parametrize("path", PAGES)
def test_no_two_elements_of_a_page_have_one_anchor(site: Path, path: str) -> None:
    text = (site / path / "index.html").read_text(encoding="utf-8")
    assert [name for name, times in Counter(re.findall(r'\sid="([^"]+)"', text)).items() if times > 1] == []


CHAINS = r'<a class="press-quote" href="([^"]*)"|<a href="([^"]*)"><code>[a-z0-9-]+</code></a>'


@pytest.mark.parametrize("path", ["", "objectives/", "api/nll/", "api/cbow/"])
def test_a_formula_leads_to_its_chapter_though_a_lab_shows_it_again(site: Path, path: str) -> None:
    text = (site / path / "index.html").read_text(encoding="utf-8")
    links = [quoted or named for quoted, named in re.findall(CHAINS, text)]
    assert links
    assert [link for link in links if "labs/" in link] == []


OFF = """name => {
  const target = document.getElementById(name)
  return Math.abs(target.getBoundingClientRect().top - parseFloat(getComputedStyle(target).scrollMarginTop))
}"""


@pytest.mark.opens("nll/")
@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("name", ["nll-gradient-3", "in-numbers", "softmax-gauge-1"])
def test_a_link_into_a_page_arrives_at_its_line_though_chains_above_are_not_laid_out(
    page: Page, name: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"nll/#{name}")
    page.wait_for_function("scrollY > 0")
    page.wait_for_load_state("networkidle")
    assert page.evaluate(OFF, name) <= 2


def test_a_link_to_nowhere_would_be_found(site: Path) -> None:
    assert not arrives(site, "nll/", "#nowhere")
    assert not arrives(site, "nll/", "../nowhere/")
    assert arrives(site, "nll/", "#nll-gradient-3")
