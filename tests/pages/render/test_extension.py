"""The four forms work wherever Markdown does, and nothing is published that was not carried out."""

from __future__ import annotations

import re
import subprocess
import sys
import textwrap

import pytest
from markdown import Markdown

from proofpress.pages.language.messages import PageErrors
from proofpress.pages.render.extension import Desk, render

PYCON = "```pycon\n>>> 2 + 3\n5\n```"
CHAIN = "```derivation\nloss-expanded\n```"

CONTAINERS = {
    "the top level": "{}",
    "an admonition": "!!! note\n\n{4}",
    "details": '??? note "More"\n\n{4}',
    "details in an admonition": "!!! note\n\n    ??? tip\n\n{8}",
    "a tab": '=== "One"\n\n{4}\n\n=== "Two"\n\n    text',
    "a list": "- item\n\n{4}\n\n- item",
    "a nested list": "1. item\n\n    - item\n\n{8}",
    "a footnote": "Text.[^1]\n\n[^1]:\n    A note.\n\n{4}",
    "a quote": "> text\n>\n{>}",
    "a div": "<div markdown>\n\n{}\n\n</div>",
    "a definition after text": "text\n\n{}\n\ntext",
}


def put(container: str, form: str) -> str:
    quoted = textwrap.indent(form, "> ", lambda _: True)
    container = container.replace("{4}", textwrap.indent(form, " " * 4)).replace("{8}", textwrap.indent(form, " " * 8))
    return "# Page\n\n" + container.replace("{>}", quoted).replace("{}", form) + "\n"


@pytest.mark.parametrize("where", CONTAINERS)
@pytest.mark.parametrize("form", [PYCON, CHAIN, PYCON.replace("`", "~"), "It is 5.0{= 2 + 3 }, and so is $b$."])
def test_every_form_works_in(book, where, form):
    book.write("docs/page.md", put(CONTAINERS[where], form))
    page = render(book.site, "docs/page.md")
    assert [str(one) for one in page.problems] == []
    assert "\ue000" not in page.html
    assert page.run + page.numbers + len(page.slugs) == 1


@pytest.mark.parametrize("where", CONTAINERS)
def test_an_error_names_its_own_line_in(book, where):
    text = "---\ntitle: A page\n---\n\n\n" + put(CONTAINERS[where], PYCON.replace("5", "6"))
    book.write("docs/page.md", text)
    (found,) = render(book.site, "docs/page.md").problems
    assert text.splitlines()[found.line - 1].strip("> ") == "6"


@pytest.mark.parametrize("marker", ["1. ", "- ", "> "])
def test_a_fence_on_the_line_of_a_marker_is_run(book, marker):
    indent = marker if marker == "> " else " " * len(marker)
    rest = PYCON.split("\n", 1)[1]
    book.write("docs/page.md", f"{marker}```pycon\n" + textwrap.indent(rest, indent) + "\n")
    page = render(book.site, "docs/page.md")
    assert (page.problems, page.run) == ([], 1)
    assert "press-value" in page.html or 'class="highlight"' in page.html


@pytest.mark.parametrize("marker", ["1. ", "- "])
def test_other_code_on_the_line_of_a_marker_would_be_published_as_text_and_is_refused(book, marker):
    book.write("docs/page.md", f'Text.\n\n{marker}```bash skip="no"\n   ls\n   ```\n')
    assert [one.kind for one in render(book.site, "docs/page.md").problems] == ["census.lost"]


def test_a_fence_in_a_comment_is_neither_run_nor_shown(book):
    book.write("docs/page.md", f"Text.\n\n<!--\n{PYCON.replace('5', '6')}\n-->\n\nText.\n")
    page = render(book.site, "docs/page.md")
    assert (page.problems, page.run) == ([], 0)
    assert "2 + 3" not in page.html


def test_a_number_between_two_bindings_of_a_name_sees_the_first(book):
    fences = ["```pycon\n>>> a = 1\n```", "It is 1{= a }.", "```pycon\n>>> a = 2\n```", "It is 2{= a }."]
    book.write("docs/page.md", "\n\n".join(fences))
    assert render(book.site, "docs/page.md").problems == []


def test_a_number_in_a_heading_is_plain_in_its_anchor_and_in_the_table_of_contents(book):
    book.write("docs/page.md", "# A slope of 1.5{= 3 / 2 }\n\n## With $b$\n\nText.\n")
    page = render(book.site, "docs/page.md")
    assert page.problems == []
    assert {"a-slope-of-15", "with-b"} <= page.ids


@pytest.mark.parametrize(
    "expression",
    ["{1: 2}[1]", "'}' and 2", "(lambda: 2)()", "sum({1, 1}) + 1", "[2][0]", 'len("a}")', "{'a':\n2}['a']"],
)
def test_brackets_and_strings_are_paired_in_an_expression(book, expression):
    book.write("docs/page.md", f"It is 2{{= {expression} }}.\n")
    page = render(book.site, "docs/page.md")
    assert (page.problems, page.numbers) == ([], 1)


@pytest.mark.parametrize(
    "text",
    [
        "`1.7{= loss }`",
        '``` text skip="syntax"\n1.7{= loss }\n```',
        "<!-- 1.7{= loss } -->",
        "`` `derivation: x 1` ``",
        r"\$5",
    ],
)
def test_what_stands_in_code_or_comments_is_no_form(book, text):
    book.write("docs/page.md", f"Text {text} text.\n" if not text.startswith("```") else f"{text}\n")
    assert render(book.site, "docs/page.md").problems == []


def test_a_value_is_shown_as_it_shows_itself_and_its_text_is_pinned(book):
    html, text = "def _repr_html_(self): return '<b>bold</b>'", "def __repr__(self): return 'A 1.25'"
    book.write("docs/page.md", f"```pycon\n>>> class A:\n...     {html}\n...     {text}\n>>> A()\nA 1.2\n```")
    page = render(book.site, "docs/page.md")
    assert page.problems == []
    assert "<b>bold</b>" in page.html
    book.edit("docs/page.md", "A 1.2\n", "A 1.4\n")
    (found,) = render(book.site, "docs/page.md").problems
    assert str(found).startswith("docs/page.md:6: 1.4 in the output of 'A()'; expected 1.2;")


def test_attributes_of_other_fences_are_kept(book):
    book.write("docs/page.md", '```bash title="Shell" hl_lines="1" skip="no terminal"\nls\n```\n')
    html = render(book.site, "docs/page.md").html
    assert ("Shell" in html, "hll" in html) == (True, True)
    assert ("proofpress-fence" in html, "skip" in html) == (False, False)


def test_the_source_says_nothing_of_tokens_even_in_attributes(book):
    book.write("docs/page.md", '[text](index.md "It is 5{= 5 }") and ![a 5{= 5 }](x.svg)\n\n*[HTML]: 5\n')
    page = render(book.site, "docs/page.md")
    assert "\ue000" not in page.html


def convert(book, path: str, **options: str) -> str:
    desk = Desk(book.site)
    desk.lay(path, book.read(path))
    names = ["pymdownx.superfences", "proofpress"]
    md = Markdown(extensions=names, extension_configs={"proofpress": {"desk": desk} | options})
    return md.convert(book.read(path))


def test_the_build_refuses_what_check_refuses(book):
    book.write("docs/page.md", "# P\n\nIt is 6{= 2 + 3 }.\n")
    with pytest.raises(PageErrors, match=re.escape("docs/page.md:3: 6 for 2 + 3; expected 5")):
        convert(book, "docs/page.md")


def test_while_serving_the_error_stands_on_the_page(book):
    book.write("docs/page.md", "# P\n\nIt is 6{= 2 + 3 }.\n")
    html = convert(book, "docs/page.md", errors="show")
    assert "docs/page.md:3: 6 for 2 + 3; expected 5" in html
    assert "proofpress-problems" in html


@pytest.mark.usefixtures("book")
def test_a_text_that_is_no_page_is_left_alone():
    html = Markdown(extensions=["pymdownx.superfences", "proofpress"]).convert(PYCON)
    assert ("highlight" in html, "press" in html) == (True, False)


def test_without_a_hook_a_page_with_front_matter_is_known_by_its_text(book):
    code = "import sys, markdown; print(markdown.markdown(sys.stdin.read(), extensions=['proofpress.pages']))"
    body = book.read("docs/index.md").split("---\n", 2)[2].strip()
    shown = subprocess.run(
        [sys.executable, "-c", code], cwd=book.root, input=body, capture_output=True, text=True, check=False
    )
    assert 'id="loss-expanded"' in shown.stdout, shown.stderr


def test_a_fence_that_mkdocs_yml_gives_to_another_tool_is_published_as_that_tool_makes_it(book):
    drawn = "{name: mermaid, class: mermaid, format: !!python/name:pymdownx.superfences.fence_code_format }"
    book.edit(
        "mkdocs.yml", "  - pymdownx.superfences\n", f"  - pymdownx.superfences:\n      custom_fences: [{drawn}]\n"
    )
    book.write("docs/page.md", "```mermaid\ngraph LR\n  A --> B\n```\n")
    page = render(book.site, "docs/page.md")
    assert page.problems == []
    assert page.html.strip() == '<pre class="mermaid"><code>graph LR\n  A --&gt; B</code></pre>'
