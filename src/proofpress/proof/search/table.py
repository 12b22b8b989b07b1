"""The kernel's table of rules as data, for a replay that is written in another language.

What is true here: a row of `rows` is a row of a proof, or ["meta", which] or ["apply", which, parts…] of `metas`;
a law is [rows of its conditions, row of its conclusion, reason], a rule [its arguments as in replay.py, what it says].

>>> found = table()
>>> conditions, conclusion, reason = found["laws"]["exp_log"]
>>> found["rows"][conclusion][0], len(conditions), reason
('=', 1, 'the logarithm inverts the exponential')
>>> found["rules"]["symmetric"]
['s', 'From a = b follows b = a.']
"""

from __future__ import annotations

from typing import Any

from ..kernel import arithmetic, declarations, polynomial, replay, terms
from ..kernel.laws import LAWS, Meta
from ..kernel.terms import FIXED, Budget, Term
from .record import Rows

LIMITS = {
    "largest": terms.LARGEST,
    "deepest": terms.DEEPEST,
    "most": replay.MOST,
    "work": Budget.whole,
    "bits": polynomial.BITS,
    "highest": arithmetic.HIGHEST,
    "series": arithmetic.SERIES,
    "longest": declarations.LONGEST,
}


class _OfLaws(Rows):
    """The terms of the laws, and their letters."""

    def __init__(self) -> None:
        super().__init__()
        self.metas: list[Meta] = []

    def head(self, t: Term) -> list[Any]:
        if t.op not in ("meta", "apply"):
            return [t.op]
        letter = t.val if t.op == "meta" else t.val.val
        if letter not in self.metas:
            self.metas.append(letter)
        return [t.op, self.metas.index(letter)]


def table() -> dict[str, Any]:
    """The shapes of terms, the laws, the rules and the limits."""
    rows = _OfLaws()
    laws = {
        name: [[rows.row(p) for p in law.conditions], rows.row(law.conclusion), law.reason]
        for name, law in LAWS.items()
    }
    rules = {name: [arguments, replay.reason(name)] for name, arguments in replay.ARGUMENTS.items()}
    return {
        "limits": LIMITS,
        "shapes": FIXED,
        "metas": [list(letter) for letter in rows.metas],
        "rows": rows.rows,
        "laws": laws,
        "rules": rules,
    }
