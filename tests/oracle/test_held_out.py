"""Losses as others write them are named for what they are: objective, reduction, mistakes and variants."""

from __future__ import annotations

import pytest
from held_out import HELD, Held
from held_out_again import AGAIN

from word2vec_derived.oracle import diagnose
from word2vec_derived.oracle.registry import REGISTRY


def name(held: Held) -> str:
    return getattr(held.loss, "__name__", type(held.loss).__name__)


ALL = [*HELD, *AGAIN]


@pytest.mark.parametrize("held", ALL, ids=name)
def test_a_loss_of_others_is_named(held: Held) -> None:
    found = diagnose(held.loss, held.takes, tables=held.tables)
    assert (found.verdict, found.objective, found.reduction) == (held.verdict, held.objective, held.reduction), found
    assert {*found.mistakes, *found.variants} == held.slugs, found


def test_there_are_enough_of_them_and_they_are_told_apart() -> None:
    assert len(HELD) >= 70
    assert len({name(held) for held in ALL}) == len(ALL)
    assert {held.takes for held in HELD} >= {
        "scores",
        "labels",
        "vectors",
        "noise",
        "logits",
        "tree",
        "manual",
        "module",
    }


def test_what_is_named_is_in_the_registry_under_its_kind() -> None:
    for held in ALL:
        kinds = {REGISTRY[slug].kind for slug in held.slugs}
        assert held.verdict not in ("mistake", "variant") or held.verdict in kinds | {"mistake"}
