"""The slips are those that are likely to be made, each is planted alone, and more than sixty are."""

from __future__ import annotations

import ast

import pytest

from .__main__ import OURS, SAME, chosen, judges_of, known_as
from .planted import slips


def planted(body: str) -> list[tuple[str, str]]:
    """The kind of each slip in a function of one line, and the line with it."""
    found = slips(f"def f(a, b):\n    {body}\n")
    return [(slip.kind, ast.unparse(ast.parse(slip.source).body[0].body[0])) for slip in found]


@pytest.mark.parametrize(
    ("right", "slip"),
    [
        ("return a + b", ("sign", "return a - b")),
        ("return -a", ("sign", "return a")),
        ("return a * b", ("factor", "return b")),
        ("return a / b", ("factor", "return a")),
        ("return a.softmax(-1)", ("axis", "return a.softmax(0)")),
        ("return sum(a, dim=0)", ("axis", "return sum(a, dim=-1)")),
        ("return range(1, b)", ("bound", "return range(1, b - 1)")),
        ("return a.detach()", ("detach", "return a")),
    ],
)
def test_a_slip_of_each_kind_is_made(right: str, slip: tuple[str, str]) -> None:
    assert planted(right) == [slip]


def test_what_is_refused_and_how_is_left_alone() -> None:
    assert planted("if a - b > 0: raise ValueError(f'{a + b}')") == []


def test_more_than_sixty_are_planted_of_every_kind_and_each_is_a_module() -> None:
    found = [slip for _, slip in chosen(everything=False)]
    assert len(found) >= 60
    assert {slip.kind for slip in found} == {"sign", "factor", "axis", "bound", "detach"}
    for slip in found:
        compile(slip.source, str(slip), "exec")


def test_what_changes_nothing_is_a_slip_that_is_planted() -> None:
    assert set(SAME) <= {known_as(*planted) for planted in chosen(everything=True)}


def test_a_package_within_a_room_is_tried_by_its_own_tests_first() -> None:
    first, room = judges_of(OURS / "reference/promises/rules.py")
    assert first.endswith("tests/reference/test_promises.py")
    assert room.endswith("tests/reference")
