"""Executed notebooks on their way to the site: handed to mkdocs-jupyter, finished after it, offered for download.

mkdocs-jupyter converts the text cells and makes the table of contents.
Code cells and outputs are set here as on any other page: a lab carries no second stylesheet and says nothing twice.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape, unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from bs4 import BeautifulSoup, Tag

from ..book.book import Book
from ..book.edition import Edition
from ..book.shown import MIME
from ..commands.report import SHOWN
from ..language.config import LABS
from ..language.messages import Problem
from ..language.source import scan
from ..render import chains, lab, values
from ..render.abroad import first_cell
from ..render.cells import text_cell
from ..render.formulas import inline_maths
from ..render.notebook import notebook_of, with_addresses
from ..run.processes import Ran

if TYPE_CHECKING:
    from mkdocs_jupyter.plugin import Plugin as Jupyter

OPTIONS = {"include": list(LABS), "execute": False, "allow_errors": False, "cache": False}
Cite = Callable[[str], str]
FORMULA = re.compile(r"pressformula(\d+)x")


@dataclass(frozen=True)
class Ready:
    """An executed lab: the notebook to download, the one to convert, its formulas, and what is wrong with it."""

    download: Path
    converted: Path
    cells: tuple[dict[str, Any], ...]
    formulas: tuple[str, ...]
    problems: tuple[Problem, ...]


def converter() -> Jupyter:
    """The plugin mkdocs-jupyter: labs arrive executed, and nothing is run, cached or fetched by it.

    It is imported for a book that has labs alone: that takes as long as all else that builds a page.
    """
    from mkdocs_jupyter.plugin import Plugin

    plugin = Plugin()
    plugin.load_config(OPTIONS)
    return plugin


def name_of(path: str) -> str:
    """The name under which a page or lab is downloaded."""
    return f"{Path(path).stem}.ipynb"


def ready(site: Edition, book: Book, path: str, ran: Ran | None = None) -> Ready:
    """Write the two notebooks of a lab, which is run unless it ran."""
    executed = lab.execute(site, path, ran)
    notebook, folder = executed.notebook, site.store / "labs"
    formulas: list[str] = []
    cells = [_without_formulas(cell, formulas) for cell in notebook["cells"]]
    abroad = [_abroad(site, path, cell) for cell in notebook["cells"]]
    codes = ["".join(cell["source"]) for cell in abroad if cell["cell_type"] == "code"]
    abroad = [first_cell(site, codes) | {"id": "to-run"}, *abroad]
    download = _write(folder / name_of(path), notebook | {"cells": abroad})
    converted = _write(folder / "converted" / name_of(path), notebook | {"cells": cells})
    shown = tuple(_formula(book, tex) for tex in formulas)
    return Ready(download, converted, tuple(notebook["cells"]), shown, executed.problems)


def _formula(book: Book, tex: str) -> str:
    """Inline symbols; as they were typed where they are refused, which is said at the head of the page."""
    try:
        return inline_maths(book, tex)
    except ValueError:
        return f"<code>{escape(tex)}</code>"


def write_page(site: Edition, path: str, folder: Path) -> None:
    """Write a Markdown page as an executed notebook into `folder`."""
    _write(folder / name_of(path), notebook_of(site, path))


def _write(path: Path, notebook: Mapping[str, Any]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


def _abroad(site: Edition, path: str, cell: dict[str, Any]) -> dict[str, Any]:
    """The cell as it can be read, and run, outside of the site: a chain that it shows is text."""
    if cell["cell_type"] == "code":
        return _chain_as_text(cell) or cell
    return cell | {"source": with_addresses(site, path, "".join(cell["source"])).splitlines(keepends=True)}


def _chain_as_text(cell: dict[str, Any]) -> dict[str, Any] | None:
    """A cell that does no more than show a chain, as the chain."""
    data = next((one["data"] for one in cell["outputs"] if MIME in one.get("data", {})), None)
    if data is None or not SHOWN.fullmatch("".join(cell["source"]).strip()):
        return None
    return text_cell(_joined(data["text/latex"])) | {"id": cell["id"]}


def _without_formulas(cell: dict[str, Any], formulas: list[str]) -> dict[str, Any]:
    """The cell as mkdocs-jupyter converts it: no output, and each formula as a word that Markdown leaves alone."""
    if cell["cell_type"] == "code":
        return cell | {"outputs": []}
    text = "".join(cell["source"])
    for piece in reversed(scan(text).of("maths")):
        text = f"{text[: piece.start]}pressformula{len(formulas)}x{text[piece.end :]}"
        formulas.append(piece["tex"])
    return cell | {"source": text.splitlines(keepends=True)}


def finished(content: str, lab: Ready, book: Book, ids: Sequence[str], cite: Cite = escape) -> str:
    """The converted lab in the site's own dress; its headings get the `ids` of the table of contents, in order."""
    texts = iter(_texts(content))
    parts = [next(texts) if cell["cell_type"] == "markdown" else _code(cell, book, cite) for cell in lab.cells]
    page = FORMULA.sub(lambda match: lab.formulas[int(match[1])], "\n".join(parts))
    return chains.finished(_with_ids(page, ids))


@lru_cache(maxsize=64)
def _texts(content: str) -> tuple[str, ...]:
    """The text cells, as mkdocs-jupyter converted them."""
    soup = BeautifulSoup(content, "html.parser")
    return tuple(map(_text, soup.select(".jp-MarkdownCell .jp-RenderedMarkdown")))


def _text(cell: Tag) -> str:
    for link in cell.select("a.anchor-link"):
        link.decompose()
    return cell.decode_contents()


def _with_ids(page: str, ids: Sequence[str]) -> str:
    """The headings with the ids that the table of contents links to, and a permanent link each."""
    names = iter(ids)

    def heading(match: re.Match[str]) -> str:
        name = next(names, "")
        link = f'<a class="headerlink" href="#{name}" title="Permanent link">&para;</a>'
        return f'<{match[1]} id="{name}">{match[2]}{link}</{match[1]}>'

    return re.sub(r"<(h[1-6])\b[^>]*>(.*?)</\1>", heading, page, flags=re.DOTALL)


def _code(cell: Mapping[str, Any], book: Book, cite: Cite) -> str:
    code = values.code("".join(cell["source"]), "python")
    outputs = "".join(_output(output, book, cite) for output in cell["outputs"])
    if all(MIME in output.get("data", {}) for output in cell["outputs"]):  # a chain has a frame of its own
        return code + outputs
    plain = outputs.replace(' class="press-value"', "")
    return f'{code}<div class="press-outputs">{plain}</div>'


def _output(output: Mapping[str, Any], book: Book, cite: Cite) -> str:
    if output["output_type"] == "stream":
        return f"<pre><code>{escape(''.join(output['text']))}</code></pre>"
    data = output["data"]
    if MIME in data:
        slug, number = data[MIME]["slug"], data[MIME]["line"]
        return chains.line(book, slug, number) if number else chains.derivation(book, slug, cite)
    return values.value({mime: _joined(value) for mime, value in data.items()}, _joined(data.get("text/plain", "")))


def _joined(value: str | list[str]) -> str:
    return value if isinstance(value, str) else "".join(value)


def relinked(content: str, links: Iterable[str], url: Callable[[str], str]) -> str:
    """A lab with the address of each of its own links in the place of the source that it names."""
    own = {unquote(link): link for link in links}

    def address(match: re.Match[str]) -> str:
        link = own.get(unquote(unescape(match[2])))
        return match[0] if link is None else f'{match[1]}="{escape(url(link))}"'

    return re.sub(r'\b(href|src)="([^"]*)"', address, content)
