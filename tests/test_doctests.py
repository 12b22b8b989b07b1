"""Every example in a docstring of ours runs and prints what it says it prints."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import proofpress
import word2vec_derived

NAMES = [
    module.name
    for package in (proofpress, word2vec_derived)
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + ".")
    if not module.name.endswith("__main__")
]
PROOF = [name for name in NAMES if name.startswith("proofpress.proof.") and ".scalar" not in name]


@pytest.mark.parametrize("name", NAMES)
def test_the_examples_of_a_module_hold(name: str):
    failed, _ = doctest.testmod(importlib.import_module(name))
    assert failed == 0


@pytest.mark.parametrize("name", PROOF)
def test_a_module_of_the_prover_shows_what_it_does(name: str):
    finder = doctest.DocTestFinder(exclude_empty=True)
    assert any(found.examples for found in finder.find(importlib.import_module(name)))
