"""Every page of the site, as a reader meets it."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page

from . import visit as asked
from .visit import Visit
from .website import PAGES, name

SCHEMES = ("light", "dark")
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
def test_a_page_has_its_mathematics_without_javascript(without_javascript: Page, visit: Visit, path: str) -> None:
    without_javascript.goto(path)
    assert asked.formulas(without_javascript) == asked.formulas(visit.open(path))
    assert asked.raw_latex(without_javascript) == []


@every_page
def test_a_page_can_be_read_by_everyone_in_light_and_in_dark(page: Page, path: str, screenshots: Path | None) -> None:
    page.goto(path)
    found = {}
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        found[scheme] = asked.violations(page)
        if screenshots:
            asked.picture(page, screenshots, f"{name(path)}-{scheme}")
    assert found == {scheme: [] for scheme in SCHEMES}


@every_page
def test_a_page_does_not_scroll_sideways_on_a_small_phone(page: Page, path: str, screenshots: Path | None) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(path)
    if screenshots:
        asked.picture(page, screenshots, f"{name(path)}-360")
    assert asked.too_wide(page) == []
