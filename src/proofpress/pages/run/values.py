"""A value of a page as plain data: its exact number, how it shows itself, or the exception that came in its place."""

from __future__ import annotations

import re
import traceback
from io import StringIO
from numbers import Rational
from typing import Any

# What colours a terminal, or moves in it.
ESCAPES = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])"
)  # that colour a terminal and move in it
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ue000\ue001]")
PROTOCOL = {"text/html": "_repr_html_", "image/svg+xml": "_repr_svg_", "text/latex": "_repr_latex_"}


def printable(text: str) -> str:
    r"""A text as a terminal shows it, in lines; a character that nobody would see is spelt out.

    >>> printable("10 %" + chr(13) + "100 %" + chr(7))
    '100 %\\x07'
    """
    lines = ESCAPES.sub("", text).replace("\r\n", "\n").split("\n")
    return "\n".join(UNSEEN.sub(_spelt, _overwritten(line)) for line in lines)


def _overwritten(line: str) -> str:
    """What is seen of a line in which each carriage return begins anew, over what is there."""
    seen = ""
    for part in line.split("\r"):
        seen = part + seen[len(part) :]
    return seen


def _spelt(match: re.Match[str]) -> str:
    return match[0].encode("unicode_escape", "surrogatepass").decode()


def abridged(value: Any) -> str:
    """The beginning of a value's text, on one line."""
    text = " ".join(repr(value).split())
    return text if len(text) <= 60 else text[:57] + "..."


def exact(value: Any) -> str:
    """A real number as ``p/q``, a decimal, inf or nan; TypeError for anything else."""
    if callable(getattr(value, "item", None)):
        value = value.item()
    if isinstance(value, bool | str | bytes):
        raise TypeError("not a number")
    if isinstance(value, Rational):
        return f"{int(value.numerator)}/{int(value.denominator)}"
    if callable(getattr(value, "evalf", None)):
        value = value.evalf(50)
        return str(value) if value.is_Float else repr(float(value))
    if type(value).__name__ == "Decimal":
        return str(value)
    return repr(float(value))


def bundle(value: Any) -> dict[str, str]:
    """How a value shows itself by the Jupyter protocol, its plain text aside."""
    whole = getattr(value, "_repr_mimebundle_", None)
    if callable(whole) and not isinstance(value, type):
        data = whole()
        data = data[0] if isinstance(data, tuple) else data
        return {mime: text for mime, text in data.items() if mime != "text/plain" and isinstance(text, str)}
    if type(value).__module__.startswith("matplotlib.figure"):
        return {"image/svg+xml": svg(value)}
    methods = {mime: getattr(value, name, None) for mime, name in PROTOCOL.items() if not isinstance(value, type)}
    shown = {mime: method() for mime, method in methods.items() if callable(method)}
    return {mime: text for mime, text in shown.items() if isinstance(text, str)}


def svg(figure: Any) -> str:
    """A matplotlib figure as SVG, the same bytes every time."""
    import matplotlib

    matplotlib.rcParams["svg.hashsalt"] = "proofpress"
    text = StringIO()
    figure.savefig(text, format="svg", bbox_inches="tight", metadata={"Date": None})
    return text.getvalue()


def describe(error: BaseException, filename: str) -> dict[str, Any]:
    """An exception as plain data: its last line as doctest prints it, and the line of the step that raised it."""
    message = "".join(traceback.format_exception_only(error)).strip().splitlines()
    lines = [number for frame, number in traceback.walk_tb(error.__traceback__) if frame.f_code.co_filename == filename]
    if isinstance(error, SyntaxError) and error.filename == filename:
        lines, message = [error.lineno or 1], message[-1:]
    memory = isinstance(error, MemoryError) or "can't allocate memory" in str(error)
    return {"text": printable("\n".join(message)), "line": (lines or [1])[-1], "memory": memory}
