"""What is said of a loss: findings, and the diagnosis that they add up to."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Literal

from .registry import REGISTRY, SITE, Entry

Verdict = Literal["right", "variant", "mistake", "unknown", "not callable"]
CHECKS = ("call", "value", "weights", "gradient", "sizes_of_one", "float32", "tables", "duplicates")
OUTSIDE = "this says nothing of what is outside the loss: how negatives are drawn, windows, which table is kept"


@dataclass(frozen=True)
class Finding:
    """One thing that a check has found; a note judges nothing."""

    check: str
    weight: Literal["mistake", "unknown", "variant", "note"]
    text: str
    slug: str = ""


@dataclass(frozen=True)
class Diagnosis:
    """What a loss is.

    Args:
        verdict: `right`, `variant`, `mistake`, `unknown` or `not callable`.
        objective: the slug of the objective that it is, or is nearest to; empty if none was recognised.
        reduction: how terms and pairs are put together, `sum` or `mean over pairs`; `none` is one number a pair.
        mistakes: slugs of the site.
        variants: slugs of the site.
        coefficients: each term's, as a monomial in the sizes.
        notes: what else is to be known, a sentence each.
        counterexample: the smallest one found, with both values.
        failed: by check, what it found against the loss.
        takes: what it was called with.
    """

    verdict: Verdict
    takes: str
    objective: str = ""
    reduction: str = ""
    mistakes: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    coefficients: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    counterexample: str = ""
    failed: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        """The verdict in a line, and beneath it each reason with its link."""
        objective = (
            "" if not self.objective else f": {self.objective}" + (f"; {self.reduction}" if self.reduction else "")
        )
        lines = [f"{self.verdict}{objective}"]
        if self.coefficients:
            lines.append("  value: " + ", ".join(f"{number} × [{name}]" for name, number in self.coefficients.items()))
        for slug in (*self.mistakes, *self.variants):
            found = REGISTRY[slug]
            lines.append(
                f"  {found.kind}: {found.title}; {found.effect}" if found.effect else f"  {found.kind}: {found.title}"
            )
            lines.append(f"    {found.link}")
        if self.counterexample:
            lines.append(f"  {self.counterexample}")
        lines += [f"  note: {note}" for note in self.notes]
        if self.verdict == "right":
            lines.append(f"    {REGISTRY[self.objective.removeprefix('cbow-')].link}")
        return "\n".join(lines)

    def to_json(self) -> str:
        """The same for programs, with a link for every slug."""
        slugs = (*self.mistakes, *self.variants, *([self.objective.removeprefix("cbow-")] if self.objective else []))
        links = {slug: REGISTRY[slug].link for slug in slugs}
        return json.dumps(asdict(self) | {"links": links, "site": SITE}, ensure_ascii=False, indent=2)


def verdict_of(findings: Sequence[Finding]) -> Verdict:
    """The worst of what was found."""
    weights = {finding.weight for finding in findings}
    if "mistake" in weights:
        return "mistake"
    return "unknown" if "unknown" in weights else "variant" if "variant" in weights else "right"


def found(check: str, entry: Entry, text: str = "") -> Finding:
    """A finding that names an entry of the registry."""
    assert entry.kind != "objective"
    return Finding(check, entry.kind, text or entry.title, entry.slug)
