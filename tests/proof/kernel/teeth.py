"""A kernel with one of its conditions taken away, made in memory from the source."""

from __future__ import annotations

import ast
import sys
import types
from copy import deepcopy
from functools import cache
from pathlib import Path

import proofpress.proof.kernel as kernel

FOLDER = Path(kernel.__file__).parent
MODULES = ("terms", "declarations", "theorem", "laws", "logic", "polynomial", "arithmetic", "publish", "replay")


class Conditions(ast.NodeTransformer):
    """Every condition that `need` asks for, each part of an `and` on its own; the one called `away` becomes true."""

    def __init__(self, module: str, away: str = "") -> None:
        self.module, self.away, self.found = module, away, []

    def visit_Call(self, node: ast.Call) -> ast.Call:
        self.generic_visit(node)
        if getattr(node.func, "id", "") == "need":
            why = node.args[1]
            words = why.values if isinstance(why, ast.JoinedStr) else [why]
            said = "…".join(w.value for w in words if isinstance(w, ast.Constant)).strip()
            node.args[0] = self.condition(node.args[0], said)
        return node

    def condition(self, asked: ast.expr, said: str) -> ast.expr:
        parts = asked.values if isinstance(asked, ast.BoolOp) and isinstance(asked.op, ast.And) else [asked]
        kept = [
            p if not self.named(said, q if len(parts) > 1 else 0) else ast.Constant(True)
            for q, p in enumerate(parts, 1)
        ]
        return kept[0] if len(kept) == 1 else ast.BoolOp(ast.And(), kept)

    def named(self, said: str, part: int) -> bool:
        name = f"{self.module}: {said}" + (f" ({part})" if part else "")
        count = sum(known.split(" #")[0] == name for known in self.found)
        self.found.append(name + (f" #{count + 1}" if count else ""))
        return self.found[-1] == self.away


@cache
def source(module: str) -> ast.Module:
    return ast.parse((FOLDER / f"{module}.py").read_text("utf-8"))


@cache
def compiled(module: str) -> types.CodeType:
    return compile(source(module), f"{module}.py", "exec")


def conditions() -> list[str]:
    """The names of all conditions of trusted code."""
    found = []
    for module in MODULES:
        visitor = Conditions(module)
        visitor.visit(deepcopy(source(module)))
        found += visitor.found
    return found


NEEDS = {
    "terms": (),
    "theorem": ("terms",),
    "declarations": ("terms",),
    "laws": ("theorem",),
    "logic": ("theorem",),
    "polynomial": ("terms",),
    "arithmetic": ("theorem", "polynomial"),
    "publish": ("theorem", "declarations"),
    "replay": ("publish", "laws", "logic", "arithmetic"),
}


class Without:
    """The modules of the kernel, without the condition that is `away`; each is made when it is asked for."""

    def __init__(self, away: str) -> None:
        self.away, self.package = away, types.ModuleType(f"kernel_without_{len(sys.modules)}")
        self.package.__path__ = []
        sys.modules[self.package.__name__] = self.package

    def __getattr__(self, name: str) -> types.ModuleType:
        if name not in MODULES:
            raise AttributeError(name)
        for needed in NEEDS[name]:
            getattr(self, needed)
        module = types.ModuleType(f"{self.package.__name__}.{name}")
        module.__package__ = self.package.__name__
        sys.modules[module.__name__] = module
        setattr(self.package, name, module)
        exec(self.code(name), module.__dict__)
        setattr(self, name, module)
        return module

    def code(self, name: str) -> types.CodeType:
        if not self.away.startswith(f"{name}: "):
            return compiled(name)
        tree = Conditions(name, self.away).visit(deepcopy(source(name)))
        return compile(ast.fix_missing_locations(tree), f"{name}.py", "exec")


@cache
def without(away: str) -> Without:
    """The kernel less one condition; the whole kernel if `away` is empty."""
    return Without(away)
