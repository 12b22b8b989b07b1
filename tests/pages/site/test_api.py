"""The reference pages show what a type promises, wherever its name leads."""

from __future__ import annotations

from textwrap import dedent

import griffe
import pytest


@pytest.fixture
def package(tmp_path):
    """A package whose function takes types from another module."""
    (tmp_path / "little").mkdir()
    files = {
        "__init__": "",
        "promises": """
            from typing import Annotated
            Rate = Annotated[float, "the learning rate", positive]
            Scores = Annotated[Real[Tensor, "*batch V"], "the scores of all words"]
        """,
        "steps": '''
            from .promises import Rate, Scores

            def step(scores: Scores, rate: Rate = 0.5, times: int = 1) -> tuple[Scores, Rate]:
                """One step.
                >>> step(1)
                2
                """

            def plain(times: int) -> int:
                """Nothing promised.

                Args:
                    times: how often.
                """
        ''',
    }
    for name, text in files.items():
        (tmp_path / "little" / f"{name}.py").write_text(dedent(text), encoding="utf-8")
    extensions = griffe.load_extensions("proofpress.pages.site.api")
    return griffe.load("little", search_paths=[tmp_path], extensions=extensions, docstring_parser="google")


def test_arguments_and_results_are_told_from_their_types_with_the_rules(package):
    text, taken, given, example = package["steps.step"].docstring.parsed
    assert text.value == "One step."
    assert [(p.name, str(p.annotation), p.description, p.value) for p in taken.value] == [
        ("scores", "Real[Tensor, '*batch V']", "the scores of all words.", None),
        ("rate", "float", "the learning rate; `positive`.", "0.5"),
    ]
    assert [r.description for r in given.value] == ["the scores of all words.", "the learning rate; `positive`."]
    assert [shown for _, shown in example.value] == [">>> step(1)\n2"]


def test_a_type_has_its_words(package):
    assert package["promises.Rate"].docstring.value == "The learning rate; `positive`."


def test_a_function_that_promises_nothing_is_left_as_it_is(package):
    assert [section.kind.value for section in package["steps.plain"].docstring.parsed] == ["text", "parameters"]
