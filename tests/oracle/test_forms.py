"""The oracle finds a mistake or a variant of the registry in every form that can express it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
from _pytest.mark import ParameterSet
from torch import Tensor

from word2vec_derived.oracle import diagnose
from word2vec_derived.oracle.registry import MISTAKES, REGISTRY, VARIANTS, Entry, Term, losses
from word2vec_derived.oracle.takes import FORMS
from word2vec_derived.oracle.views import (
    cbow_point,
    label_point,
    logit_point,
    noise_point,
    score_point,
    tree_point,
    vector_point,
    window_point,
)

MADE = {
    "scores": score_point,
    "labels": lambda logits, labels: label_point(logits[:, 0], logits[:, 1:]),
    "noise": noise_point,
    "vectors": vector_point,
    "logits": logit_point,
    "tree": tree_point,
    "window": window_point,
    "cbow": cbow_point,
}


def cases() -> list[ParameterSet]:
    """Every form with every entry that it can express; without the long tests an entry is tried in one form."""
    found, tried = list[ParameterSet](), set[str]()
    for form in MADE:
        point = FORMS[form].draw(FORMS[form].sizes[0], torch.Generator().manual_seed(1), torch.float64, 1.0)
        has = next(iter(point.views.values()))().has
        known = [(entry, one) for entry in (*MISTAKES, *VARIANTS) for one in losses(entry, has)]
        known = [(entry, one) for entry, one in known if not any(term.magnitudes for term in one)]
        marks = {entry.slug: pytest.mark.long if entry.slug in tried else () for entry, _ in known}
        found += [pytest.param(form, entry, one, marks=marks[entry.slug]) for entry, one in known]
        tried |= marks.keys()
    return found


def as_called(form: str, terms: tuple[Term, ...]) -> Callable[..., Tensor]:
    def loss(*arguments: Tensor) -> Tensor:
        view = next(iter(MADE[form](*arguments).views.values()))()
        return torch.stack([term.value(view) for term in terms]).sum()

    return loss


@pytest.mark.parametrize(
    ("form", "entry", "terms"), cases(), ids=lambda part: getattr(part, "slug", None) or str(part)[:8]
)
def test_an_entry_is_found_in_every_form_that_can_express_it(form: str, entry: Entry, terms: tuple[Term, ...]) -> None:
    found = diagnose(as_called(form, terms), form)
    named = {*found.mistakes, *found.variants}
    same = {e.slug for e in REGISTRY.values() for term in e.terms if term in terms}
    assert entry.slug in named or same & named, found
    assert found.verdict in (entry.kind, "mistake"), found
