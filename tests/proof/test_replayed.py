"""A line that is written as text is judged by the kernel: its proof is found, replayed and kept with the verdict."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import count

import pytest
from sympy import Symbol, log

from proofpress.proof import prove as proving
from proofpress.proof.check import Contradiction, check, judge, tasks
from proofpress.proof.functions import abbreviation
from proofpress.proof.given import holds
from proofpress.proof.kernel.replay import replay
from proofpress.proof.language.chain import read
from proofpress.proof.language.scope import Scope
from proofpress.proof.search.state import NotFound

x = Symbol("x", real=True)
SCOPE = Scope({"x": x})
TEXT = """a-square: A square
given x > 0
given x < 2
  (x + 1)^2
= x^2 + 2*x + 1  -- multiply out
>= 2*x + 1       -- a square is not negative
= exp(log(2*x + 1))  -- what is positive has a logarithm
"""


@pytest.fixture
def chain():
    return read(TEXT, SCOPE)


def with_chain(chain, *lines):
    """The same text, of which other lines are said to be built."""
    return replace(chain, chain=lines, written=replace(chain.written, built=(lines, chain.given)))


def test_a_line_is_judged_by_a_proof_that_is_data(chain):
    lines = check(chain).lines
    assert [line.strength for line in lines] == ["", "every size", "every size", "every size"]
    for line in lines[1:]:
        assert json.loads(json.dumps(line.proof)) == line.proof
        assert str(replay(line.statement, line.proof)[1].conclusion) == line.statement["claim"]
        assert sum(line.rules.values()) == len(line.proof["steps"])
        assert line.how == f"the kernel replays {len(line.proof['steps'])} steps"
        assert line.unreplayed == ""


def test_what_is_kept_is_what_was_judged(chain):
    assert check(chain).lines == check(chain).lines
    assert all(line.proof for line in check(chain).lines[1:])


def test_only_the_givens_that_a_proof_rests_on_are_named(chain):
    assert [line.used for line in check(chain).lines] == [[], [], [], [0]]


def test_a_line_that_the_search_does_not_find_is_not_proved_and_says_what_it_states(chain, monkeypatch):
    def lost(*_):
        raise NotFound("no way")

    monkeypatch.setattr(proving, "proof_of", lost)
    lines = [judge(task, advise=False) for task in tasks(chain)][1:]
    assert {(line.verdict, line.unreplayed) for line in lines} == {("undecided", "no proof was found: no way")}
    assert not any(line.ok or line.proof or line.rules for line in lines)
    assert all("not proved for every size: no way; try a smaller step" in line.message for line in lines)


def test_a_search_that_finds_no_end_is_given_up(chain, monkeypatch):
    monkeypatch.setattr(proving, "proof_of", lambda *_: all(number + 1 for number in count()))
    monkeypatch.setattr(proving, "SEARCHED", 0.01)
    assert judge(tasks(chain)[1]).unreplayed == "no proof was found: the search was given 0.01 s of the processor"


def test_a_proof_that_the_kernel_refuses_is_none(chain, monkeypatch):
    monkeypatch.setattr(proving, "proof_of", lambda *_: {"terms": [], "steps": [], "proved": 0, "values": []})
    assert judge(tasks(chain)[1]).unreplayed.startswith("no proof was found: ")


def test_a_chain_that_was_changed_since_it_was_read_says_something_else_than_its_text(chain):
    """Else the text of a broken line would be proved in its place."""
    without = replace(chain, given=())
    assert [line.proof for line in check(without).lines] == [{}] * 4
    assert [line.ok for line in check(without).lines] == [True, True, True, False]
    other = replace(chain, given=(holds(x > 0), holds(x < 2)))
    assert {line.unreplayed for line in check(other).lines[1:]} == {"its chain is made of Python objects"}


def test_a_proof_of_what_numbers_refute_stops_everything(chain):
    first, line, *_ = chain.chain
    with pytest.raises(Contradiction, match="a-square, line 2: proved, yet false at x ="):
        check(with_chain(chain, first, replace(line, expression=x**2 + 2 * x)))


def test_a_proof_of_what_has_no_value_stops_everything(chain):
    first, line, *_ = chain.chain
    split = (replace(first, expression=log((x - 1) ** 2)), replace(line, expression=2 * log(x - 1)))
    with pytest.raises(Contradiction, match="a-square, line 2: both sides were proved to have a value, yet"):
        check(with_chain(chain, *split))


def test_a_definition_that_the_notation_has_too_is_judged_as_an_equation():
    scope = Scope({"x": x, "twice": abbreviation("twice", (x,), x + x)}, definitions={"twice": "twice(x) = x + x"})
    line = check(read("doubled: Doubled\n  twice(x) := 2*x  -- so it is called\n", scope)).lines[0]
    assert (line.strength, line.verdict) == ("definition", "stated")
    assert line.statement["claim"] == "(twice(x) = (2 * x))"
    assert line.proof


def test_a_line_of_one_size_is_checked_there_and_not_replayed():
    size_, index_ = Symbol("N", integer=True, positive=True), Symbol("n", integer=True)
    scope = Scope({"N": size_, "n": index_})
    halves = 'halves: H\n  sum(floor(n/2), n=1..N)\n= floor(N^2/4)  only "one size: floors"  -- every other adds none\n'
    line = check(read(halves, scope)).lines[1]
    assert (line.strength, line.how, line.proof) == ("one size", "every size put at 3: floors", {})
    assert line.unreplayed == "no proof was found: left over: sum(floor(j/2), j=1..N) - floor(N^2/4)"
    wrong = check(read(halves.replace("N^2/4)", "N^2/4) + N - 3"), scope)).lines[1]
    assert wrong.verdict == "refuted"  # though it holds at three
