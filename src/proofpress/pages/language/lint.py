"""What a page may not hold: typed mathematics, numbers nobody computes, fences nobody runs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import cache

from .messages import Problem, problem
from .source import FORMULA, Fence, Source

RELATION = re.compile(
    r"[=<>≤≥≈≠→∝⇒⇔≡∼]|\\(?:le|leq|ge|geq|lt|gt|ne|neq|approx|to|propto|sim|simeq|equiv|cong|in|rightarrow|Rightarrow|"
    r"implies|iff|leftrightarrow|Leftrightarrow|mapsto|ll|gg|coloneqq|triangleq|doteq|leqslant|geqslant)(?![A-Za-z])"
)
DECIMAL = re.compile(r"(?<![\w.])[-+−]?\d+(?:,\d{3})*\.\d+(?:[eE][-+]?\d+)?(?![\w.]*\.\d)(?!\w)")
NUMBERED = re.compile(
    r"(?:§+|\b(?:sections?|sec\.|eqs?\.|equations?|theorems?|lemmas?|figs?\.|figures?|tables?|chapters?|ch\.|"
    r"exercises?|versions?|v\.|python|arxiv:|pp?\.|no\.)) *\(?(?:[\d.]+(?: *(?:,|–|-|and|to|or) *))*$",
    re.IGNORECASE,
)
NAMED = re.compile(r"\s*[\w-]+(\s+\d+)?\s*")
HEADING_NUMBER = re.compile(r"^[ \t>]*#{1,6}[ \t]+$")


def lint(source: Source, languages: Iterable[str] = (), programs: Iterable[str] = ()) -> Iterator[Problem]:
    """What is wrong with how a page is written; `languages` and `programs` are further names of fences and software."""
    yield from source.problems
    for fence in source.fences:
        yield from lint_fence(source, fence, frozenset(languages))
    yield from lint_mathematics(source)
    yield from lint_decimals(source, frozenset(name.casefold() for name in programs))


def lint_fence(source: Source, fence: Fence, languages: frozenset[str]) -> Iterator[Problem]:
    """A fence must have a known name and be shown, run, cut from src, or skipped with a reason."""
    where = source.path, fence.line
    if not fence.name:
        yield problem(*where, "fence.nameless")
    elif not is_language(fence.name) and fence.name not in languages:
        near = get_close_matches(fence.name, ["derivation", FORMULA, "pycon", "python", "bash", "text", *languages], 1)
        yield problem(*where, "fence.unknown", name=fence.name, near=f" (did you mean {near[0]}?)" if near else "")
    elif fence.fate == "skipped" and not fence.options["skip"].strip():
        yield problem(*where, "fence.reason")
    elif fence.fate == "typed" and not fence.options.get("why", "").strip():
        yield problem(*where, "formula.reason")
    elif not fence.fate and fence.name not in languages:  # superfences draws those that mkdocs.yml names
        yield problem(*where, "fence.unrun", name=fence.name)
    elif fence.name == "derivation" and not fence.is_chain and not NAMED.fullmatch(fence.body):
        yield problem(*where, "fence.derivation", body=fence.body.strip())


@cache
def is_language(name: str) -> bool:
    """Whether a fence of this name is ours or can be highlighted."""
    from pygments.lexers import find_lexer_class_by_name
    from pygments.util import ClassNotFound

    try:
        return name in ("derivation", FORMULA) or find_lexer_class_by_name(name) is not None
    except ClassNotFound:
        return False


def lint_mathematics(source: Source) -> Iterator[Problem]:
    """No displayed mathematics is typed, and no relation."""
    for piece in source.of("display"):
        yield problem(source.path, piece.line, "maths.display", found=source.text[piece.start : piece.end])
    for piece in source.of("maths"):
        if found := RELATION.search(piece["tex"]):
            tex = " ".join(piece["tex"].split())
            yield problem(source.path, piece.line, "maths.relation", relation=found.group(), tex=tex)


def lint_decimals(source: Source, programs: frozenset[str]) -> Iterator[Problem]:
    """No decimal in prose but inline numbers, versions, dates and the numbers of sections and equations."""
    for match in DECIMAL.finditer(source.prose):
        line_start = source.prose.rfind("\n", 0, match.start()) + 1
        before = source.prose[line_start : match.start()]
        if not is_exempt(before, programs):
            yield problem(source.path, source.line(match.start()), "prose.decimal", literal=match.group())


def is_exempt(before: str, programs: frozenset[str]) -> bool:
    """Whether a decimal after the text `before` is the number of something: a section, an equation, a version."""
    words = re.findall(r"[\w-]+", before)
    program = bool(words) and words[-1].casefold() in programs and not re.search(r"[.:;!?]\s*$", before)
    return bool(NUMBERED.search(before) or HEADING_NUMBER.match(before) or program)
