"""The exact fit: a value as a sum of one or two terms, with coefficients that are monomials in the sizes.

Two analytic losses that agree at a few random points agree everywhere, with probability one; so a fit is an answer.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import torch
from torch import Tensor

from .registry import OBJECTIVES, REGISTRY, VARIANTS, Entry, Term, losses, terms_for
from .takes import FORMS
from .views import Point, Sizes, View, changed, joined

EXACT, NEAR, FAMILIAR = 1e-9, 2e-5, 1e-6
POINTS = 5
FAMILIES = [entry for entry in VARIANTS if entry.family]
WHOLES = (*OBJECTIVES, *(REGISTRY[s] for s in ("uncorrected-candidates", "in-batch-negatives", "shared-negatives")))
OWNERS = {term: entry for entry in REGISTRY.values() for term in entry.terms}
REACH = {"score-shift": (-20.0, 20.0), "temperature": (0.02, 30.0), "margin": (-6.0, 12.0)}
EXPONENTS = {
    "B": (0, -1, 1, -2),
    "K": (0, -1, 1),
    "1+K": (0, -1, 1),
    "W": (0, -1),
    "C": (0, -1),
    "V": (0, -1),
    "L": (0, -1),
}


@dataclass(frozen=True)
class Monomial:
    """A number times powers of the sizes."""

    number: float
    powers: Mapping[str, int]

    def at(self, sizes: Sizes) -> float:
        """Its value for these sizes."""
        return self.number * math.prod(size(sizes, name) ** power for name, power in self.powers.items())

    def __str__(self) -> str:
        powers = {f"({name})" if "+" in name else name: power for name, power in self.powers.items()}
        above = [name for name, power in powers.items() if power > 0]
        below = [name for name, power in powers.items() for _ in range(-power)]
        number = f"{self.number:.6g}"
        top = "·".join(([] if number == "1" and above else [number]) + above)
        return f"{top}/{below[0]}" if len(below) == 1 else f"{top}/({'·'.join(below)})" if below else top


@dataclass(frozen=True)
class Fit:
    """What the value is: one or two terms of a view, each with its coefficient, and perhaps a constant.

    `numbers` are the coefficients at the first size, which is all that is known of one without a name.
    """

    terms: tuple[tuple[Entry, Term], ...]
    coefficients: tuple[Monomial | None, ...]
    view: str
    misfit: float
    constant: bool = False
    family: Entry | None = None
    number: float = 0.0
    numbers: tuple[float, ...] = ()

    def at_first_size(self) -> Fit:
        """The same, with a number for a coefficient that has no name: true at the first size alone."""
        pairs = zip(self.coefficients, self.numbers, strict=True)
        return replace(self, coefficients=tuple(c or Monomial(number, {}) for c, number in pairs))

    def views(self, point: Point) -> View:
        """The view of a point that the terms are taken of."""
        view = point.views[self.view]()
        if not self.family:
            return view
        pairs = len(view.s if view.has >= {"s"} else view.z)
        return _changed(view, self.family, torch.full((pairs,), self.number, dtype=torch.float64))

    def pairs(self, point: Point) -> Tensor:
        """What each pair should cost, `(N,)`, without the constant; NaN where a coefficient has no name."""
        view = self.views(point)
        weights = [math.nan if c is None else c.at(point.sizes) for c in self.coefficients]
        return sum((w * term.value(view) for w, (_, term) in zip(weights, self.terms, strict=False)), torch.zeros(()))

    def value(self, point: Point) -> Tensor:
        """What the whole batch should cost."""
        more = self.coefficients[-1] if self.constant else Monomial(0.0, {})
        return self.pairs(point).sum() + (more.at(point.sizes) if more else math.nan)


def size(sizes: Sizes, name: str) -> int:
    """A size by its name; 1+K is one too."""
    return 1 + sizes["K"] if name == "1+K" else sizes[name]


@lru_cache(maxsize=64)
def points(form: str, dtype: torch.dtype, scale: float = 1.0, count: int = POINTS) -> tuple[tuple[Point, ...], ...]:
    """Random points of each size, the same in every run."""
    return tuple(
        tuple(
            FORMS[form].draw(sizes, torch.Generator().manual_seed(1000 * place + number), dtype, scale)
            for number in range(count)
        )
        for place, sizes in enumerate(FORMS[form].sizes)
    )


@lru_cache(maxsize=256)
def columns(form: str, dtype: torch.dtype, view: str, magnitudes: bool) -> tuple[Tensor, ...]:
    """For each size a matrix: a row a point, a column a term, summed over the pairs."""
    return tuple(
        torch.stack([_row(point.views[view](), magnitudes) for point in group]) for group in points(form, dtype)
    )


def _row(view: View, magnitudes: bool) -> Tensor:
    return torch.stack([term.value(view).double().sum() for _, term in terms_for(view.has, magnitudes)])


def search(form: str, dtype: torch.dtype, values: Sequence[Tensor], magnitudes: bool = False) -> list[Fit]:
    """Every shortest fit of the values, best first; values are `(POINTS,)`, one tensor for each size."""
    plain = _shortest(form, dtype, values, False, magnitudes)
    if plain:
        return plain
    constant = _shortest(form, dtype, values, True, magnitudes)
    if constant and constant[0].misfit <= EXACT:
        return constant
    views = points(form, dtype)[0][0].views
    families = (_family(form, dtype, values, view, entry) for view in views for entry in FAMILIES)
    return list(itertools.islice(itertools.chain.from_iterable(families), 1)) or constant


def _shortest(form: str, dtype: torch.dtype, values: Sequence[Tensor], constant: bool, magnitudes: bool) -> list[Fit]:
    """The fits with the fewest terms, exact ones first; where a view has an exact one, the next are not looked at."""
    found = list[Fit]()
    for view in points(form, dtype)[0][0].views:
        found += _plain(form, dtype, values, view, constant, magnitudes)
        if any(fit.misfit <= EXACT for fit in found):
            break
    fewest = min((len(fit.terms) for fit in found), default=0)
    return sorted((fit for fit in found if len(fit.terms) == fewest), key=lambda fit: fit.misfit > EXACT)


def _plain(
    form: str, dtype: torch.dtype, values: Sequence[Tensor], view: str, constant: bool, magnitudes: bool
) -> Iterator[Fit]:
    known = terms_for(points(form, dtype)[0][0].views[view]().has, magnitudes)
    if view in ("pooled", "cosine"):  # in scores that are none of the pair's only whole losses are looked for
        known_here = [n for n, (entry, _) in enumerate(known) if entry in WHOLES]
    else:
        known_here = list(range(len(known)))
    combinations = _combinations([(n, known[n][1].part) for n in known_here])
    matrices = columns(form, dtype, view, magnitudes)
    for width in (1, 2):
        chosen = torch.tensor([c for c in combinations if len(c) == width]).reshape(-1, width)
        for matrix, value in zip(matrices, values, strict=True):
            if not len(chosen):
                break
            _, misfit = solve(_systems(matrix, chosen, constant), value)
            chosen = chosen[misfit < NEAR]
        for combination in chosen.tolist():
            yield from _named(form, matrices, values, combination, known, view, constant)


def _combinations(parts: Sequence[tuple[int, str]]) -> list[tuple[int, ...]]:
    of = {part: [n for n, p in parts if p == part] for part in ("observed", "negatives", "whole")}
    singles = [(n,) for n, _ in parts]
    return singles + list(itertools.product(of["observed"], of["negatives"]))


def _systems(matrix: Tensor, chosen: Tensor, constant: bool) -> Tensor:
    """A least-squares system for each combination, `(H, POINTS, terms)`."""
    systems = matrix[:, chosen].transpose(0, 1)
    return torch.cat([systems, torch.ones_like(systems[..., :1])], dim=-1) if constant else systems


def solve(systems: Tensor, value: Tensor) -> tuple[Tensor, Tensor]:
    """The coefficients that fit best, and how far off they are as a share of the largest value."""
    scale = value.abs().max().clamp(min=1e-300)
    finite = systems.isfinite().all(-1).all(-1)
    safe = torch.where(finite[:, None, None], systems, torch.ones_like(systems))
    found = torch.linalg.lstsq(safe, value.expand(len(safe), -1).unsqueeze(-1), driver="gelsy").solution
    misfit = (safe @ found - value.unsqueeze(-1)).abs().amax((-2, -1)) / scale
    return found.squeeze(-1), torch.where(finite, misfit, torch.inf)


def _named(
    form: str,
    matrices: Sequence[Tensor],
    values: Sequence[Tensor],
    combination: list[int],
    known: Sequence[tuple[Entry, Term]],
    view: str,
    constant: bool,
) -> Iterator[Fit]:
    chosen = torch.tensor([combination])
    solved = [solve(_systems(m, chosen, constant), v) for m, v in zip(matrices, values, strict=True)]
    numbers = torch.stack([coefficients[0] for coefficients, _ in solved])
    if numbers.abs().min() < 1e-7:  # a term that is not there
        return
    misfit = max(float(one) for _, one in solved)
    monomials = tuple(monomial(column, FORMS[form].sizes) for column in numbers.T.tolist())
    first = tuple(numbers[0].tolist())
    yield Fit(tuple(known[n] for n in combination), monomials, view, misfit, constant, numbers=first)


def monomial(numbers: Sequence[float], sizes: Sequence[Sizes]) -> Monomial | None:
    """The simplest monomial that has these values at these sizes, or none."""
    names = [name for name in EXPONENTS if name in sizes[0] or (name == "1+K" and "K" in sizes[0])]
    found = list[tuple[int, int, Monomial]]()
    for powers in itertools.product(*(EXPONENTS[name] for name in names)):
        bases = [math.prod(size(s, n) ** p for n, p in zip(names, powers, strict=True)) for s in sizes]
        number = numbers[0] / bases[0]
        if all(math.isclose(a, number * b, rel_tol=1e-4) for a, b in zip(numbers, bases, strict=True)):
            used = {name: power for name, power in zip(names, powers, strict=True) if power}
            plain = math.isclose(abs(number), 1, rel_tol=1e-5)
            number = math.copysign(1.0, number) if plain else number
            found.append((len(used) + (not plain), len(found), Monomial(round(number, 6), used)))
    return min(found)[2] if found else None


def _changed(view: View, family: Entry, numbers: Tensor) -> View:
    assert family.family is not None
    return changed(view, family.family, numbers)


def _family(form: str, dtype: torch.dtype, values: Sequence[Tensor], view: str, family: Entry) -> Iterator[Fit]:
    """Whole losses with the one number of a family changed."""
    groups = [joined([point.views[view]() for point in group]) for group in points(form, dtype)]
    for terms in _wholes(groups[0].has):
        number, first_misfit = _best_number(family, terms, groups[0], values[0])
        if first_misfit >= FAMILIAR:
            continue
        trial = [_family_systems(family, terms, torch.tensor([number]).double(), group) for group in groups]
        solved = [solve(systems, value) for systems, value in zip(trial, values, strict=True)]
        misfit = max(float(one) for _, one in solved)
        if misfit < FAMILIAR and abs(number - (family.slug == "temperature")) > 1e-6:
            numbers = torch.stack([coefficients[0] for coefficients, _ in solved])
            monomials = tuple(monomial(column, FORMS[form].sizes) for column in numbers.T.tolist())
            first = tuple(numbers[0].tolist())
            yield Fit(terms, monomials, view, misfit, family=family, number=number, numbers=first)


def _wholes(has: frozenset[str]) -> list[tuple[tuple[Entry, Term], ...]]:
    """The objectives, and what differs from them in its negatives alone, as a view can express them."""
    found = dict.fromkeys(terms for entry in WHOLES for terms in losses(entry, has))
    return [tuple((OWNERS[term], term) for term in terms) for terms in found]


def _family_systems(family: Entry, terms: Sequence[tuple[Entry, Term]], numbers: Tensor, group: View) -> Tensor:
    """A system for each number, `(H, POINTS, terms)`, all of them taken at once."""
    many = joined([group] * len(numbers))
    pairs = len(many.s if many.has >= {"s"} else many.z)
    view = _changed(many, family, numbers.repeat_interleave(pairs // len(numbers)))
    return torch.stack([t.value(view).double().view(len(numbers), POINTS, -1).sum(-1) for _, t in terms], dim=-1)


def _best_number(family: Entry, terms: Sequence[tuple[Entry, Term]], group: View, value: Tensor) -> tuple[float, float]:
    """The number that fits the first size best, and its misfit: from a grid, then from finer ones around its best."""
    low, high = REACH[family.slug]
    for rounds in range(9):
        numbers = torch.linspace(low, high, 201 if rounds == 0 else 31, dtype=torch.float64)
        _, misfit = solve(_family_systems(family, terms, numbers, group), value)
        best, step = float(numbers[misfit.argmin()]), float(numbers[1] - numbers[0])
        if misfit.min() < 1e-11 or (rounds == 1 and misfit.min() > 0.02):
            break
        low, high = best - 1.5 * step, best + 1.5 * step
    return best, float(misfit.min())
