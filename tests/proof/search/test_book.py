"""The book's lines, stated from their text, are proved by the search and replayed by the kernel alone."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import proofpress.proof.kernel as kernel
from proofpress.proof.kernel.replay import replay
from proofpress.proof.kernel.terms import ONE, Refused, Term, make, mul, number

from ...unreplayed import NOT_REPLAYED

sys.path.insert(0, str(Path(__file__).parents[1] / "kernel"))  # tests are imported by path
from meaning import false_at

pytestmark = pytest.mark.long
ALONE = [sys.executable, "-I", "-S"]


def test_every_line_is_replayed_but_those_that_are_named(search):
    assert search.reasons.keys() == NOT_REPLAYED.keys(), search.reasons


def test_the_proofs_replay_where_nothing_else_can_be_imported(search, tmp_path):
    folder = tmp_path / "proofs"
    folder.mkdir()
    kept: dict[str, dict[str, object]] = defaultdict(dict)
    lines: dict[str, list[dict[str, object]]] = defaultdict(list)
    for (slug, at), proof in search.proofs.items():
        kept[slug][str(at)] = proof
        statement = search.stated[slug, at].statement.write()
        lines[slug].append({"number": at, "replayed": True, "statement": statement})
    for slug, proofs in kept.items():
        (folder / f"{slug}.json").write_text(json.dumps(proofs), "utf-8")
    derivations = [{"slug": slug, "lines": entries} for slug, entries in lines.items()]
    (tmp_path / "checks.json").write_text(json.dumps({"derivations": derivations}), "utf-8")
    ran = subprocess.run([*ALONE, str(Path(kernel.__file__).parent), str(folder)], capture_output=True, text=True)
    assert (ran.returncode, ran.stderr) == (0, ""), ran.stdout[-2000:]
    assert f"{len(search.proofs)} of {len(search.proofs)} lines replayed, " in ran.stdout
    assert subprocess.run([*ALONE, "-c", "import sympy"], capture_output=True).returncode != 0


def slips(t: Term) -> Iterator[Term]:
    """`t` with one thing wrong in it: a term lost, a sign, a factor twice, a number off by one."""
    if t.op == "number":
        yield number(t.val + 1)
    if t.op == "+":
        yield from (make("+", *rest) if len(rest) > 1 else rest[0] for rest in _less_one(t.args))
        yield from (_with(t, n, -part) for n, part in enumerate(t.args))
    if t.op in ("exp", "sum", "entry", "log"):
        yield mul(number(2), t)
        yield t + ONE
    if t.op != "entry":
        ends = ("tends", "over", "argmin")  # their ends are literal
        for n, part in enumerate(t.args):
            if part.sort == "number" and (t.op not in ends or t.bound[n]):
                yield from (_with(t, n, slip) for slip in slips(part))


def _less_one(parts: tuple[Term, ...]) -> Iterator[tuple[Term, ...]]:
    yield from (parts[:n] + parts[n + 1 :] for n in range(len(parts)))


def _with(t: Term, n: int, part: Term) -> Term:
    return make(t.op, *t.args[:n], part, *t.args[n + 1 :], val=t.val)


def test_no_proof_is_one_of_a_line_that_numbers_refute(search):
    tried = 0
    for (slug, at), proof in list(search.proofs.items())[::9]:
        statement = search.stated[slug, at].statement
        for slip in list(slips(statement.claim))[:12]:
            if false_at(slip, frozenset(statement.given), range(40)) is None:
                continue
            tried += 1
            with pytest.raises(Refused):
                replay(replace(statement, claim=slip).write(), proof)
    assert tried > 150
