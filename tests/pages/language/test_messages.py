"""Every error an author can cause, with the exact line she reads."""

from __future__ import annotations

import pytest

from proofpress.pages.language.messages import MESSAGES

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
    "formula.reason": (
        f"A\n\n{TICKS}formula\n\\int f\n{TICKS}\n",
        3,
        'a typed formula without a reason; expected why="why nothing here proves it"; give the reason',
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
        "a derivation fence that says 'loss expanded, please'; expected a chain below its slug and title, or a slug, "
        "or a slug and the number of a line; write for example nll-gradient: The gradient, nll-gradient or "
        "nll-gradient 3",
    ),
    "snippet.prose": (
        '--8<-- "docs/index.md"\n',
        1,
        "a snippet outside a fence; expected snippets of code only; put it in a python fence",
    ),
    "snippet.missing": (
        f'A\n\n{TICKS}python\n--8<-- "least_squares/reference.py:slop"\n{TICKS}\n',
        4,
        "Snippet section 'slop' could not be located; expected a file and a function in it; correct the name",
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
    "run.stderr": (
        f"{TICKS}pycon\n>>> import warnings\n>>> warnings.warn('old')\n{TICKS}\n",
        3,
        "\"warnings.warn('old')\" wrote '<docs/page.md 1>:1: UserWarning: old' to standard error; expected nothing "
        "there; mend it, or say in mkdocs.yml whether to say, compare or refuse it (stderr)",
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
    "slug.anchor": (
        f"A\n\n## Loss expanded\n\n{TICKS}derivation\nloss-expanded\n{TICKS}\n",
        5,
        "the anchor #loss-expanded is a heading's and this chain's; expected each anchor once; "
        "give the heading another, as in ## Title {#another}",
    ),
    "maths.relation": (
        "So $b < x_n$ holds.\n",
        1,
        "the relation < typed in $b < x_n$; expected symbols only; make it a line of a derivation, or say it in words",
    ),
    "maths.display": (
        "A\n\n$$b$$\n",
        3,
        "typed display mathematics ($$); expected a derivation; make it a line of a derivation, "
        "or a formula fence that says why nothing proves it",
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


DERIVATIONS, NOTATION, LAB = "least_squares/derivations.py", "least_squares/notation.py", "docs/labs/fit.py"
IMPORTED = "expected derivations and a notation that can be imported; correct them"
ACCEPTED = "expected a line that the checker accepts; correct the derivation"
LISTED = "expected symbols of the notation table; correct it or add the symbol"
MEASURED = "Three points are measured."
WHOLE, INDEX, SLOPE = (), ("docs/index.md",), ("docs/slope.md",)
LAB_CODE = f"{TICKS}pycon\n# >>> 1\n# 1\n# {TICKS}"

# kind: the edit, the pages checked, and what is said
HALVES = "halves: Halves\n  floor(2*b)\n= floor(b) + floor(b + 1/2)  -- Hermite\n"
IN_THE_BOOK = {
    "book.broken": (
        (DERIVATIONS, "loss = Sum(", "loss = Sun("),
        INDEX,
        f"{DERIVATIONS}:10: NameError: name 'Sun' is not defined; {IMPORTED}",
    ),
    "book.broken: it is no Python": (
        (NOTATION, 'N = size("N")', 'N = size("N"'),
        INDEX,
        f"{NOTATION}:8: SyntaxError: '(' was never closed; {IMPORTED}",
    ),
    "book.broken: two derivations of one name": (
        (DERIVATIONS, '"loss-expanded"', '"loss-gradient"'),
        INDEX,
        "mkdocs.yml:1: two derivations are called 'loss-gradient': in least_squares.derivations and in "
        f"least_squares.derivations; {IMPORTED}",
    ),
    "book.broken: two symbols of one spelling": (
        (NOTATION, 'Entry(n, "n"', 'Entry(n, "N"'),
        INDEX,
        f"{NOTATION}:17: two entries of the notation are spelt N; spell one of them differently; {IMPORTED}",
    ),
    "book.broken: a convention that is not there": (
        (NOTATION, '{"statistics": "Y"}', '{"statistic": "Y"}'),
        INDEX,
        f"{NOTATION}:19: y is spelt in the convention statistic, which is none of ours, statistics; {IMPORTED}",
    ),
    "chain.unreadable": (
        ("docs/index.md", "loss-expanded\n", "loss-of-others: The loss\n  sum(y[n]^2, n=1..N) + xx\n"),
        INDEX,
        "docs/index.md:13: column 25, at 'xx': the name 'xx' is not known; did you mean x?",
    ),
    "slug.unproved": (
        ("docs/index.md", "loss-expanded\n", HALVES),
        INDEX,
        "docs/index.md:14: line 2 of halves (docs/index.md:14) is not proved: undecided: not proved for every size: "
        "left over: floor(2*b) - floor(b + 1/2) - floor(b); try a smaller step, a lemma, a gap, a range that is "
        "missing, or say only= and why | floor(2*b) = floor(b) + floor(b + 1/2) | “Hermite”; "
        "expected a proof; no point contradicts the line, so help its proof",
    ),
    "slug.failed": (
        (DERIVATIONS, "Sum(-2 * x[n] *", "Sum(2 * x[n] *"),
        SLOPE,
        f"docs/slope.md:5: line 2 of loss-gradient ({DERIVATIONS}:19) does not hold: refuted: false at N = 1, b = 0.5, "
        "x[1] = −1, y[1] = 1: left 3, right −3 | Derivative(Sum((-b*x[n] + y[n])**2, (n, 1, N)), b) = "
        f"Sum(2*(-b*x[n] + y[n])*x[n], (n, 1, N)) | “the derivative of each square”; {ACCEPTED}",
    ),
    "slug.failed: nothing is wrong with a wrong line": (
        (DERIVATIONS, "2 * Sum(b * x[n] - y[n], (n, 1, N))", "2 * Sum(b * x[n] ** 2 - x[n] * y[n], (n, 1, N))"),
        SLOPE,
        f"docs/slope.md:5: line 4 of loss-gradient ({DERIVATIONS}:24) does not hold: undecided: said to be wrong, and "
        "no counterexample was found | 2*b*Sum(x[n]**2, (n, 1, N)) - 2*Sum(x[n]*y[n], (n, 1, N)) = "
        f"2*Sum(b*x[n]**2 - x[n]*y[n], (n, 1, N)) | “a factor forgotten”; {ACCEPTED}",
    ),
    "slug.failed: a symbol without an entry": (
        (NOTATION, '        Entry(y, "y", "what was measured", "values", "(N,)", {"statistics": "Y"}),\n', ""),
        SLOPE,
        f"docs/slope.md:5: line 1 of loss-gradient ({DERIVATIONS}:15) does not hold: "
        f"the symbol y is not in the notation; add an Entry for it; {ACCEPTED}",
    ),
    "words.unknown": (
        ("docs/slope.md", MEASURED, "It falls. <!-- by loss-gradien 3 -->"),
        WHOLE,
        "docs/slope.md:3: no derivation is called 'loss-gradien'; near it: loss-gradient; "
        "expected a line for the sentence to lean on; correct its comment",
    ),
    "words.weak": (
        ("docs/slope.md", MEASURED, "It is less than that. <!-- by loss-gradient 3 -->"),
        WHOLE,
        "docs/slope.md:3: the sentence says 'less than' and leans on loss-gradient 3, which says = (every size); "
        "expected a proved line that says < or >; make the line as strong as the sentence, "
        "or the sentence as weak as the line",
    ),
    "words.alone": (
        ("docs/slope.md", MEASURED, "It is strictly so."),
        WHOLE,
        "docs/slope.md:3: the sentence says 'strictly' and leans on no line; expected one that says < or >; end "
        "it with <!-- by a-slug 3 -->, or with <!-- by: why no line is needed -->",
    ),
    "slug.nowhere": (
        ("docs/index.md", f"{TICKS}derivation\nloss-expanded\n{TICKS}", ""),
        WHOLE,
        f"{DERIVATIONS}:32: the chain loss-expanded is on no page; expected every chain on exactly one page; "
        "show it in a derivation fence",
    ),
    "slug.unknown: a line that is not there": (
        ("docs/slope.md", "loss-gradient 3", "loss-gradient 9"),
        SLOPE,
        "docs/slope.md:9: loss-gradient has no line 9: its lines are 1 to 4; "
        "expected the slug of a derivation; correct it",
    ),
    "notation.latex": (
        (NOTATION, 'Entry(b, "b"', 'Entry(b, r"\\bad"'),
        SLOPE,
        r"docs/slope.md:9: 2 \bad \sum_{n=1}^{N} x_{n}^{2} - 2 \sum_{n=1}^{N} x_{n} y_{n}: KaTeX parse error: "
        r"Undefined control sequence: \bad at position 3: 2 \̲b̲a̲d̲ ̲\sum_{n=1}^{N} …; "
        "expected LaTeX that can be typeset; correct the entry of the notation",
    ),
    "maths.symbol": (
        ("docs/index.md", "slope $b$", "slope $q$"),
        INDEX,
        "docs/index.md:9: $q$: `q` is no symbol of the notation: add an entry for it or use the symbol that is listed; "
        f"{LISTED}",
    ),
    "maths.symbol: a brace": (
        ("docs/index.md", "slope $b$", "slope $b_{x$"),
        INDEX,
        f"docs/index.md:9: $b_{{x$: a brace is not closed; {LISTED}",
    ),
    "maths.symbol: a script": (
        ("docs/index.md", "slope $b$", "slope $b^$"),
        INDEX,
        f"docs/index.md:9: $b^$: the formula ends in a script; {LISTED}",
    ),
    "lab.raised": (
        (LAB, "fitted = slope(", "fitted = slop("),
        (LAB,),
        f"{LAB}:9: 'fitted = slop([1, 2, 3], [1.1, 1.9, 3.2])' raised NameError: name 'slop' is not defined; "
        "expected no exception; correct the cell",
    ),
    "lab.unpinned": (
        (LAB, "#> 1.0357\n", ""),
        (LAB,),
        f"{LAB}:11: a cell prints '1.0357142857142858' and pins nothing; expected lines #> under it; run accept",
    ),
    "lab.fence": (
        (LAB, "# ## The line", f"# ## The line\n#\n# {LAB_CODE}"),
        (LAB,),
        f'{LAB}:16: a pycon fence in a lab; expected a cell, or show("slug") in one; move it into a cell',
    ),
    "lab.percent": (
        ("docs/labs/empty.py", "", "fitted = 1\n"),
        ("docs/labs/empty.py",),
        "docs/labs/empty.py:1: no cell; expected lines that begin with # %%; make it a percent notebook, "
        "or name it in exclude_docs",
    ),
    "page.twice": (
        ("docs/labs/fit.md", "", "# Another\n"),
        (),
        "docs/labs/fit.py:1: docs/labs/fit.py and docs/labs/fit.md are both published as labs/fit/index.html; "
        "expected one source for each page; rename one",
    ),
    "page.excluded": (
        ("docs/README.md", "", "# Another\n"),
        (),
        "docs:1: Excluding 'README.md' from the site because it conflicts with 'index.md'; "
        "expected each page once; rename or remove one of the two",
    ),
}

REFUSING = """
from markdown import Extension
from markdown.preprocessors import Preprocessor


class Refuse(Preprocessor):
    def run(self, lines):
        if "refuse" in lines[0]:
            raise ValueError("no such page")
        return lines


class Refusing(Extension):
    def extendMarkdown(self, md):
        md.preprocessors.register(Refuse(md), "refuse", 0)


def makeExtension(**options):
    return Refusing(**options)
"""

# what is wrong: the edit, the arguments of check, and what is said
AT_THE_START = {
    "the page is not there": (
        ("", "", ""),
        ("docs/nowhere.md",),
        "docs/nowhere.md is not a page or a lab under docs; name one that is",
    ),
    "the shard is not there": (
        ("", "", ""),
        ("--shard", "9/8"),
        "--shard 9/8: expected I/N with I from 1 to N, such as 3/8",
    ),
    "the press is not named": (
        ("mkdocs.yml", "  - proofpress:", "  - codehilite:"),
        (),
        "mkdocs.yml: markdown_extensions does not name proofpress; add it",
    ),
    "an extension is not there": (
        ("mkdocs.yml", "  - abbr\n", "  - abbreviations\n"),
        INDEX,
        "mkdocs.yml: markdown_extensions: ModuleNotFoundError: No module named 'abbreviations'; correct it",
    ),
    "an option is not there": (
        ("mkdocs.yml", "alternate_style: true", "alternative_style: true"),
        INDEX,
        "mkdocs.yml: markdown_extensions: KeyError: 'alternative_style'; correct it",
    ),
    "a rule of chapters names nothing": (
        ("mkdocs.yml", "seconds: 20", "seconds: 20\n      chapters: [Exercises]"),
        INDEX,
        "mkdocs.yml: rule 1 of chapters is 'Exercises'; expected one of line, text, item, picture; name it",
    ),
    "mkdocs.yml is no YAML": (
        ("mkdocs.yml", "site_name: Least squares", "site_name: [Least squares"),
        (),
        "mkdocs.yml:2: expected ',' or ']', but got ':'; correct the YAML",
    ),
}


@pytest.mark.parametrize("kind", ON_A_PAGE)
def test_the_author_reads(book, kind):
    text, line, message = ON_A_PAGE[kind]
    if kind == "run.time":
        book.edit("mkdocs.yml", "seconds: 20", "seconds: 2")
    if kind == "run.stderr":
        book.edit("mkdocs.yml", "seconds: 20", "seconds: 20\n      stderr: refuse")
    book.write("docs/page.md", text)
    assert f"docs/page.md:{line}: {message}" in book.problems("docs/page.md")


@pytest.mark.parametrize("kind", IN_THE_BOOK)
def test_the_author_of_a_book_reads(book, kind):
    (path, old, new), page, message = IN_THE_BOOK[kind]
    if old:
        book.edit(path, old, new)
    else:
        book.write(path, new)
    assert message in book.problems(*page)


@pytest.mark.parametrize("wrong", AT_THE_START)
def test_the_author_reads_before_anything_is_checked(book, wrong):
    (path, old, new), arguments, message = AT_THE_START[wrong]
    if path:
        book.edit(path, old, new)
    assert book.run("check", *arguments) == (2, [f"proofpress: {message}"])


def test_a_page_that_is_not_utf8_is_named(book):
    (book.root / "docs/page.md").write_bytes(b"caf\xe9")
    expected = "proofpress: docs/page.md: byte 3 is not UTF-8; save the file as UTF-8"
    assert book.run("check", "docs/page.md") == (2, [expected])


def test_where_no_book_stands_it_is_said(book, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert book.run("check") == (2, [f"proofpress: mkdocs.yml is not in {tmp_path}; run this where it is"])


def test_a_symbol_of_the_notation_that_cannot_be_typeset_is_named(book):
    book.edit(NOTATION, 'Entry(b, "b"', r'Entry(b, r"\bad"')
    book.write("docs/page.md", r"So is $\bad$.")
    expected = (
        r"docs/page.md:1: $\bad$: \bad: KaTeX parse error: Undefined control sequence: \bad at position 1: \̲b̲a̲d̲; "
        "expected LaTeX that can be typeset; correct it"
    )
    assert book.problems("docs/page.md") == [expected]


def test_a_page_that_markdown_cannot_convert_is_named(book, monkeypatch):
    monkeypatch.syspath_prepend(book.root)
    book.write("least_squares/refusing.py", REFUSING)
    book.edit("mkdocs.yml", "  - abbr\n", "  - abbr\n  - least_squares.refusing\n")
    book.write("docs/page.md", "A page to refuse.\n")
    expected = "docs/page.md:1: no such page; expected a page that Markdown can convert; correct it"
    assert book.problems("docs/page.md") == [expected]


def test_every_message_of_the_table_is_in_a_test():
    in_the_book = {kind.partition(":")[0] for kind in IN_THE_BOOK}
    of_the_bibliography = {"cite.broken", "cite.unknown", "cite.unused"}  # in tests/pages/commands/test_references.py
    waiting = {"slug.waits"}  # in tests/pages/site/test_waiting.py
    accepting = {"run.unsteady"}  # in tests/pages/commands/test_accept.py
    of_chapters = {"chapter.rule"}  # in tests/pages/language/test_chapters.py
    others = {"maths.latex", "page.markdown"} | of_the_bibliography | waiting | accepting | of_chapters
    assert ON_A_PAGE.keys() | in_the_book | others == MESSAGES.keys()


def test_the_line_before_front_matter_is_counted(book):
    book.write("docs/page.md", "---\ntitle: A\n---\n\nIt is 2{= 1 }.\n")
    (found,) = book.problems("docs/page.md")
    assert found.startswith("docs/page.md:5: 2 for 1; expected 1")
