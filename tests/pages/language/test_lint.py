"""What prose may not hold, and what it may."""

from __future__ import annotations

import pytest

from proofpress.pages.language.lint import lint
from proofpress.pages.language.source import scan


def kinds(text: str) -> list[str]:
    return [one.kind for one in lint(scan(text, "page.md"), programs=["torch", "gensim"])]


@pytest.mark.parametrize(
    "text",
    [
        "The loss is 1.71.",
        "The loss is −1.71.",
        "About 1.7e-3 of them.",
        "A share of 12.5 % is lost.",
        "| a |\n|---|\n| 1.71 |",
        "# The 1.71",
        "In 2013. 1.71 is the loss",
        "(1.71)",
        "it uses torch. 1.71 is the loss",
        '!!! note "1.71"',
        "[1.71](page.md)",
        "**1.71**",
    ],
)
def test_a_bare_decimal_is_refused(text):
    assert kinds(text) == ["prose.decimal"]


@pytest.mark.parametrize(
    "text",
    [
        "The loss is 1.71{= loss }.",
        "There are 5 words.",
        "With torch 2.13 and gensim 4.4.0, Python 3.11.",
        "Since v1.2.3 and version 2.0.",
        "See §2.1, Section 3.2, equation 1.4, Eq. (2.3), Theorem 4.1 and Figure 1.2.",
        "See sections 2.1 and 2.2.",
        "arXiv:1301.3781 on 2013-01-16.",
        "A [paper](https://arxiv.org/abs/1301.3781) at https://arxiv.org/abs/1301.3781.",
        "[1]: https://example.org/1.5\n",
        "Code `1.71` is code.",
        "## 2.1 A heading",
        '![](a.svg){ width="1.5" }',
        '<img src="a.svg" width="1.5">',
        "<!-- 1.71 -->",
    ],
)
def test_what_is_no_claim_may_stand(text):
    assert kinds(text) == []


@pytest.mark.parametrize(
    "tex",
    [
        "a=b",
        "a < b",
        r"a \le b",
        r"a\to b",
        r"a \approx b",
        r"a \propto b",
        r"a \in b",
        "a ≤ b",
        r"a \Rightarrow b",
        r"\sum_{i=1} a",
    ],
)
def test_a_relation_is_refused(tex):
    assert "maths.relation" in kinds(f"So ${tex}$.")


@pytest.mark.parametrize(
    "tex", ["a", "a_i", r"\top", r"\left( a \right)", r"\leftarrow_x", r"\tau", r"\infty", r"\lesson"]
)
def test_a_symbol_is_no_relation(tex):
    assert kinds(f"So ${tex}$.") == []


@pytest.mark.parametrize(
    "text", ["$$a$$", r"\[a\]", r"\(a\)", r"\begin{align}a\end{align}", "<math>a</math>", "> $$a$$"]
)
def test_typed_display_mathematics_is_refused(text):
    assert set(kinds(text)) == {"maths.display"}


@pytest.mark.parametrize(
    "text", ["`$$`", '```text skip="shown"\n$$a$$\n```', r"It costs \$5 or 5 $.", "<!-- $$a$$ -->"]
)
def test_dollars_in_code_are_code(text):
    assert kinds(text) == []


@pytest.mark.parametrize(
    ("info", "kind"),
    [
        ("", "fence.nameless"),
        ("pyton", "fence.unknown"),
        ("derivatoin", "fence.unknown"),
        ("python", "fence.unrun"),
        ("bash", "fence.unrun"),
        ("{.bash}", "fence.unrun"),
        ('bash skip=""', "fence.reason"),
        ("math", "fence.unknown"),
    ],
)
def test_a_fence_is_run_or_has_a_reason(info, kind):
    assert kinds(f"```{info}\na\n```\n") == [kind]


@pytest.mark.parametrize(
    "fence",
    [
        '```bash skip="no terminal"\nls\n```',
        '```{.bash skip="no"}\nls\n```',
        '```python\n--8<-- "a.py:b"\n```',
        '~~~{ .bash #x skip="no" }\n~~~',
    ],
)
def test_a_fence_with_its_fate_may_stand(fence):
    assert kinds(fence + "\n") == []


def test_code_pasted_beside_a_snippet_is_not_cut():
    assert kinds('```python\n--8<-- "a.py:b"\nprint(1)\n```\n') == ["fence.unrun"]


def test_a_fence_that_superfences_draws_passes_where_mkdocs_yml_names_it():
    page = scan("```mermaid\nflowchart LR\n```\n", "page.md")
    assert list(lint(page, languages=["mermaid"])) == []
    assert [one.kind for one in lint(page)] == ["fence.unknown"]
