"""A Markdown page as an executed notebook: its prose, its chains as LaTeX, its code with what it gave."""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import dedent
from typing import Any

from markdown import Markdown

from ..book.edition import Edition
from ..book.shown import Shown
from ..language.source import Fence, Piece, Source, read, scan
from ..run.page import Planned, job, plan
from ..run.processes import Result, run
from .abroad import first_cell
from .cells import assemble, code_cell, text_cell
from .excerpts import by_name

SNIPPETS = "pymdownx.snippets"
AFTER_A_CELL = re.compile(r"\A(?: {4}.*\n|\s*\n)+(?: {4}.*\Z)?")
BOX = re.compile(r'^( *)(?:\?\?\?\+?|!!!) *(\w*)(?: "(.*)")?\n((?:\1    .*(?:\n|\Z)|[ ]*\n)*)', re.MULTILINE)


def notebook_of(site: Edition, path: str) -> dict[str, Any]:
    """A Markdown page as an executed notebook: what to install, prose, code and outputs."""
    codes = [planned.step.code for planned in plan(read(site, path))[0] if planned.example]
    return assemble([first_cell(site, codes), *cells(site, path)])


def cells(site: Edition, path: str) -> Iterator[dict[str, Any]]:
    """The cells of a page, in order."""
    source = read(site, path)
    outcome = next(run([job(source)], site))[1]
    steps = list(zip(plan(source)[0], outcome.results, strict=False))
    text, position = "", 0
    for piece in source.pieces:
        text += source.text[position : piece.start]
        position = piece.end
        if isinstance(piece, Fence) and piece.fate == "run":
            yield from prose(site, path, text)
            yield from code([one for one in steps if one[0].piece is piece])
            text = ""
        else:
            text += plain(site, source, piece)
    yield from prose(site, path, text + source.text[position:])


def prose(site: Edition, path: str, text: str) -> Iterator[dict[str, Any]]:
    """A text cell as it can be read outside of the site, with its snippets put in, unless it is empty."""
    if not text.strip():
        return
    if SNIPPETS in site.extensions:
        configs = {SNIPPETS: site.extension_configs.get(SNIPPETS, {})}
        md = Markdown(extensions=[SNIPPETS], extension_configs=configs)
        by_name(md)
        text = "\n".join(md.preprocessors["snippet"].run(text.split("\n")))
    text = AFTER_A_CELL.sub(lambda words: dedent(words[0]), text)
    yield text_cell(with_addresses(site, path, BOX.sub(_unboxed, text).strip("\n")))


def with_addresses(site: Edition, path: str, text: str) -> str:
    """The text with the whole address in its links to other pages."""
    for link in reversed(scan(text).of("link")):
        whole = text[link.start : link.end].replace(link["target"], site.address(path, link["target"]), 1)
        text = text[: link.start] + whole + text[link.end :]
    return text


def _unboxed(box: re.Match[str]) -> str:
    """An admonition without its box: its title in bold, and its text as far to the left."""
    indent, kind, title, body = box.groups()
    return f"{indent}**{title or kind.capitalize()}**\n\n" + re.sub(r"^ {4}", "", body, flags=re.MULTILINE)


def plain(site: Edition, source: Source, piece: Piece) -> str:
    """A piece of a page as Jupyter understands it."""
    if piece.kind == "number":
        return piece["literal"]
    if piece.kind in ("attributes", "comment"):
        return ""
    if piece.kind == "inline line":
        loaded = site.book
        if piece["form"] == "line":
            return f"line {piece['number']} of *{loaded.derivation(piece['slug']).title}*"
        return f"${loaded.derivation(piece['slug']).line(int(piece['number'])).shown_alone[loaded.ours]}$"
    if isinstance(piece, Fence) and piece.fate == "shown":
        loaded, (slug, number) = site.book, piece.asked
        return Shown(loaded.derivation(slug), int(number) if number else None, loaded.ours)._repr_latex_()
    if isinstance(piece, Fence) and piece.fate == "typed":
        return f"$${piece.body.strip()}$$\n\n*Typed, not checked: {piece.options.get('why', '')}*"
    return source.text[piece.start : piece.end]


def code(steps: list[tuple[Planned, Result]]) -> Iterator[dict[str, Any]]:
    """The examples of a fence as cells; what shows nothing stands with what follows it."""
    gathered = ""
    for planned, result in steps:
        gathered += planned.step.code
        outputs = list(given(result))
        if outputs or planned is steps[-1][0]:
            cell = code_cell(gathered, outputs)
            yield cell | ({"metadata": {"tags": ["raises-exception"]}} if result.error else {})
            gathered = ""


def given(result: Result) -> Iterator[dict[str, Any]]:
    """What an example printed, showed or raised."""
    shown = result.mime.get("text/plain", "")
    if printed := result.output.removesuffix(shown + "\n" if shown else ""):
        yield {"text": printed}
    if shown:
        yield {"data": result.mime, "result": True}
    if result.error:
        name, _, message = result.error["text"].partition(": ")
        yield {"error": {"ename": name, "evalue": message, "traceback": [result.error["text"]]}}
