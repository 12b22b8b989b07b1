"""How the notation spells its symbols: templates filled in, and one spelling settled for each in each convention.

>>> table = settle((Spelling("V", elsewhere={"rong": "W"}), Spelling("W", alternatives=("w",))), ("ours", "rong"))
>>> table["rong"]
('W', 'w')
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

SPACING = {r"\,", r"\;", r"\:", r"\!", r"\ ", r"\quad", r"\left", r"\right"}
SLOT, BRACKETS = re.compile(r"<(\d)>"), re.compile(r"(?<!\\left)\(([^()]*)\)")
TALL = re.compile(r"\\(frac|sum|prod|left|int|sqrt)")


def raised(tex: str, exponent: str) -> str:
    """`tex` to a power, in brackets where a bare exponent would be read wrongly or would be a second one."""
    simple = re.fullmatch(r"(\\?[A-Za-z]+|\\hat\{\w\}|\d|\\[A-Za-z]+\{[^{}]*\})(_\{[^{}]*\}|_\w)?|[^'^ ]*\(.*\)", tex)
    if simple and "'" not in tex and "^" not in tex.split("(")[0]:
        return f"{tex}^{{{exponent}}}"
    if re.fullmatch(r"[^ ^]*'[^ ^]*", tex):
        return f"{{{tex}}}^{{{exponent}}}"
    return rf"\left({tex}\right)^{{{exponent}}}"


def subscripted(spelling: str, index: str) -> str:
    """`spelling` with one more index: a subscript it already has is continued, not doubled."""
    own = re.fullmatch(r"(.+)_(\{(?P<braced>.*)\}|(?P<bare>\\?\w+))", spelling)
    if own:
        return f"{own[1]}_{{{own['braced'] or own['bare']},{index}}}"
    return f"{spelling}_{{{index}}}"


def filled(template: str, arguments: list[str]) -> str:
    """The template with the printed arguments in place of ``<0>``, ``<1>``, …; round brackets grow with a tall one."""

    def grown(brackets: re.Match[str]) -> str:
        is_tall = any(TALL.search(arguments[int(slot)]) for slot in SLOT.findall(brackets[1]))
        return rf"\left({brackets[1]}\right)" if is_tall else brackets[0]

    return SLOT.sub(lambda slot: arguments[int(slot[1])], BRACKETS.sub(grown, template))


def indexed(spelling: str, indices: list[str]) -> str:
    """An array entry: by its template, the indices it leaves over as a subscript; a row has a dot for its last."""
    slots = len(set(re.findall(r"<\d>", spelling)))
    name, rest = filled(spelling, [*indices, *[r"\cdot"] * (slots - len(indices))]), indices[slots:]
    return subscripted(name, joined(rest)) if rest else name


def is_closed(tex: str) -> bool:
    """Whether `tex` is read as one thing: no space outside brackets."""
    flat = tex
    while (inner := re.sub(r"\([^()]*\)|\{[^{}]*\}", "", flat)) != flat:
        flat = inner
    return " " not in flat


def joined(indices: list[str]) -> str:
    """Several indices in one subscript: a comma wherever one of them is more than a letter."""
    return ",".join(indices)


# Settling: one spelling for each entry in each convention


class ClashError(ValueError):
    """Two symbols of one convention would print alike and no alternative is free, or there is no such convention.

    `at` is the place of the entry among all.
    """

    def __init__(self, at: int, message: str) -> None:
        super().__init__(message)
        self.at = at


@dataclass(frozen=True)
class Spelling:
    """One entry of the notation as plain data; an array takes indices, a function's template has slots."""

    latex: str
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    alternatives: tuple[str, ...] = ()
    array: bool = False
    meaning: str = ""
    code: str = ""
    shape: str = ""


def settle(entries: Sequence[Spelling], conventions: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The spelling of every entry in every convention; the first convention is ours and must be free of clashes."""
    ours = tuple(entry.latex for entry in entries)
    for at, entry in enumerate(entries):
        if any(skeleton(entry.latex, entry.array) == skeleton(e.latex, e.array) for e in entries[:at]):
            raise ClashError(at, f"two entries of the notation are spelt {entry.latex}; spell one of them differently")
        if unknown := sorted(entry.elsewhere.keys() - set(conventions)):
            known = ", ".join(conventions)
            raise ClashError(at, f"{entry.latex} is spelt in the convention {unknown[0]}, which is none of {known}")
    return {name: ours if name == conventions[0] else _settle_one(entries, name) for name in conventions}


def _settle_one(entries: Sequence[Spelling], convention: str) -> tuple[str, ...]:
    order = sorted(range(len(entries)), key=lambda at: convention not in entries[at].elsewhere)
    taken: dict[int, str] = {}
    for at in order:
        free = (c for c in _candidates(entries[at], convention) if not _clashes(entries, at, c, taken))
        chosen = next(free, None)
        if chosen is None:
            raise ClashError(
                at,
                f"{entries[at].latex} ({entries[at].meaning}) has no free spelling in the convention {convention}; "
                "list one in its entry's `alternatives`",
            )
        taken[at] = chosen
    return tuple(taken[at] for at in range(len(entries)))


def _candidates(entry: Spelling, convention: str) -> Iterator[str]:
    """What the convention says, else ours, else a listed alternative, and last ours set in another face."""
    if convention in entry.elsewhere:
        yield entry.elsewhere[convention]
    yield entry.latex
    yield from entry.alternatives
    yield re.sub(r"^([A-Za-z])", r"\\mathsf{\1}", entry.latex)
    yield re.sub(r"^(\\[A-Za-z]+)(?![A-Za-z{])", r"\\boldsymbol{\1}", entry.latex)


def _clashes(entries: Sequence[Spelling], at: int, spelling: str, taken: Mapping[int, str]) -> bool:
    return any(_alike(entries, at, spelling, other, taken[other]) for other in taken)


def _alike(entries: Sequence[Spelling], a: int, spelling_a: str, b: int, spelling_b: str) -> bool:
    """Printed alike, or under one letter though ours are not: $c$ and $c_n$ are kin, a size and a matrix are not."""
    if skeleton(spelling_a, entries[a].array) == skeleton(spelling_b, entries[b].array):
        return True
    kin = nucleus(entries[a].latex) == nucleus(entries[b].latex)
    return not kin and nucleus(spelling_a) == nucleus(spelling_b)


@cache
def skeleton(spelling: str, array: bool) -> tuple[str, ...]:
    """What is printed when every argument and index is blanked out."""
    tokens = tuple("□" if SLOT.fullmatch(token) else token for token in texts(spelling) if token not in "{}")
    return tokens if not array or "□" in tokens else (*tokens, "_", "□")


@cache
def nucleus(spelling: str) -> tuple[str, ...]:
    """The letter itself, without brackets, arguments or indices."""
    tokens = [token for token in texts(spelling) if token not in "{}"]
    stops = [at for at, token in enumerate(tokens) if token == "(" or SLOT.fullmatch(token)]
    head = tokens[: min(stops, default=len(tokens))] or tokens[:1]
    return tuple(head[:-1] if head[-1] in "_^" else head)


@dataclass(frozen=True)
class Token:
    """A piece of LaTeX and where it begins."""

    text: str
    column: int


def tokens_of(tex: str) -> list[Token]:
    """The tokens of a formula, without spacing."""
    found = re.finditer(r"\\[A-Za-z]+|\\.|<\d>|\S", tex)
    return [Token(match[0], match.start()) for match in found if match[0] not in SPACING]


def texts(tex: str) -> list[str]:
    """The tokens of a formula as strings, needless braces left out."""
    return [token.text for token in unwrapped(tokens_of(tex))]


def unwrapped(tokens: list[Token]) -> list[Token]:
    """Braces around a single token say nothing: ``_{j}`` is ``_j``."""
    out: list[Token] = []
    for token in tokens:
        out.append(token)
        if token.text == "}" and len(out) > 2 and out[-3].text == "{" and out[-2].text not in ("{", "}"):
            out[-3:] = [out[-2]]
    return out
