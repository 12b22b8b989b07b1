"""What is given is broken on purpose: a given that nothing needs, or a slip that nothing notices, is named."""

from __future__ import annotations

import pytest
from sympy import IndexedBase, Sum, Symbol, exp, log

from proofpress.proof import broken_givens
from proofpress.proof.broken_givens import unnoticed
from proofpress.proof.check import check
from proofpress.proof.derivation import Derivation, at_most, define, equals, lemma, start
from proofpress.proof.given import between, distribution, given_that, holds, index, size, within

V, j, i = size("V"), index("j"), index("i")
p, s = IndexedBase("p", positive=True), IndexedBase("s", real=True)
x, c = Symbol("x", real=True), Symbol("c", real=True)
r, h = Symbol("r", positive=True), Symbol("h", positive=True)


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("PROOFPRESS_CACHE", str(tmp_path))


def chain(*lines, given=()):
    return Derivation("slug", "Title", lines, given)


ONE_SHARE = start(Sum(p[j], (j, 1, V)) + x), equals(1 + x, "they sum to one")
SOFTMAX = (
    start(exp(s[i]) / Sum(exp(s[j]), (j, 1, V))),
    equals(p[i] / Sum(p[j], (j, 1, V)), "the constant cancels"),
)
SCORES = within(i, 1, V), given_that(s[j], log(p[j]) + x, every=(j,))
LOOSE = within(i, 1, V), given_that(s[j], log(p[j]) + x, every=(j,), loose="the constant cancels")

NOTICED = {
    "shares that sum to one": chain(*ONE_SHARE, given=(distribution(p, j, V),)),
    "a value": chain(start(x + 1), equals(c + 2, "put in"), given=(given_that(x, c + 1),)),
    "a bound, of which a stronger one would be no slip": chain(
        start(r * x), at_most(r, "at most one"), given=(holds(x <= 1),)
    ),
    "an interval": chain(start(log(x * (1 - x))), equals(log(x) + log(1 - x), "a product"), given=(between(x, 0, 1),)),
    "an end that the kind of a letter says already": chain(
        start(log(r * (1 - r))), equals(log(r) + log(1 - r), "a product"), given=(between(r, 0, 1),)
    ),
    "a constant that cancels, and is said to": chain(*SOFTMAX, given=LOOSE),
    "a range that nothing needs": chain(start(r * (r + 1)), equals(r**2 + r, "multiply out"), given=(within(i, 1, V),)),
}
CANCELS = "no line notices a slip in what is given, s[j] = x + log(p[j]) for every j"
UNNOTICED = {
    "a given that nothing needs": (
        chain(start(r * (r + 1)), equals(r**2 + r, "multiply out"), given=(holds(r < h, "it is small"),)),
        ("no line needs what is given, r < h (it is small)",),
    ),
    "one for a definition alone": (
        chain(define(c, log(x), "call it so"), given=(between(x, 0, 1),)),
        ("no line needs what is given, 0 < x < 1",),
    ),
    "one that is loose, and not needed at all": (
        chain(start(r * (r + 1)), equals(r**2 + r, "multiply out"), given=(holds(r < h, loose="so it is said"),)),
        ("no line needs what is given, r < h",),
    ),
    "a constant that cancels": (
        chain(*SOFTMAX, given=SCORES),
        (
            f"{CANCELS} (term lost): s[j] = log(p[j]) for every j",
            f"{CANCELS} (sign): s[j] = -x + log(p[j]) for every j",
        ),
    ),
    "an end of an interval": (
        chain(start(x), at_most(2, "below two"), given=(between(x, 0, 1),)),
        (
            "no line notices a slip in what is given, 0 < x < 1 (number off by one): -1 < x < 1",
            "no line notices a slip in what is given, 0 < x < 1 (number off by one): 0 < x < 2",
        ),
    ),
}


@pytest.mark.parametrize("name", NOTICED)
def test_a_slip_in_what_is_needed_breaks_a_line(name):
    assert unnoticed(NOTICED[name]) == ()


@pytest.mark.parametrize("name", UNNOTICED)
def test_what_no_line_notices_is_named(name):
    derivation, said = UNNOTICED[name]
    assert unnoticed(derivation) == said


def test_what_a_lemma_takes_for_granted_is_needed():
    below = Derivation("below", "B", (start(x**2), at_most(x, "less than itself")), (between(x, 0, 1),))
    step = at_most(c, "so it is proved", by=lemma("below", at={x: c}))
    used = chain(start(c**2), step, given=(holds(c > 0), holds(c < 1)))
    assert unnoticed(used, {"below": below}) == ()


def test_it_is_kept_until_a_line_or_what_is_given_changes(monkeypatch):
    kept = UNNOTICED["a constant that cancels"][0]
    found = unnoticed(kept)
    monkeypatch.setattr(broken_givens, "_unnoticed", lambda *_: ["tried again"])
    assert unnoticed(kept) == found
    assert unnoticed(chain(*SOFTMAX, given=LOOSE)) == ("tried again",)
    assert unnoticed(chain(start(r), equals(r + 1, "so"))) == ("tried again",)


@pytest.mark.parametrize("name", NOTICED)
def test_what_is_needed_belongs_to_a_chain_that_holds(name):
    assert check(NOTICED[name]).ok
