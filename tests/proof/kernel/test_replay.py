"""Proofs as files: tampered with, hostile, or of another statement; each ends in one line and nothing is replayed."""

from __future__ import annotations

import copy
import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

import proofpress.proof.kernel as kernel
from proofpress.proof.kernel.declarations import Statement
from proofpress.proof.kernel.laws import LAWS
from proofpress.proof.kernel.replay import RULES, replay
from proofpress.proof.kernel.terms import ONE, Refused, array, entry, eq, exp, le, log, make, number, variable
from proofpress.proof.search.record import Recorder

X, V, S = variable("x"), variable("V", "integer", "positive"), array("s")
ZERO_IS_ONE = {"letters": {"x": "real"}, "claim": "(0 = 1)"}
ROWS = [["number", "0"], ["number", "1"], ["letter", "x"]]


def good() -> tuple[dict, dict]:
    """log Π exp(s[k]) = Σ s[k], and its proof."""
    body = exp(entry(S, make("bound", val=(0, 0))))
    k = variable("_k", "integer")
    claim = eq(log(make("prod", ONE, V, body)), make("sum", ONE, V, body.args[0]))
    statement = Statement((V, S), claim, (le(ONE, V),))
    r = Recorder(statement)
    each = r.every_index(r.law("exp_positive", {"a": entry(S, k)}), k, ONE, V)
    whole = r.law("log_prod", {"lo": ONE, "hi": V, "F": body}, each)
    inside = r.every_index(r.law("log_exp", {"a": entry(S, k)}), k, ONE, V)
    same = r.law("sum_equal", {"lo": ONE, "hi": V, "F": log(body), "G": body.args[0]}, inside)
    value = r.law("prod_positive", {"lo": ONE, "hi": V, "F": body}, each)
    return statement.write(), r.proof(r.transitive([whole, same]), [value])


def test_a_proof_is_replayed_from_its_file():
    statement, proof = (json.loads(json.dumps(part)) for part in good())
    assert str(replay(statement, proof)[1].conclusion) == statement["claim"]


def test_a_proof_of_another_statement_is_none():
    statement, proof = good()
    with pytest.raises(Refused, match="not what is claimed"):
        replay(statement | {"claim": "(0 = 1)"}, proof)


def tampered(proof: dict, r: random.Random) -> dict:
    """One slip: an argument, a row, a rule, an order."""
    wrong = copy.deepcopy(proof)
    part = wrong[r.choice(["terms", "steps", "steps"])]
    row = r.choice(part)
    kind = r.randrange(5)
    if kind == 0 and len(row) > 1:
        row[r.randrange(1, len(row))] = r.choice([0, 1, 3, "1", None, [0], -1, 99])
    elif kind == 1:
        row[0] = r.choice([*LAWS, *RULES, "number", "letter", "exp", "+", "sum"])
    elif kind == 2:
        part.remove(row)
    elif kind == 3 and len(row) > 1:
        row.pop()
    else:
        wrong["proved"] = r.randrange(len(wrong["steps"]))
    return wrong


def test_a_tampered_proof_is_refused_or_proves_the_same(longer):
    statement, proof = good()
    refused, r = 0, random.Random(7)
    for _ in range(600 * longer):
        wrong = tampered(proof, r)
        try:
            assert str(replay(statement, wrong)[1].conclusion) == statement["claim"]
        except Refused as problem:
            refused += "\n" not in str(problem)
    assert refused > 500 * longer


HOSTILE = {
    "a huge number": {"terms": [["number", "1" * 50]]},
    "a power of ten": {"terms": [["number", "1e30000000"]]},
    "a decimal": {"terms": [["number", 0.5]]},
    "one over nought": {"terms": [["number", "1/0"]]},
    "a row of itself": {"terms": [["exp", 0]]},
    "a row of a later one": {"terms": [["exp", 1], ["number", "1"]]},
    "a step of itself": {"steps": [["symmetric", 0]]},
    "no such rule": {"steps": [["believe", 0]]},
    "a method": {"steps": [["__init__", 0]]},
    "a private name": {"terms": [["call", "__class__"]]},
    "another's letter": {"terms": [["letter", "y"]]},
    "a meta": {"terms": [["meta"]]},
    "a tree of nothing": {"terms": [["tree"]]},
    "no list": {"terms": 7, "steps": None},
    "rows of no list": {"terms": [7]},
    "an empty row": {"terms": [[]]},
    "a rule that is a list": {"steps": [[["assume"], 0]]},
    "names that are lists": {"terms": [["letter", ["x"]]]},
    "deep": {"terms": [["number", "1"], *(["exp", i] for i in range(5000))]},
    "doubled": {"terms": [["number", "1"], *(["+", i, i] for i in range(200))]},
    "long": {"terms": [["number", "1"]] * 30_000},
    "long steps": {"terms": ROWS, "steps": [["reflexive", 0]] * 30_000},
    "a lemma of nobody": {"lemmas": [["nobody", 1]]},
    "a lemma that is none": {"lemmas": 3},
    "no proof at all": [],
}
POWERS = [["number", "1"], ["letter", "x"], ["local", "_y", "real"], ["+", 0, 1, 2], ["number", "64"], ["^", 3, 4]]
HOSTILE["powers of powers"] = {
    "terms": [*POWERS, ["+", 5, 0], ["^", 6, 4], ["+", 7, 0], ["^", 8, 4]],
    "steps": [["identity", 9, 0, [], []]],
}
HOSTILE["numbers of powers"] = {
    "terms": [["number", "2"], ["number", "64"], ["^", 0, 1], ["^", 2, 1], ["^", 3, 1], ["^", 4, 1]],
    "steps": [["identity", 5, 0, [], []]],
}
HOSTILE["many terms of a series"] = {"steps": [["exp_above", "9", "1", 10**9]]}
HOSTILE["long terms of a series"] = {"steps": [["exp_above", f"{10**39}/{10**39 - 1}", "1", 190]] * 300}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_proof_ends_in_one_line(name):
    proof = HOSTILE[name]
    whole = {"terms": ROWS, "steps": [], "proved": 0, "values": []} | proof if isinstance(proof, dict) else proof
    with pytest.raises(Refused) as refusal:
        replay(ZERO_IS_ONE, whole)
    assert "\n" not in str(refusal.value)
    assert len(str(refusal.value)) < 400


@pytest.mark.parametrize(
    "statement",
    [
        {"claim": "(" * 100_000},
        {"claim": "exp(" * 2000 + "0" + ")" * 2000},
        {"claim": "(0 = 0)", "letters": {"x(": "real"}},
        {"claim": "(x = 0)", "letters": {"x": ["real"]}},
        {"claim": "(0 = 0)", "definitions": {"f": [[0], "f($1)"]}},
        {"claim": "(f(0) = f(0))", "definitions": {"f": [[0], "g($1)"], "g": [[0], "f($1)"]}},
        {"claim": f"({'9' * 5000} = 0)"},
        {"claim": 7},
        ["(0 = 0)"],
    ],
    ids=range(9),
)
def test_a_hostile_statement_ends_in_one_line(statement):
    with pytest.raises(Refused) as refusal:
        replay(statement, {"terms": [], "steps": [], "proved": 0, "values": []})
    assert "\n" not in str(refusal.value)


# --- a folder of proofs, in a process that can import nothing but the kernel


def site(folder: Path, lines: dict[str, list[tuple[dict, dict | None]]]) -> Path:
    """A site of these lines; a proof that is None is not claimed."""
    derivations = []
    (folder / "proofs").mkdir()
    for slug, entries in lines.items():
        shown = [
            {"number": n, "statement": statement, "replayed": proof is not None}
            for n, (statement, proof) in enumerate(entries, start=1)
        ]
        derivations.append({"slug": slug, "lines": shown})
        proofs = {str(n): proof for n, (_, proof) in enumerate(entries, start=1) if proof is not None}
        (folder / "proofs" / f"{slug}.json").write_text(json.dumps(proofs), "utf-8")
    (folder / "checks.json").write_text(json.dumps({"derivations": derivations}), "utf-8")
    return folder / "proofs"


def claim(folder: Path, slug: object, *entries: object) -> None:
    """What checks.json says of one derivation."""
    checks = {"derivations": [{"slug": slug, "lines": list(entries)}]}
    (folder / "checks.json").write_text(json.dumps(checks), "utf-8")


WHERE = Path(kernel.__file__).parent


def verified(folder: Path) -> tuple[int, str]:
    run = subprocess.run([sys.executable, "-I", "-S", WHERE, folder], capture_output=True, text=True, timeout=60)
    assert run.stderr == ""
    return run.returncode, run.stdout


def test_a_folder_is_replayed_and_says_what_it_rests_on(tmp_path):
    code, said = verified(site(tmp_path, {"log-of-a-product": [good(), (ZERO_IS_ONE, None)]}))
    assert code == 0
    assert said.startswith("1 of 1 lines replayed, 8 steps\n")
    assert "1 log_prod: a logarithm of a product is a sum" in said


def test_a_false_proof_and_a_missing_one_are_named(tmp_path):
    statement, proof = good()
    folder = site(
        tmp_path, {"right": [(statement, proof)], "wrong": [(ZERO_IS_ONE, proof)], "gone": [(statement, proof)]}
    )
    (folder / "gone.json").unlink()
    code, said = verified(folder)
    assert code == 1
    assert "wrong 1: " in said
    assert "gone 1: gone.json is missing" in said
    assert "1 of 3 lines replayed" in said


def test_an_empty_site_is_no_proof(tmp_path):
    assert verified(site(tmp_path, {}))[0] == 1
    assert verified(tmp_path / "nowhere")[0] == 1


def test_slugs_do_not_lead_out_of_the_folder(tmp_path):
    folder = site(tmp_path, {"a": [good()]})
    claim(tmp_path, "../checks", {"number": 1, "statement": good()[0], "replayed": True})
    code, said = verified(folder)
    assert (code, "is no slug" in said) == (1, True)


def test_a_line_stands_once_else_another_statement_would_pass_for_it(tmp_path):
    folder = site(tmp_path, {"a": [good()]})
    lines = [{"number": 1, "statement": statement, "replayed": True} for statement in (good()[0], ZERO_IS_ONE)]
    claim(tmp_path, "a", *lines)
    assert verified(folder) == (
        1,
        f"{tmp_path}: checks.json has a 1 twice; build the site, or name its folder of proofs\n",
    )


def test_what_is_called_proved_without_a_proof_is_counted(tmp_path):
    folder = site(tmp_path, {"a": [good()]})
    first = {"number": 1, "statement": good()[0], "replayed": True, "strength": "every size"}
    claim(tmp_path, "a", first, first | {"number": 2, "replayed": False}, first | {"number": 3, "strength": "cited"})
    code, said = verified(folder)
    assert code == 1
    assert "a 3: a.json has no proof of line 3" in said
    assert "1 of 2 lines replayed, 8 steps; 1 more are called proved, and have no proof here" in said


@pytest.mark.parametrize(
    "checks",
    [
        "[" * 100_000,
        "{}",
        "[]",
        '{"derivations": [{"slug": ["a"], "lines": [{"number": 1}]}]}',
        '{"derivations": [{"slug": "a", "lines": [{"number": [1]}]}]}',
        '{"derivations": [{"slug": "a", "lines": [{"number": true}]}]}',
        '{"derivations": [{"slug": "a\\u001b[2J", "lines": [{"number": 1, "replayed": true}]}]}',
        '{"derivations": [{"slug": "a", "lines": [7]}]}',
        '{"derivations": 7}',
        '{"derivations": [1e999]}',
        "\xff",
    ],
    ids=range(11),
)
def test_hostile_checks_end_in_one_line(tmp_path, checks):
    folder = site(tmp_path, {"a": [good()]})
    (tmp_path / "checks.json").write_text(checks, "latin-1")
    code, said = verified(folder)
    assert (code, said.count("\n")) == (1, 1)
    assert said.isascii()


@pytest.mark.parametrize("proofs", ["[" * 100_000, "[]", '{"1": {"terms": NaN}}', '{"1": 7}', "\xff", ""], ids=range(6))
def test_a_hostile_file_of_proofs_is_named(tmp_path, proofs):
    folder = site(tmp_path, {"a": [good()]})
    (folder / "a.json").write_text(proofs, "latin-1")
    code, said = verified(folder)
    assert code == 1
    assert said.startswith("a 1: ")
    assert said.endswith("\n0 of 1 lines replayed, 0 steps\n")


def test_a_long_file_is_not_read(tmp_path):
    folder = site(tmp_path, {"a": [good()]})
    with (folder / "a.json").open("r+") as file:
        file.truncate(10**9)
    assert "a.json is longer than 20,000,000 bytes" in verified(folder)[1]


def test_nothing_but_the_kernel_and_the_standard_library_can_be_imported(tmp_path):
    """Neither what is installed, nor the press, nor what lies beside the kernel."""
    folder = site(tmp_path, {"a": [good()]})
    tried = ["sympy", "mpmath", "torch", "proofpress", "search", "cache", "laws", "terms"]
    program = f"""
import importlib.util, runpy, sys
sys.argv = [{str(WHERE)!r}, {str(folder)!r}]
sys.path.insert(0, {str(WHERE)!r})
try:
    runpy.run_path({str(WHERE / "__main__.py")!r}, run_name="__main__")
except SystemExit as ended:
    print("ended with", ended.code)
print("found", [name for name in {tried} if importlib.util.find_spec(name)])
print(sorted(name for name in sys.modules if getattr(sys.modules[name], "__file__", None)
             and "proofpress" in sys.modules[name].__file__ and not name.startswith("kernel")))
"""
    run = subprocess.run([sys.executable, "-I", "-S", "-c", program], capture_output=True, text=True, timeout=60)
    assert run.stderr == ""
    assert "1 of 1 lines replayed" in run.stdout
    assert run.stdout.endswith("ended with 0\nfound []\n[]\n")


def lemma(slug: str, line: int, claim: str) -> tuple[dict, dict]:
    statement = {"letters": {"x": "real"}, "claim": claim}
    steps = [["lemma", 0], ["instance", 0, [0], [1], []]]
    rows = [["letter", f"{slug}/{line}/x"], ["number", "5"]]
    return statement, {"lemmas": [[slug, line]], "terms": rows, "steps": steps, "proved": 1, "values": []}


def test_a_line_proved_before_is_a_lemma(tmp_path):
    power = {"letters": {"x": "real"}, "claim": "(0 < exp(x))"}
    first = power, {"terms": [["letter", "x"]], "steps": [["exp_positive", 0]], "proved": 0, "values": []}
    folder = site(tmp_path, {"user": [lemma("exp", 1, "(0 < exp(5))")], "exp": [first]})
    assert verified(folder)[0] == 0


def test_a_circle_of_lemmas_is_named(tmp_path):
    one, other = lemma("b", 1, "(0 < exp(5))"), lemma("a", 1, "(0 < exp(5))")
    code, said = verified(site(tmp_path, {"a": [one], "b": [other]}))
    assert code == 1
    assert "a circle of lemmas: a 1 → b 1 → a 1" in said


def test_a_lemma_that_is_refused_proves_nothing(tmp_path):
    statement, proof = good()
    folder = site(tmp_path, {"user": [lemma("wrong", 1, "(0 = 1)")], "wrong": [(ZERO_IS_ONE, proof)]})
    code, said = verified(folder)
    assert code == 1
    assert "0 of 2 lines replayed" in said
    assert statement


assert number
