"""What a page costs a reader: ours beside the same content in plain Material, mkdocs-jupyter and Jupyter Book.

The content is the executed notebook of our heaviest chapter: its prose, formulas, code and outputs.
Each page is opened in Chromium with its processor slowed down four times, over a local server that compresses.
MathJax stands on a second local server in place of its CDN, so a real network would cost that page more.
"""

from __future__ import annotations

import argparse
import gzip
import http.server
import json
import shutil
import statistics
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from functools import cache
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from .pages import write

ROOT = Path(__file__).parents[1]
PEERS = ROOT / ".venv-peers"
MATHJAX = PEERS / "node_modules/mathjax/es5"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
OBSERVE = """
window.seen = {lcp: 0, shift: 0};
new PerformanceObserver(l => l.getEntries().forEach(e => seen.lcp = e.startTime))
  .observe({type: 'largest-contentful-paint', buffered: true});
new PerformanceObserver(l => l.getEntries().forEach(e => { if (!e.hadRecentInput) seen.shift += e.value }))
  .observe({type: 'layout-shift', buffered: true});
"""
TEXT = {".html", ".css", ".js", ".json", ".svg", ".xml", ".txt"}


@dataclass(frozen=True)
class Reading:
    """One opening of a page: first and largest paint and main-thread time in milliseconds, shift, bytes, requests."""

    first_paint: float
    largest_paint: float
    main_thread: float
    shift: float
    markup: int
    wire: int
    requests: int


@cache
def compressed(path: Path) -> bytes:
    """A file as a host keeps it ready: compressed once, not again for every reader."""
    return gzip.compress(path.read_bytes(), mtime=0)


class Compressed(http.server.SimpleHTTPRequestHandler):
    """A static server that compresses text, as a host would."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Send a file."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        text = path.suffix in TEXT
        body = compressed(path) if text else path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Access-Control-Allow-Origin", "*")
        if text:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name is the standard library's
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """A folder on a port of its own."""

    def handler(*arguments: object) -> Compressed:
        return Compressed(*arguments, directory=str(folder))  # type: ignore[arg-type]

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()


def open_page(browser: Browser, url: str) -> Reading:
    """Open a page once, with nothing cached, and read its figures when it has come to rest."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    session = context.new_cdp_session(page)
    for domain in ("Network.enable", "Performance.enable"):
        session.send(domain)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    kinds: dict[str, str] = {}
    sizes: dict[str, float] = {}
    session.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))
    session.on("Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}))
    page.add_init_script(OBSERVE)
    page.goto(url, wait_until="networkidle")
    page.wait_for_timeout(1500)
    metrics = {m["name"]: m["value"] for m in session.send("Performance.getMetrics")["metrics"]}
    paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    seen = page.evaluate("window.seen")
    context.close()
    markup = sum(size for key, size in sizes.items() if kinds.get(key) in ("Document", "Stylesheet"))
    return Reading(
        paint,
        seen["lcp"],
        1000 * metrics["TaskDuration"],
        seen["shift"],
        int(markup),
        int(sum(sizes.values())),
        len(sizes),
    )


def middle(readings: list[Reading]) -> Reading:
    """The median of every figure."""
    return Reading(*(statistics.median(column) for column in zip(*map(astuple, readings), strict=True)))


def markdown(notebook: Path, formulas: bool) -> str:
    """The notebook as one Markdown page."""
    parts = []
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        text = "".join(cell["source"])
        parts.append(text if cell["cell_type"] == "markdown" else f"```python\n{text}\n```")
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            parts.append("".join(data.get("text/latex", "")) or f"```\n{''.join(data.get('text/plain', ''))}\n```")
    page = "\n\n".join(parts)
    return page if formulas else page.replace("$", "")


MATERIAL = "site_name: reading\ntheme: {name: material, font: false}\n"
ARITHMATEX = (
    "markdown_extensions: [pymdownx.superfences, {pymdownx.arithmatex: {generic: true}}]\n"
    "extra_javascript: [mathjax.js, CDN/tex-mml-chtml.js]\n"
)
SETTINGS = r"window.MathJax = {tex: {inlineMath: [['\\(', '\\)']], displayMath: [['\\[', '\\]']]}};"


def lay_out(folder: Path, notebook: Path, cdn: str) -> None:
    """The sources of the peers, each in a folder of its own."""
    write(folder / "bare/mkdocs.yml", MATERIAL + "markdown_extensions: [pymdownx.superfences]\n")
    write(folder / "bare/docs/index.md", markdown(notebook, formulas=False))
    write(folder / "mathjax/mkdocs.yml", MATERIAL + ARITHMATEX.replace("CDN", cdn))
    write(folder / "mathjax/docs/index.md", markdown(notebook, formulas=True))
    write(folder / "mathjax/docs/mathjax.js", SETTINGS)
    write(folder / "jupyter/mkdocs.yml", MATERIAL + "plugins: [{mkdocs-jupyter: {execute: false}}]\n")
    write(
        folder / "book/_config.yml", "title: reading\nexecute: {execute_notebooks: 'off'}\nonly_build_toc_files: true\n"
    )
    write(folder / "book/_toc.yml", "format: jb-book\nroot: index\n")
    for place in ("jupyter/docs/index.ipynb", "book/index.ipynb"):
        write(folder / place, notebook.read_text(encoding="utf-8"))


def build(folder: Path, peers: Path) -> dict[str, Path]:
    """Build the peers' sites; the folder of each."""
    for name in ("bare", "mathjax", "jupyter"):
        subprocess.run([peers / "mkdocs", "build", "-q"], cwd=folder / name, check=True, stderr=subprocess.DEVNULL)
    subprocess.run(
        [peers / "jupyter-book", "build", "-q", "."],
        cwd=folder / "book",
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return {
        "Material, no mathematics": folder / "bare/site",
        "Material with MathJax": folder / "mathjax/site",
        "mkdocs-jupyter": folder / "jupyter/site",
        "Jupyter Book 1": folder / "book/_build/html",
    }


def row(name: str, reading: Reading, reference: Reading) -> str:
    """One line of the table; times as ratios to plain Material without mathematics."""
    paint, largest, thread = (
        ours / theirs for ours, theirs in zip(astuple(reading)[:3], astuple(reference)[:3], strict=True)
    )
    return (
        f"{name:26} {reading.first_paint:7.0f} ms {paint:9.2f}× {largest:9.2f}× {thread:9.2f}× {reading.shift:9.4f} "
        f"{reading.markup / 1000:9.0f} kB {reading.wire / 1000:9.0f} kB {reading.requests:9.0f}"
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reading", description=__doc__)
    parser.add_argument("--site", type=Path, default=ROOT / "site", help="our built site")
    parser.add_argument("--page", default="nll", help="the chapter")
    parser.add_argument("--notebook", type=Path, help="its executed notebook (default: the one the page offers)")
    parser.add_argument("--peers", type=Path, default=PEERS / "bin", help="programs of the peers")
    parser.add_argument("--mathjax", type=Path, default=MATHJAX, help="the folder es5 of npm's mathjax, version 3")
    parser.add_argument("--times", type=int, default=5, help="openings of each page")
    given = parser.parse_args()
    notebook = given.notebook or next((given.site / given.page).glob("*.ipynb"))
    folder = Path(tempfile.mkdtemp(prefix="reading-"))
    try:
        with served(given.mathjax.resolve()) as cdn, sync_playwright() as playwright:
            lay_out(folder, notebook, cdn)
            sites = build(folder, given.peers.resolve()) | {"ours": given.site.resolve()}
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
            readings: dict[str, list[Reading]] = {name: [] for name in sites}
            for _ in range(given.times):  # the pages take turns, so that a slow moment of the machine meets them all
                for name, site in sites.items():
                    with served(site) as address:
                        url = f"{address}/{given.page}/" if name == "ours" else f"{address}/index.html"
                        readings[name].append(open_page(browser, url))
            browser.close()
        reference = middle(readings["Material, no mathematics"])
        print(
            f"{'':26} {'1st paint':>10} {'as ratio':>10} {'largest':>10} {'thread':>10} {'shift':>9} "
            f"{'HTML+CSS':>12} {'all':>12}  requests"
        )
        for name in readings:
            print(row(name, middle(readings[name]), reference))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
