"""The command line: new · check · accept · census · chain · verify · pdf · claim · mutate."""

from __future__ import annotations

import argparse
import logging
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from functools import partial
from importlib import metadata
from pathlib import Path

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


def main(arguments: Sequence[str] | None = None, *, is_alone: bool = False) -> int:
    """Carry out one command; 0 if all is well, 1 if the book is not, 2 if the command is not.

    What a check found is remembered if it `is_alone` in its process.
    """
    given = sys.argv[1:] if arguments is None else arguments
    logging.getLogger("proofpress").handlers[:] = [logging.StreamHandler()]
    logging.getLogger("proofpress").setLevel(logging.INFO)
    options = parser(given[0] if given else "").parse_args(given, argparse.Namespace(is_alone=is_alone))
    try:
        code = options.command(options)
        sys.stdout.flush()  # while what stops it can still be told
        return code
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
    from proofpress.pages.commands.new import new as write_new

    names = write_new(options.folder)
    print(f"{options.folder}: {len(names)} files; now type: cd {shlex.quote(str(options.folder))} && mkdocs serve")
    return 0


def check(options: argparse.Namespace) -> int:
    """Check pages, one line each as it goes, and end with totals."""
    from proofpress.check_cli import check as run_check

    return run_check(options)


def accept(options: argparse.Namespace) -> int:
    """Rewrite drifted literals, page by page, and print each diff; say what cannot be mended so, and fail."""
    from proofpress.pages.book.edition import Edition
    from proofpress.pages.commands.accept import accept as accept_each

    site = Edition.load()
    left: list[Problem] = []
    for done in accept_each(site, site.chosen(options.pages), options.jobs):
        print(done.diff, end="", flush=True)
        left += done.left
    for one in left:
        print(one, file=sys.stderr)
    return 1 if left else 0


def census(options: argparse.Namespace) -> int:
    """List every fence and what became of it."""
    from proofpress.pages.commands.census import census as list_census

    site = Site.load()
    for line in list_census(site, site.chosen(options.pages)):
        print(line)
    return 0


def print_chain(options: argparse.Namespace) -> int:
    """Print the text of a chain: as it stands on its page, or as it would."""
    from proofpress.pages.book.book import UnknownSlug
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
