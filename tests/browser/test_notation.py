"""The reader's own notation, chosen once and kept."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from .notation import SWITCH, choose, in_force

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
