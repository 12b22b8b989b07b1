"""Of many like cases one is tried in the short run, and all among the long tests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from _pytest.mark import ParameterSet


def some(cases: Sequence[Any], first: int = 1) -> list[ParameterSet]:
    """The first cases as they are, each other one marked as long."""
    return [_case(case, pytest.mark.long if at >= first else ()) for at, case in enumerate(cases)]


def _case(case: Any, marks: Any) -> ParameterSet:
    return pytest.param(*(case if isinstance(case, tuple) else (case,)), marks=marks)
