"""Lines of the field and sums over regions: true at points of many sizes, and each slip in them is noticed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from proofpress.proof.check import Task
from proofpress.proof.derivation import equals
from proofpress.proof.mutate import of_line
from proofpress.proof.refute import FEWEST, refute

sys.path.insert(0, str(Path(__file__).parent))  # tests are imported by path, so a table beside them must be found
import regions
from corpus import CASES, Case

every_case = pytest.mark.parametrize("case", [*CASES, *regions.CASES], ids=lambda case: case.name)


def test_the_corpus_is_large_enough_to_mean_something():
    assert len(CASES) >= 30
    assert all(case.false for case in CASES)


@every_case
def test_a_true_line_agrees_at_enough_points_of_many_sizes(case: Case):
    attempt = refute("=", case.left, case.right, case.given)
    assert attempt.counterexample is None
    assert attempt.points >= FEWEST
    assert all(len(tried) > 1 for tried in attempt.sizes.values())


@every_case
def test_a_false_variant_is_refuted(case: Case):
    for wrong in case.false:
        assert refute("=", case.left, wrong, case.given).counterexample is not None


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_no_mutant_survives(case: Case, tmp_path, monkeypatch):
    monkeypatch.setenv("PROOFPRESS_CACHE", str(tmp_path))
    found = of_line(Task(equals(case.right, "a line"), case.left, case.right, case.given))
    assert found.survivors == ()
    assert found.tried == found.refuted + found.equivalent
