"""What one chain proved serves in another: at stated terms, with its givens shown there, and never in a circle."""

from __future__ import annotations

import pytest
from sympy import IndexedBase, Sum, Symbol, exp, log

from proofpress.proof.check import check
from proofpress.proof.derivation import Derivation, at_least, at_most, equals, lemma, start
from proofpress.proof.given import between, distribution, holds, index, size
from proofpress.proof.language.chain import read
from proofpress.proof.language.scope import Scope
from proofpress.proof.language.write import write

V, N, j = size("V"), size("N"), index("j")
p, q = IndexedBase("p", positive=True), IndexedBase("q", positive=True)
r = Symbol("r", positive=True)
x, c = Symbol("x", real=True), Symbol("c", real=True)

TANGENT = Derivation("tangent", "T", (start(log(r)), at_most(r - 1, "below its tangent")))
WHOLE = Derivation(
    "whole", "W", (start(2 * Sum(p[j], (j, 1, V))), equals(2, "they sum to one")), (distribution(p, j, V),)
)
BELOW = Derivation("below", "B", (start(x**2), at_most(x, "less than itself")), (between(x, 0, 1),))
FALSE = Derivation("false", "F", (start(log(r)), at_most(r - 2, "below it")))
LIBRARY = {one.slug: one for one in (TANGENT, WHOLE, BELOW, FALSE)}


@pytest.fixture(autouse=True)
def _no_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("PROOFPRESS_CACHE", str(tmp_path))


def used(*lines, given=(), library=LIBRARY):
    return check(Derivation("here", "H", lines, given), library=library).lines[-1]


def test_a_bound_is_used_at_a_term():
    line = used(start(log(1 + exp(x))), at_most(exp(x), "at 1 + eˣ", by=lemma("tangent", at={r: 1 + exp(x)})))
    assert (line.ok, line.how) == (True, "by tangent")


def test_an_equation_is_used_with_its_given_here_too():
    step = equals(2, "they sum to one", left=2 * Sum(q[j], (j, 1, N)), by=lemma("whole", at={p: q, V: N}))
    assert used(step, given=(distribution(q, j, N),)).how == "by whole"
    assert "is not known here" in used(step).message


def test_terms_that_do_not_fit_are_refused():
    line = used(start(log(x**2)), at_most(x**2 - 1, "below", by=lemma("tangent", at={r: x**2})))
    assert "not known to be positive" in line.message
    line = used(start(c**2), at_most(c, "below", by=lemma("below", at={x: c})))
    assert "is not known here" in line.message
    line = used(start(c**2), at_most(c, "below", by=lemma("below", at={x: c})), given=(holds(c > 0), holds(c < 1)))
    assert line.ok


def test_what_does_not_follow_is_not_proved():
    line = used(start(log(r)), at_least(1 - r, "the other way", by=lemma("tangent")))
    assert not line.ok


def test_a_lemma_that_is_false_unknown_or_a_circle_is_refused():
    assert "no proved equation" in used(start(log(r)), at_most(r - 2, "so", by=lemma("false"))).message
    assert "no derivation is called" in used(start(log(r)), at_most(r, "so", by=lemma("nowhere"))).message
    assert "has no line 7" in used(start(log(r)), at_most(r, "so", by=lemma("tangent", 7))).message
    one = Derivation("one", "1", (start(log(r)), at_most(r, "so", by=lemma("two"))))
    two = Derivation("two", "2", (start(log(r)), at_most(r, "so", by=lemma("one"))))
    message = check(one, library={"one": one, "two": two}).lines[-1].message
    assert "circle: one → two → one" in message


def test_what_is_given_may_come_by_a_lemma():
    here = lemma("tangent", at={r: 1 + exp(x)})
    chain = (start(2 * log(1 + exp(x))), at_most(2 * exp(x), "twice the tangent"))
    given = (holds(log(1 + exp(x)) <= exp(x), by=here),)
    assert check(Derivation("here", "H", chain, given), library=LIBRARY).ok
    other = (holds(log(1 + exp(x)) <= exp(x) - 1, by=here),)
    message = check(Derivation("here", "H", chain, other), library=LIBRARY).lines[0].message
    assert "and not what is given by it" in message
    nowhere = (holds(log(1 + exp(x)) <= exp(x), by=lemma("false", at={r: 1 + exp(x)})),)
    assert "no proved equation" in check(Derivation("here", "H", chain, nowhere), library=LIBRARY).lines[0].message


def test_a_given_that_comes_by_a_lemma_is_read_and_written():
    scope = Scope({"x": x, "r": r})
    text = (
        "here: H\ngiven log(exp(x) + 1) <= exp(x) by lemma tangent at r = exp(x) + 1  -- the tangent\n"
        "  2*log(exp(x) + 1)\n<= 2*exp(x)  -- twice\n"
    )
    derivation = read(text, scope)
    assert str(derivation.given[-1].by) == str(lemma("tangent", at={r: 1 + exp(x)}))
    assert read(write(derivation, scope), scope).given == derivation.given
    assert check(derivation, library=LIBRARY).ok
