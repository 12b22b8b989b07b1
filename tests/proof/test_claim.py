"""Claims of one's own: verdicts, counterexamples, limits and the command line."""

from __future__ import annotations

import argparse
import itertools
import json
import re
from pathlib import Path

import pytest

from proofpress.claim_cli import add_claim_command
from proofpress.proof.claim import claim, declared
from proofpress.proof.language.claims import ClaimError, read
from proofpress.proof.language.scope import Scope
from proofpress.proof.language.statement import Stated, WrittenGiven
from proofpress.proof.prove import found
from proofpress.proof.replayed import statement_of_claim
from proofpress.proof.search.state import NotFound

CLAIMS = [json.loads(line) for line in (Path(__file__).parent / "claims.jsonl").read_text().splitlines()]
FALSE = [one for one in CLAIMS if not one["true"]]


def test_as_many_claims_are_false_as_are_true():
    assert len(CLAIMS) == 2 * len(FALSE) >= 60


@pytest.mark.parametrize(
    "one", [pytest.param(one, id=one["id"], marks=pytest.mark.long if "open" in one else ()) for one in CLAIMS]
)
def test_a_true_claim_is_proved_and_a_false_one_refuted(one):
    found = claim(one["lhs"], one["rhs"], symbols=one["symbols"], ranges=one["ranges"])
    assert found.verdict == ("undecided" if "open" in one else "proved" if one["true"] else "refuted"), found
    assert (found.counterexample is None) == one["true"]
    assert found.replayed == (found.verdict == "proved")
    assert found.reason == one.get("reason", "")
    assert list(found.exceptions) == one["except"] if "except" in one else True


@pytest.mark.long
@pytest.mark.parametrize("part", range(4))
def test_the_search_finds_no_proof_of_a_false_claim(part):
    for one in FALSE[part::4]:
        assert not replayed(one), one


def replayed(one):
    """Whether the kernel replays a proof of a claim that nobody tried to refute."""
    names = {name: declared(name, kind) for name, kind in one["symbols"].items()}
    given = [f"{name} {sign} {end}" for name, ends in one["ranges"].items()
             for sign, end in zip((">=", "<="), ends, strict=True)]  # fmt: skip
    nodes = [read(one[side], {}, names) for side in ("lhs", "rhs")]
    if "compare" in (node.kind for node in nodes):
        return False
    told = statement_of_claim(nodes, "=", [WrittenGiven(read(text, {}, names)) for text in given], Scope(names))
    try:
        return bool(found(told)) if isinstance(told, Stated) else False
    except NotFound:
        return False


REPLAYED = [
    ("tanh(x)", "2*sigmoid(2*x) - 1", {"x": "real"}),
    ("Max(a, b, c) + Min(-a, -b, -c)", "0", dict.fromkeys("abc", "real")),
    ("log(x*y)", "log(-x) + log(-y)", {"x": "negative", "y": "negative"}),
    ("log(8, 2)", "Rational(6, 2)", {}),
    ("2*sqrt(2)", "sqrt(8)", {}),
    ("(x**2 - 49)/(x - 7)", "x + 7", {"x": "real"}),
    ("Product((k + 2)/k, (k, 1, n))", "(n + 1)*(n + 2)/2", {"n": "positive integer"}),
    ("Product(k, (k, 1, n + 1))", "(n + 1)*Product(k, (k, 1, n))", {"n": "positive integer"}),
    ("sum(exp(s[j]), j)", "sum(exp(s[k]), k)", {"V": "size", "j": "index", "k": "index", "s": "entries"}),
    ("exp(1) < 3", "True", {}),
    ("log(997) < 6.905", "True", {}),
    ("exp(-1/E) < 0.6923", "True", {}),
    ("(3 + sqrt(5))/2 <= 2.618034", "True", {}),
    ("-(log(0.4, 2)*0.4 + log(0.6, 2)*0.6) < 0.971", "True", {}),
    ("floor(1000*log(1 + exp(1) + exp(2)))", "2407", {}),
]


@pytest.mark.parametrize(("lhs", "rhs", "symbols"), REPLAYED, ids=[one[0] for one in REPLAYED])
def test_the_kernel_replays_the_proof_of_a_claim(lhs, rhs, symbols):
    found = claim(lhs, rhs, symbols=symbols)
    assert (found.verdict, found.replayed) == ("proved", True), found
    assert "the kernel replays" in found.how


@pytest.mark.parametrize("near", ["exp(1) < 2.718281828", "log(2) > 0.6931471806", "floor(1000*log(2)) > 693"])
def test_the_kernel_replays_nothing_false_of_numbers(near):
    assert claim(near, "True").verdict == "refuted"


def test_what_no_proof_is_found_of_is_undecided_and_says_what_is_left_over():
    series, power = claim("Sum(2**-k, (k, 1, oo))", "1"), claim("(-1)**(n*(n + 1))", "1", symbols={"n": "integer"})
    assert (series.verdict, power.verdict) == ("undecided", "undecided")
    assert series.how.startswith("no proof was found: the kernel has no term for it: oo alone; ")
    assert power.how.startswith("no proof was found: left over: (-1)^(n^2 + n) - 1; ")


def test_most_true_claims_without_series_and_floors_are_proved():
    plain = [one for one in CLAIMS if one["true"] and not re.search("oo|floor", one["lhs"] + one["rhs"])]
    assert sum("open" in one for one in plain) < 0.07 * len(plain)


def test_a_counterexample_is_small_and_shows_both_sides():
    found = claim("exp(x)/(1 + exp(x))", "1/(1 + exp(x))", symbols={"x": "real"})
    assert found.counterexample.values == {"x": "1"}
    assert (found.counterexample.left, found.counterexample.right) == ("0.731059", "0.268941")


def test_precision_is_raised_until_the_logarithm_of_a_small_sigmoid_differs():
    found = claim("log(sigmoid(-300))", "-300")
    assert found.verdict == "refuted"
    assert "2408 digits" in found.how


def test_agreement_at_forty_digits_is_no_proof():
    assert claim("1 + 10**-50", "1").verdict == "refuted"
    assert claim("log(1 + exp(x))", "x", symbols={"x": "real"}, ranges={"x": [200, 300]}).verdict == "refuted"


def test_a_symbol_keeps_to_its_range_and_kind():
    assert claim("Abs(x)", "x", symbols={"x": "positive"}).verdict == "proved"
    assert claim("Abs(x)", "x", symbols={"x": "real"}).verdict == "refuted"
    assert claim("Abs(x)", "x", symbols={"x": "real"}, ranges={"x": [0, 4]}).verdict == "proved"
    assert claim("(-1)**(2*n)", "1", symbols={"n": "integer"}).verdict == "proved"


def test_a_point_that_a_side_lacks_is_named_and_a_half_line_refutes():
    found = claim("(x**2 - 1)/(x - 1)", "x + 1", symbols={"x": "real"})
    assert (found.verdict, found.exceptions) == ("proved", ("x = 1",))
    found = claim("log(x**2)", "2*log(x)", symbols={"x": "real"})
    assert (found.verdict, found.reason) == ("refuted", "domain")
    assert (found.counterexample.values, found.counterexample.right) == ({"x": "-1"}, "no value")


def test_a_claim_about_nothing_is_not_proved():
    for sides in (("1/0", "1"), ("log(-1)", "log(-1)")):
        found = claim(*sides)
        assert (found.verdict, found.reason) == ("refuted", "domain")
    found = claim("x", "x", symbols={"x": "positive"}, ranges={"x": [-2, -1]})
    assert found.verdict == "undecided"
    assert "vacuous" in found.how


def test_what_cannot_be_evaluated_is_not_called_vacuous():
    assert "converges too slowly to be evaluated" in claim("Sum(log(k)/k**2, (k, 1, oo))", "2").how


def test_what_is_left_to_show_is_said():
    found = claim("sqrt(x - sigmoid(x))**2", "x - sigmoid(x)", symbols={"x": "real"}, ranges={"x": [0.66, 3]})
    assert found.verdict == "undecided"
    assert "no proof was found: " in found.how


@pytest.mark.long
def test_a_series_is_refuted_where_it_diverges():
    series = "Sum(p**k, (k, 0, oo))", "1/(1 - p)"
    assert claim(*series, symbols={"p": "real"}, ranges={"p": [-0.9, 0.9]}).verdict == "undecided"
    found = claim(*series, symbols={"p": "real"}, ranges={"p": [-5, 5]})
    assert (found.verdict, found.how) == ("refuted", "domain: the left side has no value: the infinite sum diverges")


def test_a_late_bump_is_not_overlooked():
    bump = "exp(-k) + exp(-(k - 1000)**2)"
    whole, split = f"Sum({bump}, (k, 0, oo))", f"Sum({bump}, (k, 0, 1000)) + Sum({bump}, (k, 1001, oo))"
    for side in (whole, split):
        assert claim(f"{side} < 2", "True").verdict == "refuted"
        assert claim(side, "2").verdict == "refuted"


def test_the_piece_between_two_turns_gives_a_readable_counterexample():
    found = claim("Max(0, x - sqrt(2))*Max(0, 1.42 - x)", "0", symbols={"x": "real"}, ranges={"x": [0, 3]})
    assert found.counterexample.values == {"x": "17/12"}


@pytest.mark.parametrize(
    ("lhs", "rhs", "range_", "verdict"),
    [
        ("Sum(1, (k, 1, n))", "n", None, "proved"),
        ("Sum(1, (k, 1, n))", "n", (0, 9), "proved"),
        ("Sum(1, (k, 1, n))", "n", (-3, 3), "refuted"),
        ("Sum(1, (k, 1, n))", "Max(n, 0)", (-3, 3), "proved"),
        ("Sum(k, (k, 1, n))", "n*(n + 1)/2", (-1, 6), "proved"),
        ("Sum(k, (k, 1, n))", "n*(n + 1)/2", (-40, 40), "refuted"),
        ("Sum(1, (k, -n, n)) - 1", "2*n", None, "proved"),
        ("Product(2, (k, 1, n))", "2**n", (-3, 3), "refuted"),
        ("Product(2, (k, 1, n))", "2**Max(n, 0)", (-3, 3), "proved"),
    ],
)
def test_bounds_out_of_order_are_an_empty_sum_once_it_is_said_how_far_the_integer_goes(lhs, rhs, range_, verdict):
    found = claim(lhs, rhs, symbols={"n": "integer"}, ranges={"n": range_} if range_ else {})
    assert found.verdict == verdict
    assert ("in order" in found.how) == (range_ is None)
    if range_ and verdict == "refuted":
        assert int(found.counterexample.values["n"]) < 0


def test_the_verdicts_on_sums_are_those_of_adding_up():
    for low, high in itertools.product(range(-3, 4), repeat=2):
        added = sum(k**2 + 1 for k in range(low, high + 1))
        assert claim(f"Sum(k**2 + 1, (k, {low}, {high}))", str(added)).verdict == "proved"
        assert claim(f"Sum(k**2 + 1, (k, {low}, {high}))", str(added + 1)).verdict == "refuted"


@pytest.mark.parametrize(
    ("lhs", "why"),
    [
        ("1/(x - x)", "division by zero"),
        ("1/(log(8) - 3*log(2))", "division by zero"),
        ("1/(exp(x)*exp(-x) - 1)", "division by zero"),
        ("x/(sqrt(6) - sqrt(2)*sqrt(3))", "division by zero"),
        ("log(x - x)", "the logarithm of zero"),
        ("Sum(Max(1/0, k), (k, 1, 3))", "division by zero"),
        ("Sum(Max(log(0), k), (k, 1, 3))", "the logarithm of zero"),
        ("Product(Min(1/(k - 2), x), (k, 1, 3))", "division by zero"),
    ],
)
def test_a_side_without_a_value_is_said_to_have_none_and_why(lhs, why):
    for left, right, name in ((lhs, "1", "left"), ("1", lhs, "right")):
        found = claim(left, right, symbols={"x": "real"})
        assert (found.verdict, found.reason) == ("refuted", "domain")
        assert found.how.startswith(f"domain: the {name} side has no value: {why}")


def test_a_number_that_sympy_cannot_compare_may_stand_in_an_extreme_within_a_sum():
    assert claim("Sum(Max(log(8) - 3*log(2), k), (k, 1, 3))", "6").verdict == "proved"
    assert claim("Sum(Min(sqrt(6) - sqrt(2)*sqrt(3), k), (k, 1, 3))", "1").verdict == "refuted"


def test_an_empty_sum_is_zero():
    assert claim("Sum(1, (j, 1, V - 2))", "V - 2", symbols={"V": "positive integer"}).verdict == "refuted"
    assert claim("Sum(k, (k, 1, 0))", "0").verdict == "proved"


def test_comparisons_of_numbers_have_a_truth_value():
    assert claim("exp(1) < 3", "True").verdict == "proved"
    assert claim("exp(2) < 2**E", "log(2) > 1").verdict == "proved"
    assert claim("sqrt(2)*sqrt(3) == sqrt(6)", "True").verdict == "proved"
    with pytest.raises(ClaimError, match="a comparison stands against a number"):
        claim("1 < 2", "1")


@pytest.mark.parametrize(
    ("symbols", "ranges", "complaint"),
    [
        ({"x": "complex"}, {}, "x is declared 'complex'"),
        ({"x": "positive negative"}, {}, "contradict each other"),
        ({"exp": "real"}, {}, "exp cannot be declared"),
        ({"x y": "real"}, {}, "is no name"),
        ({"x": "real"}, {"y": [0, 1]}, "a range for 'y', which is not declared"),
        ({"x": "real"}, {"x": [1, 0]}, "before it begins"),
        ({"x": "real"}, {"x": [1]}, "a lower and an upper number"),
        ({"x": "real"}, {"x": ["a", 1]}, "it must be a rational number"),
    ],
)
def test_a_declaration_that_makes_no_sense_is_one_line(symbols, ranges, complaint):
    with pytest.raises(ClaimError, match=complaint):
        claim("x", "x", symbols=symbols, ranges=ranges)


# The command line


def run(*arguments):
    parser = argparse.ArgumentParser()
    add_claim_command(parser.add_subparsers())
    options = parser.parse_args(["claim", *arguments])
    return options.command(options)


def test_the_exit_code_tells_the_verdict(capsys):
    assert run("-log(sigmoid(x))", "softplus(-x)", "--real", "x") == 0
    assert run("p*(1 - p)", "p", "--positive", "p", "--range", "p=0.05:0.95") == 1
    assert run("p +", "p", "--positive", "p") == 2
    assert run("1/0", "1") == 1
    assert run("Sum(log(k)/k**2, (k, 1, oo))", "2") == 3
    printed = capsys.readouterr()
    assert "proved: " in printed.out
    assert "  p = 1/2\n" in printed.out
    assert printed.err == (
        "proofpress claim: at character 4: 'the end' where a value should stand; "
        "a number, a name, a call or (…) may stand here\n"
    )


def test_a_file_stands_alone(tmp_path, capsys):
    file = tmp_path / "claims.jsonl"
    file.write_text("")
    assert run("--jsonl", str(file)) == 0
    assert run("x", "x", "--jsonl", str(file)) == run("--real", "x", "--jsonl", str(file)) == 2
    assert "--jsonl stands alone" in capsys.readouterr().err


def test_one_side_alone_and_a_missing_file_are_bad_input(capsys):
    assert run("x") == run("--jsonl", "no-such-file.jsonl") == run("x", "x", "--range", "x=1") == 2
    assert capsys.readouterr().err.count("\n") == 3


def test_an_option_may_be_given_again_but_a_range_once(capsys):
    assert run("x + y", "y + x", "--real", "x", "--real", "y") == 0
    assert run("x", "x", "--real", "x", "--range", "x=0:1", "--range", "x=2:3") == 2
    assert "'x' stands twice" in capsys.readouterr().err


def test_a_name_may_be_declared_twice():
    assert run("Abs(n)*floor(n)", "n**2", "--positive", "n", "--integer", "n") == 0


def test_each_line_of_a_file_is_answered_whatever_its_neighbours_are(tmp_path, capsys):
    lines = [
        json.dumps({"id": "a", "lhs": "x + x", "rhs": "2*x", "symbols": {"x": "real"}}),
        "{broken",
        json.dumps({"id": "b", "lhs": "x.real", "rhs": "x", "symbols": {"x": "real"}}),
        json.dumps({"id": "c", "lhs": 1, "rhs": "x"}),
        json.dumps([1, 2]),
        json.dumps({"id": "d", "lhs": "x", "rhs": "x", "symbols": "x"}),
        json.dumps({"id": "e", "lhs": "x", "rhs": "x", "symbols": {"x": "real"}, "ranges": {"x": 3}}),
        "",
        json.dumps({"id": "f", "lhs": "x", "rhs": "1", "symbols": {"x": "real"}, "ranges": {"x": [1.5, 2]}}),
    ]
    file = tmp_path / "claims.jsonl"
    file.write_text("\n".join(lines))
    assert run("--jsonl", str(file)) == 2
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(a["id"], a["verdict"]) for a in answers] == [
        ("a", "proved"),
        (None, "error"),
        ("b", "error"),
        ("c", "error"),
        (None, "error"),
        ("d", "error"),
        ("e", "error"),
        ("f", "refuted"),
    ]
    assert all(set(a) == {"id", "verdict", "how", "counterexample", "reason", "except", "replayed"} for a in answers)
    assert answers[1]["how"].startswith("line 2: not JSON")
    assert answers[-1]["counterexample"] == {"values": {"x": "2"}, "left": "2.0", "right": "1.0"}


HOSTILE = [
    ('\ufeff{"id": "mark", "lhs": "1", "rhs": "1"}', "mark", "proved", "the kernel replays 1 step"),
    (r'{"id": "\ud800", "lhs": "1", "rhs": "1"}', "\ud800", "proved", "the kernel replays 1 step"),
    ('{"id": NaN, "lhs": "1", "rhs": "1"}', "NaN", "proved", "the kernel replays 1 step"),
    ('{"id": 1e999, "lhs": "1", "rhs": "1"}', "1e999", "proved", "the kernel replays 1 step"),
    ('{"id": [7], "lhs": "1", "rhs": "1"}', [7], "proved", "the kernel replays 1 step"),
    ('{"id": ' + "[" * 10**5 + "1" + "]" * 10**5 + "}", None, "error", "line 6: not JSON"),
    (
        '{"id": 1, "lhs": "x", "rhs": "x", "symbols": {"x": "real", "x": "positive"}}',
        1,
        "error",
        "line 7: 'x' stands twice",
    ),
    (
        '{"id": 2, "lhs": "x", "rhs": "x", "symbols": {"x": "real"}, "ranges": {"x": [NaN, 1]}}',
        2,
        "error",
        "line 8: an end of the range of x is 'NaN'; it must be a rational number",
    ),
    (
        r'{"id": 3, "lhs": "x", "rhs": "x", "symbols": {"x": "real"}, "ranges": {"x": ["\n", 1]}}',
        3,
        "error",
        r"line 9: an end of the range of x is '\n'; it must be a rational number",
    ),
    (
        r'{"id": 4, "lhs": "1", "rhs": "1", "ranges": {"a\nb": [0, 1]}}',
        4,
        "error",
        r"line 10: a range for 'a\nb', which is not declared; declared are no symbols",
    ),
    (r'{"id": 5, "lhs": "1", "rhs": "1", "symbols": {"a\nb": "odd"}}', 5, "error", r"line 11: 'a\nb' is no name"),
    ('{"id": "good", "lhs": "1", "rhs": "1"}', "good", "proved", "the kernel replays 1 step"),
]


def test_a_hostile_line_does_not_harm_the_next(tmp_path, capsys):
    file = tmp_path / "claims.jsonl"
    file.write_text("\n".join(line for line, *_ in HOSTILE), encoding="utf-8")
    assert run("--jsonl", str(file)) == 2
    printed = capsys.readouterr().out
    assert printed.isascii()
    for line, (_, name, verdict, how) in zip(printed.splitlines(), HOSTILE, strict=True):
        answer = json.loads(line, parse_constant=pytest.fail)
        assert (answer["id"], answer["verdict"]) == (name, verdict)
        assert answer["how"].startswith(how)
        assert "\n" not in answer["how"]
