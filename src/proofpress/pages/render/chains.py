"""Chains and their single lines as finished HTML.

A `press-check` holds what the search index need not read; it has no box, and is taken away once the index is made.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from itertools import pairwise

from ..book.book import Assumption, Book, BookDerivation, BookLine
from . import katex, rules
from .formulas import formula, inline_maths

STRENGTHS = {
    "every size": ("∀", "proved for every size"),
    "one size": ("1", "proved at one size"),
    "numeric": ("≈", "agrees at random points"),
    "cited": ("“", "cited, not proved here"),
    "definition": ("≔", "definition"),
    "assumption": ("A", "assumption"),
    "refuted": ("✗", "false, with a counterexample"),
    "": ("·", "nothing is claimed"),
}
PROVED, WEAKER = ("every size", "one size"), ("one size", "numeric")
WHOLE = PROVED[0]
HELD, LEFT_OUT = re.compile(r"\[[^]]*\]| = "), ", … = …"  # what no line of text parts in a value; values not shown


def derivation(book: Book, slug: str, cite: Callable[[str], str] = escape) -> str:
    """A whole chain: one line under the other, each with its reason and how it was checked.

    If it is proved for every size, it is stamped so as a whole, and a line has a mark only where it differs.
    `cite` gives the HTML of its source.
    """
    d = book.derivation(slug)
    stamp = _stamp(d.lines)
    marked = [line for line in d.lines if not (stamp and line.strength in ("", WHOLE))]
    lines = "".join(_line(book, d, line, anchored=True, marked=line in marked) for line in d.lines)
    head = f"<figcaption>{escape(d.title)}</figcaption>{stamp}"
    foot = _given(book, d) + _source(d, cite) + _legend(line.strength for line in marked)
    told = _size(book, d.lines) + " data-replayed" * bool(d.proofs)  # assets/replay.mjs has its proofs replayed there
    return f'<figure class="press-chain" id="{slug}"{told}>{head}<ol>{lines}</ol>{foot}</figure>'


def _stamp(lines: Sequence[BookLine]) -> str:
    """That a chain is proved for every size, if no line of it is checked in a weaker way."""
    strengths = {line.strength if line.ok else WEAKER[0] for line in lines}
    if WHOLE not in strengths or strengths & set(WEAKER):
        return ""
    words = STRENGTHS[WHOLE][1] + ", but for what is marked" * bool(strengths - {"", WHOLE})
    return f'<press-check data-search-exclude><p class="press-stamp">{mark(WHOLE)} {words}</p></press-check>'


def line(book: Book, slug: str, number: int, inline: bool = False) -> str:
    """One line of a chain, displayed or within a sentence."""
    d = book.derivation(slug)
    shown = d.line(number)
    if inline:
        return _inline(book, d, shown)
    body = _line(book, d, shown, anchored=False, marked=True)
    return f'<figure class="press-chain"{_size(book, [shown])}><ol>{body}</ol>{_legend([shown.strength])}</figure>'


def reference(book: Book, slug: str, number: int) -> str:
    """The number of a line, which leads to where it stands."""
    d, shown = book.derivation(slug), book.derivation(slug).line(number)
    words = f"{d.title}: {STRENGTHS[shown.strength][1]}"
    return f'<a href="press:{slug}-{number}" title="{escape(words)}">line {number}</a>'


def _size(book: Book, lines: Sequence[BookLine]) -> str:
    """How many lines, and how tall their formulas: what a browser sets aside for a chain it need not draw yet."""
    tall = sum(katex.height(_claim(book, line)) for line in lines)
    return f' style="--lines:{len(lines)};--tall:{tall:.0f}"'


def _inline(book: Book, d: BookDerivation, shown: BookLine) -> str:
    maths = formula(shown.shown_alone, book.ours)
    if shown.strength == "refuted":
        return f'<s class="press-false">{maths}</s> <b class="press-false">(false)</b>'
    words = STRENGTHS[shown.strength][1]
    return f'<a class="press-quote" href="press:{d.slug}-{shown.number}" title="{escape(words)}">{maths}</a>'


def _line(book: Book, d: BookDerivation, shown: BookLine, *, anchored: bool, marked: bool) -> str:
    name = f"{d.slug}-{shown.number}"
    own = f' id="{name}"' if anchored else ""
    link = f'<a href="#{name}">Link</a>' if anchored else f'<a href="press:{name}">To its chain</a>'
    because = f"<p>{_words(book, shown.because)}{_lemma(book, shown.lemma)}</p>" if shown.because else ""
    return (
        f"<li{own}{_css(shown)}><div>{_claim(book, shown)}</div>{because}"
        f"{_counterexample(shown)}<press-check data-search-exclude>"
        f"{_how(book, d, shown, link, marked=marked)}</press-check></li>"
    )


def _lemma(book: Book, anchor: str) -> str:
    """A link to the line that a line is proved by, or that a given comes from."""
    slug, _, number = anchor.rpartition("-")
    if slug not in book.derivations:
        return ""
    title = escape(book.derivations[slug].title)
    return f' (<a href="press:{anchor}">{title}, line {number}</a>)'


def _css(shown: BookLine) -> str:
    """The strength of a line, and whether it begins at the left: the one that claims nothing needs neither word."""
    names = _class(shown.strength) + " press-whole" * bool(shown.relation and shown.has_left)
    return f' class="{names.strip()}"' if names else ""


def _class(strength: str) -> str:
    return f"press-{strength.replace(' ', '-')}" if strength else ""


def _claim(book: Book, shown: BookLine) -> str:
    maths = formula(shown.shown, book.ours, display=True)
    if shown.strength != "refuted":
        return maths
    return f"<b>False:</b> <s>{maths}</s>"


def _counterexample(shown: BookLine) -> str:
    if shown.strength != "refuted":
        return ""
    point, _, sides = escape(shown.counterexample).rpartition(": ")
    values = HELD.sub(lambda held: held[0].replace(" ", "\N{NO-BREAK SPACE}"), point.removesuffix(LEFT_OUT))
    more = " and others" * point.endswith(LEFT_OUT)
    at = f"<code>{values}</code>{more}: " if point else ""
    return f"<p><b>Counterexample:</b> {at}{sides}</p>"


def _how(book: Book, d: BookDerivation, shown: BookLine, link: str, *, marked: bool) -> str:
    """The number of a line, and its mark if it has one, which open to tell how the line was checked."""
    sign, words = _mark(shown)
    seen = _sign(sign) if marked and (shown.strength or not shown.ok) else ""
    told = "<br>".join([*_proved(book, d, shown), *_tried(shown)])
    sympy = f"<code>{escape(shown.sympy)}</code>"
    if shown.vector:
        sympy = f'<code class="press-vectors">{escape(shown.vector_sympy)}</code>'
        sympy += f'<code class="press-components">{escape(shown.sympy)}</code>'
    text = d.text_of(shown)
    written = f' data-text="{escape(text)}"' if text else ""
    name = f"{sign if sign.isalnum() else ''}({shown.number}) {words}"  # what is seen is a part of what is read out
    label = f' aria-label="{name}"' if seen else ""
    return f"<details{written}><summary{label}>{seen}({shown.number})</summary>{told}{sympy}{link}</details>"


def _mark(shown: BookLine) -> tuple[str, str]:
    """The sign of a line and what it means; a line that does not hold claims something all the same."""
    if shown.ok:
        return STRENGTHS[shown.strength]
    return ("…", "still being tried") if shown.waits else ("?", "not accepted")


def _proved(book: Book, d: BookDerivation, shown: BookLine) -> Iterable[str]:
    """How far a line is proved; what its proof uses and which givens it rests on, or that none can be replayed."""
    words = _mark(shown)[1]
    if shown.proof:
        yield f"Replayed in {sum(shown.rules.values())} steps."
    elif shown.strength not in ("", "refuted") or not shown.ok:  # a false line says so itself, with its counterexample
        yield words.capitalize() + (f": {escape(shown.how)}." if shown.how and shown.how not in words else ".")
    if shown.strength in PROVED and not shown.proof:
        yield f"Checked, not replayed: {escape(shown.unreplayed)}."
    if shown.proof:
        given = "; ".join(_bare(book, d.given[at]) for at in shown.used)
        yield f"Rules: {escape(rules.told(shown.rules))}" + (f"; given: {given}." if given else ".")


def _bare(book: Book, given: Assumption) -> str:
    """A given as its relation alone, or in words where it has none."""
    return formula(given.shown, book.ours) if given.latex[book.ours] else _words(book, given.words)


def _tried(shown: BookLine) -> Iterable[str]:
    """At how many points numbers agree, and how many slips in the line were noticed."""
    if shown.points:
        at, nowhere = (f"{words} {sizes}" if sizes else "" for words, sizes in (
            (":", _sizes(shown.sizes)), ("; what is given allows none at", _sizes(shown.no_point))))  # fmt: skip
        yield f"Tried at {shown.points} point{'s' * (shown.points > 1)}{at}{nowhere}."
    if shown.mutants.get("tried"):
        yield f"{_mutants(shown.mutants)}."


def _sizes(sizes: Mapping[str, Sequence[int]]) -> str:
    """Sizes, under their names in SymPy, which no notation changes."""
    names: dict[str, list[str]] = {}
    for name, values in sizes.items():
        if values:
            names.setdefault(_in_words(values), []).append(name)
    return "; ".join(f"{escape(', '.join(alike))} = {values}" for values, alike in names.items())


def _in_words(values: Sequence[int]) -> str:
    if len(values) > 2 and all(later == one + 1 for one, later in pairwise(values)):
        return f"{values[0]} to {values[-1]}"
    return ", ".join(map(str, values))


def _mutants(mutants: Mapping[str, int]) -> str:
    refuted = f"{mutants['refuted']} mutants refuted"
    return refuted + (f", {mutants['equivalent']} proved equivalent" if mutants.get("equivalent") else "")


def _given(book: Book, d: BookDerivation) -> str:
    """What is given; what only components have last, so that it can be left out."""
    always, then = ([g for g in d.given if g.of_components is only] for only in (False, True))
    said = "; ".join(_assumption(book, g) for g in always)
    more = "".join(f"; {_assumption(book, g)}" for g in then).removeprefix("" if said else "; ")
    if not said:
        return f'<p class="press-components"><b>Given</b> {more}.</p>' if more else ""
    hidden = f'<span class="press-components">{more}</span>' if more else ""
    return f"<p><b>Given</b> {said}{hidden}.</p>"


def _assumption(book: Book, given: Assumption) -> str:
    maths = formula(given.shown, book.ours) if given.latex[book.ours] else ""
    said = _words(book, given.words)
    return (f"{said} ({maths})" if said and maths else said or maths) + _lemma(book, given.lemma) + _loose(book, given)


def _loose(book: Book, given: Assumption) -> str:
    """That less than what is given would do, and why."""
    return f", more than is needed: {_words(book, given.loose)}" if given.loose else ""


def _words(book: Book, text: str) -> str:
    """A reason or an assumption in words; symbols in it stand between dollars, as on a page."""
    pieces = re.split(r"\$([^$]+)\$", text)
    return "".join(inline_maths(book, piece) if at % 2 else escape(piece) for at, piece in enumerate(pieces))


def _source(d: BookDerivation, cite: Callable[[str], str]) -> str:
    return f"<p><b>Source</b> {cite(d.source)}</p>" if d.source else ""


def _legend(strengths: Iterable[str]) -> str:
    given = set(strengths)
    used = [name for name in STRENGTHS if name and name in given]
    return _keys([f"<span>{mark(name)} {STRENGTHS[name][1]}</span>" for name in used])


def _keys(keys: Sequence[str]) -> str:
    legend = f'<p class="press-legend">{"".join(keys)}</p>'
    return f"<press-check data-search-exclude>{legend}</press-check>" if keys else ""


LEGEND = re.compile(r'<press-check data-search-exclude><p class="press-legend">.*?</press-check>')
KEY = re.compile(r"<span>.*?</span>")
STOPPED = re.compile(
    r'\(?(<a class="press-quote"[^>]*>)?<press-math\b(?:[^<]|<(?!/press-math>))*+</press-math>(?(1)</a>)[.,;:)?!]+'
)


def finished(page: str) -> str:
    """The page as a whole: each formula stays with the bracket and the stop beside it, and each mark is explained once.

    A browser would part a formula from its stop at the end of a line.
    """
    return _explained_once(STOPPED.sub(r'<span class="press-held">\g<0></span>', page))


def _explained_once(page: str) -> str:
    """A mark is explained under the chain where it first occurs; after that its own words suffice."""
    seen: set[str] = set()

    def unseen(legend: re.Match[str]) -> str:
        new = [key for key in KEY.findall(legend[0]) if key not in seen]
        seen.update(new)
        return _keys(new)

    return LEGEND.sub(unseen, page)


def mark(strength: str) -> str:
    """The sign of a strength, as it stands in a legend or a table."""
    return _sign(STRENGTHS[strength][0], strength)


def _sign(sign: str, strength: str = "") -> str:
    """A sign in the colour of its strength; on a line, which has a colour already, in the line's."""
    return f'<b class="{f"press-mark {_class(strength)}".strip()}">{sign}</b>'
