"""One registry: the pages show what it holds, and the oracle finds it wherever it can be expressed."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from torch import Tensor

from proofpress.pages.book.written import written
from proofpress.pages.language.config import Site
from word2vec_derived.oracle import diagnose
from word2vec_derived.oracle.registry import MISTAKES, REGISTRY, VARIANTS, Entry, Term, loss_of, losses
from word2vec_derived.oracle.takes import FORMS
from word2vec_derived.oracle.views import (
    View,
    cbow_point,
    label_point,
    logit_point,
    noise_point,
    score_point,
    tree_point,
    vector_point,
    window_point,
)

ROOT = Path(__file__).parents[2]
BOOK = {derivation.slug: derivation for derivation in written(Site.load(ROOT))}
HEADINGS = {
    "start": "It starts at another value",
    "floor": "It will not fall",
    "explodes": "It explodes",
    "still": "Something never trains",
    "elsewhere": "It trains, and to something else",
    "data": "In the data",
}
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


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def shown(text: str) -> list[str]:
    return re.findall(r"^ *```derivation\n *([\w-]+)", text, re.MULTILINE)


def test_the_page_of_mistakes_and_the_registry_hold_the_same() -> None:
    listed = {chain for entry in (*MISTAKES, *VARIANTS) for chain in entry.chains if chain.startswith("mistake-")}
    assert {slug for slug in shown(page("mistakes.md")) if slug.startswith("mistake-")} == listed


def test_the_page_of_choices_and_the_registry_hold_the_same() -> None:
    before_the_exercises = page("choices.md").partition("\n## Exercises\n")[0]
    assert set(shown(before_the_exercises)) == {c for e in VARIANTS if e.page == "choices.md" for c in e.chains}


@pytest.mark.parametrize("entry", REGISTRY.values(), ids=lambda entry: entry.slug)
def test_every_entry_is_derived_and_stands_on_its_page(entry: Entry) -> None:
    assert set(entry.chains) <= set(BOOK)
    assert entry.chains[0] in shown(page(entry.page))
    assert entry.kind == "objective" or entry.effect or entry.sight == "data"
    refuted = [line for line in BOOK[entry.chains[0]].chain if line.kind == "refuted"]
    assert bool(refuted) == entry.slug.startswith("mistake-")


@pytest.mark.parametrize("entry", [e for e in MISTAKES if e.page == "mistakes.md"], ids=lambda entry: entry.slug)
def test_a_mistake_stands_under_what_is_seen_first(entry: Entry) -> None:
    sections = dict(re.findall(r"^## ([^\n{]+?)\n(.*?)(?=^## |\Z)", page("mistakes.md"), re.MULTILINE | re.DOTALL))
    assert entry.slug in shown(sections[HEADINGS[entry.sight]])


def cases() -> list[tuple[str, Entry, tuple[Term, ...]]]:
    found = []
    for form in MADE:
        point = FORMS[form].draw(FORMS[form].sizes[0], torch.Generator().manual_seed(1), torch.float64, 1.0)
        has = next(iter(point.views.values()))().has
        known = [(entry, one) for entry in (*MISTAKES, *VARIANTS) for one in losses(entry, has)]
        found += [(form, entry, one) for entry, one in known if not any(term.magnitudes for term in one)]
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


STARTS = {
    "negative-sampling": "start-negative-sampling",
    "mistake-log-sigmoid-of-sum": "start-log-sigmoid-of-sum",
    "uncorrected-candidates": "start-candidates",
    "mistake-observed-left-out": "start-observed-left-out",
    "mistake-sigmoid-twice": "start-sigmoid-twice",
    "mistake-no-logarithm": "start-no-logarithm",
}


@pytest.mark.parametrize(("slug", "derivation"), STARTS.items())
@pytest.mark.parametrize("negatives", [1, 2, 5])
def test_a_loss_starts_where_its_derivation_says(slug: str, derivation: str, negatives: int) -> None:
    value = BOOK[derivation].chain[-1].expression
    (size,) = value.free_symbols or (None,)
    view = View(s=torch.zeros(1, dtype=torch.float64), t=torch.zeros(1, negatives, dtype=torch.float64))
    expected = float(value.subs(size, negatives) if size else value)
    assert loss_of(slug, view).item() == pytest.approx(expected, rel=1e-12)
