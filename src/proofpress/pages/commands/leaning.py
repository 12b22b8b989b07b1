"""What the prose leans on: a sentence names its line in a comment that no reader sees, and may not say more than it.

``Two steps move it less than one. <!-- by two-steps 4 -->`` names line 4 of the chain two-steps.
``<!-- by: a count of words -->`` says why a strict word claims nothing that a line could say.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..book.book import BookLine, UnknownSlug
from ..book.edition import Edition
from ..book.kept import BookError
from ..language.messages import Problem, problem
from ..language.source import Source, read
from ..render.chains import PROVED

NAMED = re.compile(r"<!--\s*by\s+((?:[\w-]+ \d+)(?:,\s*[\w-]+ \d+)*)\s*-->")
EXCUSE = re.compile(r"<!--\s*by:\s*\S[^>]*-->|(?!<!--)")
ENDS = re.compile(r"(?<=[.!?])[)\"”*]*\s+|\n[ \t>]*\n|\|")


@dataclass(frozen=True)
class Verb:
    """Words that claim something, what a line must say to carry them, and whether they may stand without one."""

    words: re.Pattern[str]
    says: str
    carries: Callable[[BookLine], bool]
    asks: bool = False


def _words(*words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)


VERBS = (
    Verb(
        _words("strictly", r"(?<!no )(?<!never )(?:less|more|smaller|larger|greater|lower|higher) than"),
        "< or >",
        lambda line: line.relation in ("<", ">"),
        asks=True,
    ),
    Verb(
        _words("at most", "at least", r"(?:never|no) (?:more|less|smaller|larger|above|below|negative)"),
        "a bound",
        lambda line: line.kind == "bound",
        asks=True,
    ),
    Verb(_words("if and only if", "exactly (?:when|where)"), "⇔", lambda line: line.kind == "equivalent", asks=True),
    Verb(_words("lowest", "minimum"), "where a minimum is", lambda line: line.kind == "minimiser"),
    Verb(_words("in the limit", "tends to", "approaches"), "a limit", lambda line: line.kind == "limit"),
)


@dataclass(frozen=True)
class Sentence:
    """A sentence of a page, where it stands, the lines that it names, and whether it may name none.

    It may if it says why, or if it holds a number that is computed.
    """

    line: int
    text: str
    named: tuple[tuple[str, int], ...]
    is_excused: bool


def sentences(source: Source) -> Iterator[Sentence]:
    """Each sentence of a page with the comments that follow its first word.

    >>> from proofpress.pages.language.source import scan
    >>> [one.named for one in sentences(scan("It falls. It is less than one. <!-- by falls 2 -->"))]
    [(), (('falls', 2),)]
    """
    starts = [0] + [match.end() for match in ENDS.finditer(source.prose)]
    forms: dict[int, list[str]] = {}
    for piece in source.of("comment", "number"):
        at = bisect_right(starts, _word_before(source, piece.start)) - 1
        forms.setdefault(at, []).append(source.text[piece.start : piece.end])
    for at, (start, end) in enumerate(zip(starts, [*starts[1:], len(source.prose)], strict=True)):
        said = forms.get(at, [])
        named = [pair for one in said if (found := NAMED.fullmatch(one)) for pair in found[1].split(",")]
        text = source.prose[start:end].strip()
        place = source.line(start + len(source.prose[start:end]) - len(source.prose[start:end].lstrip()))
        pairs = tuple((slug, int(number)) for slug, number in (pair.split() for pair in named))
        if text:
            yield Sentence(place, text, pairs, any(EXCUSE.match(one) for one in said))


def _word_before(source: Source, offset: int) -> int:
    return max(len(source.prose[:offset].rstrip()) - 1, 0)


def leaning(site: Edition) -> Iterator[Problem]:
    """Each sentence that leans on a line that is not there or says less, and each strict word that leans on none."""
    with_chains = {path for path in site.pages if any(fence.fate == "shown" for fence in read(site, path).fences)}
    for path in site.pages:
        for sentence in sentences(read(site, path)):
            yield from _judged(site, path, sentence, asked=path in with_chains)


def _judged(site: Edition, path: str, sentence: Sentence, *, asked: bool) -> Iterator[Problem]:
    try:
        lines = [site.book.derivation(slug).line(number) for slug, number in sentence.named]
    except UnknownSlug as error:
        yield problem(path, sentence.line, "words.unknown", message=error)
        return
    except BookError:
        return
    for verb in VERBS:
        found = verb.words.search(sentence.text)
        if not found or sentence.is_excused:
            continue
        if lines and not any(line.strength in PROVED and verb.carries(line) for line in lines):
            said = ", ".join(f"{line.relation or 'nothing'} ({line.strength or 'no claim'})" for line in lines)
            names = ", ".join(f"{slug} {number}" for slug, number in sentence.named)
            yield problem(path, sentence.line, "words.weak", word=found.group(), names=names, said=said, says=verb.says)
        elif asked and verb.asks and not lines:
            yield problem(path, sentence.line, "words.alone", word=found.group(), says=verb.says)
