from __future__ import annotations

import importlib
import pkgutil
import re
from pathlib import Path

import pytest

from word2vec_derived import derivations, reference


def derived():
    modules = [
        importlib.import_module(f"{derivations.__name__}.{m.name}") for m in pkgutil.iter_modules(derivations.__path__)
    ]
    return {derivation.slug for module in modules for derivation in getattr(module, "DERIVATIONS", ())}


@pytest.mark.parametrize("path", sorted(Path(reference.__path__[0]).rglob("*.py")), ids=lambda path: path.stem)
def test_every_formula_named_in_a_docstring_is_derived(path):
    promises = re.findall(r"\((`[\w-]+`(?:, `[\w-]+`)*)\)\.$", path.read_text(), re.MULTILINE)
    named = {slug for promise in promises for slug in re.findall(r"`([\w-]+)`", promise)}
    assert sorted(named - derived()) == []
