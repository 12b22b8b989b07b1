"""Slips that are likely to be made in code: a sign, a factor, an axis, a bound, a detach.

>>> for slip in slips("def f(a, b):\\n    return a + 2 * b.sum(-1)\\n"):
...     print(slip)
f:2 sign: a + 2 * b.sum(-1) → a - 2 * b.sum(-1)
f:2 factor: 2 * b.sum(-1) → b.sum(-1)
f:2 axis: b.sum(-1) → b.sum(0)
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass

OPPOSITE: dict[type, type] = {ast.Add: ast.Sub, ast.Sub: ast.Add}
ALONG = {"cumsum", "log_softmax", "logsumexp", "mean", "prod", "softmax", "sum", "unsqueeze"}
RANGES = {"arange", "range"}


@dataclass(frozen=True)
class Slip:
    """One slip: the function and line it is made in, its kind, what stood there and what stands there now."""

    function: str
    line: int
    kind: str
    right: str
    wrong: str
    source: str
    """The module with the slip in it."""

    def __str__(self) -> str:
        return f"{self.function}:{self.line} {self.kind}: {self.right} → {self.wrong}"


def slips(source: str) -> list[Slip]:
    """Every slip in what the functions of a module compute; what they refuse is the business of other tests."""
    found = []
    for name, function in _functions(ast.parse(source)):
        for node in (node for statement in function.body for node in _computing(statement)):
            for kind, plant in KINDS.items():
                if (planted := plant(deepcopy(node))) is not None:
                    found.append(_slip(source, name, kind, node, planted))
    return found


def _functions(tree: ast.AST, inside: str = "") -> Iterator[tuple[str, ast.FunctionDef]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef):
            yield f"{inside}{node.name}", node
        elif isinstance(node, ast.ClassDef):
            yield from _functions(node, f"{node.name}.")


def _computing(node: ast.AST) -> Iterator[ast.expr]:
    """The expressions of a statement, but for errors, their words and the conditions under which they are raised."""
    is_guard = isinstance(node, ast.If) and isinstance(node.body[0], ast.Raise)
    if is_guard or isinstance(node, ast.Raise | ast.JoinedStr):
        return
    if isinstance(node, ast.expr):
        yield node
    for part in ast.iter_child_nodes(node):
        yield from _computing(part)


def _slip(source: str, name: str, kind: str, node: ast.expr, planted: ast.expr) -> Slip:
    lines = source.encode().splitlines(keepends=True)
    begin = sum(map(len, lines[: node.lineno - 1])) + node.col_offset
    end = sum(map(len, lines[: (node.end_lineno or 0) - 1])) + (node.end_col_offset or 0)
    wrong, data = ast.unparse(planted), source.encode()
    spoilt = data[:begin] + f"({wrong})".encode() + data[end:]
    return Slip(name, node.lineno, kind, ast.unparse(node), wrong, spoilt.decode())


def _sign(node: ast.expr) -> ast.expr | None:
    if isinstance(node, ast.BinOp) and type(node.op) in OPPOSITE:
        node.op = OPPOSITE[type(node.op)]()
        return node
    is_minus = isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub)
    return node.operand if is_minus and not isinstance(node.operand, ast.Constant) else None


def _factor(node: ast.expr) -> ast.expr | None:
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Mult | ast.Div):
        return None
    return node.right if isinstance(node.op, ast.Mult) else node.left


def _axis(node: ast.expr) -> ast.expr | None:
    """The last axis in place of the first, and the other way round."""
    if not isinstance(node, ast.Call) or _called(node) not in ALONG:
        return None
    for argument in [*node.args, *(word.value for word in node.keywords if word.arg == "dim")]:
        for axis, other in ((-1, 0), (1, 0), (0, -1)):
            if ast.unparse(argument) == str(axis):
                return _Put(argument, ast.Constant(other)).visit(node)
    return None


class _Put(ast.NodeTransformer):
    """One expression in the place of another."""

    def __init__(self, old: ast.expr, new: ast.expr) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return self.new if node is self.old else super().generic_visit(node)


def _called(node: ast.Call) -> str:
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def _bound(node: ast.expr) -> ast.expr | None:
    """A range that ends one too soon, or a one more or less that is forgotten."""
    if isinstance(node, ast.Call) and _called(node) in RANGES and node.args:
        last = min(len(node.args), 2) - 1
        node.args[last] = ast.BinOp(node.args[last], ast.Sub(), ast.Constant(1))
        return node
    is_one = isinstance(node, ast.BinOp) and type(node.op) in OPPOSITE and ast.unparse(node.right) == "1"
    return node.left if is_one else None


def _detach(node: ast.expr) -> ast.expr | None:
    is_detached = isinstance(node, ast.Call) and _called(node) == "detach"
    return node.func.value if is_detached else None


KINDS: dict[str, Callable[[ast.expr], ast.expr | None]] = {
    "sign": _sign,
    "factor": _factor,
    "axis": _axis,
    "bound": _bound,
    "detach": _detach,
}
