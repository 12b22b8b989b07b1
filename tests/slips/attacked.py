"""`python -m tests.slips.attacked`: in a share of the chains a proof of each slip is searched, and must not be found.

A search of what is false ends late, so one chain in `ONE_IN` is attacked, drawn by a digest of its text: the share is
the same on every machine, and a chain that is changed is drawn anew.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from proofpress import cli
from proofpress.pages.language.config import Site
from proofpress.pages.language.source import chains

ROOT = Path(__file__).parents[2]
ONE_IN = 20


def is_drawn(text: str) -> bool:
    """Whether a chain is in the share."""
    return int.from_bytes(sha256(text.encode()).digest()[:8]) % ONE_IN == 0


def attacked() -> Iterator[str]:
    """The slugs of the chains in the share."""
    yield from (fence.asked[0] for _, fence in chains(Site.load(ROOT)) if is_drawn(fence.body))


if __name__ == "__main__":
    sys.exit(cli.main(["mutate", "--attack", *attacked()]))
