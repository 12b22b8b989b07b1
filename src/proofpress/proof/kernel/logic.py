"""The rules of logic: equality, hypotheses, every index, every real between, cases, induction.

What is true here: each rule says "from … follows …, because …"; its conditions stand one to a line.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from .terms import (
    LEAF,
    ONE,
    ZERO,
    Term,
    abstract,
    add,
    bound,
    entry,
    eq,
    fill,
    le,
    lt,
    make,
    ne,
    need,
    substitute,
    unfolded,
)
from .theorem import Theorem, conclude, premise

CONTRARY = {"=": "!=", "<": "<=", "<=": "<"}
"""Not a = b is a ≠ b; not a < b is b ≤ a."""

# --- equality


def reflexive(t: Term) -> Theorem:
    """Every term is itself: t = t."""
    return conclude(eq(t, t))


def symmetric(equation: Theorem) -> Theorem:
    """From a = b follows b = a."""
    left, right = premise(equation, "=")
    return conclude(eq(right, left), equation)


def transitive(equations: Sequence[Theorem]) -> Theorem:
    """From a = b, b = c, … follows a = the last."""
    ends = [premise(equation, "=") for equation in equations]
    need(all(one[1] is other[0] for one, other in pairwise(ends)), "the ends do not meet")
    return conclude(eq(ends[0][0], ends[-1][1]), *equations)


def congruence(t: Term, equations: Sequence[Theorem | None]) -> Theorem:
    """From a = b, … follows f(a, …) = f(b, …), because a number depends on its parts' values."""
    return conclude(eq(t, _with_parts(t, equations)), *filter(None, equations))


def rewrite(theorem: Theorem, equations: Sequence[Theorem | None]) -> Theorem:
    """From R(a, …) and a = b, … follows R(b, …), because a statement depends on its parts' values."""
    return conclude(_with_parts(theorem.conclusion, equations), theorem, *filter(None, equations))


def _with_parts(t: Term, equations: Sequence[Theorem | None]) -> Term:
    parts = []
    for part, equation in zip(t.args, equations, strict=True):
        if equation is not None:
            left, right = premise(equation, "=")
            need(left is part, "an equation of another part")
            part = right
        parts.append(part)
    return make(t.op, *parts, val=t.val)


def unfold(t: Term) -> Theorem:
    """f(a) = what it stands for; also a quantity of trees at a leaf or a node."""
    return conclude(eq(t, unfolded(t)))


# --- hypotheses


def assume(proposition: Term) -> Theorem:
    """P ⊢ p."""
    return conclude(proposition, frozenset([proposition]))


def discharge(theorem: Theorem, fact: Theorem) -> Theorem:
    """From p and p ⊢ q follows q."""
    return conclude(theorem.conclusion, theorem.hypotheses - {fact.conclusion}, fact)


def equivalence(forward: Theorem, backward: Theorem) -> Theorem:
    """From p ⊢ q and q ⊢ p follows p ⇔ q."""
    p, q = backward.conclusion, forward.conclusion
    return conclude(make("iff", p, q), forward.hypotheses - {p}, backward.hypotheses - {q})


def cases(first: Theorem, second: Theorem, p: Term) -> Theorem:
    """From p ⊢ q and not p ⊢ q follows q; p is an equation or an inequality."""
    need(first.conclusion is second.conclusion, "two conclusions")
    left, right = p.args
    contrary = make(CONTRARY[p.op], *((left, right) if p.op == "=" else (right, left)))
    return conclude(first.conclusion, first.hypotheses - {p}, second.hypotheses - {contrary})


def sign(t: Term) -> Theorem:
    """The declared sign of a letter, or of an entry of an array."""
    letter = t.args[0] if t.op == "entry" else t
    need(letter.op in ("variable", "array"), "no letter")
    need(letter.val.sign, "no sign is declared")
    return conclude((lt if letter.val.sign == "positive" else le)(ZERO, t))


def instance(theorem: Theorem, letters: Sequence[Term], terms: Sequence[Term], signs: Sequence[Theorem]) -> Theorem:
    """From a theorem follows that with terms for its letters, because it holds for all their values.

    `signs` holds, in order, the sign of each term whose letter has one declared.
    """
    facts = list(signs)
    for letter, t in zip(letters, terms, strict=True):
        if letter.op == "variable":
            need(t.whole or letter.val.sort == "real", "an integer is wanted")
            if letter.val.sign:
                need([fact.conclusion for fact in facts[:1]] == [_signed(letter, t)], "the sign is not known")
                facts = facts[1:]
        if letter.op == "array":
            any_array = letter.val[1:3] == ("real", "")
            need(any_array or (t.op == "array" and t.val[1:3] == letter.val[1:3]), "another array")
    new = dict(zip(letters, terms, strict=True))
    kept = frozenset(substitute(h, new) for h in theorem.hypotheses)
    return conclude(substitute(theorem.conclusion, new), kept, *signs)


def _signed(letter: Term, t: Term) -> Term:
    return (lt if letter.val.sign == "positive" else le)(ZERO, t)


# --- every index, every real between, every draw


def _arbitrary(letter: Term, hypotheses: frozenset[Term], *ends: Term) -> None:
    """Nothing that stays is said of the letter, neither by a hypothesis nor by its declaration."""
    need(not letter.val.sign, f"{letter} has a sign")
    need(all(letter not in end.free for end in ends), "the range moves with what runs over it")
    need(all(letter not in h.free for h in hypotheses), f"{letter} is not arbitrary")


def _every(binder: str, theorem: Theorem, letter: Term, ends: Sequence[Term], *dropped: Term) -> Theorem:
    """From p(letter), where what is dropped may be assumed of it, follows p of all that the binder runs over."""
    rest = theorem.hypotheses.difference(dropped)
    _arbitrary(letter, rest, *ends)
    return conclude(make(binder, *ends, abstract(theorem.conclusion, letter)), rest)


def every_index(theorem: Theorem, k: Term, lo: Term, hi: Term) -> Theorem:
    """From lo ≤ k, k ≤ hi ⊢ p(k) follows p for all integers from lo to hi, because k is any of them."""
    return _every("all", theorem, k, (lo, hi), le(lo, k), le(k, hi))


def every_real(theorem: Theorem, y: Term, lower: Term, upper: Term) -> Theorem:
    """From lower < y, y < upper ⊢ p(y) follows p for all reals strictly between, because y is any of them."""
    need(y.val.sort == "real", "an integer is not every real")
    return _every("over", theorem, y, (lower, upper), lt(lower, y), lt(y, upper))


def every_near(theorem: Theorem, x: Term, lower: Term, upper: Term, to: Term, facts: Sequence[Theorem]) -> Theorem:
    """From p near a place, …, and p(x), … ⊢ q(x) follows q near it, as finitely many neighbourhoods have one in common.

    That x lies between the ends, and is not the place, may be assumed.
    """
    need(x.val.sort == "real", "an integer is not every real")
    known = {lt(lower, x), lt(x, upper)} | ({ne(x, to)} if to.sort == "number" else set())
    for fact in facts:
        one, other, body, at = premise(fact, "near")
        need((one, other, at) == (lower, upper, to), "near another place")
        known.add(fill(body, [x]))
    rest = theorem.hypotheses - known
    _arbitrary(x, rest.union(*(fact.hypotheses | {fact.conclusion} for fact in facts)), lower, upper, to)
    return conclude(make("near", lower, upper, abstract(theorem.conclusion, x), to), rest, *facts)


def every_draw(theorem: Theorem, w: Term, count: Term, lo: Term, hi: Term) -> Theorem:
    """From p(w) follows p for all draws w[1] … w[count] from lo to hi; that they lie there may be assumed."""
    k = entry(w, bound(0))
    inside = (make("all", ONE, count, p) for p in (le(lo, k), le(k, hi)))
    return _every("drawn", theorem, w, (count, lo, hi), *inside)


def at_index(theorem: Theorem, t: Term, low: Theorem, high: Theorem) -> Theorem:
    """From p for all integers from lo to hi, lo ≤ t and t ≤ hi follows p(t)."""
    lo, hi, body = premise(theorem, "all")
    need(t.whole, "an index is an integer")
    need(low.conclusion is le(lo, t), "not known to be in the range")
    need(high.conclusion is le(t, hi), "not known to be in the range")
    return conclude(fill(body, [t]), theorem, low, high)


def at_integer(theorem: Theorem, t: Term) -> Theorem:
    """From p for all integers follows p(t)."""
    (body,) = premise(theorem, "any")
    need(t.whole, "an index is an integer")
    return conclude(fill(body, [t]), theorem)


# --- induction


def induction(p: Term, n: Term, start: Theorem, step: Theorem, t: Term, reached: Theorem) -> Theorem:
    """From p(first), and p(n), first ≤ n ⊢ p(n + 1), and first ≤ t follows p(t), t an integer."""
    first, end = premise(reached, "<=")
    need(end is t, "another integer is reached")
    need(first.whole and t.whole, "induction runs over integers")
    need(start.conclusion is substitute(p, {n: first}), "not the first case")
    need(step.conclusion is substitute(p, {n: add(n, ONE)}), "not the step")
    rest = step.hypotheses - {p, le(first, n)}
    _arbitrary(n, rest, first)
    return conclude(substitute(p, {n: t}), start, reached, rest)


def tree_induction(p: Term, t: Term, leaf: Theorem, node: Theorem, letters: Sequence[Term]) -> Theorem:
    """From p(leaf), and p(left), p(right) ⊢ p(node(score, left, right)) follows p(t), as score and sides are any."""
    score, left, right = letters
    need(left is not right, "two letters for the two sides are wanted")
    need(left.op == right.op == "tree", "no letter for a tree")
    need(score.val.sort == "real", "an integer is not every score")
    need(p.free.isdisjoint(letters), "what is said of the tree speaks of its parts")
    need(leaf.conclusion is substitute(p, {t: LEAF}), "not the case of a leaf")
    need(node.conclusion is substitute(p, {t: make("node", *letters)}), "not the case of a node")
    rest = node.hypotheses - {substitute(p, {t: left}), substitute(p, {t: right})}
    _arbitrary(score, rest)
    need(all(letter not in h.free for h in rest for letter in (left, right)), "the sides are not arbitrary")
    return conclude(p, leaf, rest)
