"""MkDocs' own server as an author wants it: it makes what we name, says one line an edit, and a taken port at once."""

from __future__ import annotations

import errno
import logging
import socket
from typing import Any

import click
from mkdocs.commands import build as building
from mkdocs.commands import serve as serving
from mkdocs.exceptions import Abort

SAID = ("Serving on", "Shutting down")
TALKATIVE = (
    "mkdocs.commands.build",
    "mkdocs.commands.serve",
    "mkdocs.livereload",
    "mkdocs.structure.nav",
    "mkdocs.mkdocs-jupyter",
    "mkdocs.plugins.mkdocs_jupyter",
)


def reloads() -> bool:
    """Whether the server reloads pages; with ``--no-livereload`` it makes them once, and all of them."""
    context = click.get_current_context(silent=True)
    return context is None or bool(context.params.get("livereload", True))


def make_what_is_named() -> None:
    """Have MkDocs make the pages that are marked as modified and leave the others, as it does with ``--dirty``."""

    def build(config: Any, **options: Any) -> None:
        building.build(config, **options | {"dirty": True})

    serving.build = build  # it offers no other way than the option, which nobody types
    logging.getLogger(building.__name__).addFilter(lambda record: "'dirty' build" not in str(record.msg))


def refuse_taken(host: str, port: int) -> None:
    """Say at once, not after a build, that an address is in use, and what to type."""
    with socket.socket() as ours, socket.socket() as free:
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            ours.bind((host, port))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                return  # MkDocs knows what is wrong with it
            free.bind((host, 0))
            other = f"{host}:{free.getsockname()[1]}"
            raise Abort(f"{host}:{port} is in use by another program; type: mkdocs serve -a {other}") from None


def speak_through_mkdocs() -> None:
    """What the press says of a page that takes long is heard here as it is at the command line."""
    press, mkdocs = logging.getLogger("proofpress"), logging.getLogger("mkdocs")
    press.handlers, press.propagate = list(mkdocs.handlers), False
    press.setLevel(mkdocs.level)


def quieten() -> None:
    """From now on MkDocs tells what it finds, not what it is about to do; of an edit we say what there is to say."""

    def is_said(record: logging.LogRecord) -> bool:
        return record.levelno > logging.INFO or any(words in record.getMessage() for words in SAID)

    for name in TALKATIVE:
        logging.getLogger(name).addFilter(is_said)
