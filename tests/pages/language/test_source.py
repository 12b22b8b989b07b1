"""A page's source is read once, and every form in it is where it says it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofpress.pages.language.source import read_info, scan, split
from proofpress.pages.render.substitute import tokenise


def found(text: str) -> list[tuple[str, str]]:
    return [(piece.kind, text[piece.start : piece.end]) for piece in scan(text).pieces]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("a `b` c", [("code", "`b`")]),
        ("a ``b ` c`` d", [("code", "``b ` c``")]),
        ("a $x_1$ b", [("maths", "$x_1$")]),
        ("5 $ and 6 $", []),
        (r"\$x$ `", [("escape", r"\$")]),
        ("1.5{= a } 2", [("number", "1.5{= a }")]),
        ("−1,234.5 %{= a[{'}': 1}] }", [("number", "−1,234.5 %{= a[{'}': 1}] }")]),
        ("x1.5{= a }", [("number", "{= a }")]),
        ("`derivation: a-b 3`", [("inline line", "`derivation: a-b 3`")]),
        ("<!-- ```\n$x$ --> $y$", [("comment", "<!-- ```\n$x$ -->"), ("maths", "$y$")]),
        ("[a](b.md) $y$", [("link", "](b.md)"), ("maths", "$y$")]),
        ("`a\n\nb`", []),
        ("```a``` b", [("code", "```a```")]),
    ],
)
def test_pieces_are_found(text, pieces):
    assert found(text) == pieces


@pytest.mark.parametrize("mark", ["```", "~~~", "`````"])
@pytest.mark.parametrize("prefix", ["", "    ", "> ", "> > ", "\t"])
def test_the_body_of_a_fence_is_freed_of_its_margin(mark, prefix):
    lines = [f"{mark}pycon", ">>> 1", "    x", "", mark]
    (fence,) = scan("\n".join(prefix + line if line else prefix.rstrip() for line in lines)).fences
    assert (fence.name, fence.body) == ("pycon", ">>> 1\n    x\n\n")


def test_a_longer_fence_holds_a_shorter_one():
    (fence,) = scan("````text\n```pycon\n>>> 1\n```\n````\n").fences
    assert fence.body == "```pycon\n>>> 1\n```\n"


@pytest.mark.parametrize(
    ("info", "name", "options"),
    [
        ("pycon", "pycon", {}),
        ('pycon title="a b"', "pycon", {"title": "a b"}),
        ('{.pycon skip="why = not"}', "pycon", {"skip": "why = not"}),
        ("{ .bash .wide #it hl_lines='1 2' }", "bash", {"hl_lines": "1 2", "": ".wide #it"}),
        ("", "", {}),
    ],
)
def test_the_info_of_a_fence_is_read(info, name, options):
    assert read_info(info) == (name, options)


def test_front_matter_is_split_off():
    assert split("---\na: 1\n---\n\n# B\n") == ("---\na: 1\n---\n\n", "# B\n")
    assert split("# B\n---\n") == ("", "# B\n---\n")


BITS = st.sampled_from(
    [
        "```",
        "~~~",
        "\n",
        "\n\n",
        "`",
        "$",
        "{=",
        "}",
        "(",
        "]",
        "<!--",
        "-->",
        "1.5",
        " ",
        "> ",
        "- ",
        "a",
        "\\",
        "pycon",
        '"',
        "derivation: a 1",
    ]
)


@given(st.lists(BITS, max_size=30).map("".join))
def test_any_text_is_read_without_failing_and_pieces_do_not_overlap(text):
    source = scan(text)
    ends = [0, *(piece.end for piece in source.pieces)]
    assert all(piece.start >= end for piece, end in zip(source.pieces, ends, strict=False))
    assert len(source.prose) == len(text)
    assert all(1 <= piece.line <= text.count("\n") + 1 for piece in source.pieces)
    tokenise(source)
