"""The command ``proofpress claim``: one claim given as two sides, or a file of them, a JSON line each."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import asdict
from math import isfinite
from pathlib import Path
from typing import Any

from .proof.claim import Claim, claim
from .proof.language.claims import ClaimError
from .proof.language.letters import KINDS, SIZED

LANGUAGE = """\
the language:
  numbers      2, 0.5, 1e-3, 1/2, pi (π), e or E
  operations   + - * / ^ (or **), x², 2x; -x^2 is -(x^2)
  functions    exp log (ln) sqrt abs max min floor ceil sigmoid softplus tanh relu log2 log10 log1p expm1
               logsigmoid logaddexp square; np.exp, torch.sigmoid and the like are read as exp and sigmoid
  LaTeX        \\log\\sigma(-x), \\frac{a}{b}, \\sum_{j=1}^{V} e^{s_j}; what is ambiguous is refused
  derivatives  d(f, x), d(f, x, y), diff(f, x, 2)
  sums         sum(f, k=1..n), prod(f, k=1..n), Sum(f, (k, 1, oo))
  entries      s[j], u[j, l]; delta(i, j) is 1 where i is j, else 0; sum(f, j) over all of an index j

examples:
  proofpress claim "ln(1/(1 + e**-x))" "-softplus(-x)" --real x
  proofpress claim "d(log(sigmoid(x)), x)" "sigmoid(-x)" --real x
  proofpress claim "sum(k, k=1..n)" "n*(n + 1)/2" --positive n --integer n
  proofpress claim "p*log(p)" "log(p^p)" --real p --range p=0.05:0.95
  proofpress claim "d(log(sum(exp(s[j]), j)), s[i])" "exp(s[i])/sum(exp(s[j]), j)" \\
      --size V --index i j --entries s
"""
EXIT = {"proved": 0, "refuted": 1, "error": 2, "undecided": 3}


def add_claim_command(subparsers: Any) -> None:
    """Add ``claim`` to the commands."""
    shown = argparse.RawDescriptionHelpFormatter
    helped = "prove or refute an equation of your own"
    parser = subparsers.add_parser("claim", help=helped, epilog=LANGUAGE, formatter_class=shown)
    # A side may begin with a minus sign: argparse has no public way to read "-log(x)" as an argument.
    parser._negative_number_matcher = re.compile(r"-[^-]")
    parser.add_argument("sides", nargs="*", metavar="LHS RHS", help="the two sides, in the language of claims")
    several: dict[str, Any] = {"nargs": "+", "action": "extend", "default": []}
    for kind in KINDS:
        parser.add_argument(f"--{kind}", **several, metavar="NAME", help=f"declare {kind} symbols, or such entries")
    for kind, what in zip(SIZED, ("sizes, from 1", "indices, from 1 to the size", "arrays of reals"), strict=True):
        parser.add_argument(f"--{kind}", **several, metavar="NAME", help=f"declare {what}")
    parser.add_argument("--range", **several, metavar="NAME=LOW:HIGH", help="bound a symbol or index, ends included")
    parser.add_argument("--jsonl", type=Path, metavar="FILE", help="judge each line of a file")
    parser.set_defaults(command=run_claim)


def run_claim(arguments: argparse.Namespace) -> int:
    """Judge and print; 0 proved, 1 refuted, 3 undecided, 2 bad input (the worst of a file's lines is not its exit)."""
    try:
        return judge_sides(arguments) if arguments.jsonl is None else judge_lines(arguments)
    except (ClaimError, OSError, UnicodeDecodeError) as problem:
        sys.stderr.write(f"proofpress claim: {problem}\n")
        return EXIT["error"]


def judge_sides(arguments: argparse.Namespace) -> int:
    """One claim from the command line."""
    sides = arguments.sides if len(arguments.sides) != 1 else arguments.sides[0].split(" = ")
    if len(sides) != 2:
        raise ClaimError(f"{len(sides)} sides; write proofpress claim LHS RHS before the options, or --jsonl FILE")
    ranges = once([read_range(text) for text in arguments.range])
    result = claim(*sides, symbols=declarations(arguments), ranges=ranges)
    sys.stdout.write(spelt(result) + "\n")
    return EXIT[result.verdict]


def declarations(arguments: argparse.Namespace) -> dict[str, str]:
    """Names and their kinds; a name given twice is both."""
    symbols: dict[str, str] = {}
    for kind in KINDS + SIZED:
        for name in getattr(arguments, kind):
            symbols[name] = f"{symbols[name]} {kind}" if name in symbols else kind
    return symbols


def read_range(text: str) -> tuple[str, tuple[str, str]]:
    """``p=0.05:0.95`` as a name and two ends."""
    match = re.fullmatch(r"\s*(\w+)\s*=([^:]+):([^:]+)", text)
    if match is None:
        raise ClaimError(f"the range {text!r}; write --range p=0.05:0.95")
    name, low, high = match.groups()
    return name, (low.strip(), high.strip())


def spelt(result: Claim) -> str:
    """A verdict in lines: what, how, and where the sides differ."""
    lines = [f"{result.verdict}: {result.how}"]
    example = result.counterexample
    if example is not None:
        lines += [f"  {name} = {value}" for name, value in example.values.items()]
        lines += [f"  left side  = {example.left}", f"  right side = {example.right}"]
    lines += [f"  except where {where}, where a side has no value" for where in result.exceptions]
    return "\n".join(lines)


def judge_lines(arguments: argparse.Namespace) -> int:
    """A file, and nothing beside it."""
    if arguments.sides or arguments.range or declarations(arguments):
        raise ClaimError("--jsonl stands alone; each line of the file has its own sides, symbols and ranges")
    return judge_file(arguments.jsonl)


def judge_file(path: Path) -> int:
    """Every line of a file, its answer printed as soon as it is known; 2 if a line could not be read, else 0."""
    worst = 0
    with path.open(encoding="utf-8-sig", errors="replace") as lines:
        for answer in answers(lines):
            sys.stdout.write(json.dumps(answer) + "\n")
            sys.stdout.flush()
            worst = EXIT["error"] if answer["verdict"] == "error" else worst
    return worst


def answers(lines: Any) -> Iterator[dict[str, Any]]:
    """An answer for each line that is not empty."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield answer_line(line, number)


def answer_line(line: str, number: int) -> dict[str, Any]:
    """The answer to one JSON line; whatever is wrong with it is its own error."""
    try:
        fields = json.loads(line, parse_constant=str, parse_float=finite)
    except (ValueError, RecursionError):
        return error(None, f"line {number}: not JSON; a line is an object with id, lhs, rhs, symbols and ranges")
    name = fields.get("id") if isinstance(fields, dict) else None
    try:
        json.loads(line, object_pairs_hook=once)
        return {"id": name, **as_answer(judge_fields(fields))}
    except ClaimError as problem:
        return error(name, f"line {number}: {problem}")


def as_answer(found: Claim) -> dict[str, Any]:
    """A verdict as fields; its exceptions are called ``except``."""
    fields = asdict(found)
    fields["except"] = list(fields.pop("exceptions"))
    return fields


def finite(text: str) -> float | str:
    """A number, or its text where it is too large to be one."""
    return float(text) if isfinite(float(text)) else text


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A dictionary whose keys all differ."""
    names = [name for name, _ in pairs]
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise ClaimError(f"{twice[0]!r} stands twice")
    return dict(pairs)


def judge_fields(fields: Any) -> Claim:
    """The claim that a JSON object states."""
    if not isinstance(fields, dict):
        raise ClaimError("not an object; a line is an object with id, lhs, rhs, symbols and ranges")
    for key in ("lhs", "rhs"):
        if not isinstance(fields.get(key), str):
            raise ClaimError(f"{key} is missing or no text")
    symbols, ranges = fields.get("symbols") or {}, fields.get("ranges") or {}
    if not isinstance(symbols, dict) or not isinstance(ranges, dict):
        raise ClaimError("symbols and ranges must be objects")
    if not all(isinstance(ends, list) for ends in ranges.values()):
        raise ClaimError("a range is a list of a lower and an upper number")
    return claim(fields["lhs"], fields["rhs"], symbols=symbols, ranges=ranges)


def error(name: object, how: str) -> dict[str, Any]:
    """An error as an answer."""
    return {"id": name, **as_answer(Claim("error", how))}
