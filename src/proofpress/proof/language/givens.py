"""What a chain takes for granted, as text: a range, an interval, a comparison, an equation, or any tree."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sympy import IndexedBase, KroneckerDelta, Sum, Symbol, exp
from sympy.tensor.indexed import Indexed

from ..given import Condition, Given, Hypothesis, Interval, Inverse, Normalised, Range, SelfNormalised, Values
from ..trees import any_tree
from .build import COMPARED
from .nodes import LanguageError, Node
from .parse import Parser
from .scope import Scope

FORMS = "write 1 <= i <= V, 0 < x < 1, a comparison, or an equation"


def read_given(
    parser: Parser, words: str, scope: Scope, build: Callable[[Node], Any], lemma: Callable[[], object] = lambda: None
) -> Given:
    """The given of one line; `lemma` reads what follows it, if it comes by a lemma.

    >>> from .build import Builder
    >>> scope = Scope({"x": Symbol("x", real=True)})
    >>> read_given(Parser("x > 1", {}), "", scope, Builder(scope)).relation
    x > 1
    """
    if parser.take("any"):
        parser.expect("tree", "write any tree t")
        name = parser.next()
        if name.kind != "name":
            raise LanguageError(name.at, f"{name.text!r} where a letter should stand", "write any tree t")
        parser.close("-- and what it means in words")
        return any_tree(scope.look(name.text, name.at), words)
    said = parser.said = parser.compared()
    every = _every(parser, scope)
    loose = parser.quoted('write loose "why less would do"') if parser.take("loose") else ""
    by = lemma()
    parser.close("-- and what it means in words, for every j, or by lemma a-slug")
    fact = _said(said, every, words, scope, build)
    return replace(fact, loose=loose, by=by, **_usual(fact, scope, build))


def _usual(fact: Given, scope: Scope, build: Callable[[Node], Any]) -> dict[str, Any]:
    """The usual ranges of the indices of which something is said to hold for every one."""
    ends = {scope.names[name]: pair for name, pair in scope.ranges.items()}
    names = getattr(fact, "names", ())
    return {"usual": tuple((name, *map(build, ends[name])) for name in names if name in ends)} if names else {}


def _said(said: Node, every: tuple[Symbol, ...], words: str, scope: Scope, build: Callable[[Node], Any]) -> Given:
    sides, signs = said.parts if said.kind == "compare" else (said,), said.text.split()
    if every and len(signs) != 1:
        raise LanguageError(said.at, "for every, after no equation and no comparison", FORMS)
    if signs in (["<=", "<="], ["<", "<"]):
        return _between(sides, signs[0], words, scope, build)
    if said.kind == "compare" and signs == ["="]:
        return _equation(said, build(sides[0]), build(sides[1]), words, every)
    if said.kind == "compare" and len(signs) == 1 and signs[0] in COMPARED:
        left, right = map(build, sides)
        return Condition(words, COMPARED[signs[0]](left, right, evaluate=False), every)
    raise LanguageError(said.at, "no assumption that is known", FORMS)


def _every(parser: Parser, scope: Scope) -> tuple[Symbol, ...]:
    if not parser.take("for"):
        return ()
    parser.expect("every", "write for every j")
    names = [parser.next()]
    while parser.take(","):
        names.append(parser.next())
    return tuple(scope.index(name.text, name.at) for name in names)


def _between(sides: tuple[Node, ...], sign: str, words: str, scope: Scope, build: Callable[[Node], Any]) -> Given:
    lower, middle, upper = sides
    bare = scope.names.get(middle.text) if middle.kind == "name" else None
    thing = bare if isinstance(bare, IndexedBase) else build(middle)
    ends = build(lower), build(upper)
    if sign == "<":
        return Interval(words, thing, *ends)
    if isinstance(thing, IndexedBase):
        return Values(words, thing, *ends)
    if isinstance(thing, Symbol) and thing.is_integer:
        return Range(words, thing, *ends)
    raise LanguageError(middle.at, "a range of what is no index", "write 1 <= i <= V, or two comparisons")


def _equation(said: Node, left: Any, right: Any, words: str, every: tuple[Symbol, ...]) -> Given:
    """An equation, with how its points are drawn: a distribution, an inverse matrix, or a value given to the left."""
    if not isinstance(left, Sum) or every:
        if not isinstance(left, Symbol | Indexed):
            raise LanguageError(said.at, "an equation whose left side is no letter, entry or sum", "turn it round")
        return Hypothesis(words, left, right, None, every)
    body, limits = left.function, tuple(tuple(limit) for limit in left.limits)
    if right == 1 and isinstance(body, Indexed):
        bound = {limit[0] for limit in limits}
        return Hypothesis(words, left, right, Normalised(body, limits),
                          tuple(i for i in body.indices if i.is_Symbol and i not in bound))  # fmt: skip
    if right == 1 and isinstance(body, exp):
        return Hypothesis(words, left, right, SelfNormalised(body.args[0], limits))
    if isinstance(right, KroneckerDelta) and body.is_Mul:
        column = {f.indices[-1]: f for f in body.args if isinstance(f, Indexed)}
        if column.keys() == set(right.args) and len(body.args) == 2:
            first, second = (column[i] for i in right.args)
            return Hypothesis(words, left, right, Inverse(first, second, limits[0][2]), right.args)
    raise LanguageError(said.at, "a sum that is neither one nor a delta", "say what a letter or an entry is")
