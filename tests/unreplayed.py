"""The lines of the book that are proved, and of which the search finds no proof that the kernel could replay.

The list is to be empty: a line that is replayed leaves it, and a new one that is not is named here with its reason.
"""

from __future__ import annotations

NOT_REPLAYED: dict[tuple[str, int], str] = {}
