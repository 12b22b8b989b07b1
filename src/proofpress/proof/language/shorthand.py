"""Functions that are called so in other programs: each is short for something that the language can say.

A claim may call them; a chain is told what to write.

>>> spelled(parse("tanh(a + b)"), set()) == parse("2*sigmoid(2*(a + b)) - 1")
True
>>> INSTEAD["log2"]
'write log(x)/log(2)'
>>> spelled(parse("1 + relu(x, y)"), set())
Traceback (most recent call last):
    ...
proofpress.proof.language.nodes.LanguageError: at character 5: relu with 2 arguments; it takes 1
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from .nodes import LanguageError, Node
from .parse import parse

MEANINGS = {
    "ceil(x)": "-floor(-x)",
    "expm1(x)": "exp(x) - 1",
    "log(x, base)": "log(x)/log(base)",
    "log10(x)": "log(x)/log(10)",
    "log1p(x)": "log(1 + x)",
    "log2(x)": "log(x)/log(2)",
    "logaddexp(x, y)": "log(exp(x) + exp(y))",
    "logsigmoid(x)": "log(sigmoid(x))",
    "neg(x)": "-x",
    "negative(x)": "-x",
    "pow(x, y)": "x**y",
    "power(x, y)": "x**y",
    "Rational(x)": "x",
    "Rational(x, y)": "x/y",
    "reciprocal(x)": "1/x",
    "relu(x)": "max(0, x)",
    "square(x)": "x**2",
    "tanh(x)": "2*sigmoid(2*x) - 1",
}
ALSO = {"ceiling": "ceil"}
TAKES = {"log": {1}}
"""How many arguments a function takes that is no shorthand then."""
SHORT: dict[tuple[str, int], tuple[list[str], Node]] = {}
for _head, _body in MEANINGS.items():
    _call = parse(_head)
    SHORT[_call.text, len(_call.parts)] = [part.text for part in _call.parts], parse(_body)
    TAKES.setdefault(_call.text, set()).add(len(_call.parts))
INSTEAD = {head.partition("(")[0]: f"write {body}" for head, body in MEANINGS.items() if "," not in head}


def spelled(node: Node, letters: Collection[str]) -> Node:
    """The same with every shorthand spelled out, but for what is declared as a letter."""
    parts = tuple(spelled(part, letters) for part in node.parts)
    name = ALSO.get(node.text, node.text)
    if node.kind != "call" or name in letters or name not in TAKES:
        return replace(node, parts=parts) if parts else node
    if name == "Rational":
        _are_numbers(node)
    if (name, len(parts)) in SHORT:
        names, body = SHORT[name, len(parts)]
        return _moved(body, node.at).put(dict(zip(names, parts, strict=True)))
    if len(parts) not in TAKES[name]:
        takes = " or ".join(map(str, sorted(TAKES[name])))
        raise LanguageError(node.at, f"{node.text} with {len(parts)} arguments", f"it takes {takes}")
    return replace(node, parts=parts)


def _moved(body: Node, at: int) -> Node:
    """What a call is short for, as it stands where the call does."""
    return replace(body, at=at, parts=tuple(_moved(part, at) for part in body.parts))


def _are_numbers(call: Node) -> None:
    plain = [part.parts[0] if part.kind == "negative" else part for part in call.parts]
    if any(part.kind != "number" for part in plain):
        raise LanguageError(call.at, "Rational of what is not a number", "write Rational(1, 2)")
    if len(plain) > 1 and not float(plain[1].text):
        raise LanguageError(call.at, "a denominator of zero", "write Rational(1, 2)")
