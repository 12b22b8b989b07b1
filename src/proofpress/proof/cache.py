"""What was found out about a line, kept while nothing that it depends on has changed.

The key covers the line's expressions with all assumptions and the bodies of its abbreviations, what is given,
the source of this room and the versions of Python, SymPy and mpmath; what is kept is JSON.
Files are replaced whole, so that two processes may share the folder.

>>> from sympy import Symbol
>>> fingerprint(Symbol("x", real=True)) == fingerprint(Symbol("x", positive=True))
False
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import tempfile
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

import mpmath
import sympy
from sympy import Basic
from sympy.core.function import AppliedUndef

from .functions import Abbreviation
from .trees import OverTrees


def _folder() -> Path:
    """Where results are kept: $PROOFPRESS_CACHE, or .proofpress in the working directory."""
    return Path(os.environ.get("PROOFPRESS_CACHE") or ".proofpress") / "lines"


def load(key: str) -> dict[str, Any] | None:
    """What is kept under a key, None if there is nothing that can be read.

    >>> from contextlib import chdir
    >>> key = key_of(sympy.Symbol("x"))
    >>> with tempfile.TemporaryDirectory() as elsewhere, chdir(elsewhere):
    ...     save(key, {"verdict": "proved"})
    ...     load(key), load(key_of(sympy.Symbol("y")))
    ({'verdict': 'proved'}, None)
    """
    try:
        return json.loads((_folder() / f"{key}.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def save(key: str, result: dict[str, Any]) -> None:
    """Keep a result under a key; the file appears whole or not at all."""
    _folder().mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=_folder(), suffix=".part")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(result, file, ensure_ascii=False)
    Path(name).replace(_folder() / f"{key}.json")


def key_of(*parts: Any) -> str:
    """The key of a result: everything it was found from, and what found it."""
    text = "\n".join([provers(), *(fingerprint(part) for part in parts)])
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def provers() -> str:
    """The source of this room and the versions of what it runs on.

    >>> sympy.__version__ in provers()
    True
    """
    digest = hashlib.sha256()
    here = Path(__file__).parent
    for path in sorted(here.rglob("*.py")):
        digest.update(path.relative_to(here).as_posix().encode() + path.read_bytes())
    return f"{digest.hexdigest()} {platform.python_version()} {sympy.__version__} {mpmath.__version__}"


def fingerprint(part: Any) -> str:
    """A text that differs wherever two parts differ in meaning."""
    if isinstance(part, Basic):
        return f"{sympy.srepr(part)} {sorted(set(_assumed(part)))}"
    if is_dataclass(part) and not isinstance(part, type):
        names = [field.name for field in fields(part) if field.name not in ("words", "because", "loose")]
        own = [fingerprint(getattr(part, name)) for name in names]
        return f"{type(part).__name__}({', '.join(own)})"
    if isinstance(part, dict):
        return "{" + ", ".join(f"{name}: {fingerprint(part[name])}" for name in sorted(part)) + "}"
    if isinstance(part, tuple | list):
        return "[" + ", ".join(fingerprint(item) for item in part) + "]"
    return repr(part)


def _assumed(e: Basic) -> Iterator[str]:
    """What `srepr` leaves out: the assumptions on undefined functions and what abbreviations stand for."""
    for unknown in e.atoms(AppliedUndef):
        yield f"{unknown.func} {sorted(unknown.func._kwargs.items())}"
    for quantity in e.atoms(OverTrees):
        yield f"{quantity.func} := {fingerprint(quantity.at_leaf)}, {fingerprint(quantity.at_node)}"
    for name in e.atoms(Abbreviation):
        yield f"{name.func.__name__}{name.parameters} := {fingerprint(name.body)}"
