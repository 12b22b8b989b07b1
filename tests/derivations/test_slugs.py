from __future__ import annotations

import re
from pathlib import Path

import pytest

from proofpress.pages.language.config import Site
from proofpress.pages.language.source import chains
from word2vec_derived import reference

DERIVED = {fence.asked[0] for _, fence in chains(Site.load(Path(__file__).parents[2]))}


@pytest.mark.parametrize("path", sorted(Path(reference.__path__[0]).rglob("*.py")), ids=lambda path: path.stem)
def test_every_formula_named_in_a_docstring_is_derived(path):
    promises = re.findall(r"\((`[\w-]+`(?:, `[\w-]+`)*)\)\.$", path.read_text(), re.MULTILINE)
    named = {slug for promise in promises for slug in re.findall(r"`([\w-]+)`", promise)}
    assert sorted(named - DERIVED) == []
