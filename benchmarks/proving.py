"""How long each line takes to refute and to prove, slowest first, and how many steps; then how long all take to replay.

Nothing is taken from a cache.
"""

from __future__ import annotations

import argparse
import gc
import gzip
import json
import sys
import time
from collections.abc import Sequence
from functools import cache
from multiprocessing import Pool
from pathlib import Path
from typing import Any

from tqdm import tqdm

from proofpress.pages.book.written import written
from proofpress.pages.language.config import Site
from proofpress.proof.check import judge, tasks
from proofpress.proof.derivation import Derivation
from proofpress.proof.kernel.replay import replay

ROOT = Path(__file__).parents[1]


@cache
def book() -> tuple[Derivation, ...]:
    """Every derivation of the book, read once in each process."""
    return tuple(written(Site.load(ROOT)))


Row = tuple[float, str, str, dict[str, Any], dict[str, Any]]


def timed(number: int) -> tuple[float, list[Row]]:
    """Seconds of the processor for a derivation; of each of its lines seconds, name, strength, statement and proof."""
    derivation, began = book()[number], time.process_time()
    lines = list(map(judge, tasks(derivation, {one.slug: one for one in book()})))
    named = ((f"{derivation.slug}-{at}", line) for at, line in enumerate(lines, start=1) if line.strength)
    rows = [(line.seconds, name, line.strength, line.statement, line.proof) for name, line in named]
    return time.process_time() - began, rows


def replayed(proofs: Sequence[tuple[dict[str, Any], dict[str, Any]]]) -> str:
    """What it costs to replay proofs of statements one after the other, and what they weigh."""
    began = time.process_time()
    for statement, proof in proofs:
        replay(statement, proof)
    seconds = time.process_time() - began
    steps = sum(len(proof["steps"]) for _, proof in proofs)
    weight = sum(len(gzip.compress(json.dumps(proof, separators=(",", ":")).encode())) for _, proof in proofs)
    return f"{len(proofs)} proofs, {steps} steps: {seconds:.1f} s of one core to replay, {weight / 1000:.0f} kB gzipped"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.proving", description=__doc__)
    parser.add_argument("--most", type=int, default=20, help="lines shown")
    parser.add_argument("--jobs", type=int, default=None, help="processes (default: one for each core)")
    given = parser.parse_args()
    start, jobs = time.perf_counter(), range(len(book()))
    with Pool(given.jobs, initializer=gc.disable) as pool:
        work = tqdm(pool.imap_unordered(timed, jobs), total=len(jobs), file=sys.stderr, disable=not sys.stderr.isatty())
        found = list(work)
    wall, busy = time.perf_counter() - start, sum(seconds for seconds, _ in found)
    rows = sorted((row for _, rows in found for row in rows), key=lambda row: -row[0])
    for seconds, name, strength, _, proof in rows[: given.most]:
        print(f"{seconds:7.2f} s  {len(proof.get('steps', ())):5} steps  {strength:12} {name}")
    print(
        f"{len(rows)} lines: {busy / len(rows):.3f} s of the processor a line on average, {rows[0][0]:.2f} s at worst, "
        f"{busy:.1f} s in all; {wall:.1f} s by the clock"
    )
    print(replayed([(statement, proof) for *_, statement, proof in rows if proof]))


if __name__ == "__main__":
    main()
