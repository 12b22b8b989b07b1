"""One derivation is checked by its slug, a line at a time; what takes long is named, and a limit of time is kept."""

from __future__ import annotations

import re

import pytest

from proofpress.pages.book import making
from proofpress.pages.book.kept import load
from proofpress.pages.render import chains
from proofpress.proof import patience
from proofpress.proof.prove import Proof

FALSE = """```derivation
doubled: Doubled
  b*(b + 1)
= b^2 + b  -- multiply out
= b^2  -- a term forgotten
```
"""
LATE = """```derivation
largest: The largest of the powers
  (b + x[1] + x[2] + x[3] + x[4] + 1)^24
= (b + x[1] + x[2] + x[3] + x[4] + 1)^23*(b + x[1] + x[2] + x[3] + x[4]) + (b + x[1] + x[2] + x[3] + x[4] + 1)^23
    -- one factor apart
```
"""


def test_a_derivation_is_checked_by_its_slug_a_line_at_a_time(book):
    code, lines = book.run("check", "loss-gradient")
    assert (code, lines[0]) == (0, "loss-gradient: The gradient of the squared loss")
    assert [line.split()[1] for line in lines[1:]] == ["begins", "every", "every", "refuted"]
    assert lines[2].endswith("the derivative of each square")


def test_what_does_not_hold_says_why(book):
    book.write("docs/doubled.md", FALSE)
    code, lines = book.run("check", "loss-expanded", "doubled")
    assert code == 1
    assert re.fullmatch(r" +3  refuted +\d+\.\d\d s  doubled, line 3: refuted: false at b = 1.5: left .*", lines[-1])


def test_the_slowest_lines_are_named(book):
    code, lines = book.run("check", "loss-gradient", "--slowest", "2")
    assert code == 0
    assert all(re.fullmatch(r" +\d+\.\d\d s  loss-gradient, line \d", line) for line in lines[-2:])
    seconds = [float(line.split()[0]) for line in lines[-2:]]
    assert seconds == sorted(seconds, reverse=True)
    assert seconds[0] == max(float(re.findall(r"(\d+\.\d\d) s", line)[0]) for line in lines[1:])
    _, lines = book.run("check", "--slowest", "1")
    assert re.fullmatch(r" +\d+\.\d\d s  loss-\w+, line \d \(least_squares/derivations\.py:\d+\)", lines[-1])


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("loss-gradien",), "no derivation is called 'loss-gradien'; near it: loss-gradient"),
        (
            ("loss-gradient", "docs/slope.md"),
            "docs/slope.md beside the derivation loss-gradient; check pages and derivations one after the other",
        ),
    ],
)
def test_what_cannot_be_checked_is_said_in_one_line(book, asked, said):
    assert book.run("check", *asked) == (2, [f"proofpress: {said}"])


def test_a_chain_that_cannot_be_read_is_named_with_its_place(book):
    book.write("docs/doubled.md", FALSE.replace("b^2 + b ", "b^2 + q "))
    said = "docs/doubled.md:4: column 9, at 'q  -- multiply out': the name 'q' is not known; known are N, n, x, y, b"
    assert book.run("check", "doubled") == (2, [f"proofpress: {said}"])


@pytest.mark.parametrize("seconds", ["0", "-3", "soon", "true"])
def test_a_limit_that_is_none_is_refused(book, seconds):
    book.edit("mkdocs.yml", "      megabytes: 512\n", f"      megabytes: 512\n      line_seconds: {seconds}\n")
    code, lines = book.run("check", "loss-gradient")
    assert (code, len(lines)) == (2, 1)
    assert "write for how many seconds a line is tried" in lines[0]


@pytest.fixture
def late(book):
    """The small book with a line that takes longer than it may, and a limit that is short."""
    book.edit("mkdocs.yml", "      megabytes: 512\n", "      megabytes: 512\n      line_seconds: 0.3\n")
    book.write("docs/largest.md", LATE)
    return book


def test_a_line_that_takes_too_long_is_undecided_and_that_is_remembered(late, monkeypatch):
    (said,) = late.problems("docs/largest.md")
    assert "undecided in time: it was not decided in 0.3 s" in said
    assert said.startswith("docs/largest.md:4: line 2 of largest ")
    monkeypatch.setattr("proofpress.proof.check.judge", lambda *_: pytest.fail("tried again"))
    code, lines = late.run("check", "largest")
    assert (code, lines[2].split()[:4]) == (1, ["2", "undecided", "in", "time"])


@pytest.mark.long
def test_what_takes_long_says_which_line_it_is(late, monkeypatch):
    monkeypatch.setattr(patience, "LONG", 0.1)
    late.edit("mkdocs.yml", "line_seconds: 0.3", "line_seconds: 2")  # a busy machine looks up late
    late.edit("docs/largest.md", "largest: The largest", "largest: The very largest")
    late.edit("docs/largest.md", "+ 1)^24\n=", "+ 2 - 1)^24\n=")
    _, lines = late.run("check", "largest")
    assert "proofpress: largest, line 2 is still being tried; it is given 2 s" in lines


@pytest.mark.long
def test_a_book_made_in_a_hurry_says_which_lines_wait(late, monkeypatch):
    late.edit("mkdocs.yml", "line_seconds: 0.3", "line_seconds: 4")
    monkeypatch.chdir(late.root)
    hurried = load(late.site.settings, hurried=True)
    assert hurried.waits
    waiting = hurried.derivation("largest").line(2)
    assert (waiting.ok, waiting.waits, waiting.strength) == (False, True, "")
    assert "Still being tried" in chains.derivation(hurried, "largest")
    assert making.HURRY < 4
    whole = load(late.site.settings)
    assert not whole.waits
    assert "Not accepted" in chains.derivation(whole, "largest")
    assert load(late.site.settings, hurried=True) is whole


def test_a_proof_of_what_numbers_refute_stops_everything_in_one_line(book, monkeypatch):
    monkeypatch.setattr("proofpress.proof.check._proof", lambda _: Proof("every size", "by a faulty rule"))
    book.write("docs/doubled.md", FALSE.replace("doubled:", "faulty:").replace("= b^2  --", "= b^2 + 1  --"))
    code, lines = book.run("check", "faulty")
    assert code == 2
    assert re.fullmatch(r"proofpress: faulty, line 3: proved, yet false at b = .*; the prover is wrong, .*", lines[-1])
