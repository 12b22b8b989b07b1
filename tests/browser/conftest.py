"""One build of the site for all workers, and one Chromium for each."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from .visit import Visit
from .website import build, published, served

CHROMIUM = Path("/usr/bin/chromium")
PATIENCE = 180_000.0  # milliseconds: a busy machine is no finding
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--screenshots", metavar="DIR", type=Path, help="write pictures of every page of the site to DIR")
    parser.addoption("--site", metavar="DIR", type=Path, help="try the site that is built in DIR, and build none")


@pytest.fixture(scope="session")
def screenshots(pytestconfig: pytest.Config) -> Path | None:
    return pytestconfig.getoption("--screenshots", None)


@pytest.fixture(scope="session")
def site(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Path:
    if built := pytestconfig.getoption("--site", None):
        return published(tmp_path_factory.mktemp("www"), built)
    folder = tmp_path_factory.getbasetemp()
    return build(folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder)


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


@pytest.fixture
def visit(page: Page, home: str) -> Iterator[Visit]:
    """A page that notes what goes wrong, in the console and on the wire."""
    visit = Visit(page, home)
    yield visit
    visit.leave()


@pytest.fixture(scope="session")
def without_javascript(browser: Browser, home: str) -> Iterator[Page]:
    context = browser.new_context(base_url=home, java_script_enabled=False)
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def pytest_make_parametrize_id(val: Any) -> str | None:
    """A page's test is called by the page."""
    return (val.rstrip("/") or "home") if isinstance(val, str) else None
