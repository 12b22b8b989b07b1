"""What was checked, counted: checks.json, and the tables of the page that shows the same to a person."""

from __future__ import annotations

import json
import platform
import re
from collections import Counter
from dataclasses import dataclass
from html import escape
from importlib import metadata
from pathlib import Path
from typing import Any

import yaml

from . import chain, html, katex, lab
from .book import Book, BookDerivation, BookLine
from .site import Site
from .source import Source, scan, split

VERSIONS = ("word2vec-derived", "sympy", "mpmath", "torch", "markdown", "mkdocs", "mkdocs-material", "mkdocs-jupyter")
WEAKER = ("one size", "numeric", "cited")
LETTER = re.compile(r"([A-Za-z]'?|\\[a-z]+)(?:_\w|_\{[^{}]*\}|\(<0>\))?")
SHOWN = re.compile(r"""\bshow\(\s*["']([\w-]+)["']\s*(?:,\s*(?:line=)?(\d+)\s*)?\)""")


@dataclass(frozen=True)
class PageCount:
    """What stands on one page."""

    path: str
    equations: int
    numbers: int
    run: int
    skipped: int
    typed: int
    slugs: tuple[str, ...]
    topics: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """The whole site, counted."""

    book: Book
    pages: tuple[PageCount, ...]

    def page_of(self, slug: str) -> str:
        """The path of the page that shows a derivation."""
        return next((page.path for page in self.pages if slug in page.slugs), "")

    @property
    def lines(self) -> list[tuple[BookDerivation, BookLine]]:
        """Every line that claims something, with its derivation."""
        return [(d, line) for d in self.book.derivations.values() for line in d.lines if line.strength]

    @property
    def by_strength(self) -> dict[str, int]:
        """How many lines there are of each strength."""
        found = Counter(line.strength for _, line in self.lines)
        return {name: found[name] for name in html.STRENGTHS if name}

    def total(self, what: str) -> int:
        """The sum over all pages of one of their counts."""
        return sum(getattr(page, what) for page in self.pages)


def here() -> Report:
    """The report of the site in or under whose folder this runs."""
    return collect(*chain.here())


def collect(site: Site, book: Book) -> Report:
    """Count every page and lab of a site."""
    pages = [_page(site, book, path) for path in site.pages] + [_lab(site, book, path) for path in site.labs]
    return Report(book, tuple(pages))


def _page(site: Site, book: Book, path: str) -> PageCount:
    front, body = split(site.read(path))
    source = scan(body, path)
    fates = Counter(fence.fate for fence in source.fences)
    shown = [tuple(fence.body.split()) for fence in source.fences if fence.fate == "shown"]
    return PageCount(
        path,
        sum(_equations(book, *one) for one in shown) + len(source.of("inline line")),
        len(source.of("number")),
        fates["run"],
        fates["skipped"],
        _typed(source),
        tuple(slug for slug, *number in shown if not number),
        topics(front),
    )


def topics(front: str) -> tuple[str, ...]:
    """The topics that a page itself treats, as a worked example does, from its front matter."""
    settings = yaml.safe_load(front.strip().strip("-")) if front.strip() else None
    return tuple((settings or {}).get("topics", ()))


def _lab(site: Site, book: Book, path: str) -> PageCount:
    cells = lab.parse(site.read(path))
    code = [cell.text for cell in cells if cell.kind == "code"]
    texts = [lab.source(cell, path) for cell in cells if cell.kind == "markdown"]
    shown = [tuple(filter(None, found)) for text in code for found in SHOWN.findall(text)]
    return PageCount(
        path,
        sum(_equations(book, *one) for one in shown),
        sum(len(text.of("number")) for text in texts),
        len(code),
        0,
        sum(map(_typed, texts)),
        tuple(slug for slug, *number in shown if not number),
    )


def _equations(book: Book, slug: str, number: str = "") -> int:
    return 1 if number else len(book.derivations[slug].lines) if slug in book.derivations else 0


def _typed(source: Source) -> int:
    return len(source.of("display"))


# For a machine


def as_json(report: Report) -> dict[str, Any]:
    """The report as checks.json holds it."""
    totals = {
        "lines": len(report.lines),
        "by_strength": report.by_strength,
        "numbers": report.total("numbers"),
        "equations": report.total("equations"),
        "typed_by_hand": report.total("typed"),
    }
    return {
        "versions": versions(),
        "pages": [_page_json(page) for page in report.pages],
        "derivations": [_derivation_json(report, d) for d in report.book.derivations.values()],
        "totals": totals,
    }


def _page_json(page: PageCount) -> dict[str, Any]:
    blocks = {"run": page.run, "skipped": page.skipped}
    counts = {"equations": page.equations, "numbers": page.numbers, "blocks": blocks}
    return {"path": page.path, "topics": list(page.topics)} | counts


def _derivation_json(report: Report, d: BookDerivation) -> dict[str, Any]:
    ours = report.book.ours
    names = ("relation", "because", "strength", "how", "points", "sizes", "seed")
    claims = [line for line in d.lines if line.strength]
    lines = [
        {name: getattr(line, name) for name in names} | {"latex": line.latex[ours], "mutants": line.mutants or None}
        for line in claims
    ]
    start = next((line.latex[ours] for line in d.lines if not line.strength), "")
    page = report.page_of(d.slug)
    about = {"slug": d.slug, "title": d.title, "page": page, "topics": list(d.topics), "source": d.source}
    return about | {"start": start, "lines": lines}


def versions() -> dict[str, str]:
    """The versions of what checks and of what prints."""
    found = {"python": platform.python_version()}
    for name in VERSIONS:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found | {"katex": katex.version()}


def write(report: Report, path: Path) -> None:
    """Write checks.json."""
    text = json.dumps(as_json(report), ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")


# For a person


@dataclass(frozen=True)
class Table:
    """A table that shows itself; its plain text is its name."""

    name: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    none: str = "None."

    def __repr__(self) -> str:
        return f"<{self.name}>"

    def _repr_html_(self) -> str:
        if not self.rows:
            return f"<p>{escape(self.none)}</p>"
        head = "".join(f'<th scope="col">{cell}</th>' for cell in self.head)
        rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in self.rows)
        body = f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody>"
        return f'<table aria-label="{escape(self.name)}">{body}</table>'


def strengths() -> Table:
    """How many lines there are of each strength, and what each strength means."""
    report = here()
    rows = tuple((_mark(name), html.STRENGTHS[name][1], str(count)) for name, count in report.by_strength.items())
    return Table("lines by strength", ("Mark", "Meaning", "Lines"), rows)


def _mark(strength: str) -> str:
    return f'<span title="{html.STRENGTHS[strength][1]}">{html.mark(strength)}</span>'


def per_page() -> Table:
    """What stands on each page that has something to check."""
    counts = ((p.path, (p.equations, p.numbers, p.run, p.skipped)) for p in here().pages)
    rows = tuple((escape(path), *map(str, found)) for path, found in counts if any(found))
    return Table("what stands on each page", ("Page", "Equations", "Numbers", "Blocks run", "Blocks skipped"), rows)


def weaker(report: Report | None = None) -> Table:
    """Every line that is not proved for every size though it claims to hold, with the reason."""
    found = [(d, line) for d, line in (report or here()).lines if line.strength in WEAKER]
    rows = tuple((_home(d, line), _mark(line.strength), _words(line.because), escape(line.how)) for d, line in found)
    head = ("Line", "Strength", "Claim", "Why not for every size")
    return Table(
        "lines with a weaker check", head, rows, "None: every line that claims to hold is proved for every size."
    )


def _words(text: str) -> str:
    """A reason, its symbols typeset."""
    return re.sub(r"\$([^$]+)\$", r"<press-math>\1</press-math>", escape(text))


def _home(d: BookDerivation, line: BookLine) -> str:
    return f'<a href="press:{d.slug}-{line.number}">{escape(d.slug)} ({line.number})</a>'


def mutants() -> Table:
    """How many wrong versions of each derivation's lines were tried, and what became of them."""
    rows = tuple(
        _mutants(d) for d in here().book.derivations.values() if any(line.mutants.get("tried") for line in d.lines)
    )
    head = ("Derivation", "Tried", "Refuted", "Proved equivalent")
    return Table("mutants by derivation", head, rows, "Not tried in this build; the command make mutate tries them.")


def _mutants(d: BookDerivation) -> tuple[str, ...]:
    totals = (sum(line.mutants.get(name, 0) for line in d.lines) for name in ("tried", "refuted", "equivalent"))
    return (escape(d.title), *map(str, totals))


def software() -> Table:
    """The versions with which the site was checked and printed."""
    return Table("versions", ("Software", "Version"), tuple((escape(n), escape(v)) for n, v in versions().items()))


def symbols() -> Table:
    """Every symbol of the notation: how it is printed, what it means, its name and shape in code."""
    book = here().book
    rows = tuple(
        (_symbol(book, book.ours, at), escape(e.meaning), _codes(e.code), _codes(e.shape))
        for at, e in enumerate(book.entries)
    )
    return Table("symbols", ("Symbol", "Meaning", "In code", "Shape"), rows)


def concordance() -> Table:
    """Every symbol in every convention the site can be read in."""
    book = here().book
    head = tuple(escape(title) for title in book.conventions.values())
    rows = tuple(tuple(_symbol(book, name, at) for name in book.conventions) for at in range(len(book.entries)))
    return Table("symbols in every convention", head, rows)


def readings(book: Book | None = None) -> Table:
    """The symbols in each source that a reader may meet, a row for each source."""
    book = book or here().book
    columns = sorted({at for _, spellings, _ in book.readings for at in spellings})
    head = ("Source", *(_symbol(book, book.ours, at) for at in columns))
    rows = tuple(
        (
            f'{escape(source)}<span class="press-remark">{escape(remark)}</span>',
            *(_reading(spellings.get(at)) for at in columns),
        )
        for source, spellings, remark in book.readings
    )
    return Table("symbols in each source", head, rows)


def _reading(tex: str | None) -> str:
    """A source's spelling, or why there is none."""
    return _math(tex) if tex else f"<em>{'not read' if tex is None else 'none'}</em>"


def letters(book: Book | None = None) -> Table:
    """Every letter that has several meanings, here and elsewhere; an index or an argument is no part of a letter."""
    book = book or here().book
    found: dict[str, dict[str, list[str]]] = {}
    for (source, tex), meaning in _spelt(book).items():
        if letter := LETTER.fullmatch(tex):
            found.setdefault(letter[1], {}).setdefault(meaning, []).append(source)
    rows = tuple(
        (_math(letter), escape(meaning), escape("; ".join(where)))
        for letter, meanings in sorted(found.items(), key=lambda item: (item[0].startswith("\\"), item[0].lower()))
        if len(meanings) > 1 and len({source for where in meanings.values() for source in where}) > 1
        for meaning, where in meanings.items()
    )
    return Table("letters with several meanings", ("Letter", "Meaning", "In"), rows)


def _spelt(book: Book) -> dict[tuple[str, str], str]:
    """What each source, ours first, means by each spelling; by one spelling it means one thing, the first."""
    ours = [("here", e.latex, e) for e in book.entries]
    theirs = [(book.conventions[name], tex, e) for e in book.entries for name, tex in e.elsewhere.items()]
    read = [(who, tex, book.entries[at]) for who, spellings, _ in book.readings for at, tex in spellings.items()]
    spelt: dict[tuple[str, str], str] = {}
    for who, tex, entry in ours + theirs + read:
        spelt.setdefault((who, tex), entry.meaning)
    return spelt


def _symbol(book: Book, convention: str, at: int) -> str:
    """An entry's spelling with its arguments left open as dots."""
    return _math(re.sub(r"<\d>", r"{\\cdot}", book.spellings[convention][at]))


def _math(tex: str) -> str:
    """A formula that the press typesets where it is published."""
    return f"<press-math>{escape(tex)}</press-math>"


def _codes(text: str) -> str:
    return f"<code>{escape(text)}</code>" if text else ""
