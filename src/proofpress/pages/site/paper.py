"""The built site as one PDF: a cover, contents and an index with pages, chapters one after the other, links within.

The pages are put behind one another in a single document, every id and every link made its own, and Chromium prints
that twice: the first print tells on which page a place stands, the second has the numbers in.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import get_files
from mkdocs.structure.nav import Section, get_navigation
from playwright.sync_api import sync_playwright
from pypdf import PdfReader

from ..language.config import CONVERTER
from .labs import converter

BESIDE_THE_TEXT = ".headerlink, .md-content__button, .md-source-file, .md-tags, .press-copy, script, button"
POINTING = ("href", "aria-labelledby", "aria-describedby", "aria-controls", "for", "xlink:href")
WITHIN = re.compile(r"url\(\s*['\"]?#([^)'\"]+)['\"]?\s*\)")
STYLE = """
@page { size: A4; margin: 20mm 22mm }
body { background: none }
.paper { margin: 0 }
.paper > * { break-before: page }
.paper > :first-child { break-before: auto }
.paper-cover { padding-top: 40%; text-align: center }
.paper-cover h1 { font-size: 2.4rem; margin-bottom: .4em }
.paper-list { list-style: none; margin: 0 !important; padding: 0 }
.paper-list li { display: flex; gap: .6em; margin: .15em 0 !important; break-inside: avoid }
.paper-list li > :first-child { flex: 1 }
.paper-list .paper-part { margin-top: .8em !important; font-weight: 600; break-after: avoid }
.paper-index { columns: 2; font-size: .62rem }
.md-typeset .press-chain, .md-typeset .press-chain * { content-visibility: visible }
"""
FOOTER = '<div style="width:100%;text-align:center;font-size:8px"><span class="pageNumber"></span></div>'
SCALE = 0.7  # of what a screen shows; where anything is too wide Chromium would choose for itself, down to a half
WIDTH = round((210 - 2 * 22) / 25.4 * 96 / SCALE)  # of the text, in pixels
FIT = """() => document.querySelectorAll(".press-chain li").forEach(line => {
  const over = line.scrollWidth - line.clientWidth, formula = line.querySelector(":scope > div");
  if (over > 0) formula.style.zoom = 1 - over / formula.offsetWidth;
})"""


class NoPaper(Exception):
    """Why no PDF can be made, in one line."""


@dataclass
class Chapter:
    """A page of the site as a part of the document."""

    key: str
    title: str
    url: str
    parts: tuple[str, ...]
    terms: tuple[str, ...] = ()
    article: Tag | None = field(default=None, repr=False)


def write(settings: Path, site: Path, out: Path, browser: Path, tell: Callable[[str], None] = lambda _: None) -> int:
    """Print the site that is built in `site` to `out`, and `tell` what is being done; the number of pages."""
    config = load_config(str(settings))
    chapters = [_read(chapter, site) for chapter in _chapters(config)]
    tell(f"{len(chapters)} pages put together")
    known = {chapter.url: chapter.key for chapter in chapters}
    for chapter in chapters:
        _bind(chapter, known, config.site_url or "")
    head = _head(site)
    places: Mapping[str, int] = {}
    for which in ("to learn the numbers of its pages", "with the numbers in"):
        tell(f"printed {which}; a book of some hundred pages takes a minute or two")
        document = "".join([head, *_front(config, chapters, places), *_bodies(chapters), *_index(chapters, places)])
        _print(document, site, out, browser)
        places = _pages(out)
    return len(PdfReader(out).pages)


def _chapters(config: MkDocsConfig) -> list[Chapter]:
    """Every page, in the order in which MkDocs leads through them."""
    files = (config.plugins.get(CONVERTER) or converter()).on_files(get_files(config), config=config)
    found = []
    for page in get_navigation(files, config).pages:
        named = page.title  # in the navigation; what MkDocs takes for a notebook's title is its first line
        page.read_source(config)
        parts = tuple(part.title for part in page.ancestors if isinstance(part, Section))
        key = f"p-{re.sub('[^a-z0-9]+', '-', page.url.lower()).strip('-') or 'home'}"
        terms = page.meta.get("tags") or ()
        found.append(Chapter(key, str(named or ""), page.url.removeprefix("./"), parts[::-1], tuple(terms)))
    return found


def _read(chapter: Chapter, site: Path) -> Chapter:
    path = site / chapter.url
    file = path / "index.html" if path.is_dir() or not chapter.url else path
    if not file.is_file():
        raise NoPaper(f"{file} is missing; build the site first, with: mkdocs build --strict")
    article = BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser").find("article")
    if not isinstance(article, Tag):
        raise NoPaper(f"{file} has no article; it was not built with Material for MkDocs")
    chapter.article, heading = article, article.find("h1")
    if heading and not chapter.title:
        chapter.title = heading.get_text(" ", strip=True).removesuffix("¶").rstrip()
    return chapter


def _bind(chapter: Chapter, known: Mapping[str, str], home: str) -> None:
    """Make the ids of a chapter its own, lead its links to where they lead in the document, open what is folded."""
    assert chapter.article is not None
    for each in chapter.article.select(BESIDE_THE_TEXT):
        each.decompose()
    for each in chapter.article.find_all(True):
        if each.get("id"):
            each["id"] = f"{chapter.key}--{each['id']}"
        for name in POINTING:
            if name in each.attrs:
                each[name] = " ".join(_led(chapter, known, home, to, name) for to in str(each[name]).split(" "))
        for name in ("src", "poster"):
            if name in each.attrs:
                each[name] = urljoin(chapter.url, str(each[name]))
        for name in [name for name in each.attrs if "url(" in str(each[name])]:
            each[name] = WITHIN.sub(lambda to: f"url(#{chapter.key}--{to[1]})", str(each[name]))
        if each.name == "details" and "press-how" not in str(each.get("class", "")):
            each["open"] = ""
    chapter.article["id"] = chapter.key


def _led(chapter: Chapter, known: Mapping[str, str], home: str, to: str, name: str) -> str:
    """Where a link of a chapter leads: to a place in the document, or to the site if it is not in it."""
    if "href" not in name:
        return f"{chapter.key}--{to}"
    if to.startswith("#"):
        return f"#{chapter.key}--{to[1:]}" if len(to) > 1 else f"#{chapter.key}"
    if urlsplit(to).scheme:
        return to
    url, _, place = urljoin(f"/{chapter.url}", to).removeprefix("/").partition("#")
    url = url.partition("?")[0]
    if url in known:
        return f"#{known[url]}--{place}" if place else f"#{known[url]}"
    return urljoin(home, url)


def _head(site: Path) -> str:
    """What the pages are dressed in."""
    page = BeautifulSoup((site / "index.html").read_text(encoding="utf-8"), "html.parser")
    styles = page.select('link[rel="stylesheet"], head style')
    body = page.body.attrs if page.body else {}
    scheme = "".join(f' {name}="{escape(str(value))}"' for name, value in body.items() if name.startswith("data-md"))
    dressed = "".join(map(str, styles))
    return f'<!doctype html><html lang="en"><meta charset="utf-8">{dressed}<style>{STYLE}</style><body{scheme}>'


def _front(config: MkDocsConfig, chapters: Iterable[Chapter], places: Mapping[str, int]) -> Iterator[str]:
    yield '<main class="paper md-typeset"><section class="paper-cover">'
    yield f"<h1>{escape(config.site_name)}</h1><p>{escape(config.site_description or '')}</p>"
    yield f"<p>{escape(config.site_url or '')}</p></section>"
    yield '<section><h1>Contents</h1><ul class="paper-list">'
    before: tuple[str, ...] = ()
    for chapter in chapters:
        for depth, part in enumerate(chapter.parts):
            if chapter.parts[: depth + 1] != before[: depth + 1]:
                yield f'<li class="paper-part"><span>{escape(part)}</span></li>'
        before = chapter.parts
        yield _entry(chapter.title, [chapter.key], places)
    yield "</ul></section>"


def _entry(words: str, keys: Iterable[str], places: Mapping[str, int]) -> str:
    """A line of the contents or of the index, with the pages it leads to."""
    pages = {str(places.get(key, key)): key for key in sorted(keys, key=lambda key: places.get(key, 0), reverse=True)}
    links = ", ".join(f'<a href="#{key}">{page}</a>' for page, key in reversed(pages.items()))
    return f"<li><span>{escape(words)}</span><span>{links}</span></li>"


def _bodies(chapters: Iterable[Chapter]) -> Iterator[str]:
    return (str(chapter.article) for chapter in chapters)


def _index(chapters: Iterable[Chapter], places: Mapping[str, int]) -> Iterator[str]:
    """The words of the pages and the titles of the chains, from A to Z."""
    found: dict[str, list[str]] = defaultdict(list)
    for chapter in chapters:
        for term in chapter.terms:
            found[term].append(chapter.key)
        for chain in chapter.article.select("figure[id]:has(> figcaption)") if chapter.article else ():
            title = chain.find("figcaption")
            found[title.get_text(" ", strip=True) if title else ""].append(str(chain["id"]))
    yield '<section><h1>Index</h1><ul class="paper-list paper-index">'
    yield from (_entry(words, found[words], places) for words in sorted(found, key=str.casefold))
    yield "</ul></section></main>"


def _print(document: str, site: Path, out: Path, browser: Path) -> None:
    """Have Chromium print a document that lies, for as long as that takes, beside the pages it was made of."""
    page_file = site / "paper.html"
    page_file.write_text(document, encoding="utf-8")
    try:
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(
                executable_path=browser, args=["--no-sandbox", "--disable-gpu", "--allow-file-access-from-files"]
            )
            page = chromium.new_page(color_scheme="light", viewport={"width": WIDTH, "height": WIDTH})
            page.emulate_media(media="print")
            page.goto(page_file.resolve().as_uri(), timeout=0)
            page.evaluate(FIT)
            page.pdf(
                path=out, format="A4", scale=SCALE, print_background=True, outline=True, tagged=True,
                display_header_footer=True, header_template="<span></span>", footer_template=FOOTER,
            )  # fmt: skip
            chromium.close()
    finally:
        page_file.unlink()


def _pages(out: Path) -> dict[str, int]:
    """On which page each place stands that a link leads to."""
    reader = PdfReader(out)
    found = {}
    for name, place in reader.named_destinations.items():
        number = reader.get_destination_page_number(place)
        if number is not None:
            found[name.removeprefix("/")] = number + 1
    return found
