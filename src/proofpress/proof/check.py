"""Judge a derivation line by line: refute first, then prove, and say how strong each verdict is.

>>> from sympy import Symbol
>>> from proofpress.proof.derivation import Derivation, equals, start
>>> x = Symbol("x", real=True)
>>> chain = (start((x + 1) ** 2), equals(x**2 + 2 * x + 1, "multiply out"))
>>> [line.strength for line in check(Derivation("square", "A square", chain)).lines]
['', 'every size']
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any

from sympy import Basic, S
from sympy.core.function import AppliedUndef

from . import cache, replayed
from .derivation import Derivation, Instance, Lemma, Line, start
from .given import SIGNS, Given
from .language.statement import Stated
from .lemmas import says, undischarged
from .missing import ranges, said
from .patience import SECONDS, OutOfTime, limited, uncollected, while_long
from .point import Draw, Point
from .prove import OBJECTS, ONE_SIZE, Proof, prove
from .refusals import TooMany, Undeclared, Unsupported
from .refute import FEWEST, WANTED, WANTED_OF_BOUNDS, Attempt, Counterexample, Place, look_for
from .settle import settled
from .steps import test_of
from .substitution import put
from .wellformed import SAYS, fault, is_statement

Known = tuple[tuple[Basic, Basic], ...]
LATE = "undecided in time"
NOTHING: Mapping[str, Derivation] = MappingProxyType({})
QUOTED = ("line", "message")
IDLE = "the step changes nothing"
CLAIMS = ("equals", "bound", "limit", "minimiser", "equivalent")
ADVISING = 5.0
"""Seconds for which a range is looked for under which a line would be proved."""
DOUBTING = 1.0
"""Seconds for which a proof is tried of a line that a point contradicts."""
HELP = "try a smaller step, a lemma, a gap, a range that is missing, or say only= and why"


class Contradiction(Exception):
    """A proof of a line that has a counterexample: the prover is wrong, and everything stops."""


@dataclass(frozen=True)
class CheckedLine:
    """A line and the verdict on it.

    `strength` is one of ``every size``, ``one size``, ``numeric``, ``cited``, ``definition``, ``assumption``,
    ``refuted``, or empty for a first line; it is meaningful where `ok` holds.
    `verdict` is ``proved``, ``numeric``, ``stated``, ``refuted``, ``vacuous``, ``undecided``, ``undecided in time``,
    ``domain`` or ``refused``.
    `no_point` names the sizes of one and two at which the givens allow no point.
    `how` says in words how it was proved, or why it was not; `message` is one clear line where `ok` fails.
    `statement` is what the line claims, as the kernel reads it, and `proof` what the kernel replayed: `rules` counts
    what it applies, `used` names the givens that it rests on. Without a proof `unreplayed` says why.
    """

    line: Line
    strength: str
    verdict: str
    how: str = ""
    ok: bool = True
    message: str = ""
    points: int = 0
    sizes: dict[str, list[int]] = field(default_factory=dict)
    no_point: dict[str, list[int]] = field(default_factory=dict)
    seed: int = 0
    counterexample: Counterexample | None = None
    seconds: float = 0.0
    statement: dict[str, Any] = field(default_factory=dict)
    proof: dict[str, Any] = field(default_factory=dict, repr=False)
    rules: dict[str, int] = field(default_factory=dict)
    used: list[int] = field(default_factory=list)
    unreplayed: str = ""

    @property
    def is_late(self) -> bool:
        """Whether it was not decided in the seconds that it was given.

        >>> CheckedLine(start(0), "", LATE).is_late
        True
        """
        return self.verdict == LATE


@dataclass(frozen=True)
class Checked:
    """A derivation and the verdict on each of its lines.

    >>> from sympy import Symbol
    >>> from proofpress.proof.derivation import equals, start
    >>> x = Symbol("x", real=True)
    >>> check(Derivation("doubled", "Doubled", (start(x + x), equals(x**2, "no")))).ok
    False
    """

    derivation: Derivation
    lines: tuple[CheckedLine, ...]

    @property
    def ok(self) -> bool:
        """Whether every line may be published."""
        return bool(self.lines) and all(line.ok for line in self.lines)


@dataclass(frozen=True)
class Task:
    """What one line claims, on its own: `left relation expression` under what is given.

    `left` and `right` have what the chain defined put in; `written` is as it was written, with the definitions.
    `line` says what is to be judged, `printed` what stands on the page, where that differs.
    `stated` is what its text states, or why the kernel is told nothing.
    `fault` says why it cannot be judged at all.
    """

    line: Line
    left: Basic | None
    right: Basic
    given: tuple[Given, ...]
    idle: bool = False
    written: tuple[Basic | None, Basic, Known] | None = None
    printed: Line | None = None
    stated: Stated | str = ""
    fault: str = ""
    place: str = ""

    @cached_property
    def state(self) -> str:
        """A name for all that the verdict on a line depends on."""
        line = self.line
        judged = (self.left, self.right, self.given, self.idle, self.written, self.fault)
        return cache.key_of(line.kind, line.relation, dict(line.hints), *judged, replayed.as_text(self.stated))


Library = Mapping[str, Derivation]


def check(derivation: Derivation, seconds: float = SECONDS, library: Library = NOTHING) -> Checked:
    """Judge every line of a derivation; a line that was judged before and has not changed is not judged again.

    A line that takes longer than `seconds` is undecided; lemmas are looked up by their slug in the `library`.
    """
    return Checked(derivation, tuple(remembered(task, seconds) for task in tasks(derivation, library)))


def judged(task: Task, seconds: float, say: Callable[[str], None]) -> CheckedLine:
    """The same as `remembered`, and once a line has been tried for long `say` hears which.

    >>> from sympy import Symbol
    >>> from proofpress.proof.derivation import equals
    >>> x = Symbol("x", real=True)
    >>> judged(Task(equals(2 * x, ""), x + x, 2 * x, ()), 20, print).verdict
    'proved'
    """
    with while_long(lambda: say(f"{task.place} is still being tried; it is given {seconds:g} s")):
        return remembered(task, seconds)


def remembered(task: Task, seconds: float = SECONDS) -> CheckedLine:
    """The verdict on one line, from the cache where it is there.

    >>> from sympy import Symbol
    >>> from proofpress.proof.derivation import equals
    >>> x = Symbol("x", real=True)
    >>> remembered(Task(equals(2 * x, ""), x + x, 2 * x, ())).strength
    'every size'
    """
    key = f"verdict-{task.state}"
    kept = cache.load(key)
    if kept is not None and not (kept["verdict"] == LATE and kept["seconds"] < seconds):
        return _from_plain(task, kept)
    verdict = judge(task, seconds)
    cache.save(key, _plain(verdict))
    return verdict


def _plain(verdict: CheckedLine) -> dict:
    """A verdict without its line and the words that quote it, as JSON can hold it."""
    kept = {field.name: getattr(verdict, field.name) for field in fields(verdict) if field.name not in QUOTED}
    example = verdict.counterexample
    return kept | {"counterexample": example and [example.values, example.left, example.right]}


def _from_plain(task: Task, kept: dict) -> CheckedLine:
    example = kept["counterexample"]
    if example:
        values, left, right = example
        kept["counterexample"] = Counterexample(tuple((name, value) for name, value in values), left, right)
    message = "" if kept["ok"] else _message(task, kept["verdict"], kept["how"])
    return CheckedLine(task.printed or task.line, message=message, **kept)


def tasks(derivation: Derivation, library: Library = NOTHING, above: tuple[str, ...] = ()) -> list[Task]:
    """Each line with the left side it is compared with; what was defined or assumed above is put in.

    >>> from sympy import Symbol
    >>> from proofpress.proof.derivation import Derivation, define, equals, start
    >>> x, area = Symbol("x", real=True), Symbol("area", real=True)
    >>> chain = (start(x**2), define(area, x**2, "call it so"), equals(2 * area - x**2, "twice less once", left=area))
    >>> last = tasks(Derivation("area", "An area", chain))[-1]
    >>> last.left, last.right
    (x**2, x**2)
    """
    if not derivation.chain:
        return [Task(start(0), None, S.Zero, (), fault="there is no line", place=derivation.slug)]
    found: list[Task] = []
    known: Known = ()
    current: Basic | None = None
    for at, line in enumerate(derivation.chain):
        left = current if line.left is None else line.left
        found.append(_with_lemma(_task(derivation, at, left, known), library, (*above, derivation.slug)))
        if line.kind in SAYS and line.relation in ("=", ":=") and not hasattr(line.left, "unfold"):
            known = (*known, (line.left, line.expression))
        if line.kind != "refuted":
            current = line.expression
    if fault_of_givens := _fault_of_givens(derivation, library, (*above, derivation.slug)):
        found[0] = replace(found[0], fault=fault_of_givens)
    return found


def _task(derivation: Derivation, at: int, left: Basic | None, known: Known) -> Task:
    line = derivation.chain[at]
    place = f"{derivation.slug}, line {at + 1}"
    if reason := fault(derivation, at):
        return Task(line, left, line.expression, derivation.given, fault=reason, place=place)
    judged, left = _judged(derivation, at, left)
    right, idle = judged.expression, left == judged.expression
    try:
        sides = settled(left, known), settled(right, known)
        stated = replayed.statement_of(derivation, at, judged.kind) if _JUDGES[judged.kind] is _judge_claim else ""
    except ValueError as error:
        return Task(line, left, right, derivation.given, fault=str(error), place=place)
    except Exception as error:
        why = f"it could not be stated: {type(error).__name__}: {error}"
        return Task(line, left, right, derivation.given, fault=why, place=place)
    written = (left, right, known) if known else None
    printed = line if judged is not line else None
    return Task(judged, *sides, derivation.given, idle, written, printed, stated, place=place)


def _with_lemma(task: Task, library: Library, above: tuple[str, ...]) -> Task:
    """A task whose lemma is written out: what a proved line of the library says at the terms that are stated."""
    by = task.line.hints.get("by")
    if not isinstance(by, Lemma) or task.fault:
        return task
    found = _instance(by, task.given, library, above)
    if isinstance(found, str):
        return replace(task, fault=found)
    hints = {**task.line.hints, "by": found}
    return replace(task, line=replace(task.line, hints=hints), printed=task.printed or task.line)


def _instance(by: Lemma, given: tuple[Given, ...], library: Library, above: tuple[str, ...]) -> Instance | str:
    """What a lemma says at its terms, or why it says nothing here."""
    if by.slug in above:
        return f"its lemmas lead round in a circle: {' → '.join((*above, by.slug))}"
    if by.slug not in library:
        return f"no derivation is called {by.slug!r}"
    proved = library[by.slug]
    if not 0 <= by.line <= len(proved.chain):
        return f"{by.slug} has no line {by.line}: its lines are 1 to {len(proved.chain)}"
    own = tasks(proved, library, above)[by.line - 1]
    if own.fault:
        return own.fault
    if own.line.kind not in ("equals", "bound") or own.left is None or remembered(own).verdict != "proved":
        return f"{own.place or by.slug} is no proved equation or bound"
    if missing := undischarged(by, proved, given):
        return f"{by.slug} cannot be used here: {missing}"
    left, right = (put(side, dict(by.at)) for side in (own.left, own.right))
    return Instance(by.slug, left, own.line.relation, right)


def _fault_of_givens(derivation: Derivation, library: Library, above: tuple[str, ...]) -> str:
    """Why something that is given by a lemma does not come from it; the lemma may use all else that is given."""
    for fact in derivation.given:
        if isinstance(fact.by, Lemma):
            others = tuple(other for other in derivation.given if other is not fact)
            found = _instance(fact.by, others, library, above)
            if isinstance(found, str):
                return found
            if not says(found, fact):
                return f"{found.slug} says {found.left} {found.relation} {found.right}, and not what is given by it"
    return ""


def _judged(derivation: Derivation, at: int, left: Basic | None) -> tuple[Line, Basic | None]:
    """A first line that is a relation, and a definition that the notation has too, claim something."""
    line = derivation.chain[at]
    if line.kind == "definition" and hasattr(left, "unfold"):
        return replace(line, kind="equals", relation="="), left
    if line.kind == "start" and is_statement(line) and not _begins_an_equivalence(derivation.chain[at + 1 :]):
        relation = SIGNS[line.expression.rel_op]
        kind = "equals" if relation == "=" else "bound"
        return replace(line, kind=kind, relation=relation, expression=line.expression.rhs), line.expression.lhs
    return line, left


def _begins_an_equivalence(chain: tuple[Line, ...]) -> bool:
    following = next((line for line in chain if line.kind not in (*SAYS, "refuted")), None)
    return following is not None and following.kind == "equivalent" and following.left is None


def judge(task: Task, seconds: float = SECONDS, *, advise: bool = True) -> CheckedLine:
    """The verdict on one line, with the time it took; a line that is not decided is told a range that would do.

    >>> from sympy import Symbol
    >>> from proofpress.proof.derivation import equals
    >>> x = Symbol("x", real=True)
    >>> right, wrong = (Task(equals(e, ""), x + x, e, ()) for e in (2 * x, x**2))
    >>> judge(right).verdict, judge(wrong).verdict
    ('proved', 'refuted')
    >>> right.state == wrong.state
    False
    """
    began = time.perf_counter()
    try:
        with uncollected(), limited(seconds):
            verdict = _fail(task, "refused", task.fault) if task.fault else _JUDGES[task.line.kind](task)
    except (Undeclared, Unsupported, TooMany) as error:
        verdict = _fail(task, "undecided", str(error))
    except OutOfTime:
        verdict = _fail(task, LATE, f"it was not decided in {seconds:g} s: {HELP}")
        return replace(verdict, seconds=seconds)
    except RecursionError:
        verdict = _fail(task, "undecided", f"what is given leads round in a circle, or it is too deep: {HELP}")
    except Contradiction as error:
        raise Contradiction(f"{task.place or 'a line'}: {error}") from None
    except Exception as error:
        verdict = _fail(task, "undecided", f"it could not be evaluated: {type(error).__name__}: {error}")
    if advise and verdict.verdict in ("undecided", "domain") and task.line.kind in CLAIMS and not task.fault:
        verdict = _advised(task, verdict, min(ADVISING, max(0.0, seconds - (time.perf_counter() - began))))
    if task.printed and task.printed.kind == "definition" and verdict.ok:
        verdict = replace(verdict, strength="definition", verdict="stated")
    return replace(verdict, seconds=time.perf_counter() - began, line=task.printed or verdict.line)


def _advised(task: Task, verdict: CheckedLine, seconds: float) -> CheckedLine:
    """A verdict with the range of a letter that is missing, if one is found under which the line is proved."""
    found = ""
    with suppress(OutOfTime, Exception), limited(seconds):  # what goes wrong here is no verdict on the line
        would_do = (facts for facts in ranges((task.left, task.right)) if _holds_with(task, facts))
        found = next(map(said, would_do), "") if seconds and verdict.how != IDLE else ""
    if not found:
        return verdict
    why = f"{verdict.how.removesuffix(f'; {HELP}')}; it would be proved with: {found}"
    return replace(verdict, how=why, message=_message(task, verdict.verdict, why))


def _holds_with(task: Task, facts: tuple[Given, ...]) -> bool:
    """Whether a line is proved, and no point contradicts it, where something more is given."""
    narrower = replace(task, given=(*task.given, *facts), stated=OBJECTS)
    try:
        attempt = refuted(narrower, readable=False)
    except Exception:
        return False
    holds = attempt.points >= FEWEST and not attempt.domain and attempt.counterexample is None
    return holds and _proof(narrower).done


def _stated(task: Task) -> CheckedLine:
    """A definition, an assumption or a first line: nothing is claimed, so nothing is proved."""
    return CheckedLine(task.line, {"start": ""}.get(task.line.kind, task.line.kind), "stated")


def _judge_cited(task: Task) -> CheckedLine:
    try:
        attempt = refuted(task)
    except (Undeclared, Unsupported) as reason:
        return CheckedLine(task.line, "cited", "stated", f"not evaluated: {reason}")
    if _unknown(task):
        return CheckedLine(task.line, "cited", "stated", "not evaluated: it holds a function that is not defined here")
    if attempt.counterexample:
        return _fail(task, "refuted", f"the cited line is false at {attempt.counterexample}", attempt)
    return _seen(CheckedLine(task.line, "cited", "stated"), attempt)


def _unknown(task: Task) -> bool:
    return any(side is not None and side.has(AppliedUndef) for side in (task.left, task.right))


def _judge_wrong(task: Task) -> CheckedLine:
    attempt = refuted(task)
    if attempt.counterexample is None:
        return _fail(task, "undecided", "said to be wrong, and no counterexample was found", attempt)
    return _seen(CheckedLine(task.line, "refuted", "refuted", "a counterexample"), attempt)


def _judge_claim(task: Task) -> CheckedLine:
    if task.left is None:
        return _fail(task, "undecided", "there is no line above to compare with")
    if task.line.kind in ("equals", "equivalent") and task.idle:
        return _fail(task, "undecided", IDLE)
    attempt = refuted(task)
    if attempt.points == 0 and not attempt.domain:
        return _fail(task, "vacuous", "no point satisfies what is given", attempt)
    if attempt.counterexample is not None:
        return _refuted(task, attempt)
    proof = _proof(task)
    if attempt.domain:
        if proof.data:
            raise Contradiction(f"both sides were proved to have a value, yet one has none at {attempt.edge}")
        return _fail(task, "domain", f"a side has no value at {attempt.edge}: exclude that point by a given", attempt)
    if attempt.points < FEWEST:
        return _fail(task, "undecided", f"only {attempt.points} valid points were found", attempt)
    return _seen(_with_data(_strength(task, proof), task, proof), attempt)


def _refuted(task: Task, attempt: Attempt) -> CheckedLine:
    """A line that a point contradicts; that it cannot be proved is tried all the same, for a short while."""
    with suppress(OutOfTime), limited(DOUBTING):
        if _proof(task).done:
            raise Contradiction(
                f"proved, yet false at {attempt.counterexample}: {task.left} {task.line.relation} {task.right}"
            )
    return _fail(task, "refuted", f"false at {attempt.counterexample}", attempt)


def refuted(task: Task, *, readable: bool = True, drawn: dict[Draw, Point] | None = None) -> Attempt:
    """What refuting a line came to; an inequality is tried at more points than an equation.

    Lines with the same givens and definitions may share the points that are `drawn` for them.

    >>> from sympy import Symbol
    >>> from proofpress.proof.derivation import at_least, equals
    >>> x = Symbol("x", real=True)
    >>> [refuted(Task(line, x**2, 0 * x, ())).points for line in (at_least(0, ""), equals(0, ""))]
    [48, 1]
    """
    wanted = WANTED_OF_BOUNDS if task.line.kind in ("bound", "equivalent") else WANTED
    left, right, definitions = task.written or (task.left, task.right, ())
    place = Place(task.given, definitions, (task.left, task.right), {} if drawn is None else drawn)
    return look_for(test_of(task.line, left, right), place, wanted=wanted, readable=readable)


def _proof(task: Task) -> Proof:
    return prove(task.line, task.left, task.right, task.given, task.stated)


def _strength(task: Task, proof: Proof) -> CheckedLine:
    only = str(task.line.hints.get("only", ""))
    if proof.strength == "every size":
        return CheckedLine(task.line, "every size", "proved", proof.how)
    if proof.strength == "one size" and only.startswith("one size:"):
        why = only.removeprefix("one size:").strip()
        return CheckedLine(task.line, "one size", "proved", f"every size put at {ONE_SIZE}: {why}")
    if only.startswith("numeric:"):
        return CheckedLine(task.line, "numeric", "numeric", only.removeprefix("numeric:").strip())
    return _fail(task, "undecided", f"not proved for every size: {proof.how}; {HELP}")


def _with_data(line: CheckedLine, task: Task, proof: Proof) -> CheckedLine:
    """A verdict with what the line states and the kernel's proof of it, or why there is none."""
    if isinstance(task.stated, str):
        return replace(line, unreplayed=proof.unreplayed)
    line = replace(line, statement=task.stated.statement.write(), unreplayed=proof.unreplayed)
    if not proof.data:
        return line
    used = replayed.used(task.stated, proof.data, task.given)
    return replace(line, proof=proof.data, rules=replayed.rules(proof.data), used=used)


def _seen(line: CheckedLine, attempt: Attempt) -> CheckedLine:
    found = {name: getattr(attempt, name) for name in ("points", "sizes", "no_point", "seed", "counterexample")}
    return replace(line, **found)


def _fail(task: Task, verdict: str, why: str, attempt: Attempt | None = None) -> CheckedLine:
    message = _message(task, verdict, why)
    failed = CheckedLine(task.printed or task.line, "", verdict, why, ok=False, message=message)
    return _seen(failed, attempt) if attempt else failed


def _message(task: Task, verdict: str, why: str) -> str:
    line = task.line
    sides = f"{task.left} {line.relation} {task.right}" if task.left is not None else str(task.right)
    place = f"{task.place}: " if task.place else ""
    return " ".join(f"{place}{verdict}: {why} | {sides} | “{line.because}”".split())


_JUDGES: dict[str, Callable[[Task], CheckedLine]] = {
    "start": _stated,
    "definition": _stated,
    "assumption": _stated,
    "cited": _judge_cited,
    "refuted": _judge_wrong,
    "equals": _judge_claim,
    "bound": _judge_claim,
    "limit": _judge_claim,
    "minimiser": _judge_claim,
    "equivalent": _judge_claim,
}
