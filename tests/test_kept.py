"""What passed is left out for as long as nothing has changed that it may read, and no longer."""

from __future__ import annotations

import ast
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from . import kept

pytest_plugins = ["pytester"]

PLUGIN = """
from .kept import Keeping

def pytest_addoption(parser):
    parser.addoption("--kept", action="store_true")

def pytest_configure(config):
    config.pluginmanager.register(Keeping(config), "keeping")
"""
READING = """
from pathlib import Path

SRC = Path(__file__).parents[2] / "src/proofpress/proof"

def test_it_is_one():
    assert (SRC / "one.txt").read_text() == "1"

def test_it_is_a_number():
    assert (SRC / "one.txt").read_text().isdigit()
"""

Run = Callable[..., dict[str, int]]
WORKERS = [pytest.param((), id="alone"), pytest.param(("-n", "2"), id="with workers", marks=pytest.mark.long)]


@pytest.fixture
def run(pytester: pytest.Pytester) -> Run:
    """A project with two tests of the prover and what they read; counts what became of them."""
    files = {
        "tests/conftest.py": PLUGIN,
        "tests/proof/test_one.py": READING,
        "tests/proof/helper.py": "",
        "tests/training/test_two.py": "def test_two(): pass",
        "src/proofpress/proof/one.txt": "1",
        "docs/nll.md": "# NLL",
        "constraints.txt": "",
        "pyproject.toml": "[tool.pytest.ini_options]\naddopts = '--import-mode=importlib'\n",
    }
    for name, text in files.items():
        pytester.path.joinpath(name).parent.mkdir(parents=True, exist_ok=True)
        pytester.path.joinpath(name).write_text(text)
    shutil.copy(kept.__file__, pytester.path / "tests")

    def run(*options: str) -> dict[str, int]:
        ended = pytester.runpytest_subprocess("-p", "no:hypothesispytest", "-p", "no:randomly", *options)
        return {"code": int(ended.ret)} | ended.parseoutcomes()

    return run


def write(pytester: pytest.Pytester, name: str, text: str) -> None:
    (pytester.path / name).write_text(text)


@pytest.mark.parametrize("workers", WORKERS)
def test_what_passed_is_left_out_and_that_is_said(run: Run, workers: tuple[str, ...], pytester) -> None:
    assert run("--kept", *workers)["passed"] == 3
    ended = pytester.runpytest_subprocess("--kept", *workers)
    assert ended.ret == 0
    assert "passed" not in ended.parseoutcomes()
    ended.stdout.fnmatch_lines(["kept: 3 tests passed before, and nothing they may read has changed;*"])


@pytest.mark.parametrize("workers", WORKERS)
def test_a_module_that_is_left_out_whole_is_not_imported_unless_asked_for_in_other_words(
    run: Run, workers: tuple[str, ...], pytester
) -> None:
    write(pytester, "tests/proof/test_one.py", f"{READING}\nopen('imported', 'w').close()\n")
    imported = pytester.path / "imported"
    run("--kept", *workers)
    write(pytester, "tests/training/test_two.py", "def test_two(): pass\n\ndef test_three(): pass")
    imported.unlink()
    assert run("--kept", *workers)["passed"] == 2
    assert not imported.exists()
    assert "passed" not in run("--kept", *workers, "tests/proof")
    imported.unlink()
    run("--kept", *workers)
    assert not imported.exists()
    write(pytester, "tests/proof/test_one.py", f"{READING}\ndef test_more(): pass\n")
    assert run("--kept", *workers)["passed"] == 3


def test_without_being_asked_nothing_is_left_out(run: Run) -> None:
    assert run()["passed"] == run()["passed"] == 3


# A file that changes, and how many of the three tests may have read it.
CHANGES = {
    "docs/nll.md": 0,
    "tests/training/test_two.py": 1,
    "src/proofpress/proof/new.py": 2,
    "tests/proof/test_one.py": 2,
    "tests/proof/helper.py": 2,
    "tests/proof/test_another.py": 0,
    "tests/conftest.py": 3,
    "constraints.txt": 3,
}


def test_what_may_have_read_a_changed_file_is_run_again(run: Run, pytester) -> None:
    run("--kept")
    for name, passed in CHANGES.items():
        before = (pytester.path / name).read_text() if (pytester.path / name).exists() else ""
        write(pytester, name, f"{before}\n# more\n")
        assert (name, run("--kept").get("passed", 0)) == (name, passed)


def test_what_reads_fences_alone_is_run_again_when_one_of_them_changes_and_not_for_prose(run: Run, pytester) -> None:
    (pytester.path / "tests/derivations").mkdir()
    write(pytester, "tests/derivations/test_three.py", "def test_three(): open('docs/nll.md').close()")
    changes = {"# NLL\n": 1, "# NLL\n\n```derivation\na: A\n```\n": 1, "It is.\n\n```derivation\na: A\n```\n": 0}
    for text, passed in (changes | {"It is.\n\n```derivation\na: B\n```\n": 1}).items():
        write(pytester, "docs/nll.md", text)
        assert run("--kept", "tests/derivations").get("passed", 0) == passed


def test_what_failed_is_run_until_it_passes(run: Run, pytester) -> None:
    write(pytester, "src/proofpress/proof/one.txt", "2")
    assert run("--kept")["failed"] == 1
    assert {**run("--kept"), "deselected": 0} == {"code": 1, "failed": 1, "deselected": 0}
    write(pytester, "src/proofpress/proof/one.txt", "1")
    assert run("--kept")["passed"] == 2


def test_what_was_interrupted_or_skipped_is_run_until_it_passes(run: Run, pytester) -> None:
    endings = {"raise KeyboardInterrupt": {"code": 2}, "__import__('pytest').skip()": {"code": 0, "skipped": 1}}
    for ending, told in endings.items():
        write(pytester, "tests/training/test_two.py", f"def test_two(): {ending}")
        assert [run("--kept", "tests/training") for _ in range(2)] == [told, told]
    write(pytester, "tests/training/test_two.py", "def test_two(): pass")
    assert run("--kept", "tests/training")["passed"] == 1


def test_what_was_put_back_is_known_again_only_as_the_last_run_left_it(run: Run, pytester) -> None:
    run("--kept")
    write(pytester, "src/proofpress/proof/one.txt", "3")
    assert run("--kept")["failed"] == 1
    write(pytester, "src/proofpress/proof/one.txt", "1")
    assert run("--kept")["passed"] == 2


def test_what_was_written_during_the_run_is_not_believed(run: Run, pytester) -> None:
    write(pytester, "tests/proof/test_one.py", f"{READING}\ndef test_write():\n    (SRC / 'new.txt').write_text('1')\n")
    assert run("--kept")["passed"] == 4
    assert run("--kept")["passed"] == 3


@pytest.mark.parametrize("reading", ["(ROOT / 'docs/nll.md').read_text()", "list((ROOT / 'docs').iterdir())"])
@pytest.mark.usefixtures("run")
def test_a_test_that_reads_what_its_folder_does_not_name_fails(pytester, reading: str) -> None:
    code = f"from pathlib import Path\nROOT = Path(__file__).parents[2]\ndef test_stray():\n    {reading}\n"
    write(pytester, "tests/proof/test_stray.py", code)
    ended = pytester.runpytest_subprocess("tests/proof/test_stray.py")
    ended.assert_outcomes(failed=1)
    ended.stdout.fnmatch_lines(["*read *docs*, which READS of tests/kept.py does not name for this folder"])


# Each runs in a folder of its own, and only looks as if it read what it may not.
HARMLESS = {
    "a file that is not there": "def test_it():\n    assert not __import__('os').path.exists('docs/no.md')\n"
    "    try:\n        open('docs/no.md')\n    except FileNotFoundError:\n        pass\n",
    "Hypothesis, for constants of its own": "import sys, types\nfrom hypothesis import given, strategies\n"
    "@given(strategies.integers())\ndef test_it(n):\n"
    "    sys.modules['stray'] = stray = types.ModuleType('stray')\n"
    "    stray.__file__ = __file__.replace('tests/training/test_', 'src/')\n",
}


@pytest.mark.parametrize("code", HARMLESS.values(), ids=HARMLESS)
@pytest.mark.usefixtures("run")
def test_what_a_test_does_not_read_itself_is_no_stray(pytester, code: str) -> None:
    write(pytester, "src/stray.py", "NUMBER = 12345678\n")
    write(pytester, "tests/training/test_stray.py", code)
    pytester.runpytest_subprocess("tests/training/test_stray.py").assert_outcomes(passed=1)


# Every import leads to what is named


@cache
def imported(path: Path) -> frozenset[Path]:
    """The files of ours that a file imports when it runs, packages on the way included."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(file for node in running(tree) for name in names(node, path) for file in files_of(name))


def running(node: ast.AST) -> Iterator[ast.AST]:
    """A node and all within it but what is for the type checker alone."""
    is_for_types = isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
    within = node.orelse if is_for_types else ast.iter_child_nodes(node)
    yield node
    for part in within:
        yield from running(part)


def names(node: ast.AST, path: Path) -> Iterator[tuple[str, ...]]:
    if isinstance(node, ast.Import):
        yield from (tuple(alias.name.split(".")) for alias in node.names)
    if isinstance(node, ast.ImportFrom):
        base = kept.ROOT / "src" if "src" in path.parts else kept.ROOT
        above = path.relative_to(base).parts[: -node.level] if node.level else ()
        module = (*above, *(node.module or "").split(".")) if node.module else above
        yield from ((*module, alias.name) for alias in node.names)


def files_of(name: tuple[str, ...]) -> Iterator[Path]:
    for base in (kept.ROOT / "src", kept.ROOT):
        for length in range(1, len(name) + 1):
            place = base.joinpath(*name[:length])
            yield from (file for file in (place.with_suffix(".py"), place / "__init__.py") if file.is_file())


def closure(path: Path) -> set[Path]:
    seen, waiting = set[Path](), [path]
    while waiting:
        for file in imported(waiting.pop()) - seen:
            seen.add(file)
            waiting.append(file)
    return seen


MODULES = sorted(path.relative_to(kept.ROOT).as_posix() for path in (kept.ROOT / "tests").rglob("test_*.py"))


@pytest.mark.parametrize("module", MODULES)
def test_all_that_a_test_imports_is_named(module: str) -> None:
    reached = {path.relative_to(kept.ROOT).as_posix() for path in closure(kept.ROOT / module)}
    assert sorted(name for name in reached if not kept.is_among(name, kept.readable(module))) == []


def test_what_is_named_is_there() -> None:
    named = {name.partition("#")[0] for names in kept.READS.values() for name in names} | kept.READS.keys()
    assert sorted(name for name in named if not (kept.ROOT / name).exists()) == []


def test_an_import_is_followed_into_functions_and_through_packages() -> None:
    reached = closure(kept.ROOT / "tests/test_readme.py")
    assert kept.ROOT / "src/proofpress/proof/scalar/turns.py" in reached


def test_what_is_imported_for_the_type_checker_alone_is_not_followed(tmp_path: Path) -> None:
    file = tmp_path / "test_it.py"
    file.write_text("if TYPE_CHECKING:\n    import tests.kept\nelse:\n    import tests.conftest\n")
    assert kept.ROOT / "tests/conftest.py" in imported(file)
    assert kept.ROOT / "tests/kept.py" not in imported(file)
