"""What is packed of a book: its prover and its notation, and nothing that a page has no use for."""

from __future__ import annotations

from proofpress.pages.site import packing


def test_the_prover_is_packed_with_the_notation_and_without_the_pages() -> None:
    names = packing.own("word2vec_derived.notation")
    assert {
        "proofpress/__init__.py",
        "proofpress/checker/answer.py",
        "word2vec_derived/notation/__init__.py",
    } <= names.keys()
    assert {"word2vec_derived/__init__.py", "proofpress/proof/kernel/replay.py"} <= names.keys()
    assert not [name for name in names if "pages" in name or "torch" in name or "reference" in name]
