"""Tables that show themselves on a page: what was checked, and the notation, for a person."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

from proofpress.proof.kernel.laws import LAWS
from proofpress.proof.kernel.replay import RULES, reason

from ..book import edition
from ..book.book import Book, BookDerivation, BookLine
from ..language.spelling import SLOT
from ..render.chains import STRENGTHS, mark
from ..render.laws import says
from .report import Report, collect, versions

WEAKER = ("one size", "numeric", "cited")
INDICES = "ijkmn"
WORD = re.compile(r"\\(?:text|operatorname)\{\w*\}|\\[A-Za-z]+")
LETTER = re.compile(r"([A-Za-z]'?|\\[a-z]+)(?:_\w|_\{[^{}]*\}|\(<0>\))?")


def here() -> Report:
    """The report of the site in or under whose folder this runs."""
    site = edition.here()
    return collect(site, site.book)


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
    rows = tuple((_mark(name), STRENGTHS[name][1], str(count)) for name, count in report.by_strength.items())
    return Table("lines by strength", ("Mark", "Meaning", "Lines"), rows)


def _mark(strength: str) -> str:
    return f'<span title="{STRENGTHS[strength][1]}">{mark(strength)}</span>'


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


def unreplayed(report: Report | None = None) -> Table:
    """Every line that is called proved though the kernel replays no proof of it, with the reason."""
    rows = tuple((_home(d, line), escape(line.unreplayed)) for d, line in (report or here()).unreplayed)
    none = "None: the kernel replays a proof of every line that is called proved."
    return Table("lines that are not replayed", ("Line", "Why not"), rows, none)


def typed(report: Report | None = None) -> Table:
    """Every formula that was typed, which nothing checks, with the author's reason."""
    found = (report or here()).typed
    rows = tuple((f"{escape(page.path)}, line {one.line}", _math(one.latex), escape(one.why)) for page, one in found)
    none = "None: every displayed formula is a line that was checked."
    return Table("typed formulas", ("Where", "Formula, unchecked", "Why it is typed"), rows, none)


def rules() -> Table:
    """The kernel's rules of logic and arithmetic, each with what it says of itself."""
    rows = tuple((_codes(name), escape(reason(name))) for name in RULES)
    return Table("rules of logic and arithmetic", ("Rule", "What it does"), rows)


def laws() -> Table:
    """The kernel's laws: what follows, under which conditions, and why."""
    rows = tuple((_codes(name), _law(name), escape(law.reason)) for name, law in LAWS.items())
    return Table("laws", ("Law", "What follows", "Why"), rows)


def _law(name: str) -> str:
    follows, conditions = says(LAWS[name])
    return "<br>".join([_codes(follows), *(f"if {_codes(condition)}" for condition in conditions)])


def uses(report: Report | None = None) -> Table:
    """How many lines use each rule, and how often in all."""
    lines = [line.rules for _, line in (report or here()).lines]
    found = {name: [counts[name] for counts in lines if name in counts] for name in (*RULES, *LAWS)}
    used = sorted((name for name in found if found[name]), key=lambda name: -len(found[name]))
    rows = tuple((_codes(name), escape(reason(name)), str(len(found[name])), str(sum(found[name]))) for name in used)
    return Table("uses of each rule", ("Rule", "Why it holds", "Lines", "Times"), rows, "No proof is replayed here.")


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


@dataclass(frozen=True)
class Works:
    """The bibliography, a work to an item; its plain text is its name."""

    items: tuple[tuple[str, str, tuple[str, ...]], ...]

    def __repr__(self) -> str:
        return "<references>"

    def _repr_html_(self) -> str:
        return f'<ul class="press-works">{"".join(map(self._item, self.items))}</ul>'

    def _item(self, item: tuple[str, str, tuple[str, ...]]) -> str:
        key, full, homes = item
        used = f'<span class="press-remark">Derived here: {"; ".join(homes)}.</span>' if homes else ""
        return f'<li id="{escape(key)}">{full}{used}</li>'


def references() -> Works:
    """Every work of the bibliography, with the derivations whose source it is."""
    site = edition.here()
    homes: dict[str, list[str]] = {}
    for d in site.book.derivations.values():
        for one in site.bibliography.citations(d.source):
            homes.setdefault(one.key, []).append(_cited(d, one.where))
    works = site.bibliography.works.items()
    return Works(tuple((key, work.full, tuple(homes.get(key, ()))) for key, work in works))


def _cited(d: BookDerivation, where: str) -> str:
    """A link to a derivation, with the place of its source."""
    return f'<a href="press:{d.slug}-1">{escape(d.title)}</a>{escape(f" {where}" if where else "")}'


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
    """An entry's spelling with letters for its indices; the one argument of a function is left open as a dot."""
    tex = book.spellings[convention][at]
    if "(<" in tex and not book.entries[at].array:
        tex = re.sub(r"\(<\d>\)", r"(\\cdot)", tex)
    bare = WORD.sub("", tex)
    free = [letter for letter in INDICES if letter not in bare]
    return _math(SLOT.sub(lambda slot: free[int(slot[1])], tex))


def _math(tex: str) -> str:
    """A formula that the press typesets where it is published."""
    return f"<press-math>{escape(tex)}</press-math>"


def _codes(text: str) -> str:
    return f"<code>{escape(text)}</code>" if text else ""
