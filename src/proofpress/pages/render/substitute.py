"""The page's forms out, tokens in; Markdown converts the rest; then HTML in for the tokens."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ..language.source import Fence, Piece, Source

OPEN, CLOSE = "\ue000", "\ue001"
TOKEN = re.compile(rf"{OPEN}(\d+){CLOSE}")
ALONE = re.compile(rf"<p>\s*{OPEN}(\d+){CLOSE}\s*</p>")
TAG = re.compile(r"<[^<>]*>")
MARK = "proofpress-fence-"
INLINE = ("number", "maths", "inline line")


def tokenise(source: Source) -> str:
    """The page with each of our forms as a token, each other fence marked, and comments left out."""
    parts, position = [], 0
    for number, piece in enumerate(source.pieces):
        if (put := replacement(source.text, piece, number)) is not None:
            parts += [source.text[position : piece.start], put]
            position = piece.end
    return "".join(parts) + source.text[position:]


def replacement(text: str, piece: Piece, number: int) -> str | None:
    """What stands in a piece's place while Markdown converts the page; None if it stays."""
    if piece.kind in INLINE:
        return f"{OPEN}{number}{CLOSE}"
    if piece.kind == "comment":
        return ""
    if isinstance(piece, Fence):
        return block(text, piece, number) if is_ours(piece) else marked(piece, number)
    return None


def is_ours(fence: Fence) -> bool:
    """Whether we put a fence's HTML, rather than superfences."""
    return fence.fate in ("shown", "run", "typed")


def block(text: str, fence: Fence, number: int) -> str:
    """A token as a paragraph of its own, where the fence stood: one blank line before and after, never two."""
    prefix = fence["prefix"]
    following = re.sub(r"[-*+]|\d+[.)]", lambda match: " " * len(match.group()), prefix)
    above = text[: fence.start].rstrip("\n").rpartition("\n")[2] if text[: fence.start].endswith("\n") else ""
    is_apart = text[: fence.start].endswith("\n\n") or not above.strip(" \t>") or following != prefix
    before = "" if is_apart else f"{prefix.rstrip()}\n"
    below = text[fence.end + 1 :].partition("\n")[0]
    after = f"\n{following.rstrip()}" if below.strip(" \t>") else ""
    return f"{before}{prefix}{OPEN}{number}{CLOSE}{after}"


def marked(fence: Fence, number: int) -> str:
    """An ordinary fence with a class by which it can be found on the page."""
    options = " ".join(f'{key}="{value}"' for key, value in fence.options.items() if key not in ("skip", ""))
    extra = " ".join((fence.options.get("", ""), options)).strip()
    header = f"{fence['prefix']}{fence['mark']} {{.{fence.name or 'text'} .{MARK}{number} {extra}}}"
    return header + (fence.found["rest"] or "")


def fill(html: str, put: Callable[[int], str], text: Callable[[int], str]) -> str:
    """The page with the HTML of every token put in; in an attribute, its plain text."""
    html = TAG.sub(lambda tag: TOKEN.sub(lambda match: text(int(match[1])), tag.group()), html)
    html = ALONE.sub(lambda match: put(int(match[1])), html)
    html = TOKEN.sub(lambda match: put(int(match[1])), html)
    return re.sub(rf" ?{MARK}\d+", "", html)


def plain(html: str, text: Callable[[int], str]) -> str:
    """A heading or a title with the plain text of every token put in."""
    return TOKEN.sub(lambda match: text(int(match[1])), html)


def expected(pieces: Sequence[Piece]) -> dict[int, Piece]:
    """The pieces that must be found on the page, by number."""
    return {n: piece for n, piece in enumerate(pieces) if piece.kind in INLINE or isinstance(piece, Fence)}
