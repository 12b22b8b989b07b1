"""A test that says what it opens of the built site is not run again while that is to the byte what it was.

`@pytest.mark.opens("nll/", "checks.json")` names pages and files; every asset is among them without being named.
The rule: a test that passed is kept under its name, with a digest of the files of the site that it names, of the
browser, and of all that its module may read but docs/, as what becomes of docs/ is the site. It is held while the test
runs: one that opens another file of the site, by itself or by the server beside it, is not kept, and at the end it is
named.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from ..kept import ROOT, Kept, digest_of, readable

CHROMIUM = Path("/usr/bin/chromium")
ASSETS = "assets/"
SEARCHED = "search/search_index.json"  # every page fetches it; only a test that searches reads it, and is to name it


class Opened:
    """The files of a site, and of docs/, that were opened or listed since it began to hear, or was last asked."""

    def __init__(self) -> None:
        self.folders, self.names = dict[str, str](), set[str]()
        sys.addaudithook(self._hear)

    def begin(self, site: Path) -> None:
        """Hear of this site, from now on."""
        self.names = set()  # what tests between two of the browser's opened
        self.folders = {f"{site.resolve()}{os.sep}": "", f"{ROOT}{os.sep}docs{os.sep}": "docs/"}

    def strays(self, places: Iterable[str]) -> list[str]:
        """What was opened that is not in these places; from now on other files count."""
        names, self.names = self.names, set()
        return sorted(name for name in names if not f"{name}/".startswith((*places, ASSETS, SEARCHED)))

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self.folders and event in ("open", "os.listdir", "os.scandir") and isinstance(arguments[0], str | Path):
            path = os.path.realpath(arguments[0])  # by whatever link it is reached
            self.names |= {own + path.removeprefix(folder) for folder, own in self.folders.items()
                           if path.startswith(folder)}  # fmt: skip


opened = Opened()
LEFT_OUT = pytest.StashKey[bool]()


@pytest.fixture(autouse=True)
def left_out(request: pytest.FixtureRequest, kept: Kept) -> Iterator[None]:
    """A test that says what it opens of the site is left out if it passed and nothing of that has changed."""
    mark, node = request.node.get_closest_marker("opens"), request.node
    places = mark.args if mark else ()
    if mark:
        site = request.getfixturevalue("site")
        opened.begin(site)
        key = key_of(node.nodeid, site, places)
        node.stash[LEFT_OUT] = kept.has("visits", key)
        if node.stash[LEFT_OUT]:  # what else it asks for, such as a page that is opened for it, is not made
            node.funcargs.update({name: None for name in node.fixturenames if name not in node.funcargs})
    yield
    strays = opened.strays(places)
    if mark and strays:
        kept.refused.append(f"{node.nodeid} opened {', '.join(strays)}")
    elif mark:
        kept.pending[node.nodeid] = "visits", key


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Call nothing of a test that is left out."""
    return pyfuncitem.stash.get(LEFT_OUT, False) or None


def key_of(test: str, site: Path, places: Iterable[str]) -> str:
    """A name for a test, for what it opens of a site, and for all else that it may read."""
    module = test.partition("::")[0]
    ours = digest_of(name for name in readable(module) if name.partition("#")[0] != "docs")
    told = "".join(map(digest, [*(site / place for place in sorted({*places, ASSETS})), CHROMIUM]))
    return sha256(f"{test} {ours} {told}".encode()).hexdigest()


@cache
def digest(place: Path) -> str:
    """A digest of a file, or of all that lies in a folder; of nothing, where there is neither."""
    files = sorted(file for file in [place, *place.rglob("*")] if file.is_file() and file.suffix != ".pyc")
    told = (f"{file.relative_to(place.parent)} {sha256(file.read_bytes()).hexdigest()}\n" for file in files)
    return sha256("".join(told).encode()).hexdigest()
