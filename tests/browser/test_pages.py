"""Every page of the site, as a reader meets it."""

from __future__ import annotations

from pathlib import Path
from typing import Literal
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page

from . import visit as asked
from .visit import Visit
from .website import PAGES, name

SCHEMES: dict[Literal["light", "dark"], str] = {"light": "default", "dark": "slate"}
every_page = pytest.mark.parametrize("path", PAGES)


def test_the_sitemap_lists_every_page_and_no_other(site: Path) -> None:
    places = [place.text or "" for place in ElementTree.parse(site / "sitemap.xml").iter() if place.tag.endswith("loc")]
    home = min(places, key=len)
    assert sorted(place.removeprefix(home) for place in places) == sorted(PAGES)


@every_page
def test_a_page_arrives_whole_and_asks_for_nothing_outside(visit: Visit, path: str) -> None:
    page = visit.open(path)
    assert visit.wrong == []
    assert asked.raw_latex(page) == []
    asked.formulas(page)


@every_page
def test_a_page_has_its_mathematics_without_javascript(without_javascript: Page, site: Path, path: str) -> None:
    without_javascript.goto(path)
    typeset = (site / path / "index.html").read_text(encoding="utf-8").count('class="katex-html"')
    assert len(asked.formulas(without_javascript)) == typeset
    assert asked.raw_latex(without_javascript) == []


@every_page
def test_a_page_can_be_read_by_everyone_in_light_and_in_dark(page: Page, path: str, screenshots: Path | None) -> None:
    found = {}
    for scheme, palette in SCHEMES.items():
        page.emulate_media(color_scheme=scheme)
        page.goto(path)
        page.evaluate("localStorage.clear()")  # or the first scheme would be the reader's choice from now on
        assert page.locator("body").get_attribute("data-md-color-scheme") == palette
        if screenshots:
            asked.picture(page, screenshots, f"{name(path)}-{scheme}")
        found[scheme] = asked.violations(page)
    assert found == {scheme: [] for scheme in SCHEMES}


@every_page
def test_a_page_does_not_scroll_sideways_on_a_small_phone(page: Page, path: str, screenshots: Path | None) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(path)
    if screenshots:
        asked.picture(page, screenshots, f"{name(path)}-360")
    assert asked.too_wide(page) == []
