"""Two roads to a verdict: what refutes and what proves share no evaluation."""

from __future__ import annotations

import ast
from pathlib import Path

import proofpress.proof.scalar as scalar

ROOM = Path(scalar.__file__).parent
REFUTES = {"trial", "turns", "enclosure", "interval", "series", "tails"}
WRITES = {"calculus", "limits"}
"""How an expression is written and how long a claim may take: neither evaluates."""


def imported(module: str) -> set[str]:
    """The modules of the room that a module of the room imports, at its top or anywhere else."""
    tree = ast.parse((ROOM / f"{module}.py").read_text(encoding="utf-8"))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level == 1:
            found |= {node.module} if node.module else {alias.name for alias in node.names}
    return found


def test_neither_road_imports_from_the_other():
    modules = {path.stem for path in ROOM.glob("*.py")} - {"__init__"} - WRITES
    assert modules > REFUTES
    for module in sorted(modules):
        others = modules - REFUTES if module in REFUTES else REFUTES
        assert not imported(module) & others, module
