"""A limit of time ends what it is around, whatever is limited within it."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest

from proofpress.proof.patience import OutOfTime, limited


def ever() -> None:
    while True:
        pass


def within() -> None:
    """What takes the alarm around it for its own, and goes on."""
    with suppress(OutOfTime), limited(30):
        ever()
    ever()


def test_a_limit_outlasts_one_within_it():
    began = time.process_time()
    with pytest.raises(OutOfTime), limited(0.2):
        within()
    assert time.process_time() - began < 20
