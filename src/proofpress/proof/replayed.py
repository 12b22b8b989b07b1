"""What a line states, from its text, and what a proof of it that the kernel replayed consists of.

A proof is data, and is kept with the verdict; `proofpress verify` replays it where nothing else can be imported.

>>> from sympy import Symbol
>>> from .language.chain import read
>>> from .language.scope import Scope
>>> from .prove import found
>>> words = '''inverse: The logarithm inverts the exponential
... given x > 0
...   exp(log(x))
... = x  -- as it is defined
... '''
>>> chain = read(words, Scope({"x": Symbol("x", real=True)}))
>>> one = statement_of(chain, 1, "equals")
>>> as_text(one)[0]["claim"]
'(exp(log(x)) = x)'
>>> proof = found(one)
>>> rules(proof), used(one, proof, chain.given)
({'assume': 1, 'exp_log': 1}, [0])
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sympy import Symbol

from .derivation import Derivation
from .given import Given
from .kernel.replay import Replay, names
from .kernel.terms import text
from .language.nodes import Node
from .language.scope import Scope
from .language.statement import NoTerm, Stated, Written, WrittenGiven, WrittenLine, stated
from .prove import OBJECTS
from .trees import Tree

Proof = dict[str, Any]


def statement_of(derivation: Derivation, at: int, kind: str) -> Stated | str:
    """What a line of this kind states, or why the kernel is not told."""
    written = derivation.written
    if not isinstance(written, Written) or not _is_of(written, derivation):
        return OBJECTS
    lines = list(written.lines)
    if lines[at].kind != kind:  # a definition that the notation has too
        lines[at] = replace(lines[at], kind=kind, relation="=")
    try:
        return stated(lines, written.givens, written.scope, at)
    except NoTerm as reason:
        return f"the kernel has no term for it: {reason}"


def statement_of_claim(sides: Sequence[Node], sign: str, given: Sequence[WrittenGiven], scope: Scope) -> Stated | str:
    """What a claim of two sides states, or why the kernel is not told.

    >>> from sympy import Symbol
    >>> from .language.parse import parse
    >>> x = Scope({"x": Symbol("x", real=True)})
    >>> statement_of_claim([parse("x"), parse("exp(x)")], "<", [], x).statement.claim
    (x < exp(x))
    """
    left, right = sides
    line = WrittenLine("equals" if sign == "=" else "bound", sign, left, right, {})
    try:
        return stated([line], given, Scope({**bound(sides), **scope.names}), 0)
    except NoTerm as reason:
        return f"the kernel has no term for it: {reason}"


def bound(nodes: Sequence[Node]) -> dict[str, Symbol]:
    """The names that are bound in some nodes, as integers.

    >>> from .language.parse import parse
    >>> bound([parse("sum(x, k=1..3) + k*j")])
    {'k': k}
    """
    inner = bound([part for node in nodes for part in node.parts]) if nodes else {}
    return inner | {node.text: Symbol(node.text, integer=True) for node in nodes if node.kind == "limit"}


def _is_of(written: Written, derivation: Derivation) -> bool:
    """Whether a derivation is as it was read; one that was changed since says something else than its text."""
    chain, given = written.built
    return chain is derivation.chain and given is derivation.given


def as_text(one: Stated | str) -> Any:
    """What a line states, as text: all that a proof of it may depend on."""
    if isinstance(one, str):
        return one
    return one.statement.write(), {name: text(t) for name, t in one.hints.items()}


def rules(proof: Proof) -> dict[str, int]:
    """How often each rule is applied, by its name."""
    return dict(sorted(Counter(step[0] for step in proof["steps"]).items()))


def used(one: Stated, proof: Proof, given: Sequence[Given]) -> list[int]:
    """Which of the givens of a derivation a proof rests on."""
    places = [at for at, fact in enumerate(given) if not isinstance(fact, Tree)]
    said: Mapping[Any, int] = dict(zip(one.statement.given, one.said, strict=True))
    reader = Replay(one.statement, named=names(one.statement))
    for row in proof["terms"]:
        reader.terms.append(reader.row(*row))
    assumed = (reader.terms[step[1]] for step in proof["steps"] if step[0] == "assume")
    return sorted({places[said[term]] for term in assumed if term in said})
