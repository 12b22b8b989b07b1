"""From a derivation to its text: what is read from it again is the same.

>>> from sympy import Symbol, log
>>> from ..derivation import at_most, start
>>> r = Symbol("r", positive=True)
>>> chain = (start(log(r)), at_most(r - 1, "the tangent at one lies above"))
>>> print(write(Derivation("log-below", "A logarithm lies below its tangent", chain), Scope({"r": r})), end="")
log-below: A logarithm lies below its tangent
  log(r)
<= -1 + r  -- the tangent at one lies above
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from typing import Any

from sympy import Basic, Derivative, IndexedBase, Mul, Pow, Product, S, Sum, exp, oo, pi
from sympy.core.relational import Relational
from sympy.tensor.indexed import Indexed

from ..derivation import Derivation, Induction, Lemma, Line
from ..draws import Expected
from ..given import Condition, Given, Hypothesis, Interval, Range, Values
from ..several import Several
from ..trees import Tree
from .build import KINDS as FOLDS
from .build import Builder
from .chain import KINDS, SIGNS, usual_ranges
from .scope import Scope

WIDTH = 118
HEADS = {kind: word for word, kind in KINDS.items()}
RELATIONS = {relation: sign for sign, (_, relation) in SIGNS.items()} | {"≥": ">=", "": ""}
CALLS = {"Abs": "abs", "Max": "max", "Min": "min", "ceiling": "ceil", "KroneckerDelta": "delta"}
CONSTANTS = {oo: ("oo", 3), -oo: ("-oo", 0), S.Exp1: ("e", 3), pi: ("pi", 3)}
ALONE, WHOLE, TERM, FACTOR, BASE = range(-1, 4)


class Writer:
    """Writes expressions in the names of a scope."""

    def __init__(self, scope: Scope) -> None:
        self.names = {thing: name for name, thing in reversed(list(scope.names.items()))}
        build = Builder(scope)
        self.ranges = {scope.names[name]: tuple(build.all(ends)) for name, ends in scope.ranges.items()}

    def __call__(self, e: Any, least: int = WHOLE) -> str:
        """The text of an expression, in brackets if it binds less than it must."""
        if isinstance(e, IndexedBase):
            return self.names[e]
        text, own = self._form(e)
        return f"({text})" if own < least else text

    def _all(self, parts: Iterable[Any], least: int = WHOLE, between: str = ", ") -> str:
        return between.join(self(part, least) for part in parts)

    def _form(self, e: Any) -> tuple[str, int]:
        if e.is_Rational:
            return str(e), BASE if e.is_Integer and e >= 0 else TERM if e > 0 else WHOLE
        if e in CONSTANTS:
            return CONSTANTS[e]
        if e in self.names:
            return self.names[e], BASE
        if isinstance(e, Indexed):
            return f"{self(e.base)}[{self._all(e.indices)}]", BASE
        if e.is_Add:
            return "".join(self._signed(term, "-" if not k else " - ", "" if not k else " + ")
                           for k, term in enumerate(e.args)), WHOLE  # fmt: skip
        if isinstance(e, Relational):
            return f"{self(e.lhs)} {'=' if e.rel_op == '==' else e.rel_op} {self(e.rhs)}", ALONE
        if e.is_Mul:
            return (self._signed(e, "-", ""), WHOLE) if _is_negative(e) else (self._product(e), TERM)
        if e.is_Pow and not isinstance(e, exp):
            return self._power(e)
        return self._call(e), BASE

    def _power(self, e: Pow) -> tuple[str, int]:
        if e.exp is S.Half:
            return f"sqrt({self(e.base)})", BASE
        if _is_under(e):
            return f"1/{self(_below(e), FACTOR)}", TERM
        return f"{self(e.base, BASE)}^{self(e.exp, BASE)}", FACTOR

    def _call(self, e: Any) -> str:
        if isinstance(e, Sum | Product):
            kind = next(word for word, kind in FOLDS.items() if isinstance(e, kind))
            return f"{kind}({self(e.function)}, {', '.join(map(self._limit, e.limits))})"
        if isinstance(e, Several):
            return f"{self.names.get(e.func, e.func.__name__)}({self(e.function)} for {self._limit(e.limits[0])})"
        if isinstance(e, Derivative):
            return f"d({self(e.expr)}, {self._all(e.variables)})"
        if isinstance(e, Expected):
            usual = e.weight.indices[-1] == e.limit[0] and self._limit(e.limit) == self(e.limit[0])
            rest = "" if usual else f", {self._limit(e.limit)}"
            return f"mean({self(e.body)}, {self(e.drawn)}[1..{self(e.count)}] ~ {self(e.weight)}{rest})"
        name = self.names.get(e.func) or CALLS.get(e.func.__name__, e.func.__name__)
        return name if getattr(e, "parameters", None) == () else f"{name}({self._all(e.args)})"

    def _limit(self, limit: Any) -> str:
        name, lower, upper = limit
        usual = self.ranges.get(name) == (lower, upper)
        return self(name) if usual else f"{self(name)}={self(lower)}..{self(upper)}"

    def _signed(self, term: Any, minus: str, plus: str) -> str:
        """A term after its sign."""
        if not _is_negative(term):
            return plus + self(term, TERM)
        if term.is_Number:
            return minus + self(-term, TERM)
        number, *rest = term.args
        rest = rest if number == -1 else [-number, *rest]
        return minus + self(rest[0] if len(rest) == 1 else Mul(*rest, evaluate=False), TERM)

    def _product(self, e: Mul) -> str:
        parts = _as_printed(e.args) if e == Mul(*e.args) else e.args
        out = ""
        for k, part in enumerate(parts):
            if k and _is_under(part):
                out += "/" + self(_below(part), FACTOR)
            else:
                flat = k == 0 and (len(parts) == 1 or _flows(part, parts[1]))
                out += ("*" if k else "") + self(part, TERM if flat else FACTOR)
        return out

    def given(self, fact: Given) -> str:
        """What is given, and why less would do if it would.

        >>> from sympy import Symbol
        >>> n = Symbol("n", integer=True)
        >>> Writer(Scope({"n": n})).given(Range("", n, S.One, S(3)))
        '1 <= n <= 3'
        """
        loose = f' loose "{fact.loose}"' if fact.loose else ""
        return self._said(fact) + loose + (f" {self._by_lemma(fact.by)}" if isinstance(fact.by, Lemma) else "")

    def _said(self, fact: Given) -> str:
        match fact:
            case Range(_, middle, lower, upper) | Values(_, middle, lower, upper):
                return f"{self(lower)} <= {self(middle)} <= {self(upper)}"
            case Interval(_, middle, lower, upper):
                return f"{self(lower)} < {self(middle)} < {self(upper)}"
            case Condition(_, relation, names):
                return self(relation, ALONE) + self._every(names)
            case Hypothesis(_, left, right, draw, names):
                return f"{self(left)} = {self(right)}" + self._every(names if draw is None else ())
            case Tree(_, symbol):
                return f"any tree {self(symbol)}"
        raise LookupError(f"no text for {type(fact).__name__}")

    def _every(self, names: tuple[Basic, ...]) -> str:
        return f" for every {self._all(names)}" if names else ""

    def _by_lemma(self, by: Lemma) -> str:
        at = ", ".join(f"{self(own)} = {self(term)}" for own, term in by.at)
        return f"by lemma {by.slug}" + (f" {by.line}" if by.line else "") + (f" at {at}" if at else "")

    def line(self, line: Line) -> list[str]:
        """A line, on as many physical ones as it takes.

        >>> from sympy import Symbol
        >>> from ..derivation import tends_to
        >>> x = Symbol("x", real=True)
        >>> Writer(Scope({"x": x})).line(tends_to(0, "it falls", variable=x, to=oo))
        ['-> 0  as x -> oo  -- it falls']
        """
        left = "" if line.left is None else f"{self(line.left)} "
        sign = RELATIONS[line.relation]
        if line.kind == "minimiser":
            sign = f"argmin {self(line.hints['variable'])} ="
        head = f"{HEADS.get(line.kind, '')} {left}{sign} ".replace("  ", " ").lstrip() if sign else "  "
        tail = [f"as {self(line.hints['variable'])} -> {self(line.hints['to'])}"] if line.kind == "limit" else []
        tail += [f"with {name} {self(line.hints[name])}" for name in ("gap", "factor") if name in line.hints]
        if isinstance(by := line.hints.get("by"), Lemma):
            tail.append(self._by_lemma(by))
        if isinstance(by, Induction):
            tail.append(f"by induction on {self(by.variable)}" + (f" from {by.first}" if by.first != 1 else ""))
        if only := line.hints.get("only"):
            tail.append(f'only "{only}"')
        return laid(head + self(line.expression, ALONE), tail, line.because)


def _as_printed(parts: tuple[Any, ...]) -> list[Any]:
    """SymPy puts 1/N before x: the numerators come first, a sum or a derivative after the fraction."""
    below = [part for part in parts if _is_under(part)]
    above = [part for part in parts if part not in below]
    if not below or (len(parts) == 2 and above and above[0] == parts[0]):
        return list(parts)
    large = [part for part in above if _is_large(part)]
    outside = large if all(_below(part).is_Atom for part in below) else []
    inside = [part for part in above if part not in outside]
    under = below if len(below) == 1 else [Pow(Mul(*map(_below, below), evaluate=False), -1, evaluate=False)]
    return [*([Mul(*inside, evaluate=False)] if len(inside) > 1 else inside), *under, *outside]


def _is_negative(e: Any) -> bool:
    return bool(e.is_Number and e < 0) or bool(e.is_Mul and e.args[0].is_Number and e.args[0] < 0)


def _is_large(e: Any) -> bool:
    return isinstance(e, Sum | Product | Derivative) or bool(e.is_Add and e.has(Sum, Product))


def _is_under(e: Any) -> bool:
    return bool(e.is_Pow and not isinstance(e, exp) and e.exp.is_Integer and e.exp < 0)


def _below(e: Any) -> Any:
    return e.base if e.exp == -1 else Pow(e.base, -e.exp, evaluate=False)


def _flows(first: Any, second: Any) -> bool:
    """Whether a first factor needs no brackets: it is read as one before a / or, a quotient itself, before a *."""
    quotient = first.is_Mul and len(first.args) == 2 and _is_under(first.args[1])
    return bool(_is_under(second) or _is_under(first) or first.is_Rational or quotient)


def laid(code: str, tail: Iterable[str] = (), because: str = "") -> list[str]:
    """Physical lines: all on one if it fits, else the reason and each remark on its own, indented by four.

    >>> laid("= " + "x + " * 28 + "x", because="and so on")
    ['= x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x', '    -- and so on']
    """  # noqa: E501
    reason = [f"-- {because}"] if because else []
    whole = "  ".join([code, *tail, *reason])
    if len(whole) <= WIDTH:
        return [whole]
    parts = [line for part in tail for line in broken("    " + part)]
    return [*broken(code), *parts, *(f"    {line}" for words in reason for line in textwrap.wrap(words, WIDTH - 4))]


def broken(code: str) -> list[str]:
    """A long expression, broken before a + or − or after a comma, in as few brackets as can be.

    >>> [len(line) for line in broken("= " + "x + " * 50 + "x")]
    [115, 91]
    """
    if len(code) <= WIDTH:
        return [code]
    depth, places = 0, []
    for at, sign in enumerate(code[: WIDTH - 1]):
        depth += (sign in "([") - (sign in ")]")
        if at > 20 and (code[at : at + 3] in (" + ", " - ") or code[at - 1 : at + 1] == ", "):
            places.append((depth, -at))
    at = -min(places)[1] if places else WIDTH
    return [code[:at], *broken("    " + code[at:].strip())]


def write(derivation: Derivation, scope: Scope) -> str:
    """A derivation's text."""
    writer, usual = Writer(scope), set(usual_ranges(scope, scope.ranges))
    said = [fact for fact in derivation.given if fact not in usual]
    givens = [line for fact in said for line in laid(f"given {writer.given(fact)}", because=fact.words)]
    source = [f"source {derivation.source}"] if derivation.source else []
    body = [line for step in derivation.chain for line in writer.line(step)]
    return "\n".join([f"{derivation.slug}: {derivation.title}", *source, *givens, *body]) + "\n"
