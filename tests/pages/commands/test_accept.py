"""`accept` rewrites drifted literals at the digits shown, and nothing else."""

from __future__ import annotations

import random
import re

import pytest

WRONG = """---
title: A page
---

# It is 2.00{= 7 / 3 }

Prose 1.5{= 7 / 3 } and  12 %{= 1 / 3 },\ttrailing  \t
−0.5{= -1.25 } — ünïcödé 9{= 10 } `1.5{= 7 / 3 }`.

!!! note

    ```pycon
    >>> [1 / 3, 2.5]
    [ 0.3, 2.6]
    >>> print("a\\n\\nb")
    c
    >>> 7
    >>> None
    8
    >>> 1 / 0
    Traceback (most recent call last):
      ...
    ValueError: no
    ```

| a | b |
|---|---|
| 1.0{= 2 / 3 } | 1e-3{= 2e-5 } |
"""

RIGHT = """---
title: A page
---

# It is 2.33{= 7 / 3 }

Prose 2.3{= 7 / 3 } and  33 %{= 1 / 3 },\ttrailing  \t
−1.2{= -1.25 } — ünïcödé 10{= 10 } `1.5{= 7 / 3 }`.

!!! note

    ```pycon
    >>> [1 / 3, 2.5]
    [ 0.3, 2.5]
    >>> print("a\\n\\nb")
    a
    <BLANKLINE>
    b
    >>> 7
    7
    >>> None
    >>> 1 / 0
    Traceback (most recent call last):
        ...
    ZeroDivisionError: division by zero
    ```

| a | b |
|---|---|
| 0.7{= 2 / 3 } | 2e-5{= 2e-5 } |
"""


def test_everything_that_drifted_is_rewritten_in_place_and_then_holds(book):
    book.write("docs/page.md", WRONG)
    code, lines = book.run("accept", "docs/page.md")
    assert (code, book.read("docs/page.md")) == (0, RIGHT)
    assert lines[:2] == ["--- docs/page.md", "+++ docs/page.md"]
    assert book.problems("docs/page.md") == []


def test_accepting_twice_changes_nothing_more(book):
    book.write("docs/page.md", WRONG)
    book.run("accept", "docs/page.md")
    assert book.run("accept", "docs/page.md") == (0, [])


def test_a_book_that_holds_is_not_touched(book):
    files = [book.root / path for path in (*book.site.pages, *book.site.labs)]
    before = [(path.read_bytes(), path.stat().st_mtime_ns) for path in files]
    assert book.run("accept") == (0, [])
    assert [(path.read_bytes(), path.stat().st_mtime_ns) for path in files] == before


def test_it_goes_page_by_page(book):
    book.edit("docs/slope.md", "1.036{=", "1.037{=")
    book.edit("docs/labs/fit.py", "#> 1.0357", "#> 1.0358")
    code, lines = book.run("accept", "docs/slope.md")
    assert code == 0
    assert "-The slope is 1.037{= slope(x, y) }, found from 3{= len(x) } points." in lines
    assert "#> 1.0358" in book.read("docs/labs/fit.py")


def test_what_cannot_be_rewritten_is_said(book):
    book.write("docs/page.md", "It is 2.0{= 3 } or 1{= missing }.\n")
    code, lines = book.run("accept", "docs/page.md")
    assert code == 1
    assert book.read("docs/page.md") == "It is 3.0{= 3 } or 1{= missing }.\n"
    assert lines[-1].startswith("docs/page.md:1: missing raised NameError")


def test_an_example_that_raises_is_not_made_to_expect_it(book):
    text = "```pycon\n>>> 1 / 0\n0\n```\n"
    book.write("docs/page.md", text)
    assert book.run("accept", "docs/page.md")[0] == 1
    assert book.read("docs/page.md") == text


def test_a_lab_is_rewritten_too(book):
    book.edit("docs/labs/fit.py", "1.0357{= fitted }", "1.1{= fitted }")
    book.edit("docs/labs/fit.py", "#> 1.0357\n", "#> 1.14\n")
    book.edit("docs/labs/fit.py", "#> three points\n#> [1.04, 2.07, 3.11]\n", "")
    book.run("accept", "docs/labs/fit.py")
    text = book.read("docs/labs/fit.py")
    assert "1.0{= fitted }" in text
    assert "#> 1.04\n" in text
    assert text.endswith("#> three points\n#> [1.04, 2.07, 3.11]\n")
    assert book.problems("docs/labs/fit.py") == []


def test_line_endings_are_kept(book):
    path = book.root / "docs/page.md"
    path.write_bytes(b"A\r\n\r\nIt is 2.0{= 3 }.\r\n")
    book.run("accept", "docs/page.md")
    assert path.read_bytes() == b"A\r\n\r\nIt is 3.0{= 3 }.\r\n"


@pytest.mark.parametrize("ending", ["", "\n", "\n\n"])
def test_the_end_of_the_file_is_kept(book, ending):
    book.write("docs/page.md", "It is 2.0{= 3 }." + ending)
    book.run("accept", "docs/page.md")
    assert book.read("docs/page.md") == "It is 3.0{= 3 }." + ending


def test_no_file_is_left_beside(book):
    book.write("docs/page.md", WRONG)
    book.run("accept", "docs/page.md")
    assert [path.name for path in (book.root / "docs").iterdir() if re.search(r"new|tmp|~|^\.", path.name)] == []


PARTS = [
    *("...", ">>> 1", "... 2", "Traceback (most recent call last):", "<BLANKLINE>", "<OUTPUT>", "```", "~~~", "> ```"),
    *(
        "a\rb",
        "10 %\r100 %",
        "\r\n",
        "\x1b[31mred\x1b[0m",
        "\x1b]0;title\x07",
        "\0",
        "\a",
        "\b",
        "\x7f",
        "\x85",
        "\x0c",
    ),
    *("\u2028", "\ud800", "\ue0001\ue001", "é", "👩‍🔬", "−1.50", "1e5", "  indented", "trailing  ", "\t", "", " "),
    *("x" * 5000, "$x$", "<!--", "# %%", "#> 1", "--8<--", "&amp;", "1{= 2 }", "\\", "'", '"""', 'File "a", line 1'),
]


def outputs(seed: int) -> list[str]:
    """Texts that a page might print."""
    chance = random.Random(seed)
    return ["\n".join(chance.choices(PARTS, k=chance.randint(1, 4))) + "\n" * chance.randint(0, 2) for _ in range(25)]


@pytest.mark.parametrize("margin", ["", "    "])
@pytest.mark.parametrize("seed", range(2))
def test_whatever_is_printed_can_be_accepted_and_then_holds(book, seed, margin):
    texts = [*PARTS, *outputs(seed)]
    shown = [f">>> print({text!a}, end='')\nnothing yet\n" for text in texts]
    fences = [f"```pycon\n{one}```\n" for one in shown]
    text = "!!! note\n\n" * bool(margin) + "\n".join(fences)
    book.write("docs/page.md", "\n".join(margin + line if line and margin and not line.startswith("!") else line
                                         for line in text.split("\n")))  # fmt: skip
    assert book.run("accept", "docs/page.md")[0] == 0
    once = book.read("docs/page.md")
    assert book.problems("docs/page.md") == []
    assert book.run("accept", "docs/page.md") == (0, [])
    assert book.read("docs/page.md") == once
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028]", once)


def test_whatever_a_cell_prints_can_be_accepted_and_then_holds(book):
    cells = [f"# %%\nprint({text!a}, end='')\n" for text in [*PARTS, *outputs(0)]]
    book.write("docs/labs/all.py", "# %% [markdown]\n# # All\n\n" + "\n".join(cells))
    assert book.run("accept", "docs/labs/all.py")[0] == 0
    assert book.problems("docs/labs/all.py") == []
    assert book.run("accept", "docs/labs/all.py") == (0, [])


@pytest.mark.parametrize("code", ["object()", "__import__('time').time_ns()", "__import__('os').urandom(4).hex()"])
def test_what_is_not_the_same_twice_is_not_accepted(book, code):
    text = f"```pycon\n>>> {code}\n'first'\n```\n"
    book.write("docs/page.md", text)
    code, lines = book.run("accept", "docs/page.md")
    assert (code, book.read("docs/page.md")) == (1, text)
    assert re.match(r"docs/page.md:\d: .* at the first run and .* at the second; expected the same", lines[-1])


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("import warnings\n>>> warnings.warn('mind this')", "UserWarning: mind this"),
        ("import logging\n>>> logging.getLogger('a').warning('mind this')", "mind this"),
        ("import sys\n>>> _ = sys.stderr.write('mind this')", "mind this"),
        ("import os\n>>> _ = os.system('echo mind this')", "mind this"),
    ],
)
def test_what_is_written_to_standard_error_is_said_compared_or_refused(book, code, said):
    book.write("docs/page.md", f"```pycon\n>>> {code}\n```\n")
    code, lines = book.run("check", "docs/page.md")
    assert code == 0
    assert any(re.match(rf"note: docs/page.md:3: .* wrote '.*{said}' to standard error", line) for line in lines)
    book.edit("mkdocs.yml", "seconds: 20", "stderr: refuse\n      seconds: 20")
    assert said in book.problems("docs/page.md")[0]
    book.edit("mkdocs.yml", "stderr: refuse", "stderr: compare")
    assert said in book.problems("docs/page.md")[0]
    book.run("accept", "docs/page.md")
    assert said in book.read("docs/page.md")
    assert book.problems("docs/page.md") == []
