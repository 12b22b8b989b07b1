"""What is wrong is refused: each fault put into the small book is found, with its file and its line."""

from __future__ import annotations

import json

import pytest

FAULTS = {
    "a last digit off by one in prose": ("docs/slope.md", "1.036{=", "1.037{=", "docs/slope.md:24"),
    "a last digit off by one in a doctest": ("docs/slope.md", "\n1.0357\n", "\n1.0358\n", "docs/slope.md:19"),
    "a digit off in a table": ("docs/slope.md", "| 1.0357{=", "| 1.0356{=", "docs/slope.md:39"),
    "a digit off in the title of an admonition": (
        "docs/slope.md",
        '1.04{= slope(x, y) }"',
        '1.05{= slope(x, y) }"',
        "docs/slope.md:26",
    ),
    "a sign flipped in a derivation": (
        "least_squares/derivations.py",
        "Sum(-2 * x[n]",
        "Sum(2 * x[n]",
        "docs/slope.md:5",
    ),
    "a factor lost in a derivation": (
        "least_squares/derivations.py",
        "2 * b * Sum(x[n] ** 2",
        "b * Sum(x[n] ** 2",
        "docs/slope.md:5",
    ),
    "a wrong line that is true": ("least_squares/derivations.py", "wrong(2 * Sum(b", "wrong(2 * Sum(x[n] * (b", None),
    "a wrong reference function": ("least_squares/reference.py", "/ sum(a * a", "/ sum(a", "docs/slope.md:19"),
    "an unknown slug": ("docs/slope.md", "\nloss-gradient\n", "\nloss-gradien\n", "docs/slope.md:5"),
    "a line that is not there": ("docs/slope.md", "loss-gradient 3`", "loss-gradient 9`", "docs/slope.md:9"),
    "a misspelt fence name": ("docs/slope.md", "```derivation", "```derivaton", "docs/slope.md:5"),
    "a fence that nobody ran": ("docs/slope.md", '```bash skip="it needs a terminal"', "```bash", "docs/slope.md:42"),
    "typed display mathematics": ("docs/index.md", "A line", "$$b$$\n\nA line", None),
    "a typed relation": ("docs/index.md", "slope $b$", "slope $b = 1$", "docs/index.md:9"),
    "a symbol outside the notation": ("docs/index.md", "slope $b$", "slope $q$", "docs/index.md:9"),
    "bad LaTeX": ("docs/index.md", "slope $b$", r"slope $\frac{b$", "docs/index.md:9"),
    "a broken link": ("docs/index.md", "(slope.md#", "(slop.md#", "docs/index.md:7"),
    "a broken anchor": ("docs/index.md", "#loss-gradient", "#loss-gradien", "docs/index.md:7"),
    "a broken link to a lab": ("docs/index.md", "labs/fit.py", "labs/fits.py", "docs/index.md:7"),
    "a broken link in a lab": ("docs/labs/fit.py", "../slope.md", "slope.md", "docs/labs/fit.py:4"),
    "a snippet that is not there": ("docs/slope.md", "reference.py:slope", "reference.py:slop", "docs/slope.md:12"),
    "a lab cell that raises": ("docs/labs/fit.py", "\nfitted\n", "\nfitted / 0\n", "docs/labs/fit.py:10"),
    "a digit off in a lab": ("docs/labs/fit.py", "#> 1.0357", "#> 1.0358", "docs/labs/fit.py:11"),
    "a digit off in the text of a lab": ("docs/labs/fit.py", "1.0357{=", "1.0358{=", "docs/labs/fit.py:16"),
    "a lab output that is not pinned": ("docs/labs/fit.py", "#> 1.0357\n", "", "docs/labs/fit.py:11"),
    "a chain that no page shows": (
        "docs/index.md",
        "```derivation\nloss-expanded\n```",
        "",
        "least_squares/derivations.py:32",
    ),
    "derivations that cannot be imported": (
        "least_squares/derivations.py",
        "from sympy import Derivative, Sum",
        "from sympy import Derivatives, Sum",
        "least_squares/derivations.py:3",
    ),
}


def test_the_book_as_it_is_passes(book):
    code, lines = book.run("check")
    assert code == 0
    assert [line.split()[:2] for line in lines[:3]] == [
        ["docs/index.md", "ok"],
        ["docs/slope.md", "ok"],
        ["docs/labs/fit.py", "ok"],
    ]
    assert lines[3:] == ["3 pages, 7 equations, 7 numbers, 4 run, 1 skipped, 0 typed, 0 problems"]


@pytest.mark.parametrize("fault", FAULTS)
def test_the_check_finds(book, fault):
    path, old, new, place = FAULTS[fault]
    if fault == "a wrong line that is true":
        old, new = "wrong(2 * Sum(b * x[n] - y[n], (n, 1, N))", "wrong(2 * Sum(x[n] * (b * x[n] - y[n]), (n, 1, N))"
        place = "docs/slope.md:5"
    if fault == "typed display mathematics":
        old, new, place = "The loss of", "$$b$$\n\nThe loss of", "docs/index.md:9"
    book.edit(path, old, new)
    assert any(line.startswith(f"{place}: ") for line in book.problems())


def test_a_false_line_is_named_with_both_sides_and_a_counterexample(book):
    book.edit("least_squares/derivations.py", "Sum(-2 * x[n]", "Sum(2 * x[n]")
    found = book.problems("docs/slope.md")[0]
    assert found.startswith(
        "docs/slope.md:5: line 2 of loss-gradient (least_squares/derivations.py:19) does not hold: "
    )
    assert all(part in found for part in ("left", "right", "N = "))


def test_exp_dropped_is_found(book):
    module = book.read("least_squares/derivations.py")
    chain = """
from sympy import exp

growth = Derivation(
    "growth",
    "Growth",
    (start(Derivative(exp(b * b), b)), equals(2 * b * exp(b * b), "the chain rule")),
)
"""
    book.write("least_squares/derivations.py", module + chain)
    book.write("docs/growth.md", "# A square in the exponent\n\n```derivation\ngrowth\n```\n")
    assert book.problems() == []
    book.edit("least_squares/derivations.py", "2 * b * exp(b * b)", "2 * b")
    assert any(
        line.startswith("docs/growth.md:3: line 2 of growth (least_squares/derivations.py:49)")
        for line in book.problems()
    )


@pytest.mark.long
def test_a_lab_drifts_when_a_module_it_imports_changes(book):
    assert book.problems("docs/labs/fit.py") == []
    book.edit("least_squares/reference.py", "return sum(a * b", "return 2 * sum(a * b")
    found = book.problems("docs/labs/fit.py")[0]
    assert found.startswith("docs/labs/fit.py:11: 1.0357 in the output of 'fitted'; expected 2.0714")
    book.edit("least_squares/reference.py", "return 2 * sum(a * b", "return sum(a * b")
    assert book.problems("docs/labs/fit.py") == []


def test_all_faults_of_a_page_are_told_at_once(book):
    book.write("docs/page.md", "# A\n\nIt is 2{= 1 }, 3{= 2 } and $q$.\n\n$$b$$\n\n[a](b.md)\n")
    assert [line.split(":")[1] for line in book.problems("docs/page.md")] == ["3", "3", "3", "5", "7"]


def test_problems_can_be_annotations(book):
    book.write("docs/page.md", "It is 2 %{= 1 }.\n")
    code, lines = book.run("check", "--format", "github", "docs/page.md")
    assert code == 1
    assert lines[1].startswith("::error file=docs/page.md,line=1::2 %25 for 1; expected 100 %25 (computed 1);")


def test_problems_can_be_json(book):
    book.write("docs/page.md", "It is 2{= 1 }.\n")
    code, lines = book.run("check", "--format", "json", "docs/page.md")
    said = json.loads("\n".join(lines))
    assert code == 1
    assert (said["problems"][0]["path"], said["problems"][0]["line"], said["totals"]["numbers"]) == (
        "docs/page.md",
        1,
        1,
    )


def test_the_first_shard_says_what_only_all_pages_together_show(book):
    book.edit("docs/index.md", "```derivation\nloss-expanded\n```", "")
    told = [book.run("check", "--shard", f"{i}/2")[1] for i in (1, 2)]
    assert ["is on no page" in "\n".join(lines) for lines in told] == [True, False]


def test_shards_share_the_pages_out(book):
    told = [book.run("check", "--shard", f"{i}/2")[1] for i in (1, 2)]
    paths = [line.split()[0] for lines in told for line in lines if line.startswith("docs/")]
    assert sorted(paths) == ["docs/index.md", "docs/labs/fit.py", "docs/slope.md"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check", "no.md"], "proofpress: no.md is not a page or a lab under docs; name one that is"),
        (["check", "docs/latin.md"], "proofpress: docs/latin.md: byte 1 is not UTF-8; save the file as UTF-8"),
        (["check", "--shard", "3/2"], "proofpress: --shard 3/2: expected I/N with I from 1 to N, such as 3/8"),
    ],
)
def test_a_command_that_cannot_be_carried_out_says_why(book, arguments, said):
    (book.root / "docs/latin.md").write_bytes(b"a\xe9")
    assert book.run(*arguments) == (2, [said])


@pytest.mark.parametrize(
    ("config", "said"),
    [
        (None, "proofpress: mkdocs.yml is not in {root}; run this where it is"),
        ("site_name: A\n", "proofpress: mkdocs.yml: markdown_extensions does not name proofpress; add it"),
    ],
)
def test_a_book_that_is_none_says_so(book, tmp_path, monkeypatch, config, said):
    if config:
        (tmp_path / "mkdocs.yml").write_text(config)
    monkeypatch.chdir(tmp_path)
    assert book.run("check") == (2, [said.format(root=tmp_path)])


def test_the_census_lists_every_fence_and_what_became_of_it(book):
    book.write("docs/page.md", "```python\n1\n```\n\n<!--\n```pycon\n```\n-->\n")
    assert book.run("census", "docs/page.md", "docs/slope.md", "docs/labs/fit.py")[1] == [
        "docs/page.md:1: python: nobody runs it",
        "docs/page.md:5: comment: left out with the fence in it",
        "docs/slope.md:5: derivation: shown: loss-gradient",
        "docs/slope.md:11: python: cut from src",
        "docs/slope.md:15: pycon: run",
        "docs/slope.md:30: pycon: run",
        "docs/slope.md:42: bash: skipped: it needs a terminal",
        "docs/labs/fit.py:7: cell: run, 1 lines pinned",
        "docs/labs/fit.py:19: cell: run, 2 lines pinned",
    ]
