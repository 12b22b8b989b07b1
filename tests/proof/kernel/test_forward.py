"""Forward, at random: rules and laws on what is there, every new theorem tried at special points."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from fractions import Fraction

from proofpress.proof.kernel import arithmetic, laws, logic
from proofpress.proof.kernel.laws import LAWS, _instance
from proofpress.proof.kernel.terms import (
    INFINITY,
    MINUS_INFINITY,
    ONE,
    ZERO,
    Definition,
    Refused,
    Term,
    abstract,
    bound,
    delta,
    make,
    number,
    slope_of,
    variable,
)
from proofpress.proof.kernel.theorem import Theorem

from .drawing import NUMBERS, J, M, S, V, X, Y
from .meaning import false_at

K, Z = variable("_k", "integer"), variable("_z")
G = Definition("g", (0,), make("slope", bound(1) * bound(0) ** 2, bound(0)))  # its parameter under a slope
WHOLE = [ZERO, ONE, number(2), V, M, K, delta(X, ZERO)]


class Forward:
    """Theorems and terms that grow out of each other."""

    def __init__(self, seed: int) -> None:
        self.r, self.made = random.Random(seed), Counter()
        self.terms = [*WHOLE, *NUMBERS, X, Y, Z, make("entry", S, ONE), make("entry", S, M)]
        self.known: dict[str, list[Theorem]] = defaultdict(list)
        self.seen: set[tuple[frozenset[Term], Term]] = set()

    def term(self) -> Term:
        r = self.r
        if r.random() < 0.6:
            return r.choice(self.terms)
        op = r.choice(["+", "*", "exp", "abs", "delta", "slope", "call", "sum", "of", "partial", "put", "^"])
        a, b = r.choice(self.terms), r.choice(self.terms)
        if op in ("+", "*", "delta"):
            return make(op, a, b)
        if op == "slope":
            return slope_of(a, r.choice([X, Z, make("entry", S, ONE)]))
        if op == "call":
            return make("call", a, val=G)
        if op == "sum":
            return make("sum", ONE, r.choice(WHOLE), abstract(a, K))
        if op in ("of", "partial"):
            several = J, ONE, r.choice(WHOLE), abstract(a, r.choice([K, Z]))
            return make(op, *several, *([r.choice(WHOLE)] if op == "partial" else []))
        if op == "put":
            return make("entry", make("put", S, a, b), r.choice(self.terms))
        return a ** r.choice([2, -1]) if op == "^" else make(op, a)

    def theorem(self, op: str = "") -> Theorem:
        return self.r.choice(self.known[op or self.r.choice([op for op in sorted(self.known) if self.known[op]])])

    def value(self, letter: laws.Meta) -> Term:
        r = self.r
        if letter.sort == "place":
            return r.choice([MINUS_INFINITY, INFINITY, ZERO, ONE, X])
        if letter.sort in ("array", "function"):
            return S if letter.sort == "array" else J
        if letter.sort == "proposition":
            p = self.theorem().conclusion
            return abstract(p, r.choice([K, Z])) if letter.arity else p
        if letter.arity > 1:
            r.choice([])
        return (
            abstract(self.term(), r.choice([K, Z, X]))
            if letter.arity
            else r.choice(WHOLE)
            if letter.whole
            else self.term()
        )

    def law(self) -> Theorem:
        law = LAWS[self.r.choice(sorted(LAWS))]
        values = {letter.name: self.value(letter) for letter in law.letters}
        for condition in law.conditions:
            self.read(condition, self.theorem(condition.op).conclusion, values)
        facts = []
        for condition in law.conditions:
            wanted = _instance(condition, values)
            known = [t for t in self.known[wanted.op] if t.conclusion is wanted]
            facts.append(self.r.choice(known) if known else logic.assume(wanted))
        return laws.apply(law.name, values, *facts)

    def read(self, pattern: Term, found: Term, values: dict[str, Term]) -> None:
        """Take what stands in a known theorem where the law has a letter."""
        if pattern.op == "meta":
            values[pattern.val.name] = found
        elif pattern.op == "apply" and pattern.args == (bound(0),):
            values[pattern.val.val.name] = found
        elif pattern.op == found.op and len(pattern.args) == len(found.args):
            for part, there in zip(pattern.args, found.args, strict=True):
                self.read(part, there, values)

    def rule(self) -> Theorem:
        r, some, k = self.r, self.theorem(), self.r.choice([K, M, X, Z])
        low, high = r.choice([(ZERO, ONE), (ONE, V), (MINUS_INFINITY, INFINITY), (X, INFINITY)])
        one, other = self.theorem("="), self.theorem("=")
        t = self.term()
        every = self.theorem(r.choice([op for op in ("all", "any") if self.known[op]] or ["="]))
        choices = [
            lambda: logic.transitive([one, other]),
            lambda: logic.symmetric(one),
            lambda: logic.congruence(t, [one if one.conclusion.args[0] is a else None for a in t.args]),
            lambda: logic.rewrite(some, [one if one.conclusion.args[0] is a else None for a in some.conclusion.args]),
            lambda: logic.every_index(some, k, low, high),
            lambda: logic.every_real(some, k, low, high),
            lambda: logic.every_near(some, k, low, high, r.choice([low, high, X]), self.known["near"][-1:]),
            lambda: logic.at_integer(every, r.choice(WHOLE)),
            lambda: logic.at_index(every, k, *map(logic.assume, self.range(every, k))),
            lambda: logic.instance(some, [k], [t], []),
            lambda: logic.instance(some, [some.conclusion], [make(r.choice(["=", "<"]), t, self.term())], []),
            lambda: logic.discharge(some, other),
            lambda: logic.equivalence(some, other),
            lambda: logic.cases(some, self.theorem(), make(r.choice(["=", "<", "<="]), t, self.term())),
            lambda: logic.unfold(make("call", t, val=G)),
            lambda: logic.sign(r.choice([V, Y])),
            lambda: self.series(),
            lambda: arithmetic.identity(t, r.choice([t * ONE, t + ZERO, t * t * t**-1]), [], []),
            lambda: logic.assume(make(r.choice(["=", "<", "<=", "!="]), t, r.choice(WHOLE))),
        ]
        return r.choice(choices)()

    def series(self) -> Theorem:
        """A bound as sharp as these few terms of a series allow, or sharper."""
        r, q = self.r, Fraction(self.r.randrange(1, 9), self.r.randrange(1, 4))
        rule = r.choice([arithmetic.exp_above, arithmetic.exp_below, arithmetic.log_above, arithmetic.log_below])
        return rule(q, Fraction(r.randrange(-8, 40), 4), r.randrange(-4, 6))

    def range(self, every: Theorem, t: Term) -> tuple[Term, Term]:
        low, high = every.conclusion.args[:2]
        return make("<=", low, t), make("<=", t, high)

    def keep(self, theorem: Theorem) -> bool:
        key = theorem.hypotheses, theorem.conclusion
        size = theorem.conclusion.size + sum(h.size for h in theorem.hypotheses)
        plain = all(h.op in ("=", "<", "<=", "!=") for h in theorem.hypotheses)  # of others numbers say too little
        if key in self.seen or size > 60 or len(theorem.hypotheses) > 2 or not plain:
            return False
        self.seen.add(key)
        self.known[theorem.conclusion.op].append(theorem)
        self.terms += [a for a in theorem.conclusion.args if a.sort == "number" and not a.loose and a.size < 9][:1]
        self.terms = self.terms[-300:] if len(self.terms) > 400 else self.terms
        return True

    def run(self, rounds: int) -> Theorem | None:
        """A theorem that is false at a point, if one is found."""
        for t in (X, Y, V):
            self.keep(logic.reflexive(t))
        for _ in range(rounds):
            try:
                theorem = self.law() if self.r.random() < 0.6 else self.rule()
            except (Refused, IndexError, ValueError, AttributeError, KeyError, TypeError):
                continue
            if self.keep(theorem):
                self.made[theorem.conclusion.op] += 1
                if false_at(theorem.conclusion, theorem.hypotheses, range(6)):
                    return theorem
        return None


def test_nothing_false_is_reached(longer: int) -> None:
    made: Counter[str] = Counter()
    for seed in range(3 * longer):
        forward = Forward(seed)
        found = forward.run(800)
        assert found is None, str(found)
        made += forward.made
    assert sum(made.values()) > 500
    assert len(made) > 10
