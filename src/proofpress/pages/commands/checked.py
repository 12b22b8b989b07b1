"""What a check found, as plain data, and kept: while all that it read is as it was, it would find the same.

Only what was found right is kept, and only by a process that heard all that it read.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from ..language.config import DEFAULTS, Site
from ..language.messages import Problem
from ..run.listening import Listening
from ..run.reads import digest
from ..run.store import Store

PRESS = Path(__file__).parents[2]
COUNTED = ("equations", "numbers", "run", "skipped")


@dataclass
class Verdict:
    """What came of one page or lab.

    `counts` says how much is on it, `typed` where a formula is typed and why; `unknown` says why it is run every time,
    if it is; `heard` is no problem.
    """

    path: str
    problems: list[Problem]
    counts: dict[str, int]
    typed: list[tuple[int, str]] = field(default_factory=list)
    seconds: float = 0.0
    unknown: tuple[str, ...] = ()
    heard: tuple[Problem, ...] = ()


@dataclass
class Report:
    """What came of all."""

    verdicts: list[Verdict] = field(default_factory=list)
    others: list[Problem] = field(default_factory=list)

    @property
    def problems(self) -> list[Problem]:
        """Every problem once, in the order of files and lines."""
        found = [one for verdict in self.verdicts for one in verdict.problems] + self.others
        return sorted(set(found), key=lambda one: (one.path, one.line, one.kind, one.text))

    @property
    def totals(self) -> dict[str, int]:
        """What was checked in all."""
        counts = {name: sum(one.counts[name] for one in self.verdicts) for name in COUNTED}
        counts["typed"] = sum(len(one.typed) for one in self.verdicts)
        return {"pages": len(self.verdicts)} | counts | {"problems": len(self.problems)}


class Memory:
    """The reports of checks in one folder, each under what was `asked` for."""

    def __init__(self, root: Path, asked: Sequence[str]) -> None:
        self.site = Site(root, root / "docs", DEFAULTS)
        self.store, self.began = Store(self.site, "checks"), time.time()
        self.key = self.store.key([{"asked": list(asked), "press": _press()}])

    def recall(self) -> Report | None:
        """What the last such check found, if it would find the same now."""
        found = self.store.find(self.key)
        return _report(found["report"]) if found else None

    def keep(self, report: Report, listening: Listening) -> None:
        """Keep a report of which all that it depends on is known, and in which nothing is wrong."""
        heard = listening.end(())
        if not (report.problems or heard["unknown"]):
            self.store.keep(self.key, {"reads": heard["reads"], "report": asdict(report)}, self.began)


def _report(kept: dict[str, Any]) -> Report:
    return Report([_verdict(**one) for one in kept["verdicts"]])


def _verdict(heard: list[dict[str, Any]], typed: list[list[Any]], **others: Any) -> Verdict:
    return Verdict(**others | {"typed": [(line, why) for line, why in typed], "seconds": 0.0}, heard=_problems(heard))


def _problems(kept: list[dict[str, Any]]) -> tuple[Problem, ...]:
    return tuple(Problem(**one) for one in kept)


def _press() -> str:
    """The state of the press itself, whatever of it may print a page."""
    files = (path for path in sorted(PRESS.rglob("*")) if path.is_file() and "__pycache__" not in path.parts)
    return digest(b"".join(digest(path.read_bytes()).encode() for path in files))
