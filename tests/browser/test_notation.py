"""The reader's own notation, chosen once and kept."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from .website import PAGES

CONVENTIONS = ["mikolov", "rong", "levy-goldberg", "cs224n", "seed"]
NOTES = "press-math[data-alt] annotation"
SWITCH = ".press-notation select"

# Formulas that are different in ours, each set of them printed alike in the convention that is in force.
ALIKE = """async convention => {
  const theirs = await (await fetch(`notation-${convention}.json`).catch(() => null))?.json().catch(() => ({})) ?? {}
  const drawn = html => html.match(/<span class="katex-html".*/s)[0]
  const seen = new Map()
  for (const note of document.querySelectorAll("press-math")) {
    const ours = drawn(note.innerHTML), printed = drawn(theirs[note.dataset.alt] ?? note.innerHTML)
    if (!seen.has(printed)) seen.set(printed, new Map())
    seen.get(printed).set(ours, note.querySelector("annotation").textContent)
  }
  return [...seen.values()].filter(set => set.size > 1).map(set => [...set.values()])
}"""


def spelt(page: Page, where: str) -> list[str]:
    return page.locator(where).all_text_contents()


def choose(page: Page, convention: str) -> None:
    page.select_option(SWITCH, convention)
    in_force(page, convention)


def in_force(page: Page, convention: str) -> None:
    page.wait_for_function("name => document.documentElement.dataset.notation === name", arg=convention)


@pytest.mark.parametrize("path", PAGES)
def test_the_switch_changes_every_formula_that_has_another_spelling_and_changes_it_back(page: Page, path: str) -> None:
    page.goto(path)
    ours = spelt(page, NOTES)
    kept = set(range(len(ours)))
    for convention in CONVENTIONS:
        choose(page, convention)
        kept &= {at for at, tex in enumerate(spelt(page, NOTES)) if tex == ours[at]}
    assert kept == set()
    choose(page, "ours")
    assert spelt(page, NOTES) == ours


CHAIN = (".press-chain li > div", ".press-chain li > p", ".press-chain > p")


@pytest.mark.parametrize(
    ("path", "places"), [("nll/", (*CHAIN, ".md-content__inner > p")), ("labs/seed-notebook/", CHAIN)]
)
def test_chains_reasons_assumptions_and_symbols_in_prose_have_other_spellings(
    page: Page, path: str, places: tuple[str, ...]
) -> None:
    page.goto(path)
    for where in places:
        assert page.locator(f"{where} > press-math[data-alt], {where} > s > press-math[data-alt]").count()


def test_the_choice_is_kept_from_page_to_page(page: Page) -> None:
    page.goto("nll/")
    choose(page, "mikolov")
    page.goto("skip-gram/")
    in_force(page, "mikolov")
    assert page.input_value(SWITCH) == "mikolov"


def test_a_link_carries_the_choice(page: Page) -> None:
    page.goto("nll/?notation=rong")
    in_force(page, "rong")
    assert page.input_value(SWITCH) == "rong"


def test_a_choice_can_be_shared_as_a_link(page: Page) -> None:
    page.goto("nll/")
    choose(page, "seed")
    assert page.url.endswith("?notation=seed")
    choose(page, "ours")
    assert page.url.endswith("nll/")


def test_a_convention_that_nobody_knows_is_ours(page: Page) -> None:
    page.goto("nll/?notation=nobody")
    assert page.input_value(SWITCH) == "ours"


@pytest.mark.parametrize("path", PAGES)
def test_within_a_convention_no_two_formulas_of_a_page_print_alike(page: Page, path: str) -> None:
    page.goto(path)
    assert {name: page.evaluate(ALIKE, name) for name in CONVENTIONS} == {name: [] for name in CONVENTIONS}
