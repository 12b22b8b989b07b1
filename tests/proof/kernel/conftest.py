"""Long runs of the fuzzes are behind an option of the environment: KERNEL_FUZZ=20 makes them twenty times longer."""

from __future__ import annotations

import os

import pytest


@pytest.fixture(scope="session")
def longer() -> int:
    return int(os.environ.get("KERNEL_FUZZ", "1"))
