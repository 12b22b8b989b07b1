"""What a downloaded notebook needs where the book is not: what to install, and whether it asks for the book itself."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import metadata
from typing import Any

from ..language.config import Site
from .cells import text_cell

OF_THE_BOOK = ("proofpress.pages", "proofpress.house")  # what is imported from here reads the book
BY_NAME = {f"proofpress.{name}" for name in ("chain", "read", "show")}


def first_cell(site: Site, codes: Iterable[str]) -> dict[str, Any]:
    """The cell with which a notebook begins: what to install, and if it must lie in the book, that."""
    trees = [tree for code in codes if (tree := _parsed(code))]
    wanted, local = installs(trees), asks_for_the_book(trees)
    said = [f"\n    pip install {' '.join(wanted)}\n"]
    named = f"[the book]({site.url})" if site.url else "the book"
    there = [f"It asks for the book itself: run it in a copy of {named}.\n"] if local else []
    parts = [*(said if wanted else []), *there] or ["Python is enough.\n"]
    return text_cell("\n".join(["**To run this notebook.**", *parts]).strip())


def installs(trees: Iterable[ast.Module]) -> list[str]:
    """The distributions that some code imports, each with the version with which it was checked."""
    modules = {name.partition(".")[0] for tree in trees for name, _ in imported(tree)}
    found = {name for module in modules - sys.stdlib_module_names for name in distributions(module)}
    return sorted(f"{name}=={metadata.version(name).partition('+')[0]}" for name in found)


def distributions(module: str) -> list[str]:
    """The distributions that hold a module; one that is installed from its sources does not say so, but by its name."""
    if module in _holders():
        return _holders()[module]
    try:
        return [metadata.metadata(module)["Name"]]
    except metadata.PackageNotFoundError:
        return []


@cache
def _holders() -> dict[str, list[str]]:
    return dict(metadata.packages_distributions())


def asks_for_the_book(trees: Iterable[ast.Module]) -> bool:
    """Whether some code uses what reads the book, or imports a module that no distribution holds.

    >>> asks_for_the_book([ast.parse("from proofpress import claim, show; claim('x', 'x')")])
    False
    >>> asks_for_the_book([ast.parse("from proofpress import claim, show; show('a-slug')")])
    True
    """
    trees = list(trees)
    names = [one for tree in trees for one in imported(tree)]
    used = {node.id for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Name)}
    is_read = any(alias in used and _is_of_the_book(name) for name, alias in names)
    modules = {name.partition(".")[0] for name, _ in names} - sys.stdlib_module_names
    return is_read or any(not distributions(module) for module in modules)


def _is_of_the_book(name: str) -> bool:
    return name in BY_NAME or any(name == room or name.startswith(f"{room}.") for room in OF_THE_BOOK)


def imported(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """What is imported, by its whole name, and the name that it is given."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((one.name, one.asname or one.name.partition(".")[0]) for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from ((f"{node.module}.{one.name}", one.asname or one.name) for one in node.names)


def _parsed(code: str) -> ast.Module | None:
    """The code as a tree; none where a cell holds what only a notebook understands, or what is wrong on purpose."""
    try:
        return ast.parse(code)
    except SyntaxError:
        return None
