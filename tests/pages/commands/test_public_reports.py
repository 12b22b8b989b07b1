"""What users of other tools reported in public, tried here: each case in words of ours, with the report's address.

A case that is wrong here is mended, and stays as a test; so does one that was right.
"""

from __future__ import annotations

import re
import socket
from dataclasses import dataclass

import pytest
from mkdocs.exceptions import Abort

from proofpress.pages.site import serving


@dataclass(frozen=True)
class Report:
    """A page that does what was reported, and the words of its problem: none if it should pass.

    The address goes on from https://github.com/.
    """

    address: str
    words: str
    page: str
    problem: str = ""


def run(*rows: str) -> str:
    return "\n".join(["```pycon", *rows, "```", ""])


REPORTS = [
    Report(
        "jupyter-book/mystmd/issues/1494",
        "a number in a sentence stays as it was when what it is computed from changes",
        "It is 2{= 1 + 2 }.\n",
        "2 for 1 + 2; expected 3",
    ),
    Report(
        "open-reaction-database/ord-schema/pull/995",
        "every notebook runs, and what readers see has long been another output",
        run(">>> 1 + 1", "3"),
        "3 in the output of '1 + 1'; expected 2",
    ),
    Report(
        "computationalmodelling/nbval/pull/82",
        "an output where none was stored is not compared",
        run(">>> 1 + 1"),
        "output '' of '1 + 1'; expected '2'",
    ),
    Report(
        "mkdocs/mkdocs/issues/3704",
        "an anchor as an editor makes it, not as the builder does",
        "## Ends & Future\n\n[there](#ends--future)\n",
        "near it: #ends-future",
    ),
    Report(
        "mkdocs/mkdocs/issues/3703",
        "an anchor in other capitals",
        "## Conflicts\n\n[there](#Conflicts)\n",
        "near it: #conflicts",
    ),
    Report(
        "UmbrellaDocs/linkspector/issues/60",
        "an anchor whose accents are encoded is refused, and nothing says why; MkDocs refuses it, too",
        "## Dodge {#kitérés}\n\n[there](#kit%C3%A9r%C3%A9s)\n",
        "near it: #kitérés",
    ),
    Report(
        "UmbrellaDocs/linkspector/issues/64",
        "a heading that begins with an emoji has an anchor",
        "## 📖 Documentation\n\n[there](#documentation)\n",
    ),
    Report(
        "mkdocs/mkdocs/issues/1670",
        "a link to a file whose name has an encoded space",
        "[there](two%20words.md)\n",
    ),
    Report(
        "earth-mover/icechunk/issues/1104",
        "a block that fails is printed in some way, and the build passes",
        run(">>> nothing_of_this_name"),
        "raised NameError",
    ),
    Report(
        "pawamoy/markdown-exec/issues/77",
        "the blocks of a page need one session without each saying so",
        run(">>> a = 2") + "\n" + run(">>> a + 1", "3"),
    ),
    Report(
        "pytest-dev/pytest/issues/233",
        "a blank after an output that nobody can see fails the test",
        run(">>> 1 < 2", "True "),
    ),
    Report(
        "ray-project/ray/pull/35930",
        "dots in an output stand for anything",
        run(">>> print('1 and 2')", "1...2"),
        "output '1...2'",
    ),
    Report(
        "pytest-dev/pytest/issues/9892",
        "a number with no decimals passes though it is off by one",
        run(">>> [0.0]", "[1.]"),
        "expected",
    ),
    Report(
        "pytest-dev/pytest/pull/5576",
        "digits that a page does not show fail the test",
        run(">>> 0.1 + 0.2", "0.3"),
    ),
    Report(
        "pytest-dev/pytest/issues/2796",
        "a zero with a sign is no zero",
        run(">>> -0.0", "0.0"),
    ),
    Report(
        "pytest-dev/pytest/issues/13327",
        "two directives that loosen a comparison do not go together",
        run(">>> 1 + 1  # doctest: +NUMBER, +ELLIPSIS", "2"),
        "the directive '# doctest: +NUMBER, +ELLIPSIS'",
    ),
    Report(
        "facelessuser/pymdown-extensions/pull/335",
        "a snippet of a file that is not there is left out in silence",
        '```python\n--8<-- "nowhere.py"\n```\n',
        "nowhere.py",
    ),
    Report(
        "facelessuser/pymdown-extensions/issues/1946",
        "a snippet's section that is not there is left out in silence",
        '```python\n--8<-- "least_squares/reference.py:nowhere"\n```\n',
        "nowhere",
    ),
    Report(
        "facelessuser/pymdown-extensions/issues/1682",
        "a snippet within a snippet that is not there is left out in silence",
        '```python\n--8<-- "outer.py"\n```\n',
        "inner.py",
    ),
    Report(
        "mkdocs/mkdocs/issues/3948",
        "a block in a list is printed and not carried out",
        "1. One\n\n    ```pycon\n    >>> 1 + 1\n    3\n    ```\n",
        "3 in the output of '1 + 1'; expected 2",
    ),
    Report(
        "mkdocs/mkdocs/issues/282",
        "a block in a list that is indented too little is printed as text",
        "1. One\n\n   ```pycon\n   >>> 1 + 1\n   3\n   ```\n",
        "3 in the output of '1 + 1'; expected 2",
    ),
    Report(
        "jupyter-book/mystmd/issues/2793",
        "code that asks its reader for an answer waits for ever",
        run(">>> input('name? ')"),
        "raised EOFError",
    ),
    Report(
        "jupyter-book/jupyter-book/issues/1140",
        "a process that dies is a traceback of the tool",
        run(">>> import os", ">>> os._exit(3)"),
        "the process ended by itself (exit status 3)",
    ),
    Report(
        "psf/black/issues/1654",
        "a formatter takes the blanks from the ends of an output's lines",
        run(">>> print('a ', 'b', sep='\\n')", "a", "b"),
    ),
    Report(
        "MicrosoftDocs/feedback/issues/582",
        "only the file of a link is looked for, not its anchor",
        "[there](slope.md#nowhere)\n",
        "a link to slope.md#nowhere; expected an anchor",
    ),
    Report(
        "mkdocs/mkdocs/issues/2019",
        "a block in a box is printed as words in a line",
        '!!! example "One"\n    ```pycon\n    >>> 1 + 1\n    3\n    ```\n',
        "3 in the output of '1 + 1'; expected 2",
    ),
]


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.address)
def test_a_page_is_judged_as_its_report_asks(book, report):
    book.write("docs/two words.md", "# Two words\n")
    book.write("outer.py", '--8<-- "inner.py"\n')
    book.write("docs/page.md", f"# Page\n\n{report.page}")
    found = book.problems("docs/page.md")
    assert len(found) == bool(report.problem)
    assert report.problem in "".join(found)


# What stays true while something changes


def changed(book, page, change):
    """What is wrong with a page that was right, once something changed that it reads."""
    book.write("docs/page.md", page)
    assert book.problems("docs/page.md") == []
    change()
    return book.problems("docs/page.md")


def test_a_file_that_a_block_reads_has_changed(book):
    """https://github.com/executablebooks/MyST-NB/issues/621: what was kept is shown, and the file says otherwise."""
    book.write("docs/one.txt", "1")
    code = run(">>> import os", ">>> from pathlib import Path")
    code += "\n" + run(">>> print((Path(os.environ['PROOFPRESS_ROOT']) / 'docs/one.txt').read_text())", "1")
    found = changed(book, code, lambda: book.write("docs/one.txt", "2"))
    assert "expected 2" in found[0]


def test_a_folder_has_a_new_file(book):
    """https://github.com/executablebooks/MyST-NB/issues/299: nothing says that a result depends on a folder."""
    book.write("docs/data/a.csv", "1")
    code = run(">>> import os", ">>> len(os.listdir(os.environ['PROOFPRESS_ROOT'] + '/docs/data'))", "1")
    found = changed(book, code, lambda: book.write("docs/data/b.csv", "1"))
    assert "expected 2" in found[0]


def test_the_surroundings_have_changed(book, monkeypatch):
    """https://github.com/jupyter-book/jupyter-book/issues/1633: the code is the same, and what it asks for is not."""
    monkeypatch.setenv("WEATHER", "sun")
    code = run(">>> import os", ">>> os.environ['WEATHER']", "'sun'")
    found = changed(book, code, lambda: monkeypatch.setenv("WEATHER", "rain"))
    assert "expected \"'rain'\"" in found[0]


def test_only_a_sentence_has_changed(book):
    """https://github.com/jupyter-book/jupyter-book/issues/1655: no code changed, so the page stays as it was."""
    found = changed(book, "Words.\n", lambda: book.write("docs/page.md", "Words of 1.5.\n"))
    assert "the bare decimal 1.5" in found[0]


# What can be accepted


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("python/cpython/issues/76690", "print('...', 'end', sep='\\n')"),  # an output that begins with dots
        ("python/cpython/issues/80895", "print('...and so on')"),
        ("python/cpython/issues/76278", "print('a\\r\\n\\r\\nb')"),  # a line that is blank but for its ending
        ("sol/doctest/pull/49", "print(' ')"),  # an output of blanks alone
        ("simplistix/testfixtures/issues/111", "print('a\\n\\nb')"),  # a blank line within an output
        ("gdsfactory/gdsfactory-photonics-training/issues/101", "print('10%\\r50%\\rdone')"),  # a bar that is redrawn
    ],
)
def test_what_is_accepted_then_holds(book, address, code):  # noqa: ARG001  the address says where it comes from
    book.write("docs/page.md", run(f">>> {code}"))
    assert book.run("accept", "docs/page.md")[0] == 0
    assert book.problems("docs/page.md") == []
    assert "\r" not in book.read("docs/page.md")


def test_an_address_in_memory_is_not_accepted(book):
    """https://github.com/ipython/ipython/pull/5644: an object shows where it lies, and that is new in every run."""
    book.write("docs/page.md", run(">>> object()"))
    code, lines = book.run("accept", "docs/page.md")
    assert code == 1
    assert "expected the same each time" in lines[-1]
    assert "0x" not in book.read("docs/page.md")


# What is said besides


@pytest.mark.parametrize(
    ("address", "stderr", "said"),
    [
        ("jupyter/jupyter-sphinx/issues/48", "say", r"note: docs/page.md:\d+: .* wrote 'a warning"),
        ("executablebooks/MyST-NB/issues/246", "refuse", r"docs/page.md:\d+: .* wrote 'a warning"),
        ("fredrikekre/Literate.jl/issues/271", "compare", r"docs/page.md:\d+: output '' .* expected 'a warning"),
    ],
)
def test_a_warning_is_not_lost(book, address, stderr, said):  # noqa: ARG001  the address says where it comes from
    book.edit("mkdocs.yml", "      seconds: 20\n", f"      seconds: 20\n      stderr: {stderr}\n")
    book.write("docs/page.md", run(">>> import sys", ">>> _ = sys.stderr.write('a warning\\n')"))
    lines = book.run("check", "docs/page.md")[1]
    assert [line for line in lines if re.match(said, line)]


def test_a_page_that_takes_too_long_is_named_with_its_line(book):
    """https://github.com/jupyter-book/jupyter-book/issues/945: a limit is passed, and only a log elsewhere says so."""
    book.edit("mkdocs.yml", "seconds: 20", "seconds: 2")
    book.write("docs/page.md", "Words.\n\n" + run(">>> import time", ">>> time.sleep(9)"))
    (found,) = book.problems("docs/page.md")
    assert found.startswith("docs/page.md:5: still running after 2 s")


# Files


def test_a_page_beside_a_notebook_of_its_name(book):
    """https://github.com/danielfrg/mkdocs-jupyter/issues/240: one of the two is gone, and nothing says which."""
    book.write("docs/labs/fit.md", "# Fit\n")
    assert "are both published as labs/fit/index.html" in "".join(book.problems())


def test_a_readme_beside_an_index(book):
    """https://github.com/mkdocs/mkdocs/issues/3110: a page is ignored, and its links are dead."""
    book.write("docs/README.md", "# Read me\n")
    assert "README.md" in "".join(book.problems())


def test_a_folder_that_begins_with_a_dot(book):
    """https://github.com/jupyter-book/jupyter-book/issues/1866: what lies in a hidden folder is run all the same."""
    book.write("docs/.hidden/page.md", run(">>> 1 / 0"))
    assert book.problems() == []


def test_a_cell_of_a_lab_that_raises_fails_the_check(book):
    """https://github.com/jupyter-book/mystmd/issues/2113: a cell raises, and the build says that all is well."""
    book.write("docs/labs/other.py", "# %%\n1 / 0\n")
    assert "'1 / 0' raised ZeroDivisionError" in book.problems("docs/labs/other.py")[0]


@pytest.mark.parametrize(
    ("address", "link"),
    [("danielfrg/mkdocs-jupyter/issues/157", "../nowhere.md"), ("danielfrg/mkdocs-jupyter/issues/141", "#nowhere")],
)
def test_a_link_of_a_lab_is_followed(book, address, link):  # noqa: ARG001  the address says where it comes from
    book.write("docs/labs/other.py", f"# %% [markdown]\n# # Other\n# [there]({link})\n")
    assert f"a link to {link}" in book.problems("docs/labs/other.py")[0]


def test_a_port_in_use_is_one_line():
    """https://github.com/mkdocs/mkdocs/issues/4131: a port that another program has is a traceback after the build."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(Abort, match="is in use by another program; type: mkdocs serve -a "):
            serving.refuse_taken("127.0.0.1", taken.getsockname()[1])
