"""What stops a line before it is judged, in words for its author."""

from __future__ import annotations


class Unsupported(Exception):
    """An expression of a kind that cannot be read, evaluated or proved here."""


class Undeclared(Exception):
    """A symbol without the assumption, or an index without the range, that is needed to draw it."""


class TooMany(Exception):
    """A point at which an expression has more parts than are gone through."""
