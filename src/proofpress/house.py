"""A house of code, drawn from the code: its rooms, who imports whom, and what each room says of itself.

A room is a folder of modules, or a module that stands at the top of a package.
Nothing is imported; the sources are read.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from html import escape
from importlib.util import find_spec
from pathlib import Path

LETTER, HEIGHT, GAP, FLOOR = 7.2, 30, 18, 64  # of the picture: a letter's width, a room, between rooms, between floors
TIP = (
    '<marker id="press-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
    '<path d="M0 0L8 4L0 8z" fill="currentColor"/></marker>'
)
Graph = dict[str, set[str]]


def modules(package: str) -> dict[str, Path]:
    """Every module of an installed package by its name, the package itself included.

    >>> "proofpress.house" in modules("proofpress")
    True
    """
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ValueError(f"{package} is no package that can be imported here; install it or correct its name")
    root = Path(spec.submodule_search_locations[0])
    found = (path for path in root.rglob("*.py") if _is_within_packages(path.relative_to(root), root))
    paths = {".".join(path.relative_to(root.parent).with_suffix("").parts): path for path in found}
    return {name.removesuffix(".__init__"): path for name, path in sorted(paths.items())}


def _is_within_packages(path: Path, root: Path) -> bool:
    """Whether each folder down to a module is a package: what is only carried along is none of the house."""
    return all((root / folder / "__init__.py").exists() for folder in path.parents)


def imports(name: str, path: Path, for_types: bool = False) -> Iterator[tuple[int, str]]:
    """Every name that a module imports, with its line, within functions too; for the type checker if asked."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    guards = [node for node in ast.walk(tree) if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"]
    unread = {id(node) for guard in guards for node in ast.walk(guard) if not for_types}
    package = name.split(".") if path.stem == "__init__" else name.split(".")[:-1]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and id(node) not in unread:
            above = package[: len(package) - node.level + 1] if node.level else []
            source = ".".join([*above, *filter(None, [node.module])])
            yield from ((node.lineno, f"{source}.{alias.name}") for alias in node.names)


def circle(graph: Mapping[str, set[str]]) -> list[str]:
    """A way from a member of the graph back to itself, in the direction of its arrows; empty if there is none.

    >>> circle({"a": {"b"}, "b": {"a"}}), circle({"a": {"b"}, "b": set()})
    (['a', 'b', 'a'], [])
    """
    try:
        TopologicalSorter({name: sorted(graph[name]) for name in sorted(graph)}).prepare()
    except CycleError as error:
        return list(reversed(error.args[1]))
    return []


@dataclass(frozen=True)
class House:
    """The rooms of some packages; shown as a picture, the rooms above those that they import."""

    packages: tuple[str, ...]
    _paths: dict[str, Path] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        for package in self.packages:
            self._paths.update(modules(package))

    @cached_property
    def arrows(self) -> Graph:
        """The modules of the house that each module imports when it runs."""
        return {
            name: {self._owner(at) for _, at in imports(name, path)} - {name, ""} for name, path in self._paths.items()
        }

    def _owner(self, name: str) -> str:
        """The module that an import leads to: `name` itself or the one that defines it; nothing if it is another's."""
        return next((one for one in (name, name.rpartition(".")[0]) if one in self._paths), "")

    def room(self, module: str) -> str:
        """The room in which a module stands."""
        return module if self._paths[module].stem == "__init__" or module.count(".") < 2 else module.rpartition(".")[0]

    @cached_property
    def rooms(self) -> Graph:
        """The rooms that each room imports; the face of a package, which only hands names on, is none."""
        found: Graph = {}
        for module, others in self.arrows.items():
            mine = self.room(module)
            if mine not in self.packages and not mine.endswith(".__main__"):
                found.setdefault(mine, set()).update({self.room(one) for one in others} - {mine, *self.packages})
        return {room: leads for room, leads in found.items() if self.lines(room)}

    def members(self, room: str) -> list[Path]:
        """The files of a room."""
        return [path for module, path in self._paths.items() if self.room(module) == room]

    def lines(self, room: str) -> int:
        """How many lines stand in a room, its face aside."""
        return sum(path.read_text("utf-8").count("\n") for path in self.members(room) if path.stem != "__init__")

    def says(self, room: str) -> str:
        """The first sentence that a room says of itself."""
        text = ast.get_docstring(ast.parse(self._paths[room].read_text("utf-8"))) or ""
        return text.split("\n")[0]

    def __repr__(self) -> str:
        return f"<the house of {' and '.join(self.packages)}>"

    def _repr_svg_(self) -> str:
        return picture(self.rooms, {room: room.partition(".")[2] for room in self.rooms})


def floors(graph: Graph) -> list[list[str]]:
    """The rooms in floors, the ground floor first: each stands above all that it imports."""
    below, todo = list[list[str]](), {room: leads & graph.keys() for room, leads in graph.items()}
    while todo:
        free = sorted(room for room, leads in todo.items() if not leads & todo.keys())
        free = free or sorted(set(circle(todo)))  # rooms that import each other share a floor
        below.append(free)
        todo = {room: leads for room, leads in todo.items() if room not in free}
    return below


def needed(graph: Graph) -> Iterator[tuple[str, str]]:
    """The arrows that do not follow from longer ways."""
    for room, leads in graph.items():
        for other in leads:
            if not any(other in reached(graph, by) for by in leads - {other}):
                yield room, other


def reached(graph: Graph, room: str) -> set[str]:
    """Every room to which a way leads from one."""
    found: set[str] = set()
    todo = [room]
    while todo:
        new = graph.get(todo.pop(), set()) - found
        found |= new
        todo += new
    return found


def picture(graph: Graph, names: Mapping[str, str]) -> str:
    """Rooms as boxes, floor upon floor, and an arrow from each room to those that it imports."""
    rows = [[(room, len(names[room]) * LETTER + 20) for room in floor] for floor in reversed(floors(graph))]
    whole = max(sum(width + GAP for _, width in row) for row in rows)
    places: dict[str, tuple[float, float, float]] = {}
    for at, row in enumerate(rows):
        left = (whole - sum(width + GAP for _, width in row) + GAP) / 2
        for room, width in row:
            places[room] = left, at * FLOOR + 2, width
            left += width + GAP
    boxes = "".join(_box(names[room], *place) for room, place in places.items())
    arrows = "".join(_arrow(places[room], places[other]) for room, other in sorted(needed(graph)))
    size = f'viewBox="0 0 {whole:.0f} {len(rows) * FLOOR - FLOOR + HEIGHT + 4}" width="{whole:.0f}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="inherit" font-size="13" stroke="currentColor">'
        f'<defs>{TIP}</defs><g fill="none" opacity="0.6">{arrows}</g>{boxes}</svg>'
    )


def _box(name: str, left: float, top: float, width: float) -> str:
    frame = f'<rect x="{left:.0f}" y="{top}" width="{width:.0f}" height="{HEIGHT}" rx="4" fill="none"/>'
    middle = f'x="{left + width / 2:.0f}" y="{top + HEIGHT / 2 + 5:.0f}"'
    return f'{frame}<text {middle} text-anchor="middle" fill="currentColor" stroke="none">{escape(name)}</text>'


def _arrow(above: tuple[float, float, float], below: tuple[float, float, float]) -> str:
    """From the lower edge of a room to the upper edge of the one that it imports; on one floor from side to side."""
    if above[1] == below[1]:
        (x, y, width), (to_x, _, to_width) = above, below
        ends = (x + width, to_x) if x < to_x else (x, to_x + to_width)
        return f'<path d="M{ends[0]:.0f} {y + HEIGHT / 2:.0f}H{ends[1]:.0f}" marker-end="url(#press-arrow)"/>'
    x, y = above[0] + above[2] / 2, above[1] + HEIGHT
    to_x, to_y = below[0] + below[2] / 2, below[1]
    bend = (to_y - y) / 2
    way = f"M{x:.0f} {y:.0f}C{x:.0f} {y + bend:.0f} {to_x:.0f} {to_y - bend:.0f} {to_x:.0f} {to_y:.0f}"
    return f'<path d="{way}" marker-end="url(#press-arrow)"/>'


@dataclass(frozen=True)
class Rooms:
    """What each room says of itself, as a table that shows itself; from the top floor down."""

    house: House

    def __repr__(self) -> str:
        return "<what each room says of itself>"

    def _repr_html_(self) -> str:
        rooms = [room for floor in reversed(floors(self.house.rooms)) for room in floor]
        rows = "".join(
            f"<tr><td><code>{escape(room)}</code></td><td>{self.house.lines(room)}</td>"
            f"<td>{escape(self.house.says(room))}</td></tr>"
            for room in rooms
        )
        head = "".join(f'<th scope="col">{name}</th>' for name in ("Room", "Lines", "What it is"))
        return f'<table aria-label="rooms"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
