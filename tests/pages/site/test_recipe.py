"""An edit changes the recipe of each page that it may change, and of no other."""

from __future__ import annotations

import pytest

from proofpress.pages.commands import check
from proofpress.pages.run.processes import Outcome
from proofpress.pages.site import recipe
from proofpress.pages.site.recipe import Made, Recipes

from ...some import some

HOME, SLOPE, LAB = "docs/index.md", "docs/slope.md", "docs/labs/fit.py"
ALL = {HOME, SLOPE, LAB}
DERIVATIONS = "least_squares/derivations.py"


def recipes_of(book) -> Recipes:
    site = book.site
    return Recipes(site, site.book, check.across(site), [str(book.root / "least_squares")])


@pytest.fixture
def before(book):
    for _ in check.prepare(book.site):
        pass
    recipes = recipes_of(book)
    known = {path: recipes.known(path) for path in recipes.paths}
    assert known.keys() == ALL
    assert None not in known.values()
    return known


def changed(book, before) -> set[str]:
    """The pages that are to be made anew, or to be run before anybody can tell."""
    recipes = recipes_of(book)
    return {path for path in recipes.paths if recipes.known(path) != before.get(path)}


# a file, what for what, and the pages that may read otherwise for it
EDITS = {
    "prose": ((HOME, "tells which way", "says which way"), {HOME}),
    "a number": ((SLOPE, "The slope is 1.036{=", "The slope is 1.063{="), {SLOPE}),
    "the words of a lab": ((LAB, "The same points", "Those points"), {LAB}),
    "a reason, on its page and where it is linked": (
        (DERIVATIONS, "multiply out the square, and", "and"),
        {HOME, SLOPE},
    ),
    "a false line": ((DERIVATIONS, "Sum(-2 * x[n]", "Sum(2 * x[n]"), {HOME, SLOPE}),
    "a module that pages run": (("least_squares/reference.py", "sum(a * b", "2 * sum(a * b"), {SLOPE, LAB}),
    "a symbol": (("least_squares/notation.py", "number of points", "how many points there are"), ALL),
    "the configuration": (("mkdocs.yml", "site_name: Least squares", "site_name: Lines"), ALL),
    "a chain shown twice": (
        (SLOPE, "Three points", "```derivation\nloss-expanded\n```\n\nThree points"),
        {HOME, SLOPE},
    ),
}


@pytest.mark.parametrize("name", some(list(EDITS), 3))
def test_an_edit_changes_the_pages_that_it_may_change(book, before, name) -> None:
    (path, old, new), pages = EDITS[name]
    assert not changed(book, before)
    text = book.read(path)
    book.edit(path, old, new)
    assert changed(book, before) == pages
    book.write(path, text)
    assert not changed(book, before)


def test_a_word_of_a_sentence_names_no_chain(book) -> None:
    book.edit(LAB, "The same points", "Much is loss-expanded. The same points")
    for _ in check.prepare(book.site):
        pass
    before = recipes_of(book).known(LAB)
    book.edit(DERIVATIONS, "multiply out the square, and", "and")
    assert recipes_of(book).known(LAB) == before


def test_a_quoted_file_is_part_of_the_page(book, before) -> None:
    path = "least_squares/reference.py"
    book.write(path, book.read(path) + "\n# nothing that runs\n")
    for _ in check.prepare(book.site):
        pass
    assert changed(book, before) == {SLOPE}


@pytest.mark.usefixtures("before")
def test_modules_are_part_of_a_page_that_describes_them(book) -> None:
    book.write(HOME, book.read(HOME) + "\n::: least_squares.reference\n")
    with_api = recipes_of(book).known(HOME)
    book.write("least_squares/reference.py", book.read("least_squares/reference.py") + "\n# more\n")
    assert recipes_of(book).known(HOME) != with_api


@pytest.mark.usefixtures("before")
def test_a_line_that_moves_is_found_again_where_it_fails(book) -> None:
    book.edit(DERIVATIONS, "Sum(-2 * x[n]", "Sum(2 * x[n]")
    failed = recipes_of(book).known(SLOPE)
    book.write(DERIVATIONS, "\n" + book.read(DERIVATIONS))
    assert recipes_of(book).known(SLOPE) != failed


def test_the_page_looked_at_and_those_edited_come_first(book, before) -> None:
    made = Made()
    made.pages = {path: (book.read(path), recipe) for path, recipe in before.items()}
    book.edit("mkdocs.yml", "site_name: Least squares", "site_name: Lines")
    book.edit(HOME, "tells which way", "says which way")
    made.choose(recipes_of(book), LAB, is_complete=False, began=0.0)
    assert (made.due, made.now) == (ALL, {HOME, LAB})
    made.choose(recipes_of(book), LAB, is_complete=True, began=0.0)
    assert made.now == ALL


def test_the_rest_is_made_a_few_pages_at_a_time_but_never_without_the_one_that_is_asked_for(book, monkeypatch) -> None:
    monkeypatch.setattr(recipe, "BATCH", 1)
    made = Made()
    made.choose(recipes_of(book), LAB, is_complete=True, began=0.0)
    assert made.now == {HOME, LAB}


@pytest.mark.parametrize(("began", "due"), [(float("inf"), set()), (0.0, {HOME})])
def test_a_page_whose_text_was_written_during_the_build_stays_due(book, before, began, due) -> None:
    made = Made()
    made.pages = {path: (book.read(path), recipe) for path, recipe in before.items() if path != HOME}
    made.choose(recipes_of(book), HOME, is_complete=False, began=began)
    assert made.now == {HOME}
    made.ran(HOME, Outcome())
    made.wrote(HOME)
    assert made.due == due
