"""What was judged is kept for as long as nothing that it depends on has changed, and no longer."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sympy import Function, IndexedBase, S, Symbol, exp

from proofpress.proof import cache
from proofpress.proof import check as checking
from proofpress.proof.cache import fingerprint, load, save
from proofpress.proof.check import Task, remembered
from proofpress.proof.derivation import at_least, equals, induction
from proofpress.proof.functions import abbreviation
from proofpress.proof.given import between, distribution, index, size, within
from proofpress.proof.trees import LEFT, RIGHT, over_trees

V, i, j = size("V"), index("i"), index("j")
x = Symbol("x", real=True)
p = IndexedBase("p", positive=True)
LINE = Task(equals(x**2 + x, "multiply out"), x * (x + 1), x**2 + x, (between(x, 0, 1),))


def above(body):
    """A name for a name of `body`."""
    return abbreviation("g", (), abbreviation("f", (x,), body)(V))()


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("PROOFPRESS_CACHE", str(tmp_path))


@pytest.mark.parametrize(
    "other",
    [
        replace(LINE, left=x * (x + 2)),
        replace(LINE, right=x**2 - x),
        replace(LINE, given=()),
        replace(LINE, given=(between(x, 0, 2),)),
        replace(LINE, idle=True),
        replace(LINE, line=at_least(LINE.right, "multiply out")),
        replace(LINE, line=equals(LINE.right, "multiply out", only="numeric: so")),
        replace(LINE, line=equals(LINE.right, "multiply out", by=induction(V))),
        replace(LINE, left=Symbol("x", positive=True) * (x + 1)),
    ],
)
def test_a_line_that_differs_in_anything_it_depends_on_is_another_line(other: Task):
    assert other.state != LINE.state


def test_a_line_whose_words_alone_differ_is_the_same_line():
    other = replace(LINE, line=equals(LINE.right, "in other words"), given=(between(x, 0, 1, "a share"),))
    assert other.state == LINE.state


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Symbol("x"), x),
        (IndexedBase("p")[i], p[i]),
        (Function("f")(x), Function("f", real=True)(x)),
        (abbreviation("f", (x,), x**2)(x), abbreviation("f", (x,), x**3)(x)),
        (
            abbreviation("g", (), abbreviation("f", (x,), x)(V))(),
            abbreviation("g", (), abbreviation("f", (x,), -x)(V))(),
        ),
        (over_trees("q", leaf=1, node=LEFT + RIGHT)(x), over_trees("q", leaf=0, node=LEFT + RIGHT)(x)),
        (over_trees("q", leaf=1, node=LEFT + RIGHT)(x), over_trees("q", leaf=1, node=LEFT * RIGHT)(x)),
        (within(i, 1, V), within(i, 0, V)),
        (distribution(p, j, V), distribution(p, j, V - 1)),
    ],
)
def test_what_looks_alike_and_means_something_else_is_told_apart(one, other):
    assert fingerprint(one) != fingerprint(other)


def test_a_change_in_the_prover_or_in_a_version_forgets_everything(monkeypatch):
    before = LINE.state
    monkeypatch.setattr(cache, "provers", lambda: "another source")
    assert replace(LINE).state != before
    monkeypatch.undo()
    cache.provers.cache_clear()
    monkeypatch.setattr(cache.sympy, "__version__", "0")
    assert replace(LINE).state != before
    cache.provers.cache_clear()


def test_a_judged_line_is_not_judged_again(monkeypatch):
    first = remembered(LINE)
    monkeypatch.setattr(checking, "judge", lambda _: pytest.fail("judged again"))
    assert remembered(LINE) == first
    assert first.ok


def test_a_failure_is_kept_and_told_in_the_words_of_today():
    wrong = replace(LINE, right=x**2)
    remembered(wrong)
    assert load(f"verdict-{wrong.state}")["verdict"] == "refuted"
    said = replace(wrong, line=replace(wrong.line, because="in other words"))
    assert "in other words" in remembered(said).message


def test_what_cannot_be_read_is_not_there(tmp_path):
    save("a", {"verdict": "proved"})
    assert load("a") == {"verdict": "proved"}
    (tmp_path / "lines" / "a.json").write_text('{"verdict": "pro', encoding="utf-8")
    assert load("a") is None
    assert [path.name for path in (tmp_path / "lines").iterdir()] == ["a.json"]


def test_a_function_left_as_written_is_not_the_one_worked_out():
    assert fingerprint(exp(S.Zero, evaluate=False)) != fingerprint(exp(S.Zero))
