"""A line that asks for a weaker check: from its derivation, through the checker, to its badge and the list of such."""

from __future__ import annotations

import pytest

from proofpress.pages.book.kept import load
from proofpress.pages.commands import report, tables
from proofpress.pages.render import chains

LINES = """

half_floors = Derivation(
    "half-floors",
    "Halves, rounded down",
    (
        start(Sum(floor(n / 2), (n, 1, N))),
        equals(floor(N**2 / 4), "every other step adds nothing", only="one size: floors are left as they are"),
    ),
)

floors = Derivation(
    "floors",
    "A double, rounded down",
    (
        start(floor(2 * b)),
        equals(floor(b) + floor(b + Rational(1, 2)), "Hermite's identity", only="numeric: floors are left as they are"),
    ),
)
"""
IMPORTS = "from sympy import Derivative, Rational, Sum, floor"
FENCES = "\n```derivation\nhalf-floors\n```\n\n```derivation\nfloors\n```\n"
PLACE = "least_squares/derivations.py"


@pytest.fixture
def weaker(book):
    book.write(PLACE, book.read(PLACE).replace("from sympy import Derivative, Sum", IMPORTS) + LINES)
    book.write("docs/index.md", book.read("docs/index.md") + FENCES)
    return book


def test_a_line_proved_at_one_size_or_tried_at_points_passes_and_says_so_on_its_page(weaker):
    assert weaker.problems("docs/index.md") == []
    loaded = load(weaker.site.settings)
    one, points = chains.derivation(loaded, "half-floors"), chains.derivation(loaded, "floors")
    assert "Proved at one size: every size put at 3: floors are left as they are" in one
    assert "Agrees at random points: floors are left as they are" in points
    for shown in (one, points):
        assert "Proved for every size" not in shown
        assert "points" in shown


def test_both_are_listed_with_their_reasons_and_counted(weaker):
    found = report.collect(weaker.site, load(weaker.site.settings))
    table = tables.weaker(found)._repr_html_()
    assert "half-floors (2)" in table
    assert "every size put at 3: floors are left as they are" in table
    assert "floors are left as they are" in table
    assert (found.by_strength["one size"], found.by_strength["numeric"]) == (1, 1)
    lines = {d["slug"]: d["lines"][0] for d in report.as_json(found)["derivations"]}
    assert (lines["half-floors"]["strength"], lines["floors"]["strength"]) == ("one size", "numeric")
    assert lines["floors"]["points"] >= 8


@pytest.mark.parametrize("kind", ["one size", "numeric"])
def test_a_false_line_is_refused_however_weak_a_check_it_asks_for(weaker, kind):
    weaker.edit(PLACE, "floor(b) + floor(b + Rational(1, 2))", "2 * floor(b)")
    weaker.write(PLACE, weaker.read(PLACE).replace('only="numeric:', f'only="{kind}:'))
    assert any("refuted: false at" in problem for problem in weaker.problems("docs/index.md"))


def test_a_line_that_cannot_be_proved_at_one_size_either_is_refused(weaker):
    weaker.write(PLACE, weaker.read(PLACE).replace('only="numeric:', 'only="one size:'))
    assert any("not proved" in problem for problem in weaker.problems("docs/index.md"))
