"""What opens of the site what it names is left out while that is the same, and no longer."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from .. import kept
from . import opens

pytest_plugins = ["pytester"]

CONFTEST = """
import pytest
from .kept import Keeping
from .browser.opens import left_out, pytest_pyfunc_call

def pytest_addoption(parser):
    parser.addoption("--kept", action="store_true")

def pytest_configure(config):
    config.addinivalue_line("markers", "opens: a place")
    config.pluginmanager.register(Keeping(config), "keeping")

@pytest.fixture(scope="session")
def kept(pytestconfig):
    return pytestconfig.pluginmanager.get_plugin("keeping").kept

@pytest.fixture(scope="session")
def site(pytestconfig):
    return pytestconfig.rootpath / "site"

@pytest.fixture
def page():
    open("made", "w").close()
"""
TESTS = """
import pytest
from pathlib import Path

ROOT = Path(__file__).parents[2]

@pytest.mark.opens("nll/")
def test_one(site, page):
    with open("called", "a") as called:
        called.write("1")
    if (text := (site / "nll/index.html").read_text()) == "absent":
        pytest.skip("as if there were no browser")
    assert text != "wrong"
    (site / "assets/press.css").read_text()
    (site / "search/search_index.json").read_text()
"""
STRAY = """
@pytest.mark.opens("nll/")
def test_two(site):
    {}
"""


@pytest.fixture
def project(pytester: pytest.Pytester) -> pytest.Pytester:
    """A site and a test that opens a page of it."""
    files = {
        "tests/conftest.py": CONFTEST,
        "tests/browser/test_one.py": TESTS,
        "docs/nll.md": "# NLL",
        "site/nll/index.html": "NLL",
        "site/cbow/index.html": "CBOW",
        "site/assets/press.css": "",
        "site/search/search_index.json": "{}",
        "pyproject.toml": "[tool.pytest.ini_options]\naddopts = '--import-mode=importlib'\n",
    }
    for name, text in files.items():
        pytester.path.joinpath(name).parent.mkdir(parents=True, exist_ok=True)
        pytester.path.joinpath(name).write_text(text)
    shutil.copy(kept.__file__, pytester.path / "tests")
    shutil.copy(opens.__file__, pytester.path / "tests/browser")
    return pytester


def write_more(project: pytest.Pytester, name: str, text: str = "\n") -> None:
    """Append to a file, or begin it."""
    file = project.path / name
    file.parent.mkdir(exist_ok=True)
    file.write_text((file.read_text() if file.exists() else "") + text)


def calls(project: pytest.Pytester) -> int:
    """How often the test was called, in a run in which whatever is not left out may have read docs/."""
    called, made = project.path / "called", project.path / "made"
    for file in (called, made):
        file.unlink(missing_ok=True)
    write_more(project, "docs/nll.md")
    project.runpytest_subprocess("-p", "no:hypothesispytest", "--kept")
    assert made.exists() == called.exists()  # what a test asks for is made for one that is called
    return len(called.read_text()) if called.exists() else 0


CHANGES = {
    "site/cbow/index.html": 0,
    "site/search/search_index.json": 0,
    "site/nll/index.html": 1,
    "site/nll/new": 1,
    "site/assets/press.css": 1,
    "tests/browser/test_one.py": 1,
    "src/new.py": 1,
}


def test_what_passed_is_called_again_once_what_it_names_has_changed(project: pytest.Pytester) -> None:
    assert [calls(project) for _ in range(2)] == [1, 0]
    for name, times in CHANGES.items():
        write_more(project, name)
        assert (name, calls(project)) == (name, times)


@pytest.mark.parametrize("ending", ["wrong", "absent"])
def test_what_failed_or_was_skipped_is_called_until_it_passes(project: pytest.Pytester, ending: str) -> None:
    page = project.path / "site/nll/index.html"
    page.write_text(ending)
    assert [calls(project) for _ in range(2)] == [1, 1]
    page.write_text("right")
    assert [calls(project) for _ in range(2)] == [1, 0]


@pytest.mark.parametrize(
    ("reading", "stray"),
    [
        ("(site / 'cbow/index.html').read_text()", "cbow/index.html"),
        ("list((site / 'cbow').iterdir())", "cbow"),
        ("(ROOT / 'docs/nll.md').read_text()", "docs/nll.md"),
    ],
)
def test_what_opens_more_than_it_names_is_not_kept_and_is_named(
    project: pytest.Pytester, reading: str, stray: str
) -> None:
    write_more(project, "tests/browser/test_one.py", STRAY.format(reading))
    for workers in ((), ("-n", "1")):
        write_more(project, "docs/nll.md")
        ended = project.runpytest_subprocess("-p", "no:hypothesispytest", "--kept", *workers)
        ended.assert_outcomes(passed=2)
        told = f"not kept: tests/browser/test_one.py::test_two opened {stray}, which its mark does not name"
        ended.stdout.fnmatch_lines([told])


def test_what_is_opened_between_two_tests_of_the_browser_is_nobodys(tmp_path: Path) -> None:
    file = tmp_path / "index.html"
    file.write_text("home")
    ear = opens.Opened()
    ear.begin(tmp_path)
    file.read_text()
    ear.begin(tmp_path)
    assert ear.strays(()) == []
    file.read_text()
    assert ear.strays(()) == ["index.html"]


def test_what_is_opened_by_a_link_is_heard(tmp_path: Path) -> None:
    site, link = tmp_path / "site", tmp_path / "link"
    site.mkdir()
    (site / "index.html").write_text("home")
    link.symlink_to(site)
    ear = opens.Opened()
    ear.begin(site)
    (link / "index.html").read_text()
    assert ear.strays(()) == ["index.html"]
