"""Formulas as finished HTML, their other spellings in `data-alt`; `split_alternates` takes those out again."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from html import escape, unescape

from ..book.book import Book
from . import katex


def formula(latex: Mapping[str, str], ours: str, display: bool = False) -> str:
    """A formula typeset in our notation, with its other spellings where they differ; all must be good LaTeX."""
    style = r"\displaystyle " if display else ""
    others = {name: style + tex for name, tex in latex.items() if tex != latex[ours]}
    for tex in others.values():
        katex.render(tex)
    alt = f' data-alt="{escape(json.dumps(others, ensure_ascii=False))}"' if others else ""
    return f"<press-math data-search-exclude{alt}>{katex.render(style + latex[ours])}</press-math>"


def inline_maths(book: Book, tex: str) -> str:
    """The symbols of a sentence; raises `symbols.SymbolError` where they are not the notation's."""
    spelt = book.reader.spellings(tex)
    return formula(spelt | {book.ours: tex}, book.ours)


def typed(tex: str, why: str) -> str:
    """A displayed formula that nobody checks, and why."""
    said = f"<figcaption><b>Typed, not checked:</b> {escape(why)}</figcaption>"
    return f'<figure class="press-typed">{formula({"": tex}, "", display=True)}{said}</figure>'


def split_alternates(html: str) -> tuple[str, dict[str, dict[str, str]]]:
    """The HTML with each `data-alt` shortened to a number, and for each convention the LaTeX behind the numbers."""
    seen: dict[str, int] = {}

    def numbered(match: re.Match[str]) -> str:
        return f'data-alt="{seen.setdefault(match[0], len(seen))}"'

    short = re.sub(r'data-alt="\{[^"]*"', numbered, html)
    alternates: dict[str, dict[str, str]] = {}
    for attribute, number in seen.items():
        for name, tex in json.loads(unescape(attribute.removeprefix('data-alt="')[:-1])).items():
            alternates.setdefault(name, {})[str(number)] = tex
    return short, alternates


MATHS = re.compile(r"\$\$(.+?)\$\$|\\\[(.+?)\\\]|\$(.+?)\$|\\\((.+?)\\\)", re.DOTALL)


def mixed(text: str) -> str:
    """Text with mathematics between dollars, the mathematics typeset and the text escaped."""
    html, at = "", 0
    for match in MATHS.finditer(text):
        tex = next(group for group in match.groups() if group is not None)
        html += escape(text[at : match.start()])
        style = r"\displaystyle " if match[1] or match[2] else ""
        html += formula({"": style + tex}, "")
        at = match.end()
    return html + escape(text[at:])
