"""What a normal form is made of: generators of several kinds, and ratios of polynomials in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sympy import Symbol

from .poly import Poly

Kind = Any
"""A symbol (or anything else real that has no rule), or one of the classes here."""


class Refine(Exception):
    """A finer generator was found; the conversion starts over with it."""


class Undecided(Exception):
    """The normal form cannot express this; the message says why."""


class NowhereDefined(Exception):
    """Division by an expression that is identically zero, or the like."""


@dataclass(frozen=True)
class Ratio:
    """`num` divided by the factors numbered in `den`, each to its power."""

    num: Poly
    den: tuple[tuple[int, int], ...] = ()

    @property
    def key(self) -> tuple:
        """The same as something that can be looked up.

        >>> hash(Ratio({0: 1}).key) == hash(Ratio({0: 1}).key)
        True
        """
        return frozenset(self.num.items()), self.den


@dataclass(frozen=True)
class Power:
    """The generator exp(monomial/den), or a finer root of it."""

    monomial: int
    den: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Log:
    """The generator log |factor|."""

    factor: int


@dataclass(frozen=True)
class Root:
    """The generator |factor|**(1/n), n as fine as was needed."""

    factor: int


@dataclass(frozen=True)
class Size:
    """The generator |factor|, where its sign is not known."""

    factor: int


@dataclass(frozen=True)
class Signed:
    """The generator factor**monomial for an integer-valued monomial and a factor that may be negative."""

    factor: int
    monomial: int


@dataclass(frozen=True)
class Folded:
    """A Sum, Product or floor kept whole: its kind, the normal form of what it is made of, and its free symbols."""

    kind: str
    parts: tuple
    free: frozenset[Symbol]
