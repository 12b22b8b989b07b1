"""What passed before, and of which nothing has changed that it may read, is not run again.

The rule: a test that passed is kept under its name, with a digest of all that the tests of its folder may read.
That is what `READS` names for the folder, the folder's own helpers, the test's own module, what lies directly in
tests/, the pinned versions, the installed packages and Python. While the digest is the same, `pytest --kept`, which is
what `make test` calls, leaves the test out, and says at the end how many it left out; `pytest` alone runs everything.
A module of which all would be left out that the same words asked for before is not even imported.

`READS` is held in two ways: a test that opens or lists another file of ours fails and names it, and
tests/test_kept.py follows every import. What a command in another process reads is named by hand.
"""

from __future__ import annotations

import os
import re
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
FENCES = "docs#fences"  # of docs what is fenced: its chains among them, and nothing of its prose
EVERYTHING = (".githooks", "Makefile", "README.md", "docs", "mkdocs.yml", "overrides", "src", "tests")

# What the tests of a folder, or a file, may read of ours, each before the folder it lies in; any other may read all.
READS: dict[str, tuple[str, ...]] = {
    "tests/browser/test_opens.py": ("tests",),
    "tests/browser/test_paper.py": (
        "docs",
        "mkdocs.yml",
        "overrides",
        "src",
        "tests/book_of_least_squares",
        "tests/pages/served.py",
    ),
    "tests/browser/test_pages.py": ("docs", "mkdocs.yml", "overrides", "src", "tests/browser"),
    "tests/browser": ("LICENSE", "README.md", "docs", "mkdocs.yml", "overrides", "src"),
    "tests/checker": (FENCES, "mkdocs.yml", "src", "tests/proof/claims.jsonl"),
    "tests/derivations/test_chapters.py": ("docs", "mkdocs.yml", "src"),
    "tests/derivations/test_exercises.py": ("docs", "mkdocs.yml", "src"),
    "tests/derivations/test_fences.py": ("docs", "mkdocs.yml", "src"),
    "tests/derivations": (FENCES, "mkdocs.yml", "src"),
    "tests/labs": (FENCES, "docs/labs", "mkdocs.yml", "src"),
    "tests/oracle/test_registry.py": ("docs", "mkdocs.yml", "src"),
    "tests/oracle": ("src/word2vec_derived",),
    "tests/pages/commands/test_moving.py": ("docs/press", "src/proofpress", "tests/book_of_least_squares"),
    "tests/pages": (".githooks", "examples", "src/proofpress", "tests/book_of_least_squares"),
    "tests/proof/search/test_lines.py": ("src",),
    "tests/proof/search": (FENCES, "mkdocs.yml", "src", "tests/proof/twin"),
    "tests/proof/twin": ("src/proofpress", "tests/proof/kernel"),
    "tests/proof/test_mutate.py": ("src/proofpress",),
    "tests/proof": ("src/proofpress/__init__.py", "src/proofpress/claim_cli.py", "src/proofpress/proof"),
    "tests/reference": ("src/proofpress/__init__.py", "src/proofpress/proof", "src/word2vec_derived"),
    "tests/slips/test_attacked.py": (FENCES, "mkdocs.yml", "src"),
    "tests/slips": ("src/word2vec_derived", "tests/reference", "tests/training"),
    "tests/test_doctests.py": ("src",),
    "tests/test_figures.py": ("src/proofpress/assets/chain.css", "src/word2vec_derived"),
    "tests/test_groups.py": (".github",),
    "tests/test_house.py": ("src",),
    "tests/test_kept.py": ("src", "tests"),
    "tests/test_layers.py": ("src",),
    "tests/test_look.py": ("src/word2vec_derived",),
    "tests/training": ("src/word2vec_derived",),
}
OURS = tuple(f"{ROOT / folder}{os.sep}" for folder in ("src", "tests"))
HYPOTHESIS = str(Path(find_spec("hypothesis").origin).parent)  # it takes long to import
FENCE = re.compile(rb"^([ >]*)(`{3,}|~{3,}).*?^\1\2", re.MULTILINE | re.DOTALL)
PINS = ("constraints.txt", "package-lock.json", "pyproject.toml")
NOT_OURS = (
    ".git",
    ".hypothesis",
    ".mypy_cache",
    ".pdbrc",
    ".proofpress",
    ".pytest_cache",
    ".venv",
    "node_modules",
    "site",
)


def room(module: str) -> str:
    """The entry of `READS` that a test module stands under, or the module itself."""
    return next((name for name in READS if module == name or module.startswith(f"{name}/")), module)


@cache
def readable(module: str) -> tuple[str, ...]:
    """What the tests of a module may read of ours: files, and folders with all that is in them."""
    _, *folder, _ = module.split("/")
    return (*READS.get(room(module), EVERYTHING), *PINS, *_helpers(*folder[:1]), module)


@cache
def _helpers(*folder: str) -> tuple[str, ...]:
    """What is no test and lies directly in tests/, or in a folder of it."""
    own = (ROOT / "tests" / folder[0]).rglob("*") if folder else ()
    files = [path for path in [*own, *(ROOT / "tests").glob("*.py")] if path.is_file() and not _is_made(path)]
    return tuple(sorted(_name(path) for path in files if not path.name.startswith("test_")))


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def is_among(name: str, allowed: Iterable[str]) -> bool:
    """Whether a file or folder is one of those named, or lies in one."""
    places = (one.partition("#")[0] for one in allowed)
    return any(name == one or name.startswith(f"{one}/") for one in places)


def state(module: str) -> str:
    """A digest of all that the tests of a module may read."""
    return digest_of(readable(module))


def digest_of(names: Iterable[str]) -> str:
    """A digest of files and folders of ours, of the installed packages and of Python."""
    return sha256("\n".join([surroundings(), *map(_digest, names)]).encode()).hexdigest()


@cache
def surroundings() -> str:
    """Python and the installed packages."""
    return " ".join(
        [sys.version, *sorted(path.name for path in Path(sysconfig.get_path("purelib")).glob("*.dist-info"))]
    )


@cache
def _digest(name: str) -> str:
    """A digest of a file, or of each file of a folder and its name; after a `#`, of its fences alone."""
    name, _, part = name.partition("#")
    path = ROOT / name
    files = sorted(path.rglob("*")) if path.is_dir() else [path] if path.exists() else []
    ours = [file for file in files if file.is_file() and not _is_made(file)]
    texts = ((file, fences(file) if part else file.read_bytes()) for file in ours)
    told = (f"{_name(file)} {sha256(text).hexdigest()}\n" for file, text in texts)
    return sha256("".join(told).encode()).hexdigest()


def fences(file: Path) -> bytes:
    """The fences of a page, without what stands around them."""
    return b"".join(found[0] for found in FENCE.finditer(file.read_bytes()))


def _is_made(path: Path) -> bool:
    return any(part == "__pycache__" or part == ".proofpress" or part.endswith(".egg-info") for part in path.parts)


class Kept:
    """Verdicts on what is not a test, such as a page of the site: a key that is there was found right."""

    def __init__(self, folder: Path, is_asked: bool) -> None:
        self.folder, self.is_asked = folder, is_asked
        self.found, self.refused = dict[str, int](), list[str]()
        self.pending = dict[str, tuple[str, str]]()  # what is found right if a test that has begun comes to a good end

    def has(self, kind: str, key: str) -> bool:
        """Whether something was found right under a key before."""
        found = self.is_asked and (self.folder / kind / key).exists()
        self.found[kind] = self.found.get(kind, 0) + found
        return found

    def keep(self, kind: str, key: str) -> None:
        """Something was found right."""
        (self.folder / kind).mkdir(parents=True, exist_ok=True)
        (self.folder / kind / key).touch()


class Keeping:
    """The plugin of pytest; where there are workers, the process that starts them decides and writes."""

    def __init__(self, config: pytest.Config) -> None:
        self.config, self.is_asked = config, config.getoption("--kept")
        self.kept = Kept(Path(config.cache.mkdir("kept")), self.is_asked)
        self.outcomes, self.wrong, self.left_out = dict[str, bool](), set[str](), {"tests": 0}
        self.states = {} if hasattr(config, "workerinput") else states()
        self.known, self.whole = self._still_true()
        self.collected = dict[str, list[str]]()

    def _still_true(self) -> tuple[dict[str, str], dict[str, int]]:
        """The tests that passed before and of which nothing has changed since, each with its digest.

        Then the modules of which all those that are asked for did, each with how many they are.
        """
        if hasattr(self.config, "workerinput"):
            return self.config.workerinput["kept"]
        found = self.config.cache.get("kept/tests", {})
        known = {test: was for test, was in found.items() if self.states.get(_module(test)) == was}
        asked = self.config.cache.get("kept/modules", {}).get(self._selection(), {})
        return known, {module: len(tests) for module, tests in asked.items() if known.keys() >= set(tests)}

    def _selection(self) -> str:
        """What is asked for, word for word: other words may select other tests, though not where they may write."""
        words = map(str, self.config.invocation_params.args)
        return " ".join(word for word in words if not word.startswith("--basetemp"))

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        node.workerinput["kept"] = self.known, self.whole

    def pytest_ignore_collect(self, collection_path: Path) -> bool | None:
        """A module of which nothing is to be run is not even imported."""
        whole = self.whole.get(os.path.relpath(collection_path, ROOT)) if self.is_asked else None
        self.left_out["tests"] += whole or 0
        return True if whole else None

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        for item in items:
            self.collected.setdefault(_module(item.nodeid), []).append(item.nodeid)
        if self.is_asked:
            kept = [item for item in items if item.nodeid in self.known]
            items[:] = [item for item in items if item.nodeid not in self.known]
            config.hook.pytest_deselected(items=kept)
            self.left_out["tests"] += len(kept)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        _watch.begin(_module(item.nodeid))
        try:
            return (yield)
        finally:
            _watch.end()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self) -> Iterator[None]:
        result = yield
        if _watch.strays:
            pytest.fail(f"read {sorted(_watch.strays)}, which READS of tests/kept.py does not name for this folder")
        return result

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if not report.passed or hasattr(report, "wasxfail"):
            self.wrong.add(report.nodeid)
        if report.when == "teardown":  # which does not come of a test that is interrupted
            self.outcomes[report.nodeid] = report.nodeid not in self.wrong
            found = self.kept.pending.pop(report.nodeid, None)
            if found and self.outcomes[report.nodeid]:
                self.kept.keep(*found)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        self.left_out |= self.kept.found
        if hasattr(self.config, "workeroutput"):
            told = {"left_out": self.left_out, "refused": self.kept.refused, "collected": self.collected}
            self.config.workeroutput |= told
            return
        self._write()
        if self.left_out.get("tests") and session.exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED:
            session.exitstatus = pytest.ExitCode.OK

    def _write(self) -> None:
        """Keep what passed, but for what may have read a file that was written meanwhile."""
        now = states()
        same = {module: was for module, was in self.states.items() if now.get(module) == was}
        passed = {test: same[_module(test)] for test, right in self.outcomes.items() if right and _module(test) in same}
        others = {test: was for test, was in self.known.items() if test not in self.outcomes}
        self.config.cache.set("kept/tests", others | passed)
        if self.is_asked:
            modules = self.config.cache.get("kept/modules", {})
            modules[self._selection()] = modules.get(self._selection(), {}) | self.collected
            self.config.cache.set("kept/modules", modules)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        told = {"left_out": {}, "refused": [], "collected": {}} | getattr(node, "workeroutput", {})
        for kind, count in told["left_out"].items():
            before = 0 if kind == "tests" else self.left_out.get(kind, 0)  # every worker collects every test
            self.left_out[kind] = before + count
        self.kept.refused += told["refused"]
        self.collected |= told["collected"]

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        told = ", ".join(f"{count} {kind}" for kind, count in self.left_out.items() if count)
        if told:
            terminalreporter.write_line(
                f"kept: {told} passed before, and nothing they may read has changed; pytest without --kept runs them"
            )
        for test in self.kept.refused:
            terminalreporter.write_line(f"not kept: {test}, which its mark does not name")


def states() -> dict[str, str]:
    """The digest of every test module, of the files as they are now."""
    for cached in (_digest, readable, _helpers):
        cached.cache_clear()
    return {name: state(name) for name in map(_name, (ROOT / "tests").rglob("test_*.py"))}


def _module(test: str) -> str:
    return test.partition("::")[0]


class Watch:
    """Notes which files of ours are opened, and which folders listed, that a test may not read."""

    def __init__(self) -> None:
        self.allowed: tuple[str, ...] | None = None
        self.strays = set[str]()
        sys.addaudithook(self._hear)

    def begin(self, module: str) -> None:
        self.allowed, self.strays = readable(module), set()

    def end(self) -> None:
        self.allowed = None

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self.allowed and event in ("open", "os.listdir", "os.scandir") and isinstance(arguments[0], str | Path):
            by_number = event == "open" and arguments[1] is None  # by os.open, perhaps within a folder held open
            name = os.path.relpath(arguments[0], ROOT)
            if by_number and not Path(arguments[0]).is_absolute():
                return
            if _is_foreign(name) or is_among(name, self.allowed) or not os.path.lexists(arguments[0]):
                return
            if event != "open" and str(Path(arguments[0]).absolute()) in sys.path:
                return  # what could be imported from it is looked at, by an import or for a page that may import it
            if not _is_a_tools(event, sys._getframe(1)):
                self.strays.add(name)


def _is_foreign(name: str) -> bool:
    return name in (".", "src") or name.split("/")[0] in ("..", *NOT_OURS) or _is_made(Path(name))


def _is_a_tools(event: str, frame: FrameType | None) -> bool:
    """Whether a tool, on its own, opens or lists a file of ours, and the test does not ask for it.

    Hypothesis takes constants from the source of whatever is imported, and an import lists the folders of the path.
    """
    while frame is not None and not frame.f_code.co_filename.startswith(OURS):
        name = frame.f_code.co_filename
        if name.startswith(HYPOTHESIS) or (event != "open" and name.startswith("<frozen importlib")):
            return True
        frame = frame.f_back
    return False


_watch = Watch()
