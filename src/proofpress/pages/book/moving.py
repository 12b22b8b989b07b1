"""Pictures that move: their numbers are those of sides of proved lines, here and, under a slider, in the reader's page.

What is printed as JavaScript is the term that the kernel's theorem speaks of; the picture that stands there without a
script is drawn from the same term, by the other road.  assets/moving.mjs draws again what `marks` draws here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from typing import Any

from proofpress.proof.kernel.declarations import Statement
from proofpress.proof.kernel.terms import Term

from . import javascript
from .edition import one

Side = tuple[str, int, int]
"""A slug, the number of a line, and which part of its claim: 0 the left side, 1 the right, -1 where a minimum lies."""
Slider = tuple[str, str, float, float, float]
"""What moves, such as s[1]; what it is called; from, to, and in what steps."""
LEFT, RIGHT, TOP, BOTTOM, POINTS = 34.0, 412.0, 26.0, 196.0, 81


def side(slug: str, number: int, which: int) -> Term:
    """A part of a line that is proved, as the kernel reads it."""
    line = one(slug)[0].line(number)
    if not line.proof:
        raise ValueError(f"{slug} {number} is no line that the kernel replays; a picture that moves wants one")
    return Statement.read(line.statement).claim.args[which]


@dataclass(frozen=True)
class Moving:
    """A picture of a kind, and what it shows; `across` is what runs along it and from where to where."""

    name: str
    kind: str
    alt: str
    sides: Mapping[str, Side]
    values: Mapping[str, Any]
    sliders: Sequence[Slider]
    across: tuple[str, float, float | str]
    up: tuple[float, float]
    told: Mapping[str, Side] = field(default_factory=dict)

    @cached_property
    def terms(self) -> dict[str, Term]:
        """What is drawn, and what is told beside it, by its name."""
        return {name: side(*of) for name, of in {**self.sides, **self.told}.items()}

    def at(self, name: str, **more: Any) -> float:
        """The value of one term, as the sliders stand."""
        return float(javascript.value(self.terms[name], {**self.values, **more}))

    @property
    def places(self) -> list[float]:
        """What the letters along the picture are, one after the other."""
        _, low, high = self.across
        end = float(self.values[high] if isinstance(high, str) else high)
        if self.kind != "curves":
            return [float(k) for k in range(int(low), int(end) + 1)]
        return [low + (end - low) * k / (POINTS - 1) for k in range(POINTS)]

    def along(self, place: float) -> dict[str, Any]:
        """The letters along the picture at a place; an entry of an array as the array with it there."""
        return dict(_put(self.values, name, place) for name in self.across[0].split(","))

    @cached_property
    def drawn(self) -> dict[str, list[float]]:
        """The values of what is drawn, by its name, at each place; of arrows the first is across, the second is up."""
        return {
            name: [self.at(name, **self.along(place), **self._axis(m)) for place in self.places]
            for m, name in enumerate(self.sides)
        }

    def _axis(self, m: int) -> dict[str, int]:
        return {"l": m + 1} if self.kind == "arrows" else {}

    @property
    def reading(self) -> str:
        """What is told beside the picture: numbers, or what is drawn if that is little."""
        told = {name: [self.at(name)] for name in self.told}
        few = told or ({} if self.kind == "curves" else self.drawn)
        return "; ".join(f"{name}: {', '.join(map(short, values))}" for name, values in few.items())

    @property
    def rows(self) -> list[list[str]]:
        """The numbers: what runs along the picture, what is drawn there, and what is told beside it."""
        columns = range(0, POINTS, POINTS // 4) if self.kind == "curves" else range(len(self.places))
        lines = {self.across[0].split(",")[0]: self.places} | self.drawn
        shown = [[name, *(short(values[k]) for k in columns)] for name, values in lines.items()]
        return shown + [[name, short(self.at(name))] for name in self.told]

    def __repr__(self) -> str:
        """What is to be seen, then the numbers in columns."""
        width = max(len(cell) for row in self.rows for cell in row)
        return "\n".join([self.alt, *("  ".join(cell.ljust(width) for cell in row).rstrip() for row in self.rows)])

    def _repr_html_(self) -> str:
        spec = {
            "kind": self.kind, "values": self.values, "sides": list(self.sides), "told": list(self.told),
            "across": self.across, "up": self.up,
        }  # fmt: skip
        lines = ", ".join(f'<a href="press:{slug}-{at}">{slug} ({at})</a>' for slug, at in self._lines())
        return (
            f'<figure class="press-moving" id="{self.name}" data-moving="{escape(json.dumps(spec))}">'
            f'<svg viewBox="0 0 420 222" role="img" aria-label="{escape(self.alt)}">{"".join(self.marks())}</svg>'
            f'<p class="press-told">{escape(self.reading)}</p><div>{"".join(self._ranges())}</div>'
            f'<table aria-label="its numbers"><tbody>{"".join(map(_row, self.rows))}</tbody></table>'
            f"<figcaption>{escape(self.alt)} Its numbers are those of {lines}.</figcaption>"
            f"<script>{self.script}</script></figure>"
        )

    def _lines(self) -> list[tuple[str, int]]:
        return list(dict.fromkeys((slug, at) for slug, at, _ in {**self.sides, **self.told}.values()))

    def _ranges(self) -> Iterator[str]:
        for what, name, low, high, step in self.sliders:
            now = _value(self.values, what)
            about = f'min="{low:g}" max="{high:g}" step="{step:g}" value="{now:g}"'
            yield f'<label>{escape(name)} <input type="range" {about} data-moves="{what}"><b>{short(now)}</b></label>'

    @property
    def script(self) -> str:
        """The terms as functions of an object of letters, under the picture's name."""
        letters = ", ".join(sorted({javascript.letter_name(x) for t in self.terms.values() for x in t.free}))
        made = [f"{json.dumps(name)}: ({{{letters}}}) => {javascript.javascript(t)}" for name, t in self.terms.items()]
        body = f"{javascript.functions(list(self.terms.values()))}return {{{', '.join(made)}}}"
        return f"(window.pressMoving ??= {{}})[{json.dumps(self.name)}] = (sum, prod) => {{{body}}}"

    # What is drawn

    def marks(self) -> Iterator[str]:
        """The axis, then each series: bars side by side, or a curve."""
        seen = [y for y in dict.fromkeys((*self.up, 0)) if self.up[0] <= y <= self.up[1]]
        yield from (_text(LEFT - 4, self.height(y) + 4, short(y), "end") for y in seen)
        yield f'<path class="press-axis" d="M{LEFT:.0f} {self.height(0):.1f}H{RIGHT:.0f}"/>'
        yield from {"bars": self._bars, "curves": self._curves, "arrows": self._arrows}[self.kind]()

    def height(self, y: float) -> float:
        """Where a value stands, from above; one that is out of the picture stands at its edge."""
        low, high = self.up
        return BOTTOM - (BOTTOM - TOP) * (min(max(y, low), high) - low) / (high - low)

    def _bars(self) -> Iterator[str]:
        room = (RIGHT - LEFT) / len(self.places)
        width, zero = room * 0.92 / len(self.drawn), self.height(0)
        yield from (_text(LEFT + room * (k + 0.5), 214, short(x), "middle") for k, x in enumerate(self.places))
        for m, values in enumerate(self.drawn.values()):
            for k, value in enumerate(values):
                x, y = LEFT + room * (k + 0.04) + width * m, self.height(value)
                size = f'width="{width * 0.9:.1f}" height="{abs(y - zero):.1f}"'
                yield f'<rect class="press-series-{m + 1}" x="{x:.1f}" y="{min(y, zero):.1f}" {size}/>'
                yield _text(x + width * 0.45, y + (13 if value < 0 else -4), short(value, 2), "middle", "press-small")
        yield from self._names()

    def _names(self) -> Iterator[str]:
        for m, name in enumerate(self.drawn):
            yield _text(LEFT + 190 * m, 11, name, "start", f"press-name-{m + 1}")

    def _curves(self) -> Iterator[str]:
        _, low, high = self.across
        assert not isinstance(high, str)
        yield from (_text(self._x(x), 214, short(x), "middle") for x in (low, (low + high) / 2, high))
        for m, values in enumerate(self.drawn.values()):
            points = (f"{self._x(x):.1f} {self.height(y):.1f}" for x, y in zip(self.places, values, strict=True))
            yield f'<path class="press-series-{m + 1}" d="M{"L".join(points)}"/>'
        yield from self._names()

    def _x(self, x: float) -> float:
        _, low, high = self.across
        assert not isinstance(high, str)
        return LEFT + (RIGHT - LEFT) * (x - low) / (high - low)

    def _arrows(self) -> Iterator[str]:
        """The centre vector, and each output vector from where it is, a ring, to where a step brings it, a dot."""
        across = (BOTTOM - TOP) / (self.up[1] - self.up[0])

        def at(p: Sequence[float]) -> tuple[float, float]:
            return 223 + across * p[0], self.height(p[1])

        (x, y), zero = at(self.values["v"][0]), self.height(0)
        yield f'<path class="press-centre" d="M223.0 {zero:.1f}L{x:.1f} {y:.1f}"/>{_text(x + 6, y, "v", "start")}'
        for k, (place, *to) in enumerate(zip(self.places, *self.drawn.values(), strict=True)):
            (x, y), (x2, y2) = at(self.values["u"][k]), at(to)
            yield f'<path class="press-step" d="M{x:.1f} {y:.1f}L{x2:.1f} {y2:.1f}"/>'
            yield f'<circle class="press-start" cx="{x:.1f}" cy="{y:.1f}" r="4"/>'
            yield f'<circle class="press-end" cx="{x2:.1f}" cy="{y2:.1f}" r="4"/>'
            yield _text(x + 7, y + (17 if y2 < y else -7), f"u{place:g}", "start")


def _row(cells: Sequence[str]) -> str:
    name, *numbers = map(escape, cells)
    return f'<tr><th scope="row">{name}</th>{"".join(f"<td>{number}</td>" for number in numbers)}</tr>'


def _text(x: float, y: float, words: str, anchor: str, css: str = "") -> str:
    name = f' class="{css}"' if css else ""
    return f'<text{name} x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def short(x: float, digits: int = 3) -> str:
    """A number in few digits."""
    return f"{x:.{digits}g}".replace("-", "−")


ENTRY = re.compile(r"(\w+)(?:\[([\d, ]+)\])?")


def _split(what: str) -> tuple[str, list[int]]:
    """`s[1]` as its array and its places, counted from 0."""
    found = ENTRY.fullmatch(what)
    if found is None:
        raise ValueError(f"{what!r} is no letter and no entry of one, such as s[1]")
    return found[1], [int(place) - 1 for place in found[2].split(",")] if found[2] else []


def _value(values: Mapping[str, Any], what: str) -> float:
    name, places = _split(what)
    found = values[name]
    for place in places:
        found = found[place]
    return float(found)


def _put(values: Mapping[str, Any], what: str, x: float) -> tuple[str, Any]:
    """A letter with its value, in which an entry is x."""
    name, places = _split(what)
    if not places:
        return name, x
    changed = json.loads(json.dumps(values[name]))
    inner = changed
    for place in places[:-1]:
        inner = inner[place]
    inner[places[-1]] = x
    return name, changed
