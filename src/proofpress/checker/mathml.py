"""How a side was read, as MathML: printed from the nodes of its text, so that nothing is evaluated or put in order.

>>> from proofpress.proof.language.parse import parse
>>> mathml(parse("x/2"))
'<mfrac><mi>x</mi><mn>2</mn></mfrac>'
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from proofpress.proof.language.nodes import Node

GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "zeta": "ζ", "eta": "η", "theta": "θ",
    "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "tau": "τ",
    "upsilon": "υ", "phi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "ell": "ℓ", "Gamma": "Γ", "Delta": "Δ",
    "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
}  # fmt: skip
OTHERS = {"E": "e", "oo": "∞", "sigmoid": "σ"}
SIGNS = {"<=": "≤", ">=": "≥", "!=": "≠", "==": "=", "->": "→", "<=>": "⇔", ":=": "≔"}
FENCES = {"abs": "||", "floor": "⌊⌋", "ceil": "⌈⌉"}
LEAST = {
    "compare": 0,
    "sum": 1,
    "negative": 2,
    "derivative": 3,
    "fold": 3,
    "product": 3,
    "dot": 3,
    "inverse": 3,
    "power": 4,
}
"""How tightly each kind of node binds."""


def equation(left: Node, sign: str, right: Node) -> str:
    """Two sides with their relation, as a formula that stands alone.

    >>> equation(Node("name", "x"), "<=", Node("number", "1"))[-44:]
    '<mi>x</mi><mo>≤</mo><mn>1</mn></mrow></math>'
    """
    inner = row(mathml(left), _mo(sign), mathml(right))
    return f'<math xmlns="http://www.w3.org/1998/Math/MathML" display="block">{inner}</math>'


def mathml(node: Node, least: int = 0) -> str:
    """A node, in brackets where it binds less than it must.

    >>> mathml(Node("negative", "-", 0, (Node("name", "x_1"),)))
    '<mrow><mo>−</mo><msub><mi>x</mi><mi>1</mi></msub></mrow>'
    """
    drawn = DRAWN[node.kind](node)
    return fenced(drawn) if LEAST.get(node.kind, 9) < least else drawn


def row(*parts: str) -> str:
    """Parts side by side.

    >>> row("<mi>x</mi>")
    '<mrow><mi>x</mi></mrow>'
    """
    return f"<mrow>{''.join(parts)}</mrow>"


def fenced(inner: str, fence: str = "()") -> str:
    """Something in brackets.

    >>> fenced("<mi>x</mi>", "||")
    '<mrow><mo>|</mo><mi>x</mi><mo>|</mo></mrow>'
    """
    return row(f"<mo>{fence[0]}</mo>", inner, f"<mo>{fence[1]}</mo>")


def _mo(sign: str) -> str:
    return f"<mo>{escape(SIGNS.get(sign, sign))}</mo>"


def _word(name: str) -> str:
    return f"<mi>{escape(GREEK.get(name, OTHERS.get(name, name)))}</mi>"


def _letter(name: str) -> str:
    head, *below = name.split("_")
    return f"<msub>{_word(head)}{_listed(map(_word, below))}</msub>" if below and head else _word(name)


def _listed(parts: Sequence[str] | map[str]) -> str:
    made = list(parts)
    return made[0] if len(made) == 1 else row("<mo>,</mo>".join(made))


def _number(node: Node) -> str:
    return f"<mn>{escape(node.text)}</mn>"


def _entry(node: Node) -> str:
    return f"<msub>{_letter(node.text)}{_listed([mathml(part) for part in node.parts])}</msub>"


def _sum(node: Node) -> str:
    first, *others = node.parts
    terms = [mathml(first, 1)]
    for part in others:
        minus = part.kind == "negative"
        terms += ["<mo>−</mo>" if minus else "<mo>+</mo>", mathml(part.parts[0] if minus else part, 3 if minus else 2)]
    return row(*terms)


def _negative(node: Node) -> str:
    return row("<mo>−</mo>", mathml(node.parts[0], 3))


def _product(node: Node) -> str:
    above = [part for part in node.parts if part.kind != "inverse"]
    below = [part.parts[0] for part in node.parts if part.kind == "inverse"]
    return f"<mfrac>{_factors(above, bool(below))}{_factors(below, True)}</mfrac>" if below else _factors(above, False)


def _factors(parts: Sequence[Node], alone: bool) -> str:
    if len(parts) == 1:
        return mathml(parts[0], 0 if alone else 3)
    return (
        row("<mo>·</mo>".join(mathml(part, 4 if part.kind == "fold" else 3) for part in parts))
        if parts
        else "<mn>1</mn>"
    )


def _inverse(node: Node) -> str:
    return f"<mfrac><mn>1</mn>{mathml(node.parts[0])}</mfrac>"


def _power(node: Node) -> str:
    return f"<msup>{mathml(node.parts[0], 5)}{mathml(node.parts[1])}</msup>"


def _dot(node: Node) -> str:
    return row("<mo>·</mo>".join(mathml(part, 3) for part in node.parts))


def _call(node: Node) -> str:
    parts = [mathml(part) for part in node.parts]
    if node.text in FENCES and len(parts) == 1:
        return fenced(parts[0], FENCES[node.text])
    if node.text == "sqrt":
        return f"<msqrt>{parts[0]}</msqrt>"
    if node.text == "exp":
        return f"<msup><mi>e</mi>{parts[0]}</msup>"
    return row(_letter(node.text), fenced("<mo>,</mo>".join(parts)))


def _fold(node: Node) -> str:
    body, *limits = node.parts
    if node.text not in ("sum", "prod"):
        return row(_letter(node.text), fenced(f"{mathml(body)}<mtext> for </mtext>{_letter(limits[0].text)}"))
    drawn = mathml(body, 3)
    for limit in limits:
        sign = "<mo>∏</mo>" if node.text == "prod" else "<mo>∑</mo>"
        low, high = map(mathml, limit.parts)
        drawn = row(f"<munderover>{sign}{row(_letter(limit.text), '<mo>=</mo>', low)}{high}</munderover>", drawn)
    return drawn


def _mean(node: Node) -> str:
    return row("<mi>E</mi>", fenced(mathml(node.parts[0]), "[]"))


def _derivative(node: Node) -> str:
    body, *by = node.parts
    below = row(*(row("<mi>∂</mi>", mathml(one)) for one in by))
    above = "<mi>∂</mi>" if len(by) == 1 else f"<msup><mi>∂</mi><mn>{len(by)}</mn></msup>"
    return row(f"<mfrac>{above}{below}</mfrac>", mathml(body, 3))


def _compare(node: Node) -> str:
    first, *others = (mathml(part) for part in node.parts)
    return row(first, *(_mo(sign) + part for sign, part in zip(node.text.split(), others, strict=True)))


DRAWN: dict[str, Callable[[Node], str]] = {
    "number": _number, "name": lambda node: _letter(node.text), "entry": _entry, "call": _call, "sum": _sum,
    "product": _product, "negative": _negative, "inverse": _inverse, "power": _power, "dot": _dot, "fold": _fold,
    "mean": _mean, "derivative": _derivative, "compare": _compare,
}  # fmt: skip
