"""Every error an author can cause, with the exact line she reads."""

from __future__ import annotations

import pytest

from proofpress.pages.messages import MESSAGES

TICKS = "```"
LOOP = f"{TICKS}pycon\n>>> while True: pass\n{TICKS}"
EATER = f"{TICKS}pycon\n>>> eaten = [0]\n>>> while True: eaten = eaten + eaten\n{TICKS}"
LEAVER = f"{TICKS}pycon\n>>> import os\n>>> os._exit(3)\n{TICKS}"

# kind: the text of docs/page.md, the line named, and what is said
ON_A_PAGE = {
    "comment.open": ("A\n<!-- B\n\nC\n", 2, "a comment is opened and never closed; expected -->; close it"),
    "fence.open": (
        f"A\n\n{TICKS}pycon\n>>> 1\n1\n",
        3,
        f"a fence is opened and never closed; expected {TICKS} on a line of its own; close it",
    ),
    "fence.nameless": (
        f"{TICKS}\nls\n{TICKS}\n",
        1,
        'a fence without a name; expected a language; name it, and say skip="why nobody runs it"',
    ),
    "fence.unknown": (
        f"{TICKS}pycom\n>>> 1\n1\n{TICKS}\n",
        1,
        "a fence named 'pycom'; expected a known language (did you mean pycon?); correct its name",
    ),
    "fence.unrun": (
        f"A\n\n{TICKS}python\n1 + 1\n{TICKS}\n",
        3,
        "a python fence that nobody runs; expected pycon, a section of src or a reason; "
        'make it a pycon fence or add skip="why nobody runs it"',
    ),
    "fence.reason": (
        f'{TICKS}bash skip=""\nls\n{TICKS}\n',
        1,
        'a fence skipped without a reason; expected skip="why nobody runs it"; give the reason',
    ),
    "fence.empty": (
        f"{TICKS}pycon\n{TICKS}\n",
        1,
        "a pycon fence without an example; expected lines that begin with >>>; add one",
    ),
    "fence.doctest": (
        f"{TICKS}pycon\n>>> 1\n1\n\nand so on\n{TICKS}\n",
        5,
        "the line 'and so on' is neither an example nor its output; expected a doctest; correct the example",
    ),
    "fence.directive": (
        f"{TICKS}pycon\n>>> 1  # doctest: +SKIP\n2\n{TICKS}\n",
        2,
        "the directive '# doctest: +SKIP'; expected an example that is always run and compared; remove it",
    ),
    "fence.derivation": (
        f"{TICKS}derivation\nloss expanded, please\n{TICKS}\n",
        1,
        "a derivation fence that says 'loss expanded, please'; expected a slug, or a slug and the number of a line; "
        "write for example nll-gradient or nll-gradient 3",
    ),
    "snippet.prose": (
        '--8<-- "docs/index.md"\n',
        1,
        "a snippet outside a fence; expected snippets of code only; put it in a python fence",
    ),
    "snippet.missing": (
        f'A\n\n{TICKS}python\n--8<-- "least_squares/reference.py:slop"\n{TICKS}\n',
        4,
        "Snippet section 'slop' could not be located; expected a file and a section that exist; correct the name",
    ),
    "number.bare": (
        "It is {= 1 + 1 }.\n",
        1,
        "{= 1 + 1 } without a number before it; expected a literal such as 0.000; write one and run accept",
    ),
    "number.open": (
        "It is 2{= (1 + 1 ] }.\n\nB }\n",
        1,
        "{= is never closed; expected a matching } in the same paragraph; close it",
    ),
    "number.bar": (
        "| a |\n|---|\n| 3{= 1 | 2 } |\n",
        3,
        "the expression '1 | 2' holds a | in a table; expected none, it would end the cell; "
        "bind a name in a pycon fence first",
    ),
    "run.raised": (
        f"A\n\n{TICKS}pycon\n>>> a = 1\n>>> a / 0\n{TICKS}\n",
        5,
        "'a / 0' raised ZeroDivisionError: division by zero; expected no exception; correct the code",
    ),
    "run.silent": (
        f"{TICKS}pycon\n>>> 1 / 1\nTraceback (most recent call last):\n  ...\n"
        f"ZeroDivisionError: division by zero\n{TICKS}\n",
        2,
        "'1 / 1' raised nothing; expected ZeroDivisionError: division by zero; correct the code or the page",
    ),
    "run.exception": (
        f"{TICKS}pycon\n>>> 1 / 0\nTraceback (most recent call last):\n  ...\nZeroDivisionError: infinite\n{TICKS}\n",
        3,
        "'1 / 0' raised ZeroDivisionError: division by zero; expected ZeroDivisionError: infinite; "
        "correct the code or run accept",
    ),
    "run.time": (
        f"A\n\n{LOOP}\n",
        4,
        "still running after 2 s; expected an end within the limit of a page; make the code shorter",
    ),
    "run.memory": (
        f"{EATER}\n",
        3,
        "took more than 512 MB of memory; expected less, the limit of a page; make the code smaller",
    ),
    "run.died": (
        f"{LEAVER}\n",
        3,
        "the process ended by itself (exit status 3); expected it to reach the end of the page; remove what ends it",
    ),
    "number.drifted": (
        "A\n\nIt is 0.66{= 2 / 3 }.\n",
        3,
        "0.66 for 2 / 3; expected 0.67 (computed 0.6666666666666666); run accept if the new number is right",
    ),
    "number.integer": (
        "It is 3{= 3.25 }.\n",
        1,
        "the integer 3 for 3.25; expected 3.25, not a whole number; show decimals or round in the expression",
    ),
    "number.kind": (
        "It is 3{= [3] }.\n",
        1,
        "3 for [3], which gives [3] (a list); expected a real number; correct the expression",
    ),
    "number.raised": (
        "It is 3{= slope }.\n",
        1,
        "slope raised NameError: name 'slope' is not defined; expected a number; correct the expression",
    ),
    "output.drifted": (
        f"{TICKS}pycon\n>>> [1 / 3,\n...  2 / 3]\n[0.333, 0.666]\n{TICKS}\n",
        4,
        "0.666 in the output of '[1 / 3,'; expected 0.667; run accept if the new output is right",
    ),
    "output.coarse": (
        f"{TICKS}pycon\n>>> 1 / 2\n0.500\n{TICKS}\n",
        3,
        "0.500 in the output of '1 / 2', which prints only 0.5; expected no more digits than are printed; "
        "run accept, or print more",
    ),
    "output.differs": (
        f"{TICKS}pycon\n>>> 'a'\n'b'\n{TICKS}\n",
        3,
        "output \"'b'\" of \"'a'\"; expected \"'a'\"; run accept if the new output is right",
    ),
    "slug.unknown": (
        f"A\n\n{TICKS}derivation\nloss-expand\n{TICKS}\n",
        3,
        "no derivation is called 'loss-expand'; near it: loss-expanded; expected the slug of a derivation; correct it",
    ),
    "slug.twice": (
        f"A\n\n{TICKS}derivation\nloss-expanded\n{TICKS}\n",
        3,
        "the chain loss-expanded is shown here and at docs/index.md:11; expected every chain on exactly one page; "
        "keep one, name single lines elsewhere",
    ),
    "maths.relation": (
        "So $b < x_n$ holds.\n",
        1,
        "the relation < typed in $b < x_n$; expected symbols only; make it a line of a derivation, or say it in words",
    ),
    "maths.display": (
        "A\n\n$$b$$\n",
        3,
        "typed display mathematics ($$); expected a derivation; make it a line of a derivation and name its slug",
    ),
    "prose.decimal": (
        "The slope is 1.04 here.\n",
        1,
        "the bare decimal 1.04 in prose; expected an inline number; write 1.04{= expression }",
    ),
    "link.file": (
        "A [page](nowhere.md).\n",
        1,
        "a link to nowhere.md; expected a file under docs; correct the path",
    ),
    "link.anchor": (
        "A\n\nA [page](slope.md#the-slop).\n",
        3,
        "a link to slope.md#the-slop; expected an anchor of that page (near it: #the-slope); correct the anchor",
    ),
    "census.lost": (
        '[text](index.md)\n\n[a]: index.md "5{= 5 }"\n\n- ~~~bash skip="no"\n  ls\n  ~~~\n',
        5,
        "a bash fence was read here and is not on the page; expected it once; "
        "put it on lines of its own, where Markdown shows it",
    ),
    "census.twice": (
        "*[ab]: 5{= 5 }\n\nab and ab\n",
        1,
        "the number 5 was read here and is 2 times on the page; expected it once; "
        "move it to where Markdown shows it once",
    ),
    "census.code": (
        f"A\n\n    {TICKS}pycon\n    >>> 5\n    5\n    {TICKS}\n",
        3,
        "a pycon fence is published as code; expected it carried out; indent it as the text around it is",
    ),
    "census.block": (
        "A\n\n    ls\n",
        3,
        "the block 'ls' is published as code and nobody runs it; expected a fence; "
        "make it a fence, run or skipped with a reason",
    ),
}


@pytest.mark.parametrize("kind", ON_A_PAGE)
def test_the_author_reads(book, kind):
    text, line, message = ON_A_PAGE[kind]
    if kind == "run.time":
        book.edit("mkdocs.yml", "seconds: 20", "seconds: 2")
    book.write("docs/page.md", text)
    assert f"docs/page.md:{line}: {message}" in book.problems("docs/page.md")


def test_every_message_of_the_table_is_in_a_test():
    elsewhere = {
        "book.broken", "slug.failed", "slug.nowhere", "maths.symbol", "maths.latex", "page.markdown",
        "lab.raised", "lab.unpinned", "lab.fence", "lab.percent",
    }  # fmt: skip
    assert ON_A_PAGE.keys() | elsewhere == MESSAGES.keys()


def test_the_line_before_front_matter_is_counted(book):
    book.write("docs/page.md", "---\ntitle: A\n---\n\nIt is 2{= 1 }.\n")
    (found,) = book.problems("docs/page.md")
    assert found.startswith("docs/page.md:5: 2 for 1; expected 1")
