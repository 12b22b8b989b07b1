"""The command line: new · check · accept · census · chain · verify · pdf · claim · mutate."""

from __future__ import annotations

import argparse
import json
import logging
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from importlib import metadata
from pathlib import Path

from proofpress.pages.book.book import UnknownSlug
from proofpress.pages.book.edition import Edition
from proofpress.pages.commands import accept as accepting
from proofpress.pages.commands import check as checking
from proofpress.pages.commands.census import census as list_census
from proofpress.pages.commands.new import new as write_new
from proofpress.pages.language.config import CONFIG, Site, SiteError
from proofpress.pages.language.messages import Problem

KERNEL = Path(__file__).parent / "proof" / "kernel"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
TEACHES = """\
A press for books of derivations: every line is proved, every block run and every number
recomputed, or the page is not printed."""
TEACHES_MORE = """\
a first book:
  proofpress new my-book    write a small book that works
  cd my-book
  mkdocs serve              read and write it; what is wrong stands at the head of its page

then:
  proofpress check          everything, as the build will judge it, a line for each fault
  proofpress accept         put right what has drifted, and show the difference
  proofpress check a-slug   one derivation, line by line
  proofpress mutate         does each line say enough to be wrong?
  mkdocs build --strict     the site, in site/; a page that does not check is not published

Each command has a --help of its own.  It ends with 0 if all is well, with 1 if the book is
not, and with 2 if the command cannot be carried out.

The documentation: https://word2vec-derived.github.io/word2vec-derived/press/"""
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out one command; 0 if all is well, 1 if the book is not, 2 if the command is not."""
    given = sys.argv[1:] if arguments is None else arguments
    logging.getLogger("proofpress").handlers[:] = [logging.StreamHandler()]
    logging.getLogger("proofpress").setLevel(logging.INFO)
    options = parser(given[0] if given else "").parse_args(given)
    try:
        return options.command(options)
    except SiteError as error:
        print(f"proofpress: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:  # whoever reads has read enough, as `head` does; what is still to be written goes nowhere
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def parser(asked: str = "") -> argparse.ArgumentParser:
    """The commands and their options; those that need SymPy are loaded only if one of them is `asked` for."""
    whole = argparse.ArgumentParser(
        prog="proofpress",
        description=TEACHES,
        epilog=TEACHES_MORE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    whole.add_argument("--version", action="version", version=f"proofpress {metadata.version('proofpress')}")
    commands = whole.add_subparsers(required=True, metavar="command")
    one = commands.add_parser("new", help="write a small book that works, to be changed into your own")
    one.set_defaults(command=new)
    one.add_argument("folder", type=Path, metavar="FOLDER", help="where; it is empty or not there yet")
    add_check(commands)
    one = commands.add_parser("accept", help="rewrite drifted literals in place and print the diff")
    one.set_defaults(command=accept)
    add_pages(one)
    one = commands.add_parser("census", help="list every fence and what became of it")
    one.set_defaults(command=census)
    add_pages(one)
    one = commands.add_parser("chain", help="print a chain as it is written")
    one.set_defaults(command=print_chain)
    one.add_argument("slug", metavar="SLUG", help="a derivation of the book")
    one = commands.add_parser("verify", help="replay a site's proofs in a process that can import the kernel alone")
    one.set_defaults(command=verify)
    one.add_argument("folder", nargs="?", default="site/proofs", metavar="FOLDER", help="default: site/proofs")
    one = commands.add_parser("pdf", help="print the site that was built as one book")
    one.set_defaults(command=pdf)
    one.add_argument("site", nargs="?", default="site", metavar="FOLDER", help="default: site")
    one.add_argument("--out", default="book.pdf", metavar="FILE", help="default: book.pdf")
    one.add_argument("--browser", default=None, metavar="PROGRAM", help="Chromium, if it is not on the path")
    add_proving(commands, asked)
    for one in commands.choices.values():
        one.description = getattr(one.get_default("command"), "__doc__", None)
    return whole


def add_proving(commands: argparse._SubParsersAction, asked: str) -> None:
    """The commands that prove: claim, with its own options, and mutate."""
    if asked == "claim":
        from proofpress.claim_cli import add_claim_command

        add_claim_command(commands)
    else:
        commands.add_parser("claim", help="prove or refute an equation of your own")
    one = commands.add_parser("mutate", help="make every line wrong; exit 1 if that goes unnoticed")
    one.set_defaults(command=mutate)
    one.add_argument("slugs", nargs="*", metavar="SLUG", help="derivations (default: all)")
    one.add_argument("--attack", action="store_true", help="search a proof of each refuted slip too")
    one.add_argument("--jobs", type=int, default=os.cpu_count(), metavar="N", help="derivations side by side")


def add_check(commands: argparse._SubParsersAction) -> None:
    """The options of check."""
    one = commands.add_parser("check", help="run, compare and prove everything; exit 1 if anything is wrong")
    one.set_defaults(command=check)
    add_pages(one, "PAGE|SLUG", "pages or labs, such as docs/nll.md, or derivations (default: all pages)")
    one.add_argument(
        "--shard",
        default="1/1",
        metavar="I/N",
        help="only every N-th page, beginning with the I-th; the first shard also judges the book as a whole",
    )
    one.add_argument("--format", choices=["text", "github", "json"], default="text", help="how problems are written")
    one.add_argument("--slowest", type=int, default=0, metavar="N", help="name the N lines that took longest to judge")


def add_pages(
    one: argparse.ArgumentParser, named: str = "PAGE", said: str = "pages or labs, such as docs/nll.md (default: all)"
) -> None:
    """The options that every command on pages has."""
    one.add_argument("pages", nargs="*", metavar=named, help=said)
    one.add_argument("--jobs", type=int, default=os.cpu_count(), metavar="N", help="pages run side by side")


def new(options: argparse.Namespace) -> int:
    """Write a new book, and say what to type next."""
    names = write_new(options.folder)
    print(f"{options.folder}: {len(names)} files; now type: cd {shlex.quote(str(options.folder))} && mkdocs serve")
    return 0


def check(options: argparse.Namespace) -> int:
    """Check pages, one line each as it goes, and end with totals."""
    site = Edition.load()
    if slugs := [name for name in options.pages if SLUG.fullmatch(name) and not Path(name).exists()]:
        return check_derivations(site, slugs, options)
    paths = shard(chosen(site, options.pages), options.shard)
    tell = (lambda _: None) if options.format == "json" else tell_verdict
    report = checking.check(
        site, paths, tell, options.jobs, is_whole=not options.pages and options.shard.startswith("1/")
    )
    {"text": write_text, "github": write_github, "json": write_json}[options.format](report)
    if options.slowest and options.format == "text":
        lines = ((d, line) for d in site.book.derivations.values() for line in d.lines)
        places = ((line.seconds, f"{d.slug}, line {line.number}", site.place(d, line.number)) for d, line in lines)
        write_slowest([(seconds, f"{name} ({path}:{at})") for seconds, name, (path, at) in places], options.slowest)
    return 1 if report.problems else 0


def check_derivations(site: Site, slugs: Sequence[str], options: argparse.Namespace) -> int:
    """Check the derivations that are named, and nothing else."""
    from proofpress.derivation_cli import judged_lines

    if others := [name for name in options.pages if name not in slugs]:
        raise SiteError(
            f"{others[0]} beside the derivation {slugs[0]}; check pages and derivations one after the other"
        )
    found = list(judged_lines(site, slugs))
    write_slowest([(line.seconds, place) for place, line in found], options.slowest)
    return 0 if all(line.ok for _, line in found) else 1


def write_slowest(found: Sequence[tuple[float, str]], count: int) -> None:
    """The lines that took longest to judge, the longest first."""
    for seconds, place in sorted(found, reverse=True)[:count]:
        print(f"{seconds:>8.2f} s  {place}")


def chosen(site: Site, names: Sequence[str]) -> tuple[str, ...]:
    """The pages and labs that are meant; all if none is named."""
    known = site.pages + site.labs
    if not names:
        return known
    paths = tuple(site.name(Path(name)) if Path(name).exists() else name for name in names)
    for path in paths:
        if path not in known:
            raise SiteError(f"{path} is not a page or a lab under {site.name(site.docs)}; name one that is")
    return paths


def shard(paths: Sequence[str], which: str) -> tuple[str, ...]:
    """Every N-th page, beginning with the I-th, for ``I/N``."""
    first, _, every = which.partition("/")
    if not (first.isdigit() and every.isdigit() and 1 <= int(first) <= int(every)):
        raise SiteError(f"--shard {which}: expected I/N with I from 1 to N, such as 3/8")
    return tuple(paths[int(first) - 1 :: int(every)])


def tell_verdict(verdict: checking.Verdict) -> None:
    """One line for a page that is done, one more if it is run every time, and one for what it wrote besides."""
    mark = f"{len(verdict.problems)} wrong" if verdict.problems else "ok"
    page = verdict.rendered
    counts = f"{page.equations} equations, {page.numbers} numbers, {page.run} run, {page.skipped} skipped"
    print(f"{verdict.path:<40} {mark:>8}  {counts}  {verdict.seconds:.1f} s", flush=True)
    if verdict.unknown:
        print(f"{verdict.path} is run every time, as what it reads is not known: {'; '.join(verdict.unknown)}")
    for line, why in page.typed:
        print(f"note: {verdict.path}:{line}: a typed formula that nothing checks: {why}")
    for one in verdict.heard:
        print(f"note: {one}")


def totals(report: checking.Report) -> dict[str, int]:
    """What was checked in all."""
    pages = [verdict.rendered for verdict in report.verdicts]
    counts = {name: sum(getattr(page, name) for page in pages) for name in ("equations", "numbers", "run", "skipped")}
    counts["typed"] = sum(len(page.typed) for page in pages)
    return {"pages": len(pages)} | counts | {"problems": len(report.problems)}


def write_text(report: checking.Report) -> None:
    """The problems, one a line, and the totals."""
    for one in report.problems:
        print(one)
    print(", ".join(f"{count} {name}" for name, count in totals(report).items()))


def write_github(report: checking.Report) -> None:
    """The problems as annotations of a pull request."""
    for one in report.problems:
        text = one.text.replace("%", "%25").replace("\n", "%0A")
        print(f"::error file={one.path},line={one.line}::{text}")
    print(", ".join(f"{count} {name}" for name, count in totals(report).items()))


def write_json(report: checking.Report) -> None:
    """The problems and the totals as one JSON object."""
    print(json.dumps({"problems": [asdict(one) for one in report.problems], "totals": totals(report)}, indent=2))


def accept(options: argparse.Namespace) -> int:
    """Rewrite drifted literals, page by page, and print each diff; say what cannot be mended so, and fail."""
    site = Edition.load()
    left: list[Problem] = []
    for done in accepting.accept(site, chosen(site, options.pages), options.jobs):
        print(done.diff, end="", flush=True)
        left += done.left
    for one in left:
        print(one, file=sys.stderr)
    return 1 if left else 0


def census(options: argparse.Namespace) -> int:
    """List every fence and what became of it."""
    site = Edition.load()
    for line in list_census(site, chosen(site, options.pages)):
        print(line)
    return 0


def print_chain(options: argparse.Namespace) -> int:
    """Print the text of a chain: as it stands on its page, or as it would."""
    from proofpress.pages.book.written import chain, scope_of, text_of
    from proofpress.proof.language.write import write

    site = Site.load()
    sys.path.append(str(site.root))
    try:
        print(text_of(site, options.slug) or write(chain(options.slug), scope_of(site)), end="")
    except UnknownSlug as error:
        raise SiteError(str(error)) from None
    return 0


def verify(options: argparse.Namespace) -> int:
    """Replay the proofs of a site that was built, where neither SymPy nor the rest of the press can be imported."""
    return subprocess.run([sys.executable, "-I", "-S", KERNEL, options.folder], check=False).returncode


def pdf(options: argparse.Namespace) -> int:
    """Print the site that was built as one book: cover, contents, chapters, index."""
    from proofpress.pages.site.paper import NoPaper, write

    browser = options.browser or next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None or shutil.which(browser) is None:
        raise SiteError(f"{browser or 'Chromium'} was not found; install chromium, or name it with --browser")
    out = Path(options.out)
    try:
        count = write(Site.load().root / CONFIG, Path(options.site), out, Path(browser), partial(print, flush=True))
    except NoPaper as error:
        raise SiteError(str(error)) from None
    print(f"{out}: {count} pages, {out.stat().st_size / 1e6:.1f} MB")
    return 0


def mutate(options: argparse.Namespace) -> int:
    """Make every line of the book wrong, and see that it is noticed."""
    from proofpress.mutate_cli import run_mutate

    return run_mutate(options)
