r"""Run when a site is built, in a process of its own: what its page must know of the letters and the chains of a book.

It reads {"notation": NAME, "texts": {SLUG: TEXT}} as JSON and writes {"kinds": …, "lines": {SLUG: …}}.

>>> told({"notation": "", "texts": {"two": "two: One and one\n  1 + 1\n= 2  -- counted\n"}})["lines"]["two"]["lines"]
[['', '', '1 + 1', '', ''], ['1 + 1', '=', '2', '', 'counted']]
"""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from proofpress.proof.language.cut import cut
from proofpress.proof.language.nodes import LanguageError
from proofpress.proof.language.scope import Scope

from .answer import kinds


def told(asked: Mapping[str, Any]) -> dict[str, Any]:
    """The kinds of the letters, and each chain in its parts; one that cannot be read says so where it stands."""
    name = asked["notation"]
    entries = tuple(importlib.import_module(name).NOTATION.entries) if name else ()
    ranges, lines = Scope.of(entries).ranges, dict[str, Any]()
    for slug, text in asked["texts"].items():
        with suppress(LanguageError):
            parts = cut(text, ranges)
            own = [[line.left, line.sign, line.right, line.rest, line.because] for line in parts.lines]
            lines[slug] = {"title": parts.head, "given": parts.given, "lines": own, "text": text}
    return {"kinds": kinds(entries), "lines": lines}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(told(json.load(sys.stdin)), ensure_ascii=False))
