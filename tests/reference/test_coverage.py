from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from pathlib import Path
from typing import get_args, get_origin, get_type_hints

import pytest

from word2vec_derived import reference

HERE = Path(__file__).parent
FORMULAS = r"\((`[\w-]+`(, `[\w-]+`)*)\)\.$"
NO_FORMULA = {"newton", "learning_rate_word2vec", "learning_rate_linear"}  # a method, and two schedules
MODULES = [name for _, name, package in pkgutil.iter_modules(reference.__path__) if not package and name != "arguments"]
TESTS = "".join(path.read_text() for path in HERE.glob("test_*.py"))


def public(module):
    functions = inspect.getmembers(importlib.import_module(f"{reference.__name__}.{module}"), inspect.isfunction)
    own = [function for _, function in functions if function.__module__ == f"{reference.__name__}.{module}"]
    return [function for function in own if not function.__name__.startswith("_")]


@pytest.mark.parametrize("module", MODULES)
def test_every_public_function_has_a_second_road(module):
    tested = re.findall(r"second_road\(of=\w+\.(\w+)\)", TESTS)
    assert sorted({function.__name__ for function in public(module)} - set(tested)) == []


@pytest.mark.parametrize("module", MODULES)
def test_every_public_function_names_its_formula_and_shows_an_example(module):
    for function in public(module):
        promise, *rest = inspect.getdoc(function).split("\n")
        assert promise.endswith("."), function.__name__
        assert re.search(FORMULAS, promise) or function.__name__ in NO_FORMULA, function.__name__
        assert any(line.startswith(">>> ") and function.__name__ in line for line in rest), function.__name__


@pytest.mark.parametrize("module", MODULES)
def test_every_argument_and_every_result_says_what_it_means_in_its_type(module):
    for function in public(module):
        for name, hint in get_type_hints(function, include_extras=True).items():
            for each in get_args(hint) if get_origin(hint) is tuple else [hint]:
                assert each is float or said(each), (function.__name__, name)


def said(hint):
    """What a type says of its value, in words."""
    if hasattr(hint, "_fields"):
        return hint.__doc__
    return next((word for word in get_args(hint)[1:] if type(word) is str), None)


def test_no_module_knows_anything_else_of_ours():
    for path in Path(reference.__path__[0]).rglob("*.py"):
        for package in re.findall(r"^\s*(?:from|import) ([\w.]+)", path.read_text(), re.MULTILINE):
            assert package.split(".")[0] in {
                "",
                "__future__",
                "collections",
                "functools",
                "heapq",
                "inspect",
                "math",
                "types",
                "typing",
                "torch",
                "jaxtyping",
            }, (path.name, package)
