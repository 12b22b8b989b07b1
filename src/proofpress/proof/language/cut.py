"""A chain's text in its parts, so that one line can be changed and the rest left as it is.

>>> text = '''rising: The exponential rises
... given x > 0  -- the step is to the right
...   exp(x)
... >= 1 + x     -- the tangent at zero lies below
... = x + 1 by induction on n  -- turned round
... '''
>>> parts = cut(text.replace(">=", "="), {})
>>> parts.given, parts.lines[2].left, parts.lines[2].rest
(('x > 0  -- the step is to the right',), '1 + x', 'by induction on n')
>>> print(changed(parts, 3, left="1 + x", right="x + 2", given=("x > 1",)), end="")
rising: The exponential rises
given x > 1
  exp(x)
= 1 + x  -- the tangent at zero lies below
= x + 2 by induction on n  -- turned round
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .chain import BEGINS, KINDS, SIGNS, Row, rows
from .nodes import LanguageError
from .parse import Parser, Ranges

CLAIMED = {sign for sign in SIGNS if sign != ":="}
"""The relations of lines that may be changed: a definition claims nothing."""


@dataclass(frozen=True)
class CutLine:
    """A line: its sides and relation, how it is proved or where a limit goes, and its reason; no sign, no claim.

    Where a minimum lies has the sign ``argmin x =``: the left side is what is least there, the right one the place.
    """

    left: str
    sign: str
    right: str
    rest: str = ""
    because: str = ""


@dataclass(frozen=True)
class Cut:
    """A chain: its first row, its givens, its named parts, its lines, and each of these as it stands in the text."""

    head: str
    given: tuple[str, ...]
    where: tuple[str, ...]
    lines: tuple[CutLine, ...]
    written: tuple[str, ...]


def cut(text: str, ranges: Ranges) -> Cut:
    """A text in its parts; raises `LanguageError`."""
    first, *others = rows(text)
    given = tuple(_whole(text, row).removeprefix("given").strip() for row in others if row.key == "given")
    where = tuple(_whole(text, row) for row in others if row.key in ("where", "source"))
    own = [row for row in others if row.key not in ("given", "where", "source")]
    lines = list[CutLine]()
    for row in own:
        lines.append(_line(text, row, ranges, lines[-1].right if lines else ""))
    return Cut(_whole(text, first), given, where, tuple(lines), tuple(_whole(text, row) for row in own))


def _whole(text: str, row: Row) -> str:
    said = " ".join(text[row.start : row.stop].split())
    return f"{said}  -- {row.because}" if row.because else said


def _line(text: str, row: Row, ranges: Ranges, above: str) -> CutLine:
    parser = Parser(text, ranges, row.start + len(row.key) * (row.key in KINDS), row.stop)
    left, start = above, parser.here.at
    if parser.here.text not in (*SIGNS, ">"):
        parser.compared() if _is_equivalence(parser) else parser.sum()
        left = " ".join(text[start : parser.here.at].split())
    sign = parser.take(*CLAIMED)
    if sign is None:
        return CutLine("", "", left if parser.ended else "", because=row.because)
    begins = sign.stop
    if sign.text == "argmin":
        parser.sum()
        begins = parser.expect("=", "write argmin x = …").stop
    parser.compared() if sign.text == "<=>" else parser.sum()
    whole = (text[sign.at : begins], text[begins : parser.here.at], text[parser.here.at : row.stop])
    said, right, rest = (" ".join(part.split()) for part in whole)
    return CutLine(left, said, right, rest, row.because)


def _is_equivalence(parser: Parser) -> bool:
    return any(token.text == "<=>" for token in parser.tokens)


def changed(parts: Cut, number: int, *, left: str, right: str, given: Sequence[str]) -> str:
    """The text of a chain up to one line, with other sides and other givens."""
    line = parts.lines[number - 1]
    if not line.sign:
        raise LanguageError(0, f"line {number} claims nothing", "change one that has a relation")
    is_above = number > 1 and left == parts.lines[number - 2].right
    said = " ".join(filter(None, ["" if is_above else left, line.sign, right, line.rest]))
    lines = [one if BEGINS.match(one) else f"  {one}" for one in parts.written[: number - 1]]
    reason = line.because or "claimed"
    texts = (parts.head, *parts.where, *(f"given {one}" for one in given), *lines, f"{said}  -- {reason}")
    return "".join(f"{one}\n" for one in texts)
