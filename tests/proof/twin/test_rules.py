"""The replay in JavaScript says of every rule, law and condition what the kernel says."""

from __future__ import annotations

import json
import random
import re
import shutil
from pathlib import Path

import pytest

from proofpress.proof.kernel.laws import LAWS, _instance
from proofpress.proof.kernel.replay import Folder
from proofpress.proof.kernel.terms import Refused

from ..kernel import test_forward
from ..kernel.drawing import Draw
from ..kernel.test_conditions import FALSE, MEANINGLESS
from ..kernel.test_forward import Forward
from ..kernel.test_replay import HOSTILE, ROWS, ZERO_IS_ONE, good, tampered
from .twin import KERNEL, PROBLEMS, Tries, answers, verdict


def agree(cases: list[dict], folder: Path) -> None:
    """Both say the same to each case."""
    for case, answer in zip(cases, answers(cases, folder), strict=True):
        if case["kind"] != "tries":
            assert answer == case["said"], case
            continue
        for entry, said in zip(case["rows"], answer, strict=True):
            assert said == entry[2], entry


def attacks() -> list[dict]:
    """Every attack on a condition of the kernel, as far as a proof can say it."""
    cases = []
    for name, attack in (FALSE | MEANINGLESS).items():
        tries = Tries()
        with pytest.raises(PROBLEMS):
            attack(tries)
        cases += [case | {"name": name} for case in tries.cases() if case.get("rows") or case["kind"] != "tries"]
    return cases


def test_every_attack_on_a_condition_is_refused_by_both(tmp_path):
    cases = attacks()
    agree(cases, tmp_path)
    assert len({case["name"] for case in cases}) > 65


def test_every_law_says_the_same(tmp_path):
    tries, applied = Tries(), set[str]()
    for name, law in LAWS.items():
        for seed in range(30):
            draw = Draw(f"{name} {seed}")
            try:
                values = draw.values(law, list(law.conditions))
                facts = [tries.logic.assume(_instance(condition, values)) for condition in law.conditions]
                tries.laws.apply(name, values, *facts)
                applied.add(name)
                tries.laws.apply(name, values, *facts[::-1])
            except PROBLEMS:
                continue
    agree(tries.cases(), tmp_path)
    assert applied == set(LAWS)


def test_what_is_reached_at_random_is_the_same(tmp_path, monkeypatch):
    cases = []
    for seed in range(2):
        tries = Tries()
        for room in ("logic", "laws", "arithmetic"):
            monkeypatch.setattr(test_forward, room, getattr(tries, room))
        Forward(seed).run(1500)
        cases += tries.cases()
    agree(cases, tmp_path)
    said = [said is not None for case in cases for said in case["said"]]
    assert said.count(True) > 1000
    assert said.count(False) > 500


NOUGHT = ["number", "0"]
SAME = {"terms": [NOUGHT], "steps": [["reflexive", 0]], "proved": 0, "values": []}
SAID = {"letters": {"x": "real", "s": "real 2"}, "claim": "(0 = 0)"}
WRONG = [
    (SAID | {"definitions": {"g": [[], "x"]}}, SAME),
    (SAID | {"definitions": {"x": [[0], "$1"]}}, SAME),
    (SAID | {"definitions": {"f": [[1], "$1[1]"]}, "given": ["(f(s) = 0)"]}, SAME),
    (SAID | {"letters": {"exp": "real"}}, SAME),
    (SAID | {"folds": {"q": "11"}}, SAME),
    (SAID | {"letters": {"put": "real"}}, SAME),
    (SAID | {"given": ["0"]}, SAME),
    *((SAID, SAME | {"terms": [*SAME["terms"], row]}) for row in (
        ["number", "1/0"], ["number", "1e9"], ["number", " 1"], ["number", 1], ["variable", 0], ["array", 0], ["tree"],
        ["meta", 0], ["apply", 0, 0], ["local", "_x", "real 0"], ["local", "_x", ["real"]], ["letter", "y"],
        ["bound", -1],
        ["bound", 0, 0, 0], ["letter", "x", 0], ["put"], ["entry"], ["call", "x"], ["fold", "x", 0], ["+", 0],
        ["exp", 0, 0],
    )),
    *((SAID, SAME | {"terms": [*SAME["terms"], *rows]}) for rows in (
        [["infinity"], ["bound", 0], ["tends", 1, 1, 2, 1, 0]], [["letter", "x"], ["tends", 1, 1, 1, 1, 0]],
        [["local", "_s", "real 1"], ["bound", 0, 1], ["entry", 2, 0], ["sum", 0, 0, 3]],
    )),
    *((SAID, SAME | {"terms": [NOUGHT, ["=", 0, 0], ["sum", 0, 0, 0]], "steps": [["reflexive", 0], step]}) for step in (
        ["reflexive"], ["reflexive", 0, 0], ["reflexive", -1], ["reflexive", False], ["reflexive", "0"], ["lemma", 0],
        ["transitive", {}], ["transitive", []], ["congruence", 2, []], ["sum_zero", 0], ["sum_zero", 0, 0, 0],
        ["abs_plus", 0], ["exp_zero", 0], ["identity", 0, 0, [], [[0]]], ["identity", 0, 0, [], [[0, 0, 0]]],
        ["every_index", 0, 0, 0, 0], ["every_index", 0, 1, 0, 0], ["exp_above", "1/0", "0", 3],
        ["exp_above", 1, "0", 3], ["exp_above", "1", "0", "3"], ["exp_above", "1", "0", True],
        ["instance", 0, [0], [], []], ["believe", 0],
        ["tree_induction", 1, 0, 0, 0, [0, 0]], ["__proto__", 0], ["constructor", 0],
    )),
]  # fmt: skip


def cases_of(proofs: list[tuple]) -> list[dict]:
    return [{"kind": "proof", "statement": s, "proof": p, "said": verdict(s, p)} for s, p in proofs]


def test_proofs_of_a_wrong_form_are_refused_by_both(tmp_path):
    cases = cases_of([(SAID, SAME), *WRONG])
    agree(cases, tmp_path)
    assert [case["said"] for case in cases] == [" ⊢ (0 = 0)", *[None] * len(WRONG)]


@pytest.mark.parametrize(
    ("declared", "exponent", "has_value"),
    [
        ("integer positive", "K", True),
        ("integer nonnegative", "((2 * K) + 1)", True),
        ("integer", "K", False),
        ("integer positive", "(K + -1)", False),
        ("real positive", "K", False),
    ],
)
def test_a_power_has_a_value_at_nought_in_both_or_in_neither(tmp_path, declared, exponent, has_value):
    claim = f"((x ^ {exponent}) = (x ^ {exponent}))"
    rows = [["letter", "x"], ["letter", "K"], ["number", "2"], ["number", "1"], ["number", "-1"], ["*", 2, 1]]
    made = {"K": 1, "((2 * K) + 1)": 6, "(K + -1)": 7}[exponent]
    rows += [["+", 5, 3], ["+", 1, 4], ["^", 0, made]]
    proof = {"terms": rows, "steps": [["reflexive", 8]], "proved": 0, "values": []}
    cases = cases_of([({"letters": {"x": "real", "K": declared}, "claim": claim}, proof)])
    agree(cases, tmp_path)
    assert bool(cases[0]["said"]) == has_value


@pytest.mark.long
def test_hostile_and_tampered_proofs_have_the_same_verdict(tmp_path):
    statement, proof = good()
    r = random.Random(11)
    whole = {"terms": ROWS, "steps": [], "proved": 0, "values": []}
    proofs = [(ZERO_IS_ONE, whole | part if isinstance(part, dict) else part) for part in HOSTILE.values()]
    cases = cases_of([*proofs, *((statement, tampered(proof, r)) for _ in range(500))])
    agree(cases, tmp_path)
    assert any(case["said"] for case in cases)


def test_a_lemma_is_another_lines_theorem_in_both(tmp_path):
    positive = ["exp_positive", 1]
    first = {"letters": {"x": "real"}, "claim": "(0 < exp(x))"}, [["letter", "x"], ["letter", "x"]], [positive]
    used = (
        {"claim": "(0 < exp(5))"},
        [["letter", "a/1/x"], ["number", "5"]],
        [["lemma", 0], ["instance", 0, [0], [1], []]],
    )
    circle = {"claim": "(0 = 1)"}, [], [["lemma", 0]]
    written = {"a": (first, []), "b": (used, [["a", 1]]), "c": (used, [["d", 1]]), "d": (circle, [["d", 1]])}
    chains, lines = {}, {}
    (tmp_path / "proofs").mkdir()
    for slug, ((statement, terms, steps), lemmas) in written.items():
        proof = {"lemmas": lemmas, "terms": terms, "steps": steps, "proved": len(steps) - 1, "values": []}
        chains[slug] = {"1": [statement, proof]}
        (tmp_path / f"proofs/{slug}.json").write_text(json.dumps({"1": proof}), "utf-8")
        lines[slug, 1] = {"statement": statement}
    said = []
    for slug in chains:
        try:
            said.append(str(Folder(tmp_path / "proofs", lines).replayed(slug, 1)[1]))
        except Refused:
            said.append(None)
    assert answers([{"kind": "site", "chains": chains}], tmp_path) == [said]
    assert said == [" ⊢ (0 < exp(x))", " ⊢ (0 < exp(5))", None, None]


# What makes only the message clearer: without it JavaScript itself fails, or the text that is printed differs.
CLEARER = re.compile(
    r"no term is called|parts|value where none|neither|nothing to unfold|no kind|no text|a list is wanted|"
    r"two are wanted|"
    r"is not declared|nothing stands there|no rule|other arguments|other parts|no claim is of the kind|ends too soon|"
    r"more work|literal number|1/0|too large|a long proof|no statement|no table|no definition|no quantity|"
    r"there is no line"
)
CONDITION = re.compile(r"need\((?!condition)")


def needs() -> list[tuple[str, int, str]]:
    """Every condition of the replay: its file, its place there, and what it says."""
    found = []
    for path in sorted(KERNEL.glob("*.mjs")):
        source = path.read_text("utf-8")
        for match in CONDITION.finditer(source):
            words = re.findall(r"[\"`]([^\"`]*)[\"`]\)", source[match.end() :].split("\n", 1)[0])
            found.append((path.name, match.end(), words[-1] if words else ""))
    return found


@pytest.mark.long
def test_every_condition_of_the_replay_in_javascript_is_missed_when_it_is_gone(tmp_path):
    cases, unmissed = [*attacks(), *cases_of(WRONG)], []
    for file, place, words in needs():
        if CLEARER.search(words):
            continue
        folder = tmp_path / f"{file}-{place}"
        shutil.copytree(KERNEL, folder)
        source = (folder / file).read_text("utf-8")
        (folder / file).write_text(source[:place] + "true || " + source[place:], "utf-8")
        said = answers(cases, tmp_path, folder)
        if all(answer == case["said"] for case, answer in zip(cases, said, strict=True)):
            unmissed.append((file, words))
    assert unmissed == []
