"""A claim of one's own: two sides, proved equal, refuted by a counterexample, or left undecided.

>>> claim("1 - sigmoid(x)", "sigmoid(-x)", symbols={"x": "real"}).verdict
'proved'
>>> wrong = claim("log(x + y)", "log(x) + log(y)", symbols={"x": "positive", "y": "positive"})
>>> wrong.verdict, wrong.counterexample.values
('refuted', {'x': '1', 'y': '1'})

What a claim says stands in `proofpress.proof.meaning`.

>>> claim("(x**2 - 49)/(x - 7)", "x + 7", symbols={"x": "real"}).exceptions
('x = 7',)
>>> claim("log(x**2)", "2*log(x)", symbols={"x": "real"}).reason
'domain'
>>> claim("Sum(1, (k, 1, n))", "n", symbols={"n": "integer"}).how
'checked, not replayed: normal form; 40 points agree, the bounds with n in order'
>>> claim("Sum(1, (k, 1, n))", "n", symbols={"n": "integer"}, ranges={"n": (-3, 3)}).counterexample.values
{'n': '-1'}
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any, TypeVar

from sympy import And, Eq, Expr, Ge, Gt, Le, Lt, Ne, Rational, S, Symbol
from sympy.logic.boolalg import Boolean

from .given import SIGNS
from .language import claims
from .language.claims import ClaimError, declared, read
from .language.nodes import LanguageError, Node
from .language.parse import parse
from .language.scope import Scope
from .language.statement import Stated, WrittenGiven
from .patience import OutOfTime, limited
from .prove import REPLAYED, by_induction, counted, found
from .replayed import statement_of_claim
from .scalar import decide, limits
from .scalar.calculus import free_symbols, negative, plus
from .scalar.domain import Domain, domain, joined
from .scalar.trial import Counterexample, Trial
from .search.state import NotFound
from .sized import judge_sized, needs_sizes

T = TypeVar("T")
CHECKED = "checked, not replayed: "
VACUOUS = "vacuous: no point was found at which both sides have a value"
NOT_TOLD = "a comparison of numbers that are too close to be told apart, or of sums that have no closed form"
SECONDS = {
    "refute": 3.0,
    "look far": 0.1,
    "replay": 3.0,
    "refute domains": 1.5,
    "prove": 4.0,
    "prove domains": 2.0,
    "look closer": 2.0,
}


@dataclass(frozen=True)
class Claim:
    """`verdict` is ``proved``, ``refuted`` or ``undecided``; `how` it was reached; the counterexample, if refuted.

    `reason` is ``domain`` where a side has no value at the counterexample; `exceptions` are the isolated points of a
    proved claim at which a side has none; `replayed` says that the kernel replayed its proof.
    """

    verdict: str
    how: str
    counterexample: Counterexample | None = None
    reason: str = ""
    exceptions: tuple[str, ...] = ()
    replayed: bool = False


def claim(
    lhs: str,
    rhs: str,
    *,
    symbols: Mapping[str, str] | None = None,
    ranges: Mapping[str, Sequence[object]] | None = None,
) -> Claim:
    """Judge ``lhs = rhs`` in a process of its own, within twenty seconds and two gigabytes.

    `symbols` maps each name to ``real``, ``positive``, ``integer`` or words like ``positive integer``.
    `ranges` maps names to (lower, upper), both included.
    Raises `ClaimError`, one line, for what cannot be read.
    """
    bounds = {name: list(map(str, ends)) for name, ends in (ranges or {}).items()}
    told = limits.WORKER.ask({"lhs": lhs, "rhs": rhs, "symbols": dict(symbols or {}), "ranges": bounds})
    if told["verdict"] == "error":
        raise ClaimError(told["how"])
    example = told.get("counterexample")
    found = Counterexample(**example) if example else None
    reason, exceptions = told.get("reason", ""), tuple(told.get("exceptions", ()))
    return Claim(told["verdict"], told["how"], found, reason, exceptions, told.get("replayed", False))


def answer(question: dict[str, Any]) -> dict[str, Any]:
    """A claim judged in this process, as plain data.

    >>> answer({"lhs": "x", "rhs": "y", "symbols": {"x": "real"}, "ranges": {}})["how"]
    "at character 1: the name 'y' is not known; known are x"
    """
    try:
        sized = needs_sizes(question["symbols"])
        return asdict(_judge_sized(**question) if sized else judge(**question))
    except ClaimError as problem:
        return {"verdict": "error", "how": str(problem), "counterexample": None}
    except (MemoryError, SystemError):  # the latter from code in C, where there is no memory left to say so
        return {"verdict": "undecided", "how": limits.OUT_OF_MEMORY, "counterexample": None}
    except (OverflowError, RecursionError):
        return {"verdict": "undecided", "how": limits.TOO_LARGE, "counterexample": None}
    except Exception:  # whatever went wrong, it is no verdict and the next claim goes on
        logging.getLogger(__name__).debug("a claim that could not be judged", exc_info=True)
        return {"verdict": "undecided", "how": limits.BEYOND, "counterexample": None}


def judge(lhs: str, rhs: str, symbols: Mapping[str, str], ranges: Mapping[str, Sequence[object]]) -> Claim:
    """The same in this process.

    >>> told = judge("exp(x)**2", "exp(2*x)", {"x": "real"}, {})
    >>> told.verdict, told.how, told.replayed
    ('proved', 'the kernel replays 2 steps; 51 points agree', True)
    """
    names = {name: declared(name, kind) for name, kind in symbols.items()}
    bounds = {_known(name, names): _range(name, ends) for name, ends in ranges.items()}
    try:
        nodes = [read(text, {}, names) for text in (lhs, rhs)]
        left, right = (claims.side(node, names) for node in nodes)
    except LanguageError as problem:
        raise ClaimError(str(problem)) from None
    kinds = [isinstance(side, Expr) for side in (left, right)]
    if kinds[0] != kinds[1]:
        raise ClaimError("a comparison stands against a number; compare it with True, False or another comparison")
    stated = partial(_stated, nodes, names, bounds)
    if not kinds[0]:
        return _judge_truth(left, right, stated())
    occurring = free_symbols(left) | free_symbols(right)
    return _judge(left, right, [s for s in names.values() if s in occurring], bounds, stated)


def _stated(
    nodes: Sequence[Node], names: Mapping[str, Symbol], bounds: Mapping[Symbol, tuple], apart: Sequence[str] = ()
) -> Stated | str:
    """What a claim states, as the kernel reads it: of a comparison that is said to be true, the comparison itself.

    `apart` are equations that do not hold: the points that are left out.
    """
    one, other = sorted(nodes, key=lambda node: node.kind != "compare")
    if one.kind == "compare":
        is_plain = one.text in SIGNS and one.text != "!=" and other == Node("name", "True")
        return statement_of_claim(one.parts, SIGNS[one.text], [], Scope({})) if is_plain else "it is no one relation"
    used = {name: symbol for name, symbol in names.items() if name in one.names() | other.names()}
    signs = {name: sign for name, symbol in used.items() if (sign := _sign(symbol))}
    said = [f"{name} {sign} 0" for name, sign in signs.items()]
    for name in used:
        said += [f"{name} {sign} {end}" for sign, end in zip((">=", "<="), bounds.get(used[name], ()), strict=False)]
    said += [equation.replace(" = ", " != ") for equation in apart]
    letters = used | {name: Symbol(name, real=True, integer=used[name].is_integer) for name in signs}
    return statement_of_claim(nodes, "=", [WrittenGiven(parse(text)) for text in said], Scope(letters))


def _sign(symbol: Symbol) -> str:
    """How a letter stands to zero, where the kernel has no such letter."""
    if symbol.is_nonnegative:
        return ""
    return "<" if symbol.is_negative else "<=" if symbol.is_nonpositive else "!=" if symbol.is_nonzero else ""


def _known(name: str, names: Mapping[str, Symbol]) -> Symbol:
    if name not in names:
        known = ", ".join(names) or "no symbols"
        raise ClaimError(f"a range for {name!r}, which is not declared; declared are {known}")
    return names[name]


def _range(name: str, ends: Sequence[object]) -> tuple[Rational, Rational]:
    if isinstance(ends, str) or not isinstance(ends, Sequence) or len(ends) != 2:
        raise ClaimError(f"the range of {name} is {ends!r}; it is a lower and an upper number")
    low, high = (_end(name, end) for end in ends)
    if low > high:
        raise ClaimError(f"the range of {name} ends at {high} before it begins at {low}")
    return low, high


def _end(name: str, end: object) -> Rational:
    try:
        value = claims.parse(str(end), {})
    except ClaimError:
        value = None
    if not isinstance(value, Rational):
        raise ClaimError(f"an end of the range of {name} is {str(end)!r}; it must be a rational number")
    return value


def _judge_sized(**question: Any) -> Claim:
    """A claim with sizes, judged as a line is."""
    found = judge_sized(**question)
    example = found.counterexample
    if found.verdict in ("refuted", "domain") and example:
        point = Counterexample(dict(example.values), example.left, example.right)
        return Claim("refuted", "a point", point, "domain" if found.verdict == "domain" else "")
    if found.verdict == "proved":
        how = f"for every size: {found.how}; {_agreeing(found.points)}"
        return Claim("proved", how, replayed=bool(found.proof))
    return Claim("undecided", found.how)


# Equality


def _judge(
    left: Expr, right: Expr, used: list[Symbol], ranges: Mapping[Symbol, tuple], stated: Callable[..., Stated | str]
) -> Claim:
    """Refute first, have the kernel prove it, or prove it and see that both sides have values, look closer."""
    trial = Trial(left, right, used, {s: r for s, r in ranges.items() if s in used}, decide.with_whole_numbers)
    found = _in_time("refute", trial.run) or trial.outcome
    if not found.counterexample:
        found = _in_time("look far", trial.look_far) or trial.outcome
    if not found.counterexample:
        found = _in_time("refute domains", trial.compare_domains) or trial.outcome
    if found.counterexample:
        return _refuted(trial)
    if (found.valid or not used) and (how := _replayed(stated())):
        return Claim("proved", f"{how}; {_agreeing(found.valid)}", replayed=True)
    left, right = decide.with_whole_numbers(left), decide.with_whole_numbers(right)
    proof = _in_time("prove", lambda: decide.is_zero(_gap(left, right), ranges=ranges, bounds_in_order=True))
    if proof and proof.verdict == "proved":
        return _proved(proof.how, trial, (left, right), ranges, stated)
    nowhere = _without_a_value(trial) if proof and proof.verdict == "nowhere" else None
    if nowhere:
        return nowhere
    closer = _in_time("look closer", trial.look_closer) or trial.outcome
    if closer.counterexample:
        return _refuted(trial)
    sign = None if used or not found.valid else _in_time("look closer", lambda: decide.sign(_gap(left, right)))
    if sign and sign.verdict in ("positive", "negative"):
        return Claim("refuted", "the sign of the difference", trial.spelt({}))
    if proof is None or not (found.valid or found.finished):
        return Claim("undecided", limits.OUT_OF_TIME)
    return Claim("undecided", f"{proof.how}; {_agreeing(found.valid)}" if found.valid else _vacuous(trial))


def _replayed(told: Stated | str) -> str:
    """That the kernel replayed a proof, in words; empty where none was found in time."""
    for one in (told, *by_induction(told)) if isinstance(told, Stated) else ():
        with suppress(NotFound, OutOfTime), limited(SECONDS["replay"]):
            return REPLAYED.format(counted(found(one)))
    return ""


def _refuted(trial: Trial) -> Claim:
    return Claim("refuted", trial.outcome.how, trial.outcome.counterexample, trial.outcome.reason)


def _proved(
    how: str,
    trial: Trial,
    sides: tuple[Expr, Expr],
    ranges: Mapping[Symbol, tuple],
    stated: Callable[..., Stated | str],
) -> Claim:
    """Proved, once both sides are shown to have values and a point is known; replayed where points are left out."""
    valid = trial.outcome.valid
    if not valid and trial.drawer.symbols:
        return Claim("undecided", _vacuous(trial))
    where = _in_time("prove domains", lambda: joined(domain(side, ranges, True) for side in sides))
    if where is None or where.left:
        left = "that both have one, which took too long" if where is None else where.left
        return Claim("undecided", f"equal wherever both sides have a value; left to show: {left}; {_agreeing(valid)}")
    if where.exceptions and (replayed := _replayed(stated(apart=where.exceptions))):
        return Claim("proved", f"{replayed}; {_agreeing(valid)}", None, "", where.exceptions, True)
    bounds = ", ".join(sorted(map(str, trial.in_order)))
    order = f", the bounds with {bounds} in order" if bounds else ""
    return Claim("proved", f"{CHECKED}{how}; {_agreeing(valid)}{order}", exceptions=where.exceptions)


def _without_a_value(trial: Trial) -> Claim | None:
    """Refuted where a side is found to have no value at all."""
    for name, side in (("left", trial.left), ("right", trial.right)):
        decision = decide.is_zero(side)
        point = next(iter([*trial.lacking, *trial.unclear]), None)
        if decision.verdict == "nowhere" and point is not None:
            how = f"domain: the {name} side has no value: {decision.how}"
            return Claim("refuted", how, trial.spelt(point), "domain")
    return None


def _vacuous(trial: Trial) -> str:
    """Why there was no point to compare the sides at."""
    return trial.outcome.beyond or VACUOUS


def _agreeing(valid: int) -> str:
    return f"{valid} point{'s' * (valid != 1)} agree{'s' * (valid == 1)}"


def _gap(left: Expr, right: Expr) -> Expr:
    return S.Zero if left == right else plus(left, negative(right))


def _in_time(phase: str, work: Callable[[], T]) -> T | None:
    with suppress(OutOfTime), limited(SECONDS[phase]):
        return work()
    return None


# Truth values


def _judge_truth(left: Boolean, right: Boolean, told: Stated | str) -> Claim:
    """Refuted by intervals, or proved by the normal form with bounds of its own, if no interval contradicts it."""
    seen, known = ([_truth(side, road) for side in (left, right)] for road in (_order_seen, _order_proved))
    if None not in seen and seen[0] != seen[1]:
        return Claim("refuted", "the truth values differ", Counterexample({}, str(seen[0]), str(seen[1])))
    if None not in seen and (how := _replayed(told)):
        return Claim("proved", how, replayed=True)
    if None in known or any(a not in (None, b) for a, b in zip(seen, known, strict=True)):
        return Claim("undecided", NOT_TOLD)
    if known[0] == known[1]:
        return Claim("proved", f"{CHECKED}both sides are " + str(known[0]).lower())
    return Claim("refuted", "the truth values differ", Counterexample({}, str(known[0]), str(known[1])))


def _truth(statement: Boolean, order: Callable[[Expr, Expr], int | None]) -> bool | None:
    """Whether a comparison of numbers holds; None where it cannot be told."""
    if statement in (S.true, S.false):
        return bool(statement)
    if isinstance(statement, And):
        parts = [_truth(part, order) for part in statement.args]
        return False if False in parts else None if None in parts else True
    found = order(*statement.args)
    return None if found is None else HOLDS[statement.func](found)


HOLDS: dict[type, Callable[[int], bool]] = {
    Lt: lambda order: order < 0,
    Le: lambda order: order <= 0,
    Gt: lambda order: order > 0,
    Ge: lambda order: order >= 0,
    Eq: lambda order: order == 0,
    Ne: lambda order: order != 0,
}


def _order_seen(left: Expr, right: Expr) -> int | None:
    """−1 or 1 as a number is below or above another, by the refuter's intervals; None where they do not tell."""
    return _in_time("refute", Trial(left, right, [], {}, decide.with_whole_numbers).order)


def _order_proved(left: Expr, right: Expr) -> int | None:
    """−1, 0 or 1 as a number that has a value is below, equal to or above another; None where it is not proved."""
    gap = decide.with_whole_numbers(_gap(left, right))
    if _in_time("prove domains", lambda: domain(gap, {}, True)) != Domain():
        return None
    return _in_time("prove", lambda: _sign_proved(gap))


def _sign_proved(gap: Expr) -> int | None:
    if decide.is_zero(gap).verdict == "proved":
        return 0
    return {"positive": 1, "negative": -1}.get(decide.sign(gap).verdict)
