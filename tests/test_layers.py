"""Who may import whom: the rooms of the house, and the only doors between them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SRC = Path(__file__).parents[1] / "src"
OURS = ("proofpress", "word2vec_derived")

# Each room, with what of ours it may import and which libraries it must never see.
ROOMS = {
    "proofpress/proof": (["proofpress.proof"], ["torch", "markdown", "mkdocs", "matplotlib"]),
    "proofpress/pages": (["proofpress"], ["torch"]),
    "word2vec_derived/notation.py": (["proofpress.proof"], ["torch", "markdown"]),
    "word2vec_derived/derivations": (
        ["proofpress.proof", "word2vec_derived.notation", "word2vec_derived.derivations"],
        ["torch", "markdown"],
    ),
    "word2vec_derived/reference": (["word2vec_derived.reference"], ["sympy"]),
    "word2vec_derived/look.py": ([], ["sympy"]),
    "word2vec_derived/figures.py": (["word2vec_derived.reference"], ["sympy"]),
    "word2vec_derived/training": (["word2vec_derived.reference", "word2vec_derived.training"], ["sympy"]),
}


def modules(room: str) -> list[Path]:
    path = SRC / room
    return [path] if path.suffix else sorted(path.rglob("*.py"))


def absolute(module: Path, node: ast.ImportFrom) -> str:
    package = module.relative_to(SRC).with_suffix("").parts[: -node.level]
    return ".".join([*package, node.module or ""]).strip(".")


def imports(module: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level:
            yield node.lineno, absolute(module, node)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, node.module or ""


def inside(name: str, package: str) -> bool:
    return name == package or name.startswith(package + ".")


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_what_it_may(room: str) -> None:
    allowed, never = ROOMS[room]
    wrong = [
        f"{module.relative_to(SRC)}:{line}: imports {name}"
        for module in modules(room)
        for line, name in imports(module)
        if any(inside(name, library) for library in never)
        or (any(inside(name, package) for package in OURS) and not any(inside(name, door) for door in allowed))
    ]
    assert modules(room)
    assert not wrong


def test_every_module_of_the_mathematics_stands_in_a_room() -> None:
    known = {module for room in ROOMS for module in modules(room)}
    strays = [path for path in (SRC / "word2vec_derived").rglob("*.py") if path not in known]
    assert [path.name for path in strays if path.name != "__init__.py"] == []
