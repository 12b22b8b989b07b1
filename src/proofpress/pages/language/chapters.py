"""What each chapter of a book has, by the rules that mkdocs.yml lists; a chapter is a page that shows a chain whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from .messages import Problem, problem

if TYPE_CHECKING:
    from .source import Source

KINDS = ("line", "text", "item", "picture")
FURTHER = {"line": ("except",), "text": ("times", "except"), "item": ("holds", "except"), "picture": ("except",)}
ITEM = re.compile(r"^(?:\d+[.)]|[-*+]) +", re.MULTILINE)


@dataclass(frozen=True)
class Rule:
    """One rule: its number in the list, its kind, the words that it names, and the pages that it leaves out."""

    number: int
    kind: str
    words: str = ""
    least: int = 1
    most: float = inf
    holds: tuple[str, ...] = ()
    exempt: tuple[str, ...] = ()

    def __str__(self) -> str:
        said = [f"{self.number}. {self.kind}{f': {self.words}' if self.words else ''}"]
        said += [_number(self)] if self.most != inf else []
        said += [f"holds {' and '.join(self.holds)}"] if self.holds else []
        said += [f"but not {' and '.join(self.exempt)}"] if self.exempt else []
        return ", ".join(said)

    def broken(self, source: Source, found: str, wanted: str, offset: int = 0) -> Problem:
        """The problem of a page that does not keep it."""
        return problem(source.path, source.line(offset), "chapter.rule", found=found, wanted=wanted, number=self.number)


def rules(written: Any) -> tuple[Rule, ...]:
    """The rules as mkdocs.yml has them; raises `ValueError`.

    >>> rules([{"text": "labs/", "times": "1-3", "except": ["errata.md"]}])
    (Rule(number=1, kind='text', words='labs/', least=1, most=3, holds=(), exempt=('errata.md',)),)
    """
    if not isinstance(written, Sequence) or isinstance(written, str):
        raise ValueError(f"chapters is {written!r}; expected a list of rules; put a - before each")
    return tuple(_rule(number, one) for number, one in enumerate(written, 1))


def _rule(number: int, one: Any) -> Rule:
    kinds = [kind for kind in KINDS if isinstance(one, Mapping) and kind in one]
    if len(kinds) != 1:
        raise ValueError(f"rule {number} of chapters is {one!r}; expected one of {', '.join(KINDS)}; name it")
    kind = kinds[0]
    for name in one.keys() - {kind, *FURTHER[kind]}:
        said = ", ".join(FURTHER[kind])
        raise ValueError(f"rule {number} of chapters has {name!r}; expected beside {kind} {said}; remove it")
    if kind == "picture" and one[kind] is not True:
        raise ValueError(f"rule {number} of chapters has picture: {one[kind]!r}; expected true; correct it")
    words = "" if kind == "picture" else str(one[kind])
    return Rule(number, kind, words, *_times(number, one), *map(_listed, (one.get("holds"), one.get("except"))))


def _times(number: int, one: Mapping[str, Any]) -> tuple[int, float]:
    """How often something may stand on a page: ``3``, or ``2-4``."""
    if "times" not in one:
        return 1, inf
    found = re.fullmatch(r"(\d+)(?:-(\d+))?", str(one["times"]))
    if not found:
        raise ValueError(f"rule {number} of chapters has times: {one['times']!r}; expected 3 or 2-4; correct it")
    return int(found[1]), int(found[2] or found[1])


def _listed(value: Any) -> tuple[str, ...]:
    return () if value is None else (value,) if isinstance(value, str) else tuple(map(str, value))


def is_chapter(source: Source) -> bool:
    """Whether a page shows a chain whole."""
    return any(fence.fate == "shown" and not fence.asked[1] for fence in source.fences)


def lacking(source: Source, given: Sequence[Rule], pictures: int = 0) -> Iterator[Problem]:
    """Each rule that a chapter does not keep; `pictures` says how many it shows."""
    if not is_chapter(source):
        return
    text, bare = _without(source, "comment"), _without(source, "comment", "fence")
    above, after = "", 0
    for rule in (one for one in given if not _is_exempt(source.path, one)):
        if rule.kind == "line":
            if found := re.compile(rf"^{re.escape(rule.words)}", re.MULTILINE).search(bare, after):
                above, after = rule.words, found.end()
            else:
                below = f" below {above!r}" if above else ""
                yield rule.broken(source, f"no line {rule.words!r}{below}", "a line that begins so", after)
        elif rule.kind == "text" and not rule.least <= (times := text.count(rule.words)) <= rule.most:
            yield rule.broken(source, f"{rule.words!r} {times} times", f"it {_number(rule)}")
        elif rule.kind == "item" and not any(_holds(rule, item) for item in _items(text)):
            yield rule.broken(source, f"no item {rule.words!r}", _item(rule))
        elif rule.kind == "picture" and not pictures:
            yield rule.broken(source, "no picture", "one that its code draws")


def _is_exempt(path: str, rule: Rule) -> bool:
    return any(PurePath(path).match(name) for name in rule.exempt)


def _without(source: Source, *kinds: str) -> str:
    """The text with some pieces blanked, offsets kept."""
    text = source.text
    for piece in source.of(*kinds):
        text = text[: piece.start] + re.sub(r"[^\n]", " ", text[piece.start : piece.end]) + text[piece.end :]
    return text


def _items(text: str) -> list[str]:
    """The items of the lists of a page, each with all that is below it."""
    return ITEM.split(text)[1:]


def _holds(rule: Rule, item: str) -> bool:
    return item.startswith(rule.words) and all(words in item for words in rule.holds)


def _item(rule: Rule) -> str:
    holds = " and ".join(repr(words) for words in rule.holds)
    return f"one that begins so{f' and holds {holds}' if holds else ''}"


def _number(rule: Rule) -> str:
    if rule.most == inf:
        return "once or more"
    return f"{rule.least} times" if rule.least == rule.most else f"{rule.least} to {rule.most} times"
