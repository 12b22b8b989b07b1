"""Every fence of the book and what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..language.config import Site
from ..language.percent import parse
from ..language.source import Fence, read

FATES = {
    "shown": "shown",
    "run": "run",
    "cut": "cut from src",
    "skipped": "skipped",
    "typed": "typed, unchecked",
    "": "nobody runs it",
}


def census(site: Site, paths: Sequence[str]) -> Iterator[str]:
    """One line a fence, a cell or a comment that hides a fence."""
    for path in paths:
        yield from cells(site, path) if path.endswith(".py") else fences(site, path)


def fences(site: Site, path: str) -> Iterator[str]:
    """The fences of a page."""
    source = read(site, path)
    for piece in source.of("fence", "comment"):
        if isinstance(piece, Fence):
            yield f"{path}:{piece.line}: {piece.name}: {fate(piece)}"
        elif "```" in (text := source.text[piece.start : piece.end]) or "~~~" in text:
            yield f"{path}:{piece.line}: comment: left out with the fence in it"


def fate(fence: Fence) -> str:
    """What becomes of a fence, in words."""
    words = FATES[fence.fate]
    details = {"skipped": fence.options.get("skip"), "typed": fence.options.get("why")}
    detail = (details | {"shown": " ".join(fence.asked).strip()}).get(fence.fate)
    return f"{words}: {detail}" if detail else words


def cells(site: Site, path: str) -> Iterator[str]:
    """The cells of a lab."""
    for cell in parse(site.read(path)):
        if cell.kind == "code":
            yield f"{path}:{cell.line}: cell: run, {len(cell.pins)} lines pinned"
