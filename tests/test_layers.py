"""Who may import whom: the rooms of the house, and the only doors between them."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from proofpress.house import House, circle, imports

SRC = Path(__file__).parents[1] / "src"
OURS = ("proofpress", "word2vec_derived")

# Each room, with what of ours it may import and which libraries it must never see.
ROOMS = {
    "proofpress/proof": (["proofpress.proof"], ["torch", "markdown", "mkdocs", "matplotlib"]),
    "proofpress/proof/search": (["proofpress.proof.kernel", "proofpress.proof.search"], ["torch", "mpmath"]),
    "proofpress/checker": (["proofpress.proof", "proofpress.checker"], ["torch", "markdown", "mkdocs", "mpmath"]),
    "proofpress/pages": (["proofpress.pages", "proofpress.proof", "proofpress.checker", "proofpress.house"], ["torch"]),
    "word2vec_derived/notation": (["proofpress.proof", "word2vec_derived.notation"], ["torch", "markdown"]),
    "word2vec_derived/reference": (["word2vec_derived.reference"], ["sympy"]),
    "word2vec_derived/oracle": (["word2vec_derived.reference", "word2vec_derived.oracle"], ["sympy", "proofpress"]),
    "word2vec_derived/topics.py": ([], ["sympy", "torch"]),
    "word2vec_derived/look.py": ([], ["sympy"]),
    "word2vec_derived/figures": (["word2vec_derived.reference", "word2vec_derived.figures"], ["sympy"]),
    "word2vec_derived/training": (["word2vec_derived.reference", "word2vec_derived.training"], ["sympy"]),
}

# The way of a page: each room of the press may import only itself and those before it.
SETTINGS = "config.py"  # reads settings and files by MkDocs' own objects
WAY = ("language", "run", "book", "render", "commands", "site")


def modules(room: str) -> list[Path]:
    path = SRC / room
    return [path] if path.suffix else sorted(path.rglob("*.py"))


def imports_of(module: Path) -> list[tuple[int, str]]:
    """Every import of a module, those for the type checker too."""
    name = ".".join(module.relative_to(SRC).with_suffix("").parts).removesuffix(".__init__")
    return list(imports(name, module, for_types=True))


def inside(name: str, package: str) -> bool:
    return name == package or name.startswith(package + ".")


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_what_it_may(room: str) -> None:
    allowed, never = ROOMS[room]
    wrong = [
        f"{module.relative_to(SRC)}:{line}: imports {name}"
        for module in modules(room)
        for line, name in imports_of(module)
        if any(inside(name, library) for library in never)
        or (any(inside(name, package) for package in OURS) and not any(inside(name, door) for door in allowed))
    ]
    assert modules(room)
    assert not wrong


def test_the_kernel_imports_the_standard_library_alone() -> None:
    kernel = "proofpress.proof.kernel"
    found = {name for module in modules("proofpress/proof/kernel") for _, name in imports_of(module)}
    foreign = {name for name in found if name.split(".")[0] not in sys.stdlib_module_names and not inside(name, kernel)}
    assert foreign == set()


ROOM = "proofpress.proof"
REFUTERS = ("refute", "point", "evaluate", "dual", "smooth", "steps", "landmarks")
PROVERS = ("prove", "replayed", "search.lines", "kernel.replay")
WORDS = {"derivation", "draws", "functions", "given", "refusals", "several", "substitution", "trees"}
"""What lines, givens and functions are, and how a name is put in: both sides speak of them."""
WORDS_OF_CLAIMS = {"draws", "functions", "scalar.calculus", "substitution"}


def reached(names: Iterable[str]) -> set[str]:
    """The modules of the proof room that some of them import, and those that these import in turn."""
    found, todo = set[str](), sorted(names)
    while todo:
        name = todo.pop()
        path = SRC / f"{ROOM}.{name}".replace(".", "/")
        if name in found or not path.with_suffix(".py").exists():
            continue
        found.add(name)
        doors = [door.removeprefix(f"{ROOM}.") for _, door in imports_of(path.with_suffix(".py"))]
        todo += [*doors, *(door.rpartition(".")[0] for door in doors)]
    return found


def test_the_refuter_shares_no_way_of_working_things_out_with_the_prover() -> None:
    assert set(REFUTERS) <= reached(REFUTERS)
    assert set(PROVERS) <= reached(PROVERS)
    assert reached(REFUTERS) & reached(PROVERS) <= WORDS


def test_neither_does_that_of_claims() -> None:
    assert reached(["scalar.trial"]) & reached(PROVERS) <= WORDS_OF_CLAIMS
    assert len(reached(["scalar.trial"])) > len(WORDS_OF_CLAIMS)


def test_every_module_of_the_mathematics_stands_in_a_room() -> None:
    known = {module for room in ROOMS for module in modules(room)}
    strays = [path for path in (SRC / "word2vec_derived").rglob("*.py") if path not in known]
    assert [path.name for path in strays if path.name != "__init__.py"] == []


@pytest.mark.parametrize("room", WAY)
def test_a_page_goes_one_way_through_the_press(room: str) -> None:
    later = [f"proofpress.pages.{other}" for other in WAY[WAY.index(room) + 1 :]]
    wrong = [
        f"{module.relative_to(SRC)}:{line}: imports {name}"
        for module in modules(f"proofpress/pages/{room}")
        for line, name in imports_of(module)
        if any(inside(name, door) for door in later)
        or (room != "site" and module.name != SETTINGS and inside(name, "mkdocs"))
    ]
    assert wrong == []


def test_every_module_of_the_press_is_on_the_way() -> None:
    pages = SRC / "proofpress/pages"
    assert sorted(path.name for path in pages.iterdir() if path.suffix == ".py") == ["__init__.py"]
    assert {path.name for path in pages.iterdir() if path.is_dir()} - {"__pycache__"} == set(WAY)


def test_no_module_imports_itself_by_way_of_others() -> None:
    """Within functions too; what only a type checker reads is not imported when a program runs."""
    assert " → ".join(circle(House(OURS).arrows)) == ""


def test_every_line_that_the_type_checker_lets_pass_says_why() -> None:
    lines = [(path, line) for path in SRC.rglob("*.py") for line in path.read_text("utf-8").splitlines()]
    silent = [
        f"{path.name}: {line.strip()}"
        for path, line in lines
        if re.search(r"# type: ignore(?!\[[\w,-]+\]  # [\w`])", line)
    ]
    assert silent == []
