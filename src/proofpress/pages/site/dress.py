"""The last touches to a finished page: what MkDocs and its theme leave that a reader need not load."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import cycle

UNSEARCHED = re.compile(r"<(press-math|press-check)\b[^>]*data-search-exclude.*?</\1>", re.DOTALL)
HEADING = re.compile(r"<(h[1-6])\b.*?</\1>", re.DOTALL)
MATHML = re.compile(r"<math\b.*?</math>", re.DOTALL)
DOCSTRING = 'class="doc '
CARDS = re.compile(r'<div class="press-cards">.*?</div>', re.DOTALL)
NAMES = re.compile(r'(<h1\b[^>]*>|<span class="doc doc-object-name[^>]*>)([^<]+)')
QUOTED = re.compile(r'href="press:([\w-]+?)-(\d+)"')


def unsearched(content: str) -> tuple[str, list[str]]:
    """The page as the search index reads it, and what it need not read; a formula of a heading it reads in letters."""
    kept = [found[0] for found in UNSEARCHED.finditer(content)]
    content = HEADING.sub(lambda heading: UNSEARCHED.sub(_in_letters, heading[0]), content)
    return UNSEARCHED.sub(r"<\1 data-search-exclude></\1>", content), kept


def _in_letters(formula: re.Match[str]) -> str:
    letters = re.sub(r"<annotation\b.*?</annotation>|<[^>]+>", "", (MATHML.search(formula[0]) or [""])[0])
    return f"<{formula[1]} data-search-exclude></{formula[1]}><press-said>{letters}</press-said>"


def whole(content: str, kept: list[str]) -> str:
    """The page with what the search index need not read put back, and without what only the index had to know."""
    rest = iter(kept)
    page = UNSEARCHED.sub(lambda _: next(rest), re.sub(r"<press-said>.*?</press-said>", "", content))
    return re.sub(r"</?press-check\b[^>]*>| data-search-exclude", "", page)


def told(output: str, address: str) -> str:
    """The page that knows where a line of a chain can be changed, for the script that offers it."""
    return output.replace("<html ", f'<html data-checker="{address}" ', 1)


def linked(output: str, address: Callable[[str], str], is_chain: Callable[[str], bool]) -> str:
    """The page whose quoted lines lead to their chains, and in docstrings the names of chains too."""
    output = QUOTED.sub(lambda link: f'href="{address(link[1])}-{link[2]}"', output)
    if DOCSTRING not in output:
        return output

    def named(name: re.Match[str]) -> str:
        return f'<a href="{address(name[1])}">{name[0]}</a>' if is_chain(name[1]) else name[0]

    return NAMES.sub(_breakable, re.sub(r"<code>([a-z0-9-]+)</code>", named, output))


def _breakable(name: re.Match[str]) -> str:
    """A long name breaks after a dot or an underscore."""
    return name[1] + re.sub(r"(?<=[._])(?=\w)", "<wbr>", name[2])


def cards(content: str) -> str:
    """The page with each cell of a table in a `press-cards` told its column, for where a row is shown as a card."""
    return CARDS.sub(lambda table: _labelled(table[0]), content)


def _labelled(table: str) -> str:
    names = [re.sub(r"<[^>]+>", "", name).strip() for name in re.findall(r"<th\b[^>]*>(.*?)</th>", table, re.DOTALL)]
    columns = cycle(names)
    return re.sub(r"<td\b", lambda _: f'<td data-label="{next(columns)}"', table)


def without_indents(output: str) -> str:
    """The page without the theme's empty lines and indents, a third of its frame; what is preformatted stays.

    Around the text no tag but a `div` begins a line of its own either; within it the end of a line may be a space.
    """
    kept = r"(<(pre|script|textarea)\b.*?</\2>)"
    lines = re.sub(rf"{kept}|\s*\n\s*", lambda found: found[1] or "\n", output, flags=re.DOTALL)
    text = r"(<(article|pre|script|textarea)\b.*?</\2>)"
    return re.sub(rf"{text}|(?<=>)\n(?=</|<(?!div))", lambda found: found[1] or "", lines, flags=re.DOTALL)
