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
'the kernel replays 4 steps; 40 points agree, the bounds with n in order'
>>> claim("Sum(1, (k, 1, n))", "n", symbols={"n": "integer"}, ranges={"n": (-3, 3)}).counterexample.values
{'n': '-1'}
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from typing import Any, TypeVar

from sympy import And, Eq, Expr, Ge, Gt, Integer, Le, Lt, Ne, Rational, S, Symbol, floor
from sympy.logic.boolalg import Boolean

from .given import SIGNS
from .kernel.terms import ZERO, Term, ne
from .language import claims
from .language.claims import ClaimError, declared, read
from .language.nodes import LanguageError, Node
from .language.parse import parse
from .language.scope import Scope
from .language.statement import Stated, WrittenGiven
from .patience import OutOfTime, limited
from .prove import REPLAYED, by_induction, counted, follows, found
from .replayed import statement_of_claim
from .scalar import interval, limits
from .scalar.calculus import free_symbols, replaced, unbounded
from .scalar.enclosure import enclose
from .scalar.trial import Counterexample, Trial
from .search.lacking import divisors, spelt, undefined
from .search.state import NotFound
from .sized import judge_sized, needs_sizes

T = TypeVar("T")
CONTRARY = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
NO_PROOF = "no proof was found"
VACUOUS = "vacuous: no point was found at which both sides have a value"
NOT_TOLD = "a comparison of numbers that are too close to be told apart, or of which no proof was found"
SECONDS = {
    "refute": 3.0,
    "look far": 0.1,
    "replay": 3.0,
    "refute domains": 1.5,
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
    if not kinds[0]:
        return _judge_truth(left, right, nodes)
    occurring = free_symbols(left) | free_symbols(right)
    used = [s for s in names.values() if s in occurring]
    return _judge(left, right, used, bounds, _stated(nodes, names, bounds))


def _stated(nodes: Sequence[Node], names: Mapping[str, Symbol], bounds: Mapping[Symbol, tuple]) -> Stated | str:
    """What a claim of two sides states, as the kernel reads it."""
    used = {name: symbol for name, symbol in names.items() if any(name in node.names() for node in nodes)}
    signs = {name: sign for name, symbol in used.items() if (sign := _sign(symbol))}
    said = [f"{name} {sign} 0" for name, sign in signs.items()]
    for name in used:
        low, high = bounds.get(used[name], ("", ""))
        said += (
            [f"{name} = {low}"] if low == high != "" else [f"{low} <= {name}", f"{name} <= {high}"] if low != "" else []
        )
    sizes = {name for name, symbol in used.items() if unbounded(symbol, bounds)}
    ordered = [end for node in nodes for end in _in_order(node, sizes)]
    letters = used | {name: Symbol(name, real=True, integer=used[name].is_integer) for name in signs}
    given = [WrittenGiven(node) for node in (*map(parse, said), *ordered)]
    return statement_of_claim(nodes, "=", given, Scope(letters))


def _in_order(node: Node, sizes: set[str]) -> Iterator[Node]:
    """That a sum begins at most one beyond its end, where a size of which nothing is said bounds it."""
    for part in node.parts:
        yield from _in_order(part, sizes)
        low, high = part.parts if part.kind == "limit" else (part, part)
        if part.kind == "limit" and (low.names() | high.names()) & sizes:
            yield Node("compare", "<=", part.at, (low, Node("sum", "+", part.at, (high, Node("number", "1")))))


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


def _judge(left: Expr, right: Expr, used: list[Symbol], ranges: Mapping[Symbol, tuple], told: Stated | str) -> Claim:
    """Refute first, have the kernel prove it, see whether a side has any value, look closer."""
    trial = Trial(left, right, used, {s: r for s, r in ranges.items() if s in used}, _with_whole_numbers)
    found = _in_time("refute", trial.run) or trial.outcome
    if not found.counterexample:
        found = _in_time("look far", trial.look_far) or trial.outcome
    if not found.counterexample:
        found = _in_time("refute domains", trial.compare_domains) or trial.outcome
    if found.counterexample:
        return _refuted(trial)
    proof, apart, why = _proof_apart(told) if found.valid or not used else (None, (), "")
    if proof:
        bounds = ", ".join(sorted(map(str, trial.in_order)))
        order = f", the bounds with {bounds} in order" if bounds else ""
        how = f"{REPLAYED.format(counted(proof))}; {_agreeing(found.valid)}{order}"
        return Claim("proved", how, exceptions=tuple(map(spelt, apart)), replayed=True)
    nowhere = _without_a_value(trial, told)
    if nowhere:
        return nowhere
    closer = _in_time("look closer", trial.look_closer) or trial.outcome
    if closer.counterexample:
        return _refuted(trial)
    if not (found.valid or found.finished):
        return Claim("undecided", limits.OUT_OF_TIME)
    return Claim("undecided", f"{NO_PROOF}: {why}; {_agreeing(found.valid)}" if found.valid else _vacuous(trial))


def _with_whole_numbers(e: Expr) -> Expr:
    """The same, what stands in a floor put as an integer where it is proved to be one: no interval can tell.

    >>> from sympy import log
    >>> _with_whole_numbers(floor(log(8) / log(2), evaluate=False))
    3
    """
    inside = {part.args[0] for part in e.atoms(floor) if not free_symbols(part)}
    found = {number: _whole(number) for number in inside if not isinstance(number, Rational)}
    whole: Expr = replaced(e, {number: n for number, n in found.items() if n is not None})
    return whole


def _whole(number: Expr) -> Integer | None:
    try:
        low, high = map(interval.fraction, enclose(number, {}, 200))
    except (interval.Unclear, interval.Undefined, interval.Unknown):
        return None
    n = round(low)
    return Integer(n) if low <= n <= high and follows(number, "=", Integer(n), ()) else None


def _proof_apart(told: Stated | str) -> tuple[dict[str, Any] | None, Sequence[Term], str]:
    """A proof that the kernel replayed, what is other than zero where it holds, and why there is none."""
    if isinstance(told, str):
        return None, (), told
    proof, why = _proof(told)
    apart = [] if proof else _in_time("replay", lambda: _divisors(told)) or []
    if apart:
        given = tuple(ne(t, ZERO) for t in apart)
        proof, _ = _proof(replace(told, statement=replace(told.statement, given=(*told.statement.given, *given))))
    return proof, apart, why


def _divisors(told: Stated) -> list[Term]:
    with suppress(NotFound):
        return divisors(told.statement)
    return []


def _proof(told: Stated) -> tuple[dict[str, Any] | None, str]:
    """A proof that the kernel replayed, or why none was found in time."""
    why = ""
    for one in (told, *by_induction(told)):
        try:
            with limited(SECONDS["replay"]):
                return found(one), ""
        except NotFound as reason:
            why = why or str(reason)
        except OutOfTime:
            why = why or limits.OUT_OF_TIME
    return None, why


def _refuted(trial: Trial) -> Claim:
    return Claim("refuted", trial.outcome.how, trial.outcome.counterexample, trial.outcome.reason)


def _without_a_value(trial: Trial, told: Stated | str) -> Claim | None:
    """Refuted where a side divides by what is proved to be zero."""
    point = next(iter([*trial.lacking, *trial.unclear]), None)
    if isinstance(told, str) or point is None:
        return None
    for name, side in zip(("left", "right"), told.statement.claim.args, strict=True):
        for equation, why in undefined(side):
            if _proof(replace(told, statement=replace(told.statement, claim=equation)))[0]:
                return Claim("refuted", f"domain: the {name} side has no value: {why}", trial.spelt(point), "domain")
    return None


def _vacuous(trial: Trial) -> str:
    """Why there was no point to compare the sides at."""
    return trial.outcome.beyond or VACUOUS


def _agreeing(valid: int) -> str:
    return f"{valid} point{'s' * (valid != 1)} agree{'s' * (valid == 1)}"


def _in_time(phase: str, work: Callable[[], T]) -> T | None:
    with suppress(OutOfTime), limited(SECONDS[phase]):
        return work()
    return None


# Truth values


def _judge_truth(left: Boolean, right: Boolean, nodes: Sequence[Node]) -> Claim:
    """Refuted by intervals, or judged by proofs of what each side says or of its contrary."""
    seen = [_truth(side) for side in (left, right)]
    if None not in seen and seen[0] != seen[1]:
        return Claim("refuted", "the truth values differ", Counterexample({}, str(seen[0]), str(seen[1])))
    known = [_proved_truth(node, truth) for node, truth in zip(nodes, seen, strict=True)]
    mine, theirs = known
    if mine is None or theirs is None:
        return Claim("undecided", NOT_TOLD)
    (one, proofs), (other, more) = mine, theirs
    if one != other:
        return Claim("refuted", "the truth values differ", Counterexample({}, str(one), str(other)))
    return Claim("proved", REPLAYED.format(counted(*proofs, *more)), replayed=True)


def _proved_truth(node: Node, seen: bool | None) -> tuple[bool, list[dict[str, Any]]] | None:
    """The truth value of a side, and proofs that it is."""
    for truth in (True, False) if seen is None else (seen,):
        for relations in _relations(node, truth):
            proofs = list(map(_proof_of_relation, relations))
            if None not in proofs:
                return truth, [proof for proof in proofs if proof]
    return None


def _proof_of_relation(relation: tuple[str, Node, Node]) -> dict[str, Any] | None:
    sign, *sides = relation
    told = statement_of_claim(sides, SIGNS[sign], [], Scope({}))
    return _proof(told)[0] if isinstance(told, Stated) else None


def _relations(node: Node, truth: bool) -> list[list[tuple[str, Node, Node]]]:
    """What makes a side have this truth value: relations that hold together, in as many ways as there are."""
    if node.kind != "compare":
        return [[]] if node.text == str(truth) else []
    found = list(zip(node.text.split(), node.parts, node.parts[1:], strict=False))
    return [found] if truth else [[(CONTRARY[sign], low, high)] for sign, low, high in found]


def _truth(statement: Boolean) -> bool | None:
    """Whether a comparison of numbers holds, by the refuter's intervals; None where they do not tell."""
    if statement in (S.true, S.false):
        return bool(statement)
    if isinstance(statement, And):
        parts = list(map(_truth, statement.args))
        return False if False in parts else None if None in parts else True
    left, right = statement.args
    order = _in_time("refute", Trial(left, right, [], {}, _with_whole_numbers).order)
    return None if order is None else HOLDS[statement.func](order)


HOLDS: dict[type, Callable[[int], bool]] = {
    Lt: lambda order: order < 0,
    Le: lambda order: order <= 0,
    Gt: lambda order: order > 0,
    Ge: lambda order: order >= 0,
    Eq: lambda order: order == 0,
    Ne: lambda order: order != 0,
}
