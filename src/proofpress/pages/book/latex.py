"""SymPy to LaTeX, spelt by the notation: every symbol through its entry, every term where the author put it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sympy import Add, Basic, Derivative, Expr, Integer, Mul, Number, Pow, Product, Rational, S, Sum, Symbol
from sympy.core.function import AppliedUndef
from sympy.core.relational import Relational
from sympy.printing.latex import LatexPrinter
from sympy.printing.str import StrPrinter
from sympy.tensor.indexed import Indexed, IndexedBase

from proofpress.proof.derivation import Line
from proofpress.proof.draws import Expected
from proofpress.proof.given import Condition, Given, Hypothesis, Interval, Range, Values
from proofpress.proof.several import Several
from proofpress.proof.substitution import put

from ..language.spelling import SLOT, TALL, filled, indexed, is_closed, raised

RELATIONS = {
    "=": "=",
    "≤": r"\le",
    "≥": r"\ge",
    ":=": r"\coloneqq",
    "⇔": r"\Longleftrightarrow",
    "<": "<",
    ">": ">",
    "≠": r"\ne",
    "≈": r"\approx",
    "→": r"\to",
}
COMPARED = {"=": "Eq", "≤": "Le", "≥": "Ge", "<": "Lt"}
OPERATOR = re.compile(r"\\frac\{\\partial(\^\d)?\}\{")
"""A derivative that stands before what it is taken of."""


class NotInNotation(ValueError):
    """An expression holds a symbol that the notation does not list."""


class Printer(LatexPrinter):
    """Prints with the spellings it is given: a Symbol, an IndexedBase or a function's class to its LaTeX."""

    def __init__(self, spellings: Mapping[object, str]):
        super().__init__({"order": "none"})
        self.spellings = spellings

    def _spelling(self, symbol: object) -> str:
        try:
            return self.spellings[symbol]
        except KeyError:
            name = getattr(symbol, "__name__", str(symbol))
            raise NotInNotation(f"the symbol {name} is not in the notation; add an Entry for it") from None

    def _print_Symbol(self, expr: Symbol, style: str = "plain") -> str:
        return self._spelling(expr)

    def _print_IndexedBase(self, expr: IndexedBase) -> str:
        return re.sub(r"[_^]?\{?<\d>\}?", "", self._spelling(expr))

    def any_entry(self, base: IndexedBase) -> str:
        """An entry of an array, whichever: with i, and j beside it, for its indices."""
        spelling = self._spelling(base)
        return indexed(spelling, list("ijk"[: len(set(SLOT.findall(spelling))) or 1]))

    def _print_Indexed(self, expr: Indexed) -> str:
        return indexed(self._spelling(expr.base), [self._print(i) for i in expr.indices])

    def _print_Function(self, expr: Expr, exp: str | None = None) -> str:
        named = expr.func in self.spellings or isinstance(expr, AppliedUndef) or hasattr(expr, "unfold")
        if not named:
            return super()._print_Function(expr, exp)
        tex = filled(self._spelling(expr.func), [self._print(argument) for argument in expr.args])
        return tex if exp is None else raised(tex, exp)

    def _print_KroneckerDelta(self, expr: Expr, exp: str | None = None) -> str:
        template = self.spellings.get(expr.func, r"\delta_{<0> <1>}")
        tex = filled(template, [self._print(argument) for argument in expr.args])
        return tex if exp is None else raised(tex, exp)

    def _print_log(self, expr: Expr, exp: str | None = None) -> str:
        head = r"\log" if exp is None else rf"\log^{{{exp}}}"
        argument = expr.args[0]
        tex = self._print(argument)
        if isinstance(argument, Symbol | Indexed | Integer) or (self._is_call(argument) and is_closed(tex)):
            return f"{head} {tex}"
        return head + self._bracketed(tex)

    def _print_ExpBase(self, expr: Expr, exp: str | None = None) -> str:
        head = r"\exp" if exp is None else rf"\exp^{{{exp}}}"
        return head + self._bracketed(self._print(expr.args[0]))

    _print_exp = _print_ExpBase

    @staticmethod
    def _bracketed(tex: str) -> str:
        return rf"\left({tex}\right)" if TALL.search(tex) else f"({tex})"

    @staticmethod
    def _is_call(expr: Basic) -> bool:
        return hasattr(expr, "unfold") or isinstance(expr, AppliedUndef | Several)

    def _print_Add(self, expr: Add, order: str | None = None) -> str:
        terms = _positive_first(expr)
        tex = self._term(terms[0])
        for term in terms[1:]:
            negative, size = _sign_and_size(term)
            tex += (" - " if negative else " + ") + self._term(size, after=True)
        return tex

    def _term(self, term: Expr, after: bool = False) -> str:
        """A term; a big operator needs no brackets, as a sum under it always has its own."""
        tex = self._print(term)
        loose = isinstance(term, Add | Relational) or (after and tex.startswith("-"))
        return self._bracketed(tex) if loose else tex

    def _print_Mul(self, expr: Mul) -> str:
        negative, size = _sign_and_size(expr)
        if negative:
            tex = self._print(size)
            return f"-{self._bracketed(tex) if isinstance(size, Add) or tex.startswith('-') else tex}"
        above, below = _fraction(expr)
        if not below:
            return self._product(above)
        outside = [f for f in above if _is_big(f)] if all(isinstance(f, Symbol | Integer) for f in below) else []
        inside = [f for f in above if f not in outside]
        quotient = rf"\frac{{{self._quotient_part(inside)}}}{{{self._quotient_part(below)}}}"
        return f"{quotient} {self._product(outside)}" if outside else quotient

    def _quotient_part(self, factors: list[Expr]) -> str:
        return self._print(factors[0]) if len(factors) == 1 else self._product(factors)

    def _product(self, factors: list[Expr]) -> str:
        if not factors:
            return "1"
        parts = [self._factor(f, last=f is factors[-1]) for f in factors]
        tex = parts[0]
        for number, before, part in zip(factors, parts, parts[1:], strict=False):
            loose = isinstance(number, Number) and (number in (0, 1) or re.match(r"[\d.]|\\frac", part))
            two_bars = before.startswith(r"\frac") and part.startswith(r"\frac")
            tex += (r" \cdot " if loose else r" \, " if two_bars else " ") + part
        return tex

    def _factor(self, factor: Expr, last: bool) -> str:
        tex = self._print(factor)
        reaches_on = _ends_in_big_operator(factor) or OPERATOR.match(tex)
        loose = isinstance(factor, Add | Relational) or (reaches_on and not last)
        return self._bracketed(tex) if loose or tex.startswith("-") else tex

    def _print_Pow(self, expr: Pow) -> str:
        base, exponent = expr.as_base_exp() if expr.exp is S.Half else (expr.base, expr.exp)
        if expr.exp is S.Half:
            return rf"\sqrt{{{self._print(expr.base)}}}"
        if exponent.is_number and exponent.is_negative:
            return rf"\frac{{1}}{{{self._print(_power(base, -exponent))}}}"
        tex = self._print(base)
        if isinstance(base, Sum | Product | Derivative | Mul | Add | Pow) or (base.is_Number and not base.is_Integer):
            return rf"{self._bracketed(tex)}^{{{self._print(exponent)}}}"
        if base.is_Number and base.is_negative:
            return f"({tex})^{{{self._print(exponent)}}}"
        if type(base).__name__ in ("log", "exp"):
            return rf"{self._bracketed(tex)}^{{{self._print(exponent)}}}"
        return raised(tex, self._print(exponent))

    def _print_Sum(self, expr: Sum) -> str:
        return self._big(r"\sum", expr)

    def _print_Product(self, expr: Product) -> str:
        return self._big(r"\prod", expr)

    def _big(self, operator: str, expr: Sum | Product) -> str:
        limits = [
            rf"{operator}_{{{self._print(i)}={self._print(lower)}}}^{{{self._print(upper)}}}"
            for i, lower, upper in reversed(expr.limits)
        ]
        body = self._print(expr.function)
        loose = isinstance(expr.function, Add) or body.startswith("-")
        return f"{' '.join(limits)} {self._bracketed(body) if loose else body}"

    def _print_Expected(self, expr: Expected) -> str:
        spelling, (name, lower, upper) = self._spelling(expr.drawn), map(self._print, expr.limit)
        draws = r", \dots, ".join(dict.fromkeys(indexed(spelling, [n]) for n in ("1", self._print(expr.count))))
        below = rf"{draws} \sim ({self._print(expr.weight)})_{{{name}={lower}}}^{{{upper}}}"
        return rf"\operatorname*{{\mathbb{{E}}}}_{{{below}}} \left[{self._print(expr.body)}\right]"

    def _print_Several(self, expr: Several) -> str:
        name, *ends = expr.limits[0]
        first, last = (self._print(put(expr.function, {name: end})) for end in ends)
        return self._spelling(expr.func) + self._bracketed(rf"{first}, \dots, {last}")

    def _print_Derivative(self, expr: Derivative) -> str:
        order = sum(int(count) for _, count in expr.variable_count)
        power = f"^{order}" if order > 1 else ""
        below = r" \, ".join(self._differential(x, int(n)) for x, n in expr.variable_count)
        body = self._print(expr.expr)
        if isinstance(expr.expr, Symbol | Indexed) or (self._is_call(expr.expr) and is_closed(body)):
            return rf"\frac{{\partial{power} {body}}}{{{below}}}"
        loose = isinstance(expr.expr, Add | Mul)
        return rf"\frac{{\partial{power}}}{{{below}}} {self._bracketed(body) if loose else body}"

    def _differential(self, variable: Expr, count: int) -> str:
        tex = self._print(variable)
        return rf"\partial {tex if count == 1 else raised(tex, str(count))}"

    def _print_Max(self, expr: Expr) -> str:
        return rf"\max{self._bracketed(', '.join(map(self._print, expr.args)))}"

    def _print_Min(self, expr: Expr) -> str:
        return rf"\min{self._bracketed(', '.join(map(self._print, expr.args)))}"

    def _print_Abs(self, expr: Expr) -> str:
        tex = self._print(expr.args[0])
        return rf"\left|{tex}\right|" if TALL.search(tex) else rf"\lvert {tex} \rvert"

    def _print_Basic(self, expr: Basic) -> str:
        raise NotInNotation(f"{type(expr).__name__} is never printed; write it with what the notation lists")

    def _print_Rational(self, expr: Rational) -> str:
        if expr.q == 1:
            return str(expr.p)
        return rf"{'-' if expr.p < 0 else ''}\frac{{{abs(expr.p)}}}{{{expr.q}}}"


def _sign_and_size(term: Expr) -> tuple[bool, Expr]:
    """Whether the term is printed with a minus, and what follows it; nothing is evaluated."""
    if isinstance(term, Number):
        return bool(term.is_negative), abs(term)
    if not (isinstance(term, Mul) and term.args and isinstance(term.args[0], Number) and term.args[0].is_negative):
        return False, term
    number, rest = -term.args[0], term.args[1:]
    factors = rest if number is S.One else (number, *rest)
    return True, factors[0] if len(factors) == 1 else Mul(*factors, evaluate=False)


def _positive_first(expr: Add) -> list[Expr]:
    """The terms as the author put them; where SymPy chose the order, one with a plus sign leads."""
    terms = list(expr.args)
    if Add(*terms).args != expr.args:
        return terms
    leader = next((term for term in terms if not _sign_and_size(term)[0]), terms[0])
    return [leader, *(term for term in terms if term is not leader)]


def _fraction(expr: Mul) -> tuple[list[Expr], list[Expr]]:
    """The factors above and below the bar, in order."""
    above: list[Expr] = []
    below: list[Expr] = []
    for factor in expr.args:
        if isinstance(factor, Rational) and factor.q != 1:
            above += [Integer(factor.p)] if factor.p != 1 else []
            below.append(Integer(factor.q))
        elif isinstance(factor, Pow) and factor.exp.is_number and factor.exp.is_negative:
            below.append(_power(factor.base, -factor.exp))
        else:
            above.append(factor)
    return [f for f in above if not below or f is not S.One], below


def _power(base: Expr, exponent: Expr) -> Expr:
    return base if exponent is S.One else Pow(base, exponent, evaluate=False)


def _is_big(factor: Expr) -> bool:
    return isinstance(factor, Sum | Product | Derivative) or (isinstance(factor, Add) and factor.has(Sum, Product))


def _ends_in_big_operator(term: Expr) -> bool:
    """Whether what is written after the term would be read as part of it."""
    if isinstance(term, Mul):
        above, below = _fraction(term)
        return (
            bool(above)
            and not (below and not all(isinstance(f, Symbol | Integer) for f in below))
            and (_ends_in_big_operator(above[-1]))
        )
    return isinstance(term, Sum | Product) or (isinstance(term, Derivative) and isinstance(term.expr, Sum | Product))


def line(printer: Printer, shown: Line) -> str:
    """A line of a chain: its own left side where it has one, its relation, its expression."""
    parts = [] if shown.left is None else [printer.doprint(shown.left)]
    if shown.relation:
        parts.append(_relation(printer, shown))
    return " ".join([*parts, printer.doprint(shown.expression)])


def alone(printer: Printer, shown: Line) -> str:
    """A line within a sentence: its expression, with a relation only where it has a left side of its own."""
    return line(printer, shown) if shown.left is not None else printer.doprint(shown.expression)


def _relation(printer: Printer, line: Line) -> str:
    if line.kind == "limit":
        return rf"\xrightarrow[{printer.doprint(line.hints['variable'])} \to {printer.doprint(line.hints['to'])}]{{}}"
    if line.kind == "minimiser":
        return rf"\operatorname*{{arg\,min}}_{{{printer.doprint(line.hints['variable'])}}} \; = \;"
    return RELATIONS[line.relation]


def given(printer: Printer, assumption: Given) -> str:
    """An assumption as a relation, or nothing where it is words only."""
    show = printer.doprint
    match assumption:
        case Range(_, index, lower, upper):
            return rf"{show(lower)} \le {show(index)} \le {show(upper)}"
        case Values(words, base, lower, upper) if not words:
            return rf"{show(lower)} \le {printer.any_entry(base)} \le {show(upper)}"
        case Interval(_, symbol, lower, upper):
            entry = show(symbol) if isinstance(symbol, Symbol) else printer.any_entry(symbol)
            return rf"{show(lower)} < {entry} < {show(upper)}"
        case Hypothesis(_, left, right):
            return f"{show(left)} = {show(right)}"
        case Condition(_, relation):
            return show(relation)
    return ""


class Code(StrPrinter):
    """Prints SymPy's own code; a letter by its name in the notation's module."""

    def __init__(self, names: Mapping[object, str]) -> None:
        super().__init__({"order": "none"})
        self.names = names

    def _print_Rational(self, expr: Rational) -> str:
        return f"Rational({expr.p}, {expr.q})"  # in Python 1/2 would be a decimal

    def _print_Mul(self, expr: Mul) -> str:
        code = str(super()._print_Mul(expr))
        return f"Integer({code.replace('/', ')/')}" if re.fullmatch(r"-?\d+/\d+", code) else code

    def _print(self, expr: Any, **kwargs: Any) -> str:
        return (self.names.get(expr) if isinstance(expr, Basic) else "") or str(super()._print(expr, **kwargs))


def source(shown: Line, names: Mapping[object, str]) -> str:
    """A line as SymPy code, in `names`; with a left side of its own a relation, or else a pair."""
    code = Code(names)
    sides = [code.doprint(side) for side in (shown.left, shown.expression) if side is not None]
    is_relation = len(sides) > 1 and shown.relation in COMPARED
    return f"{COMPARED[shown.relation]}({', '.join(sides)}, evaluate=False)" if is_relation else ", ".join(sides)
