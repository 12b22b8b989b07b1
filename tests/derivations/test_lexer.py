"""A chain is coloured wherever Pygments colours code, and none of it is lost or taken for an error."""

from __future__ import annotations

import tomllib
from importlib import import_module
from pathlib import Path

import pytest
from pygments.token import Comment, Error, Name, Operator

from proofpress.pages.language.config import Site
from proofpress.pages.language.lexer import FUNCTIONS, ChainLexer
from proofpress.pages.language.source import chains
from proofpress.proof.language import build, parse, vectors

ROOT = Path(__file__).parents[2]
CHAINS = {fence.asked[0]: fence.body for _, fence in chains(Site.load(ROOT))}


@pytest.mark.parametrize(
    "text", [*CHAINS.values(), "nll-gradient\n", "nll-gradient 3\n"], ids=[*CHAINS, "slug", "line"]
)
def test_all_of_a_chain_is_coloured(text):
    found = list(ChainLexer().get_tokens(text))
    assert "".join(word for _, word in found) == text
    assert [word for kind, word in found if kind is Error] == []


def test_names_relations_and_reasons_are_told_apart():
    found = list(ChainLexer().get_tokens(CHAINS["nll-gradient"]))
    assert [word for kind, word in found if kind is Operator.Word] == ["=", "=", "="]
    assert [word for kind, word in found if kind is Name.Label] == ["nll-gradient"]
    assert "-- the logarithm of a quotient is a difference" in [word for kind, word in found if kind is Comment]


def test_every_function_of_the_language_is_coloured():
    assert {*build.FUNCTIONS, *parse.FOLDS.values(), *vectors.OWN, "d", "mean"} == set(FUNCTIONS)


def test_pygments_finds_it_by_entry_point():
    project = tomllib.loads((ROOT / "src/proofpress/pyproject.toml").read_text(encoding="utf-8"))["project"]
    module, _, name = project["entry-points"]["pygments.lexers"]["derivation"].partition(":")
    assert getattr(import_module(module), name) is ChainLexer
