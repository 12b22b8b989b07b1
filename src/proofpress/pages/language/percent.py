"""Percent notebooks, parsed: cells of code and of text, and what is pinned under each cell.

A cell's plain text is pinned in comment lines that begin with ``#>``, under its code.
Numbers in its text cells are inline numbers like those of a page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .source import Source, scan

MARKER = re.compile(r"^# %%[ \t]*(\[markdown\]|\[md\])?.*$\n?", re.MULTILINE)
PIN = "#>"


@dataclass(frozen=True)
class Cell:
    """One cell: its text without comment signs or pins, the line it begins on, and what is pinned under it."""

    kind: str
    text: str
    line: int
    pins: tuple[str, ...] = ()

    @property
    def pin_line(self) -> int:
        """The line on which the first pin stands, or would stand."""
        return self.line + self.text.count("\n") + 1


def parse(text: str) -> tuple[Cell, ...]:
    """The cells of a percent notebook."""
    marks = list(MARKER.finditer(text))
    ends = [mark.start() for mark in marks] + [len(text)]
    cells = [_cell(text, mark, end) for mark, end in zip(marks, ends[1:], strict=True)]
    return tuple(cell for cell in cells if cell.text or cell.pins)


def _cell(text: str, mark: re.Match[str], end: int) -> Cell:
    body, line = text[mark.end() : end], text.count("\n", 0, mark.end()) + 1
    line += len(body) - len(body.lstrip("\n"))
    rows = body.strip("\n").rstrip().split("\n")
    if mark[1]:
        return Cell("markdown", "\n".join(row[2:] for row in rows), line)
    first = len(rows)
    while first and rows[first - 1].startswith(PIN):
        first -= 1
    pins = tuple(row.removeprefix(PIN).removeprefix(" ") for row in rows[first:])
    return Cell("code", "\n".join(rows[:first]), line, pins)


def source(cell: Cell, path: str) -> Source:
    """A text cell as the source of a page."""
    return scan(cell.text, path, cell.line)


def without_expressions(page: Source) -> str:
    """The text of a page with inline numbers as plain numbers."""
    text = page.text
    for piece in reversed(page.of("number")):
        text = text[: piece.start] + piece["literal"] + text[piece.end :]
    return text


def without_attributes(text: str) -> str:
    """A text without the attributes of Markdown's `attr_list`, which Jupyter shows as they stand."""
    for piece in reversed(scan(text).of("attributes")):
        text = text[: piece.start].rstrip(" ") + text[piece.end :]
    return text
