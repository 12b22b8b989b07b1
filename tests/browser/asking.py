"""What of the site the tests of a module ask for: while it is to the byte what it was, a test that passed passes again.

A page of another chapter may change. `ASKS` is held: a test that asks for anything else fails and names it.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

from ..kept import PINS, digest_of, is_among

# Of each module what is asked for beside what every page asks for; a module that is not named may ask for everything.
ASKS: dict[str, tuple[str, ...]] = {
    "test_check.py": ("check-a-formula", "nll"),
    "test_moving.py": ("likelihood", "negative-sampling", "nll", "optimum", "sampling", "shipped-code"),
    "test_notation.py": ("labs/seed-notebook", "nll", "skip-gram"),
    "test_proofs.py": ("checks.json", "proofs", "statements"),
    "test_replay.py": ("checks.json", "nll", "proofs", "statements"),
}
OF_EVERY_PAGE = ("assets",)
# Every page fetches it, and only the tests of the search look into it.
OF_NO_MATTER = ("search",)

asked = set[str]()


def strays(module: str) -> list[str]:
    """What has been asked for that is not said in `ASKS`; it is forgotten."""
    names = sorted(asked)
    asked.clear()
    allowed = (*ASKS.get(module, ()), *OF_EVERY_PAGE, *OF_NO_MATTER)
    return [name for name in names if module in ASKS and not is_among(name, allowed)]


def key(site: Path, module: str, test: str, *programs: Path) -> str:
    """A name for a test, and all that it may ask for, read and run."""
    parts = [_digest(path) for path in (*(site / name for name in (*ASKS[module], *OF_EVERY_PAGE)), *programs)]
    return sha256("\n".join([test, *parts, digest_of(("src", "tests", *PINS))]).encode()).hexdigest()


@cache
def _digest(place: Path) -> str:
    files = [path for path in sorted(place.rglob("*") if place.is_dir() else [place]) if path.is_file()]
    told = (
        f"{file.relative_to(place.parent)} {sha256(file.read_bytes()).hexdigest()}" for file in files if file.is_file()
    )
    return sha256("\n".join(told).encode()).hexdigest()
