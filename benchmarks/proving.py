"""How long each line takes to refute and to prove, slowest first; nothing is taken from a cache."""

from __future__ import annotations

import argparse
import sys
import time
from functools import cache
from multiprocessing import Pool
from pathlib import Path

from tqdm import tqdm

from proofpress.pages.book.written import written
from proofpress.pages.language.config import Site
from proofpress.proof.check import judge, tasks
from proofpress.proof.derivation import Derivation

ROOT = Path(__file__).parents[1]


@cache
def book() -> tuple[Derivation, ...]:
    """Every derivation of the book, read once in each process."""
    return tuple(written(Site.load(ROOT)))


def timed(number: int) -> list[tuple[float, str, str]]:
    """Seconds, name and strength of every line of one derivation."""
    derivation = book()[number]
    return [
        (line.seconds, f"{derivation.slug}-{position}", line.strength or "start")
        for position, line in enumerate(map(judge, tasks(derivation)), start=1)
    ]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.proving", description=__doc__)
    parser.add_argument("--most", type=int, default=20, help="lines shown")
    parser.add_argument("--jobs", type=int, default=None, help="processes (default: one for each core)")
    given = parser.parse_args()
    start, jobs = time.perf_counter(), range(len(book()))
    with Pool(given.jobs) as pool:
        work = tqdm(pool.imap_unordered(timed, jobs), total=len(jobs), file=sys.stderr, disable=not sys.stderr.isatty())
        rows = sorted((row for rows in work for row in rows if row[2] != "start"), reverse=True)
    wall, total = time.perf_counter() - start, sum(row[0] for row in rows)
    for seconds, name, strength in rows[: given.most]:
        print(f"{seconds:7.2f} s  {strength:12} {name}")
    print(
        f"{len(rows)} lines: {total / len(rows):.3f} s a line on average, {rows[0][0]:.2f} s at worst, "
        f"{wall:.1f} s in all"
    )


if __name__ == "__main__":
    main()
