"""Whatever a type refuses, every function that takes the type refuses: each is called rightly, then wrongly."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import typing
from collections.abc import Callable

import pytest
import torch

from word2vec_derived import reference
from word2vec_derived.reference.hierarchical_softmax import Tree, huffman
from word2vec_derived.reference.promises import numbers, probabilities, rules
from word2vec_derived.reference.sampling import AliasTable, alias_table

# One size for each letter; with V = 4 a tensor of quarters is scores, vectors, probabilities and counts at once.
SIZES = {"V": 4, "I": 3, "L": 2}
RIGHT = {
    Tree: huffman(torch.ones(4, dtype=torch.int64)),
    AliasTable: alias_table(torch.full((4,), 0.25)),
    int: 2,
    float: 0.5,
    torch.dtype: torch.float64,
    torch.Generator | None: None,
    numbers.Elementwise: torch.exp,
    numbers.Objective: lambda scores: (scores - 1).square().sum(),
    numbers.ErrorRule: lambda scores, labels: labels - scores.sigmoid(),
}
UNBOUNDED = {rules.finite, rules.some, rules.two_words, rules.inner_nodes, rules.single_or_double}


def functions():
    for _, name, package in pkgutil.iter_modules(reference.__path__):
        if not package and name != "arguments":
            module = importlib.import_module(f"{reference.__name__}.{name}")
            own = inspect.getmembers(module, lambda f, m=module: inspect.isfunction(f) and f.__module__ == m.__name__)
            yield from (function for name, function in own if not name.startswith("_"))


def hints(function):
    found = typing.get_type_hints(function, include_extras=True)
    return {name: hint for name, hint in found.items() if name != "return"}


def bare(hint):
    return getattr(hint, "__origin__", hint)


def right(hint):
    """A value that fits the type."""
    kind, said = bare(hint), getattr(hint, "__metadata__", ())
    if not hasattr(kind, "dim_str"):
        return 4 if rules.Size("V") in said else RIGHT[hint if hint in RIGHT else kind]
    shape = [SIZES.get(name, 2) for name in kind.dim_str.split()]
    return torch.full(shape, 0.25) if "float32" in kind.dtypes else torch.ones(shape, dtype=torch.int64)


def takers(fits: Callable):
    """Every function with every argument of a type that fits."""
    return [
        pytest.param(function, name, id=f"{function.__name__}-{name}")
        for function in functions()
        for name, hint in hints(function).items()
        if fits(hint)
    ]


def tensor(hint):
    return hasattr(bare(hint), "dim_str")


def real(hint):
    return tensor(hint) and "float32" in bare(hint).dtypes


def ruled(hint):
    return any(callable(rule) and rule not in UNBOUNDED for rule in getattr(hint, "__metadata__", ()))


def refusal(function, name, change):
    arguments = {each: right(hint) for each, hint in hints(function).items()}
    with pytest.raises((ValueError, IndexError)) as caught:
        function(**arguments | {name: change(arguments[name])})
    return str(caught.value)


@pytest.mark.parametrize("function", list(functions()), ids=lambda function: function.__name__)
def test_what_fits_the_types_is_taken(function):
    function(**{name: right(hint) for name, hint in hints(function).items()})


@pytest.mark.parametrize(("function", "name"), takers(real))
def test_half_precision_is_refused(function, name):
    for half in (torch.float16, torch.bfloat16):
        said = refusal(function, name, lambda value, half=half: value.to(half))
        assert said == f"{name} has dtype {str(half)[6:]}, expected float32 or float64"


@pytest.mark.parametrize(("function", "name"), takers(real))
def test_what_is_not_finite_is_refused(function, name):
    for value in (torch.inf, -torch.inf, torch.nan):
        said = refusal(function, name, lambda tensor, value=value: torch.full_like(tensor, value))
        assert said.startswith(f"{name} holds {value}")
        assert said.endswith("expected a finite number")


@pytest.mark.parametrize(("function", "name"), takers(tensor))
def test_an_empty_tensor_is_refused(function, name):
    said = refusal(function, name, lambda value: value.new_zeros(0))
    assert said == f"{name} is empty, of shape (0,), expected at least one entry"


@pytest.mark.parametrize(("function", "name"), takers(lambda hint: tensor(hint) and bare(hint).dim_str[:1] != "*"))
def test_a_dimension_too_many_is_refused(function, name):
    assert refusal(function, name, lambda value: value[None]).startswith(f"{name} has shape (1,")


@pytest.mark.parametrize(("function", "name"), takers(lambda hint: bare(hint) is int))
def test_a_size_that_is_none_is_refused(function, name):
    for value in (0, -1, 1.5, True, "2"):
        said = refusal(function, name, lambda _, value=value: value)
        assert said == f"{name} is {value!r}, expected an integer of at least 1"


@pytest.mark.parametrize(("function", "name"), takers(lambda hint: bare(hint) is float))
def test_a_number_that_is_none_is_refused(function, name):
    for value in (torch.inf, torch.nan, "2"):
        said = refusal(function, name, lambda _, value=value: value)
        assert said == f"{name} is {value!r}, expected a finite number"


@pytest.mark.parametrize(("function", "name"), takers(lambda hint: ruled(hint) and bare(hint) is not int))
def test_what_a_rule_forbids_is_refused(function, name):
    change = (lambda value: torch.full_like(value, -7)) if tensor(hints(function)[name]) else (lambda _: -7.0)
    assert refusal(function, name, change).startswith(f"{name} holds -7")


@pytest.mark.parametrize(("function", "name"), takers(lambda hint: hint in vars(probabilities).values()))
def test_a_count_is_not_taken_for_a_share(function, name):
    said = refusal(function, name, lambda value: torch.full_like(value, 7))
    assert said.startswith((f"{name} holds 7", f"the sum of {name} holds 28"))


@pytest.mark.parametrize(("function", "name"), takers(lambda hint: hint is numbers.Precision))
def test_a_dtype_of_half_precision_is_refused(function, name):
    said = refusal(function, name, lambda _: torch.float16)
    assert said == f"{name} is torch.float16, expected torch.float32 or torch.float64"
