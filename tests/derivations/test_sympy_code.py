"""What is copied as SymPy is Python that makes what is printed, in the names of the notation and of the press."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sympy
from sympy import Add, Mul, Pow, Symbol, Tuple, sympify

from proofpress.pages.book.latex import COMPARED, source
from proofpress.pages.book.vectors import NO_INDEX, AsVectors
from proofpress.proof import draws
from proofpress.proof.language import forms
from proofpress.proof.language.scope import Scope
from word2vec_derived.notation import NOTATION

NAMES = {entry.symbol: entry.name for entry in NOTATION.entries if entry.name.isidentifier()}
OURS = {name: symbol for symbol, name in NAMES.items()}
KNOWN: dict[str, Any] = {**vars(sympy), **vars(draws), **vars(forms), **OURS}
NAMES |= {NO_INDEX: sympy.srepr(NO_INDEX)}


def flat(e: Any) -> Any:
    """An expression as nested tuples: of a sum its terms, of a product its number and its factors, in any order."""
    if isinstance(e, tuple | Tuple):
        return tuple(map(flat, e))
    e = sympify(e)
    if isinstance(e, forms.Whole):
        return forms.Whole, e.function, *map(flat, (a for a in e.arguments if a is not None))
    if isinstance(e, Add | Mul):
        parts = list(parts_of(e, type(e)))
        number = Mul(*(part for part in parts if part.is_Number)) if isinstance(e, Mul) else 1
        rest = sorted((flat(p) for p in parts if isinstance(e, Add) or not p.is_Number), key=repr)
        if len(rest) < 2 and (number == 1 or not rest):
            return rest[0] if rest else number
        return type(e), number, *rest
    if isinstance(e, Pow) and e.exp != -1 and sympy.Mul(e.exp).could_extract_minus_sign():
        return Pow, flat(Pow(e.base, -e.exp, evaluate=False)), -1
    return e if not e.args or e in NAMES else (e.func, *map(flat, e.args))


def parts_of(e: Any, kind: type) -> Iterator[Any]:
    """The terms of a sum, or the factors of a product, those of its own terms or factors too; 1/2 is a number."""
    if isinstance(e, kind):
        for part in e.args:
            yield from parts_of(part, kind)
    else:
        yield e.func(*e.args) if isinstance(e, Pow) and e.base.is_Number and e.exp == -1 else e


def says(line: Any) -> Any:
    """What a line says: a relation where SymPy has it."""
    sides = tuple(side for side in (line.left, line.expression) if side is not None)
    if len(sides) < 2:
        return sides[0]
    relation = getattr(sympy, COMPARED.get(line.relation, ""), None)
    return relation(*sides, evaluate=False) if relation else sides


def test_the_code_of_every_line_makes_what_is_printed(book):
    tried, scope = 0, Scope.of(NOTATION.entries)
    for derivation in book.values():
        for pair in zip(derivation.chain, AsVectors.of(derivation, scope).lines, strict=True):
            for line in filter(None, pair):
                tried += 1
                code = source(line, NAMES)
                with sympy.evaluate(False):
                    read = eval(code, dict(KNOWN))
                assert flat(read) == flat(says(line)), f"{derivation.slug}: {code}"
    assert tried > 1000


def test_a_letter_has_the_name_of_the_notation_and_not_its_own():
    context = OURS["context"]
    assert str(context[Symbol("n")]) == "o[n]"
    assert eval("context[n]", dict(KNOWN)) == context[OURS["n"]]
