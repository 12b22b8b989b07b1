r"""What a page asks, answered as plain data: a claim of a reader's own, or a line of a chain with something changed.

>>> import json
>>> told = json.loads(answer(json.dumps({"lhs": "1 - sigmoid(x)", "rhs": r"\sigma(-x)"})))
>>> told["verdict"], told["symbols"]
('proved', {'x': 'real'})
>>> json.loads(answer('{"lhs": "x +", "rhs": "x"}'))["how"]
"left side, at character 4: 'the end' where a value should stand; a number, a name, a call or (…) may stand here"
"""

from __future__ import annotations

import importlib
import json
import pkgutil
from collections.abc import Mapping
from functools import cache
from typing import Any

from proofpress.proof import claim
from proofpress.proof.check import CheckedLine, Contradiction, judge, tasks
from proofpress.proof.derivation import Derivation
from proofpress.proof.language.chain import read
from proofpress.proof.language.cut import changed, cut
from proofpress.proof.language.nodes import LanguageError
from proofpress.proof.language.scope import Scope
from proofpress.proof.language.statement import Written

from . import BOOK
from .letters import declared, guessed, sides
from .mathml import equation

VERDICTS = {"proved": "proved", "refuted": "refuted", "domain": "refuted", "refused": "error"}
Answer = dict[str, Any]


def answer(text: str) -> str:
    """The answer to a question, both as JSON."""
    question = json.loads(text)
    try:
        return json.dumps(_line(question) if "line" in question else _claim(question))
    except LanguageError as problem:
        return json.dumps({"verdict": "error", "how": str(problem)})
    except Contradiction:
        return json.dumps({"verdict": "undecided", "how": "a proof and a counterexample were found: a fault of ours"})
    except (MemoryError, RecursionError):
        return json.dumps({"verdict": "undecided", "how": "it is too large for the memory of this page"})


@cache
def notation() -> tuple[Any, ...]:
    """The entries of the book's notation; none where the checker is packed for no book.

    >>> notation()
    ()
    """
    try:
        name = json.loads(pkgutil.get_data(__package__, BOOK) or b"{}").get("notation")
    except OSError:
        return ()
    return tuple(importlib.import_module(name).NOTATION.entries) if name else ()


def kinds(entries: tuple[Any, ...]) -> dict[str, str]:
    """What each letter of a notation is, by the names that it may be written under.

    >>> kinds(())
    {}
    """
    return {name: entry.kind for entry in entries for name in (entry.name, str(entry.symbol)) if name and entry.kind}


# A claim


def _claim(question: Mapping[str, Any]) -> Answer:
    lhs, rhs = question["lhs"], question["rhs"]
    for which, side in (("left", lhs), ("right", rhs)):
        try:
            sides(side)
        except LanguageError as problem:
            return {"verdict": "error", "how": f"{which} side, {problem}", "side": which, "at": problem.at}
    symbols = declared(question.get("symbols", {}), guessed(lhs, rhs, kinds(notation())))
    ranges = {name: ends for name, ends in question.get("ranges", {}).items() if name in symbols}
    found = claim.answer({"lhs": lhs, "rhs": rhs, "symbols": symbols, "ranges": ranges})
    left, right = sides(lhs, rhs)
    return {**found, "symbols": symbols, "read": equation(left, "=", right)}


# A line of a chain


class Texts(Mapping[str, Derivation]):
    """Chains by their slug, each read when it is first asked for: where lemmas are looked up."""

    def __init__(self, texts: Mapping[str, str], scope: Scope) -> None:
        self.texts, self.scope, self.made = texts, scope, dict[str, Derivation]()

    def __getitem__(self, slug: str) -> Derivation:
        if slug not in self.made:
            self.made[slug] = read(self.texts[slug], self.scope)
        return self.made[slug]

    def __iter__(self) -> Any:
        return iter(self.texts)

    def __len__(self) -> int:
        return len(self.texts)


def _line(question: Mapping[str, Any]) -> Answer:
    """A line judged as any line of the chain is, with its givens and all that stands above it."""
    scope = Scope.of(notation())
    slug, number = question["line"], int(question["number"])
    parts = cut(question["texts"][slug], scope.ranges)
    text = changed(parts, number, left=question["lhs"], right=question["rhs"], given=question["given"])
    try:
        chain = read(text, scope)
    except LanguageError as problem:
        return {"verdict": "error", "how": _placed(text, problem)}
    found = judge(tasks(chain, Texts(question["texts"], scope))[-1])
    return {**_told(found), "read": _read(chain, parts.lines[number - 1].sign)}


def _placed(text: str, problem: LanguageError) -> str:
    """An error where it stands in its own line, and not in the whole chain."""
    start = text.rfind("\n", 0, problem.at) + 1
    line = text[start:].partition("\n")[0].strip()
    near = text[problem.at :].partition("\n")[0].strip()[:20]
    return f"in “{line[:60]}”, at “{near}”: {problem.what}; {problem.allowed}"


def _told(found: CheckedLine) -> Answer:
    example = found.counterexample
    agreeing = f"; {found.points} points agree" if found.points and found.verdict == "proved" else ""
    return {
        "verdict": VERDICTS.get(found.verdict, "undecided"),
        "how": "the sides differ at a point" if example else found.how + agreeing,
        "counterexample": example and {"values": dict(example.values), "left": example.left, "right": example.right},
        "reason": "domain" if found.verdict == "domain" else "",
    }


def _read(chain: Derivation, sign: str) -> str:
    """How the last line was read; a line without a left side of its own begins where the one above ends."""
    written = chain.written
    if not isinstance(written, Written):
        return ""
    *above, last = written.lines
    sides = last.said or last.sides
    if len(sides) == 1 and above:
        sides = (*(above[-1].said or above[-1].sides)[-1:], *sides)
    return equation(sides[0], sign, sides[-1])
