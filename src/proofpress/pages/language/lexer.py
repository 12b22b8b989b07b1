r"""Colours for chains wherever Pygments colours code: a fence, a notebook, an editor's preview.

>>> from pygments.token import Operator
>>> chain = "double: Twice a number\n\nx + x\n= 2 x  -- a reason"
>>> [text for kind, text in ChainLexer().get_tokens(chain) if kind is Operator.Word]
['=']
"""

from __future__ import annotations

from typing import ClassVar

from pygments.lexer import RegexLexer, bygroups, words
from pygments.token import Comment, Keyword, Name, Number, Operator, Punctuation, String, Text, Whitespace

RELATIONS = r"<=>|<=|>=|->|:=|[=<>≤≥→⇔]|argmin\b"
FUNCTIONS = (
    *("exp", "log", "sqrt", "abs", "max", "min", "floor", "ceil", "sigmoid", "softplus", "delta"),
    *("sum", "prod", "d", "mean", "unit", "ones", "tr", "diag"),
)


class ChainLexer(RegexLexer):
    """A chain of a derivation: its name, its lines and their reasons."""

    name = "Chain of a derivation"
    aliases: ClassVar = ["derivation", "chain"]
    url = ""
    tokens: ClassVar = {
        "root": [
            (r"(\s*)([\w-]+)(:)([^\n]*)", bygroups(Whitespace, Name.Label, Punctuation, Name.Class), "lines"),
            (r"(\s*)([\w-]+)(\s+\d+)?(\s*)", bygroups(Whitespace, Name.Label, Number, Whitespace)),
        ],
        "lines": [
            (r"^source\b[^\n]*", Comment.Preproc),
            (r"^(given|where)\b", Keyword.Declaration),
            (r"^(wrong|assume|cite)\b", Keyword),
            (rf"^(\s*)({RELATIONS})", bygroups(Whitespace, Operator.Word)),
            (r"--\s[^\n]*(?:\n {4,}(?!\s*(?:" + RELATIONS + r"))[^\n]*)*", Comment),
            (
                words(
                    ("with", "gap", "factor", "as", "by", "induction", "on", "from", "only", "for", "every"),
                    r"\b",
                    r"\b",
                ),
                Keyword,
            ),
            (r'"[^"\n]*"', String),
            (words(FUNCTIONS, r"\b", r"(?=\()"), Name.Function),
            (r"[^\W\d]\w*", Name),
            (r"\d+", Number),
            (rf"{RELATIONS}|\.[*/]|[-+*/@^~−·×⊙⊘]", Operator),
            (r"[\[\]().,]", Punctuation),
            (r"\s+", Whitespace),
            (r".", Text),
        ],
    }
