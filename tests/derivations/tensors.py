"""A second road for vectors: nodes worked out by torch, a vector as a tensor, its gradient by autograd."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import product

import torch
from torch import Tensor

from proofpress.proof.language.nodes import Node
from proofpress.proof.language.parse import parse
from proofpress.proof.language.scope import Scope

SIZES = {"V": 4, "d": 3, "N": 3, "K": 2, "C": 3, "R": 2, "T": 3, "m": 2}
ENTRYWISE: Mapping[str, Callable[[Tensor], Tensor]] = {
    "exp": torch.exp,
    "log": torch.log,
    "sigmoid": torch.sigmoid,
    "softplus": torch.nn.functional.softplus,
    "sqrt": torch.sqrt,
}


class Tensors:
    """Random values for every letter of a notation, and the nodes of a chain worked out at them."""

    def __init__(self, scope: Scope, seed: int = 0) -> None:
        self.scope = scope
        self.random = torch.Generator().manual_seed(seed)
        self.letters: dict[str, Tensor] = {}
        self.numbers: dict[str, int] = {
            name: torch.randint(1, 3, (), generator=self.random).item() for name in scope.running
        }
        self.numbers |= {"c": 2, "o": 3} | SIZES
        self.runs: dict[str, str] = {}
        self.functions: dict[str, tuple[list[str], Node]] = {}

    def letter(self, name: str, rank: int, axes: tuple[str, ...] = ()) -> Tensor:
        """The values of a letter, made when it is first met."""
        key = f"{name} {rank}"
        if key not in self.letters:
            thing = self.scope.names[name]
            shapes = [shape for shape in self.scope.shapes.get(name, ()) if len(shape) == rank] or [("V",) * rank]
            shape = axes if axes in shapes else shapes[0]
            drawn = torch.rand([SIZES[axis] for axis in shape], generator=self.random, dtype=torch.float64) + 0.1
            if getattr(thing, "is_integer", False) or (rank and thing[(1,) * rank].is_integer):
                drawn = torch.randint(*((0, 2) if name == "code" else (1, 5)), drawn.shape, generator=self.random)
            self.letters[key] = drawn.requires_grad_(drawn.is_floating_point())
        return self.letters[key]

    def __call__(self, node: Node) -> Tensor:
        """The value of a node: a number, a vector or a matrix."""
        return getattr(self, "_" + node.kind)(node)

    def _whole(self, node: Node) -> int:
        return int(self(node).item())

    def _number(self, node: Node) -> Tensor:
        return torch.tensor(float(node.text), dtype=torch.float64)

    def _name(self, node: Node) -> Tensor:
        if node.text in self.numbers:
            return torch.tensor(float(self.numbers[node.text]), dtype=torch.float64)
        if node.text in self.scope.definitions:
            return self._function(node, ())
        shapes = self.scope.shapes.get(node.text, ((),))
        return self.letter(node.text, len(shapes[0]))

    def _entry(self, node: Node) -> Tensor:
        rank = len(node.parts)
        known = sorted(len(shape) for shape in self.scope.shapes.get(node.text, ((None,) * rank,)))
        axes = tuple(self.runs.get(index.text) or self.scope.axis(index.text) for index in node.parts)
        base = self.letter(node.text, rank if rank in known else next(n for n in known if n > rank), axes)
        return base[self._place(node)]

    def _place(self, entry: Node) -> tuple[int | slice, ...]:
        """Where an entry stands in its letter; a blank is the whole axis."""
        return tuple(slice(None) if index.text == "_" else self._whole(index) - 1 for index in entry.parts)

    def _call(self, node: Node) -> Tensor:
        if node.text in self.scope.definitions:
            return self._function(node, node.parts)
        inner = node.parts[0]
        match node.text:
            case "unit":
                [axis] = [self.scope.axis(inner.text)]
                return torch.eye(SIZES[axis], dtype=torch.float64)[self._whole(inner) - 1]
            case "ones":
                return torch.ones(SIZES[inner.text], dtype=torch.float64)
            case "diag":
                return torch.diag(self(inner))
            case "tr":
                return self(inner).t()
            case "delta":
                return (self(inner) == self(node.parts[1])).double()
        return ENTRYWISE[node.text](self(inner))

    def _function(self, node: Node, given: tuple[Node, ...]) -> Tensor:
        """A function at its arguments; what is left out runs over its whole range."""
        parameters, read = self._definition(node.text)
        given = given or tuple(Node("name", "_") for _ in parameters)
        free = [name for name, part in zip(parameters, given, strict=True) if part.text == "_"]
        fixed = {n: self._whole(p) for n, p in zip(parameters, given, strict=True) if p.text != "_"}
        sizes = [SIZES[self.scope.axis(name)] for name in free]
        found = [self.bound(read, {**fixed, **dict(zip(free, at, strict=True))})
                 for at in product(*(range(1, size + 1) for size in sizes))]  # fmt: skip
        return torch.stack(found).reshape(sizes)

    def _definition(self, name: str) -> tuple[list[str], Node]:
        """The parameters of a function and its body, read once."""
        if name not in self.functions:
            head, _, body = self.scope.definitions[name].partition(" = ")
            self.functions[name] = [part.text for part in parse(head).parts], parse(body, self.scope.ranges)
        return self.functions[name]

    def bound(self, node: Node, at: Mapping[str, int]) -> Tensor:
        """The value of a node where some indices have a number."""
        before, self.numbers = self.numbers, {**self.numbers, **at}
        value = self(node)
        self.numbers = before
        return value

    def _sum(self, node: Node) -> Tensor:
        return sum((self(part) for part in node.parts[1:]), self(node.parts[0]))

    def _negative(self, node: Node) -> Tensor:
        return -self(node.parts[0])

    def _inverse(self, node: Node) -> Tensor:
        return 1 / self(node.parts[0])

    def _product(self, node: Node) -> Tensor:
        first, *rest = map(self, node.parts)
        for factor in rest:
            first = first * factor
        return first

    _entrywise = _product

    def _power(self, node: Node) -> Tensor:
        return self(node.parts[0]) ** self(node.parts[1])

    def _dot(self, node: Node) -> Tensor:
        if node.text == "^":
            return self(node.parts[0]).square().sum()
        first, second = map(self, node.parts)
        is_row = node.parts[1].text == "tr" and second.ndim == 1
        return torch.outer(first, second) if is_row else first @ second

    def _fold(self, node: Node) -> Tensor:
        body, *inner, limit = node.parts
        rest = Node("fold", node.text, node.at, (body, *inner)) if inner else body
        low, high = map(self._whole, limit.parts)
        before, self.runs = self.runs, {**self.runs, limit.text: limit.parts[1].text}
        values = torch.stack([self.bound(rest, {limit.text: at}) for at in range(low, high + 1)])
        self.runs = before
        return values.sum(0) if node.text == "sum" else values.prod(0)

    def _derivative(self, node: Node) -> Tensor:
        """By the letter that each variable is of, and then at its indices, one variable after the other."""
        body, *by = node.parts
        value = self(body)
        for variable in by:
            value = self._slope(value, variable)
        return value

    def _slope(self, value: Tensor, variable: Node) -> Tensor:
        rank = next(int(key.split()[1]) for key in self.letters if key.startswith(f"{variable.text} "))
        letter = self.letter(variable.text, rank)
        slopes = [
            torch.autograd.grad(one, letter, create_graph=True, allow_unused=True, materialize_grads=True)[0]
            for one in value.reshape(-1)
        ]
        at = self._place(variable)
        return torch.stack([slope[at] for slope in slopes]).reshape((*value.shape, *letter[at].shape))
