"""Recording: apply the kernel's rules and laws by name, and get the proof as data.

>>> from proofpress.proof.kernel.terms import *
>>> x = variable("x", sign="positive")
>>> r = Recorder(Statement((x,), eq(exp(log(x)), x)))
>>> there = r.sign(x)
>>> r.law("exp_log", {"a": x}, there)
 ⊢ (exp(log(x)) = x)
>>> proof = r.proof(r.law("exp_log", {"a": x}, there), [there])
>>> proof["steps"]
[['sign', 0], ['exp_log', 0, 0]]
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from ..kernel import laws
from ..kernel.declarations import Statement, declaration, letter_name
from ..kernel.replay import ARGUMENTS, RULES, Lemma, names, no_lemma
from ..kernel.terms import LEAVES, Refused, Term
from ..kernel.theorem import Theorem

STEPS = 60_000
"""So much work a search may make; counted, not timed, so that what is found never depends on the machine."""


class Spent(Exception):
    """A search has made as much work as it may; no road of it may swallow this."""


class Recorder:
    """The rules by their names, each application of which is kept; a theorem that is there already is not made again.

    `law(name, terms, *theorems)` applies a law; `lemma(slug, line)` brings another line's theorem.
    """

    def __init__(self, statement: Statement, lemma: Lemma = no_lemma) -> None:
        self.statement, self.brings = statement, lemma
        self.named: dict[Any, list[str]] = {named: [name] for name, named in names(statement).items()}
        self.steps: list[tuple[str, tuple[Any, ...]]] = []
        self.asked: dict[tuple[Any, ...], Theorem] = {}
        self.of: dict[tuple[frozenset[Term], Term], int] = {}
        self.known: list[Theorem] = []
        self.lemmas: list[tuple[str, int]] = []
        self.work = 0

    def spend(self) -> None:
        """Count a rule that is tried or a question that is asked; `Spent` once there are too many."""
        self.work += 1
        if self.work > STEPS:
            raise Spent

    def __getattr__(self, rule: str) -> Callable[..., Theorem]:
        if rule not in RULES:
            raise AttributeError(rule)
        self.spend()
        return lambda *arguments: self._once(rule, arguments, RULES[rule])

    def law(self, name: str, terms: Mapping[str, Term], *theorems: Theorem) -> Theorem:
        """Apply a law at these terms, one for each of its letters."""
        self.spend()
        listed = [terms[letter.name] for letter in laws.LAWS[name].letters]
        return self._once(name, (*listed, *theorems), lambda *_: laws.apply(name, listed, *theorems))

    def lemma(self, slug: str, line: int) -> Theorem:
        """What another line proved; its letters are then known by their names there."""
        statement, theorem = self.brings(slug, line)
        if (slug, line) not in self.lemmas:
            self.lemmas.append((slug, line))
            for name, named in names(statement).items():
                self.named.setdefault(named, [f"{slug}/{line}/{name}"])
        return self._keep("lemma", (self.lemmas.index((slug, line)),), theorem)

    def _once(self, rule: str, arguments: tuple[Any, ...], apply: Callable[..., Theorem]) -> Theorem:
        """A rule at these arguments, applied when they are first asked for."""
        key = rule, *(tuple(a) if isinstance(a, list) else a for a in arguments)
        if key not in self.asked:
            self.asked[key] = self._keep(rule, arguments, apply(*arguments))
        return self.asked[key]

    def _keep(self, rule: str, arguments: tuple[Any, ...], theorem: Theorem) -> Theorem:
        key = theorem.hypotheses, theorem.conclusion
        if key in self.of:
            return self.known[self.of[key]]
        self.of[key] = len(self.steps)
        self.steps.append((rule, arguments))
        self.known.append(theorem)
        return theorem

    def proof(self, proved: Theorem, values: Sequence[Theorem]) -> dict[str, Any]:
        """The proof as `replay` reads it: only the steps that are needed."""
        ends = [self._step(theorem) for theorem in (proved, *values)]
        needed = sorted(self._needed(ends))
        place = {step: at for at, step in enumerate(needed)}
        rows = _Named(self.named)
        steps = []
        for step in needed:
            rule, arguments = self.steps[step]
            kinds = _kinds(rule, arguments)
            steps.append([rule, *(self._written(k, a, rows, place) for k, a in zip(kinds, arguments, strict=True))])
        written = {"terms": rows.rows, "steps": steps, "proved": place[ends[0]], "values": [place[e] for e in ends[1:]]}
        return ({"lemmas": [list(lemma) for lemma in self.lemmas]} if self.lemmas else {}) | written

    def _step(self, theorem: Theorem) -> int:
        return self.of[theorem.hypotheses, theorem.conclusion]

    def _needed(self, ends: Sequence[int]) -> set[int]:
        found: set[int] = set()
        left = list(ends)
        while left:
            step = left.pop()
            if step not in found:
                found.add(step)
                left += [self._step(theorem) for theorem in _theorems(self.steps[step][1])]
        return found

    def _written(self, kind: str, argument: Any, rows: Rows, place: Mapping[int, int]) -> Any:
        """An argument of this kind (replay.ARGUMENTS) as data."""
        if kind[0] == "*":
            return [self._written(kind[1:], part, rows, place) for part in argument]
        if kind[0] == "?":
            return None if argument is None else self._written(kind[1:], argument, rows, place)
        if kind[0] == "(":
            return [self._written(k, part, rows, place) for k, part in zip(kind[1:3], argument, strict=True)]
        if kind == "t":
            return rows.row(argument)
        return place[self._step(argument)] if kind == "s" else str(Fraction(argument)) if kind == "q" else argument


def _kinds(rule: str, arguments: tuple[Any, ...]) -> list[str]:
    if rule in ARGUMENTS:
        return ARGUMENTS[rule].split()
    return ["t" if isinstance(a, Term) else "s" if isinstance(a, Theorem) else "n" for a in arguments]


def _theorems(arguments: Iterable[Any]) -> list[Theorem]:
    """The theorems among arguments, and in lists of them."""
    found = []
    for argument in arguments:
        if isinstance(argument, Theorem):
            found.append(argument)
        elif isinstance(argument, list | tuple):
            found += _theorems(argument)
    return found


class Rows:
    """Terms as rows of data, each once, its parts before it."""

    def __init__(self) -> None:
        self.rows: list[list[Any]] = []
        self.at: dict[Term, int] = {}

    def row(self, t: Term) -> int:
        """Where a term stands."""
        if t not in self.at:
            written = self._written(t)
            self.at[t] = len(self.rows)
            self.rows.append(written)
        return self.at[t]

    def _written(self, t: Term) -> list[Any]:
        if t.op == "number":
            return ["number", str(t.val)]
        if t.op == "bound":
            return ["bound", *t.val]
        return [*self.head(t), *(self.row(part) for part in t.args)]

    def head(self, t: Term) -> list[Any]:
        """What stands before the parts."""
        return [t.op]


class _Named(Rows):
    """The rows of a proof, in which letters, definitions and quantities of trees go by their names."""

    def __init__(self, named: Mapping[Any, list[str]]) -> None:
        super().__init__()
        self.named = named

    def head(self, t: Term) -> list[Any]:
        if t.op in ("call", "fold"):
            return [t.op, *self.named[t.val]]
        if t.op not in LEAVES:
            return [t.op]
        if t in self.named:
            return ["letter", *self.named[t]]
        if not letter_name(t).startswith("_"):
            raise Refused(f"{t} is not declared, and no local letter")
        return ["local", letter_name(t), declaration(t)]
