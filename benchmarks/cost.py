"""What a site costs to build: ours beside its peers, the same work on every page.

Each page holds three computations in torch and five identities in SymPy, with numbers of its own.
Five situations are timed: cold, nothing changed, one page's prose changed, one page's code changed, and a module
changed that every page imports.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import nbformat
from tqdm import tqdm

from . import pages
from .measure import CommandFailedError, Cost, run

ROOT = Path(__file__).parents[1]
SITUATIONS = ("cold", "nothing", "prose", "code", "module")


def environment(folder: Path, binaries: Path) -> dict[str, str]:
    """The caller's environment, with the tool's own programs and the page's module in reach."""
    return {
        **os.environ,
        "PATH": f"{binaries}:{os.environ['PATH']}",
        "PYTHONPATH": f"{folder / 'src'}:{os.environ.get('PYTHONPATH', '')}",
        "PROOFPRESS_CACHE": str(folder / ".proofpress"),
        "NO_MKDOCS_2_WARNING": "1",
    }


class Tool:
    """A way to build the pages: `write` lays out the site, `command` builds it, `page` finds a page's source."""

    def __init__(
        self,
        name: str,
        write: Callable[[Path, int], None],
        command: list[str],
        source: str,
        output: str,
        binaries: Path,
    ) -> None:
        self.name, self.write, self.command, self.output, self.binaries = name, write, command, output, binaries
        self.source = source

    def page(self, folder: Path, number: int) -> Path:
        """The source of page `number`."""
        return folder / self.source.format(number)

    def build(self, folder: Path) -> Cost:
        """Build once and say what it cost."""
        return run(self.command, folder, environment(folder, self.binaries))

    def bytes_per_page(self, folder: Path, count: int) -> int:
        """The mean size of a built page's HTML."""
        sizes = [(folder / self.output.format(number)).stat().st_size for number in range(count)]
        return sum(sizes) // count


def tools(peers: Path) -> list[Tool]:
    """Ours and the peers; `peers` is the folder of programs of the peers' own environment."""
    mkdocs, site = ["mkdocs", "build", "-q"], "site/page{}/index.html"
    ours = ROOT / ".venv/bin"
    return [
        Tool("ours", pages.write_ours, [*mkdocs, "--strict"], "docs/page{}.md", site, ours),
        Tool("plain Material", pages.write_plain, mkdocs, "docs/page{}.md", site, peers),
        Tool("Material + warm mkdocs-jupyter", pages.write_plain_with_jupyter, mkdocs, "docs/page{}.md", site, peers),
        Tool("markdown-exec", pages.write_exec, mkdocs, "docs/page{}.md", site, peers),
        Tool("mkdocs-jupyter", pages.write_notebooks, mkdocs, "docs/page{}.ipynb", site, peers),
        Tool(
            "Jupyter Book 1",
            pages.write_book,
            ["jupyter-book", "build", "-q", "."],
            "page{}.ipynb",
            "_build/html/page{}.html",
            peers,
        ),
    ]


def change(page: Path, before: str, after: str) -> None:
    """Change one page's source, in a notebook as in Markdown."""
    text = page.read_text(encoding="utf-8")
    if before not in text:
        raise ValueError(f"{page}: no {before!r} to change")
    page.write_text(text.replace(before, after, 1), encoding="utf-8")
    if page.suffix == ".ipynb":
        nbformat.validate(nbformat.read(page, as_version=4))


def measure(tool: Tool, count: int) -> tuple[dict[str, Cost], int]:
    """Build `count` pages in every situation."""
    folder = Path(tempfile.mkdtemp(prefix="cost-"))
    try:
        tool.write(folder, count)
        costs = {"cold": tool.build(folder), "nothing": tool.build(folder)}
        change(tool.page(folder, 0), "A page of", "One page of")
        costs["prose"] = tool.build(folder)
        change(tool.page(folder, 0), "manual_seed(0)", "manual_seed( 0)")
        costs["code"] = tool.build(folder)
        module = folder / "src/shared_losses.py"
        module.write_text(
            module.read_text(encoding="utf-8") + "\n# a change that changes no result\n", encoding="utf-8"
        )
        costs["module"] = tool.build(folder)
        return costs, tool.bytes_per_page(folder, count)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def row(name: str, count: int, costs: dict[str, Cost], reference: dict[str, Cost], size: int) -> str:
    """One line of the table: seconds, with the ratio to plain Material in the same run."""
    cells = [f"{costs[s].seconds:7.1f} ({costs[s].seconds / reference[s].seconds:5.1f}×)" for s in SITUATIONS]
    peak = max(cost.megabytes for cost in costs.values())
    return f"{count:5} {name:32} {' '.join(cells)} {peak:7.0f} MB {size / 1000:7.0f} kB"


def main() -> None:
    """Print the table, sizes in order, the tools side by side."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cost", description=__doc__)
    parser.add_argument("--pages", type=int, nargs="+", default=[1, 10, 50, 200])
    parser.add_argument("--peers", type=Path, default=ROOT / ".venv-peers/bin", help="programs of the peers")
    parser.add_argument("--only", nargs="+", default=[], help="names of tools; plain Material is always there")
    given = parser.parse_args()
    if not (given.peers / "jupyter-book").exists():
        parser.error(f"{given.peers} holds no jupyter-book: call `make peers` first")
    chosen = [
        tool
        for tool in tools(given.peers.resolve())
        if not given.only or tool.name in given.only or tool.name == "plain Material"
    ]
    chosen.sort(key=lambda tool: tool.name != "plain Material")
    print(f"{'pages':5} {'tool':32} " + " ".join(f"{s:>16}" for s in SITUATIONS) + "     memory      page")
    progress = tqdm(total=len(given.pages) * len(chosen), file=sys.stderr, disable=not sys.stderr.isatty())
    for count in given.pages:
        reference: dict[str, Cost] = {}
        for tool in chosen:
            try:
                costs, size = measure(tool, count)
                reference = reference or costs
                print(row(tool.name, count, costs, reference, size), flush=True)
            except CommandFailedError as error:
                print(f"{count:5} {tool.name:32} {error}", flush=True)
            progress.update()


if __name__ == "__main__":
    main()
