"""Replaying: a proof is data, and this reads it into the rules; whatever was not foreseen is a refusal.

`python -I -S …/proofpress/proof/kernel FOLDER` replays FOLDER/SLUG.json, for every line that FOLDER/../checks.json says
is replayed, in a process that can import nothing else.  The statements are those of checks.json, never a proof's own.

A proof: {"lemmas": [[slug, line], …], "terms": [row, …], "steps": [step, …], "proved": place, "values": [place, …]}.
A row of `terms` is ["number", "1/2"], ["letter", name], ["local", name, declaration], ["bound", level, places],
["call", name, parts…], ["fold", name, part] or [op, parts…]; parts are rows before it.  What a lemma names is called
slug/line/name.  A step is [rule, arguments…], ["lemma", which], or [law, terms…, theorems…] with a term for each letter
of the law and a theorem for each of its conditions; theorems are steps before it.
"""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from . import arithmetic, laws, logic
from .declarations import NUMBER, Statement, letter_name, letter_of
from .publish import publish
from .terms import Budget, Definition, Fold, Refused, Term, bound, make, need, number
from .theorem import Theorem

MOST = 20_000
"""Rows of terms, or steps, in one proof."""
LONGEST = 20_000_000
"""Bytes of one file."""
PATIENCE = 5.0
"""Seconds after which a long replay says how far it is."""
PROVED = ("every size", "one size")
SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
Line = tuple[str, int]
# t a term, s a theorem, q a number, n a small number; * a list of what follows, ? or nothing, ( ) a pair.
WRITTEN = """
reflexive: t | symmetric: s | transitive: *s | congruence: t *?s | rewrite: s *?s | unfold: t
assume: t | discharge: s s | equivalence: s s | cases: s s t | sign: t | instance: s *t *t *s
every_index: s t t t | every_real: s t t t | every_near: s t t t t *s | every_draw: s t t t t
at_index: s t s s | at_integer: s t | induction: t t s s t s | tree_induction: t t s s *t
identity: t t *s *(ts) | inequality: t *(qs) *s
exp_above: q q n | exp_below: q q n | log_above: q q n | log_below: q q n
"""
ARGUMENTS = dict(rule.split(": ") for rule in WRITTEN.strip().replace("\n", " | ").split(" | "))
_known = vars(logic) | vars(arithmetic)
RULES: dict[str, Callable[..., Theorem]] = {name: _known[name] for name in ARGUMENTS}
Lemma = Callable[[str, int], tuple[Statement, Theorem]]


def no_lemma(slug: str, line: int) -> tuple[Statement, Theorem]:
    """There is none."""
    raise Refused(f"there is no line {line} of {slug}")


@dataclass
class Replay:
    """One proof, read from the top."""

    statement: Statement
    lemma: Lemma = no_lemma
    terms: list[Term] = field(default_factory=list)
    done: list[Theorem] = field(default_factory=list)
    lemmas: list[Theorem] = field(default_factory=list)
    named: dict[str, Term | Definition | Fold] = field(default_factory=dict)

    def whole(self, proof: dict[str, Any]) -> Theorem:
        """The theorem of a proof, published."""
        self.named |= names(self.statement)
        for slug, line in map(_list, _list(proof.get("lemmas", []))):
            statement, theorem = self.lemma(slug, line)
            self.named |= {f"{slug}/{line}/{name}": named for name, named in names(statement).items()}
            self.lemmas.append(theorem)
        rows, steps = _list(proof["terms"]), _list(proof["steps"])
        need(len(rows) <= MOST and len(steps) <= MOST, "a long proof")
        for row in rows:
            self.terms.append(self.row(*_list(row)))
        for step in steps:
            self.done.append(self.step(*_list(step)))
        proved = _at(self.done, proof["proved"])
        publish(self.statement, proved, [_at(self.done, place) for place in _list(proof["values"])])
        return proved

    def row(self, op: str, *rest: Any) -> Term:
        """One term from those before it."""
        if op == "number":
            return number(_number(*rest))
        if op == "bound":
            return bound(*map(_whole, rest))
        if op == "local":
            return letter_of(*rest)
        if op == "letter":
            return self.name(*rest)
        if op in ("call", "fold"):
            return make(op, *(_at(self.terms, place) for place in rest[1:]), val=self.name(rest[0]))
        return make(op, *(_at(self.terms, place) for place in rest))

    def name(self, name: str) -> Any:
        """What a name stands for: declared in the statement, or brought by a lemma as slug/line/name."""
        need(name in self.named, f"{name[:40]!r} is not declared")
        return self.named[name]

    def step(self, rule: str, *arguments: Any) -> Theorem:
        """One rule, applied."""
        if rule in laws.LAWS:
            split = len(laws.LAWS[rule].letters)
            terms = [_at(self.terms, place) for place in arguments[:split]]
            return laws.apply(rule, terms, *(_at(self.done, place) for place in arguments[split:]))
        if rule == "lemma":
            return _at(self.lemmas, *arguments)
        need(rule in RULES, f"no rule is called {rule[:40]!r}")
        kinds = zip(ARGUMENTS[rule].split(), arguments, strict=True)
        return RULES[rule](*(self.argument(kind, x) for kind, x in kinds))

    def argument(self, kind: str, x: Any) -> Any:
        """One argument of a rule, by its kind."""
        if kind[0] == "*":
            return [self.argument(kind[1:], part) for part in _list(x)]
        if kind[0] == "?":
            return None if x is None else self.argument(kind[1:], x)
        if kind[0] == "(":
            one, other = _list(x)
            return self.argument(kind[1], one), self.argument(kind[2], other)
        if kind in "qn":
            return _number(x) if kind == "q" else _whole(x)
        return _at(self.terms if kind == "t" else self.done, x)


def _at(rows: Sequence[Any], place: Any) -> Any:
    """What stands at a place, counted from the first."""
    return rows[_whole(place)]


def _list(x: Any) -> list[Any]:
    need(type(x) is list, "a list is wanted")
    return list(x)


def _whole(x: Any) -> int:
    need(type(x) is int and x >= 0, "a place or a small number is wanted")
    return int(x)


def _number(written: str) -> Fraction:
    need(NUMBER.fullmatch(written), "no number")
    return Fraction(written)


def names(statement: Statement) -> dict[str, Term | Definition | Fold]:
    """What the names of a statement stand for."""
    letters: dict[str, Term | Definition | Fold] = {letter_name(letter): letter for letter in statement.letters}
    return letters | {d.name: d for d in statement.definitions} | {f.name: f for f in statement.folds}


def replay(written: Any, proof: Any, lemma: Lemma = no_lemma) -> tuple[Statement, Theorem]:
    """The statement and its theorem, if the proof proves it; whatever else happens is `Refused`, in one line."""
    before, Budget.left = Budget.left, Budget.whole
    try:
        statement = Statement.read(written)
        return statement, Replay(statement, lemma).whole(proof)
    except RecursionError:
        raise Refused("too deep") from None
    except (TypeError, ValueError, KeyError, IndexError, AttributeError, ArithmeticError) as problem:
        raise Refused(f"no proof is written so: {type(problem).__name__}") from None
    finally:
        Budget.left = before


@dataclass
class Folder:
    """The proofs of a site, and its lines by slug and number; each is replayed once, those that it uses before it."""

    folder: Path
    lines: dict[Line, dict[str, Any]]
    found: dict[Line, tuple[Statement, Theorem]] = field(default_factory=dict)
    begun: list[Line] = field(default_factory=list)
    used: Counter[str] = field(default_factory=Counter)
    read: dict[str, Any] = field(default_factory=dict)

    @staticmethod
    def of(folder: Path) -> Folder:
        """The folder with what the checks.json beside it says; each line stands there once."""
        lines: dict[Line, dict[str, Any]] = {}
        for derivation in _json(folder.parent / "checks.json")["derivations"]:
            for entry in derivation["lines"]:
                line = slug, number_ = derivation["slug"], entry["number"]
                need(isinstance(slug, str) and slug.isprintable() and type(number_) is int, "a line without a name")
                need(line not in lines, f"checks.json has {slug} {number_} twice")
                lines[line] = entry
        return Folder(folder, lines)

    def replayed(self, slug: str, number_: int) -> tuple[Statement, Theorem]:
        """One line's statement and theorem."""
        line = slug, number_
        need(line not in self.begun, f"a circle of lemmas: {' → '.join(f'{s} {n}' for s, n in [*self.begun, line])}")
        if line not in self.found:
            self.begun.append(line)
            need("statement" in self.lines.get(line, ()), f"checks.json has no statement of {slug} {number_}")
            proof = self.proof(slug, number_)
            self.found[line] = replay(self.lines[line]["statement"], proof, self.replayed)
            self.used.update(step[0] for step in proof["steps"])
            self.begun.pop()
        return self.found[line]

    def proof(self, slug: str, number_: int) -> Any:
        """The proof that is kept of a line."""
        if slug not in self.read:
            need(SLUG.fullmatch(slug), f"{slug[:40]!r} is no slug")
            self.read = {slug: _json(self.folder / f"{slug}.json")}
        proofs = self.read[slug]
        need(isinstance(proofs, dict) and str(number_) in proofs, f"{slug}.json has no proof of line {number_}")
        return proofs[str(number_)]


def _json(path: Path) -> Any:
    need(path.is_file(), f"{path.name} is missing")
    need(path.stat().st_size <= LONGEST, f"{path.name} is longer than {LONGEST:,} bytes")
    try:
        return json.loads(path.read_bytes(), parse_float=_no_decimals, parse_constant=_no_decimals)
    except (ValueError, RecursionError) as problem:
        raise Refused(f"{path.name} cannot be read: {type(problem).__name__}") from None


def _no_decimals(_: str) -> None:
    raise Refused("a decimal number")


def verify(folder: Path, say: Callable[[str], object]) -> int:
    """Replay every line that a site says is replayed; say what is wrong, and what it all rests on; 1 if anything is."""
    try:
        site = Folder.of(folder)
        claimed = [line for line, entry in site.lines.items() if entry.get("replayed")]
        others = sum(entry.get("strength") in PROVED and not entry.get("replayed") for entry in site.lines.values())
    except (Refused, OSError, AttributeError, KeyError, TypeError) as problem:
        why = problem if isinstance(problem, Refused) else f"checks.json is none: {type(problem).__name__}"
        say(f"{folder.parent}: {why}; build the site, or name its folder of proofs")
        return 1
    wrong, told = 0, time.monotonic()
    for at, (slug, line) in enumerate(claimed):
        site.begun.clear()
        try:
            site.replayed(slug, line)
        except (Refused, OSError) as problem:
            say(f"{slug} {line}: {str(problem).splitlines()[0][:300] if str(problem) else type(problem).__name__}")
            wrong += 1
        if time.monotonic() - told > PATIENCE:
            say(f"… {at + 1} of {len(claimed)} lines")
            told = time.monotonic()
    rest = f"; {others} more are called proved, and have no proof here" if others else ""
    say(f"{len(claimed) - wrong} of {len(claimed)} lines replayed, {sum(site.used.values())} steps{rest}")
    for name, count in sorted(site.used.items()):
        say(f"{count:6} {name}: {reason(name)}")
    return 1 if wrong or not claimed else 0


def reason(name: str) -> str:
    """Why a rule or a law holds, in one line."""
    if name in laws.LAWS:
        return laws.LAWS[name].reason
    return (RULES[name].__doc__ or "").splitlines()[0] if name in RULES else "a line proved before"
