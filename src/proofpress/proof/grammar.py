"""The language of a claim: a tokenizer and a recursive-descent parser of our own, never `eval` or `sympify`.

>>> from sympy import Symbol
>>> parse("log(1/(1 + exp(-x)))", {"x": Symbol("x", real=True)})
log(1/(1 + exp(-x)))
>>> try:
...     parse("x.diff", {})
... except ClaimError as problem:
...     print(problem)
at character 2: an attribute; use +, -, *, /, **, a call, or a comparison

An expression is built as it is written; nothing is evaluated but fractions of small numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from math import log2

from sympy import (
    Abs,
    And,
    Dummy,
    E,
    Eq,
    EulerGamma,
    Expr,
    Ge,
    Gt,
    Integer,
    Le,
    Lt,
    Max,
    Min,
    Mul,
    Ne,
    Pow,
    Product,
    Rational,
    S,
    Sum,
    Symbol,
    exp,
    floor,
    log,
    oo,
    pi,
    preorder_traversal,
)
from sympy.logic.boolalg import Boolean

from .functions import sigmoid, softplus
from .scalar import calculus

LENGTH, DEPTH, NODES, DIGITS, BITS, TERMS, ORDER = 20_000, 60, 20_000, 400, 4_000, 20_000, 4
"""Limits: characters, nesting, parts of an expression, digits, bits of a number, terms, order of a derivative."""


class ClaimError(ValueError):
    """A claim that cannot be read; the message is one line: where, what stands there, what is allowed."""


@dataclass(frozen=True)
class Token:
    """A number, a name, an operator or the end, and where it starts (from 0)."""

    kind: str
    text: str
    at: int


@dataclass(frozen=True)
class Node:
    """A part of the parse: a number, a name, a call, an operation or a tuple."""

    kind: str
    text: str
    at: int
    parts: tuple[Node, ...] = ()


def _fail(at: int, what: str, allowed: str) -> ClaimError:
    """The one line an error is."""
    return ClaimError(f"at character {at + 1}: {what}; {allowed}")


TOKEN = re.compile(
    r"(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?P<name>[^\W\d]\w*)"
    r"|(?P<operator>\*\*|<=|>=|==|!=|[-+*/(),<>])|(?P<space>\s+)",
    re.ASCII,
)
SAME = str.maketrans({"−": "-", "×": "*", "·": "*", "⋅": "*", "≤": "\x01", "≥": "\x02", "≠": "\x03"})
ODD = {
    ".": "an attribute",
    "^": "a ^, which is written **",
    "=": "a single =, which is written ==",
    "[": "an index",
    "!": "a factorial",
    "|": "a |, absolute values are written Abs()",
}


def _tokens(text: str) -> list[Token]:
    """The text in tokens, an end token last."""
    if len(text) > LENGTH:
        raise _fail(LENGTH, f"{len(text)} characters", f"at most {LENGTH} are read")
    text = text.translate(SAME).replace("\x01", "<=").replace("\x02", ">=").replace("\x03", "!=")
    found, at = [], 0
    while at < len(text):
        match = TOKEN.match(text, at)
        if match is None:
            what = ODD.get(text[at], f"the character {text[at]!r}")
            raise _fail(at, what, "use +, -, *, /, **, a call, or a comparison")
        if match.lastgroup != "space":
            found.append(Token(str(match.lastgroup), match.group(), at))
        at = match.end()
    return [*found, Token("end", "the end", len(text))]


class _Parser:
    """One pass over the tokens."""

    def __init__(self, text: str) -> None:
        self.tokens = _tokens(text)
        self.place = self.depth = self.count = 0

    @property
    def here(self) -> Token:
        """The next token."""
        return self.tokens[self.place]

    def take(self) -> Token:
        """The next token, consumed."""
        self.place += 1
        return self.tokens[self.place - 1]

    def expect(self, text: str, allowed: str) -> Token:
        """Consume this operator or fail."""
        if self.here.text != text or self.here.kind == "end":
            raise _fail(self.here.at, f"{self.here.text!r} where {text!r} should stand", allowed)
        return self.take()

    def node(self, kind: str, text: str, at: int, *parts: Node) -> Node:
        """A new node, counted."""
        self.count += 1
        if self.count > NODES:
            raise _fail(at, f"more than {NODES} parts", "shorten the expression")
        return Node(kind, text, at, parts)

    def whole(self) -> Node:
        """An expression or a chain of comparisons, and nothing after it."""
        first = self.sum()
        parts, signs = [first], []
        while self.here.text in COMPARISONS:
            signs.append(self.take().text)
            parts.append(self.sum())
        if self.here.kind != "end":
            raise _fail(self.here.at, f"{self.here.text!r} after a complete expression", "an operator may stand here")
        return self.node("compare", " ".join(signs), first.at, *parts) if signs else first

    def sum(self) -> Node:
        """Terms with + and −."""
        self.depth += 1
        if self.depth > DEPTH:
            raise _fail(self.here.at, f"more than {DEPTH} levels of nesting", "simplify the expression")
        first = self.term()
        terms = [first]
        while self.here.text in ("+", "-"):
            sign = self.take()
            term = self.term()
            terms.append(term if sign.text == "+" else self.node("negative", "-", sign.at, term))
        self.depth -= 1
        return first if len(terms) == 1 else self.node("sum", "+", first.at, *terms)

    def term(self) -> Node:
        """Factors with * and /."""
        first = self.signed()
        factors = [first]
        while self.here.text in ("*", "/"):
            sign = self.take()
            factor = self.signed()
            factors.append(factor if sign.text == "*" else self.node("inverse", "/", sign.at, factor))
        return first if len(factors) == 1 else self.node("product", "*", first.at, *factors)

    def signed(self) -> Node:
        """Leading signs bind less than ** and more than *."""
        minus, at = False, self.here.at
        while self.here.text in ("+", "-"):
            minus ^= self.take().text == "-"
        inner = self.power()
        return self.node("negative", "-", at, inner) if minus else inner

    def power(self) -> Node:
        """A power, grouped to the right."""
        base = self.atom()
        if self.here.text != "**":
            return base
        at = self.take().at
        self.depth += 1
        if self.depth > DEPTH:
            raise _fail(at, "a tower of powers", "an exponent may hold a power, not a tower of them")
        exponent = self.signed()
        self.depth -= 1
        return self.node("power", "**", at, base, exponent)

    def atom(self) -> Node:
        """A number, a name, a call, or something in parentheses."""
        token = self.take()
        if token.kind == "number":
            return self.node("number", token.text, token.at)
        if token.kind == "name":
            return self.call(token) if self.here.text == "(" else self.node("name", token.text, token.at)
        if token.text == "(":
            return self.parenthesis(token)
        what = f"{token.text!r} where a value should stand"
        raise _fail(token.at, what, "a number, a name, a call or (…) may stand here")

    def parenthesis(self, token: Token) -> Node:
        """(expression), or a tuple of several."""
        parts = self.arguments()
        if len(parts) == 1:
            return parts[0]
        return self.node("tuple", "(", token.at, *parts)

    def call(self, name: Token) -> Node:
        """name(arguments)."""
        self.take()
        return self.node("call", name.text, name.at, *self.arguments())

    def arguments(self) -> list[Node]:
        """Expressions up to the closing parenthesis, at least one."""
        parts = [self.sum()]
        while self.here.text == ",":
            self.take()
            parts.append(self.sum())
        self.expect(")", "close what was opened")
        return parts


COMPARISONS: dict[str, type] = {"<": Lt, "<=": Le, ">": Gt, ">=": Ge, "==": Eq, "!=": Ne}
CONSTANTS = {"E": E, "pi": pi, "EulerGamma": EulerGamma, "oo": oo}
TRUTHS = {"True": S.true, "False": S.false}

Scope = Mapping[str, Symbol]


class _Builder:
    """From nodes to SymPy, as written."""

    def build(self, node: Node, scope: Scope) -> Expr:
        """The expression of a node."""
        return getattr(self, "_" + node.kind)(node, scope)

    def _number(self, node: Node, _: Scope) -> Expr:
        mantissa, exponent = [*node.text.lower().split("e"), "0"][:2]
        if len(mantissa) > DIGITS or len(exponent) > 6 or abs(int(exponent)) > DIGITS:
            raise _fail(node.at, f"a number of more than {DIGITS} digits", "use a shorter one")
        value = Fraction(node.text)
        return Rational(value.numerator, value.denominator)

    def _name(self, node: Node, scope: Scope) -> Expr:
        if node.text in scope:
            return scope[node.text]
        if node.text == "oo":
            raise _fail(node.at, "oo outside a bound", "oo may only be the upper bound of a Sum")
        if node.text in CONSTANTS:
            return CONSTANTS[node.text]
        if node.text in FUNCTIONS:
            raise _fail(node.at, f"{node.text} without arguments", f"write {node.text}(…)")
        if node.text in TRUTHS:
            raise _fail(node.at, f"{node.text} inside an expression", "a truth value may only be a whole side")
        raise _fail(node.at, f"the undeclared name {node.text!r}", f"declared are {', '.join(scope) or 'no symbols'}")

    def _tuple(self, node: Node, _: Scope) -> Expr:
        raise _fail(node.at, "a tuple", "a tuple may only be a limit of Sum, Product or diff")

    def _compare(self, node: Node, _: Scope) -> Expr:
        raise _fail(node.at, "a comparison inside an expression", "a comparison may only be a whole side")

    def _sum(self, node: Node, scope: Scope) -> Expr:
        parts = [self.build(p, scope) for p in node.parts]
        return _folded(sum, parts) or calculus.plus(*parts)

    def _negative(self, node: Node, scope: Scope) -> Expr:
        inner = self.build(node.parts[0], scope)
        return -inner if isinstance(inner, Rational) else calculus.negative(inner)

    def _inverse(self, node: Node, scope: Scope) -> Expr:
        inner = self.build(node.parts[0], scope)
        if isinstance(inner, Rational) and inner:
            return 1 / inner
        return Pow(inner, S.NegativeOne, evaluate=False)

    def _product(self, node: Node, scope: Scope) -> Expr:
        parts = [self.build(p, scope) for p in node.parts]
        return _folded(_multiply, parts) or _as_written(parts)

    def _power(self, node: Node, scope: Scope) -> Expr:
        base, exponent = (self.build(p, scope) for p in node.parts)
        if _storeys(node) > 3:
            raise _fail(node.at, "a tower of powers", "an exponent may hold a power, not a tower of them")
        _guard_power(base, exponent, node.at)
        if isinstance(base, Rational) and isinstance(exponent, Integer) and _bits_of_power(base, exponent) <= BITS:
            return base**exponent if base or exponent > 0 else Pow(base, exponent, evaluate=False)
        if base is S.Exp1:
            return exp(exponent, evaluate=False)
        return Pow(base, exponent, evaluate=False)

    def _call(self, node: Node, scope: Scope) -> Expr:
        if node.text in scope:
            raise _fail(node.at, f"a call of the symbol {node.text}", "write * between factors")
        if node.text not in FUNCTIONS:
            raise _fail(node.at, f"a call of {node.text!r}", f"only {', '.join(FUNCTIONS)} may be called")
        least, most, make = FUNCTIONS[node.text]
        if not least <= len(node.parts) <= most:
            wanted = f"{least}" if least == most else f"{least} to {most}" if most < NODES else f"at least {least}"
            raise _fail(node.at, f"{node.text} with {len(node.parts)} arguments", f"it takes {wanted}")
        return make(self, node, scope)

    def values(self, node: Node, scope: Scope) -> list[Expr]:
        """The arguments of a plain function."""
        return [self.build(p, scope) for p in node.parts]


def _folded(combine: Callable, parts: Sequence[Expr]) -> Expr | None:
    """A sum or product of small rationals, worked out."""
    if not all(isinstance(p, Rational) for p in parts):
        return None
    if sum(p.p.bit_length() + p.q.bit_length() for p in parts) > BITS:
        return None
    value = combine([Fraction(int(p.p), int(p.q)) for p in parts])
    return Rational(value.numerator, value.denominator)


def _multiply(values: Sequence[Fraction]) -> Fraction:
    out = Fraction(1)
    for value in values:
        out *= value
    return out


def _as_written(parts: Sequence[Expr]) -> Expr:
    """A product as it is written; a zero factor stays, since the others may be undefined."""
    rest = [p for p in parts if p is not S.One]
    return Mul(*rest, evaluate=False) if len(rest) > 1 else (rest[0] if rest else S.One)


def _storeys(node: Node) -> int:
    """How many powers stand one in the exponent of the other."""
    if node.kind == "power":
        return max(_storeys(node.parts[0]), 1 + _storeys(node.parts[1]))
    return max((_storeys(p) for p in node.parts), default=0)


def _guard_power(base: Expr, exponent: Expr, at: int) -> None:
    """No number above two to the power of a hundred thousand, and none as far below one."""
    if not calculus.free_symbols(exponent) and isinstance(exponent, Pow):
        raise _fail(at, "a tower of powers", "an exponent may be a number, not a large power of numbers")
    if not isinstance(base, Rational) or not isinstance(exponent, Rational):
        return
    doublings = abs(log2(abs(base.p)) - log2(base.q)) if base else 0
    if doublings and abs(exponent) > 100_000 / doublings:
        raise _fail(at, "a tower of powers, or a power too large to be worked out", "use smaller numbers")


def _bits_of_power(base: Rational, exponent: Rational) -> Rational:
    return abs(exponent) * max(int(base.p).bit_length(), int(base.q).bit_length())


# Functions


def _plain(function: Callable) -> Callable:
    return lambda builder, node, scope: function(*builder.values(node, scope), evaluate=False)


def _log(builder: _Builder, node: Node, scope: Scope) -> Expr:
    value, *base = (log(a, evaluate=False) for a in builder.values(node, scope))
    return calculus.over(value, base[0]) if base else value


def _sqrt(builder: _Builder, node: Node, scope: Scope) -> Expr:
    return Pow(builder.build(node.parts[0], scope), S.Half, evaluate=False)


def _rational(builder: _Builder, node: Node, scope: Scope) -> Expr:
    values = builder.values(node, scope)
    if not all(isinstance(v, Rational) for v in values):
        raise _fail(node.at, "Rational of what is not a number", "write Rational(1, 2)")
    if len(values) == 2 and not values[1]:
        raise _fail(node.at, "a denominator of zero", "write Rational(1, 2)")
    return values[0] / values[1] if len(values) == 2 else values[0]


def _fold(kind: type) -> Callable:
    def make(builder: _Builder, node: Node, scope: Scope) -> Expr:
        body, *limits = node.parts
        inner, made = dict(scope), []
        for limit in reversed(limits):  # the outer limits come last and bind the bounds of the inner ones
            name, bounds = _limit(limit)
            lower, upper = (_bound(builder, b, inner) for b in bounds)
            _guard_bounds(kind, limit, lower, upper)
            inner[name] = Dummy(name, integer=True)
            made.append((inner[name], lower, upper))
        return kind(builder.build(body, inner), *reversed(made))

    return make


def _limit(limit: Node) -> tuple[str, Sequence[Node]]:
    if limit.kind != "tuple" or len(limit.parts) != 3 or limit.parts[0].kind != "name":
        raise _fail(limit.at, "a limit that is not (name, lower, upper)", "write Sum(f, (k, 1, n))")
    name = limit.parts[0].text
    if name in CONSTANTS or name in FUNCTIONS:
        raise _fail(limit.at, f"{name} as an index", "choose another name")
    return name, limit.parts[1:]


def _bound(builder: _Builder, node: Node, scope: Scope) -> Expr:
    if node.kind == "name" and node.text == "oo" and "oo" not in scope:
        return oo
    return builder.build(node, scope)


def _guard_bounds(kind: type, limit: Node, lower: Expr, upper: Expr) -> None:
    if lower is oo or (upper is oo and kind is Product):
        raise _fail(limit.at, "an infinite bound here", "oo may only be the upper bound of a Sum")
    if isinstance(lower, Rational) and isinstance(upper, Rational) and upper - lower > TERMS:
        raise _fail(limit.at, f"more than {TERMS} terms", "use fewer")
    for bound in (lower, upper):
        whole = bound is oo or bound.is_Integer or not isinstance(bound, Rational)
        if not whole:
            raise _fail(limit.at, f"the bound {bound}", "a bound must be an integer")


def _diff(builder: _Builder, node: Node, scope: Scope) -> Expr:
    body, *variables = node.parts
    out = builder.build(body, scope)
    for name, at in _orders(variables):
        symbol = scope.get(name)
        if symbol is None or isinstance(symbol, Dummy):
            raise _fail(at, f"a derivative by {name!r}", "derive by a declared symbol")
        if symbol.is_integer:
            raise _fail(at, f"a derivative by the integer {name}", "derive by a real or positive symbol")
        try:
            out = calculus.derivative(out, symbol)
        except calculus.NoDerivative as reason:
            raise _fail(at, str(reason), "write the derivative out") from None
        _guard_size(out, at)
    return out


def _orders(variables: Sequence[Node]) -> list[tuple[str, int]]:
    """The names to derive by, one after the other: x · x, 2 · x, y · (x, 2)."""
    out: list[tuple[str, int]] = []
    for node in variables:
        if node.kind == "name":
            out.append((node.text, node.at))
        elif node.kind == "tuple" and len(node.parts) == 2 and node.parts[0].kind == "name":
            out += [(node.parts[0].text, node.at)] * _order(node.parts[1])
        elif node.kind == "number" and out:
            out += [out[-1]] * (_order(node) - 1)
        else:
            what = "a derivative by what is not a name"
            raise _fail(node.at, what, "write diff(f, x), diff(f, x, 2) or diff(f, (x, 2))")
    if len(out) > ORDER:
        raise _fail(variables[-1].at, f"a derivative of order {len(out)}", f"at most {ORDER} is worked out")
    return out


def _order(node: Node) -> int:
    if node.kind != "number" or not node.text.isdigit() or not 1 <= int(node.text[:6]) <= ORDER:
        raise _fail(node.at, "the order of a derivative", f"it is an integer from 1 to {ORDER}")
    return int(node.text)


def _guard_size(e: Expr, at: int) -> None:
    parts = islice(preorder_traversal(e), 20 * NODES + 1)
    if sum(1 for _ in parts) > 20 * NODES:
        raise _fail(at, "a derivative that is too long", "shorten the expression")


FUNCTIONS: dict[str, tuple[int, int, Callable]] = {
    "exp": (1, 1, _plain(exp)),
    "log": (1, 2, _log),
    "sqrt": (1, 1, _sqrt),
    "sigmoid": (1, 1, _plain(sigmoid)),
    "softplus": (1, 1, _plain(softplus)),
    "Max": (1, NODES, _plain(Max)),
    "Min": (1, NODES, _plain(Min)),
    "Abs": (1, 1, _plain(Abs)),
    "floor": (1, 1, _plain(floor)),
    "diff": (2, NODES, _diff),
    "Rational": (1, 2, _rational),
    "Sum": (2, NODES, _fold(Sum)),
    "Product": (2, NODES, _fold(Product)),
}


def parse(text: str, symbols: Mapping[str, Symbol]) -> Expr | Boolean:
    """The expression, comparison or truth value that a text stands for; raises `ClaimError`."""
    parser = _Parser(text)
    node = parser.whole()
    if node.kind == "name" and node.text in TRUTHS and node.text not in symbols:
        return TRUTHS[node.text]
    builder = _Builder()
    if node.kind != "compare":
        return builder.build(node, symbols)
    sides = [builder.build(p, symbols) for p in node.parts]
    if any(calculus.free_symbols(side) for side in sides):
        what = "a comparison with symbols in it"
        raise _fail(node.at, what, "compare numbers, or claim that two sides are equal")
    pairs = zip(node.text.split(), sides, sides[1:], strict=False)
    compared = [COMPARISONS[sign](left, right, evaluate=False) for sign, left, right in pairs]
    return compared[0] if len(compared) == 1 else And(*compared, evaluate=False)
