"""A chain stands on its page: it is judged, printed and named like any other, and an error of it says where it is."""

from __future__ import annotations

import pytest

from proofpress.pages.book import kept as press
from proofpress.pages.book.written import written

from ..served import run

GROWTH = """\
# A square in an exponent

> ```derivation
> growth: The derivative of a square in an exponent
> given 1 <= n <= N  -- any point
>   d(exp(x[n]^2), x[n])
> = 2*x[n]*exp(x[n]*x[n])
>     -- the chain rule
> ```

Its second line is `derivation: growth 2`.
"""
PAGE = "docs/growth.md"


@pytest.fixture
def growth(book):
    """The small book with a page on which a chain stands."""
    book.write(PAGE, GROWTH)
    return book


def test_a_chain_that_holds_is_published_and_can_be_named(growth):
    growth.edit("docs/slope.md", "`derivation: loss-gradient 3`", "`derivation: growth 2`")
    assert growth.problems() == []
    d = growth.site.book.derivation("growth")
    assert (d.title, d.module, [line.strength for line in d.lines]) == (
        "The derivative of a square in an exponent",
        PAGE,
        ["", "every size"],
    )
    assert r"\exp(x_{n} x_{n})" in d.line(2).latex["ours"]
    assert list(growth.site.book.derivations)[-1] == "growth"


def test_a_line_that_does_not_hold_is_named_by_the_line_of_its_page(growth):
    growth.edit(PAGE, "= 2*x[n]", "= 3*x[n]")
    (problem,) = growth.problems(PAGE)
    assert problem.startswith(f"{PAGE}:7: line 2 of growth ({PAGE}:7) does not hold: refuted: false at")


def test_another_page_that_names_the_line_says_where_it_is_written(growth):
    growth.edit(PAGE, "= 2*x[n]", "= 3*x[n]")
    growth.edit("docs/slope.md", "`derivation: loss-gradient 3`", "`derivation: growth 2`")
    (problem,) = growth.problems("docs/slope.md")
    assert f"line 2 of growth ({PAGE}:7) does not hold" in problem


def test_what_cannot_be_read_is_named_by_line_and_column(growth):
    growth.edit(PAGE, "*exp(x[n]*x[n])", "*exp(x[n]*xx[n])")
    growth.edit("docs/slope.md", "`derivation: loss-gradient 3`", "`derivation: growth 1`")
    said = f"{PAGE}:7: column 21, at 'xx[n])': the name 'xx' is not known; did you mean x?"
    assert set(growth.problems(PAGE, "docs/slope.md")) == {said}


def test_the_rest_of_a_book_is_read_beside_a_chain_that_cannot_be(growth, monkeypatch):
    monkeypatch.syspath_prepend(growth.root)
    growth.edit(PAGE, "growth: The", "growth: The derivation\n> = of a square\n> The")
    assert growth.problems(PAGE) != []
    assert growth.problems("docs/index.md") == []
    assert [derivation.slug for derivation in written(growth.site)] == ["loss-gradient", "loss-expanded"]


def test_a_chain_is_shown_on_one_page(growth):
    growth.write("docs/again.md", "# Again\n\n```derivation\ngrowth\n```\n")
    assert [problem for problem in growth.problems() if "is shown here and at" in problem]


def test_two_chains_have_two_slugs_and_the_second_is_refused_where_it_stands(growth):
    growth.write("docs/again.md", GROWTH)
    second = "docs/growth.md:3: the chain growth is shown here and at docs/again.md:3"
    assert [one.partition(";")[0] for one in growth.problems("docs/again.md", "docs/growth.md")] == [second]


@pytest.mark.usefixtures("growth")
def test_prose_around_a_chain_leaves_the_book_as_it_is(growth, monkeypatch):
    before = growth.site.book
    growth.edit(PAGE, "# A square in an exponent\n", "# A square in an exponent\n\nWords.\n")
    monkeypatch.setattr(press, "_in_child", lambda *_: pytest.fail("made again"))
    assert growth.site.book is before


def test_the_text_of_a_chain_is_printed_as_it_stands_or_as_it_would(growth):
    assert growth.run("chain", "growth") == (
        0,
        [line[2:] for line in GROWTH.splitlines() if line.startswith("> ") and "```" not in line],
    )
    code, lines = growth.run("chain", "loss-gradient")
    assert (code, lines[0], lines[1]) == (
        0,
        "loss-gradient: The gradient of the squared loss",
        "source Any textbook of statistics",
    )
    assert growth.run("chain", "grown") == (2, ["proofpress: no derivation is called 'grown'; near it: growth"])


def test_a_chain_on_a_page_is_mutated_too(growth):
    code, lines = growth.run("mutate", "growth")
    assert code == 0
    assert lines[0].startswith("growth")
    assert lines[-1] == "1 derivations, 0 slips that went unnoticed"


def test_a_given_that_no_line_needs_is_named(growth):
    growth.edit(PAGE, "  -- any point\n", "  -- any point\n> given b > 1  -- it is steep\n")
    code, lines = growth.run("mutate", "growth")
    said = "    growth, no line needs what is given, b > 1 (it is steep)"
    assert (code, lines[1].partition(";")[0]) == (1, said)
    assert lines[-1] == "1 derivations, 1 slips that went unnoticed"


@pytest.mark.long
def test_a_book_is_mutated_again_only_when_a_chain_has_changed_or_a_slip_went_unnoticed(growth):
    """Each time in a process of its own, as all source counts that is loaded to judge the book."""

    def mutated() -> tuple[int, list[str]]:
        ended = run(growth.root, "proofpress", "mutate")
        return ended.returncode, ended.stdout.splitlines()

    code, lines = mutated()
    count = lines[-1].split()[0]
    assert (code, len(lines)) == (0, int(count) + 1)
    growth.write("docs/words.md", "Prose alone.\n")
    assert mutated() == (0, [f"{count} derivations as they were when no slip went unnoticed"])
    growth.edit(PAGE, "  -- any point\n", "  -- any point\n> given b > 1  -- it is steep\n")
    told = [(code, lines[-1]) for code, lines in (mutated(), mutated())]
    assert told == [(1, f"{count} derivations, 1 slips that went unnoticed")] * 2


def test_a_line_that_is_proved_by_a_line_of_another_page_names_it(growth):
    growth.write(
        "docs/grown.md",
        "```derivation\ngrown: Twice\ngiven 1 <= n <= N\n  2*d(exp(x[n]^2), x[n]) - 2*x[n]*exp(x[n]^2)\n"
        "= 2*x[n]*exp(x[n]^2)  by lemma growth  -- the derivative is known\n```\n",
    )
    assert growth.problems() == []
    assert [line.lemma for line in growth.site.book.derivation("grown").lines] == ["", "growth-2"]
