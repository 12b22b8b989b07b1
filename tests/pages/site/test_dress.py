"""The last touches: what a page is told for the sake of a phone."""

from __future__ import annotations

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
