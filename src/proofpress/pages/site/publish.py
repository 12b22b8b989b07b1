"""A new site takes the place of the last good one in one step, and builds take turns."""

from __future__ import annotations

import ctypes
import fcntl
import logging
import os
import shutil
from pathlib import Path
from typing import IO

log = logging.getLogger("mkdocs.proofpress")
HERE, EXCHANGE = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of Linux


def beside(site: Path) -> Path:
    """Where a site is built before it is published."""
    return site.with_name(f".{site.name}.new")


def wait_for_turn(store: Path) -> IO[str]:
    """A lock that one build of a book holds at a time; it ends with the process, however that ends."""
    store.mkdir(parents=True, exist_ok=True)
    turn = (store / "build.lock").open("w")
    try:
        fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        log.info("Waiting for another build of this book to end")
        fcntl.flock(turn, fcntl.LOCK_EX)
    return turn


def swap(new: Path, site: Path) -> None:
    """Put a new site in the place of the last one; whoever looks sees one of them, whole."""
    if not site.exists():
        new.rename(site)
    elif exchange(new, site):
        shutil.rmtree(new)
    else:
        last = site.with_name(f".{site.name}.last")
        shutil.rmtree(last, ignore_errors=True)
        site.rename(last)
        new.rename(site)
        shutil.rmtree(last)


def exchange(one: Path, other: Path) -> bool:
    """Let two folders change names at once; False where the system cannot."""
    rename = getattr(ctypes.CDLL(None), "renameat2", None)
    return rename is not None and rename(HERE, os.fsencode(one), HERE, os.fsencode(other), EXCHANGE) == 0
