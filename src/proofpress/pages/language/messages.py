"""Every error an author can cause, once: what stands there; what it should be; what to do."""

from __future__ import annotations

from dataclasses import dataclass

MESSAGES = {
    # the page's own forms
    "comment.open": "a comment is opened and never closed; expected -->; close it",
    "fence.open": "a fence is opened and never closed; expected {mark} on a line of its own; close it",
    "fence.nameless": 'a fence without a name; expected a language; name it, and say skip="why nobody runs it"',
    "fence.unknown": "a fence named {name!r}; expected a known language{near}; correct its name",
    "fence.unrun": "a {name} fence that nobody runs; expected pycon, a section of src or a reason; "
    'make it a pycon fence or add skip="why nobody runs it"',
    "fence.reason": 'a fence skipped without a reason; expected skip="why nobody runs it"; give the reason',
    "formula.reason": 'a typed formula without a reason; expected why="why nothing here proves it"; give the reason',
    "fence.empty": "a pycon fence without an example; expected lines that begin with >>>; add one",
    "fence.doctest": "{message}; expected a doctest; correct the example",
    "fence.directive": "the directive {directive!r}; expected an example that is always run and compared; remove it",
    "fence.derivation": "a derivation fence that says {body!r}; expected a chain below its slug and title, or a slug, "
    "or a slug and the number of a line; write for example nll-gradient: The gradient, nll-gradient or nll-gradient 3",
    "snippet.prose": "a snippet outside a fence; expected snippets of code only; put it in a python fence",
    "snippet.missing": "{message}; expected a file and a function in it; correct the name",
    "number.bare": "{{= {expression} }} without a number before it; expected a literal such as 0.000; "
    "write one and run accept",
    "number.open": "{{= is never closed; expected a matching }} in the same paragraph; close it",
    "number.bar": "the expression {expression!r} holds a | in a table; expected none, it would end the cell; "
    "bind a name in a pycon fence first",
    # running
    "run.raised": "{source!r} raised {error}; expected no exception; correct the code",
    "run.silent": "{source!r} raised nothing; expected {expected}; correct the code or the page",
    "run.exception": "{source!r} raised {found}; expected {expected}; correct the code or run accept",
    "run.unsteady": "{first!r} at the first run and {second!r} at the second; expected the same each time; "
    "show what stays, or fix what chance decides",
    "run.stderr": "{source!r} wrote {text!r} to standard error; expected nothing there; "
    "mend it, or say in mkdocs.yml whether to say, compare or refuse it (stderr)",
    "run.time": "still running after {seconds} s; expected an end within the limit of a page; make the code shorter",
    "run.memory": "took more than {megabytes} MB of memory; expected less, the limit of a page; make the code smaller",
    "run.died": "the process ended by itself ({status}); expected it to reach the end of the page; remove what ends it",
    # comparing
    "number.drifted": "{literal} for {expression}; expected {correct} (computed {value}); "
    "run accept if the new number is right",
    "number.integer": "the integer {literal} for {expression}; expected {correct}, not a whole number; "
    "show decimals or round in the expression",
    "number.kind": "{literal} for {expression}, which gives {value}; expected a real number; correct the expression",
    "number.raised": "{expression} raised {error}; expected a number; correct the expression",
    "output.drifted": "{shown} in the output of {source!r}; expected {correct}; run accept if the new output is right",
    "output.coarse": "{shown} in the output of {source!r}, which prints only {got}; expected no more digits than are "
    "printed; run accept, or print more",
    "output.differs": "output {shown!r} of {source!r}; expected {got!r}; run accept if the new output is right",
    # derivations and symbols
    "book.broken": "{message}; expected derivations and a notation that can be imported; correct them",
    "chain.unreadable": "{message}",
    "slug.unknown": "{message}; expected the slug of a derivation; correct it",
    "notation.latex": "{message}; expected LaTeX that can be typeset; correct the entry of the notation",
    "slug.failed": "line {number} of {slug} ({place}) does not hold: {message}; "
    "expected a line that the checker accepts; correct the derivation",
    "slug.unproved": "line {number} of {slug} ({place}) is not proved: {message}; expected a proof; "
    "no point contradicts the line, so help its proof",
    "slug.waits": "line {number} of {slug} ({place}) is still being tried; expected a verdict in the time of a line; "
    "wait, and this page says what came of it",
    "slug.twice": "the chain {slug} is shown here and at {other}; expected every chain on exactly one page; "
    "keep one, name single lines elsewhere",
    "slug.nowhere": "the chain {slug} is on no page; expected every chain on exactly one page; "
    "show it in a derivation fence",
    "slug.anchor": "the anchor #{slug} is a heading's and this chain's; expected each anchor once; "
    "give the heading another, as in ## Title {{#another}}",
    "maths.symbol": "${tex}$: {message}; expected symbols of the notation table; correct it or add the symbol",
    "maths.relation": "the relation {relation} typed in ${tex}$; expected symbols only; "
    "make it a line of a derivation, or say it in words",
    "maths.display": "typed display mathematics ({found}); expected a derivation; "
    "make it a line of a derivation, or a formula fence that says why nothing proves it",
    "maths.latex": "${tex}$: {message}; expected LaTeX that can be typeset; correct it",
    # the bibliography
    "cite.unknown": "{slug} cites {key!r}; expected a key of {file}{near}; correct it or add the entry",
    "cite.unused": "the entry {key} is cited by no derivation and linked from no page; expected a use; "
    "cite it or remove it",
    "cite.broken": "{message}; expected BibTeX that can be printed; correct it",
    # chapters
    "chapter.rule": "a chapter with {found}; expected {wanted}, by rule {number} of chapters in mkdocs.yml; "
    "write it, or change the rule",
    # prose and links
    "prose.decimal": "the bare decimal {literal} in prose; expected an inline number; write {literal}{{= expression }}",
    "words.unknown": "{message}; expected a line for the sentence to lean on; correct its comment",
    "words.weak": "the sentence says {word!r} and leans on {names}, which says {said}; expected a proved line that "
    "says {says}; make the line as strong as the sentence, or the sentence as weak as the line",
    "words.alone": "the sentence says {word!r} and leans on no line; expected one that says {says}; end it with "
    "<!-- by a-slug 3 -->, or with <!-- by: why no line is needed -->",
    "link.file": "a link to {target}; expected a file under {docs}; correct the path",
    # files
    "page.twice": "{source} and {other} are both published as {place}; expected one source for each page; rename one",
    "page.excluded": "{message}; expected each page once; rename or remove one of the two",
    "link.anchor": "a link to {target}; expected an anchor of that page{near}; correct the anchor",
    # the two censuses
    "census.lost": "{what} was read here and is not on the page; expected it once; "
    "put it on lines of its own, where Markdown shows it",
    "census.twice": "{what} was read here and is {times} times on the page; expected it once; "
    "move it to where Markdown shows it once",
    "census.code": "{what} is published as code; expected it carried out; indent it as the text around it is",
    "census.block": "the block {text!r} is published as code and nobody runs it; expected a fence; "
    "make it a fence, run or skipped with a reason",
    "page.markdown": "{message}; expected a page that Markdown can convert; correct it",
    # labs
    "lab.raised": "{source!r} raised {error}; expected no exception; correct the cell",
    "lab.unpinned": "a cell prints {got!r} and pins nothing; expected lines #> under it; run accept",
    "lab.fence": 'a {name} fence in a lab; expected a cell, or show("slug") in one; move it into a cell',
    "lab.percent": "no cell; expected lines that begin with # %%; "
    "make it a percent notebook, or name it in exclude_docs",
}


@dataclass(frozen=True)
class Problem:
    """One error: where, and in one line what stands there, what it should be and what to do."""

    path: str
    line: int
    kind: str
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.text}"


def problem(path: str, line: int, kind: str, **fields: object) -> Problem:
    """The problem `kind` of the table, its fields filled in."""
    return Problem(path, line, kind, " ".join(MESSAGES[kind].format(**fields).split()))


class PageErrors(ValueError):
    """A page that may not be published; it reads as one problem a line."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems
