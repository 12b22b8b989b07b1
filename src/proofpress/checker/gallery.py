"""Checks to begin with, each judged when the site is built, and a link that fills it in.

>>> Gallery("1 - sigmoid(x) = sigmoid(-x)", "sigmoid(-x) = -sigmoid(x)")
<2 checks: 1 proved, 1 refuted>
"""

from __future__ import annotations

import json
from collections import Counter
from functools import cached_property
from html import escape
from typing import Any
from urllib.parse import urlencode

from .answer import answer

SIGNS = {"proved": "Proved", "refuted": "Refuted", "undecided": "Undecided"}


class Gallery:
    """Equations as one would paste them, of which each letter is what it is guessed to be."""

    def __init__(self, *equations: str) -> None:
        self.equations = [tuple(equation.split(" = ")) for equation in equations]

    @cached_property
    def answers(self) -> list[dict[str, Any]]:
        """What became of each; raises `ValueError` for one that cannot be read."""
        found = [json.loads(answer(json.dumps({"lhs": lhs, "rhs": rhs}))) for lhs, rhs in self.equations]
        wrong = [one["how"] for one in found if one["verdict"] not in SIGNS]
        if wrong:
            raise ValueError(f"a check of the gallery cannot be read: {wrong[0]}")
        return found

    def __repr__(self) -> str:
        counted = Counter(one["verdict"] for one in self.answers)
        told = ", ".join(f"{counted[verdict]} {verdict}" for verdict in SIGNS if counted[verdict])
        return f"<{len(self.answers)} checks: {told}>"

    def _repr_html_(self) -> str:
        rows = "".join(_row(lhs, rhs, told) for (lhs, rhs), told in zip(self.equations, self.answers, strict=True))
        head = "".join(f'<th scope="col">{name}</th>' for name in ("As pasted", "Read as", "Verdict"))
        return f'<table aria-label="checks to begin with"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


def _row(lhs: str, rhs: str, told: dict[str, Any]) -> str:
    fields = [("left", lhs), ("right", rhs), *(("letter", f"{name}:{kind}") for name, kind in told["symbols"].items())]
    link = f'<a href="#{escape(urlencode(fields))}"><code>{escape(lhs)}</code> and <code>{escape(rhs)}</code></a>'
    point = told.get("counterexample") or {"values": {}}
    where = ", ".join(f"{name} = {value}" for name, value in point["values"].items())
    said = SIGNS[told["verdict"]] + (f": {escape(where)}" if where else "")
    read = f"<b>False:</b> <s>{told['read']}</s>" if told["verdict"] == "refuted" else told["read"]
    return f"<tr><td>{link}</td><td>{read}</td><td>{said}</td></tr>"
