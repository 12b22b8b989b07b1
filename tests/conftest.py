"""The shapes written in the signatures of reference/ are enforced in every test; each folder has its markers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from jaxtyping import install_import_hook

from .kept import Keeping, Kept

# Tests run side by side on small tensors: more threads of torch would wait for each other. Set before it is imported.
os.environ["OMP_NUM_THREADS"] = "1"

# As for a type checker, an int will do where a float is asked for.
BEARTYPE = "beartype.beartype(conf=beartype.BeartypeConf(is_pep484_tower=True))"
install_import_hook("word2vec_derived.reference", BEARTYPE)

# The same cases at every run: a commit that passed passes again.
settings.register_profile("same cases", derandomize=True, deadline=None)
settings.load_profile("same cases")

# The markers of a folder's tests.
MARKERS = {
    "tests/browser": ["browser"],
    "tests/labs": ["press"],
    "tests/pages": ["press"],
    "tests/pages/site": ["site"],
    "tests/proof": ["proof"],
}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--kept", action="store_true", help="leave out what passed before and cannot have changed")


def pytest_configure(config: pytest.Config) -> None:
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # in the background, where what tests start would ignore it
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if config.pluginmanager.hasplugin("cacheprovider"):
        config.pluginmanager.register(Keeping(config), "keeping")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for folder, markers in MARKERS.items():
            for marker in markers if item.nodeid.startswith(f"{folder}/") else ():
                item.add_marker(marker)


@pytest.fixture(scope="session")
def kept(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    keeping = pytestconfig.pluginmanager.get_plugin("keeping")
    return keeping.kept if keeping else Kept(tmp_path_factory.mktemp("kept"), is_asked=False)


@pytest.fixture(scope="session")
def workers_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers share: what is long is made there once, by whoever comes first."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session", autouse=True)
def site_is_begun(request: pytest.FixtureRequest, pytestconfig: pytest.Config, workers_folder: Path) -> Iterator[None]:
    """The site, if a test is to see it, is built from the start, by a process of its own: others are run meanwhile."""
    is_wanted = any("site" in getattr(item, "fixturenames", ()) for item in request.session.items)
    is_first = os.environ.get("PYTEST_XDIST_WORKER", "gw0") == "gw0"
    if not (is_wanted and is_first) or pytestconfig.getoption("--site", None):
        yield
        return
    command = [sys.executable, "-m", "tests.browser.website", str(workers_folder)]
    root = Path(__file__).parents[1]
    with subprocess.Popen(command, cwd=root, stderr=subprocess.DEVNULL, start_new_session=True) as building:
        yield
        os.killpg(building.pid, signal.SIGTERM)  # with all that it has started
