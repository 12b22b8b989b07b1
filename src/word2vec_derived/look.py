"""`look`: a label and a value as typeset mathematics."""

from __future__ import annotations

import math
import re
import sys

import torch
from torch import Tensor

TEX_SPECIAL = re.compile(r"([#%&_{}])")


def look(label: str, value: Tensor | float) -> Look | None:
    r"""Show a label and a number, a vector or a matrix as typeset mathematics.

    In a notebook it is shown at once, wherever in the cell it stands; elsewhere the shown object is returned.
    Integers print as integers and all else with three significant digits.

    >>> look("$e_c =$", torch.tensor([0.2303, -1.1229, -0.1863]))
    $e_c =$ $\begin{bmatrix} 0.23 & -1.12 & -0.186\end{bmatrix}$

    Args:
        label: text, in which what stands between dollar signs is mathematics.
        value: a number, or a tensor of at most two dimensions.

    Raises:
        ValueError: the value is no number and no tensor of at most two dimensions, or a dollar sign has no partner.
    """
    looked = Look(label, value)
    if not _in_notebook():
        return looked
    from IPython.display import display

    display(looked)
    return None


class Look:
    """A label and a value, shown as mathematics; as text, one line of Markdown."""

    def __init__(self, label: str, value: Tensor | float) -> None:
        if label.count("$") % 2:
            raise ValueError(f"label is {label!r}, expected every dollar sign to have its partner")
        if not isinstance(value, Tensor | int | float):
            raise ValueError(f"value is {value!r}, expected a number or a tensor")
        self.label = label
        self.value = torch.as_tensor(value).detach()
        if self.value.dim() > 2:
            raise ValueError(f"value has shape {tuple(self.value.shape)}, expected at most two dimensions")

    def __repr__(self) -> str:
        """The line as Markdown: the label, then a plain number or a matrix between dollar signs."""
        shown = _plain(self.value) if self.value.dim() == 0 else f"${_matrix(self.value)}$"
        return f"{self.label} {shown}"

    def _repr_latex_(self) -> str:
        """Label and value as one formula."""
        parts = self.label.split("$")
        label = "".join(part if place % 2 else _text(part) for place, part in enumerate(parts))
        shown = f"{{{_number(self.value)}}}" if self.value.dim() == 0 else _matrix(self.value)  # in braces - is a sign
        return rf"${label}\ {shown}$"


def _matrix(value: Tensor) -> str:
    rows = value if value.dim() == 2 else value.unsqueeze(0)
    body = r" \\ ".join(" & ".join(_number(entry) for entry in row) for row in rows)
    return rf"\begin{{bmatrix}} {body}\end{{bmatrix}}"


def _plain(entry: Tensor) -> str:
    return str(float(f"{entry.item():.3g}")) if entry.is_floating_point() else str(int(entry.item()))


def _number(entry: Tensor) -> str:
    if entry.is_floating_point() and not math.isfinite(entry.item()):
        return {"inf": r"\infty", "-inf": r"-\infty", "nan": r"\text{nan}"}[_plain(entry)]
    mantissa, _, exponent = _plain(entry).partition("e")
    return rf"{mantissa} \times 10^{{{int(exponent)}}}" if exponent else mantissa


def _text(part: str) -> str:
    escaped = TEX_SPECIAL.sub(r"\\\1", part)
    return rf"\text{{{escaped}}}" if part else ""


def _in_notebook() -> bool:
    return "IPython" in sys.modules and sys.modules["IPython"].get_ipython() is not None
