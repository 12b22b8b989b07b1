"""The command ``proofpress check``: a line for each page as it is done, and totals; or what is still known of it."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from proofpress.pages.commands.checked import Memory, Report, Verdict
from proofpress.pages.language.config import SiteError
from proofpress.pages.run.listening import Listening, listen

if TYPE_CHECKING:
    from proofpress.pages.book.edition import Edition

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def check(options: argparse.Namespace) -> int:
    """Check pages, one line each as it goes, and end with totals."""
    if slugs := [name for name in options.pages if SLUG.fullmatch(name) and not Path(name).exists()]:
        return check_derivations(slugs, options)
    if options.slowest or not options.is_alone:
        return code(check_pages(options))
    memory = Memory(Path.cwd(), [*options.pages, options.shard])
    if report := memory.recall():
        for verdict in report.verdicts:
            tell_verdict(options, verdict)
        tell(options, report)
        return code(report)
    listening = listen(memory.site.root, memory.site.store)
    report = check_pages(options, listening)
    memory.keep(report, listening)
    return code(report)


def code(report: Report) -> int:
    """With which code a check ends: 1 if there is a problem."""
    return 1 if report.problems else 0


def check_pages(options: argparse.Namespace, listening: Listening | None = None) -> Report:
    """Check the pages that are meant, all if none is named, and tell what came of it."""
    from proofpress.pages.book.edition import Edition
    from proofpress.pages.commands.check import check as check_each

    site = Edition.load()
    report = check_each(
        site,
        shard(site.chosen(options.pages), options.shard),
        lambda verdict: tell_verdict(options, verdict),
        options.jobs,
        is_whole=not options.pages and options.shard.startswith("1/"),
        listening=listening,
    )
    tell(options, report)
    if options.slowest and options.format == "text":
        tell_slowest(site, options.slowest)
    return report


def check_derivations(slugs: Sequence[str], options: argparse.Namespace) -> int:
    """Check the derivations that are named, and nothing else."""
    from proofpress.derivation_cli import judged_lines
    from proofpress.pages.book.edition import Edition

    if others := [name for name in options.pages if name not in slugs]:
        raise SiteError(
            f"{others[0]} beside the derivation {slugs[0]}; check pages and derivations one after the other"
        )
    found = list(judged_lines(Edition.load(), slugs))
    write_slowest([(line.seconds, place) for place, line in found], options.slowest)
    return 0 if all(line.ok for _, line in found) else 1


def shard(paths: Sequence[str], which: str) -> tuple[str, ...]:
    """Every N-th page, beginning with the I-th, for ``I/N``."""
    first, _, every = which.partition("/")
    if not (first.isdigit() and every.isdigit() and 1 <= int(first) <= int(every)):
        raise SiteError(f"--shard {which}: expected I/N with I from 1 to N, such as 3/8")
    return tuple(paths[int(first) - 1 :: int(every)])


# What is told


def tell_verdict(options: argparse.Namespace, verdict: Verdict) -> None:
    """One line for a page that is done, one more if it is run every time, and one for what it wrote besides."""
    if options.format == "json":
        return
    mark = f"{len(verdict.problems)} wrong" if verdict.problems else "ok"
    counts = "{equations} equations, {numbers} numbers, {run} run, {skipped} skipped".format(**verdict.counts)
    print(f"{verdict.path:<40} {mark:>8}  {counts}  {verdict.seconds:.1f} s", flush=True)
    if verdict.unknown:
        print(f"{verdict.path} is run every time, as what it reads is not known: {'; '.join(verdict.unknown)}")
    for line, why in verdict.typed:
        print(f"note: {verdict.path}:{line}: a typed formula that nothing checks: {why}")
    for one in verdict.heard:
        print(f"note: {one}")


def tell(options: argparse.Namespace, report: Report) -> None:
    """The problems and the totals, in the form that is asked for."""
    {"text": write_text, "github": write_github, "json": write_json}[options.format](report)


def write_text(report: Report) -> None:
    """The problems, one a line, and the totals."""
    for one in report.problems:
        print(one)
    print(", ".join(f"{count} {name}" for name, count in report.totals.items()))


def write_github(report: Report) -> None:
    """The problems as annotations of a pull request."""
    for one in report.problems:
        text = one.text.replace("%", "%25").replace("\n", "%0A")
        print(f"::error file={one.path},line={one.line}::{text}")
    print(", ".join(f"{count} {name}" for name, count in report.totals.items()))


def write_json(report: Report) -> None:
    """The problems and the totals as one JSON object."""
    print(json.dumps({"problems": [asdict(one) for one in report.problems], "totals": report.totals}, indent=2))


def tell_slowest(site: Edition, count: int) -> None:
    """The lines of the whole book that took longest to judge."""
    lines = ((d, line) for d in site.book.derivations.values() for line in d.lines)
    places = ((line.seconds, f"{d.slug}, line {line.number}", site.place(d, line.number)) for d, line in lines)
    write_slowest([(seconds, f"{name} ({path}:{at})") for seconds, name, (path, at) in places], count)


def write_slowest(found: Sequence[tuple[float, str]], count: int) -> None:
    """The lines that took longest to judge, the longest first."""
    for seconds, place in sorted(found, reverse=True)[:count]:
        print(f"{seconds:>8.2f} s  {place}")
