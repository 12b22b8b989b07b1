"""From nodes to SymPy, as written: no term is moved, no value worked out but that of a reduced fraction of integers.

>>> from sympy import IndexedBase, Symbol
>>> from .parse import parse
>>> scope = Scope({"s": IndexedBase("s", real=True), "j": Symbol("j", integer=True), "x": Symbol("x", real=True)})
>>> Builder(scope)(parse("1/2*(x - s[j])*sum(1, j=1..3)"))
(x - s[j])*Sum(1, (j, 1, 3))/2
>>> Builder(scope).all([parse("x"), parse("log(x/x)")])
[x, log(x/x)]
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any, ClassVar

from sympy import (
    Abs,
    Add,
    Basic,
    Derivative,
    Eq,
    Ge,
    Gt,
    IndexedBase,
    KroneckerDelta,
    Le,
    Lt,
    Max,
    Min,
    Mul,
    Pow,
    Product,
    Rational,
    S,
    Sum,
    Symbol,
    Tuple,
    ceiling,
    exp,
    floor,
    igcd,
    log,
)
from sympy.core.function import FunctionClass

from ..draws import Expected
from ..functions import sigmoid, softplus
from ..several import Several
from ..written import negative
from .nodes import LanguageError, Node
from .scope import Scope, nearest
from .shorthand import INSTEAD as SHORTHAND

COMPARED: dict[str, type] = {"<": Lt, "<=": Le, ">": Gt, ">=": Ge, "=": Eq}
KINDS = {"sum": Sum, "prod": Product}
MANY, DIGITS = 10_000, 400
OWN = {"unit": "unit(o)", "ones": "ones(V)", "tr": "tr(u)", "diag": "diag(y_hat)"}
"""What makes a vector or a matrix."""


def plain(function: Any, least: int = 1, most: int = 1) -> tuple[int, int, Callable[..., Basic]]:
    """How many arguments a function takes, and how it is made of them, not evaluated.

    >>> plain(exp)[2](S.Zero)
    exp(0)
    """
    return least, most, lambda *arguments: function(*arguments, evaluate=False)


Rules = Mapping[str, tuple[int, int, Callable[..., Any]]]
FUNCTIONS: Rules = {
    "exp": plain(exp),
    "log": plain(log),
    "sqrt": (1, 1, lambda x: Pow(x, S.Half, evaluate=False)),
    "sigmoid": plain(sigmoid),
    "softplus": plain(softplus),
    "max": plain(Max, 1, MANY),
    "min": plain(Min, 1, MANY),
    "abs": plain(Abs),
    "floor": plain(floor),
    "ceil": plain(ceiling),
    "delta": (2, 2, KroneckerDelta),
}
SAME = {"ln": "log", "Max": "max", "Min": "min", "Abs": "abs", "maximum": "max", "minimum": "min", "ceiling": "ceil",
        "expit": "sigmoid", "sigma": "sigmoid", "KroneckerDelta": "delta"}  # fmt: skip
INSTEAD = SHORTHAND | {
    "softmax": "write exp(s[i])/sum(exp(s[j]), j=1..V)",
    "log_softmax": "write s[i] - log(sum(exp(s[j]), j=1..V))",
    "logsumexp": "write log(sum(exp(s[j]), j=1..V))",
    "dot": "write u[o] @ v[c], or sum(u[l]*v[l], l=1..d)",
    "norm": "write sqrt(v[c] @ v[c]), or sqrt(sum(v[l]^2, l=1..d))",
    "outer": "write x @ tr(y)",
    "transpose": "write tr(u)",
    "one_hot": "write unit(o)",
    "eye": "write diag(ones(V)), or of another size",
    "identity": "write diag(ones(V)), or of another size",
    "grad": "write d(f, x)",
    "E": "write mean(f, k[1..K] ~ q[j])",
    **dict.fromkeys(["sin", "cos", "tan", "erf", "gamma"], "nothing is proved of it here"),
    "factorial": "write prod(k, k=1..n)",
}


class Builder:
    """Builds nodes in a scope."""

    functions: ClassVar[Rules] = FUNCTIONS

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    def __call__(self, node: Node) -> Any:
        """The expression of a node; what SymPy refuses is refused with its place."""
        try:
            return getattr(self, "_" + node.kind)(node)
        except (TypeError, ValueError) as problem:
            if isinstance(problem, LanguageError):
                raise
            raise LanguageError(node.at, f"{node.text} of these parts", " ".join(str(problem).split())) from None

    def all(self, nodes: Sequence[Node]) -> list[Any]:
        """The expressions of several."""
        return [self(node) for node in nodes]

    def _number(self, node: Node) -> Basic:
        refuse_long(node)
        if not node.text.isdigit():
            value = Rational(node.text)
            raise LanguageError(node.at, f"the decimal {node.text}", f"a chain is exact: write {value}")
        return Rational(node.text)

    def _name(self, node: Node) -> Basic:
        if node.text in OWN and node.text not in self.scope.names:
            raise LanguageError(node.at, f"{node.text} alone", f"write {OWN[node.text]}")
        if node.text not in self.scope.names and (node.text in self.functions or node.text in KINDS):
            return self._bare(node, "(x)" if node.text in self.functions else "(f, j=1..n)")
        found = self.scope.look(node.text, node.at, self.functions)
        if isinstance(found, FunctionClass):
            whole = getattr(found, "parameters", None) == () or getattr(found, "arity", None) == 0
            return self._call(node) if whole else self._bare(node, "(x)")
        if isinstance(found, Symbol) or getattr(found, "is_number", False):
            return found
        return self._bare(node, "[j]")

    def _bare(self, node: Node, rest: str) -> Basic:
        raise LanguageError(node.at, f"{node.text} alone", f"write {node.text}{rest}")

    def _entry(self, node: Node) -> Basic:
        indices = self.all(node.parts)
        for index, part in zip(indices, node.parts, strict=True):
            if not index.is_integer:
                raise LanguageError(part.at, f"{index} as an index of {node.text}", "an index is an integer")
        return _at(self.scope.array(node.text, node.at), tuple(indices))

    def _call(self, node: Node) -> Basic:
        name = node.text if node.text in self.scope.names else SAME.get(node.text, node.text)
        if name in self.functions and name not in self.scope.names:
            least, most, make = self.functions[name]
        else:
            least, most, make = self._of_notation(node)
        count = len(node.parts)
        if not least <= count <= most:
            wanted = f"{least}" if least == most else f"at least {least}"
            raise LanguageError(node.at, f"{node.text} with {count} arguments", f"it takes {wanted}")
        arguments = self.all(node.parts)
        parameters = getattr(self.scope.names.get(name), "parameters", ())
        for part, argument, parameter in zip(node.parts, arguments, parameters, strict=False):
            if parameter.is_integer and not argument.is_integer:
                raise LanguageError(part.at, f"{argument} in {node.text}, where an index should stand",
                                    "an index is an integer")  # fmt: skip
        return make(*arguments)

    def _of_notation(self, node: Node) -> tuple[int, int, Any]:
        refuse_unknown(node, self.scope, self.functions)
        found = self.scope.look(node.text, node.at)
        if not isinstance(found, FunctionClass):
            raise LanguageError(node.at, f"a call of {node.text}, which is no function", "write * between factors")
        count = getattr(found, "arity", None)
        if count is None:
            count = len(found.parameters) if hasattr(found, "parameters") else None
        return (0, MANY, found) if count is None else (count, count, found)

    def _sum(self, node: Node) -> Basic:
        return Add(*self.all(node.parts), evaluate=False)

    def _negative(self, node: Node) -> Basic:
        return negative(self(node.parts[0]))

    def _product(self, node: Node) -> Basic:
        """Factors from left to right; a quotient takes all that stands before its line."""
        factors: list[Any] = []
        for part in node.parts:
            if part.kind != "inverse":
                factors.append(self(part))
            else:
                factors = [_quotient(_times(factors), self(part.parts[0]))]
        return _times(factors)

    def _dot(self, node: Node) -> Basic:
        raise LanguageError(node.at, "@ where components are asked for", "write sum(u[l]*v[l], l=1..d)")

    def _entrywise(self, node: Node) -> Basic:
        raise LanguageError(node.at, ".* or ./ between what is no vector", "write * or /")

    def _power(self, node: Node) -> Basic:
        base, exponent = self.all(node.parts)
        return exp(exponent, evaluate=False) if base is S.Exp1 else Pow(base, exponent, evaluate=False)

    def _limit(self, node: Node) -> tuple[Symbol, Basic, Basic]:
        """A bound name and its ends."""
        lower, upper = self.all(node.parts)
        return self.scope.index(node.text, node.at), lower, upper

    def _fold(self, node: Node) -> Basic:
        body, *limits = node.parts
        made: Basic = self._kind(node)(self(body), *map(self._limit, limits))
        return made

    def _kind(self, node: Node) -> Callable[..., Any]:
        """A sum, a product, or a differentiable function of several numbers."""
        found = KINDS.get(node.text) or self.scope.look(node.text, node.at)
        if isinstance(found, type) and issubclass(found, Several | Sum | Product):
            return found
        raise LanguageError(node.at, f"{node.text} of several numbers", "only a differentiable function takes them")

    def _derivative(self, node: Node) -> Basic:
        for part in node.parts[1:]:
            if part.kind not in ("name", "entry"):
                raise LanguageError(part.at, "a derivative by what is no letter", "write d(f, x), or d(f, x, x)")
        return Derivative(*self.all(node.parts))

    def _mean(self, node: Node) -> Basic:
        body, count, weight, limit = node.parts
        drawn = self.scope.array(node.text, node.at)
        return Expected(self(body), drawn, self(count), self(weight), Tuple(*self._limit(limit)))

    def _compare(self, node: Node) -> Basic:
        if node.text not in COMPARED:
            raise LanguageError(node.at, f"the comparison {node.text}", "compare two sides with <, <=, >, >= or =")
        left, right = self.all(node.parts)
        return COMPARED[node.text](left, right, evaluate=False)


def refuse_unknown(call: Node, scope: Scope, functions: Collection[str]) -> None:
    """Raise `LanguageError` at a call of what is neither declared nor one of the functions that are always there.

    >>> refuse_unknown(Node("call", "sigmoidd"), Scope({}), FUNCTIONS)
    Traceback (most recent call last):
    proofpress.proof.language.nodes.LanguageError: at character 1: a call of 'sigmoidd'; did you mean sigmoid?
    """
    if call.text in scope.names or call.text in functions or call.text in SAME:
        return
    always = (*functions, *KINDS, "d", "mean")
    declared = [name for name, found in scope.names.items() if isinstance(found, FunctionClass)]
    known = f"a function is {', '.join(always)}{', or one that is declared' if declared else ''}"
    instead = INSTEAD.get(call.text) or nearest(call.text, (*declared, *always, *INSTEAD)) or known
    raise LanguageError(call.at, f"a call of {call.text!r}", instead)


def is_several(thing: object) -> bool:
    """Whether something is a differentiable function of several numbers.

    >>> is_several(exp)
    False
    """
    return isinstance(thing, type) and issubclass(thing, Several)


def refuse_long(number: Node) -> None:
    """Raise `LanguageError` at a number that takes long to be written out.

    >>> refuse_long(Node("number", "1e9999"))
    Traceback (most recent call last):
    proofpress.proof.language.nodes.LanguageError: at character 1: a number of more than 400 digits; use a shorter one
    """
    mantissa, exponent = [*number.text.lower().split("e"), "0"][:2]
    if len(mantissa) > DIGITS or len(exponent) > 6 or abs(int(exponent)) > DIGITS:
        raise LanguageError(number.at, f"a number of more than {DIGITS} digits", "use a shorter one")


@lru_cache(maxsize=4096)  # SymPy deduces the assumptions of each entry anew
def _at(array: IndexedBase, indices: tuple[Any, ...]) -> Basic:
    entry: Basic = array[indices]
    return entry


def _times(factors: Sequence[Any]) -> Any:
    return factors[0] if len(factors) == 1 else Mul(*factors, evaluate=False)


def _quotient(above: Any, below: Any) -> Basic:
    """A quotient as written; 1/2 is a number."""
    if above.is_Integer and below.is_Integer and above and below > 1 and igcd(above, below) == 1:
        return Rational(above, below)
    return Mul(above, Pow(below, S.NegativeOne, evaluate=False), evaluate=False)
