"""A test in the browser is tried again when a page that it asks for changes, and not for another page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from .browser import asking


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Path]:
    for name in ("assets", "nll", "skip-gram", "glove"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "index.html").write_text(name)
    yield tmp_path
    asking._digest.cache_clear()


@pytest.mark.parametrize(("page", "is_same"), [("glove", True), ("nll", False), ("assets", False)])
def test_a_test_is_known_by_the_pages_it_asks_for(site: Path, page: str, is_same: bool) -> None:
    before = asking.key(site, "test_notation.py", "a test")
    (site / page / "index.html").write_text("another text")
    asking._digest.cache_clear()
    assert (asking.key(site, "test_notation.py", "a test") == before) == is_same


def test_two_tests_and_two_programs_are_two(site: Path) -> None:
    names = [asking.key(site, "test_notation.py", *more) for more in (("a",), ("b",), ("a", site / "nll/index.html"))]
    assert len(set(names)) == 3


def test_what_is_asked_for_beside_what_is_said_is_named_once() -> None:
    asking.asked.update({"nll/index.html", "glove", "assets/press.css", "search/search_index.json"})
    assert asking.strays("test_notation.py") == ["glove"]
    assert asking.strays("test_notation.py") == []


def test_a_module_that_says_nothing_may_ask_for_everything() -> None:
    asking.asked.add("glove")
    assert asking.strays("test_pages.py") == []
