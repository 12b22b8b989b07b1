"""Every law at random instances: where its conditions hold, so does its conclusion; and each condition is needed."""

from __future__ import annotations

import pytest

from proofpress.proof.kernel.laws import LAWS, Law, _instance
from proofpress.proof.kernel.terms import Refused, Term

from .drawing import Draw
from .meaning import Point, Unknown, holds

ENOUGH = 12


def tried(law: Law, kept: list[Term], rounds: int, wanted: int, whole: bool = True) -> tuple[int, Term | None]:
    """At how many points the conditions held, and an instance that was false at one."""
    held = 0
    for seed in range(rounds):
        draw = Draw(f"{law.name} {seed}")
        try:
            values = draw.values(law, kept)
            if whole and any(m.whole and not values[m.name].whole for m in law.letters):
                continue
            conditions = [_instance(c, values) for c in kept]
            conclusion = _instance(law.conclusion, values)
            if conclusion.loose:
                continue
            for point in (Point(3 * seed), Point(3 * seed + 1)):
                if all(holds(c, point) for c in conditions):
                    held += 1
                    if not holds(conclusion, point):
                        return held, conclusion
        except (Unknown, OverflowError, ZeroDivisionError, Refused, IndexError):
            continue
        if held >= wanted:
            break
    return held, None


@pytest.mark.parametrize("name", LAWS)
def test_a_law_holds_wherever_its_conditions_do(name: str, longer: int) -> None:
    law = LAWS[name]
    held, false = tried(law, list(law.conditions), 400 * longer, ENOUGH * longer)
    assert false is None, f"{name}: {false}"
    assert held >= (0 if name.startswith("absurd") else ENOUGH)


# A counterexample oscillates (Stolz): no function of the kernel does.
UNDECIDED = {("limit_quotient", 4), ("limit_quotient_large", 3)}
CONDITIONS = {(name, at) for name, law in LAWS.items() for at in range(len(law.conditions))}


@pytest.mark.parametrize(("name", "at"), sorted(CONDITIONS - UNDECIDED))
def test_every_condition_of_a_law_is_needed(name: str, at: int) -> None:
    law = LAWS[name]
    kept = [c for i, c in enumerate(law.conditions) if i != at]
    _, false = tried(law, kept, 4000, 10**9)
    assert false is not None, f"{name} seems to hold without {law.conditions[at]}"
