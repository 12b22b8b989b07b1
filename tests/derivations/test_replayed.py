"""Every line of the book that is called proved has a proof that the kernel replays, but those that are named."""

from __future__ import annotations

from proofpress.pages.book.edition import here
from proofpress.pages.commands.report import collect

from ..unreplayed import NOT_REPLAYED


def test_no_line_that_is_called_proved_is_without_a_proof_but_those_that_are_named() -> None:
    site = here()
    report = collect(site, site.book)
    assert len(report.lines) > 400
    assert {(d.slug, line.number): line.unreplayed for d, line in report.unreplayed}.keys() == NOT_REPLAYED.keys()
