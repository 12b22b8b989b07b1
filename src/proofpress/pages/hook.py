"""What only MkDocs can do: a page's path, KaTeX's files, the notation's alternates, notebooks, and the swap of site/.

It gates nothing of its own: the Markdown extension refuses what `check` refuses.
"""

from __future__ import annotations

import json
import logging
import os
import posixpath
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink
from mkdocs.utils import CountHandler, get_relative_url

from proofpress.pages import book, check, extension, html, katex, notebooks, publish, report, stylesheet
from proofpress.pages.live import Live
from proofpress.pages.run import Ran
from proofpress.pages.site import NAME, Site

log = logging.getLogger("mkdocs.proofpress")
FIRST, LAST = 100, -100
UNSEARCHED = re.compile(r"<(press-math|press-check)\b[^>]*data-search-exclude.*?</\1>", re.DOTALL)
BUILDERS = ("mkdocs", "properdocs")  # whose warnings a strict build counts
DOCSTRING = 'class="doc '
# A long name breaks after a dot or an underscore.
NAMES = re.compile(r'(<h1\b[^>]*>|<span class="doc doc-object-name[^>]*>)([^<]+)')
FIGURE = re.compile(r'<figure class="press-chain" id="([\w-]+)"')


@dataclass
class State:
    """What one build knows: its site, the last good folder, what ran, each page's alternates and each chain's page."""

    site: Site
    book: book.Book = field(default_factory=book.Book)
    published: Path | None = None
    turn: IO[str] | None = None
    ran: dict[str, Ran] = field(default_factory=dict)
    alternates: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)
    chains: dict[str, str] = field(default_factory=dict)
    labs: dict[str, notebooks.Ready] = field(default_factory=dict)
    unsearched: dict[str, list[str]] = field(default_factory=dict)


_command = "build"
_state: State
_live: Live | None = None


def on_startup(command: str, dirty: bool, **_: object) -> None:
    """Remember whether the site is built or served, and whether an edit makes only the pages that it changes."""
    global _command, _live
    _command = command
    if command == "serve" and dirty:
        _live = Live()
        logging.getLogger("mkdocs.commands.build").addFilter(lambda record: "'dirty' build" not in record.msg)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Build beside the last good site; while serving show errors on the page."""
    global _state
    os.environ.setdefault("SOURCE_DATE_EPOCH", _commit_date())
    site = Site.load(Path(config.config_file_path).parent)
    _state = State(site, chains=_state.chains if _live and _live.made.pages else {})
    if _live:
        _live.begin()
    config.mdx_configs[NAME]["site"] = site
    if _command == "serve":
        config.mdx_configs[NAME]["errors"] = "show"
    else:
        _state.published = Path(config.site_dir)
        _state.turn = publish.wait_for_turn(site.store)
        config.site_dir = str(publish.beside(_state.published))
    return config


def _book(site: Site) -> book.Book:
    """The book; while serving an empty one in the place of one that cannot be made, as each page says why."""
    try:
        return site.book
    except book.BookError:
        if _command != "serve":
            raise
        return book.Book()


def _commit_date() -> str:
    """Seconds since the epoch at the last commit: the same commit gives the same bytes."""
    try:
        asked = subprocess.run(["git", "log", "-1", "--format=%ct"], capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return "0"
    return asked.stdout.strip() or "0"


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add stylesheet and fonts, and run every page side by side while the book is made."""
    stylesheet.join(files, config)
    paths = _live.choose(_state.site, _book(_state.site), config) if _live else None
    for job, outcome in check.prepare(_state.site, paths):
        log.info("%s ran in %.1f s", job.path, outcome.seconds)
        _state.ran[job.path] = job, outcome
        if _live:
            _live.made.ran(job.path, outcome)
    _state.book = _book(_state.site)
    config.extra["conventions"] = dict(_state.book.conventions)
    return files


def on_nav(nav: Navigation, files: Files, **_: object) -> Navigation:
    """While serving, have MkDocs make the pages that were chosen, and no others."""
    if _live:
        _live.mark(files, _path)
    return nav


def on_page_markdown(markdown: str, page: Page, **_: object) -> str:
    """Say which page is converted next, and what its code gave."""
    path = _path(page.file)
    extension.hand_over(path, page.file.content_string, _state.ran.get(path))
    return markdown


@event_priority(FIRST)
def on_pre_page(page: Page, **_: object) -> Page:
    """Put the executed notebook in a lab's place, before mkdocs-jupyter looks."""
    if _is_lab(page):
        ready = _state.labs[page.file.src_uri] = _ready(_path(page.file))
        if ready.problems and _command == "build":
            raise extension.PageErrors(list(ready.problems))
        extension.report(list(ready.problems))
        page.file.abs_src_path = str(ready.converted)
    return page


def _ready(path: str) -> notebooks.Ready:
    return notebooks.ready(_state.site, _state.book, path, _state.ran.get(path))


@event_priority(FIRST)
def on_page_content(content: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Finish a lab, take out the alternates and what the search index need not read, and note ids and chains."""
    if _is_lab(page):
        content = _finish(content, page, files)
    content, _state.alternates[page.file.src_uri] = html.split_alternates(content)
    own = dict.fromkeys(FIGURE.findall(content), page.url)
    _state.chains = own | _state.chains if _is_lab(page) else _state.chains | own  # a chapter is a chain's home
    page.present_anchor_ids = (page.present_anchor_ids or set()) | set(re.findall(r'\bid="([^"]+)"', content))
    _state.unsearched[page.file.src_uri] = [match[0] for match in UNSEARCHED.finditer(content)]
    return _notebook_link(content, page, config) + UNSEARCHED.sub(r"<\1 data-search-exclude></\1>", content)


def _finish(content: str, page: Page, files: Files) -> str:
    ready = _state.labs[page.file.src_uri]
    page.file.abs_src_path = str(ready.download)
    content = notebooks.finished(content, ready, _state.book, list(_ids(page.toc)))
    for link in set(notebooks.links(content)):
        content = content.replace(f'href="{link}"', f'href="{_resolved(link, page, files)}"')
    return (extension.notice(list(ready.problems)) if ready.problems else "") + content


def _ids(items: Iterable[AnchorLink]) -> Iterator[str]:
    for item in items:
        yield item.id
        yield from _ids(item.children)


def _resolved(link: str, page: Page, files: Files) -> str:
    """The URL of a link from a lab to another source; MkDocs is told of its anchor, as it is of any page's."""
    target, _, anchor = link.partition("#")
    file = files.get_file_from_path(posixpath.normpath(posixpath.join(posixpath.dirname(page.file.src_uri), target)))
    if file is None:
        log.warning("%s links to %s, which is not there", page.file.src_uri, link)
        return link
    url = get_relative_url(file.url, page.url)
    if not anchor:
        return url
    page.links_to_anchors = page.links_to_anchors or {}
    page.links_to_anchors.setdefault(file, {})[anchor] = link
    return f"{url}#{anchor}"


def on_env(env: object, config: MkDocsConfig, files: Files) -> object:
    """Once every page has been read: refuse what only all pages together show."""
    problems = list(check.across(_state.site))
    if problems and _command == "build":
        raise extension.PageErrors(problems)
    extension.report(problems)
    for file in files.documentation_pages():
        own = [one for one in problems if file.page and one.path == _path(file)]
        if own and file.page:
            file.page.content = extension.notice(own) + (file.page.content or "")
    if _live:
        _live.keep(files, config)
    return env


def _notebook_link(content: str, page: Page, config: MkDocsConfig) -> str:
    """A button that downloads the page as an executed notebook, where there is something to run."""
    if not (_is_lab(page) or _is_executable(content, page)):
        return ""
    icon = _icon(config, "material/download")
    name = notebooks.name_of(_path(page.file))
    title = "Download this page as a notebook"
    classes = "md-content__button md-icon"
    return f'<a class="{classes}" href="{name}" download title="{title}" aria-label="{title}">{icon}</a>'


def _icon(config: MkDocsConfig, name: str) -> str:
    places = (Path(folder, ".icons", f"{name}.svg") for folder in config.theme.dirs)
    return next(place.read_text("utf-8") for place in places if place.exists())


@event_priority(LAST)
def on_page_context(context: dict[str, Any], page: Page, **_: object) -> dict[str, Any]:
    """Put back what the search index need not read, and take out what only it needed to know."""
    kept = iter(_state.unsearched[page.file.src_uri])
    whole = UNSEARCHED.sub(lambda _: next(kept), page.content or "")
    page.content = re.sub(r"</?press-check\b[^>]*>| data-search-exclude", "", whole)
    return context


def on_post_page(output: str, page: Page, **_: object) -> str:
    """Lead to the chains that lines are quoted from, and write what the page may ask for."""
    folder = Path(page.file.abs_dest_path).parent
    folder.mkdir(parents=True, exist_ok=True)
    _write_alternates(_state.alternates[page.file.src_uri], folder)
    if not _is_lab(page) and _is_executable(output, page):
        notebooks.write_page(_state.site, _path(page.file), folder)
    if _live:
        _live.made.wrote(_path(page.file))
    output = re.sub(r'href="press:([\w-]+?)-(\d+)"', lambda link: f'href="{_chain(link[1], page)}-{link[2]}"', output)
    if DOCSTRING in output:
        output = re.sub(r"<code>([a-z0-9-]+)</code>", lambda name: _named(name[0], name[1], page), output)
        output = NAMES.sub(lambda name: name[1] + re.sub(r"(?<=[._])(?=\w)", "<wbr>", name[2]), output)
    return _without_indents(stylesheet.unlink_theme(output))


def _write_alternates(alternates: dict[str, dict[str, str]], folder: Path) -> None:
    """A file for each convention that may be asked for, also for one that changes nothing on the page."""
    for name in _state.book.conventions if alternates else ():
        if name != _state.book.ours:
            spelt = {number: katex.render(tex) for number, tex in alternates.get(name, {}).items()}
            (folder / f"notation-{name}.json").write_text(json.dumps(spelt, ensure_ascii=False), encoding="utf-8")


def _without_indents(output: str) -> str:
    """The page without the theme's empty lines and indents, a third of its frame; what is preformatted stays.

    Around the text no tag but a `div` begins a line of its own either; within it the end of a line may be a space.
    """
    kept = r"(<(pre|script|textarea)\b.*?</\2>)"
    lines = re.sub(rf"{kept}|\s*\n\s*", lambda found: found[1] or "\n", output, flags=re.DOTALL)
    text = r"(<(article|pre|script|textarea)\b.*?</\2>)"
    return re.sub(rf"{text}|(?<=>)\n(?=</|<(?!div))", lambda found: found[1] or "", lines, flags=re.DOTALL)


def _named(code: str, slug: str, page: Page) -> str:
    """The name of a chain in a docstring leads to the chain."""
    return f'<a href="{_chain(slug, page)}">{code}</a>' if slug in _state.chains else code


def _chain(slug: str, page: Page) -> str:
    return f"{get_relative_url(_state.chains.get(slug, page.url), page.url)}#{slug}"


@event_priority(LAST)
def on_post_build(config: MkDocsConfig) -> None:
    """Write checks.json, and put the new site in the place of the last one if nothing was wrong."""
    report.write(report.collect(_state.site, _state.book), Path(config.site_dir, "checks.json"))
    if _state.published is not None and not _warnings():
        publish.swap(Path(config.site_dir), _state.published)
        config.site_dir = str(_state.published)
    if _live:
        _live.end(_state.site)


def on_serve(server: LiveReloadServer, **_: object) -> LiveReloadServer:
    """Stand before the server that reloads pages."""
    if _live:
        _live.listen(server)
    return server


def _warnings() -> bool:
    """Whether a strict build is about to be refused."""
    handlers = [handler for name in BUILDERS for handler in logging.getLogger(name).handlers]
    counters = [handler for handler in handlers if isinstance(handler, CountHandler)]
    return any(counter.get_counts() for counter in counters)


def on_build_error(error: Exception) -> None:
    """A page that is refused ends the build in its own words, without a traceback."""
    if isinstance(error, extension.PageErrors | book.BookError | katex.BadLatex | katex.KatexMissing):
        raise Abort(f"Not published:\n{error}") from error


def on_shutdown() -> None:
    """Leave no half-built site and no running page behind."""
    if _live:
        _live.begin()
    if "_state" in globals() and _state.published is not None:
        shutil.rmtree(publish.beside(_state.published), ignore_errors=True)


def _is_lab(page: Page) -> bool:
    return page.file.src_uri.endswith(".py")


def _is_executable(content: str, page: Page) -> bool:
    """Whether a Markdown page has doctests of its own, all of which hold."""
    fences = extension.read(_state.site, _path(page.file)).fences
    return any(fence.fate == "run" for fence in fences) and "proofpress-problems" not in content


def _path(file: File) -> str:
    return _state.site.name(_state.site.docs / file.src_uri)
