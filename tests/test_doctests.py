"""Every example in a docstring of ours runs and prints what it says it prints."""

from __future__ import annotations

import ast
import doctest
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch

import proofpress.proof
import word2vec_derived

PARSER = doctest.DocTestParser()
GLOBALS = {"torch": torch}  # which a module of one-liners does not itself import

NAMES = [
    module.name
    for package in (proofpress, word2vec_derived)
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + ".")
    if not module.name.endswith("__main__")
]
REFERENCE = [
    path
    for path in sorted(Path(word2vec_derived.__path__[0], "reference").glob("[!_]*.py"))
    if path.stem != "arguments"
]
# Each rule of the kernel is tried by name in tests/proof/kernel; the search's methods are steps of one search.
PROOF = [
    path
    for path in sorted(Path(proofpress.proof.__file__).parent.rglob("*.py"))
    if path.parent.name not in ("kernel", "search")
]


class Unwrapped(doctest.DocTestFinder):
    """Finds the examples of a decorated function too, which live in the function within."""

    def _from_module(self, module: Any, object: Any) -> bool:  # noqa: A002 - as doctest calls it
        return super()._from_module(module, inspect.unwrap(object) if inspect.isfunction(object) else object)


@pytest.mark.parametrize("name", NAMES)
def test_the_examples_of_a_module_hold(name: str):
    module = importlib.import_module(name)
    runner = doctest.DocTestRunner()
    for test in Unwrapped().find(module, extraglobs=GLOBALS):
        runner.run(test)
    assert runner.summarize().failed == 0


@pytest.mark.parametrize("path", PROOF, ids=lambda path: path.stem)
def test_every_public_function_of_the_prover_is_seen_at_work(path: Path):
    assert unseen(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", REFERENCE, ids=lambda path: path.stem)
def test_every_public_function_of_the_reference_is_seen_at_work(path: Path):
    examples = Unwrapped().find(importlib.import_module(f"word2vec_derived.reference.{path.stem}"))
    run = {test.name.rpartition(".")[2] for test in examples if test.examples}
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert [node.name for node in tree.body if is_public(node) and node.name not in run] == []


def is_public(node: ast.stmt) -> bool:
    return isinstance(node, ast.FunctionDef) and not node.name.startswith("_")


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
