"""Finding a formula, reaching everything by keyboard, and reading on paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from .visit import picture

FOUND = [
    ("NEG", "negative-sampling/"),
    ("SGNS", "negative-sampling/"),
    ("negative sampling", "negative-sampling/"),
    ("log-sum-exp", "float32/"),
    ("PMI", "optimum/"),
]


@pytest.mark.parametrize(("words", "where"), FOUND, ids=[words for words, _ in FOUND])
def test_search_knows_the_names_people_use(page: Page, words: str, where: str) -> None:
    page.goto("")
    page.keyboard.press("/")
    page.keyboard.type(words)
    page.locator(".md-search-result__link").first.wait_for()
    links = page.locator(".md-search-result__item > .md-search-result__link")
    assert any(where in str(link.get_attribute("href")) for link in links.all()[:5])


NAMED = "(e => e.closest('.press-notation') ? 'switch' : `${e.localName}.${e.className}`)(document.activeElement)"


def reached(page: Page, limit: int = 60) -> str:
    """What the tab key comes past, from the top of the page."""
    names = []
    for _ in range(limit):
        page.keyboard.press("Tab")
        names.append(page.evaluate(NAMED))
    return " ".join(names)


def test_the_keyboard_alone_reaches_the_switch_the_search_a_line_and_its_proof(page: Page) -> None:
    page.goto("nll/")
    names = reached(page)
    for name in ("switch", "md-search__input", "press-number-of-line", "summary"):
        assert name in names


def test_the_keyboard_alone_opens_a_line_and_copies_its_latex_and_its_link(page: Page) -> None:
    page.goto("nll/")
    line = page.locator("#nll-gradient-3")
    line.locator("summary").focus()
    page.keyboard.press("Enter")
    assert line.locator(".press-how").evaluate("details => details.open")
    for label, text in (("LaTeX", r"\frac"), ("SymPy", "("), ("Link", "#nll-gradient-3")):
        line.locator(".press-copy", has_text=label).focus()
        page.keyboard.press("Enter")
        line.locator(".press-copy", has_text="Copied").wait_for()
        assert text in page.evaluate("navigator.clipboard.readText()")
        line.locator(".press-copy", has_text=label).wait_for()


def test_a_line_on_paper_has_its_reason_and_nothing_to_press(page: Page, screenshots: Path | None) -> None:
    page.goto("nll/")
    page.emulate_media(media="print")
    line = page.locator("#nll-gradient-3")
    assert line.locator(".press-because").is_visible()
    assert line.locator(".press-formula .katex-html").is_visible()
    assert not page.locator(".press-notation").is_visible()
    assert not page.locator(".md-header").is_visible()
    if screenshots:
        page.set_viewport_size({"width": 720, "height": 1000})
        picture(page, screenshots, "nll-print")
