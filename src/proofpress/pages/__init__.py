"""The way of a page: language → run → book → render → commands → site. A room imports only those before it."""

from __future__ import annotations

from typing import Any


def makeExtension(**options: Any) -> Any:  # noqa: N802  the name is Python-Markdown's
    """The Markdown extension `proofpress`."""
    from .render.extension import Press

    return Press(**options)


def show(slug: str, line: int | None = None) -> Any:
    """A chain, or one of its lines, as a value that shows itself in a notebook."""
    from .book.shown import Shown

    return Shown.named(slug, line)


def read(text: str) -> Any:
    """A chain as text, in the letters of the book here, as the checker takes it."""
    from .book.written import read as made

    return made(text)


def chain(slug: str) -> Any:
    """The derivation of the book here that has this slug, as the checker takes it."""
    from .book.written import chain as found

    return found(slug)
