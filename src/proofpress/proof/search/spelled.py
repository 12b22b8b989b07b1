"""Terms in the words of a chain: what is left over is shown as an author would write it.

>>> from ..kernel.terms import abstract, array, entry, exp, make, slope_of, variable
>>> k, n, x, s = variable("k", "integer"), variable("n", "integer"), variable("x"), array("s")
>>> spelled(x**2 - number(3) * x * n**-1 + number(1))
'x^2 + 1 - 3*x/n'
>>> spelled(make("sum", number(1), n, abstract(exp(-entry(s, k)) * (x + n), k)))
'sum(exp(-s[j])*(x + n), j=1..n)'
>>> spelled(slope_of(exp(x) ** number(Fraction(1, 2)), x))
'd(sqrt(exp(x)), x)'
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from ..kernel.terms import Term, mul, number
from .terms import flat, split_number

INDICES = "jkilnmab"
NAMES = {"ceiling": "ceil"}
OUTSIDE = "_"
"""An index of a sum of which the term is a part."""
SUM, PRODUCT, POWER, ALONE = range(4)
"""How closely a term holds together."""


def spelled(t: Term, bound: Sequence[str] = (), least: int = SUM) -> str:
    """A term as text, under these bound names; in brackets if it holds together less than it must.

    >>> from ..kernel.terms import array, bound, entry
    >>> spelled(entry(array("s"), bound(0))), spelled(entry(array("s"), bound(0)), ["j"])
    ('s[_]', 's[j]')
    """
    words, held = _words(t, bound)
    return words if held >= least else f"({words})"


def _words(t: Term, bound: Sequence[str]) -> tuple[str, int]:
    if t.op == "number" and t.val >= 0:
        return str(t.val), ALONE if t.val.denominator == 1 else PRODUCT
    if t.op == "bound":
        place = t.val[0]
        return bound[-1 - place] if place < len(bound) else OUTSIDE, ALONE
    if t.op == "+":
        return _sum(t, bound), SUM
    if t.sort == "proposition" and len(t.args) == 2 and not any(t.bound):
        return f" {t.op} ".join(spelled(part, bound) for part in t.args), SUM
    if t.op in ("*", "number") or (t.op == "^" and _below(t)):
        return _quotient(t, bound)
    if t.op == "^":
        base, e = t.args
        if e.op == "number" and e.val == Fraction(1, 2):
            return f"sqrt({spelled(base, bound)})", ALONE
        return f"{spelled(base, bound, ALONE)}^{spelled(e, bound, ALONE)}", POWER
    return _call(t, bound), ALONE


def _sum(t: Term, bound: Sequence[str]) -> str:
    """What is added, then what is taken off; of each the number last."""
    words = ""
    for part in sorted(flat(t, "+"), key=lambda part: (split_number(part)[0] < 0, part.op == "number")):
        negative = split_number(part)[0] < 0
        sign = (" - " if words else "-") if negative else (" + " if words else "")
        words += sign + spelled(mul(number(-1), part) if negative else part, bound, PRODUCT)
    return words


def _below(t: Term) -> bool:
    """Whether a factor stands below the line."""
    return t.op == "^" and t.args[1].op == "number" and t.args[1].val < 0


def _quotient(t: Term, bound: Sequence[str]) -> tuple[str, int]:
    share = Fraction(1)
    above, below = [], []
    for part in flat(t, "*"):
        if part.op == "number":
            share *= part.val
        elif _below(part):
            base, e = part.args
            below.append(base if e.val == -1 else base ** number(-e.val))
        else:
            above.append(part)
    top = [number(abs(share.numerator))] if abs(share.numerator) != 1 or not above else []
    bottom = [number(share.denominator)] if share.denominator != 1 else []
    words = "*".join(spelled(part, bound, POWER) for part in top + above)
    if len(bottom + below) == 1:
        words += "/" + spelled((bottom + below)[0], bound, POWER)
    elif below:
        words += "/(" + "*".join(spelled(part, bound, POWER) for part in bottom + below) + ")"
    return f"-{words}" if share < 0 else words, SUM if share < 0 else PRODUCT


def _call(t: Term, bound: Sequence[str]) -> str:
    """A letter, an entry, or a function of its parts; the name of what is bound is one that nothing else has."""
    if t.op == "slope":
        at = spelled(t.args[1], bound)
        return f"d({spelled(t.args[0], (*bound, at))}, {at})"
    taken = {*bound, *(getattr(letter.val, "name", letter.val) for letter in t.free)}
    inner = (*bound, next((name for name in INDICES if name not in taken), "j_"))
    parts = [spelled(part, inner if under else bound) for part, under in zip(t.args, t.bound, strict=True)]
    if t.op == "entry":
        return f"{parts[0]}[{', '.join(parts[1:])}]"
    if t.op in ("sum", "prod"):
        return f"{t.op}({parts[2]}, {inner[-1]}={parts[0]}..{parts[1]})"
    if t.op == "of":
        return f"{parts[0]}({parts[3]} for {inner[-1]}={parts[1]}..{parts[2]})"
    name = getattr(t.val, "name", t.val) or NAMES.get(t.op, t.op)
    return f"{name}({', '.join(parts)})" if parts or t.op == "call" else str(name)
