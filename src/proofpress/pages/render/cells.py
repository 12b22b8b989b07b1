"""Cells in Jupyter's form, and a notebook of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def text_cell(text: str) -> dict[str, Any]:
    """A Markdown cell."""
    return {"cell_type": "markdown", "metadata": {}, "source": text.splitlines(keepends=True)}


def code_cell(code: str, outputs: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """A code cell with its outputs."""
    shown = [output_of(one) for one in outputs]
    return {"cell_type": "code", "metadata": {}, "source": code.rstrip().splitlines(keepends=True), "outputs": shown}


def output_of(one: dict[str, Any]) -> dict[str, Any]:
    """One output in Jupyter's form."""
    if "error" in one:
        return {"output_type": "error", **one["error"]}
    if "text" in one:
        return {"output_type": "stream", "name": "stdout", "text": one["text"].splitlines(keepends=True)}
    kind = "execute_result" if one.get("result") else "display_data"
    return {"output_type": kind, "data": one["data"], "metadata": {}}


def assemble(cells: list[dict[str, Any]]) -> dict[str, Any]:
    """A notebook of cells, numbered in order."""
    count = 0
    for number, cell in enumerate(cells, start=1):
        cell["id"] = f"cell-{number}"
        if cell["cell_type"] == "code":
            count += 1
            cell["execution_count"] = count
            for output in cell["outputs"]:
                if output["output_type"] == "execute_result":
                    output["execution_count"] = count
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
