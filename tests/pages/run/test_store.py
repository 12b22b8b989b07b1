"""What is kept between runs is never stale, whatever is done to fool it."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from proofpress.pages.language.config import Site
from proofpress.pages.run import store
from proofpress.pages.run.processes import Job, Step, run

CODE = (Step("example", "from least_squares.reference import slope\n"), Step("example", "slope([1], [2])\n"))
COUNTING = (Step("example", "import time\n"), Step("example", "time.time()\n"))
SHOWING = (Step("example", "from proofpress.pages import show\n"), Step("example", "show('loss-gradient')\n"))


def ask(book, steps=CODE) -> str:
    return next(run([Job("docs/page.md", steps)], book.site))[1].results[-1].output


@pytest.fixture
def settled(book):
    """A book whose modules were all written a while ago, as what was just written is not kept."""
    for path in (book.root / "least_squares").glob("*.py"):
        os.utime(path, (time.time() - 10,) * 2)
    return book


def test_what_did_not_change_is_not_run_again(settled):
    assert ask(settled, COUNTING) == ask(settled, COUNTING)


def test_a_file_that_was_only_touched_is_the_same_file(settled):
    first = ask(settled, (*CODE[:1], *COUNTING))
    os.utime(settled.root / "least_squares/reference.py")
    assert ask(settled, (*CODE[:1], *COUNTING)) == first


def test_a_changed_module_is_noticed_and_a_restored_one_too(settled):
    assert ask(settled) == "2.0\n"
    settled.edit("least_squares/reference.py", "return sum(a * b", "return 5 * sum(a * b")
    assert ask(settled) == "10.0\n"
    settled.edit("least_squares/reference.py", "return 5 * sum(a * b", "return sum(a * b")
    assert ask(settled) == "2.0\n"


def test_a_change_within_the_same_second_and_of_the_same_size_is_noticed(settled):
    settled.edit("least_squares/reference.py", "return sum(a * b", "return 5 * sum(a * b")
    for factor in range(2, 6):
        text = settled.read("least_squares/reference.py").replace("return 5 *", f"return {factor} *")
        settled.write("least_squares/reference.py", text.replace("return 2 *", f"return {factor} *"))
        found = ask(settled)
        settled.write("least_squares/reference.py", text.replace(f"return {factor} *", "return 5 *"))
        assert found == f"{2.0 * factor}\n"


def test_a_file_that_was_only_read_is_noticed(settled):
    settled.write("docs/data.txt", "1")
    os.utime(settled.root / "docs/data.txt", (time.time() - 10,) * 2)
    steps = (Step("example", f"open({str(settled.root / 'docs/data.txt')!r}).read()\n"),)
    assert ask(settled, steps) == "'1'\n"
    settled.write("docs/data.txt", "2")
    assert ask(settled, steps) == "'2'\n"


def test_a_page_that_shows_a_derivation_depends_on_no_other(settled):
    def again(old: str = "", new: str = "") -> str:
        if old:
            settled.edit("least_squares/derivations.py", old, new)
        assert settled.site.book.derivations
        return ask(settled, (*SHOWING, *COUNTING))

    first = again()
    assert again("multiply out the square, and split", "multiply out, and split") == first
    second = again("the derivative of each square", "the slope of each square")
    assert second != first
    assert again('"loss-gradient"', '"loss-slope"') == ""
    assert again('"loss-slope"', '"loss-gradient"') not in (first, "")
    assert ask(settled, SHOWING) == "The gradient of the squared loss\n"


@pytest.mark.parametrize("name", ["constraints.txt", "pyproject.toml"])
def test_a_changed_lock_is_noticed(settled, name):
    first = ask(settled, COUNTING)
    settled.write(name, "sympy==1.14\n")
    assert ask(settled, COUNTING) != first


def test_a_changed_version_is_noticed(settled, monkeypatch):
    first = ask(settled, COUNTING)
    monkeypatch.setattr(store, "installed", lambda: ["sympy-1.15.dist-info"])
    assert ask(settled, COUNTING) != first


def test_changed_limits_are_noticed(settled):
    first = ask(settled, COUNTING)
    settled.edit("mkdocs.yml", "megabytes: 512", "megabytes: 513")
    assert ask(settled, COUNTING) != first


def test_a_changed_seed_in_the_page_is_noticed(settled):
    def seeded(number: int) -> str:
        seed = Step("example", f"import random; random.seed({number})\n")
        return ask(settled, (seed, Step("example", "random.random()\n")))

    assert seeded(1) != seeded(2)
    assert seeded(1) == seeded(1)


def test_moving_code_on_the_page_costs_nothing(settled):
    settled.write("docs/page.md", "```pycon\n>>> import time\n>>> t = time.time()\n```\n\n1{= t }\n")
    (first,) = settled.problems("docs/page.md")
    settled.write("docs/page.md", "Prose.\n\n" + settled.read("docs/page.md"))
    (second,) = settled.problems("docs/page.md")
    assert (first.split(":")[1], second.split(":")[1]) == ("6", "8")
    assert first.split(": ", 1)[1] == second.split(": ", 1)[1]


@pytest.mark.parametrize("spoilt", [b"", b"{", b"[]", b'{"depends": {}}', b"\xff"])
def test_a_spoilt_record_is_not_believed(settled, spoilt):
    ask(settled)
    for path in (settled.root / ".proofpress/pages").glob("*.json"):
        path.write_bytes(spoilt)
    assert ask(settled) == "2.0\n"


def test_a_page_that_was_stopped_is_not_kept(settled):
    settled.edit("mkdocs.yml", "seconds: 20", "seconds: 1")
    job = Job("docs/page.md", (Step("example", "while True: pass\n"),))
    before = len(list((settled.root / ".proofpress/pages").glob("*.json")))
    assert next(run([job], settled.site))[1].stopped == "time"
    assert len(list((settled.root / ".proofpress/pages").glob("*.json"))) == before


def test_two_builds_at_once_do_not_harm_each_other(settled):
    command = [sys.executable, "-m", "proofpress", "check", "docs/slope.md", "docs/labs/fit.py"]
    for path in (settled.root / ".proofpress/pages").glob("*.json"):
        path.unlink()
    both = [subprocess.Popen(command, stdout=subprocess.DEVNULL) for _ in range(2)]
    assert [one.wait(60) for one in both] == [0, 0]
    for path in (settled.root / ".proofpress/pages").glob("*.json"):
        assert json.loads(path.read_text())["depends"]


def write_for_ever(path: str) -> None:
    """Write a large file again and again."""
    while True:
        store.write(Path(path), os.urandom(1) * 2_000_000)


def test_a_writer_killed_half_way_leaves_the_file_whole(tmp_path):
    path = tmp_path / "page.md"
    store.write(path, b"a" * 2_000_000)
    for delay in (0.0, 0.003, 0.01):
        writer = multiprocessing.get_context("fork").Process(target=write_for_ever, args=(str(path),))
        writer.start()
        time.sleep(0.05 + delay)
        os.kill(writer.pid, signal.SIGKILL)
        writer.join()
        data = path.read_bytes()
        assert (len(data), len(set(data))) == (2_000_000, 1)


def test_a_file_keeps_its_mode(tmp_path):
    path = tmp_path / "page.md"
    path.write_text("a")
    path.chmod(0o640)
    store.write(path, b"b")
    assert (path.read_text(), path.stat().st_mode & 0o777) == ("b", 0o640)


def test_where_results_are_kept_can_be_chosen(book, tmp_path, monkeypatch):
    monkeypatch.setenv("PROOFPRESS_CACHE", str(tmp_path))
    assert Site.load(book.root).store == tmp_path


def test_another_folder_to_import_from_is_noticed(settled, tmp_path, monkeypatch):
    steps = (Step("example", "import measure\n"), Step("example", "measure.UNIT\n"))
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "measure.py").write_text(f"UNIT = {name!r}\n")
        os.utime(tmp_path / name / "measure.py", (1e9, 1e9))
        monkeypatch.syspath_prepend(tmp_path / name)
        assert ask(settled, steps) == f"{name!r}\n"
