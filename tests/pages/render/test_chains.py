"""What is put on a page can be read, copied and reached, and says how far it can be trusted."""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape
from html.parser import HTMLParser

import pytest

from proofpress.pages.book.book import Assumption, Book, BookDerivation, BookLine, UnknownSlug
from proofpress.pages.language.spelling import Spelling, settle
from proofpress.pages.render import chains, formulas, katex, laws, rules, values
from proofpress.proof.kernel.laws import LAWS
from proofpress.proof.kernel.replay import RULES

ENTRIES = (Spelling("x", {"theirs": "z"}), Spelling("y"))


def a_line(number: int, **changes: object) -> BookLine:
    base = BookLine(
        number,
        "equals",
        "=",
        "because so",
        "every size",
        "same normal form",
        True,
        "",
        {"ours": "= x", "theirs": "= z"},
        {"ours": "x", "theirs": "z"},
        False,
        10,
        {"V": (1, 2), "K": (3,), "d": (1, 2)},
        "",
        {"tried": 8, "refuted": 7, "equivalent": 1},
        "x + 1 < 2",
    )
    return replace(base, **changes)


FIRST = a_line(1, kind="start", relation="", strength="", because="", how="", points=0, mutants={})
FALSE = a_line(3, strength="refuted", kind="refuted", counterexample="x = 1: left 2, right 3", mutants={})
CHAIN = BookDerivation(
    "a-chain",
    "A chain & its title",
    ("t01",),
    "Author (2013), eq. 4",
    "module",
    (Assumption("x is <given> as $x$", {"ours": "0 < x", "theirs": "0 < z"}),),
    (FIRST, a_line(2), FALSE),
)
BOOK = Book(
    {"a-chain": CHAIN}, ENTRIES, settle(ENTRIES, ("ours", "theirs")), {"ours": "this book", "theirs": "that one"}
)


class Balance(HTMLParser):
    """Counts tags that are opened and not closed."""

    void = frozenset({"br", "img"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, _: object) -> None:
        self.open += [tag] if tag not in self.void else []

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_every_line_of_a_chain_has_its_own_link_target() -> None:
    shown = chains.derivation(BOOK, "a-chain")
    assert re.findall(r'id="([^"]+)"', shown) == ["a-chain", "a-chain-1", "a-chain-2", "a-chain-3"]
    assert '<a href="#a-chain-2">Link</a>' in shown


def test_a_chain_is_well_formed() -> None:
    assert Balance(chains.derivation(BOOK, "a-chain")).open == []


def test_a_line_opens_to_show_how_it_was_checked() -> None:
    shown = chains.derivation(BOOK, "a-chain")
    for words in (
        "Proved for every size: same normal form.",
        "Tried at 10 points: V, d = 1, 2; K = 3.",
        "7 mutants refuted, 1 proved equivalent.",
        "<code>x + 1 &lt; 2</code>",
    ):
        assert words in shown


PROOF = {"proof": '{"steps":[]}', "rules": {"slope_log": 2, "slope_exp": 1, "exp_positive": 1, "transitive": 1}}


def test_a_line_opens_to_the_rules_of_its_proof_and_what_is_given_for_it() -> None:
    given = (Assumption("", {"ours": "0 < x", "theirs": ""}), Assumption("words of $y$", {"ours": "", "theirs": ""}))
    chain = replace(CHAIN, given=given, lines=(a_line(1, **PROOF, used=(0, 1)), a_line(2, **PROOF)))
    shown = chains.derivation(replace(BOOK, derivations={"a-chain": chain}), "a-chain")
    used = "Rules: the chain rule (3), exp &gt; 0, and 1 step of algebra and order"
    assert re.search(
        rf"{re.escape(used)}; given: <press-math.*?</press-math>; words of <press-math.*?</press-math>\.<br>Tried",
        shown,
    )
    assert f"{used}.<br>Tried" in shown
    assert "not replayed" not in shown


def test_a_line_that_is_proved_and_not_replayed_says_so_and_why() -> None:
    proved, cited = (a_line(1, strength=strength, unreplayed="no <term>") for strength in ("every size", "cited"))
    shown = chains.derivation(replace(BOOK, derivations={"a-chain": replace(CHAIN, lines=(proved,))}), "a-chain")
    assert "Checked, not replayed: no &lt;term&gt;." in shown
    shown = chains.derivation(replace(BOOK, derivations={"a-chain": replace(CHAIN, lines=(cited,))}), "a-chain")
    assert "not replayed" not in shown


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ({"sum_swap": 2}, "two sums change places (2)"),
        ({"transitive": 3, "identity": 1}, "4 steps of algebra and order"),
        ({"transitive": 1, "exp_positive": 1, "least": 1}, "a minimum by the sign of a slope, exp &gt; 0, and 1 step"),
    ],
)
def test_rules_are_told_in_few_words_the_most_telling_first(counts: dict[str, int], words: str) -> None:
    assert escape(rules.told(counts)).startswith(words)


def test_every_rule_that_has_words_is_one_of_the_kernel_and_has_them_once() -> None:
    named = [name for names in rules.WORDS.values() for name in names]
    assert set(named) <= LAWS.keys() | RULES.keys()
    assert len(set(named)) == len(named)


def test_every_law_can_be_read_and_no_two_say_the_same() -> None:
    said = {name: laws.says(law) for name, law in LAWS.items()}
    assert len(set(said.values())) == len(LAWS)
    assert not [
        name for name, (follows, conditions) in said.items() if re.search(r"[$]|\bNone\b", f"{follows}{conditions}")
    ]
    swapped, conditions = said["sum_region"]
    assert swapped == "sum(sum(F2(y, x), y=A1(x)..A2(x)), x=lo..hi) = sum(sum(F2(x, y), y=C1(x)..C2(x)), x=lo2..hi2)"
    assert conditions[0] == "lo2 <= y for A1(x) <= y <= A2(x) for lo <= x <= hi"


def test_a_chain_that_is_proved_for_every_size_is_stamped_once_and_marks_only_what_differs() -> None:
    shown = chains.derivation(BOOK, "a-chain")
    assert shown.count("press-stamp") == 1
    assert "proved for every size, but for what is marked" in shown
    assert re.findall(r"<summary(?: aria-label=\"([^\"]*)\")?>(.*?)</summary>", shown) == [
        ("", "(1)"),
        ("", "(2)"),
        ("(3) false, with a counterexample", '<b class="press-mark">✗</b>(3)'),
    ]
    whole = replace(CHAIN, lines=CHAIN.lines[:2])
    assert "proved for every size</p>" in chains.derivation(replace(BOOK, derivations={"a-chain": whole}), "a-chain")


@pytest.mark.parametrize("weaker", [{"strength": "numeric"}, {"strength": "one size"}, {"ok": False}])
def test_a_chain_with_a_weaker_line_has_no_stamp_and_all_its_marks(weaker: dict[str, object]) -> None:
    mixed = replace(CHAIN, lines=(FIRST, a_line(2), a_line(3, **weaker)))
    shown = chains.derivation(replace(BOOK, derivations={"a-chain": mixed}), "a-chain")
    assert "press-stamp" not in shown
    assert '<b class="press-mark">∀</b>(2)' in shown
    assert len(re.findall(r'<b class="press-mark[^>]*>.</b>\(', shown)) == 2


def test_a_line_can_be_copied_as_its_author_wrote_it_without_its_reason() -> None:
    text = "a-chain: A title\n  x\n= x  -- because so\n    & more\nwrong = y  -- no\n"
    lines = (replace(FIRST, row=1), a_line(2, row=2), replace(FALSE, row=4))
    shown = chains.derivation(replace(BOOK, derivations={"a-chain": replace(CHAIN, text=text, lines=lines)}), "a-chain")
    assert re.findall(r'data-text="([^"]*)"', shown) == [
        "x",
        "= x",
        "wrong = y",
    ]


def test_what_is_given_of_an_index_that_vectors_lack_is_for_components_alone() -> None:
    index = Assumption("$x$ is a component", {"ours": "", "theirs": ""}, of_components=True)
    for given, said in (((index,), 1), ((index, CHAIN.given[0]), 1), ((CHAIN.given[0],), 0)):
        chain = replace(CHAIN, given=given)
        shown = chains.derivation(replace(BOOK, derivations={"a-chain": chain}), "a-chain")
        assert shown.count('class="press-components"') == said
        assert Balance(shown).open == []
        assert ("x is &lt;given&gt;" in shown) is (CHAIN.given[0] in given)


def test_a_line_is_shown_as_vectors_and_its_components_are_one_of_its_spellings() -> None:
    vector = a_line(2, vector={"ours": "= X", "theirs": "= Z"}, vector_alone={"ours": "X", "theirs": "Z"})
    chain = replace(CHAIN, lines=(FIRST, replace(vector, vector_sympy="x @ y")))
    page, alternates = formulas.split_alternates(
        chains.derivation(replace(BOOK, derivations={"a-chain": chain}), "a-chain")
    )
    assert katex.render(r"\displaystyle = X") in page
    assert alternates["ours-components"] == {"1": r"\displaystyle = x"}
    assert alternates["theirs-components"] == {"1": r"\displaystyle = z"}
    assert alternates["theirs"]["1"] == r"\displaystyle = Z"
    assert '<code class="press-vectors">x @ y</code><code class="press-components">x + 1 &lt; 2</code>' in page


def test_a_legend_explains_the_marks_that_occur_and_no_others() -> None:
    shown = chains.line(BOOK, "a-chain", 2)
    assert "proved for every size" in shown.split("press-legend")[1]
    assert "false" not in shown.split("press-legend")[1]


def test_a_mark_is_explained_under_the_chain_where_it_first_occurs_on_a_page() -> None:
    page = chains.line(BOOK, "a-chain", 2) + chains.derivation(BOOK, "a-chain") + chains.line(BOOK, "a-chain", 3)
    shown = chains.finished(page)
    explained = [legend.split("</p>")[0] for legend in shown.split("press-legend")[1:]]
    assert [("proved for every size" in one, "false, with" in one) for one in explained] == [
        (True, False),
        (False, True),
    ]
    assert shown.count("<press-check") == page.count("<press-check") - 1


def test_a_formula_keeps_the_bracket_and_the_stop_beside_it() -> None:
    one, other = (f"<press-math><span>{name}</span></press-math>" for name in "xy")
    assert chains.finished(f"With {one} and ({other}).") == f'With {one} and <span class="press-held">({other}).</span>'


def test_a_line_is_marked_by_its_strength_and_by_where_it_begins() -> None:
    shown = chains.derivation(BOOK, "a-chain")
    assert re.findall(r"<li id=\"a-chain-\d\"([^>]*)>", shown) == [
        "",
        ' class="press-every-size"',
        ' class="press-refuted"',
    ]
    whole = replace(CHAIN, lines=(a_line(1, has_left=True),))
    assert ' class="press-every-size press-whole"' in chains.derivation(
        replace(BOOK, derivations={"a-chain": whole}), "a-chain"
    )


@pytest.mark.parametrize(
    ("sizes", "said"), [((1, 2), "V = 1, 2"), ((1, 2, 3, 4), "V = 1 to 4"), ((1, 2, 4), "V = 1, 2, 4"), ((3,), "V = 3")]
)
def test_the_sizes_that_were_tried_are_said_in_few_words(sizes: tuple[int, ...], said: str) -> None:
    tried = replace(CHAIN, lines=(a_line(1, sizes={"V": sizes}),))
    assert f"points: {said}." in chains.derivation(replace(BOOK, derivations={"a-chain": tried}), "a-chain")


def test_the_sizes_at_which_no_point_is_allowed_are_named() -> None:
    tried = replace(CHAIN, lines=(a_line(1, sizes={"V": (2, 3)}, no_point={"V": (1,)}),))
    shown = chains.derivation(replace(BOOK, derivations={"a-chain": tried}), "a-chain")
    assert "V = 2, 3; what is given allows none at V = 1." in shown


def test_a_false_line_is_struck_through_called_false_and_shows_its_counterexample() -> None:
    shown = chains.line(BOOK, "a-chain", 3)
    assert shown.count("alse, with a counterexample") == 2  # its mark and the legend: the line itself says it once more
    assert '<li class="press-refuted"><div><b>False:</b> <s><press-math' in shown
    assert "<b>Counterexample:</b> <code>x\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}1</code>: left 2, right 3" in shown
    inline = chains.line(BOOK, "a-chain", 3, inline=True)
    assert inline.startswith('<s class="press-false"><press-math')
    assert "(false)" in inline


@pytest.mark.parametrize(
    ("example", "said"),
    [
        ("left 1, right 0", "left 1, right 0"),
        ("V = 2, u[1, 2] = −1: left 1, right 0", "<code>V~=~2, u[1,~2]~=~−1</code>: left 1, right 0"),
        (
            "t = node(leaf, leaf), … = …: left 1, right 0",
            "<code>t~=~node(leaf, leaf)</code> and others: left 1, right 0",
        ),
    ],
)
def test_a_counterexample_keeps_each_value_unbroken_and_says_whether_there_are_others(example: str, said: str) -> None:
    false = replace(CHAIN, lines=(replace(FALSE, counterexample=example),))
    shown = chains.derivation(replace(BOOK, derivations={"a-chain": false}), "a-chain")
    assert f"<p><b>Counterexample:</b> {said}</p>" in shown.replace("\N{NO-BREAK SPACE}", "~")


def test_a_quoted_line_is_not_parted_from_its_stop() -> None:
    quote = chains.line(BOOK, "a-chain", 2, inline=True)
    assert chains.finished(f"{quote}, and") == f'<span class="press-held">{quote},</span> and'
    link = '<a href="#x"><press-math>x</press-math></a>'
    assert chains.finished(f"{link}, and") == f"{link}, and"


def test_what_is_given_and_the_source_stand_beneath_the_chain() -> None:
    shown = chains.derivation(BOOK, "a-chain")
    assert "x is &lt;given&gt; as <press-math" in shown
    assert katex.render("0 < x") in shown
    assert "<b>Source</b> Author (2013), eq. 4" in shown


def test_a_line_shown_away_from_its_chain_leads_back_to_it_and_has_no_id_of_its_own() -> None:
    shown = chains.line(BOOK, "a-chain", 2)
    assert 'href="press:a-chain-2"' in shown
    assert " id=" not in shown
    assert chains.line(BOOK, "a-chain", 2, inline=True).startswith('<a class="press-quote" href="press:a-chain-2"')


def test_an_unknown_slug_or_line_is_refused_with_what_is_near_it() -> None:
    with pytest.raises(UnknownSlug, match="no derivation is called 'a-chian'; near it: a-chain"):
        chains.derivation(BOOK, "a-chian")
    with pytest.raises(UnknownSlug, match="a-chain has no line 4: its lines are 1 to 3"):
        chains.line(BOOK, "a-chain", 4)


def test_other_spellings_travel_beside_the_page_and_leave_a_number_on_it() -> None:
    page, alternates = formulas.split_alternates(
        formulas.inline_maths(BOOK, "x") + formulas.inline_maths(BOOK, "y + x") * 2
    )
    assert re.findall(r'data-alt="([^"]*)"', page) == ["0", "1", "1"]
    assert alternates == {"theirs": {"0": "z", "1": "y + z"}}


def test_a_symbol_that_all_conventions_spell_alike_costs_nothing() -> None:
    assert "data-alt" not in formulas.inline_maths(BOOK, "y")


def test_formulas_and_checks_are_kept_out_of_the_search_index() -> None:
    shown = chains.derivation(BOOK, "a-chain")
    assert shown.count("<press-math data-search-exclude") == shown.count("<press-math")
    assert shown.count("<press-check data-search-exclude>") == shown.count("<press-check") == 5


def test_a_number_shows_what_it_was_computed_from() -> None:
    assert values.number("1.711", 'loss["a"]') == (
        '<span class="press-number" title="loss[&quot;a&quot;]">1.711</span>'
    )


def test_a_doctest_is_one_block_until_a_value_shows_itself() -> None:
    shown = values.doctest(
        [
            (">>> a = 1", None),
            (">>> a", ("text", "1")),
            (">>> table", ({"text/html": "<b>t</b>"}, "t")),
            (">>> a", ("text", "1")),
        ]
    )
    assert shown.count("<pre>") == 2
    assert shown.index("<b>t</b>") < shown.rindex("<pre>")


def test_a_picture_is_named_for_those_who_do_not_see_it() -> None:
    svg = '<?xml version="1.0"?>\n<svg width="1"><g/></svg>'
    assert '<svg role="img" aria-label="two curves" width="1">' in values.value({"image/svg+xml": svg}, "two curves")


def test_what_a_picture_says_is_to_be_seen_in_it_is_its_caption() -> None:
    shown = values.value({"image/svg+xml": '<svg aria-label="a &lt; b" width="1"><g/></svg>'}, "two curves")
    assert shown.endswith("</svg><figcaption>a &lt; b</figcaption></figure>")


def test_mathematics_in_a_value_is_typeset_and_its_text_is_escaped() -> None:
    shown = values.value({"text/latex": r"loss < 2: $x$"}, "")
    assert "loss &lt; 2: <press-math data-search-exclude>" in shown
    assert "$" not in shown
    assert katex.render("a < b") in values.value({"text/html": "<td><press-math>a &lt; b</press-math></td>"}, "")


def test_a_line_that_is_proved_by_another_leads_to_it() -> None:
    used = BookDerivation("used", "Used", (), "", "module", (), (a_line(1), a_line(2, lemma="a-chain-2")))
    shown = chains.derivation(replace(BOOK, derivations=BOOK.derivations | {"used": used}), "used")
    assert '<p>because so (<a href="press:a-chain-2">A chain &amp; its title, line 2</a>)</p>' in shown
    assert shown.count("press:a-chain") == 1


def test_a_given_that_comes_by_a_lemma_leads_to_it() -> None:
    used = BookDerivation("used", "Used", (), "", "module", (replace(CHAIN.given[0], lemma="a-chain-2"),), (FIRST,))
    shown = chains.derivation(replace(BOOK, derivations=BOOK.derivations | {"used": used}), "used")
    given = shown[shown.index("<b>Given</b>") :].partition("</p>")[0]
    assert given.endswith('(<a href="press:a-chain-2">A chain &amp; its title, line 2</a>).')


def test_a_given_that_is_more_than_is_needed_says_so() -> None:
    loose = replace(CHAIN, given=(replace(CHAIN.given[0], loose="$x$ & all"), CHAIN.given[0]))
    shown = chains.derivation(replace(BOOK, derivations={"a-chain": loose}), "a-chain")
    assert shown.count("more than is needed") == 1
    assert Balance(shown).open == []
