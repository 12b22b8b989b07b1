r"""The words of the language, as people write them: each is read in one way, or refused with what to write instead.

>>> [token.text for token in tokens("np.exp(−x²) ≤ π")]
['exp', '(', '-', 'x', '^', '2', ')', '<=', 'pi', 'the end']
>>> tokens(r"\frac{1}{2}")
Traceback (most recent call last):
proofpress.proof.language.nodes.LanguageError: at character 1: LaTeX; write a/b for \frac{a}{b}
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from .nodes import LanguageError

BEGINNINGS = ("source", "given", "where", "wrong", "assume", "cite", "argmin")
"""Words that a line of a chain may begin with."""
TAIL = ("with", "as", "by", "only")
"""Words that may follow a line's expression."""
LENGTH = 20_000
TOKEN = re.compile(
    r"(?P<number>(?:[0-9]+(?:\.(?![.*/])[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<raised>[⁰¹²³⁴-⁹]+)"
    r"|(?:(?:np|numpy|torch|math|F|nn|functional|special|scipy|sympy|sp|jnp|jax)\.)*(?P<name>[^\W\d⁰¹²³⁴-⁹][^\W⁰¹²³⁴-⁹]*)"
    r'|(?P<quoted>"[^"]*")'
    r"|(?P<operator>\*\*|\.[.*/]|<=>|:=|->|<=|>=|==|!=|[-+*/^()\[\],=<>~@−×·⋅⊙⊘≤≥≠→⇔])"
    r"|(?P<space>\s+)"
)
SIGNS = {"**": "^", "−": "-", "×": "*", "·": "*", "⋅": "*", "⊙": ".*", "⊘": "./",
         "≤": "<=", "≥": ">=", "≠": "!=", "→": "->", "⇔": "<=>"}  # fmt: skip
GREEK = "GREEK SMALL LETTER "
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
LATEX = {"frac": r"a/b for \frac{a}{b}", "sum": "sum(f, j=1..n)", "prod": "prod(f, j=1..n)", "sigma": "sigmoid(x)",
         "cdot": "*", "times": "*", "sqrt": "sqrt(x)", "partial": "d(f, x)", "le": "<=", "ge": ">=", "infty": "oo",
         "hat": "the name of the letter, such as y_hat", "left": "(", "right": ")"}  # fmt: skip
ODD = {
    ".": ("an attribute", "write exp(x) for x.exp(), tr(u) for u.T"),
    "[": ("an index", "declare the letter with --entries"),
    "!": ("a factorial", "write prod(k, k=1..n)"),
    "|": ("a |", "write abs(x) for an absolute value"),
    "∞": ("the character '∞'", "write oo"),
    "√": ("a root", "write sqrt(x)"),
    "∑": ("the sign of a sum", "write sum(f, j=1..n)"),
    "∏": ("the sign of a product", "write prod(f, j=1..n)"),
    "∂": ("a derivative", "write d(f, x)"),
    "∇": ("a gradient", "write d(f, x)"),
    ":": ("a colon", "write _ for an argument that is left out, as in model(_, c)"),
    "'": ("a prime", "write d(f, x) for a derivative, tr(u) for a transpose, another name for another letter"),
    "⁻": ("a raised minus", "write x^-1"),
    "÷": ("the sign ÷", "write / for a quotient"),
    "–": ("a dash", "write - for a minus"),
    "—": ("a dash", "write -- before a reason, - for a minus"),
    "{": ("a brace", "write (…), and s[j] for an index"),
    "}": ("a brace", "write (…), and s[j] for an index"),
    "%": ("a %", "write / 100, or the remainder with floor(x)"),
}


class Token(NamedTuple):
    """A number, a name, an operator, quoted words or the end, and where it starts and stops."""

    kind: str
    text: str
    at: int
    stop: int


def tokens(text: str, start: int = 0, stop: int | None = None) -> list[Token]:
    """What stands from `start` to `stop`, an end last."""
    stop = len(text) if stop is None else stop
    if stop - start > LENGTH:
        raise LanguageError(start + LENGTH, f"{stop - start} characters", f"at most {LENGTH} are read")
    found, at = list[Token](), start
    while at < stop:
        match = TOKEN.match(text, at, stop)
        if match is None:
            raise _odd(text, at)
        if match.lastgroup != "space":
            found += _token(str(match.lastgroup), match)
        if match.lastgroup == "raised" and text[match.end() : stop].lstrip().startswith(("^", "**")):
            raise LanguageError(match.end(), "a power of a raised number", "write (x^2)^3 or x^(2^3)")
        at = match.end()
    return [*found, Token("end", "the end", stop, stop)]


def _token(kind: str, match: re.Match[str]) -> list[Token]:
    text, place = match[kind], match.span()
    if kind == "raised":
        return [Token("operator", "^", *place), Token("number", text.translate(RAISED), *place)]
    return [Token(kind, SIGNS.get(text, text) if text.isascii() else SIGNS.get(text) or _latin(text), *place)]


def _latin(name: str) -> str:
    """The name of a Greek letter that stands alone; the standard's spelling of lambda is its own."""
    called = unicodedata.name(name, "") if len(name) == 1 and not name.isascii() else ""
    return called.removeprefix(GREEK).lower().replace("lamda", "lambda") if called.startswith(GREEK) else name


def _odd(text: str, at: int) -> LanguageError:
    """What cannot be read, and what to write instead."""
    if text[at] == "\\":
        word = re.match(r"[a-zA-Z]*", text[at + 1 :])
        name = word.group() if word else ""
        return LanguageError(at, "LaTeX", f"write {LATEX.get(name, f'{name} without the backslash')}")
    what, instead = ODD.get(text[at], (f"the character {text[at]!r}", "use +, -, *, /, ^, a call, or a comparison"))
    return LanguageError(at, what, instead)
