"""SymPy and torch meet here: an expression of a derivation, evaluated at the entries of tensors."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
import torch
from mpmath import mp
from sympy import Expr, IndexedBase, Symbol
from torch import Tensor

from proofpress.pages.book.written import written
from proofpress.pages.language.config import Site
from proofpress.proof.derivation import Derivation
from proofpress.proof.evaluate import evaluate
from proofpress.proof.point import Draw, Point


@pytest.fixture(scope="session")
def book() -> dict[str, Derivation]:
    """The derivations of the book as they are written on its pages, by slug."""
    return {derivation.slug: derivation for derivation in written(Site.load(Path(__file__).parents[2]))}


@pytest.fixture
def value() -> Callable[..., float]:
    """`value(expression, {V: 5, s: scores})`: words in an integer tensor are numbered from 0 there, from 1 in SymPy."""
    return _value


def _value(expression: Expr, at: dict[Symbol | IndexedBase, object]) -> float:
    point = Point((), Draw(seed=0))
    for symbol, values in at.items():
        if isinstance(symbol, IndexedBase):
            assert isinstance(values, Tensor)
            point.entries.update({(symbol, place): number for place, number in _numbered(symbol, values)})
        else:
            point.symbols[symbol] = Fraction(values)
    with mp.workdps(40):
        return float(evaluate(expression, point))


def _numbered(symbol: IndexedBase, values: Tensor) -> list[tuple[tuple[int, ...], object]]:
    places = [tuple(int(i) + 1 for i in place) for place in torch.ones_like(values, dtype=torch.bool).nonzero()]
    numbers = values.flatten().tolist()
    return list(zip(places, [n + 1 if symbol.is_integer else Fraction(n) for n in numbers], strict=True))


@pytest.fixture
def lines() -> Callable[[Derivation], list[Expr]]:
    """The expressions of a chain that are true, first to last."""
    return lambda derivation: [line.expression for line in derivation.chain if line.kind != "refuted"]
