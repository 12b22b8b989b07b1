"""Code is cut into a page by the name of its function."""

from __future__ import annotations

from pathlib import Path

import pytest
from markdown import Markdown
from pymdownx.snippets import SnippetMissingError

from proofpress.pages.render.excerpts import by_name, excerpt

SOURCE = '''
"""A module."""

# --8<-- [start:marked]
RATE = 0.5
# --8<-- [end:marked]


@cached
def slope(
    x: float, y: float
) -> float:
    """The slope.

    >>> slope(1, 2)
    2.0
    """
    # the shorter way
    return y / x


def bare(): return 1


class Line:
    """A line."""

    def at(self, x: float) -> float:
        """Its height."""
        return self.slope * x
'''


def cut(tmp_path: Path, name: str) -> str:
    (tmp_path / "code.py").write_text(SOURCE, encoding="utf-8")
    md = Markdown(
        extensions=["pymdownx.snippets"],
        extension_configs={"pymdownx.snippets": {"base_path": [tmp_path], "check_paths": True}},
    )
    by_name(md)
    return "\n".join(md.preprocessors["snippet"].run([f'--8<-- "code.py:{name}"']))


def test_signature_and_body_are_cut_without_decorator_and_docstring(tmp_path):
    said = "def slope(\n    x: float, y: float\n) -> float:\n    # the shorter way\n    return y / x"
    assert cut(tmp_path, "slope") == said


def test_a_function_without_a_docstring_a_class_and_a_method_are_cut(tmp_path):
    assert cut(tmp_path, "bare") == "def bare(): return 1"
    assert cut(tmp_path, "at") == "def at(self, x: float) -> float:\n    return self.slope * x"
    assert cut(tmp_path, "Line").startswith("class Line:\n")


def test_a_section_between_markers_is_cut_as_ever(tmp_path):
    assert cut(tmp_path, "marked") == "RATE = 0.5"


def test_a_name_that_is_nowhere_is_an_error(tmp_path):
    with pytest.raises(SnippetMissingError, match="'slop' could not be located"):
        cut(tmp_path, "slop")


def test_in_what_is_no_python_no_function_is_sought():
    assert excerpt("slope", ["fn slope() {}"]) == []
