"""What was checked, counted: checks.json."""

from __future__ import annotations

import json
import platform
import re
from collections import Counter
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

import yaml

from ..book.book import Book, BookDerivation, BookLine
from ..language import percent
from ..language.config import Site
from ..language.source import Source, scan, split
from ..render import katex
from ..render.chains import PROVED, STRENGTHS

VERSIONS = ("proofpress", "sympy", "mpmath", "torch", "markdown", "mkdocs", "mkdocs-material", "mkdocs-jupyter")
SHOWN = re.compile(r"""\bshow\(\s*["']([\w-]+)["']\s*(?:,\s*(?:line=)?(\d+)\s*)?\)""")


@dataclass(frozen=True)
class Typed:
    """A formula that nobody checks: where it stands, what it says in LaTeX, and why it is typed."""

    line: int
    latex: str
    why: str


@dataclass(frozen=True)
class PageCount:
    """What stands on one page."""

    path: str
    equations: int
    numbers: int
    run: int
    skipped: int
    typed: tuple[Typed, ...]
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
    def typed(self) -> list[tuple[PageCount, Typed]]:
        """Every formula that is typed, with its page."""
        return [(page, one) for page in self.pages for one in page.typed]

    @property
    def lines(self) -> list[tuple[BookDerivation, BookLine]]:
        """Every line that claims something, with its derivation."""
        return [(d, line) for d in self.book.derivations.values() for line in d.lines if line.strength]

    @property
    def unreplayed(self) -> list[tuple[BookDerivation, BookLine]]:
        """Every line that is called proved, though no proof of it can be replayed."""
        return [(d, line) for d, line in self.lines if line.strength in PROVED and not line.proof]

    @property
    def by_strength(self) -> dict[str, int]:
        """How many lines there are of each strength."""
        found = Counter(line.strength for _, line in self.lines)
        return {name: found[name] for name in STRENGTHS if name}

    def total(self, what: str) -> int:
        """The sum over all pages of one of their counts."""
        return sum(getattr(page, what) for page in self.pages)


def collect(site: Site, book: Book) -> Report:
    """Count every page and lab of a site."""
    pages = [_page(site, book, path) for path in site.pages] + [_lab(site, book, path) for path in site.labs]
    return Report(book, tuple(pages))


def _page(site: Site, book: Book, path: str) -> PageCount:
    front, body = split(site.read(path))
    source = scan(body, path, 1 + front.count("\n"))
    fates = Counter(fence.fate for fence in source.fences)
    shown = [fence.asked for fence in source.fences if fence.fate == "shown"]
    return PageCount(
        path,
        sum(_equations(book, *one) for one in shown)
        + sum(one["form"] == "derivation" for one in source.of("inline line")),
        len(source.of("number")),
        fates["run"],
        fates["skipped"],
        _typed(source),
        tuple(slug for slug, number in shown if not number),
        topics(front),
    )


def topics(front: str) -> tuple[str, ...]:
    """The topics that a page itself treats, as a worked example does, from its front matter."""
    settings = yaml.safe_load(front.strip().strip("-")) if front.strip() else None
    return tuple((settings or {}).get("topics", ()))


def _lab(site: Site, book: Book, path: str) -> PageCount:
    cells = percent.parse(site.read(path))
    code = [cell.text for cell in cells if cell.kind == "code"]
    texts = [percent.source(cell, path) for cell in cells if cell.kind == "markdown"]
    shown = [tuple(filter(None, found)) for text in code for found in SHOWN.findall(text)]
    return PageCount(
        path,
        sum(_equations(book, *one) for one in shown),
        sum(len(text.of("number")) for text in texts),
        len(code),
        0,
        tuple(one for text in texts for one in _typed(text)),
        tuple(slug for slug, *number in shown if not number),
    )


def _equations(book: Book, slug: str, number: str = "") -> int:
    return 1 if number else len(book.derivations[slug].lines) if slug in book.derivations else 0


def _typed(source: Source) -> tuple[Typed, ...]:
    fences = (fence for fence in source.fences if fence.fate == "typed")
    found = [Typed(one.line, " ".join(one.body.split()), one.options.get("why", "")) for one in fences]
    return tuple(found + [Typed(one.line, source.text[one.start : one.end], "") for one in source.of("display")])


def as_json(report: Report) -> dict[str, Any]:
    """The report as checks.json holds it."""
    totals = {
        "lines": len(report.lines),
        "by_strength": report.by_strength,
        "replayed": sum(bool(line.proof) for _, line in report.lines),
        "numbers": report.total("numbers"),
        "equations": report.total("equations"),
        "typed_by_hand": len(report.typed),
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
    typed = [asdict(one) for one in page.typed]
    return {"path": page.path, "topics": list(page.topics), "typed": typed} | counts


def _derivation_json(report: Report, d: BookDerivation) -> dict[str, Any]:
    ours = report.book.ours
    lines = [_line_json(line, ours) for line in d.lines if line.strength]
    start = next((line.latex[ours] for line in d.lines if not line.strength), "")
    page = report.page_of(d.slug)
    about = {"slug": d.slug, "title": d.title, "page": page, "topics": list(d.topics), "source": d.source}
    return about | {"start": start, "lines": lines}


def _line_json(line: BookLine, ours: str) -> dict[str, Any]:
    names = ("number", "relation", "because", "strength", "how", "points", "sizes", "no_point", "seed")
    found = {name: getattr(line, name) for name in names}
    found |= {"latex": line.latex[ours], "vector": line.vector.get(ours), "mutants": line.mutants or None}
    return found | {"statement": line.statement or None, "replayed": bool(line.proof), "rules": line.rules}


def versions() -> dict[str, str]:
    """The versions of what checks and of what prints."""
    found = {"python": platform.python_version()}
    for name in VERSIONS:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found | {"katex": katex.version()}


def write_proofs(d: BookDerivation, folder: Path) -> None:
    """Write the proofs of a derivation, if the kernel has replayed any, as proofs/SLUG.json in a site's folder.

    What the lines state, as checks.json has it for all, stands beside them in statements/SLUG.json.
    """
    stated = {str(line.number): line.statement for line in d.lines if line.proof}
    for name, text in (("proofs", d.proofs), ("statements", json.dumps(stated, separators=(",", ":")))):
        if d.proofs:
            path = folder / name / f"{d.slug}.json"
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")


def write(report: Report, path: Path) -> None:
    """Write checks.json."""
    text = json.dumps(as_json(report), ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")
