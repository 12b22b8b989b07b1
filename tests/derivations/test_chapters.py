"""The chapters together treat every topic."""

from __future__ import annotations

from pathlib import Path

from proofpress.pages.book.edition import Edition
from proofpress.pages.commands import report, tables
from word2vec_derived.topics import TABLE

ROOT = Path(__file__).parents[2]
SITE = Edition.load(ROOT)
REPORT = report.collect(SITE, SITE.book)
TOPICS = {f"t{number:02}" for number in range(1, 75)}


def test_the_notation_has_exercises_too() -> None:
    assert (ROOT / "docs/notation.md").read_text(encoding="utf-8").count('??? success "Answer"') == 2


def test_every_topic_is_derived_or_worked_on_a_page() -> None:
    derived = {topic for d in SITE.book.derivations.values() if REPORT.page_of(d.slug) for topic in d.topics}
    worked = {topic for page in REPORT.pages for topic in page.topics}
    assert derived | worked == {topic.code for topic in TABLE} == TOPICS


def test_the_table_of_topics_names_what_is_derived_for_each_and_the_page_that_works_it() -> None:
    derived = {(topic, d.slug) for d in SITE.book.derivations.values() for topic in d.topics}
    worked = {(topic, page.path) for page in REPORT.pages for topic in page.topics}
    assert derived == {(topic.code, slug) for topic in TABLE for slug in topic.derived}
    assert worked == {(topic.code, topic.worked) for topic in TABLE if topic.worked}


def test_no_equation_is_typed_and_the_one_line_not_proved_here_is_huffmans() -> None:
    assert REPORT.typed == []
    assert [d.slug for d, line in REPORT.lines if line.strength in tables.WEAKER] == ["huffman-bounds"]
