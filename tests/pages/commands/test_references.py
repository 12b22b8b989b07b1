"""Sources are held against the bibliography, and the page of references is printed from it."""

from __future__ import annotations

import pytest

from proofpress.pages.commands import tables

ENTRIES = """\
@misc{legendre1805, author = {Adrien-Marie Legendre}, title = {Nouvelles méthodes}, year = {1805}}
@misc{gauss1809, author = {C. F. Gauss}, title = {Theoria motus}, year = {1809}}
"""
PAGE = """
## References

```pycon
>>> from proofpress.pages.commands import tables
>>> tables.references()
<references>
```
"""


@pytest.fixture
def cited(book):
    """The small book with a bibliography of two works, one of them the source of a derivation."""
    named = "notation: least_squares.notation"
    book.edit("mkdocs.yml", named, f"{named}\n      bibliography: docs/some.bib")
    book.write("docs/some.bib", ENTRIES)
    book.edit("least_squares/derivations.py", "Any textbook of statistics", "legendre1805 (3)")
    book.edit(
        "docs/index.md",
        "# A line through the origin\n",
        "# A line through the origin\n\n[Gauss](slope.md#gauss1809) claimed it.\n",
    )
    book.write("docs/slope.md", book.read("docs/slope.md") + PAGE)
    return book


def test_a_book_whose_works_are_all_cited_passes(cited):
    assert cited.problems() == []


def test_a_link_to_a_work_is_followed_though_its_page_is_not_checked(cited):
    assert cited.problems("docs/index.md") == []


def test_a_key_that_is_unknown_is_found_at_its_line(cited):
    cited.edit("least_squares/derivations.py", "legendre1805 (3)", "legendre1806 (3)")
    (line,) = [n for n, row in enumerate(cited.read("least_squares/derivations.py").splitlines(), 1) if "1806" in row]
    assert cited.problems("docs/index.md") == [
        f"least_squares/derivations.py:{line}: loss-gradient cites 'legendre1806'; expected a key of docs/some.bib "
        "(near it: legendre1805); correct it or add the entry"
    ]


def test_an_entry_that_nothing_uses_is_found_at_its_line(cited):
    cited.edit("docs/index.md", "[Gauss](slope.md#gauss1809) claimed it.", "Gauss claimed it.")
    assert cited.problems() == [
        "docs/some.bib:2: the entry gauss1809 is cited by no derivation and linked from no page; "
        "expected a use; cite it or remove it"
    ]


def test_a_bibliography_that_cannot_be_read_is_said_once(cited):
    cited.write("docs/some.bib", "@misc{a,\n title = {x}\n\n year = 2")
    assert [one for one in cited.problems("docs/slope.md") if "some.bib" in one] == [
        "docs/some.bib:4: syntax error in line 4: '}' expected; expected BibTeX that can be printed; correct it"
    ]


def test_a_chain_names_its_source_and_the_references_name_the_chain(cited):
    assert 'href="press:loss-gradient-1"' in tables.references()._repr_html_()
    assert '<li id="legendre1805">Adrien-Marie Legendre.' in tables.references()._repr_html_()
    source = cited.site.bibliography.html(cited.site.book.derivation("loss-gradient").source)
    assert source == "Legendre (1805) (3)"
