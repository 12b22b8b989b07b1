"""Every true line of the tables is proved, and no false one is: by the whole road.

The search is tried on the false ones too where numbers alone would have done: it must not prove what they refute.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from proofpress.proof import prove as proving
from proofpress.proof.check import Task, judge, tasks
from proofpress.proof.derivation import equals

sys.path.insert(0, str(Path(__file__).parent))  # tests are imported by path, so tables beside them must be found
import corpus
import falsehoods
import regions
import truths

SECONDS = 120.0
"""So long may a true line take here, however busy the machine is."""


def lines(which: str) -> Iterator[tuple[str, Task]]:
    """The lines of the tables, TRUE or FALSE."""
    for name, derivation in getattr(truths, which).items():
        yield name, tasks(derivation)[-1]
    for claim in getattr(falsehoods, which):
        yield claim.name, Task(claim.line, claim.left, claim.line.expression, claim.given)
    for case in (*corpus.CASES, *regions.CASES):
        for right in (case.right,) if which == "TRUE" else case.false:
            yield case.name, Task(equals(right, ""), case.left, right, case.given)
    for case in regions.CASES if which == "TRUE" else ():
        yield f"{case.name}, backwards", Task(equals(case.left, ""), case.right, case.left, case.given)


TRUE, FALSE = dict(lines("TRUE")), list(lines("FALSE"))


@pytest.mark.parametrize("name", TRUE)
def test_a_true_line_is_proved(name: str, monkeypatch):
    monkeypatch.setattr(proving, "SEARCHED", SECONDS / 2)
    found = judge(TRUE[name], SECONDS, advise=False)
    assert found.strength == "every size", found.message


@pytest.mark.parametrize(("name", "task"), FALSE, ids=lambda part: part if isinstance(part, str) else "")
def test_a_false_line_is_not(name: str, task: Task):
    found = judge(task, advise=False)
    assert not found.ok, name
    if found.verdict not in ("refuted", "undecided", "domain"):  # these have tried to prove it
        assert not proving.prove(task.line, task.left, task.right, task.given).done


def test_there_are_enough_of_every_kind():
    kinds = {"equals", "bound", "limit", "minimiser", "equivalent"}
    assert len(TRUE) >= 180
    assert len(TRUE) == len(list(lines("TRUE")))  # no two share a name
    assert len(FALSE) >= 270
    assert {task.line.kind for task in TRUE.values()} == {task.line.kind for _, task in FALSE} == kinds
