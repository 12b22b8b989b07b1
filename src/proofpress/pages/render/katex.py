"""Formulas are typeset when the site is built: KaTeX in one engine of JavaScript, each result kept on disk."""

from __future__ import annotations

import atexit
import json
import re
import sqlite3
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from threading import Lock

from py_mini_racer import MiniRacer

from ..run.listening import aside
from ..run.store import cache_folder

PRESS = Path(__file__).parents[2]
OPTIONS = {"output": "htmlAndMathml", "strict": "error", "throwOnError": True, "trust": False}

TYPESET = """((tex, options) => {
  try { return {html: katex.renderToString(tex, options)} }
  catch (error) { return {error: error.message} }
})"""


class BadLatex(ValueError):
    """KaTeX refused a formula."""


class KatexMissing(RuntimeError):
    """KaTeX is not there."""


@lru_cache(maxsize=8192)
def render(tex: str) -> str:
    """The formula as HTML and MathML; raises `BadLatex` with the formula and KaTeX's own words."""
    key = sha256(f"{version()}\n{OPTIONS}\n{tex}".encode()).hexdigest()
    known = _cached(key)
    if known is None:
        known = _typeset(tex)
        _store(key, known)
    return known


def height(html: str) -> float:
    """How tall a typeset formula is, in ems of its own font."""
    return max((float(tall) for tall in re.findall(r'class="katex-strut" style="height:([\d.]+)em', html)), default=1)


def package() -> Path:
    """The folder of KaTeX: the one that a wheel of the press holds, or npm's above the sources of the press."""
    for folder in (PRESS / "katex", *(above / "node_modules/katex" for above in PRESS.parents)):
        if (folder / "package.json").is_file():
            return folder
    raise KatexMissing(f"no node_modules/katex above {PRESS}; run `npm ci` in the repository of the press")


def stylesheet() -> str:
    """KaTeX's own stylesheet, asking for the woff2 fonts only."""
    css = (package() / "dist/katex.min.css").read_text(encoding="utf-8")
    return re.sub(r',url\([^)]*\.(?:woff|ttf)\) format\("(?:woff|truetype)"\)', "", css)


def fonts() -> list[Path]:
    """The font files that `stylesheet` names."""
    return sorted((package() / "dist/fonts").glob("*.woff2"))


@cache
def version() -> str:
    """The version of KaTeX that is installed."""
    return str(json.loads((package() / "package.json").read_text(encoding="utf-8"))["version"])


def _typeset(tex: str) -> str:
    answer = _ask(tex)
    if "error" in answer:
        raise BadLatex(f"{tex}: {' '.join(answer['error'].split())}")
    return str(answer["html"])


_lock = Lock()


def _ask(tex: str) -> dict[str, str]:
    with _lock:
        return _engine().call(TYPESET, tex, OPTIONS)


@cache
def _engine() -> MiniRacer:
    """The one engine of JavaScript, with KaTeX in it."""
    with aside():  # a library of its own
        engine = MiniRacer()
    atexit.register(engine.close)  # on its own it ends too late: Python 3.13 waits for ever for its thread
    engine.eval((package() / "dist/katex.min.js").read_text(encoding="utf-8"))
    return engine


@cache
def _connection(folder: Path) -> sqlite3.Connection:
    """The one connection to what is kept; with a log of its own, others read and write without waiting for the disk."""
    folder.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(folder / "katex.sqlite", timeout=60, isolation_level=None, check_same_thread=False)
    atexit.register(connection.close)
    for setting in ("journal_mode = wal", "synchronous = normal"):
        connection.execute(f"pragma {setting}")
    connection.execute("create table if not exists formulas (key text primary key, html text not null)")
    return connection


def _cached(key: str) -> str | None:
    with _lock:
        connection = _connection(cache_folder().absolute())
        row = connection.execute("select html from formulas where key = ?", (key,)).fetchone()
    return row[0] if row else None


def _store(key: str, html: str) -> None:
    with _lock:
        connection = _connection(cache_folder().absolute())
        connection.execute("insert or replace into formulas values (?, ?)", (key, html))
