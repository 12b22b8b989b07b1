"""The bibliography of a book: the keys of one BibTeX file, and what the source of a derivation says with them.

A source is keys with places, parted by semicolons: `rong2014 (8), (30); gensim`.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

from pybtex.backends.html import Backend
from pybtex.database import Entry, parse_string
from pybtex.exceptions import PybtexError
from pybtex.style.formatting.unsrt import Style as Unsorted
from pybtex.style.template import field as of_field
from pybtex.style.template import sentence

LIKE_A_KEY = re.compile(r"[a-z]+\d{4}[a-z]?")
LINKS = (("doi", "https://doi.org/"), ("eprint", "https://arxiv.org/abs/"), ("url", ""))


class Style(Unsorted):
    """As BibTeX's `unsrt`, with titles spelt as they are."""

    def format_title(self, e: Entry, which_field: str, as_sentence: bool = True) -> Any:  # noqa: ARG002  pybtex's
        """A title in its own capitals."""
        return sentence[of_field(which_field)] if as_sentence else of_field(which_field)


@dataclass(frozen=True)
class Work:
    """An entry of the bibliography: how a sentence names it, how a list prints it as HTML, and where it can be read."""

    short: str
    full: str
    url: str


@dataclass(frozen=True)
class Citation:
    """One piece of a source: a key and the place in that work; without a key, words as they stand."""

    key: str
    where: str


@dataclass(frozen=True)
class Bibliography:
    """Every work by its key, in the order of the file; `error` says at which line the file cannot be read, and why."""

    works: Mapping[str, Work] = field(default_factory=dict)
    error: tuple[int, str] | None = None

    @classmethod
    def load(cls, path: Path) -> Bibliography:
        """The bibliography in a BibTeX file."""
        try:
            entries = parse_string(path.read_text(encoding="utf-8"), "bibtex").entries
            for entry in entries.values():
                if not hasattr(Style, f"get_{entry.type}_template"):
                    raise PybtexError(f"{entry.key} is a {entry.type}, which the style does not know")
            printed = Style().format_entries(entries.values())
            return cls({one.key: _work(entries[one.key], one.text.render(Backend())) for one in printed})
        except (OSError, UnicodeDecodeError, PybtexError) as error:
            return cls(error=(getattr(error, "lineno", None) or 1, str(error)))

    def citations(self, source: str) -> Iterator[Citation]:
        """The pieces of a source; what is no key and does not look like one is words."""
        for piece in filter(None, map(str.strip, source.split(";"))):
            key, _, where = piece.partition(" ")
            is_key = key in self.works or LIKE_A_KEY.fullmatch(key)
            yield Citation(key, where.strip()) if is_key else Citation("", piece)

    def near(self, key: str) -> list[str]:
        """The keys that are spelt nearly like this one."""
        return difflib.get_close_matches(key, self.works, 3)

    def html(self, source: str) -> str:
        """A source as a reader sees it: each work by its name, leading to where it can be read."""
        return "; ".join(map(self._cited, self.citations(source)))

    def _cited(self, citation: Citation) -> str:
        if citation.key not in self.works:
            return escape(f"{citation.key} {citation.where}".strip())
        work = self.works[citation.key]
        name = f'<a href="{escape(work.url)}">{escape(work.short)}</a>' if work.url else escape(work.short)
        return f"{name} {escape(citation.where)}".strip()


def _work(entry: Entry, full: str) -> Work:
    url = next((start + entry.fields[name] for name, start in LINKS if name in entry.fields), "")
    return Work(_short(entry), full.replace("\n", " "), url)


def _short(entry: Entry) -> str:
    """The authors and the year, as a sentence names a work; a work without authors by its title."""
    names = [" ".join((*one.prelast_names, *one.last_names)).strip("{}") for one in entry.persons.get("author", [])]
    if not names:
        return str(entry.fields["title"])
    who = f"{names[0]} et al." if len(names) > 3 else " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
    letter = re.search(r"\d([a-z])$", entry.key or "")
    return f"{who} ({entry.fields['year']}{letter[1] if letter else ''})"
