"""Finding a formula, reaching everything by keyboard, and reading on paper."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from .visit import picture

pytestmark = pytest.mark.opens("nll/", "skip-gram/")

FOUND = [
    ("NEG", "negative-sampling/"),
    ("SGNS", "negative-sampling/"),
    ("negative sampling", "negative-sampling/"),
    ("log-sum-exp", "float32/"),
    ("logsumexp", "float32/"),
    ("PMI", "optimum/"),
    ("noise contrastive", "nce/"),
    ("sampled softmax", "nce/"),
    ("hierarchical softmax gradient", "hierarchical-softmax/"),
    ("gradient of the NLL", "nll/"),
]


@pytest.mark.opens("index.html", "search/")
def test_search_knows_the_names_people_use(page: Page) -> None:
    page.goto("")
    page.keyboard.press("/")
    results = page.locator(".md-search-result__item > .md-search-result__link")
    for words, where in FOUND:
        seek(page, words)
        expect(results.first).to_have_attribute("href", re.compile(f"word2vec-derived/{where}"))
        seek(page, "qqq")
        expect(results).to_have_count(0)  # so that what is found next is found anew


def seek(page: Page, words: str) -> None:
    """All at once: the site would search at every letter typed, and does when a key is let go."""
    page.locator(".md-search__input").fill(words)
    page.keyboard.press("End")


@pytest.mark.opens("index.html", "search/", "papers/rong/")
def test_an_author_and_a_number_find_the_equation(page: Page) -> None:
    page.goto("")
    page.keyboard.press("/")
    page.keyboard.type("Rong 59")
    section = page.locator(".md-search-result__link[href*='#rong-59-']")
    expect(section).to_be_visible()
    section.click()
    expect(page.locator("#rong-59-the-update-of-an-output-vector")).to_be_in_viewport()


def test_the_keyboard_alone_opens_a_line_and_copies_its_latex_and_its_link(page: Page) -> None:
    page.goto("nll/")
    line = page.locator("#nll-gradient-3")
    line.locator("summary").focus()
    page.keyboard.press("Enter")
    assert line.locator("details").evaluate("details => details.open")
    for label, text in (("LaTeX, vectors", r"\frac"), ("SymPy, vectors", "Unit(o)"), ("Link", "#nll-gradient-3")):
        button = line.locator(".press-copy", has_text=label).element_handle()
        button.focus()
        page.keyboard.press("Enter")
        page.wait_for_function("button => button.textContent === 'Copied'", arg=button)
        assert text in page.evaluate("navigator.clipboard.readText()")
    expect(line.locator(".press-copy", has_text="Copied")).to_have_count(0)


def test_code_is_copied_without_its_prompts_and_outputs(page: Page) -> None:
    page.goto("nll/")
    block = page.locator("pre", has_text="torch.manual_seed(42)").first
    block.locator(".press-copy").focus()
    page.keyboard.press("Enter")
    block.locator(".press-copy", has_text="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("import torch\n")
    assert ">>>" not in copied


def test_the_scheme_is_chosen_once_and_kept(page: Page) -> None:
    page.goto("nll/")
    page.get_by_role("button", name="Light or dark").click()
    page.goto("skip-gram/")
    assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"


def test_without_javascript_nothing_is_shown_that_needs_it(without_javascript: Page, home: str) -> None:
    without_javascript.goto(f"{home}nll/")
    assert not without_javascript.locator(".press-notation, .press-scheme").filter(visible=True).count()


def test_a_line_on_paper_has_its_reason_and_nothing_to_press(page: Page, screenshots: Path | None) -> None:
    page.goto("nll/")
    page.emulate_media(media="print")
    line = page.locator("#nll-gradient-3")
    assert line.locator(":scope > p").is_visible()
    assert line.locator(":scope > div .katex-html").is_visible()
    assert not page.locator(".press-notation").is_visible()
    assert not page.locator(".md-header").is_visible()
    if screenshots:
        page.set_viewport_size({"width": 720, "height": 1000})
        picture(page, screenshots, "nll-print")


@pytest.mark.opens("errata/")
def test_a_page_is_printed_to_its_end(page: Page) -> None:
    page.goto("errata/")
    height = page.locator(".md-content").evaluate("element => element.scrollHeight")
    sheets = len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))
    assert sheets * 1500 > height


@pytest.mark.opens("mistakes/")
def test_a_long_formula_can_be_reached_by_the_keyboard_before_it_is_drawn(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto("mistakes/")
    page.locator("#mistake-one-for-observed-3 > div[tabindex='0']").wait_for(state="attached")
