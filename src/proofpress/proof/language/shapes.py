"""The shapes of arrays as the notation says them, and whether the indices of a text run over them.

>>> from .parse import parse
>>> ends = {"j": (Node("number", "1"), Node("name", "V"))}
>>> check(parse("s[j] + sum(s[n], n=1..V)"), {"s": (("V",),)}, ends)
>>> check(parse("sum(s[n], n=1..N)"), {"s": (("V",),)}, ends)
Traceback (most recent call last):
proofpress.proof.language.nodes.LanguageError: at character 5: s over N; its shape is (V,)
"""

from __future__ import annotations

from collections.abc import Mapping

from .nodes import LanguageError, Node

Shape = tuple[str, ...]
Shapes = Mapping[str, tuple[Shape, ...]]
Ranges = Mapping[str, tuple[Node, Node]]


def read(text: str) -> tuple[Shape, ...]:
    """What stands in the column of shapes, the axes of each.

    >>> read("(V,) or (V, d)")
    (('V',), ('V', 'd'))
    """
    shapes = [shape.strip().strip("()").split(",") for shape in text.split(" or ")]
    return tuple(tuple(axis.strip() for axis in shape if axis.strip()) for shape in shapes)


def axis(ends: tuple[Node, Node] | None) -> str:
    """The size up to which a range goes from 1, nothing if it is no size.

    >>> axis((Node("number", "1"), Node("name", "V"))), axis((Node("number", "0"), Node("name", "V")))
    ('V', '')
    """
    is_size = ends is not None and ends[0].text == "1" and ends[1].kind == "name"
    return ends[1].text if ends and is_size else ""


def check(node: Node, shapes: Shapes, ranges: Ranges, alike: Mapping[str, str] | None = None) -> None:
    """Raise `LanguageError` at an entry whose indices run over other axes than its array has.

    An index that runs over a part of an axis is not looked at; axes may be `alike`, by what is given.
    """
    for part in reversed(node.parts):
        check(part, shapes, ranges, alike)
        if part.kind == "limit":
            low, high = part.parts
            ranges = {**ranges, part.text: (low, high)}
    if node.kind not in ("entry", "call") or node.text not in shapes:
        return
    same = alike or {}
    runs = [axis(ranges.get(index.text)) if index.kind in ("name", "entry") else "" for index in node.parts]
    runs = [same.get(run, run) for run in runs]
    for shape in shapes[node.text]:
        if all(not own or run in ("", same.get(own, own)) for run, own in zip(runs, shape, strict=False)):
            return
    known = [[own or "any" for own in shape] for shape in shapes[node.text]]
    told = " or ".join(f"({', '.join(shape)}{',' * (len(shape) == 1)})" for shape in known)
    raise LanguageError(node.at, f"{node.text} over {' and '.join(filter(None, runs))}", f"its shape is {told}")
