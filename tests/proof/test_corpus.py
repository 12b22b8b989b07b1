"""Lines of the field: proved for every size, their false variants refuted and never proved, their mutants noticed."""

from __future__ import annotations

import pytest
from corpus import CASES, Case

from proofpress.proof.check import Task
from proofpress.proof.derivation import equals
from proofpress.proof.mutate import of_line
from proofpress.proof.prove import prove_equal
from proofpress.proof.refute import FEWEST, refute

every_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


@every_case
def test_a_true_line_is_proved_for_every_size(case: Case):
    assert prove_equal(case.left, case.right, case.given).done


@every_case
def test_a_true_line_agrees_at_enough_points_of_many_sizes(case: Case):
    attempt = refute("=", case.left, case.right, case.given)
    assert attempt.counterexample is None
    assert attempt.points >= FEWEST
    assert all({1, 2} <= set(tried) and max(tried) >= 2 for tried in attempt.sizes.values())


@every_case
def test_a_false_variant_is_refuted_and_not_proved(case: Case):
    assert case.false
    for wrong in case.false:
        assert refute("=", case.left, wrong, case.given).counterexample is not None
        assert not prove_equal(case.left, wrong, case.given).done


@every_case
def test_no_mutant_survives(case: Case, tmp_path, monkeypatch):
    monkeypatch.setenv("PROOFPRESS_CACHE", str(tmp_path))
    found = of_line(Task(equals(case.right, "a line"), case.left, case.right, case.given))
    assert found.survivors == ()
    assert found.tried == found.refuted + found.equivalent
