"""What the press puts on a page: chains, single lines, symbols, numbers, doctests and values, as finished HTML.

Every formula is typeset here and carries its other spellings in `data-alt`; `split_alternates` takes them out again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from html import escape, unescape

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name

from . import katex
from .book import Book, BookDerivation, BookLine

STRENGTHS = {
    "every size": ("∀", "proved for every size"),
    "one size": ("1", "proved at one size"),
    "numeric": ("≈", "agrees at random points"),
    "cited": ("“", "cited, not proved here"),
    "definition": ("≔", "definition"),
    "assumption": ("A", "assumption"),
    "refuted": ("✗", "false, with a counterexample"),
    "": ("·", "the first line claims nothing"),
}

Output = tuple[str, str] | tuple[dict[str, str], str] | None


# Formulas


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


# Chains


def derivation(book: Book, slug: str) -> str:
    """A whole chain: one line under the other, each with its reason, its strength and how it was checked."""
    d = book.derivation(slug)
    lines = "".join(_line(book, d, line, anchored=True) for line in d.lines)
    head = f'<figcaption class="press-title">{escape(d.title)}</figcaption>'
    foot = _given(book, d) + _source(d) + _legend(line.strength for line in d.lines)
    return f'<figure class="press-chain" id="{slug}">{head}<ol>{lines}</ol>{foot}</figure>'


def line(book: Book, slug: str, number: int, inline: bool = False) -> str:
    """One line of a chain, displayed or within a sentence."""
    d = book.derivation(slug)
    shown = d.line(number)
    if inline:
        return _inline(book, d, shown)
    body = _line(book, d, shown, anchored=False)
    return f'<figure class="press-chain press-single"><ol>{body}</ol>{_legend([shown.strength])}</figure>'


def _inline(book: Book, d: BookDerivation, shown: BookLine) -> str:
    maths = formula(shown.alone, book.ours)
    if shown.strength == "refuted":
        return f'<span class="press-false">{maths}</span> <strong class="press-verdict">(false)</strong>'
    words = STRENGTHS[shown.strength][1]
    return f'<a class="press-quote" href="press:{d.slug}-{shown.number}" title="{escape(words)}">{maths}</a>'


def _line(book: Book, d: BookDerivation, shown: BookLine, anchored: bool) -> str:
    name = f"{d.slug}-{shown.number}"
    own = f' id="{name}"' if anchored else ""
    target = f"#{name}" if anchored else f"press:{name}"
    kind = _css(shown)
    because = f'<p class="press-because">{_words(book, shown.because)}</p>' if shown.because else ""
    return (
        f'<li{own} class="press-line {kind}"><div class="press-formula">{_claim(book, shown)}</div>{because}'
        f"{_counterexample(shown)}"
        f'<press-check data-search-exclude><a class="press-number-of-line" href="{target}" '
        f'aria-label="Link to line {shown.number}">({shown.number})</a>{_how(shown)}</press-check></li>'
    )


def _css(shown: BookLine) -> str:
    relation = "press-start" if not shown.relation else "press-left" if shown.has_left else "press-next"
    return f"{relation} press-{(shown.strength or 'first').replace(' ', '-')}"


def _claim(book: Book, shown: BookLine) -> str:
    maths = formula(shown.latex, book.ours, display=True)
    if shown.strength != "refuted":
        return maths
    return f'<strong class="press-verdict">False:</strong> <s class="press-false">{maths}</s>'


def _counterexample(shown: BookLine) -> str:
    if shown.strength != "refuted":
        return ""
    point, _, sides = escape(shown.counterexample).partition(": ")
    return f'<p class="press-counterexample"><strong>Counterexample:</strong> <code>{point}</code>: {sides}</p>'


def _how(shown: BookLine) -> str:
    mark, words = STRENGTHS[shown.strength]
    rows = "".join(f"<dt>{term}</dt><dd>{what}</dd>" for term, what in _rows(shown))
    label = f"{words.capitalize()}: how line {shown.number} was checked"
    return (
        f'<details class="press-how"><summary title="{words}" aria-label="{label}">{mark}</summary>'
        f"<dl>{rows}</dl></details>"
    )


def _rows(shown: BookLine) -> Iterable[tuple[str, str]]:
    yield "Strength", STRENGTHS[shown.strength][1].capitalize() + "."
    if shown.how:
        yield "How", escape(shown.how)
    if shown.points:
        yield "Tried", f"at {shown.points} random points{_sizes(shown.sizes)}; seed {shown.seed}"
    if shown.mutants.get("tried"):
        yield "Mutants", escape(_mutants(shown.mutants))
    yield "SymPy", f'<code class="press-sympy">{escape(shown.sympy)}</code>'


def _sizes(sizes: Mapping[str, Sequence[int]]) -> str:
    """The sizes that were tried, under their names in SymPy, which no notation changes."""
    tried = [f"<code>{escape(name)} = {', '.join(map(str, values))}</code>" for name, values in sizes.items() if values]
    return f", with {'; '.join(tried)}" if tried else ""


def _mutants(mutants: Mapping[str, int]) -> str:
    equal = f", {mutants['equivalent']} proved equivalent" if mutants.get("equivalent") else ""
    return f"{mutants['tried']} tried: {mutants['refuted']} refuted{equal}"


def _given(book: Book, d: BookDerivation) -> str:
    if not d.given:
        return ""
    items = "; ".join(_assumption(book, g.words, g.latex) for g in d.given)
    return f'<p class="press-given"><strong>Given</strong> {items}.</p>'


def _assumption(book: Book, words: str, latex: Mapping[str, str]) -> str:
    maths = formula(latex, book.ours) if latex[book.ours] else ""
    said = _words(book, words)
    return f"{said} ({maths})" if said and maths else said or maths


def _words(book: Book, text: str) -> str:
    """A reason or an assumption in words; symbols in it stand between dollars, as on a page."""
    pieces = re.split(r"\$([^$]+)\$", text)
    return "".join(inline_maths(book, piece) if at % 2 else escape(piece) for at, piece in enumerate(pieces))


def _source(d: BookDerivation) -> str:
    return f'<p class="press-source"><strong>Source</strong> {escape(d.source)}</p>' if d.source else ""


def _legend(strengths: Iterable[str]) -> str:
    used = set(strengths)
    marks = [
        f'<span class="press-key"><span class="press-mark press-{name.replace(" ", "-")}" aria-hidden="true">{mark}'
        f"</span> {words}</span>"
        for name, (mark, words) in STRENGTHS.items()
        if name and name in used
    ]
    return f'<press-check class="press-legend" data-search-exclude>{"".join(marks)}</press-check>' if marks else ""


# Numbers, doctests, values


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
    return f'<div class="language-{language} highlight"><pre><span></span><code>{body}</code></pre></div>'


def value(bundle: Mapping[str, str], text: str) -> str:
    """A value as it shows itself: HTML, a picture or mathematics, else its plain text."""
    if "text/html" in bundle:
        return f'<div class="press-value">{RAW.sub(_set, bundle["text/html"])}</div>'
    if "image/svg+xml" in bundle:
        return f'<figure class="press-value press-picture">{_svg(bundle["image/svg+xml"], text)}</figure>'
    if "image/png" in bundle:
        source = f"data:image/png;base64,{bundle['image/png'].strip()}"
        return f'<figure class="press-value press-picture"><img src="{source}" alt="{escape(text)}"></figure>'
    if "text/latex" in bundle:
        return f'<div class="press-value press-latex">{mixed(bundle["text/latex"])}</div>'
    return f'<div class="press-value"><pre><code>{escape(bundle.get("text/plain", text))}</code></pre></div>'


RAW = re.compile(r"<press-math>([^<]+)</press-math>")


def _set(match: re.Match[str]) -> str:
    """A formula that a value left as LaTeX, typeset."""
    return formula({"": unescape(match[1])}, "")


def _svg(svg: str, text: str) -> str:
    """The picture inline, named for those who do not see it, without the XML preamble."""
    body = svg[svg.index("<svg") :]
    labelled = "" if "aria-label" in body[: body.index(">")] else f' aria-label="{escape(text)}"'
    return body.replace("<svg", f'<svg role="img"{labelled}', 1)


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
