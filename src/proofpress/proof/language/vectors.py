"""From vectors to components: what a line between vectors says of each component, and what fits together.

A vector is written as its components are, with the index left out: ``u[o]`` is the vector of all ``u[o, l]``, ``y_hat``
that of all ``y_hat(j)``, ``model(_, c)`` that of all ``model(j, c)``. To these come ``a @ b``, ``a @ tr(b)``,
``a .* b``, ``a ./ b``, ``unit(o)``, ``ones(V)`` and ``diag(a)``.

>>> from sympy import IndexedBase, Symbol
>>> from .parse import parse
>>> j, l, s = Symbol("j", integer=True), Symbol("l", integer=True), IndexedBase("s", real=True)
>>> ends = {"j": (ONE, Node("name", "V")), "l": (ONE, Node("name", "d"))}
>>> shapes = {"u": (("V", "d"),), "v": (("V", "d"),)}
>>> vectors = Vectors(Scope({"j": j, "l": l, "s": s}, ends, shapes=shapes, tables=frozenset("u")))
>>> vectors.at(parse("s - unit(j)"), [Node("name", "l")]) == parse("s - delta(l, j)")
True
>>> [factor.text for factor in vectors.at(parse("u[j] @ v[o]")).parts[0].parts]
['u', 'v']
>>> vectors.letter("d", 0).text, [factor.text for factor in factors_of(times(Node("name", "x"), parse("s*j^2")))]
('_2', ['x', 's', 'j', 'j'])
>>> vectors.axes(parse("max(u[j], 1)"))
Traceback (most recent call last):
proofpress.proof.language.nodes.LanguageError: at character 5: a vector over d in max; write it for one component
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace

from sympy import IndexedBase, Symbol

from .build import FUNCTIONS, INSTEAD, OWN, is_several, refuse_unknown
from .nodes import LanguageError, Node
from .scope import CONSTANTS, Scope

Axes = tuple[str, ...]
ONE, TWO, BLANK = Node("number", "1"), Node("number", "2"), Node("name", "_")
ENTRYWISE = ("exp", "log", "sigmoid", "softplus")
ENTRY_BY_ENTRY = {
    "inverse": "write x ./ y to divide entry by entry",
    "power": "write x .* x to multiply entry by entry, tr(u) for a transpose",
}
BY_COMPONENT = "write it for one component"
UNITS = {"delta": "unit(o) for delta(i, o)", "one_hot": "unit(o)", "e": "unit(o)", "ones": "ones({})",
         "eye": "diag(ones({}))", "identity": "diag(ones({}))", "I": "diag(ones({}))"}  # fmt: skip


class Vectors:
    """Reads vectors in a scope.

    `used` are the names that an index of its own must not have, if it must be a letter; an array of several shapes has
    the first, or the one that lies `over` the axes that are asked for.
    """

    def __init__(self, scope: Scope, used: Collection[str] | None = None) -> None:
        self.scope, self.used = scope, None if used is None else list(used)
        self._made, self.over = 0, set[str]()

    # What a node is

    def axes(self, node: Node) -> Axes:
        """None for a number, one for a vector, two for a matrix; raises `LanguageError`, which says what to write."""
        match node.kind:
            case "name" | "entry":
                self._numbers(node, [index for index in node.parts if index.parts])
                return self._left_out(node)
            case "call":
                return self._axes_of_call(node)
            case "dot":
                return self._axes_of_dot(node)
            case "derivative":
                return tuple(axis for part in node.parts for axis in self.axes(part))
            case "sum" | "compare":
                return self._axes_alike(node)
            case "product":
                return self._axes_of_product(node)
            case "entrywise":
                return self._axes_of_entrywise(node)
            case "fold" if node.text == "sum":
                return self._axes_of_sum(node)
            case "negative" | "mean":
                return self.axes(node.parts[0])
        return self._numbers(node, node.parts)

    def _numbers(self, node: Node, parts: Sequence[Node]) -> Axes:
        for part in parts:
            if axes := self.axes(part):
                of_several = is_several(self.scope.names.get(node.text)) and f"write {node.text}(s[j] for j)"
                instead = ENTRY_BY_ENTRY.get(node.kind) or of_several or INSTEAD.get(node.text, BY_COMPONENT)
                raise LanguageError(part.at, f"{told(axes)} in {node.text or node.kind}", instead)
        return ()

    def _left_out(self, node: Node) -> Axes:
        """The axes of the indices that are left out of an array or a function."""
        known, count = self.scope.shapes.get(node.text, ()), len(node.parts)
        if not known or any(len(shape) == count for shape in known):
            is_whole = BLANK not in node.parts
            return () if is_whole else self._nearest(_blank(own, node.parts) for own in known if len(own) == count)
        if count > max(map(len, known)):
            raise LanguageError(node.at, f"{node.text} with {count} indices", f"it is {told(known[0])}")
        if BLANK in node.parts:
            raise LanguageError(node.at, f"{node.text} with {count} of its indices", "write each, or _ for it")
        axes = self._nearest(shape[count:] for shape in known if len(shape) > count)
        if len(axes) > 1 and self._is_array(node) and node.text not in self.scope.tables:
            index = next((name for name in self.scope.running if self.scope.axis(name) == axes[0]), "j")
            instead = f"the whole has no letter: write {node.text}[{index}], or declare it by letters.table"
            raise LanguageError(node.at, f"{node.text} alone", instead)
        return axes

    def _nearest(self, fitting: Iterable[Axes]) -> Axes:
        """The first of some axes that lies over those asked for, or else the first."""
        some = list(fitting)
        return next((axes for axes in some if self.over.issuperset(axes)), some[0] if some else ())

    def _is_array(self, node: Node) -> bool:
        return node.kind == "entry" or isinstance(self.scope.names.get(node.text), IndexedBase)

    def _axes_of_call(self, node: Node) -> Axes:
        refuse_unknown(node, self.scope, (*FUNCTIONS, *OWN))
        if node.text in self.scope.names and node.text not in ENTRYWISE:
            if BLANK in node.parts and node.text not in self.scope.shapes:
                instead = self.scope.definitions.get(node.text, "every argument")
                raise LanguageError(node.at, f"{node.text} without an argument", f"write it out: {instead}")
            slots = self.scope.shapes.get(node.text, ((),))[0]
            self._numbers(node, [part for part in node.parts if part != BLANK])
            return tuple(axis for axis, part in zip(slots, node.parts, strict=False) if part == BLANK)
        if node.text in ENTRYWISE and len(node.parts) == 1 and len(axes := self.axes(node.parts[0])) < 2:
            return axes
        if node.text not in OWN:
            return self._numbers(node, node.parts)
        if len(node.parts) != 1:
            raise LanguageError(node.at, f"{node.text} with {len(node.parts)} arguments", f"write {OWN[node.text]}")
        inner, rank = node.parts[0], {"unit": 0, "ones": 0, "tr": 2, "diag": 1}[node.text]
        axes = self.axes(inner)
        if len(axes) != rank:
            instead = "write u[o] @ v[c] for a dot product, x @ tr(y) for a matrix"
            raise LanguageError(node.at, f"{node.text} of {told(axes)}", instead)
        if node.text == "ones":
            return (self._size(inner),)
        return axes[::-1] if node.text == "tr" else axes * 2 or (self._range(inner),)

    def _size(self, node: Node) -> str:
        """The axis of a vector of ones, which is named by its size."""
        found = self.scope.names.get(node.text)
        if node.kind != "name" or not isinstance(found, Symbol) or not found.is_integer or not found.is_positive:
            raise LanguageError(node.at, "a vector of ones along what is no size", "write ones(V)")
        return node.text

    def _range(self, index: Node) -> str:
        """The axis on which an index lies, by its name's range or that of its array's entries."""
        if index.kind not in ("name", "entry") or not self.scope.axis(index.text):
            raise LanguageError(index.at, "a unit vector at what has no range of its own", "write unit(o)")
        return self.scope.axis(index.text)

    def _axes_of_dot(self, node: Node) -> Axes:
        a, b = node.parts
        left, outer = self.axes(a), self._outer(b)
        right = self.axes(outer or b)
        if not left or not right:
            self._known(a if not left else b, (right or left or "d")[0])
            raise LanguageError(node.at, "@ beside a number", "write * between numbers, or a number and a vector")
        if outer and len(left) == 1:
            return left + right
        if outer or left[-1] != right[0]:
            is_turned = not outer and len(left) == 2 and left[0] == right[0]
            instead = "the last axis of the one is the first of the other; "
            instead += "turn the first round with tr(…)" if is_turned else "x @ tr(y) is a matrix"
            raise LanguageError(node.at, f"@ between {told(left)} and {told(right)}", instead)
        return left[:-1] + right[1:]

    def _outer(self, node: Node) -> Node | None:
        """The vector that is turned to a row: ``y`` of ``tr(y)``."""
        is_row = node.kind == "call" and node.text == "tr" and len(node.parts) == 1
        return node.parts[0] if is_row and len(self.axes(node.parts[0])) == 1 else None

    def _axes_of_sum(self, node: Node) -> Axes:
        body, *limits = node.parts
        axes = self.axes(body)
        for limit in limits:
            if limit.text not in body.names() and limit.parts[1].text in axes:
                raise LanguageError(node.at, f"a sum over {limit.text} of {told(axes)} without it", "write s[j] for s")
        return axes

    def _axes_alike(self, node: Node) -> Axes:
        first, *rest = self._of_each(node.parts)
        for part, axes in zip(node.parts[1:], rest, strict=True):
            if axes != first:
                number = part if not axes else node.parts[0]
                raise LanguageError(part.at, f"{told(axes)} beside {told(first)}", self._alike(number, axes or first))
        return first

    def _alike(self, part: Node, axes: Axes) -> str:
        """What to write for a number that stands beside what has these axes."""
        inner = part.parts[0] if part.kind == "negative" else part
        if self.axes(inner):
            return "both must be alike"
        is_letter = inner.text in (self.scope.names if inner.kind != "name" else {**self.scope.names, **CONSTANTS})
        if inner.text in UNITS and not is_letter:
            return f"write {UNITS[inner.text].format(axes[0])}"
        self._known(inner, axes[0])
        return f"write x*ones({axes[0]}) for x in every entry" if len(axes) == 1 else "write x @ tr(y) for a matrix"

    def _known(self, node: Node, axis: str) -> None:
        """Refuse a name that is not known: what is not known is taken for a number."""
        is_declared = node.text in self.scope.names or node.text in CONSTANTS
        if node.kind in ("name", "call") and node.text in UNITS and not is_declared:
            raise LanguageError(node.at, f"{node.text!r} beside a vector", f"write {UNITS[node.text].format(axis)}")
        if node.kind == "call":
            refuse_unknown(node, self.scope, (*FUNCTIONS, *OWN))
        if node.kind == "name" and node != BLANK:
            self.scope.look(node.text, node.at, OWN)
        for part in node.parts:
            self._known(part, axis)

    def _axes_of_entrywise(self, node: Node) -> Axes:
        first, *rest = self._of_each(tuple(map(numerator, node.parts)))
        for part, axes in zip(node.parts[1:], rest, strict=True):
            if not first or axes != first:
                instead = "both must be alike; between a number and a vector write *"
                raise LanguageError(part.at, f"{told(first)} times {told(axes)}, entry by entry", instead)
        return first

    def _of_each(self, parts: Sequence[Node]) -> list[Axes]:
        """The axes of each part; an array of several shapes has the one that makes it like its neighbours."""
        found, before = [self.axes(part) for part in parts], self.over
        for own in sorted(set(found)) if len(set(found)) > 1 else ():
            self.over = set(own)
            with suppress(LanguageError):
                again = [self.axes(part) for part in parts]
                found = again if len(set(again)) == 1 else found
        self.over = before
        return found

    def _axes_of_product(self, node: Node) -> Axes:
        found = [axes for part in node.parts if (axes := self.axes(part))]
        if len(found) > 1:
            instead = "write x @ y for their dot product, x @ tr(y) for the matrix, x .* y entry by entry"
            raise LanguageError(node.at, f"{told(found[0])} times {told(found[1])}", instead)
        return found[0] if found else ()

    # From a vector to its components

    def at(self, node: Node, indices: Sequence[Node] = ()) -> Node:
        """The component of a node at as many indices as it has axes, every dot product in it a sum."""
        if indices and node.kind in ("name", "entry"):
            kind, left = "entry" if self._is_array(node) else "call", iter(indices)
            return Node(kind, node.text, node.at, (*_filled(node.parts, left), *left))
        if node.kind == "call" and indices:
            return self._call_at(node, indices)
        if node.kind == "dot":
            return self._dot_at(node, indices)
        if node.kind == "derivative":
            return self._derivative_at(node, list(indices))
        if node.kind in ("product", "entrywise"):
            return self._product_at(node, indices)
        parts = tuple(self.at(part, indices if indices and self.axes(part) else ()) for part in node.parts)
        return replace(node, parts=parts) if parts else node

    def _call_at(self, node: Node, indices: Sequence[Node]) -> Node:
        inner = node.parts[0]
        match node.text:
            case "unit":
                return Node("call", "delta", node.at, (indices[0], inner))
            case "diag":
                delta = Node("call", "delta", node.at, tuple(indices))
                return _product([delta, self.at(inner, indices[:1])])
            case "ones":
                return ONE
            case "tr":
                return self.at(inner, indices[::-1])
            case name if name in ENTRYWISE:
                return replace(node, parts=(self.at(inner, indices),))
        return replace(node, parts=_filled(node.parts, iter(indices)))

    def _product_at(self, node: Node, indices: Sequence[Node]) -> Node:
        """A product at indices: the vectors among its factors are taken there, quotients by one too."""
        parts = list[Node]()
        for part in node.parts:
            inner = numerator(part)
            found = self.at(inner, indices if indices and self.axes(inner) else ())
            parts.append(found if inner is part else replace(part, parts=(found,)))
        return _product(parts) if indices else replace(node, parts=tuple(parts))

    def _dot_at(self, node: Node, indices: Sequence[Node]) -> Node:
        a, b = node.parts
        if outer := self._outer(b):
            return times(self.at(a, indices[:1]), self.at(outer, indices[1:]))
        *own, axis = self.axes(a)
        index = self.letter(axis, node.at)
        count = len(own)
        body = times(self.at(a, (*indices[:count], index)), self.at(b, (index, *indices[count:])))
        if node.text == "^":
            body = Node("power", "^", node.at, (self.at(a, (index,)), TWO))
        if self.used is not None:
            self.used.remove(index.text)
        return Node("fold", "sum", node.at, (body, Node("limit", index.text, node.at, (ONE, Node("name", axis)))))

    def _derivative_at(self, node: Node, indices: list[Node]) -> Node:
        parts = []
        for part in node.parts:
            count = len(self.axes(part))
            parts.append(self.at(part, indices[:count]))
            del indices[:count]
        return replace(node, parts=tuple(parts))

    def letter(self, axis: str, at: int) -> Node:
        """An index over an axis that is not used yet, and is from now on."""
        self._made += 1
        if self.used is None:
            return Node("name", f"_{self._made}")
        free = (name for name in self.scope.running if name not in self.used and self.scope.axis(name) == axis)
        found = next(free, "")
        if not found:
            instead = f'declare another in the notation, as letters("j", "index", "j", "…", over="1..{axis}")'
            raise LanguageError(at, f"no index over {axis} is left for a component", instead)
        self.used.append(found)
        return Node("name", found, at)


def told(axes: Axes) -> str:
    """What has these axes.

    >>> told(()), told(("V",)), told(("V", "d")), told(("V", "V", "d"))
    ('a number', 'a vector over V', 'a matrix of V by d', 'an array of V by V by d')
    """
    if len(axes) > 2:
        return f"an array of {' by '.join(axes)}"
    return ("a number", "a vector over {}", "a matrix of {} by {}")[len(axes)].format(*axes)


def _blank(shape: Axes, indices: Sequence[Node]) -> Axes:
    return tuple(axis for axis, index in zip(shape, indices, strict=True) if index == BLANK)


def _filled(parts: Sequence[Node], indices: Iterator[Node]) -> tuple[Node, ...]:
    return tuple(next(indices) if part == BLANK else part for part in parts)


def numerator(factor: Node) -> Node:
    """A factor, or what a factor divides by.

    >>> numerator(Node("inverse", "/", 0, (TWO,))) == numerator(TWO)
    True
    """
    return factor.parts[0] if factor.kind == "inverse" else factor


def _product(parts: Sequence[Node]) -> Node:
    """The product of components; the ones that a vector of ones has are left out of it, if they can be."""
    flat = [
        one for part in parts for one in (part.parts if part.kind == "product" and part.parts[0] is ONE else (part,))
    ]
    rest = [part for part in flat if part is not ONE]
    return times(*rest) if rest and rest[0].kind != "inverse" else times(ONE, *rest)


def times(first: Node, *others: Node) -> Node:
    """The product of some nodes, flat where that moves no fraction's line."""
    parts = factors_of(first, powers=False)
    for factor in others:
        flat = factors_of(factor, powers=False)
        parts += [factor] if any(part.kind == "inverse" for part in flat) else flat
    return parts[0] if len(parts) == 1 else Node("product", "*", parts[0].at, tuple(parts))


def factors_of(node: Node, *, powers: bool = True) -> list[Node]:
    """The factors of a node: one that is squared is a factor twice."""
    if node.kind == "product":
        return [part for factor in node.parts for part in factors_of(factor, powers=powers)]
    return [node.parts[0]] * 2 if powers and node.kind == "power" and node.parts[1] == TWO else [node]
