"""Each test is in one of the groups that are tried side by side on every push, but for the long ones."""

from __future__ import annotations

import re
from itertools import chain

import pytest

from .conftest import MARKERS
from .kept import ROOT

WORKFLOW = (ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8")
GROUPS = re.findall(r'marks: "([^"]+)"', WORKFLOW)
NAMES = sorted({"long", *chain(*MARKERS.values())})


def sets_of_markers() -> set[frozenset[str]]:
    """The markers that a test may have together: those of all folders it lies in, long or not."""
    folders = {frozenset(chain(*(MARKERS[each] for each in MARKERS if f"{one}/".startswith(each)))) for one in MARKERS}
    return {folder | more for folder in folders | {frozenset()} for more in (frozenset(), frozenset({"long"}))}


@pytest.mark.parametrize("markers", sorted(sets_of_markers(), key=sorted), ids=lambda names: " ".join(sorted(names)))
def test_a_test_is_in_one_group_and_a_long_one_in_none(markers: frozenset[str]) -> None:
    has = {name: name in markers for name in NAMES}
    found = [group for group in GROUPS if eval(group, {}, has)]
    assert len(found) == ("long" not in markers), found
