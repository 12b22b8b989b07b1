"""A new book: a small one that works, to be changed into one's own."""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path

from ..language.config import SiteError

TEMPLATE = Path(__file__).parents[2] / "new"
MADE = {"__pycache__", ".proofpress", ".pytest_cache"}  # by whoever tries the template where it lies


def new(folder: Path) -> list[str]:
    """Write the book into a folder that is empty or not there yet; the names of its files."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise SiteError(f"{folder} is there and is no empty folder; name one that is not there yet")
    name = folder.resolve().name
    title = " ".join(re.findall(r"\w+", name.replace("_", " "))).capitalize() or "A book"
    words = {"TITLE": title, "FOLDER": name, "VERSION": metadata.version("proofpress")}
    names = [path.relative_to(TEMPLATE) for path in sorted(TEMPLATE.rglob("*")) if path.is_file()]
    names = [name for name in names if not MADE & set(name.parts)]
    for one in names:
        text = re.sub("|".join(words), lambda word: words[word[0]], (TEMPLATE / one).read_text(encoding="utf-8"))
        (folder / one).parent.mkdir(parents=True, exist_ok=True)
        (folder / one).write_text(text, encoding="utf-8")
    return [one.as_posix() for one in names]
