"""The oracle as a command: `python -m word2vec_derived.oracle pkg.module:callable --takes scores`."""

from __future__ import annotations

import argparse
import contextlib
import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .calling import LIMIT
from .diagnose import diagnose
from .diagnosis import Diagnosis
from .registry import OBJECTIVES
from .takes import FORMS

AS_EXPECTED, NOT_AS_EXPECTED, NOT_CALLED = 0, 1, 2
TEST = '''"""The loss is what it should be."""

from word2vec_derived.oracle import check_loss

from {module} import {root}


def test_{name}_is_{expects}() -> None:
    check_loss({written}, takes="{takes}", expects="{objective}"{tables})
'''


class UsageError(Exception):
    """What was asked for cannot be done; one line."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Diagnose what is named, and return 0 (as expected), 1 (not) or 2 (it could not be called)."""
    asked = parser().parse_args(arguments)
    try:
        loss, written = named(asked.loss)
        with contextlib.redirect_stdout(sys.stderr):  # what the loss prints is not the answer
            found = diagnose(loss, asked.takes, asked.expects, asked.tables or ())
        if asked.write_test:
            write_test(asked, found, written)
    except (UsageError, ValueError) as error:
        print(f"oracle: {error}", file=sys.stderr)
        return NOT_CALLED
    print(found.to_json() if asked.json else found)
    if found.verdict == "not callable":
        return NOT_CALLED
    if asked.expects:
        if found.failed:
            print(f"oracle: {asked.expects} was expected", file=sys.stderr)
        return NOT_AS_EXPECTED if found.failed else AS_EXPECTED
    return AS_EXPECTED if found.verdict == "right" else NOT_AS_EXPECTED


def parser() -> argparse.ArgumentParser:
    """The options."""
    forms = {name: form.shapes for name, form in FORMS.items()}
    asked = argparse.ArgumentParser(
        prog="oracle",
        usage="python -m word2vec_derived.oracle pkg.module:callable [--takes FORM] [--expects OBJECTIVE] [...]",
        description="Which objective of word2vec is this loss, in which reduction, and with which mistake? "
        "THE COMMAND IMPORTS THE MODULE YOU NAME: whatever stands at its top level is run.",
        epilog="takes: "
        + "; ".join(f"{name}: {shapes}" for name, shapes in forms.items())
        + f". Exit: 0 as expected (without --expects: right), 1 not, 2 could not be called. "
        f"A call that takes longer than {LIMIT:.0f} s is given up.",
    )
    asked.add_argument("loss", metavar="pkg.module:callable", help="importable from the current folder")
    asked.add_argument(
        "--takes", choices=tuple(forms), default="scores", help="what it is called with (default: scores)"
    )
    slugs = [entry.slug for entry in OBJECTIVES]
    asked.add_argument("--expects", metavar="OBJECTIVE", help=f"one of {', '.join(slugs)}; for CBOW cbow-…")
    asked.add_argument("--tables", nargs=2, metavar=("CENTRES", "CONTEXTS"), help="a module's two parameters, by name")
    asked.add_argument("--json", action="store_true", help="print the diagnosis as JSON")
    asked.add_argument("--write-test", metavar="FILE", type=Path, help="write a test that holds the loss to --expects")
    return asked


def named(place: str) -> tuple[Any, str]:
    """The callable at `pkg.module:attribute`, and how a test writes it; a class is made first, with no arguments.

    Raises:
        UsageError: there is none.
    """
    module, colon, attribute = place.partition(":")
    if not colon or not module or not attribute:
        raise UsageError(f"{place!r} is no pkg.module:callable, such as train.losses:sgns_loss")
    if str(Path.cwd()) not in sys.path:
        sys.path.insert(0, str(Path.cwd()))
    print(f"oracle: importing {module}, and running what stands in it", file=sys.stderr)
    try:
        with contextlib.redirect_stdout(sys.stderr):
            found: Any = importlib.import_module(module)
            for name in attribute.split("."):
                found = getattr(found, name)
            return (found(), f"{attribute}()") if isinstance(found, type) else (found, attribute)
    except BaseException as error:
        text = (str(error).splitlines() or [""])[0]
        raise UsageError(f"{place} cannot be imported: {type(error).__name__}: {text}") from None


def write_test(asked: argparse.Namespace, found: Diagnosis, written: str) -> None:
    """Write a test file that holds the loss to what is expected, or to what it was found to be.

    Raises:
        UsageError: the file is there already, or there is nothing to hold the loss to.
    """
    objective = asked.expects or found.objective
    if not objective:
        raise UsageError("--write-test needs --expects where no objective was recognised")
    module, _, attribute = asked.loss.partition(":")
    tables = ', tables=("{}", "{}")'.format(*asked.tables) if asked.tables else ""
    words = {"module": module, "root": attribute.split(".")[0], "name": attribute.replace(".", "_").lower()}
    text = TEST.format(**words, expects=objective.replace("-", "_"), written=written, takes=asked.takes,
                       objective=objective, tables=tables)  # fmt: skip
    try:
        with asked.write_test.open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise UsageError(f"{asked.write_test} cannot be written: {error.strerror}") from None


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)  # a loss that never returned is not waited for
