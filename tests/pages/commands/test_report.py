"""What was checked is counted once, for a machine and for a person alike."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from proofpress.pages.book.book import Book
from proofpress.pages.book.kept import load
from proofpress.pages.commands import report, tables
from proofpress.pages.language.spelling import Spelling
from proofpress.pages.render.extension import render
from proofpress.proof.kernel.laws import LAWS
from proofpress.proof.kernel.replay import RULES
from proofpress.proof.notation import NONE

STRENGTHS = {"every size", "one size", "numeric", "cited", "definition", "assumption", "refuted"}


def collected(book) -> report.Report:
    return report.collect(book.site, load(book.site.settings))


def test_checks_json_has_the_promised_form(book) -> None:
    found = report.as_json(collected(book))
    assert set(found) == {"versions", "pages", "derivations", "totals"}
    for page in found["pages"]:
        assert {"path", "equations", "numbers", "blocks"} <= set(page)
        assert set(page["blocks"]) == {"run", "skipped"}
    for derivation in found["derivations"]:
        assert {"slug", "title", "page", "topics", "source", "lines"} <= set(derivation)
        for line in derivation["lines"]:
            assert {"relation", "because", "strength", "how", "latex", "vector"} <= set(line)
            assert line["strength"] in STRENGTHS
    assert set(found["totals"]) == {"lines", "by_strength", "replayed", "numbers", "equations", "typed_by_hand"}
    assert set(found["totals"]["by_strength"]) == STRENGTHS


def test_everything_on_the_pages_is_counted(book) -> None:
    pages = {page.path: page for page in collected(book).pages}
    slope = pages["docs/slope.md"]
    assert (slope.equations, slope.numbers, slope.run, slope.skipped) == (4 + 1, 6, 2, 1)
    assert pages["docs/index.md"].slugs == ("loss-expanded",)


def test_lines_are_counted_by_strength_and_a_first_line_is_none(book) -> None:
    totals = report.as_json(collected(book))["totals"]
    assert totals["lines"] == sum(totals["by_strength"].values()) == 4
    assert totals["by_strength"]["every size"] == 3
    assert totals["by_strength"]["refuted"] == 1


def test_each_derivation_knows_its_page(book) -> None:
    derivations = {d["slug"]: d for d in report.as_json(collected(book))["derivations"]}
    assert derivations["loss-gradient"]["page"] == "docs/slope.md"
    assert derivations["loss-gradient"]["topics"] == ["slope"]


def test_typed_mathematics_is_counted(book) -> None:
    assert report.as_json(collected(book))["totals"]["typed_by_hand"] == 0
    book.write("docs/index.md", book.read("docs/index.md") + "\n$$x = 1$$\n")
    assert report.as_json(collected(book))["totals"]["typed_by_hand"] > 0


TYPED = '\n```formula why="chains have no integrals"\n\\int_0^1 x\n\\, dx = \\tfrac{1}{2}\n```\n'
SAYS = r"\int_0^1 x \, dx = \tfrac{1}{2}"


def test_a_formula_that_is_typed_with_a_reason_is_published_as_unchecked_and_listed_everywhere(book) -> None:
    book.write("docs/index.md", book.read("docs/index.md") + TYPED)
    line = book.read("docs/index.md").splitlines().index('```formula why="chains have no integrals"') + 1
    code, said = book.run("check", "docs/index.md")
    assert code == 0
    assert f"note: docs/index.md:{line}: a typed formula that nothing checks: chains have no integrals" in said
    assert said[-1].endswith("1 typed, 0 problems")
    assert f"docs/index.md:{line}: formula: typed, unchecked: chains have no integrals" in book.run("census")[1]
    found = collected(book)
    (page,) = [one for one in report.as_json(found)["pages"] if one["typed"]]
    assert page["typed"] == [{"line": line, "latex": SAYS, "why": "chains have no integrals"}]
    assert "chains have no integrals" in tables.typed(found)._repr_html_()
    html = render(book.site, "docs/index.md").html
    assert "<b>Typed, not checked:</b> chains have no integrals" in html
    assert "katex" in html


def test_a_line_is_named_by_its_number_which_leads_to_it_and_must_be_there(book) -> None:
    book.edit("docs/slope.md", "`derivation: loss-gradient 3`", "`line: loss-gradient 3`")
    html = render(book.site, "docs/slope.md").html
    assert re.search(r'<a href="press:loss-gradient-3" title="[^"]+">line 3</a>', html)
    book.edit("docs/slope.md", "`line: loss-gradient 3`", "`line: loss-gradient 9`")
    (found,) = book.problems("docs/slope.md")
    assert found.startswith("docs/slope.md:9: ")


def test_what_is_written_is_the_same_every_time(book, tmp_path) -> None:
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    for path in (first, second):
        report.write(collected(book), path)
    assert first.read_bytes() == second.read_bytes()
    assert json.loads(first.read_text("utf-8"))["versions"]["sympy"]


@pytest.mark.usefixtures("book")
def test_a_person_is_shown_the_same_counts() -> None:
    shown = tables.strengths()._repr_html_()
    assert "proved for every size</td><td>3</td>" in shown
    assert repr(tables.strengths()) == "<lines by strength>"
    assert "<td>docs/slope.md</td><td>5</td><td>6</td><td>2</td><td>1</td>" in tables.per_page()._repr_html_()


def test_a_weaker_check_is_listed_with_its_reason_and_its_absence_is_said(book) -> None:
    found = collected(book)
    assert "None: every line" in tables.weaker(found)._repr_html_()
    gradient = found.book.derivation("loss-gradient")
    weak = replace(gradient.line(2), strength="numeric", how="no closed form")
    gradient = replace(gradient, lines=(gradient.line(1), weak))
    weaker = tables.weaker(replace(found, book=replace(found.book, derivations={"loss-gradient": gradient})))
    assert "loss-gradient (2)" in weaker._repr_html_()
    assert "no closed form" in weaker._repr_html_()


def test_a_line_that_is_proved_and_not_replayed_is_listed_with_its_reason_and_its_absence_is_said(book) -> None:
    found = collected(book)
    assert "loss-gradient (2)</a></td><td>its chain is made of Python objects" in tables.unreplayed(found)._repr_html_()
    assert report.as_json(found)["totals"]["replayed"] == 0
    derivations = {
        slug: replace(d, lines=tuple(replace(line, proof="{}", rules={"sum_add": 2}) for line in d.lines))
        for slug, d in found.book.derivations.items()
    }
    replayed = replace(found, book=replace(found.book, derivations=derivations))
    assert "None: the kernel replays a proof of every line" in tables.unreplayed(replayed)._repr_html_()
    assert "<td>4</td><td>8</td>" in tables.uses(replayed)._repr_html_()
    assert "No proof is replayed here." in tables.uses(found)._repr_html_()


def test_the_rules_are_shown_with_what_follows_from_what_and_why() -> None:
    shown = tables.laws()._repr_html_()
    assert shown.count("<tr>") == 1 + len(LAWS)
    row = "<td><code>exp_log</code></td><td><code>exp(log(a)) = a</code><br>if <code>0 &lt; a</code></td>"
    assert f"{row}<td>the logarithm inverts the exponential</td>" in shown
    shown = tables.rules()._repr_html_()
    assert shown.count("<tr>") == 1 + len(RULES)
    assert "<td><code>symmetric</code></td><td>From a = b follows b = a.</td>" in shown


@pytest.mark.usefixtures("book")
def test_the_notation_is_shown_in_every_convention() -> None:
    assert "<td>slope</td><td><code>slope</code></td>" in tables.symbols()._repr_html_()
    assert r"<press-math>\beta</press-math>" in tables.concordance()._repr_html_()


@pytest.mark.parametrize(
    ("entry", "shown"),
    [
        (Spelling(r"\#(<0>, <1>)", array=True), r"\#(i, j)"),
        (Spelling(r"\#(<0>)", array=True), r"\#(i)"),
        (Spelling(r"\hat{y}_{<0>}"), r"\hat{y}_{i}"),
        (Spelling(r"J_{<0>}(<1>)"), r"J_{i}(\cdot)"),
        (Spelling(r"\operatorname{mix}_i(<0>, <1>)"), r"\operatorname{mix}_i(j, k)"),
    ],
)
def test_an_entry_is_shown_with_letters_for_its_indices_and_a_dot_for_a_function_s_argument(entry, shown) -> None:
    read = (("one", {0: NONE}, ""),)
    table = tables.readings(Book(entries=(entry,), spellings={"ours": (entry.latex,)}, readings=read))
    assert table.head[1] == f"<press-math>{shown}</press-math>"


def test_a_cell_without_a_spelling_says_why() -> None:
    sources = (("one", {0: "v_w", 1: NONE}, ""), ("another", {1: "u_w"}, ""))
    table = tables.readings(Book(spellings={"ours": ("v", "u")}, readings=sources))
    assert [row[1:] for row in table.rows] == [
        ("<press-math>v_w</press-math>", "<em>none</em>"),
        ("<em>not read</em>", "<press-math>u_w</press-math>"),
    ]


def test_a_letter_with_several_meanings_says_where_it_has_which() -> None:
    entries = (
        Spelling("V", {"paper": "W"}, meaning="a size"),
        Spelling("c_n", {"paper": "w_I"}, meaning="a centre"),
        Spelling("w", meaning="the text"),
        Spelling("w", meaning="the same, as an array"),
        Spelling("B_0", meaning="a bound"),
        Spelling("B_1", meaning="a second"),
    )
    conventions = {"ours": "our notation", "paper": "The paper"}
    read = (("A book", {0: "V", 2: NONE}, ""), ("A talk", {1: "W"}, ""))
    table = tables.letters(Book(entries=entries, conventions=conventions, readings=read))
    assert table.rows == (
        ("<press-math>w</press-math>", "the text", "here"),
        ("<press-math>w</press-math>", "a centre", "The paper"),
        ("<press-math>W</press-math>", "a size", "The paper"),
        ("<press-math>W</press-math>", "a centre", "A talk"),
    )
