"""The reader's own notation, chosen once and kept."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page

from .notation import COMPONENTS, SWITCH, choose, in_force, spelt

pytestmark = pytest.mark.opens("nll/", "skip-gram/", "labs/seed-notebook/")
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


LINE = "#nll-gradient-4 > div annotation"
GIVEN = "#nll-gradient > p .press-components"


def view(page: Page, name: str) -> None:
    page.wait_for_function("name => document.documentElement.dataset.view === name", arg=name)


def test_vectors_are_shown_and_a_switch_kept_from_page_to_page_shows_their_components(page: Page) -> None:
    page.goto("nll/")
    assert spelt(page, LINE) == [r"\displaystyle = \hat{y} - e_{o}"]
    assert not page.locator(GIVEN).is_visible()
    page.click(COMPONENTS)
    view(page, "components")
    assert spelt(page, LINE) == [r"\displaystyle = \hat{y}_{i} - \delta_{i o}"]
    assert page.locator(GIVEN).is_visible()
    page.goto("skip-gram/")
    view(page, "components")
    assert page.locator(COMPONENTS).get_attribute("aria-pressed") == "true"
    page.click(COMPONENTS)
    view(page, "vectors")
    assert r"U^{\top}" in spelt(page, "#gradient-in-centre-vector-6 > div annotation")[0]


def test_components_are_spelt_as_the_notation_says(page: Page) -> None:
    page.goto("nll/?notation=rong")
    page.click(COMPONENTS)
    view(page, "components")
    assert spelt(page, LINE) == [r"\displaystyle = y_{i} - \delta_{i w_O}"]
    choose(page, "ours")
    assert spelt(page, LINE) == [r"\displaystyle = \hat{y}_{i} - \delta_{i o}"]


def copied(page: Page, line: Locator, what: str) -> str:
    """What is in the clipboard after a line's button was pressed."""
    button = line.get_by_role("button", name=f"Copy {what}", exact=True).element_handle()
    button.click()
    page.wait_for_function("button => button.textContent === 'Copied'", arg=button)
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_both_forms_of_a_line_are_copied_in_the_notation_that_is_shown(page: Page) -> None:
    page.goto("nll/")
    line = page.locator("#nll-gradient-4")
    line.locator("summary").click()
    assert copied(page, line, "SymPy, vectors") == "Whole(y_hat, None) - Unit(o)"
    assert copied(page, line, "SymPy, components") == "y_hat(i) - KroneckerDelta(i, o)"
    assert copied(page, line, "LaTeX, vectors") == r"= \hat{y} - e_{o}"
    choose(page, "rong")
    assert copied(page, line, "LaTeX, vectors") == r"= y - e_{w_O}"
    assert copied(page, line, "LaTeX, components") == r"= y_{i} - \delta_{i w_O}"


def test_a_line_of_one_form_is_copied_as_it_is(page: Page) -> None:
    page.goto("nll/")
    line = page.locator("#softmax-positive-1")
    line.locator("summary").click()
    assert copied(page, line, "SymPy") == "Lt(0, exp(s[j])/Sum(exp(s[i]), (i, 1, V)), evaluate=False)"
    assert copied(page, line, "LaTeX").startswith(r"0 < \frac{\exp(s_{j})}")
