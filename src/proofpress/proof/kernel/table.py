"""The table of rules as data, for a replay that is written in another language.  Nothing here is trusted.

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

from . import arithmetic, declarations, polynomial, replay, terms
from .laws import LAWS, Meta
from .terms import FIXED, Budget, Term

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


class Rows:
    """The terms of the laws, each once, and their letters."""

    def __init__(self) -> None:
        self.rows: list[list[Any]] = []
        self.metas: list[Meta] = []
        self.at: dict[Term, int] = {}

    def row(self, t: Term) -> int:
        """Where a term stands."""
        if t not in self.at:
            written = self._written(t)
            self.at[t] = len(self.rows)
            self.rows.append(written)
        return self.at[t]

    def _written(self, t: Term) -> list[Any]:
        if t.op == "number":
            return ["number", str(t.val)]
        if t.op == "bound":
            return ["bound", *t.val]
        head = [t.op, self._meta(t.val if t.op == "meta" else t.val.val)] if t.op in ("meta", "apply") else [t.op]
        return [*head, *(self.row(part) for part in t.args)]

    def _meta(self, letter: Meta) -> int:
        if letter not in self.metas:
            self.metas.append(letter)
        return self.metas.index(letter)


def table() -> dict[str, Any]:
    """The shapes of terms, the laws, the rules and the limits."""
    rows = Rows()
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
