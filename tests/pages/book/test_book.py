"""The book is judged and printed in a process of its own, and once."""

from __future__ import annotations

import subprocess
import sys

import pytest

from proofpress.pages.book import kept as press
from proofpress.pages.book.kept import BookError
from proofpress.pages.language.config import Settings

SMALL = Settings("least_squares.derivations", "least_squares.notation")


@pytest.mark.usefixtures("book")
def test_every_derivation_is_there_in_the_order_in_which_it_was_written() -> None:
    loaded = press.load(SMALL)
    assert list(loaded.derivations) == ["loss-gradient", "loss-expanded"]
    gradient = loaded.derivation("loss-gradient")
    assert [line.strength for line in gradient.lines] == ["", "every size", "every size", "refuted"]
    assert gradient.topics == ("slope",)
    assert gradient.given[0].words == "every point"
    assert loaded.failures == ()


@pytest.mark.usefixtures("book")
def test_every_line_is_printed_in_every_convention() -> None:
    latex = press.load(SMALL).derivation("loss-gradient").line(1).latex
    assert r"\partial b" in latex["ours"]
    assert r"\partial \beta" in latex["statistics"]


@pytest.mark.usefixtures("book")
def test_a_false_line_carries_its_counterexample() -> None:
    assert "left" in press.load(SMALL).derivation("loss-gradient").line(4).counterexample


@pytest.mark.usefixtures("book")
def test_the_process_that_asks_imports_neither_the_book_nor_sympy() -> None:
    code = (
        "import sys; from proofpress.pages.render import chains; "
        "from proofpress.pages.book.kept import Settings, load; "
        f"chains.derivation(load({SMALL!r}), 'loss-gradient'); "
        "print(sorted({'sympy', 'least_squares', 'torch'} & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


@pytest.mark.usefixtures("book")
def test_a_book_that_has_not_changed_is_not_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    first = press.load(SMALL)
    monkeypatch.setattr(press, "_in_child", lambda *_: pytest.fail("made again"))
    assert press.load(SMALL) is first


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("least_squares/derivations.py", "the derivative of each square", "each square on its own"),
        ("least_squares/notation.py", r"\beta", r"\gamma"),
    ],
)
def test_a_change_in_any_file_of_the_book_is_seen(book, path: str, old: str, new: str) -> None:
    before = press.load(SMALL)
    book.edit(path, old, new)
    after = press.load(SMALL)
    assert repr(before) != repr(after)


def test_a_new_module_among_the_derivations_is_seen(book) -> None:
    press.load(SMALL)
    book.write("least_squares/more.py", "")
    assert press._read(SMALL) is None


def test_a_line_that_does_not_hold_is_among_the_failures(book) -> None:
    book.edit("least_squares/derivations.py", "Sum(-2 * x[n]", "Sum(2 * x[n]")
    ((slug, number, message), *_) = press.load(SMALL).failures
    assert (slug, number) == ("loss-gradient", 2)
    assert "false at" in message


def test_a_symbol_without_an_entry_fails_its_derivation_and_is_named(book) -> None:
    book.edit(
        "least_squares/notation.py", '        Entry(b, "b", "slope", "slope", "", {"statistics": r"\\beta"}),\n', ""
    )
    assert any("the symbol b is not in the notation" in message for _, _, message in press.load(SMALL).failures)


@pytest.mark.parametrize(
    ("path", "old", "new", "complaint"),
    [
        (
            "least_squares/notation.py",
            "NOTATION = ",
            "NOTATION = 1 / 0\nNOTATION = ",
            r"ZeroDivisionError.*notation\.py:14",
        ),
        ("least_squares/notation.py", 'Entry(n, "n"', 'Entry(n, "N"', "two entries of the notation are spelt N"),
        (
            "least_squares/derivations.py",
            '"loss-expanded"',
            '"loss-gradient"',
            "two derivations are called 'loss-gradient'",
        ),
    ],
)
def test_a_book_that_cannot_be_made_says_why_in_one_line(book, path: str, old: str, new: str, complaint: str) -> None:
    book.edit(path, old, new)
    with pytest.raises(BookError, match=complaint) as refused:
        press.load(SMALL)
    assert "\n" not in str(refused.value)
