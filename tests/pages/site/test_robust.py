"""Killed at any moment, run twice at once, on another path or another day: sources and site stay as they are."""

from __future__ import annotations

import gzip
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from proofpress.pages.site import publish

from ..served import Ended, command, copy, edit, environment, mkdocs, press, wait_for
from ..served import run as run_apart

BUILD = ("mkdocs", "build", "--strict")
CHECK = ("proofpress", "check")
ANOTHER_DAY = """
import datetime, time
YEAR = 365 * 24 * 3600
now = time.time
time.time = lambda: now() + YEAR
class Later(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(time.time(), tz)
datetime.datetime = Later
"""
SLOW = "```pycon\n>>> import time\n>>> time.sleep(0.3)\n```\n\nIt is 0.66{{= 2 / 3 }} on page {}.\n"


def run(root: Path, program: str, *words: str) -> Ended:
    """A command in a book, in this process."""
    return {"mkdocs": mkdocs, "proofpress": press}[program](root, *words)


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def sources(root: Path) -> dict[str, bytes]:
    """What an author wrote."""
    return {f"{name}/{path}": data for name in ("docs", "least_squares") for path, data in tree(root / name).items()}


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """A book with its site; a test that spoils it takes a copy."""
    root = copy(tmp_path_factory.mktemp("built"))
    ended = run(root, *BUILD)
    assert ended.returncode == 0, ended.said
    return root


@pytest.fixture
def root(built, tmp_path) -> Path:
    folder = tmp_path / "book"
    shutil.copytree(built, folder, symlinks=True)
    return folder


def kill_after(root: Path, seconds: float, *words: str) -> None:
    """Begin a command and kill it with all that it started, as a crash of the machine would."""
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(
        command(*words), cwd=root, env=environment(), stdout=quiet, stderr=quiet, start_new_session=True
    )
    time.sleep(seconds)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


# Killed


@pytest.mark.long
@pytest.mark.parametrize("seconds", [0.3, 0.8, 1.3])
def test_accept_killed_half_way_leaves_each_page_as_it_was_or_wholly_rewritten(root, seconds):
    for number in range(6):
        (root / f"docs/page{number}.md").write_text(SLOW.format(number))
    kill_after(root, seconds, "proofpress", "accept", "--jobs", "1")
    for number in range(6):
        text = (root / f"docs/page{number}.md").read_text()
        assert text in (SLOW.format(number), SLOW.format(number).replace("0.66", "0.67"))
    assert run(root, "proofpress", "accept").returncode == 0
    assert run(root, *CHECK).returncode == 0


@pytest.mark.long
@pytest.mark.parametrize("words", [CHECK, BUILD])
@pytest.mark.parametrize("seconds", [0.5, 1.5])
def test_check_and_build_killed_half_way_leave_sources_and_site_alone(root, words, seconds):
    shutil.rmtree(root / ".proofpress")
    edit(root / "docs/slope.md", "Three points are measured.", "Three points were measured.")
    before, site = sources(root), tree(root / "site")
    kill_after(root, seconds, *words)
    assert sources(root) == before
    now = tree(root / "site")
    assert now == site or b"were measured" in now["slope/index.html"]
    assert run(root, *BUILD).returncode == 0
    assert b"were measured" in (root / "site/slope/index.html").read_bytes()


@pytest.mark.long
def test_a_page_ends_with_the_process_that_watches_it(root):
    mark = root / "alive"
    edit(root / "mkdocs.yml", "seconds: 20", "seconds: 3600")
    code = f">>> import pathlib, time\n>>> while True: _ = time.sleep(0.1), pathlib.Path({str(mark)!r}).exists()\n"
    (root / "docs/page.md").write_text(f"```pycon\n{code}```\n")
    process = subprocess.Popen(command(*CHECK, "docs/page.md"), cwd=root, env=environment(), stdout=subprocess.DEVNULL)
    workers: list[int] = []

    def is_running() -> bool:
        workers[:] = [pid for pid in everybody() if is_below(pid, process.pid) and os.getsid(pid) == pid]
        return bool(workers)

    wait_for(is_running, lambda: "the page never ran")
    process.kill()
    process.wait()
    wait_for(lambda: not set(workers) & set(everybody()), lambda: f"{workers} live for ever")


def everybody() -> list[int]:
    return [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]


def is_below(pid: int, ancestor: int) -> bool:
    while pid > 1 and pid != ancestor:
        try:
            pid = int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])
        except OSError:
            return False
    return pid == ancestor


# The last good site


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("docs/slope.md", "1.036{=", "1.063{="),
        ("docs/slope.md", "(index.md#loss-expanded)", "(nowhere.md)"),
        ("least_squares/derivations.py", "Sum(-2 * x[n] *", "Sum(2 * x[n] *"),
        ("mkdocs.yml", "site_name: Least squares", "site_name: Least squares\nnav: [index.md, nowhere.md]"),
    ],
)
def test_a_build_that_fails_leaves_the_last_good_site(root, path, old, new):
    before = tree(root / "site")
    edit(root / path, old, new)
    assert run(root, *BUILD).returncode == 1
    assert tree(root / "site") == before
    assert not (root / ".site.new").exists()


def test_a_site_takes_the_place_of_another_in_one_step(tmp_path):
    for name in ("site", ".site.new"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "index.html").write_text(name)
    publish.swap(tmp_path / ".site.new", tmp_path / "site")
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
    assert (tmp_path / "site/index.html").read_text() == ".site.new"


def test_where_a_system_cannot_exchange_folders_the_site_is_replaced_in_two_steps(tmp_path, monkeypatch):
    monkeypatch.setattr(publish, "exchange", lambda *_: False)
    test_a_site_takes_the_place_of_another_in_one_step(tmp_path)


# Two at once


@pytest.mark.long
def test_two_builds_at_once_do_not_harm_each_other(root):
    edit(root / "docs/slope.md", "Three points are measured.", "Three points were measured.")
    shutil.rmtree(root / ".proofpress")
    words = [BUILD, BUILD, CHECK]
    out = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    at_once = [subprocess.Popen(command(*one), cwd=root, env=environment(), **out) for one in words]
    said = [one.communicate()[0] for one in at_once]
    assert [one.returncode for one in at_once] == [0, 0, 0], said
    assert b"were measured" in (root / "site/slope/index.html").read_bytes()
    assert not (root / ".site.new").exists()


# What a page may not do


@pytest.mark.long
@pytest.mark.parametrize(
    ("code", "line", "said"),
    [
        ("while True: pass", 4, "still running after 2 s; expected an end within the limit of a page"),
        ("import time; time.sleep(1e6)", 4, "still running after 2 s; expected an end within the limit of a page"),
        (
            "held = [0]; [held.extend(held) for _ in iter(int, 1)]",
            4,
            "took more than 512 MB of memory; expected less, the limit of a page",
        ),
        ("import os; os.abort()", 4, "the process ended by itself (signal SIGABRT)"),
    ],
)
def test_a_page_that_goes_wild_is_stopped_named_and_not_published(root, code, line, said):
    before = tree(root / "site")
    edit(root / "mkdocs.yml", "seconds: 20", "seconds: 2")
    (root / "docs/page.md").write_text(f"# Wild\n\n```pycon\n>>> {code}\n```\n")
    for words in (CHECK, BUILD):
        ended = run(root, *words)
        assert ended.returncode == 1
        assert f"docs/page.md:{line}: {said}" in ended.said
        assert "docs/slope.md:" not in ended.said
    assert tree(root / "site") == before


@pytest.mark.parametrize(
    "change",
    [
        "(root / 'docs/slope.md').write_text('')",
        "(root / 'least_squares/reference.py').unlink()",
        "(root / 'docs/new.md').write_text('')",
        "(root / 'docs/slope.md').rename(root / 'docs/new.md')",
        "__import__('shutil').rmtree(root / 'docs')",
    ],
)
def test_a_page_cannot_change_a_file_that_another_page_reads(root, change):
    before = sources(root)
    code = f">>> from pathlib import Path\n>>> root = Path({str(root)!r})\n>>> {change}\n"
    (root / "docs/page.md").write_text(f"```pycon\n{code}```\n")
    ended = run(root, *CHECK, "docs/page.md")
    assert "docs/page.md:4:" in ended.said
    assert "raised PermissionError: a page may not change" in ended.said
    (root / "docs/page.md").unlink()
    assert sources(root) == before


def test_a_page_may_write_where_it_runs(root):
    (root / "docs/page.md").write_text("```pycon\n>>> with open('a', 'w') as file: _ = file.write('b')\n```\n")
    assert run(root, *CHECK, "docs/page.md").returncode == 0


# The same bytes


@pytest.mark.long
def test_the_same_sources_give_the_same_site_elsewhere_on_another_day_and_by_another_user(built, tmp_path):
    elsewhere = copy(tmp_path / "another" / "place")
    for path in elsewhere.rglob("*"):
        if path.is_file() and not path.is_symlink():
            os.utime(path, (1e9, 1e9))
    clock = tmp_path / "clock"
    clock.mkdir()
    (clock / "sitecustomize.py").write_text(ANOTHER_DAY)
    other = {
        "PYTHONPATH": str(clock),
        "PYTHONHASHSEED": "7",
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C",
        "COLUMNS": "40",
    }
    ended = run_apart(elsewhere, *BUILD, **other)
    assert ended.returncode == 0, ended.stdout
    here, there = tree(built / "site"), tree(elsewhere / "site")
    assert here.keys() == there.keys()
    assert [name for name in here if here[name] != there[name]] == []
    assert str(tmp_path).encode() not in b"".join(there.values())
    assert b"<lastmod>" in gzip.decompress(there["sitemap.xml.gz"]) or b"<url>" not in there["sitemap.xml"]


def test_a_reader_who_has_read_enough_ends_a_command_without_a_traceback(tmp_path):
    reader, writer = os.pipe()
    os.close(reader)
    ended = subprocess.run(
        command("proofpress", "census"), cwd=copy(tmp_path), env=environment(), stdout=writer, stderr=subprocess.PIPE
    )
    os.close(writer)
    assert (ended.returncode, ended.stderr) == (1, b"")
