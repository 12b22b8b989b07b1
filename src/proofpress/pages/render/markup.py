"""What is on a converted page: its tokens and marked fences, blocks of code, ids and links."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser

from .substitute import MARK, TOKEN

MARKED = re.compile(rf"{MARK}(\d+)")
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
OTHERS = {"mkdocstrings", "doc", "autodoc"}


@dataclass
class Markup(HTMLParser):
    """Read a page's HTML before the tokens are filled in."""

    seen: Counter[int] = field(default_factory=Counter)
    as_code: set[int] = field(default_factory=set)
    blocks: list[str] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[tuple[str, bool]] = []
        self._text: list[str] | None = None

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Note ids, links and marks; a `pre` that is neither marked nor another tool's is somebody's code."""
        found = {name: value or "" for name, value in attributes}
        self._note(found)
        classes = set(found.get("class", "").split())
        known = bool(MARKED.search(found.get("class", "")) or classes & OTHERS) or self._is_known()
        if tag not in VOID:
            self._open.append((tag, known))
        if tag == "pre" and not known:
            self._text = []

    def _note(self, found: dict[str, str]) -> None:
        self.ids |= {found[name] for name in ("id", "name") if found.get(name)}
        self.links += [found[name] for name in ("href", "src") if found.get(name)]
        self.seen.update(int(number) for number in MARKED.findall(found.get("class", "")))
        self.seen.update(int(number) for value in found.values() for number in TOKEN.findall(value))

    def _is_known(self) -> bool:
        return any(known for _, known in self._open)

    def handle_endtag(self, tag: str) -> None:
        """Close the tag and whatever was left open inside it."""
        if tag == "pre" and self._text is not None:
            self.blocks.append("".join(self._text))
            self._text = None
        if tag in (name for name, _ in self._open):
            while self._open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        """Note tokens, and the text of code nobody runs."""
        numbers = [int(number) for number in TOKEN.findall(data)]
        self.seen.update(numbers)
        if any(tag in ("pre", "code", "script", "style") for tag, _ in self._open):
            self.as_code.update(numbers)
        if self._text is not None:
            self._text.append(data)


@lru_cache(maxsize=256)
def read(html: str) -> Markup:
    """What is on a page; while a book is served, most pages are as they were."""
    markup = Markup()
    markup.feed(html)
    markup.close()
    return markup
