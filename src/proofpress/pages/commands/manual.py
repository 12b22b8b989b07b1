"""What the press says of itself, for a page about it: its errors, and the source of what a page shows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

from ..book import edition
from ..language.messages import MESSAGES
from .tables import Table

EXPECTED, TO_DO = "; expected ", "; "
FENCE = re.compile(r"^```pycon\n>>> (?:from .*\n>>> )?manual\.source\(.*?^```\n", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Quoted:
    """A piece of a page's source, which shows itself as it is written."""

    text: str
    name: str

    def __repr__(self) -> str:
        return f"<the source of {self.name}>"

    def _repr_html_(self) -> str:
        return f"<pre><code>{escape(self.text)}</code></pre>"


def source(path: str, heading: str = "") -> Quoted:
    """How a file is written, or the section under a heading of a page, below the block that asks for it."""
    text = edition.unmade().read(path)
    if not heading:
        return Quoted(text.strip(), path)
    sections = re.split(r"^#{1,6} +(.+)\n", text, flags=re.MULTILINE)
    found = dict(zip(sections[1::2], sections[2::2], strict=True))
    if heading not in found:
        raise ValueError(f"{path} has no heading {heading!r}; it has {', '.join(found)}")
    return Quoted(FENCE.split(found[heading])[-1].strip(), heading)


def errors() -> Table:
    """Every error of a page: what stands there, what is expected, and what to do; dots for what varies."""
    rows = tuple(_error(text) for text in MESSAGES.values())
    return Table("errors", ("What stands there", "What is expected", "What to do"), rows)


def _error(text: str) -> tuple[str, str, str]:
    said = escape(re.sub(r"(?<!\{)\{(?!\{)[^}]*\}", "…", text).replace("{{", "{").replace("}}", "}"), quote=False)
    said = said.replace("$…$", "<code>$…$</code>")  # typed mathematics is named here, and is none
    what, _, rest = said.partition(EXPECTED)
    expected, _, to_do = rest.partition(TO_DO)
    return what, expected, to_do
