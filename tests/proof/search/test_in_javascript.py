"""Every proof of the book, and some thousands that were tampered with, have one verdict in Python and in JavaScript."""

from __future__ import annotations

import copy
import random
from typing import Any

import pytest

from proofpress.proof.kernel.laws import LAWS
from proofpress.proof.kernel.replay import RULES

from ..twin.twin import answers, verdict

pytestmark = pytest.mark.long
OPS = [*LAWS, *RULES, "number", "letter", "local", "bound", "exp", "log", "+", "*", "sum", "call", "entry", "put"]
ODD = [0, 1, 2, 5, "1", "-3/4", None, [0], [], -1, True, "x", "_y", "real", "integer"]


def places(row: list[Any]):
    """Every place in a row, and in the lists in it."""
    for at, part in enumerate(row):
        yield row, at
        if isinstance(part, list):
            yield from places(part)


def slipped(proof: dict, r: random.Random) -> dict:
    """One thing wrong: another place, number, rule or row; one more or one less."""
    wrong = copy.deepcopy(proof)
    part = wrong[r.choice(["terms", "steps", "steps", "steps"])]
    row = r.choice(part)
    within, at = r.choice(list(places(row)))
    kind = r.randrange(7)
    if kind < 3 and type(within[at]) is int:
        within[at] += r.choice([-3, -2, -1, 1, 2, 3])
    elif kind == 3:
        row[0] = r.choice(OPS)
    elif kind == 4:
        part.remove(row)
    elif kind == 5:
        row.append(r.choice(ODD)) if r.random() < 0.5 else row.pop()
    else:
        within[at] = r.choice(ODD)
    return wrong


def respelt(statement: dict, r: random.Random) -> dict:
    """Another statement: a character, a sign, a declaration or a given."""
    claim, wrong = statement["claim"], copy.deepcopy(statement)
    at = r.randrange(len(claim))
    wrong["claim"] = claim[:at] + r.choice(["", "x", "1", "(", ")", ",", "$1", " "]) + claim[at + 1 :]
    if r.random() < 0.4:
        old = r.choice([sign for sign in ("exp", "log", "sum", " = ", " + ", " * ", "$1", "1") if sign in claim])
        wrong["claim"] = claim.replace(old, r.choice(["log", "prod", " < ", " * ", " + ", "$2", "2"]), 1)
    if statement["letters"] and r.random() < 0.3:
        name = r.choice(list(statement["letters"]))
        wrong = statement | {"letters": statement["letters"] | {name: r.choice(["real", "integer", "real 1", "tree"])}}
    return wrong


def test_every_proof_of_the_book_and_every_tampered_one_has_one_verdict(search, tmp_path):
    cases, r = [], random.Random(19)
    for line, proof in search.proofs.items():
        statement = search.stated[line].statement.write()
        pairs = [
            (statement, proof),
            *((statement, slipped(proof, r)) for _ in range(7)),
            (respelt(statement, r), proof),
        ]
        cases += [{"kind": "proof", "statement": s, "proof": p, "said": verdict(s, p)} for s, p in pairs]
    said = answers(cases, tmp_path)
    assert [case["said"] for case in cases] == said
    assert len(cases) == 9 * len(search.proofs) > 3000
    assert all(said[::9])
    assert said.count(None) > 2500
