"""`make slips`: slips planted in reference/ and training/, one at a time, each of which the module's tests must catch.

Of the slips in each module every fifth is planted, and every lost detach; `--all` plants them all.
"""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path

import beartype  # noqa: F401  what takes long is imported once for all slips
import hypothesis  # noqa: F401
import pytest
import torch

from .planted import Slip, slips

ROOT = Path(__file__).parents[2]
OURS = ROOT / "src" / "word2vec_derived"
ROOMS = ("reference", "training")
EVERY = 5
# Nobody reads why a test failed: where CI is set, pytest would compare forty thousand numbers letter by letter.
QUIETLY = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--assert=plain"]

FAILED = (pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.INTERRUPTED)

# Slips after which the module does the same, each with the reason.
SAME: dict[str, str] = {
    "loop.expected_counts bound: len(corpus) - 1": "at a distance as long as the text no pair is left",
    "model.SkipGram.neighbours detach: self.centre_vectors.detach()": "words and numbers leave it, and no tensor",
    "likelihood.pair_positions sign: tokens - 1": "it saves work alone: what lies beyond the ends is left out",
    "rules.distribution detach: value.detach()": "the total is compared, and no gradient goes through it",
    "float32.log_sum_exp detach: scores.detach()": "what is taken off is put back, so its gradient is zero",
}

Planted = tuple[Path, Slip]


def chosen(everything: bool) -> Iterator[Planted]:
    """Each module with a slip of it."""
    for path in sorted(path for room in ROOMS for path in (OURS / room).rglob("*.py")):
        found = slips(path.read_text(encoding="utf-8"))
        rare = [slip for slip in found if slip.kind == "detach"]
        often = [slip for slip in found if slip.kind != "detach"]
        yield from ((path, slip) for slip in rare + often[:: 1 if everything else EVERY])


def known_as(module: Path, slip: Slip) -> str:
    """The name of a slip in `SAME`."""
    return f"{module.stem}.{slip.function} {slip.kind}: {slip.right}"


def judges_of(module: Path) -> list[str]:
    """The tests that must notice: the module's own, and all of the room, which is collected where the own do not."""
    room, *below = module.relative_to(OURS).with_suffix("").parts
    tests = ROOT / "tests" / room
    own = tests / f"test_{below[0]}.py"
    return [str(own), str(tests)] if own.exists() else [str(tests)]


def is_caught(planted: Planted) -> bool:
    """Whether the tests fail, in this process, which ends with them."""
    module, slip = planted
    with tempfile.TemporaryDirectory() as folder, open(os.devnull, "w") as silence:  # noqa: PTH123
        plant(Path(folder), module, slip)
        sys.path.insert(0, folder)
        torch.set_num_threads(1)
        with contextlib.redirect_stdout(silence), contextlib.redirect_stderr(silence):
            return any(pytest.main([*QUIETLY, judge]) in FAILED for judge in judges_of(module))


def plant(folder: Path, module: Path, slip: Slip) -> None:
    """A copy of the package with the slip in it."""
    for path in OURS.rglob("*.py"):
        copy = folder / path.relative_to(OURS.parent)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(slip.source, encoding="utf-8") if path == module else copy.symlink_to(path)


def main() -> int:
    """Plant them side by side, a line each; 1 if one was not caught."""
    planted = list(chosen("--all" in sys.argv[1:]))
    missed = 0
    with get_context("fork").Pool(os.cpu_count(), maxtasksperchild=1) as pool:
        for (module, slip), caught in zip(planted, pool.imap(is_caught, planted, chunksize=1), strict=True):
            name, same = f"{module.relative_to(OURS)} {slip}", SAME.get(known_as(module, slip))
            missed += not caught and same is None
            print("caught" if caught else f"same: {same}" if same else "NOT CAUGHT", name, flush=True)
    print(f"{len(planted)} slips, {missed} not caught")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
