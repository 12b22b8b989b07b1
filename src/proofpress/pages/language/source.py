"""A page's source, read once: where its fences, numbers, formulas, links, comments and prose are.

Nothing is run or rendered here.
The scan is a lexer over the whole text, so that what stands in a comment or in code is not taken for a form.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from .config import Site
from .literal import LITERAL
from .messages import Problem, problem

FRONT = re.compile(r"\A---[ \t]*\n(?:.*\n)*?(?:---|\.\.\.)[ \t]*(?:\n|\Z)\n*")
PREFIX = r"(?P<prefix>(?:[ \t]|>|(?:[-*+]|\d+[.)])[ \t])*)"
LEXER = re.compile(
    "|".join(
        (
            r"(?P<comment><!--(?P<comment_end>(?:.|\n)*?-->)?)",
            rf"(?P<fence>^{PREFIX}(?P<mark>`{{3,}}|~{{3,}})(?P<info>[^`\n]*)$"
            r"(?P<rest>\n(?P<body>(?:.*\n)*?)(?P<close>[ \t>]*)(?P=mark)[`~]*[ \t]*$)?)",
            r"(?P<code>(?<!`)(?P<tick>`+)(?!`)(?P<content>(?:(?!\n[ \t>]*\n)[\s\S])+?)(?<!`)(?P=tick)(?!`))",
            r"(?P<display>\$\$|\\[\[(]|\\begin\{|<math\b)",
            r"(?P<escape>\\[^\w\s])",
            r"(?P<maths>\$(?![\s$])(?P<tex>(?:\\.|[^$\\\n]|\n(?![ \t>]*\n))+?)(?<!\s)\$(?![\d$]))",
            r"(?P<link>\]\((?P<target>[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?\s*\))",
            r"(?P<reference>^[ ]{0,3}\[(?!\^)[^\]\n]+\]:[ \t]*(?P<address>\S+).*$)",
            r"(?P<tag></?[A-Za-z][^<>]*>)",
            r"(?P<url>https?://\S+)",
            r"(?P<attributes>\{:?[ ]*(?:[#.][\w-]+|[\w-]+=(?:\"[^\"\n]*\"|[^\s}]+))[^{}\n]*\})",
            r"(?P<snippet>^[ \t>]*-+8<-+.*$)",
            rf"(?P<number>(?P<literal>{LITERAL}|(?<!\w)[-−]?(?:inf|nan|∞))?\{{=)",
        )
    ),
    re.MULTILINE,
)
OPTION = re.compile(r"""([A-Za-z_][\w-]*)=(?:"([^"]*)"|'([^']*)'|([^\s}]+))""")
CHAIN = re.compile(r"\s*[\w-]+:")
INLINE_LINE = re.compile(r"(derivation|line):\s*([\w-]+)\s+(\d+)\s*")
FORMULA = "formula"  # the fence of a formula that nobody checks
STRINGS = re.compile(r"""'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|[\s\S]""")
PAIRS = {"(": ")", "[": "]", "{": "}"}


@dataclass(frozen=True)
class Piece:
    """A stretch of the source that is not plain prose, by its kind, its offsets and its first line."""

    kind: str
    start: int
    end: int
    line: int
    found: Mapping[str, str | None] = field(default_factory=dict, repr=False)

    def __getitem__(self, name: str) -> str:
        return self.found.get(name) or ""


@dataclass(frozen=True)
class Fence(Piece):
    """A fenced block: its name, options and body, and for each body line its number and first column."""

    name: str = ""
    options: dict[str, str] = field(default_factory=dict)
    body: str = ""
    columns: tuple[int, ...] = ()
    body_start: int = 0

    @property
    def is_cut(self) -> bool:
        """Whether the body is one section of a file, by a snippet marker, and nothing else."""
        lines = [line for line in self.body.splitlines() if line.strip()]
        return bool(lines) and all(re.fullmatch(r'-+8<-+ "[^"]+"', line.strip()) for line in lines)

    @property
    def asked(self) -> tuple[str, str]:
        """Of a derivation fence: the slug of the chain that stands in it or that it names, and the number of a line."""
        if self.is_chain:
            return self.body.partition(":")[0].strip(), ""
        slug, _, number = self.body.strip().rpartition(" ")
        return (slug.strip(), number) if slug and number.isdigit() else (self.body.strip(), "")

    @property
    def is_chain(self) -> bool:
        """Whether a chain stands in it, below its name."""
        return self.name == "derivation" and CHAIN.match(self.body) is not None

    @property
    def fate(self) -> str:
        """What becomes of it: shown (a chain), run, typed (a formula), skipped, cut from src, or nothing."""
        if "skip" in self.options:
            return "skipped"
        known = {"derivation": "shown", "pycon": "run", FORMULA: "typed"}
        return known.get(self.name, "cut" if self.is_cut else "")


@dataclass(frozen=True)
class Source:
    """A page as written, its pieces in order, and what is wrong with how it is written."""

    path: str
    text: str
    pieces: tuple[Piece, ...]
    problems: tuple[Problem, ...] = ()
    first_line: int = 1

    def of(self, *kinds: str) -> tuple[Piece, ...]:
        """The pieces of some kinds, in order."""
        return tuple(piece for piece in self.pieces if piece.kind in kinds)

    @property
    def fences(self) -> tuple[Fence, ...]:
        """The fences, in order."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Fence))

    def line(self, offset: int) -> int:
        """The line of the file on which an offset stands."""
        return self.first_line + bisect_right(self._starts, offset) - 1

    @cached_property
    def _starts(self) -> list[int]:
        return line_starts(self.text)

    @cached_property
    def prose(self) -> str:
        """The text with every piece blanked, offsets kept."""
        parts, position = [], 0
        for piece in self.pieces:
            parts += [self.text[position : piece.start], re.sub(r"[^\n]", " ", self.text[piece.start : piece.end])]
            position = piece.end
        return "".join(parts) + self.text[position:]


def split(text: str) -> tuple[str, str]:
    """A page's front matter and its body."""
    front = match.group() if (match := FRONT.match(text)) else ""
    return front, text[len(front) :]


def line_starts(text: str) -> list[int]:
    """The offset at which each line begins."""
    return [0] + [match.end() for match in re.finditer("\n", text)]


def read(site: Site, path: str) -> Source:
    """The source of a page, its front matter left aside and counted."""
    front, body = split(site.read(path))
    return scan(body, path, 1 + front.count("\n"))


def chains(site: Site) -> Iterator[tuple[str, Fence]]:
    """Each chain that stands on a page, in reading order, with the page's path."""
    for path in site.in_order:
        yield from ((path, fence) for fence in read(site, path).fences if fence.is_chain)


@lru_cache(maxsize=256)
def scan(text: str, path: str = "", first_line: int = 1) -> Source:
    """Read a page; `first_line` is the line of the file on which `text` begins."""
    bare = Source(path, text, (), (), first_line)
    problems: list[Problem] = []
    pieces = tuple(_pieces(bare, problems))
    return Source(path, text, pieces, tuple(problems), first_line)


def _pieces(source: Source, problems: list[Problem]) -> Iterator[Piece]:
    position = 0
    while match := LEXER.search(source.text, position):
        piece = _piece(source, match)
        problems += _malformed(source, piece)
        yield piece
        position = max(piece.end, position + 1)


def _piece(source: Source, match: re.Match[str]) -> Piece:
    kind = str(_kind(match))
    piece = Piece(kind, match.start(), match.end(), source.line(match.start()), match.groupdict())
    if kind == "fence":
        return _fence(piece)
    if kind == "number":
        return _number(source.text, piece)
    if kind == "code" and (found := INLINE_LINE.fullmatch(piece["content"])):
        return Piece("inline line", *_place(piece), {"form": found[1], "slug": found[2], "number": found[3]})
    if kind == "comment" and not piece["comment_end"]:
        return Piece(kind, piece.start, len(source.text), piece.line)
    return piece


def _kind(match: re.Match[str]) -> str | None:
    kinds = ("comment", "fence", "code", "display", "escape", "maths", "link", "reference", "tag", "url")
    return next((k for k in (*kinds, "attributes", "snippet", "number") if match[k] is not None), None)


def _place(piece: Piece) -> tuple[int, int, int]:
    return piece.start, piece.end, piece.line


def _fence(piece: Piece) -> Fence:
    info, width = piece["info"].strip(), len(piece["prefix"])
    name, options = read_info(info)
    header = width + len(piece["mark"]) + len(piece["info"]) + 1
    lines = piece["body"].splitlines(keepends=True)
    columns = tuple(len(line) - len(re.sub(rf"^[ \t>]{{0,{width}}}", "", line)) for line in lines)
    body = "".join(line[column:] for line, column in zip(lines, columns, strict=True))
    return Fence("fence", *_place(piece), piece.found, name, options, body, columns, piece.start + header)


def read_info(info: str) -> tuple[str, dict[str, str]]:
    """A fence's name and options from ``pycon skip="…"`` or ``{.pycon skip="…"}``."""
    options = {key: double or single or bare for key, double, single, bare in OPTION.findall(info)}
    words = OPTION.sub(" ", info).strip(" {}").split()
    name = next((word.lstrip(".") for word in words if not word.startswith("#")), "")
    classes = [word for word in words if word.lstrip(".") != name]
    return name, options | ({"": " ".join(classes)} if classes else {})


def _number(text: str, piece: Piece) -> Piece:
    end = _closing(text, piece.end)
    expression = " ".join(text[piece.end : end - 1].split()) if end else ""
    found = {"literal": piece["literal"], "expression": expression, "open": "" if end else "yes"}
    return Piece("number", piece.start, end or piece.end, piece.line, found)


def _closing(text: str, start: int) -> int:
    """The offset after the brace that closes an expression, brackets paired and strings skipped; 0 if none does."""
    limit = re.compile(r"\n[ \t>]*\n|\Z").search(text, start)
    expected = ["}"]
    for match in STRINGS.finditer(text, start, limit.start() if limit else len(text)):
        if match.group() in PAIRS:
            expected.append(PAIRS[match.group()])
        elif match.group() == expected[-1]:
            expected.pop()
        if not expected:
            return match.end()
    return 0


def _malformed(source: Source, piece: Piece) -> Iterator[Problem]:
    where = source.path, piece.line
    if piece.kind == "comment" and piece.end == len(source.text) and not source.text.endswith("-->"):
        yield problem(*where, "comment.open")
    if piece.kind == "fence" and piece.found["rest"] is None:
        yield problem(*where, "fence.open", mark=piece["mark"])
    if piece.kind == "snippet":
        yield problem(*where, "snippet.prose")
    if piece.kind == "number":
        yield from _malformed_number(source, piece)


def _malformed_number(source: Source, piece: Piece) -> Iterator[Problem]:
    where, expression = (source.path, piece.line), piece["expression"]
    start = source.text.rfind("\n", 0, piece.start) + 1
    if piece["open"]:
        yield problem(*where, "number.open")
    elif not piece["literal"]:
        yield problem(*where, "number.bare", expression=expression)
    elif "|" in expression and source.text[start:].lstrip(" >").startswith("|"):
        yield problem(*where, "number.bar", expression=expression)
