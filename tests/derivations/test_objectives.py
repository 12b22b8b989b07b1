"""The picture of the objectives stands on the lines that it names."""

from __future__ import annotations

import re

from word2vec_derived import figures


def test_each_arrow_between_objectives_leads_to_a_proved_line(book):
    drawn = figures.objectives_together()
    rows = [row[3].split() for row in drawn.numbers[1:]]
    links = set(re.findall(r'href="press:([\w-]+)-(\d+)"', drawn.svg))
    assert links == {(slug, number) for slug, number in rows}
    assert {book[slug].chain[int(number) - 1].kind for slug, number in rows} <= {"equals", "limit"}
