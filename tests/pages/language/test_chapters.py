"""What a book asks of each chapter, and what is said where it is missing."""

from __future__ import annotations

import pytest

from proofpress.pages.language.chapters import lacking, rules
from proofpress.pages.language.source import scan

TICKS = "```"
CHAIN = f"{TICKS}derivation\na-slug: A title\n  x\n= x  -- the same\n{TICKS}\n"
PARTS = rules([{"line": "Source:"}, {"line": "## Exercises"}])
DERIVE = rules([{"item": "Derive", "holds": ["`claim", TICKS]}])


def said(text: str, given, pictures: int = 0) -> list[str]:
    return [str(one) for one in lacking(scan(f"{CHAIN}{text}", "docs/a.md"), given, pictures)]


def test_what_is_missing_is_named_with_its_page_and_its_rule():
    assert said("Source: a book\n\n## Exercise\n", PARTS) == [
        "docs/a.md:6: a chapter with no line '## Exercises' below 'Source:'; expected a line that begins so, "
        "by rule 2 of chapters in mkdocs.yml; write it, or change the rule"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "## Exercises\n\nSource: a book\n",
        "Source: a book\n\n<!--\n## Exercises\n-->\n",
        f"Source: a book\n\n{TICKS}text\n## Exercises\n{TICKS}\n",
    ],
)
def test_a_line_out_of_its_order_in_a_comment_or_in_code_is_none(text):
    assert len(said(text, PARTS)) == 1


def test_a_page_that_only_quotes_a_chain_is_no_chapter():
    assert not list(lacking(scan(f"{TICKS}derivation\na-slug 2\n{TICKS}\n"), PARTS))


@pytest.mark.parametrize(("times", "count", "is_right"), [("2", 2, True), ("2", 3, False), ("1-3", 3, True)])
def test_words_are_counted(times, count, is_right):
    given = rules([{"text": "labs/", "times": times}])
    assert (said("labs/ " * count, given) == []) is is_right


def test_an_item_holds_all_that_it_must():
    right = f"1. Tell.\n\n2. Derive it.\n\n    {TICKS}text\n    1\n    {TICKS}\n\n    `claim a b`\n"
    assert said(right, DERIVE) == []
    (found,) = said("1. Derive it.\n\n2. Tell.\n\n    `claim a b`\n", DERIVE)
    assert "no item 'Derive'; expected one that begins so and holds '`claim' and '```', by rule 1" in found


def test_a_picture_is_asked_for_but_not_where_the_rule_leaves_a_page_out():
    assert len(said("", rules([{"picture": True}]))) == 1
    assert said("", rules([{"picture": True}]), pictures=1) == []
    assert said("", rules([{"picture": True, "except": "a.md"}])) == []


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("Exercises", "chapters is 'Exercises'; expected a list of rules"),
        ([{"line": "a", "text": "b"}], "expected one of line, text, item, picture"),
        ([{"line": "a", "time": 2}], "rule 1 of chapters has 'time'"),
        ([{"text": "a", "times": "many"}], "expected 3 or 2-4"),
        ([{"picture": 2}], "picture: 2; expected true"),
    ],
)
def test_a_rule_that_cannot_be_read_is_named(written, message):
    with pytest.raises(ValueError, match=message):
        rules(written)


def test_check_asks_what_mkdocs_yml_asks_and_a_drawn_picture_counts(book):
    book.edit("mkdocs.yml", "seconds: 20", "seconds: 20\n      chapters: [{line: Assumed}, {picture: true}]")
    assert [one.partition(" of chapters")[0] for one in book.problems("docs/slope.md")] == [
        "docs/slope.md:1: a chapter with no line 'Assumed'; expected a line that begins so, by rule 1",
        "docs/slope.md:1: a chapter with no picture; expected one that its code draws, by rule 2",
    ]
    drawn = (
        f"\nAssumed: nothing.\n\n{TICKS}pycon\n>>> class Drawn:\n...     def _repr_svg_(self): return '<svg></svg>'\n"
    )
    book.write(
        "docs/slope.md", book.read("docs/slope.md") + f"{drawn}...     def __repr__(self): return 'a line'\n"
        f">>> Drawn()\na line\n{TICKS}\n",
    )  # fmt: skip
    assert book.problems("docs/slope.md") == []
