"""What stands in the fences of a page is all that its chains are made of: tests/kept.py looks there alone."""

from __future__ import annotations

from proofpress.pages.language.config import Site
from proofpress.pages.language.source import chains

from ..kept import ROOT, fences


def test_every_chain_stands_in_a_fence_that_is_looked_at() -> None:
    looked_at = {path: fences(ROOT / path).decode() for path in Site.load(ROOT).pages}
    lines = [(path, line.strip()) for path, fence in chains(Site.load(ROOT)) for line in fence.body.splitlines()]
    assert len(lines) > 1000
    assert [(path, line) for path, line in lines if line not in looked_at[path]] == []
