"""The switch of the notation, as a reader uses it."""

from __future__ import annotations

from playwright.sync_api import Page

CONVENTIONS = ["mikolov", "rong", "levy-goldberg", "cs224n", "seed"]
NOTES = "press-math[data-alt] annotation"
SWITCH = ".press-notation select"
COMPONENTS = ".press-components-switch"


def spelt(page: Page, where: str) -> list[str]:
    return page.locator(where).all_text_contents()


def choose(page: Page, convention: str) -> None:
    page.select_option(SWITCH, convention)
    in_force(page, convention)


def in_force(page: Page, convention: str) -> None:
    page.wait_for_function("name => document.documentElement.dataset.notation === name", arg=convention)
