"""The last touches: what a page is told for the sake of a phone."""

from __future__ import annotations

import re

from proofpress.pages.site import dress

TABLE = "<table><thead><tr><th>a <em>name</em></th><th>loss</th></tr></thead><tbody>{}</tbody></table>"
ROWS = "<tr><td>one</td><td>1</td></tr><tr><td>two</td><td><math><mtd>2</mtd></math></td></tr>"


def test_each_cell_of_a_card_is_told_its_column() -> None:
    page = dress.cards(f'<div class="press-cards">{TABLE.format(ROWS)}</div>')
    assert page.count('<td data-label="a name">') == page.count('<td data-label="loss">') == 2
    assert "<mtd>" in page


def test_any_other_table_stays_as_it_is() -> None:
    page = TABLE.format(ROWS)
    assert dress.cards(page) == page


def test_a_formula_of_a_heading_is_searched_in_letters_and_shown_as_it_is() -> None:
    maths = "<math><mrow><mi>β</mi></mrow><annotation>\\beta</annotation></math>"
    formula = f"<press-math data-search-exclude><span>{maths}</span></press-math>"
    page = f"<h2>The slope {formula}</h2><p>{formula}</p>"
    searched, kept = dress.unsearched(page)
    assert re.sub(r"<[^>]+>", "", searched) == "The slope β"
    assert dress.whole(searched, kept) == page.replace(" data-search-exclude", "")
