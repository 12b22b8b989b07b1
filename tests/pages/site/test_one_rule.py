"""Files, settings, links and addresses have one rule: `check` and a strict build accept the same; no link is dead."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

import pytest

from ...some import some
from ..served import copy, edit, mkdocs, press

STRICT = """
validation:
  nav: {omitted_files: warn, not_found: warn}
  links: {not_found: warn, anchors: warn, unrecognized_links: warn}
"""
BAD = "# A page\n\nIt is 2{= 1 }.\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = copy(tmp_path / "book")
    with (folder / "mkdocs.yml").open("a") as file:
        file.write(STRICT)
    return folder


def both(root: Path) -> str:
    """What check and build say, who must be of one mind; nothing if they accept the book."""
    checked, built = press(root, "check"), mkdocs(root, "build", "--strict")
    assert (checked.returncode == 0) == (built.returncode == 0), checked.said + built.said
    assert "Traceback" not in checked.said + built.said
    return checked.said if checked.returncode else ""


class Links(HTMLParser):
    """The links and the anchors of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links, self.ids = set[str](), set[str]()
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.links |= {value for name, value in attributes if name in ("href", "src") and value and tag != "link"}
        self.ids |= {value for name, value in attributes if name in ("id", "name") and value}


def dead(site: Path) -> set[tuple[str, str]]:
    """The links within a site that lead nowhere."""
    pages = {path.relative_to(site).as_posix(): Links(path.read_text("utf-8")) for path in site.rglob("*.html")}
    return {(name, link) for name, page in pages.items() for link in page.links if not leads(site, pages, name, link)}


def leads(site: Path, pages: dict[str, Links], name: str, link: str) -> bool:
    parts = urlsplit(link)
    if parts.scheme or parts.netloc or link.startswith("/") or name == "404.html":
        return True
    target = normpath(join(dirname(name), unquote(parts.path))) if parts.path else name
    target = normpath(f"{target}/index.html") if (site / target).is_dir() else target
    anchors = pages[target].ids | {"", "__top", "_top"} if target in pages else {""}
    return (site / target).exists() and unquote(parts.fragment) in anchors


@pytest.mark.parametrize("has_folders", some([True, False]))
def test_every_link_between_pages_and_labs_arrives(root, has_folders):
    with (root / "mkdocs.yml").open("a") as file:
        file.write(f"use_directory_urls: {str(has_folders).lower()}\nsite_url: https://a.org/b/\n")
    (root / "docs/one two.md").write_text("# One\n\n[lab](labs/fit.py#the-line), [by name](labs/fit.py#named)\n")
    (root / "docs/página.md").write_text("# Página\n\n## Dos años\n\n[one](one%20two.md), [lab](labs/fit.py)\n")
    (root / "docs/labs/data.csv").write_text("1\n")
    edit(
        root / "docs/labs/fit.py",
        "# ## The line\n#\n",
        "# ## The line\n#\n# [a](../one%20two.md), [b](../página.md#dos-anos), [c](#the-line), [d](data.csv), [e][e]\n"
        "#\n# [e]: ../slope.md#loss-gradient\n#\n# ### With a `name` {#named}\n#\n",
    )
    edit(root / "docs/labs/fit.py", "[the page](../slope.md)", "[the page](../slope.md#loss-gradient)")
    assert both(root) == ""
    assert dead(root / "site") == set()
    page, where = ("slope/", "slope/slope") if has_folders else ("slope.html", "slope")
    alternates = {path.relative_to(root / "site").as_posix() for path in (root / "site").rglob("*notation-stat*.json")}
    assert {"slope/notation-statistics.json" if has_folders else "slope.notation-statistics.json"} <= alternates
    lab = "labs/fit/fit" if has_folders else "labs/fit"
    assert (root / f"site/{where}.ipynb").exists()
    text = (root / f"site/{lab}.ipynb").read_text("utf-8")
    assert f"https://a.org/b/{page}#loss-gradient" in text
    assert "{#named}" not in text


@pytest.mark.parametrize(
    ("path", "old", "new", "said"),
    some(
        [
            ("docs/slope.md", "(index.md#loss-expanded)", "(labs/fit.py#The-line)", "near it: #the-line"),
            ("docs/labs/fit.py", "(../slope.md)", "(#Fitting-a-line)", "near it: #fitting-a-line"),
            ("docs/labs/fit.py", "(../slope.md)", "(../slopes.md)", "a link to ../slopes.md"),
            ("docs/slope.md", "(index.md#loss-expanded)", "(../README.md)", "expected a file under docs"),
            ("docs/slope.md", "(index.md#loss-expanded)", "(.hidden/page.md)", "a link to .hidden/page.md"),
        ]
    ),
)
def test_a_link_that_arrives_nowhere_is_refused_by_both(root, path, old, new, said):
    (root / "README.md").write_text("A book.\n")
    (root / "docs/.hidden").mkdir()
    (root / "docs/.hidden/page.md").write_text("# Hidden\n")
    edit(root / path, old, new)
    assert said in both(root)


@pytest.mark.parametrize(
    ("path", "said"),
    some(
        [
            ("docs/slope/index.md", "docs/slope.md and docs/slope/index.md are both published as slope/index.html"),
            ("docs/labs/fit.md", "docs/labs/fit.py and docs/labs/fit.md are both published as labs/fit/index.html"),
            ("docs/README.md", "Excluding 'README.md' from the site"),
        ]
    ),
)
def test_two_sources_of_one_page_are_refused_by_both(root, path, said):
    (root / path).parent.mkdir(exist_ok=True)
    (root / path).write_text("# Another\n")
    found = both(root)
    assert all(word in found for word in re.split(" and | are ", said)), found


def test_two_chains_of_one_slug_are_refused_by_both(root):
    for name in ("again", "once"):
        chain = f"```derivation\nnoted: A {name}\n  N\n= N + 0  -- nothing is added\n```\n"
        (root / f"docs/{name}.md").write_text(f"# {name.title()}\n\n{chain}")
    assert "docs/once.md:3: the chain noted is shown here and at docs/again.md:3" in both(root)


def move_settings(root: Path) -> None:
    (root / "mkdocs.yml").rename(root / "base.yml")
    (root / "mkdocs.yml").write_text("INHERIT: base.yml\nsite_name: Another\n")


def rename_settings(root: Path) -> None:
    (root / "mkdocs.yml").rename(root / "mkdocs.yaml")


def map_extensions(root: Path) -> None:
    text = (root / "mkdocs.yml").read_text()
    start, end = text.index("markdown_extensions:"), text.index("\nwatch:")
    lines = re.sub(r"(?m)^  - ([\w.]+)$", r"  \1: {}", text[start:end])
    lines = re.sub(r"(?m)^  - ", "  ", lines).replace("      ", "    ")
    (root / "mkdocs.yml").write_text(text[:start] + lines + text[end:])


def move_docs(root: Path) -> None:
    (root / "docs").rename(root.parent / "texts")
    edit(root / "mkdocs.yml", "docs_dir: docs", "docs_dir: ../texts")


def link_docs(root: Path) -> None:
    (root / "docs").rename(root.parent / "texts")
    (root / "docs").symlink_to("../texts")


def hide_pages(root: Path) -> None:
    with (root / "mkdocs.yml").open("a") as file:
        file.write("exclude_docs: |\n  drafts/\n  helper.py\n")
    for folder in (".cache", ".ipynb_checkpoints", "drafts"):
        (root / "docs" / folder).mkdir()
        (root / "docs" / folder / "page.md").write_text(BAD)
    (root / "docs/helper.py").write_text("ONE = 1\n")


@pytest.mark.parametrize(
    "change",
    some([hide_pages, move_settings, rename_settings, map_extensions, move_docs, link_docs]),
    ids=lambda f: f.__name__,
)
def test_settings_and_files_are_those_of_mkdocs(root, change):
    change(root)
    assert both(root) == ""
    assert "3 pages, 7 equations" in press(root, "check").said


def test_without_the_plugin_too_a_book_that_cannot_be_made_is_refused_by_both(root):
    edit(root / "mkdocs.yml", "plugins: [search, proofpress]", "plugins: [search]")
    edit(root / "least_squares/derivations.py", "from sympy import Derivative", "from sympy import Derivatives")
    for page in ("index.md", "slope.md"):
        (root / "docs" / page).write_text("# A page that shows nothing of the book\n")
    (root / "docs/labs/fit.py").unlink()
    for ended in (press(root, "check"), mkdocs(root, "build", "--strict")):
        assert ended.returncode != 0
        assert "cannot import name 'Derivatives'" in ended.said
