"""A lab is an ordinary percent notebook, run once by IPython's own shell, its outputs pinned under its cells."""

from __future__ import annotations

import json
from importlib import metadata

import nbformat
import pytest

from proofpress.pages.render import lab
from proofpress.pages.render.notebook import notebook_of
from proofpress.pages.site import labs

HEAD = "# %% [markdown]\n# # A lab\n\n"


def put(book, cells: str) -> None:
    book.write("docs/labs/try.py", HEAD + cells)


def problems(book, cells: str) -> list[str]:
    put(book, cells)
    return book.problems("docs/labs/try.py")


@pytest.mark.parametrize(
    ("cell", "pins"),
    [
        ("1 + 1", "#> 2\n"),
        ("print('a')\nprint('b')", "#> a\n#> b\n"),
        ("print('a\\n\\nb')", "#> a\n#>\n#> b\n"),
        ("print('a')\n'b'", "#> a\n#> 'b'\n"),
        ("from IPython.display import display\nprint(1)\ndisplay(2)\nprint(3)", "#> 1\n#> 2\n#> 3\n"),
        ("x = 1", ""),
        ("x = 1;\nx;", ""),
        ("%precision 3\n1 / 3", "#> 0.333\n"),
        ("2 / 3  # comment", "#> 0.67\n"),
    ],
)
def test_what_a_cell_shows_is_pinned_under_it(book, cell, pins):
    assert problems(book, f"# %%\n{cell}\n{pins}") == []


def test_accept_writes_the_pins(book):
    put(book, "# %%\nprint('a\\n\\nb')\n\n# %%\n1 / 3\n#> 0.3\n#> more")
    book.run("accept", "docs/labs/try.py")
    text = book.read("docs/labs/try.py")
    assert text == HEAD + "# %%\nprint('a\\n\\nb')\n#> a\n#>\n#> b\n\n# %%\n1 / 3\n#> 0.3333333333333333\n"


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ("# %%\nx = 1\ny = x / 0\n", "docs/labs/try.py:6: 'y = x / 0' raised ZeroDivisionError: division by zero; "
         "expected no exception; correct the cell"),
        ("# %%\nif:\n", "docs/labs/try.py:5: 'if:' raised SyntaxError: invalid syntax; "
         "expected no exception; correct the cell"),
        ("# %%\ndef f():\n    raise ValueError('no')\n\n# %%\nf()\n", "docs/labs/try.py:9: 'f()' "
         "raised ValueError: no; "
         "expected no exception; correct the cell"),
        ("# %%\n1\n", "docs/labs/try.py:6: a cell prints '1' and pins nothing; expected lines #> under it; run accept"),
        ("# %% [markdown]\n# ```pycon\n# >>> 1\n# 1\n# ```\n", "docs/labs/try.py:5: a pycon fence in a lab; "
         'expected a cell, or show("slug") in one; move it into a cell'),
        ("# %% [markdown]\n# It is 1.5 or $q$.\n", "docs/labs/try.py:5: the bare decimal 1.5 in prose; "
         "expected an inline number; write 1.5{= expression }"),
        ("# %% [markdown]\n# A [page](../no.md).\n", "docs/labs/try.py:5: a link to ../no.md; "
         "expected a file under docs; correct the path"),
    ],
)  # fmt: skip
def test_the_author_reads(book, cells, said):
    assert said in problems(book, cells)


def test_a_file_without_cells_is_no_lab(book):
    book.write("docs/labs/try.py", "print(1)\n")
    assert book.problems("docs/labs/try.py") == [
        "docs/labs/try.py:1: no cell; expected lines that begin with # %%; make it a percent notebook, "
        "or name it in exclude_docs"
    ]


def test_the_executed_notebook_is_valid_and_the_same_every_time(book):
    first, second = (lab.execute(book.site, "docs/labs/fit.py").notebook for _ in range(2))
    nbformat.validate(nbformat.from_dict(first))
    assert json.dumps(first) == json.dumps(second)
    kinds = [cell["cell_type"] for cell in first["cells"]]
    assert kinds == ["markdown", "code", "markdown", "code"]
    assert first["cells"][1]["outputs"][0]["data"] == {"text/plain": "1.0357142857142858"}
    assert "".join(first["cells"][2]["source"]) == "## The line\n\nThe slope is 1.0357."
    assert first["cells"][3]["outputs"] == [
        {"output_type": "stream", "name": "stdout", "text": ["three points\n", "[1.04, 2.07, 3.11]\n"]}
    ]


def test_a_figure_is_shown_once_and_is_the_same_bytes_every_time(book):
    cell = "# %%\nfrom matplotlib import pyplot\n_ = pyplot.plot([1, 2])\n#> <Figure size 640x480 with 1 Axes>\n"
    assert problems(book, cell) == []
    (output,) = lab.execute(book.site, "docs/labs/try.py").notebook["cells"][1]["outputs"]
    assert output["data"]["image/svg+xml"].startswith("<?xml")
    book.edit("docs/labs/try.py", "[1, 2])", "[1, 2]) ")
    (again,) = lab.execute(book.site, "docs/labs/try.py").notebook["cells"][1]["outputs"]
    assert again["data"] == output["data"]


def test_show_puts_a_chain_in_a_lab(book):
    cells = '# %%\nfrom proofpress.pages import show\nshow("loss-gradient")\n#> The gradient of the squared loss\n'
    assert problems(book, cells) == []
    (output,) = lab.execute(book.site, "docs/labs/try.py").notebook["cells"][1]["outputs"]
    assert output["data"]["application/vnd.proofpress+json"] == {"slug": "loss-gradient", "line": None}
    assert "aligned" in output["data"]["text/latex"]


def test_a_chain_shown_in_a_lab_follows_its_derivation(book):
    put(book, '# %%\nfrom proofpress.pages import show\nshow("loss-gradient")\n#> The gradient of the squared loss\n')
    assert book.problems("docs/labs/try.py") == []
    book.edit("least_squares/derivations.py", '"The gradient of the squared loss"', '"The slope of the loss"')
    (found,) = book.problems("docs/labs/try.py")
    assert found.startswith("docs/labs/try.py:7: output 'The gradient of the squared loss'")


def test_a_chapter_is_an_executed_notebook_too(book):
    notebook = notebook_of(book.site, "docs/slope.md")
    nbformat.validate(nbformat.from_dict(notebook))
    text = "".join(line for cell in notebook["cells"] for line in cell["source"])
    assert [form in text for form in ("{=", "--8<--", "```derivation")] == [False] * 3
    assert [form in text for form in ("def slope(", r"\begin{aligned}")] == [True] * 2
    codes = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert codes[0]["outputs"][0]["data"] == {"text/plain": "1.0357142857142858"}
    assert codes[-1]["metadata"] == {"tags": ["raises-exception"]}


def read_abroad(book, text: str) -> str:
    """The prose of a page in its notebook, where the book has an address."""
    book.write("mkdocs.yml", book.read("mkdocs.yml") + "\nsite_url: https://example.org/book/\n")
    book.write("docs/try.md", text)
    first, *cells = notebook_of(book.site, "docs/try.md")["cells"]
    assert first["source"][0] == "**To run this notebook.**\n"
    return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")


def says_first(notebook) -> str:
    return "".join(notebook["cells"][0]["source"])


def test_a_notebook_begins_with_what_to_install_or_asks_for_a_copy_of_the_book(book):
    book.write("docs/try.md", "```pycon\n>>> import sympy, math\n>>> sympy.Integer(2)\n2\n```\n")
    said = says_first(notebook_of(book.site, "docs/try.md"))
    assert f"    pip install sympy=={metadata.version('sympy')}" in said
    assert "copy" not in said
    said = says_first(notebook_of(book.site, "docs/slope.md"))
    assert "It asks for the book itself: run it in a copy of the book." in said


def test_a_chain_that_a_lab_shows_is_text_in_its_notebook_which_then_needs_no_book(book):
    cells = (
        '# %%\nfrom proofpress.pages import show\n\n# %%\nshow("loss-gradient")\n#> The gradient of the squared loss\n'
    )
    put(book, cells)
    ready = labs.ready(book.site, book.site.book, "docs/labs/try.py")
    assert ready.problems == ()
    downloaded = json.loads(ready.download.read_text(encoding="utf-8"))
    nbformat.validate(nbformat.from_dict(downloaded))
    assert "copy" not in says_first(downloaded)
    assert downloaded["cells"][-1]["cell_type"] == "markdown"
    assert "aligned" in "".join(downloaded["cells"][-1]["source"])


@pytest.mark.parametrize(
    ("link", "leads_to"),
    [
        ("slope.md", "https://example.org/book/slope/"),
        ("slope.md#the-line", "https://example.org/book/slope/#the-line"),
        ("labs/fit.py", "https://example.org/book/labs/fit/"),
        ("index.md", "https://example.org/book/"),
        ("#here", "https://example.org/book/try/#here"),
        ("https://example.com/slope.md", "https://example.com/slope.md"),
    ],
)
def test_a_link_of_a_chapter_leads_out_of_its_notebook(book, link, leads_to):
    assert f"[there]({leads_to})" in read_abroad(book, f"# Try\n\nGo [there]({link}).\n")


def test_a_link_of_a_lab_leads_out_of_its_notebook_and_stays_within_the_site(book):
    book.write("mkdocs.yml", book.read("mkdocs.yml") + "\nsite_url: https://example.org/book/\n")
    ready = labs.ready(book.site, book.site.book, "docs/labs/fit.py")
    assert "(https://example.org/book/slope/)" in ready.download.read_text(encoding="utf-8")
    assert "(../slope.md)" in ready.converted.read_text(encoding="utf-8")


def test_an_admonition_is_prose_in_a_notebook(book):
    cell = "        ```pycon\n        >>> 1\n        1\n        ```\n"
    text = f'1. Why?\n\n    ??? success "Answer"\n        So.\n\n{cell}\n        And so.\n'
    assert read_abroad(book, text) == "1. Why?\n\n    **Answer**\n\n    So.\nAnd so."
