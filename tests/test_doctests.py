"""Every example in a docstring of ours runs and prints what it says it prints."""

from __future__ import annotations

import ast
import doctest
import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import proofpress.proof
import word2vec_derived

PARSER = doctest.DocTestParser()

NAMES = [
    module.name
    for package in (proofpress, word2vec_derived)
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + ".")
    if not module.name.endswith("__main__")
]
PROOF = sorted(Path(proofpress.proof.__file__).parent.rglob("*.py"))


@pytest.mark.parametrize("name", NAMES)
def test_the_examples_of_a_module_hold(name: str):
    failed, _ = doctest.testmod(importlib.import_module(name))
    assert failed == 0


@pytest.mark.parametrize("path", PROOF, ids=lambda path: path.stem)
def test_every_public_function_of_the_prover_is_seen_at_work(path: Path):
    assert unseen(path.read_text(encoding="utf-8")) == []


def test_a_function_without_an_example_is_named():
    assert unseen('def seen():\n    """>>> seen()"""\ndef unseen():\n    """Of seen()."""') == ["unseen"]


def unseen(source: str) -> list[str]:
    """The public functions and methods of a module that none of its examples uses."""
    tree = ast.parse(source)
    documented = [node for node in ast.walk(tree) if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)]
    examples = [one.source for node in documented for one in PARSER.get_examples(ast.get_docstring(node) or "")]
    used = {node.id for node in names(examples, ast.Name)} | {node.attr for node in names(examples, ast.Attribute)}
    return [name for name in public(tree) if name not in used]


def names(examples: list[str], kind: type[ast.AST]) -> Iterator[Any]:
    """The names, or the attributes, that examples speak of."""
    return (node for example in examples for node in ast.walk(ast.parse(example)) if isinstance(node, kind))


def public(tree: ast.Module | ast.ClassDef) -> Iterator[str]:
    """The functions and methods that others may call."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node.name
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from public(node)
