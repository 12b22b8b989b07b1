"""A line's proof by the kernel: what the line states, from its text; the proof that the search finds, replayed at once.

What is found is data, and is kept with the verdict; `proofpress verify` replays it where nothing else can be imported.

>>> from sympy import Symbol
>>> from .language.chain import read
>>> from .language.scope import Scope
>>> words = '''inverse: The logarithm inverts the exponential
... given x > 0
...   exp(log(x))
... = x  -- as it is defined
... '''
>>> chain = read(words, Scope({"x": Symbol("x", real=True)}))
>>> one = statement_of(chain, 1, "equals")
>>> as_text(one)[0]["claim"]
'(exp(log(x)) = x)'
>>> proof = prove(one)
>>> rules(proof), used(one, proof, chain.given)
({'assume': 1, 'exp_log': 1}, [0])
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sympy import Basic

from .derivation import Derivation, Line
from .given import Given
from .kernel.replay import Replay, names, replay
from .kernel.terms import Refused, text
from .language.statement import NoTerm, Stated, Written, stated
from .objects import statement_of as of_objects
from .patience import OutOfTime, limited
from .search.lines import proof_of
from .search.state import NotFound
from .trees import Tree

SEARCHED = 10.0
"""Seconds of the processor after which a search is given up."""
Proof = dict[str, Any]


def statement_of(derivation: Derivation, at: int, kind: str) -> Stated | str:
    """What a line of this kind states, or why the kernel is not told."""
    written = derivation.written
    if not isinstance(written, Written) or not _is_of(written, derivation):
        return "its chain is made of Python objects"
    lines = list(written.lines)
    if lines[at].kind != kind:  # a definition that the notation has too
        lines[at] = replace(lines[at], kind=kind, relation="=")
    try:
        return stated(lines, written.givens, written.scope, at)
    except NoTerm as reason:
        return f"the kernel has no term for it: {reason}"


def _is_of(written: Written, derivation: Derivation) -> bool:
    """Whether a derivation is as it was read; one that was changed since says something else than its text."""
    chain, given = written.built
    return chain is derivation.chain and given is derivation.given


def as_text(one: Stated | str) -> Any:
    """What a line states, as text: all that a proof of it may depend on."""
    if isinstance(one, str):
        return one
    return one.statement.write(), {name: text(t) for name, t in one.hints.items()}


def prove(one: Stated | str) -> Proof:
    """A proof that the kernel has replayed; raises `NotFound`, with the reason in words."""
    if isinstance(one, str):
        raise NotFound(one)
    try:
        with limited(SEARCHED, working=True):
            proof = proof_of(one.statement, one.hints)
            replay(one.statement.write(), proof)
    except OutOfTime:
        raise NotFound(f"no proof was found in {SEARCHED:g} s") from None
    except (NotFound, Refused) as reason:
        raise NotFound(f"no proof was found: {reason}") from None
    except Exception as error:  # a fault of the search is no verdict on the line
        raise NotFound(f"the search stopped: {type(error).__name__}") from None
    return proof


def accepted(line: Line, left: Basic, right: Basic, given: Sequence[Given]) -> int:
    """How many steps prove what objects say, which is checked and not replayed; raises `NotFound`.

    >>> from sympy import Symbol
    >>> from .derivation import equals
    >>> x = Symbol("x", real=True)
    >>> accepted(equals(2 * x, ""), x + x, 2 * x, ()) > 0
    True
    """
    try:
        return len(prove(of_objects(line, left, right, given))["steps"])
    except NoTerm as reason:
        raise NotFound(f"the kernel has no term for it: {reason}") from None


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
