"""Each mutant of a line is refuted or proved to say the same; one that is neither is named."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sympy import IndexedBase, S, Sum, Symbol, exp, log, oo

from proofpress import mutate_cli
from proofpress.proof import mutate as mutating
from proofpress.proof.check import Contradiction, Task, tasks
from proofpress.proof.derivation import Derivation, at_least, equals, less_than, minimised_at, start, tends_to
from proofpress.proof.given import distribution, holds, index, size, within
from proofpress.proof.mutate import last, mutate, of_line, slips
from proofpress.proof.patience import OutOfTime

V, i, j = size("V"), index("i"), index("j")
x, r = Symbol("x", real=True), Symbol("r", positive=True)
p, q = IndexedBase("p", positive=True), IndexedBase("q", positive=True)
s = IndexedBase("s", real=True)


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("PROOFPRESS_CACHE", str(tmp_path))


def task(line, left, given=()):
    return Task(line, S(left), line.expression, given)


def outcome(one):
    return mutating._outcome(one, one, {}, attack=False)


@pytest.mark.parametrize(
    "one",
    [
        task(equals(x**2 + x, ""), x * (x + 1)),
        task(equals(1, ""), Sum(p[j], (j, 1, V)), (distribution(p, j, V),)),
        task(at_least(0, ""), Sum(p[j] * log(p[j] / q[j]), (j, 1, V)), (distribution(p, j, V), distribution(q, j, V))),
        task(less_than(x**2 + 1, ""), 0 * x),
        task(tends_to(2, "", variable=r, to=S.Zero), 2 + r),
        task(minimised_at(1, "", variable=r), r - log(r)),
    ],
    ids=lambda one: f"{one.line.kind} {one.line.relation}",
)
def test_lines_of_every_kind_are_broken_and_each_slip_is_noticed(one):
    found = of_line(one)
    assert found.tried > 0
    assert found.refuted > 0
    assert found.tried == found.refuted + found.equivalent
    assert found.survivors == ()


def test_where_the_right_side_is_one_name_the_left_side_is_broken():
    made = slips(Task(equals(x, ""), x * (1 + x) - x**2, x, ()))
    assert len(made) > 5
    assert all(claim.right == x for _, claim in made)


def test_a_line_that_cannot_be_judged_is_not_broken():
    endless = Derivation("endless", "E", (start(Sum(1 / 2**j, (j, 1, oo))), equals(1, "so")))
    assert [found.tried for found in mutate(endless)] == [0, 0]


def test_an_inequality_is_turned_round():
    one = task(less_than(x + 1, ""), x)
    assert ("turned round", replace(one, left=one.right, right=one.left)) in slips(one)


def test_a_survivor_is_named_with_its_slip(monkeypatch):
    monkeypatch.setattr(mutating, "refuted", lambda *_, **__: mutating.Attempt(points=16))
    found = of_line(task(equals(x**2 + x, ""), x * (x + 1)))
    assert found.refuted == 0
    assert any(survivor.startswith("term lost: x*(x + 1) = ") for survivor in found.survivors)


def test_a_refuted_mutant_that_is_proved_stops_everything(monkeypatch):
    monkeypatch.setattr(mutating, "_is_proved", lambda _: True)
    with pytest.raises(Contradiction, match="a refuted mutant was proved"):
        of_line(task(equals(x**2 + x, ""), x * (x + 1)), attack=True)


def test_a_line_that_was_not_attacked_is_tried_again_when_that_is_asked():
    one = task(equals(x**2 + x, ""), x * (x + 1))
    plain, attacked = of_line(one), of_line(one, attack=True)
    assert (plain.attacked, attacked.attacked) == (False, True)
    assert replace(attacked, attacked=False) == plain
    assert of_line(one) == attacked


def test_a_bound_that_numbers_refute_has_no_slip_that_survives():
    found = of_line(task(less_than(exp(s[i]) / Sum(exp(s[j]), (j, 1, V)), ""), 0 * x, (within(i, 1, V),)))
    assert found.survivors == ()


def test_a_slip_without_a_valid_point_is_refuted_and_so_is_an_index_out_of_its_sum_whatever_could_be_proved_of_it():
    out_of_its_sum = replace(
        task(less_than(exp(s[i]) / Sum(exp(s[i]), (i, 1, V)), ""), 0 * x),
        right=exp(s[i]) / Sum(exp(s[i]), (i, 1, V)),
    )
    assert outcome(out_of_its_sum) == mutating.REFUTED
    nothing_valid = task(equals(x + 1, ""), x, (holds(x > 1), holds(x < 0)))
    assert outcome(nothing_valid) == mutating.REFUTED


def test_a_slip_that_differs_in_its_domain_is_refuted():
    split = task(equals(2 * log(x), ""), log(x**2))
    assert outcome(split) == mutating.REFUTED


def test_the_last_result_is_kept_until_the_line_changes():
    one = Derivation("s", "S", (start(x * (x + 1)), equals(x**2 + x, "multiply out")))
    line = tasks(one)[1]
    assert last(line) is None
    assert mutate(one)[1] == last(line)
    assert last(replace(line, left=x * (x + 2))) is None


def test_what_ends_a_worker_ends_the_command(monkeypatch):
    def rung(*_: object, **__: object) -> None:
        raise OutOfTime

    monkeypatch.setattr(mutate_cli, "mutate", rung)
    monkeypatch.setattr(mutate_cli, "_chosen", [Derivation("s", "S", ())])
    with pytest.raises(OutOfTime):
        list(mutate_cli.side_by_side(1, attack=False))
