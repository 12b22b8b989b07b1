"""MkDocs publishes what the press accepts, all of it and nothing else."""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
import sys
import time
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from urllib.request import urlopen

import pytest

from ..served import Ended, copy, environment
from ..served import mkdocs as mkdocs_in_process

MKDOCS = """
plugins: [search, proofpress]
extra_css: [own.css]
validation: {links: {anchors: warn, unrecognized_links: warn}}
"""


OWN_SCRIPT = "// a book's own file stands in the place of the press's"


@pytest.fixture
def mkdocs(book):
    book.write("mkdocs.yml", book.read("mkdocs.yml") + MKDOCS)
    book.write("docs/own.css", "b { color: teal }")
    book.write("docs/assets/moving.mjs", OWN_SCRIPT)
    yield book
    shutil.rmtree(book.root / "site", ignore_errors=True)


def build(book) -> Ended:
    return mkdocs_in_process(book.root, "build", "--strict")


def tree(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest() for path in files}


BUILDING = """
import sys
from mkdocs.__main__ import cli
cli(["build", "--quiet"], standalone_mode=False)
print(*sorted({"jupytext", "mkdocs_jupyter", "nbconvert"} & sys.modules.keys()))
"""


@pytest.mark.parametrize("has_labs", [True, False])
def test_what_makes_pages_of_labs_is_imported_where_there_are_any(tmp_path: Path, has_labs: bool) -> None:
    root = copy(tmp_path / "book")
    if not has_labs:
        shutil.rmtree(root / "docs/labs")
    command = [sys.executable, "-c", BUILDING]
    built = subprocess.run(command, cwd=root, env=environment(), check=True, text=True, stdout=subprocess.PIPE)
    assert built.stdout.split() == (["jupytext", "mkdocs_jupyter", "nbconvert"] if has_labs else [])


def test_the_site_holds_all_it_needs_and_the_same_bytes_every_time(mkdocs) -> None:
    first = build(mkdocs)
    assert first.returncode == 0, first.said
    site = mkdocs.root / "site"
    before = tree(site)
    expected = {
        "checks.json",
        "index.html",
        "slope/index.html",
        "slope/slope.ipynb",
        "slope/notation-statistics.json",
        "labs/fit/fit.ipynb",
        "assets/press.css",
        "assets/chain.js",
        "assets/replay.mjs",
        "assets/kernel/replay.mjs",
        "assets/kernel/rules.json",
        "assets/fonts/KaTeX_Main-Regular.woff2",
    }
    assert expected <= set(before)
    assert not [name for name in before if name.endswith((".ttf", ".woff", "own.css"))]
    assert re.search(r"@font-face.*b { color: teal }", (site / "assets/press.css").read_text("utf-8"), re.DOTALL)

    assert (site / "assets/moving.mjs").read_text("utf-8") == OWN_SCRIPT

    page = (site / "slope/index.html").read_text("utf-8")
    assert 'id="loss-gradient-2"' in page
    assert 'class="press-notation"' in page
    assert '<script src="../assets/replay.mjs" type="module">' in page
    assert "data-search-exclude" not in page
    assert 'href="press:' not in page
    shown = [int(number) for number in re.findall(r'data-alt="(\d+)"', page)]
    spelt = json.loads((site / "slope/notation-statistics.json").read_text("utf-8"))
    assert {str(number) for number in shown} == set(spelt)
    assert any("β" in html for html in spelt.values())

    words = (site / "search/search_index.json").read_text("utf-8")
    assert "Three points are measured" in words
    assert "katex" not in words
    assert "\\sum" not in words

    again = build(mkdocs)
    assert again.returncode == 0
    assert tree(site) == before


def test_a_lab_looks_like_a_page_and_says_nothing_twice(mkdocs) -> None:
    assert build(mkdocs).returncode == 0
    page = (mkdocs.root / "site/labs/fit/index.html").read_text("utf-8")
    assert "jp-" not in page
    assert "<style" not in page.split("<article")[1]
    ids = re.findall(r'\bid="([^"]+)"', page.split("<article")[1].split("</article")[0])
    assert len(ids) == len(set(ids))
    for link in re.findall(r'class="md-nav__link"[^>]*href="#([^"]+)"|href="#([^"]+)" class="md-nav__link"', page):
        assert (link[0] or link[1]) in ids
    assert len(page.encode()) < 60_000


@pytest.mark.parametrize(
    ("path", "old", "new", "said"),
    [
        ("docs/slope.md", "1.036{=", "1.037{=", r"docs/slope\.md:24: 1\.037"),
        ("docs/slope.md", "\n1.0357\n", "\n1.0358\n", r"docs/slope\.md:19: 1\.0358"),
        ("least_squares/derivations.py", "Sum(-2 * x[n]", "Sum(2 * x[n]", r"docs/slope\.md:5: .*false at"),
        ("least_squares/reference.py", "/ sum(a * a", "/ sum(a", r"docs/slope\.md:19: 1\.0357"),
        (
            "docs/slope.md",
            "```derivation\nloss-gradient",
            "```derivation\nloss-gradiant",
            r"slope\.md:5: .*near it: loss-",
        ),
        ("docs/slope.md", "```derivation", "```derivaton", r"docs/slope\.md:5: a fence named 'derivaton'"),
        ("docs/slope.md", '```bash skip="it needs a terminal"', "```bash", r"docs/slope\.md:42: .*nobody runs"),
        ("docs/index.md", "The loss of", "$$b$$\n\nThe loss of", r"docs/index\.md:9: typed display"),
        ("docs/index.md", "slope $b$", r"slope $\frac{b$", r"docs/index\.md:9: "),
        ("docs/labs/fit.py", "\nfitted\n", "\nfitted / 0\n", r"docs/labs/fit\.py:10: .*ZeroDivisionError"),
        ("docs/slope.md", "(index.md#loss-expanded)", "(index.md#nowhere)", r"nowhere"),
        ("docs/slope.md", "(index.md#loss-expanded)", "(nowhere.md)", r"nowhere"),
        ("least_squares/notation.py", r"\beta", r"\bad", r"bad"),
    ],
)
def test_what_check_refuses_the_build_refuses_and_the_last_good_site_stays(mkdocs, path, old, new, said) -> None:
    site = mkdocs.root / "site"
    site.mkdir()
    (site / "index.html").write_text("the last good one")
    mkdocs.edit(path, old, new)
    ended = build(mkdocs)
    assert ended.returncode != 0
    assert re.search(said, ended.said), ended.said
    assert "Traceback" not in ended.said
    assert tree(site) == {"index.html": sha256(b"the last good one").hexdigest()}
    assert not (mkdocs.root / ".site.new").exists()


@pytest.mark.long
def test_a_lab_number_that_drifted_as_a_module_changed_stops_the_build(mkdocs) -> None:
    mkdocs.write("least_squares/factor.py", "FACTOR = 1.0\n")
    mkdocs.edit(
        "docs/labs/fit.py", "fitted = slope(", "from least_squares.factor import FACTOR\nfitted = FACTOR * slope("
    )
    assert build(mkdocs).returncode == 0
    mkdocs.write("least_squares/factor.py", "FACTOR = 2.0\n")
    ended = build(mkdocs)
    assert ended.returncode != 0
    assert "docs/labs/fit.py:12: 1.0357 in the output of 'fitted'; expected 2.0714" in ended.said


def test_while_serving_an_error_stands_on_the_page_and_in_the_terminal(mkdocs) -> None:
    mkdocs.edit("docs/slope.md", "1.036{=", "1.037{=")
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "mkdocs", "serve", "--no-livereload", "-a", f"127.0.0.1:{port}"]
    log = mkdocs.root / "serve.log"
    with log.open("w") as out:
        server = subprocess.Popen(command, cwd=mkdocs.root, stdout=out, stderr=out)
    try:
        page = fetched(f"http://127.0.0.1:{port}/slope/", server)
    finally:
        server.terminate()
        server.wait()
    assert "This page would not be published" in page
    assert "1.037" in page
    assert re.search(r"docs/slope\.md:\d+: 1\.037", log.read_text())
    log.unlink()


def fetched(url: str, server: subprocess.Popen) -> str:
    while server.poll() is None:
        try:
            return urlopen(url).read().decode()
        except OSError:
            time.sleep(0.5)
    raise AssertionError("the server ended")
