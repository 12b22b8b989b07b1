from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from pathlib import Path

import pytest

from word2vec_derived import reference

HERE = Path(__file__).parent
MODULES = [name for _, name, _ in pkgutil.iter_modules(reference.__path__) if name != "arguments"]


def public(module):
    functions = inspect.getmembers(importlib.import_module(f"{reference.__name__}.{module}"), inspect.isfunction)
    own = [function for _, function in functions if function.__module__ == f"{reference.__name__}.{module}"]
    return [function for function in own if not function.__name__.startswith("_")]


@pytest.mark.parametrize("module", MODULES)
def test_every_public_function_has_a_second_road(module):
    source = (HERE / f"test_{module}.py").read_text()
    tested = re.findall(r"second_road\(of=\w+\.(\w+)\)", source)
    assert sorted({function.__name__ for function in public(module)} - set(tested)) == []


@pytest.mark.parametrize("module", MODULES)
def test_every_public_function_says_what_it_takes_gives_and_refuses(module):
    for function in public(module):
        said = inspect.getdoc(function)
        for part in ("Args:", "Returns:", "Raises:"):
            assert part in said, (function.__name__, part)
        for name in inspect.signature(function).parameters:
            assert re.search(rf"^ +{name}: ", said, re.MULTILINE), (function.__name__, name)


@pytest.mark.parametrize("module", MODULES)
def test_every_body_can_be_cut_into_a_page(module):
    source = inspect.getsource(importlib.import_module(f"{reference.__name__}.{module}"))
    for function in public(module):
        name = function.__name__
        assert source.count(f"[start:{name}]") == source.count(f"[end:{name}]") == 1


def test_no_module_knows_anything_else_of_ours():
    for path in Path(reference.__path__[0]).glob("*.py"):
        for package in re.findall(r"^\s*(?:from|import) ([\w.]+)", path.read_text(), re.MULTILINE):
            assert package.split(".")[0] in {
                "",
                "__future__",
                "collections",
                "functools",
                "heapq",
                "inspect",
                "math",
                "typing",
                "torch",
                "jaxtyping",
            }, (path.name, package)
