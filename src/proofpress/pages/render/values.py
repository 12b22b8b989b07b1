"""Numbers, doctests and values as finished HTML: highlighted code, and a value as it shows itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import escape, unescape

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name

from .formulas import formula, mixed

PICTURE = re.compile(r'<figure class="[^"]*\bpress-(?:picture|moving)\b')
Output = tuple[str, str] | tuple[dict[str, str], str] | None


def number(literal: str, expression: str = "") -> str:
    """A published number; what it was recomputed from shows on hovering."""
    title = f' title="{escape(expression)}"' if expression else ""
    return f'<span class="press-number"{title}>{escape(literal)}</span>'


def doctest(parts: Sequence[tuple[str, Output]]) -> str:
    """A doctest: its source and printed text as one highlighted block, what can show itself in between."""
    html, text = "", ""
    for source, output in parts:
        text += source.rstrip("\n") + "\n"
        if output is None:
            continue
        if output[0] == "text":
            text += output[1].rstrip("\n") + "\n"
            continue
        assert isinstance(output[0], dict)
        html += _console(text) + value(output[0], output[1])
        text = ""
    return html + _console(text)


def _console(text: str) -> str:
    if not text.strip():
        return ""
    return code(text, "pycon")


@lru_cache(maxsize=1024)
def code(text: str, language: str) -> str:
    """Highlighted code; names, signs and spaces have no colour of their own, so they need no element either."""
    body = highlight(text, get_lexer_by_name(language), HtmlFormatter(nowrap=True))
    body = re.sub(r'<span class="[nopw]">([^<]*)</span>', r"\1", body)
    return f'<div class="highlight"><pre><code>{body}</code></pre></div>'


def value(bundle: Mapping[str, str], text: str) -> str:
    """A value as it shows itself: HTML, a picture or mathematics, else its plain text."""
    if "text/html" in bundle:
        return f'<div class="press-value">{RAW.sub(_set, bundle["text/html"])}</div>'
    if "image/svg+xml" in bundle:
        svg = bundle["image/svg+xml"]
        return f'<figure class="press-value press-picture">{_svg(svg, text)}{_caption(svg)}</figure>'
    if "image/png" in bundle:
        source = f"data:image/png;base64,{bundle['image/png'].strip()}"
        return f'<figure class="press-value press-picture"><img src="{source}" alt="{escape(text)}"></figure>'
    if "text/latex" in bundle:
        return f'<div class="press-value">{mixed(bundle["text/latex"])}</div>'
    return f'<div class="press-value"><pre><code>{escape(bundle.get("text/plain", text))}</code></pre></div>'


RAW = re.compile(r"<press-math>([^<]+)</press-math>")


def _set(match: re.Match[str]) -> str:
    """A formula that a value left as LaTeX, typeset."""
    return formula({"": unescape(match[1])}, "")


def _svg(svg: str, text: str) -> str:
    """The picture inline, named for those who do not see it, without the XML preamble."""
    body = svg[svg.index("<svg") :]
    labelled = "" if "aria-label" in body[: body.index(">")] else f' aria-label="{escape(text)}"'
    role = "group" if "<a " in body else "img"  # what is in a picture's role cannot be reached, and a link must be
    return body.replace("<svg", f'<svg role="{role}"{labelled}', 1)


def _caption(svg: str) -> str:
    """What is to be seen in a picture, where it says so itself."""
    said = re.search(r'<svg\b[^>]*\baria-label="([^"]*)"', svg)
    return f"<figcaption>{said[1]}</figcaption>" if said else ""
