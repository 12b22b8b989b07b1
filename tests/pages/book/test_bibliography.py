"""The bibliography: what a source says with its keys, and what is refused."""

from __future__ import annotations

import pytest

from proofpress.pages.book.bibliography import Bibliography, Citation

ENTRIES = """\
@misc{legendre1805, author = {Adrien-Marie Legendre}, title = {Nouvelles méthodes}, year = {1805}}

@misc{gauss1809b,
  author = {C. F. Gauss and A. B and C. D and E. F},
  title = {Theoria & motus},
  year = {1809},
  eprint = {1801.00001},
}

@misc{fit.c, title = {fit.c}, note = {A program}}
"""


@pytest.fixture
def works(tmp_path):
    (tmp_path / "some.bib").write_text(ENTRIES, encoding="utf-8")
    return Bibliography.load(tmp_path / "some.bib")


def test_a_source_is_keys_with_places_parted_by_semicolons(works):
    found = works.citations("legendre1805 (3), (4); fit.c; gauss1809b section 2")
    assert list(found) == [
        Citation("legendre1805", "(3), (4)"),
        Citation("fit.c", ""),
        Citation("gauss1809b", "section 2"),
    ]


def test_words_stay_words_and_what_looks_like_a_key_is_one(works):
    found = works.citations("Legendre (1805); legendre1806 (3)")
    assert list(found) == [Citation("", "Legendre (1805)"), Citation("legendre1806", "(3)")]


def test_a_reader_sees_names_and_not_keys(works):
    html = works.html("legendre1805 (3); gauss1809b (1); fit.c; a < b")
    assert html == (
        'Legendre (1805) (3); <a href="https://arxiv.org/abs/1801.00001">Gauss et al. (1809b)</a> (1); fit.c; a &lt; b'
    )


def test_a_work_is_printed_with_its_title_as_it_is_spelt(works):
    assert works.works["gauss1809b"].full.startswith(
        "C.&nbsp;F. Gauss, A.&nbsp;B, C.&nbsp;D, and E.&nbsp;F. Theoria &amp;"
    )
    assert works.works["legendre1805"].full == "Adrien-Marie Legendre. Nouvelles méthodes. 1805."


FAULTS = {
    "a brace that is missing": ("@misc{a,\n title = {x}\n\n year = 2", 4, "expected"),
    "a key twice": ("@misc{a, title = {x}}\n@misc{a, title = {y}}", 1, "repeated bibliography entry: a"),
    "a field that is missing": ("@article{a, title = {x}}", 1, "missing author in a"),
    "a kind of work that is unknown": ("@nope{a, title = {x}}", 1, "a is a nope"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_file_that_cannot_be_printed_says_why(tmp_path, fault):
    text, line, words = FAULTS[fault]
    (tmp_path / "some.bib").write_text(text, encoding="utf-8")
    found = Bibliography.load(tmp_path / "some.bib")
    assert found.error is not None
    assert found.error[0] == line
    assert words in found.error[1]


def test_a_file_that_is_not_there_says_so(tmp_path):
    assert "none.bib" in Bibliography.load(tmp_path / "none.bib").error[1]
