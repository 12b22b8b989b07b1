"""However a page reads, a change of what it read is noticed: what is kept is what a fresh run gives."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from pathlib import Path

import pytest

from proofpress.pages.run.processes import Job, Step, run, run_now

# Each road is code whose last line shows what it read, under `data`, a folder of the book.
FILES = {
    "open": "open(data / 'a.txt').read()",
    "io.open in r+": "import io, shutil\n_ = shutil.copy(data / 'a.txt', 'own')\nio.open('own', 'r+').read()",
    "os.open": "os.read(os.open(data / 'a.txt', os.O_RDONLY), 99)",
    "os.open in a folder": "os.read(os.open('a.txt', os.O_RDONLY, dir_fd=os.open(data, os.O_RDONLY)), 99)",
    "after os.chdir": "os.chdir(data)\nopen('a.txt').read()",
    "through a link": "(data / 'link.txt').read_text()",
    "mmap": "import mmap\nf = open(data / 'a.txt', 'rb')\nmmap.mmap(f.fileno(), 0, prot=mmap.PROT_READ)[:]",
    "numpy": "import numpy\nnumpy.fromfile(data / 'a.txt', dtype='u1').sum()",
    "urllib": "import urllib.request\nurllib.request.urlopen((data / 'a.txt').as_uri()).read()",
    "linecache": "import linecache\nlinecache.getlines(str(data / 'a.txt'))",
    "a module": "sys.path.append(str(data))\nimport thing\nthing.VALUE",
    "a module that may be missing": "sys.path.append(str(data))\ntry:\n    import fresh\nexcept ImportError:\n"
    "    fresh = 0\n\nfresh and fresh.VALUE",
    "a forked process": "import multiprocessing as m\nwith m.get_context('fork').Pool(1) as pool:\n"
    "    found = pool.map(Path.read_text, [data / 'a.txt'])\n\nfound",
    "a thread": "from concurrent.futures import ThreadPoolExecutor as T\n"
    "T(1).submit(Path.read_text, data / 'a.txt').result()",
}
FOLDERS = {
    "os.listdir": "sorted(os.listdir(data))",
    "os.scandir": "sorted(one.name for one in os.scandir(data))",
    "os.scandir with sizes": "sorted((one.name, one.stat().st_size) for one in os.scandir(data))",
    "os.walk": "sorted(os.walk(data))",
    "os.fwalk": "sorted(one[:3] for one in os.fwalk(data))",
    "glob": "import glob\nsorted(glob.glob(str(data / '**'), recursive=True))",
    "rglob": "sorted(data.rglob('*.txt'))",
    "a listing by number": "sorted(os.listdir(os.open(data, os.O_RDONLY)))",
    "filecmp": "import filecmp\nfilecmp.dircmp(data, data / 'sub').common",
}
LOOKS = {
    "os.path.exists": "os.path.exists(data / 'fresh.txt')",
    "os.path.getsize": "os.path.getsize(data / 'a.txt')",
    "os.path.getmtime": "os.path.getmtime(data / 'a.txt')",
    "os.path.isfile": "os.path.isfile(data / 'sub')",
    "os.path.islink": "os.path.islink(data / 'link.txt')",
    "os.path.realpath": "os.path.realpath(data / 'link.txt')",
    "os.path.samefile": "os.path.samefile(data / 'a.txt', data / 'link.txt')",
    "os.readlink": "os.readlink(data / 'link.txt')",
    "os.lstat": "os.lstat(data / 'link.txt').st_size",
    "os.stat": "os.stat(data / 'a.txt').st_size",
    "posix.stat": "import posix\nposix.stat(data / 'a.txt').st_size",
    "os.stat in a folder": "os.stat('a.txt', dir_fd=os.open(data, os.O_RDONLY)).st_size",
    "os.access": "os.access(data / 'fresh.txt', os.R_OK)",
    "Path.exists": "(data / 'fresh.txt').exists()",
    "Path.is_file": "(data / 'sub').is_file()",
    "Path.stat": "(data / 'a.txt').stat().st_size",
    "Path.resolve": "(data / 'link.txt').resolve()",
}
DATABASES = {
    "sqlite3": "import sqlite3\nsqlite3.connect(data / 'd.db').execute('select count(*) from t').fetchone()",
    "sqlite3 by address": "import sqlite3\nsqlite3.connect((data / 'd.db').as_uri() + '?mode=ro', uri=True)"
    ".execute('select count(*) from t').fetchone()",
    "sqlite3 attached": "import sqlite3\nc = sqlite3.connect(':memory:')\n"
    "_ = c.execute(f\"attach '{data}/d.db' as d\")\nc.execute('select count(*) from d.t').fetchone()",
}
VARIABLES = {
    "os.environ": "os.environ.get('A_ROAD')",
    "os.getenv": "os.getenv('A_ROAD')",
    "os.environb": "os.environb.get(b'A_ROAD')",
    "every variable": "dict(os.environ).get('A_ROAD')",
}
UNKNOWN = {
    "subprocess": "import subprocess\nsubprocess.check_output(['cat', data / 'a.txt'])",
    "os.system": "_ = os.system(f'cat {data}/a.txt > own')\nopen('own').read()",
    "os.popen": "os.popen(f'cat {data}/a.txt').read()",
    "os.posix_spawn": "_ = os.waitpid(os.posix_spawn('/bin/cp', ['cp', str(data / 'a.txt'), 'own'], {}), 0)\n"
    "open('own').read()",
    "exec in a fork": "pid = os.fork()\nif not pid:\n    os.execv('/bin/cp', ['cp', str(data / 'a.txt'), 'own'])\n"
    "\n_ = os.waitpid(pid, 0)\nopen('own').read()",
    "spawn": "import multiprocessing as m\nwith m.get_context('spawn').Pool(1) as pool:\n"
    "    found = pool.map(Path.read_text, [data / 'a.txt'])\n\nfound",
    "the library of C": "import ctypes\nc = ctypes.CDLL(None)\nb = ctypes.create_string_buffer(99)\n"
    "f = c.open(str(data / 'a.txt').encode(), 0)\n_ = c.read(f, b, 99)\nb.value",
    "torch": "import torch\ntorch.from_file(str(data / 'a.txt'), size=1, dtype=torch.uint8)",
    "a socket": "import socket\ns = socket.socket()\n_ = s.connect_ex(('127.0.0.1', 9))\nopen(data / 'a.txt').read()",
    "sqlite3 attached by a parameter": "import sqlite3\nc = sqlite3.connect(':memory:')\n"
    "_ = c.execute('attach ? as d', (str(data / 'd.db'),))\nopen(data / 'a.txt').read()",
    "sqlite3 without connect": "import sqlite3\nsqlite3.Connection(data / 'd.db')\nopen(data / 'a.txt').read()",
    "the disk": "_ = __import__('shutil').disk_usage(data)\nopen(data / 'a.txt').read()",
}
KNOWN = FILES | FOLDERS | LOOKS | DATABASES | VARIABLES
START = (
    "import os, sys\nfrom pathlib import Path\nroot = Path(os.environ['PROOFPRESS_ROOT'])\ndata = root / 'docs/data'\n"
)


def make(data: Path) -> None:
    (data / "sub").mkdir(parents=True)
    (data / "a.txt").write_text("1")
    (data / "sub/b.txt").write_text("1")
    (data / "thing.py").write_text("VALUE = 1\n")
    (data / "link.txt").symlink_to("a.txt")
    sqlite(data, "create table t(a)")


def sqlite(data: Path, sentence: str) -> None:
    with sqlite3.connect(data / "d.db") as database:
        database.execute(sentence)
    database.close()


def relink(data: Path, to: str) -> None:
    (data / "link.txt").unlink()
    (data / "link.txt").symlink_to(to)


def flip(path: Path) -> None:
    """Make a file that is not there, and remove one that is."""
    if path.exists():
        path.unlink()
    else:
        path.write_text("VALUE = 2\n")


CHANGES = {
    "as long": lambda data, chance: (data / "a.txt").write_text(str(chance.randint(2, 9))),
    "longer": lambda data, chance: (data / "a.txt").write_text("1" * chance.randint(2, 9)),
    "in a folder": lambda data, chance: (data / "sub/b.txt").write_text("2" * chance.randint(1, 9)),
    "a new file": lambda data, _: flip(data / "fresh.txt"),
    "a new module": lambda data, _: flip(data / "fresh.py"),
    "a new name in a folder": lambda data, _: flip(data / "sub/c.txt"),
    "a hidden file": lambda data, _: flip(data / ".hidden"),
    "a module": lambda data, chance: (data / "thing.py").write_text(f"VALUE = {chance.randint(2, 9)}\n"),
    "a link": lambda data, chance: relink(data, chance.choice(["sub/b.txt", "thing.py", "nowhere", "a.txt"])),
    "a row": lambda data, _: sqlite(data, "insert into t values (1)"),
    "a variable": lambda _, chance: os.environ.update(A_ROAD=str(chance.random())),
}


def jobs(roads: dict[str, str] = KNOWN) -> list[Job]:
    """A page for every road."""
    return [Job(name, tuple(Step("example", one) for one in steps(code))) for name, code in roads.items()]


def steps(code: str) -> list[str]:
    """Code as the examples of a page, in one namespace."""
    *lines, last = f"{START}{code}".replace("\n\n", "\n#\n").split("\n")
    whole = "\n".join(lines)
    return [f"exec({whole!r}, globals())\n", f"{last}\n"]


def shown(found) -> dict[str, str]:
    """What each road showed, or how it failed."""
    last = {job.path: outcome.results[-1] for job, outcome in found}
    return {road: one.error["text"] if one.error else one.output for road, one in last.items()}


@pytest.fixture
def data(book, monkeypatch):
    monkeypatch.setenv("A_ROAD", "0")
    folder = book.root / "docs/data"
    make(folder)
    yield folder
    shutil.rmtree(folder)


def settle(folder: Path, seconds: float) -> None:
    """As what was just written is not kept, all of it was written a while ago."""
    for path in (folder, *folder.rglob("*")):
        os.utime(path, (1e9 + seconds,) * 2, follow_symlinks=False)


@pytest.mark.usefixtures("data")
def test_no_road_is_barred(book):
    last = [(job.path, outcome.results[-1].error) for job, outcome in run_now(jobs(), book.site)]
    assert [one for one in last if one[1]] == []


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2))
def test_what_is_kept_is_what_a_fresh_run_gives_whatever_changes(book, data, seed):
    chance = random.Random(seed)
    settle(data, 0)
    assert [job.path for job, outcome in run(jobs(), book.site) if outcome.unknown] == []
    for change in chance.sample(list(CHANGES), 4):
        CHANGES[change](data, chance)
    settle(data, 1000)
    assert shown(run(jobs(), book.site)) == shown(run_now(jobs(), book.site))


def test_what_did_not_change_is_kept_but_where_reads_cannot_be_followed(book, data):
    settle(data, 0)
    clock = Step("example", "__import__('time').time()\n")
    timed = [Job(one.path, (*one.steps, clock)) for one in jobs(KNOWN | UNKNOWN)]
    first, second = shown(run(timed, book.site)), shown(run(timed, book.site))
    assert {road for road in first if first[road] != second[road]} == set(UNKNOWN)


def test_a_page_that_is_run_every_time_says_so(book):
    book.write("docs/page.md", "```pycon\n>>> import os\n>>> os.system('true')\n0\n```\n")
    said = "docs/page.md is run every time, as what it reads is not known: it starts a program"
    assert book.run("check", "docs/page.md")[1][1] == said


def test_what_a_file_outside_of_the_book_says_is_read_too(book, tmp_path):
    file = tmp_path / "a.txt"
    job = Job("docs/page.md", (Step("example", f"open({str(file)!r}).read()\n"),))
    for text in ("1", "2"):
        file.write_text(text)
        os.utime(file, (1e9, 1e9))
        assert next(run([job], book.site))[1].results[-1].output == f"{text!r}\n"


def test_data_of_the_book_is_found_where_a_page_runs_and_a_change_of_it_is_noticed(book, data):
    book.edit("mkdocs.yml", "seconds: 20", "seconds: 20\n      data: [docs/data]")
    job = Job("docs/page.md", (Step("example", "open('docs/data/a.txt').read()\n"),))
    change = Job("docs/page.md", (Step("example", "open('docs/data/a.txt', 'w')\n"),))
    for text in ("1", "2"):
        (data / "a.txt").write_text(text)
        settle(data, 0)
        (found,) = next(run([job], book.site))[1].results
        assert found.output == f"{text!r}\n"
    assert "a page may not change docs/data/a.txt" in next(run([change], book.site))[1].results[0].error["text"]
    book.edit("mkdocs.yml", "data: [docs/data]", "data: [docs/datum]")
    said = "proofpress: mkdocs.yml: data names 'docs/datum'; expected a file or folder of the book; correct it"
    code, lines = book.run("check")
    assert (code, lines[-1]) == (2, said)


def test_a_path_that_leaves_the_pages_own_folder_is_followed(book, tmp_path):
    file = tmp_path / "a.txt"
    link = f"__import__('os').symlink({str(tmp_path)!r}, 'link'); print(open('link/a.txt').read())\n"
    out = f"print(open('../' * 9 + {str(file)!r}).read())\n"
    jobs = [Job("docs/page.md", (Step("example", one),)) for one in (link, out)]
    for text in ("1", "2"):
        file.write_text(text)
        os.utime(file, (1e9, 1e9))
        assert [outcome.results[0].output for _, outcome in run(jobs, book.site)] == [f"{text}\n"] * 2
