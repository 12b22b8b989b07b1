"""One build of the site for all workers, and one Chromium for each."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from ..kept import Kept
from .opens import CHROMIUM, digest, left_out, pytest_pyfunc_call  # noqa: F401  some are for pytest to find here
from .questions import AXE, ask, opening
from .visit import Visit, picture
from .website import build, name, published, served

HERE = Path(__file__).parent
PICTURED = {"dark, on a phone": "dark", "light": "light"}  # a look, and what its picture is called after the page
PATIENCE = 180_000.0  # milliseconds: a busy machine is no finding
expect.set_options(timeout=60_000)
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--screenshots", metavar="DIR", type=Path, help="write pictures of every page of the site to DIR")
    parser.addoption("--site", metavar="DIR", type=Path, help="try the site that is built in DIR, and build none")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Ours come last: the site is built while the others are run."""
    items.sort(key=lambda item: item.path.is_relative_to(HERE))


@pytest.fixture(scope="session")
def screenshots(pytestconfig: pytest.Config) -> Path | None:
    return pytestconfig.getoption("--screenshots", None)


@pytest.fixture(scope="session")
def site(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory, workers_folder: Path) -> Path:
    """The site that is tried; what begins with the tests, if it is to be built, is waited for here."""
    if built := pytestconfig.getoption("--site", None):
        return published(tmp_path_factory.mktemp("www"), built)
    return build(workers_folder)


@pytest.fixture(scope="session")
def home(site: Path) -> Iterator[str]:
    with served(site) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        message = f"{CHROMIUM} is missing: nothing was tried in a browser; apt-get install chromium"
        pytest.fail(message) if os.environ.get("CI") == "true" else pytest.skip(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


# A page to ask everything


@pytest.fixture(scope="session")
def page_of(browser: Browser) -> Callable[[str], Page]:
    """The page of this worker with scripts, and the one without."""

    @cache
    def page(scheme: str) -> Page:
        context = browser.new_context(reduced_motion="reduce", **opening(scheme))
        context.set_default_timeout(PATIENCE)
        return context.new_page()

    return page


@pytest.fixture
def asked(request: pytest.FixtureRequest, site: Path, kept: Kept, screenshots: Path | None) -> Callable[..., Any]:
    """What is not so on a page; a page that is to the byte what it was when all was well is not asked again."""

    def asked(path: str, scheme: str) -> dict[tuple[str, str], list[str]]:
        key = _key(site, path, scheme)
        if not screenshots and kept.has("pages", key):
            return {}
        page = request.getfixturevalue("page_of")(scheme)
        visit = Visit(page, request.getfixturevalue("home"), site)

        def see(look: str) -> None:
            if screenshots and look in PICTURED:
                picture(page, screenshots, f"{name(path)}-{PICTURED[look]}")

        found = ask(visit, path, scheme, see)
        visit.leave()
        if not found:
            kept.keep("pages", key)
        return found

    return asked


def _key(site: Path, path: str, scheme: str) -> str:
    """A name for all that comes to the browser with a page, the browser, and what is asked."""
    own = sorted(file for file in (site / path).iterdir() if file.is_file())
    places = [*own, site / "assets", HERE, AXE, CHROMIUM]
    return sha256("".join([path, scheme, *map(digest, places)]).encode()).hexdigest()


# A page to do one thing on


@pytest.fixture(scope="session")
def page_of_worker(browser: Browser, home: str) -> Iterator[Page]:
    context = browser.new_context(
        base_url=home, reduced_motion="reduce", permissions=["clipboard-read", "clipboard-write"]
    )
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


@pytest.fixture
def page(page_of_worker: Page, home: str) -> Iterator[Page]:
    """A page that forgets between tests what it was asked to keep."""
    page_of_worker.set_viewport_size({"width": 1280, "height": 800})
    page_of_worker.emulate_media(color_scheme="light", media="screen")
    yield page_of_worker
    page_of_worker.goto(home + "assets/press.css")
    page_of_worker.evaluate("localStorage.clear(); sessionStorage.clear()")


@pytest.fixture(scope="session")
def without_javascript(page_of: Callable[[str], Page]) -> Page:
    return page_of("without JavaScript")


def pytest_make_parametrize_id(val: Any) -> str | None:
    """A page's test is called by the page."""
    return (val.rstrip("/") or "home") if isinstance(val, str) else None
