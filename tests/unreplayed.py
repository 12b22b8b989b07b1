"""The lines of the book that are proved, and of which the search finds no proof that the kernel could replay.

The list is to be empty: a line that is replayed leaves it, and a new one that is not is named here with its reason.
"""

from __future__ import annotations

LIMIT = "the limit of an exponential times a logarithm that vanishes is not found"
KINK = "a slope of a maximum or of bars on one side of their kink is not found"
NOT_REPLAYED = {
    ("focal-far-above", 2): LIMIT,
    ("focal-far-below", 2): LIMIT,
    ("focal-well-placed", 2): LIMIT,
    ("focal-badly-placed", 2): LIMIT,
    ("hinge-optimum", 2): KINK,
    ("derive-squared-hinge", 2): KINK,
    ("kink-at-zero", 2): KINK,
}
