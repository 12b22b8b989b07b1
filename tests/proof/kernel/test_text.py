"""Text of a statement: it reads back to the same term, and no two terms share one."""

from __future__ import annotations

import random

import pytest

from proofpress.proof.kernel.declarations import Scope, Statement
from proofpress.proof.kernel.terms import (
    Definition,
    Fold,
    Refused,
    Term,
    array,
    bound,
    make,
    number,
    text,
    tree,
    variable,
)

from .drawing import Draw, J

SCOPE = Scope(
    {"x": variable("x"), "y": variable("y", "real", "positive"), "m": variable("m", "integer")}
    | {"V": variable("V", "integer", "positive"), "s": array("s"), "w": array("w", "integer"), "t": tree("t")}
    | {"J": J},
    {"f": Definition("f", (0, 1), make("+", bound(1), make("entry", bound(0, 1), number(1))))},
    {"leaves": Fold("leaves", number(1), bound(0) + bound(1))},
)
BINDERS = ("sum", "prod", "slope", "any", "all", "over", "near", "around", "tends", "argmin", "smooth", "slope_is")


def propositions(seed: int) -> Term:
    """A random proposition, with binders of every kind."""
    draw, r = Draw(f"text {seed}"), random.Random(seed)
    a, b, body = draw.number(3), draw.number(2), draw.number(2, 1)
    inner = make(r.choice(["=", "<", "<=", "!="]), draw.number(2, 1), draw.number(1, 1))
    call = make(
        "call", a, r.choice([SCOPE.letters["s"], make("put", SCOPE.letters["s"], a, b)]), val=SCOPE.definitions["f"]
    )
    fold = make("fold", make("node", a, SCOPE.letters["t"], make("leaf")), val=SCOPE.folds["leaves"])
    low, high = make("minus_infinity"), make("infinity")
    return r.choice(
        [
            make("=", a, call),
            make("=", make("of", J, a, b, body), make("partial", J, a, b, body, a)),
            make("<=", fold, b),
            make("<", a, high),
            make("all", a, b, inner),
            make("any", inner),
            make("over", low, a, inner),
            make("near", low, high, inner, a),
            make("around", inner, a),
            make("tends", low, high, body, number(0), a),
            make("argmin", low, high, body, a),
            make("slope_is", body, a, b),
            make("iff", make("<", a, b), make("=", a, b)),
            make("=", make("mean", number(2), number(1), number(2), body, make("entry", bound(0, 1), number(1))), a),
            make("!=", make("slope", make("slope", draw.number(2, 2), bound(0)), a), make("prod", a, b, body)),
        ]
    )


def test_a_text_reads_back_to_the_same_term(longer):
    by_text: dict[str, Term] = {}
    for seed in range(400 * longer):
        p = propositions(seed)
        written = text(p)
        assert SCOPE.read(written) is p
        assert by_text.setdefault(written, p) is p


def test_an_edited_text_is_another_term_or_none(longer):
    r, read = random.Random(3), 0
    for seed in range(400 * longer):
        p = propositions(seed)
        written = text(p)
        at = r.randrange(len(written))
        edited = written[:at] + r.choice(["", "(", ")", " ", "1", "$1", ",", "x", "-"]) + written[at + 1 :]
        try:
            found = SCOPE.read(edited)
        except (Refused, IndexError, ValueError, KeyError, AttributeError, TypeError, ZeroDivisionError):
            continue
        read += 1
        assert text(found) == edited
        assert (found is p) == (edited == written)
    assert read


def test_a_statement_is_written_and_read():
    letters = tuple(SCOPE.letters.values())
    claim, given = propositions(1), (propositions(2), propositions(3))
    statement = Statement(letters, claim, given, tuple(SCOPE.definitions.values()), tuple(SCOPE.folds.values()))
    assert Statement.read(statement.write()) == statement


@pytest.mark.parametrize(
    "line", ["x", "( x = x)", "(x = x) ", "(x  = x)", "(x = x", "x = x", "(0x1 = x)", "(x = 1e3)", "(x = 2/4)"]
)
def test_a_text_that_is_written_otherwise_is_refused(line):
    with pytest.raises(Refused):
        Statement.read({"letters": {"x": "real"}, "claim": line})
