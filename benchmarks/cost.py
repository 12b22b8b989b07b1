"""What a site costs to build: ours beside its peers, the same work on every page.

Each page holds three computations in torch and five identities in SymPy, with numbers of its own.
Five situations are timed: cold, nothing changed, one page's prose changed, one page's code changed, and a module
changed that every page imports.
A tool that starts a kernel for each page is measured up to ten pages; beyond that its row is a straight line through
what was measured, and says so.
At the end `check` runs as a shard of a matrix, with nothing kept, and 2,000 pages are a straight line through that.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
from tqdm import tqdm

from . import pages
from .measure import CommandFailedError, Cost, run

ROOT = Path(__file__).parents[1]
SITUATIONS = ("cold", "nothing", "prose", "code", "module")
FEW, SHARDS, MANY = 10, 8, 2000


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
        most: int = MANY,
    ) -> None:
        self.most = most  # pages that it is measured with at most
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
        Tool("mkdocs-jupyter", pages.write_notebooks, mkdocs, "docs/page{}.ipynb", site, peers, FEW),
        Tool(
            "Jupyter Book 1",
            pages.write_book,
            ["jupyter-book", "build", "-q", "."],
            "page{}.ipynb",
            "_build/html/page{}.html",
            peers,
            FEW,
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


Measured = dict[int, tuple[dict[str, Cost], int]]


def extrapolated(measured: Measured, count: int) -> tuple[dict[str, Cost], int]:
    """What `count` pages would cost by the straight line through the two largest counts that were measured.

    It is no less than what fewer pages cost, whichever way the two happened to differ.
    """
    *_, few, more = sorted(measured)
    share = (count - few) / (more - few)
    (low, _), (high, size) = measured[few], measured[more]

    def line(here: float, there: float) -> float:
        return max(there, here + share * (there - here))

    costs = {
        name: Cost(line(low[name].seconds, high[name].seconds), line(low[name].megabytes, high[name].megabytes))
        for name in SITUATIONS
    }
    return costs, size


def row(name: str, count: int, costs: dict[str, Cost], reference: dict[str, Cost], size: int) -> str:
    """One line of the table: seconds, with the ratio to plain Material in the same run."""
    cells = [f"{costs[s].seconds:.1f} ({costs[s].seconds / reference[s].seconds:.1f}×)" for s in SITUATIONS]
    peak = max(cost.megabytes for cost in costs.values())
    return f"| {' | '.join([str(count), name, *cells])} | {peak:.0f} MB | {size / 1000:.0f} kB |"


def rows(chosen: list[Tool], counts: list[int]) -> Iterator[str]:
    """The table, sizes in order, the tools side by side; plain Material is the first of them."""
    yield f"| pages | tool | {' | '.join(SITUATIONS)} | memory | page |"
    yield "|---" * (len(SITUATIONS) + 4) + "|"
    measured: dict[str, Measured] = {tool.name: {} for tool in chosen}
    steps = [(count, tool) for count in sorted(counts) for tool in chosen]
    for count, tool in tqdm(steps, file=sys.stderr):
        known = measured[tool.name]
        if count > tool.most and len(known) > 1:
            costs, size = extrapolated(known, count)
            name = f"{tool.name}, extrapolated"
        else:
            try:
                costs, size = known[count] = measure(tool, count)
            except CommandFailedError as error:
                yield f"{count} {tool.name}: {error}"
                continue
            name = tool.name
        yield row(name, count, costs, measured[chosen[0].name][count][0], size)


def shard(tool: Tool, count: int) -> Cost:
    """The first shard of `count` pages, with nothing kept: it proves the whole book and runs its share of the pages."""
    folder = Path(tempfile.mkdtemp(prefix="cost-"))
    try:
        tool.write(folder, count)
        return run(["proofpress", "check", "--shard", f"1/{SHARDS}"], folder, environment(folder, tool.binaries))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def shards(tool: Tool, counts: list[int]) -> Iterator[str]:
    """What a shard costs at the two largest counts, and at 2,000 pages by the line through them."""
    yield f"| pages | one shard of {SHARDS}, cold | memory |\n|---|---|---|"
    few, more = sorted(counts)[-2:]
    low, high = shard(tool, few), shard(tool, more)
    share = (MANY - few) / (more - few)
    many = Cost(*(a + share * (b - a) for a, b in ((low.seconds, high.seconds), (low.megabytes, high.megabytes))))
    for count, cost in ((f"{few}", low), (f"{more}", high), (f"{MANY}, extrapolated", many)):
        yield f"| {count} | {cost.seconds:.1f} s | {cost.megabytes:.0f} MB |"


def main() -> None:
    """Print both tables in Markdown."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cost", description=__doc__)
    parser.add_argument("--pages", type=int, nargs="+", default=[1, 10, 50, 200])
    parser.add_argument("--peers", type=Path, default=ROOT / ".venv-peers/bin", help="programs of the peers")
    parser.add_argument("--only", nargs="+", default=[], help="names of tools; plain Material is always there")
    given = parser.parse_args()
    if not (given.peers / "jupyter-book").exists():
        parser.error(f"{given.peers} holds no jupyter-book: call `make peers` first")
    known = {tool.name: tool for tool in tools(given.peers.resolve())}
    names = ["plain Material", *(name for name in known if name != "plain Material")]
    chosen = [known[name] for name in names if not given.only or name in ("plain Material", *given.only)]
    for line in rows(chosen, given.pages):
        print(line, flush=True)
    if len(given.pages) > 1 and known["ours"] in chosen:
        for line in ("", *shards(known["ours"], given.pages)):
            print(line, flush=True)


if __name__ == "__main__":
    main()
