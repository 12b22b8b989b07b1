"""True lines that an author wants, for symbolic sizes: each is proved, and a false one beside it is not."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from proofpress.proof.check import check

sys.path.insert(0, str(Path(__file__).parent))  # tests are imported by path, so a table beside them must be found
from truths import FALSE, TRUE


@pytest.fixture(autouse=True)
def _no_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("PROOFPRESS_CACHE", str(tmp_path))


@pytest.mark.parametrize("name", TRUE)
def test_a_true_line_is_proved(name):
    checked = check(TRUE[name])
    assert checked.ok, checked.lines[-1].message
    assert checked.lines[-1].strength == "every size"


@pytest.mark.parametrize("name", FALSE)
def test_a_false_line_beside_it_is_not(name):
    assert not check(FALSE[name]).ok
