"""A claim said otherwise: proved never turns into refuted, nor back; how often it turns into undecided is printed."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from proofpress.proof.claim import claim

SETTINGS = settings(
    derandomize=True, deadline=None, max_examples=60, suppress_health_check=list(HealthCheck), database=None
)
EQUATIONS = [
    one
    for one in map(json.loads, (Path(__file__).parent / "claims.jsonl").read_text().splitlines())
    if not re.search("[<>]|==", one["lhs"] + one["rhs"]) and len(one["lhs"] + one["rhs"]) < 160
]
COUNTED: Counter = Counter()


@pytest.fixture(scope="module", autouse=True)
def _counted():
    yield
    counted = ", ".join(f"{way}: {verdict} {times}" for (way, verdict), times in sorted(COUNTED.items()))
    sys.stdout.write(f"\nproved claims said otherwise: {counted}\n")


def named(text, old, new):
    """The same text with another name for a symbol or an index."""
    return re.sub(rf"\b{old}\b", new, text)


def renamed(one, draw):
    """Bound names changed."""
    names = {"k": "kk", "j": "jj", "i": "ii"}
    swap = {old: draw(st.sampled_from([new, f"{new}_2"])) for old, new in names.items() if old not in one["symbols"]}
    out = dict(one)
    for old, new in swap.items():
        out |= {side: named(out[side], old, new) for side in ("lhs", "rhs")}
    return out


def reordered(one, draw):
    """Symbols declared in another order."""
    return one | {"symbols": dict(draw(st.permutations(list(one["symbols"].items()))))}


def moved(one, draw):
    """The symbol x becomes x − c, its range moved by c; only where nothing but a range is said of it."""
    real = [name for name, kind in one["symbols"].items() if kind == "real"]
    if not real or "diff(" in one["lhs"] + one["rhs"]:
        return one
    name, c = draw(st.sampled_from(real)), draw(st.sampled_from([1, 7, -100, 1000]))
    out = one | {side: named(one[side], name, f"({name} - ({c}))") for side in ("lhs", "rhs")}
    if name in one["ranges"]:
        low, high = (str(Fraction(str(end)) + c) for end in one["ranges"][name])
        out["ranges"] = one["ranges"] | {name: [low, high]}
    return out


def swapped(one, draw):  # noqa: ARG001
    """The sides change places."""
    return one | {"lhs": one["rhs"], "rhs": one["lhs"]}


def added(one, draw):
    """A true equation added to both sides."""
    pairs = [("1 + 1", "2"), ("exp(1)*exp(1)", "exp(2)"), ("Sum(q_, (q_, 1, 4))", "10"), ("log(6)", "log(2) + log(3)")]
    left, right = draw(st.sampled_from(pairs))
    return one | {"lhs": f"({one['lhs']}) + {left}", "rhs": f"({one['rhs']}) + {right}"}


def peeled(one, draw):  # noqa: ARG001
    """A plain Sum(body,(k,1,n)) on the left split after its first term, where n ≥ 1."""
    match = re.fullmatch(r"Sum\(([^,]*),\(k,1,n\)\)", one["lhs"])
    if match is None or one["symbols"].get("n") != "positive integer" or "n" in one["ranges"]:
        return one
    body = match.group(1)
    return one | {"lhs": f"({named(body, 'k', '1')}) + Sum({body},(k,2,n))"}


WAYS = [renamed, reordered, moved, swapped, added, peeled]


@SETTINGS
@given(st.sampled_from(EQUATIONS), st.sampled_from(WAYS), st.data())
def test_a_claim_said_otherwise_keeps_its_verdict(one, way, data):
    other = way(one, data.draw)
    found = claim(other["lhs"], other["rhs"], symbols=other["symbols"], ranges=other["ranges"])
    assert found.verdict != ("refuted" if one["true"] else "proved"), (one, other, found)
    if one["true"]:
        COUNTED[way.__name__, found.verdict] += 1
