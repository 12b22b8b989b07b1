"""One registry: the pages show what it holds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import torch

from proofpress.pages.book.written import written
from proofpress.pages.language.config import Site
from proofpress.proof.derivation import Derivation
from word2vec_derived.oracle.registry import MISTAKES, REGISTRY, VARIANTS, Entry, loss_of
from word2vec_derived.oracle.views import View

Book = dict[str, Derivation]
ROOT = Path(__file__).parents[2]
HEADINGS = {
    "start": "It starts at another value",
    "floor": "It will not fall",
    "explodes": "It explodes",
    "still": "Something never trains",
    "elsewhere": "It trains, and to something else",
    "data": "In the data",
}


@pytest.fixture(scope="module")
def book() -> Book:
    return {derivation.slug: derivation for derivation in written(Site.load(ROOT))}


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
def test_every_entry_is_derived_and_stands_on_its_page(book: Book, entry: Entry) -> None:
    assert set(entry.chains) <= set(book)
    assert entry.chains[0] in shown(page(entry.page))
    assert entry.kind == "objective" or entry.effect or entry.sight == "data"
    refuted = [line for line in book[entry.chains[0]].chain if line.kind == "refuted"]
    assert bool(refuted) == entry.slug.startswith("mistake-")


@pytest.mark.parametrize("entry", [e for e in MISTAKES if e.page == "mistakes.md"], ids=lambda entry: entry.slug)
def test_a_mistake_stands_under_what_is_seen_first(entry: Entry) -> None:
    sections = dict(re.findall(r"^## ([^\n{]+?)\n(.*?)(?=^## |\Z)", page("mistakes.md"), re.MULTILINE | re.DOTALL))
    assert entry.slug in shown(sections[HEADINGS[entry.sight]])


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
def test_a_loss_starts_where_its_derivation_says(book: Book, slug: str, derivation: str, negatives: int) -> None:
    value = book[derivation].chain[-1].expression
    (size,) = value.free_symbols or (None,)
    view = View(s=torch.zeros(1, dtype=torch.float64), t=torch.zeros(1, negatives, dtype=torch.float64))
    expected = float(value.subs(size, negatives) if size else value)
    assert loss_of(slug, view).item() == pytest.approx(expected, rel=1e-12)
