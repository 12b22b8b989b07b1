"""What a command reads by itself, watched as a page is: files, settings, and whatever an extension of Markdown opens.

What it has others do is watched by them: a page in its own process, and the making of a book.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from .watch import Watch, is_in

_ears: list[Listening] = []


class Listening(Watch):
    """A watch that keeps nobody from writing: what is written by us lies in the `own` folder."""

    def note(self, how: str, path: Any, folder: int | None = None) -> None:
        """Note that something was read, but for what Python compiled, of which `end` notes the source."""
        if isinstance(path, int) or "__pycache__" not in str(path):
            super().note(how, path, folder)

    def also(self, reads: Mapping[str, str | None], unknown: Iterable[str]) -> None:
        """Note what somebody else read for us, but for what we wrote: of that we know what it was made from."""
        for read, state in reads.items():
            if not is_in(os.path.join(self.root, read.partition(" ")[2]), self.own):  # noqa: PTH118  a name only
                self.reads.setdefault(read, state)
        for why in unknown:
            self.suspect(why)

    def _keep_out(self, paths: Iterable[Any]) -> None:
        pass


def listen(root: Path, own: Path) -> Listening:
    """Listen from now on to what this process reads; it cannot be undone, so the process should do one thing only."""
    own.mkdir(parents=True, exist_ok=True)
    _ears.append(Listening(str(root), str(own)))
    return _ears[-1]


@contextmanager
def aside() -> Iterator[None]:
    """What this thread does meanwhile is no reading of ours, or somebody else tells us of it."""
    if _ears:
        with _ears[-1].aside():
            yield
    else:
        yield
