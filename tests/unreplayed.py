"""The lines of the book that are proved, and of which the search finds no proof that the kernel could replay.

The list is to be empty: a line that is replayed leaves it, and a new one that is not is named here with its reason.
"""

from __future__ import annotations

QUOTIENT = "the sum that is divided by is not seen to be positive once a softplus is opened"
LIMIT = "the limit of an exponential times a logarithm that vanishes is not found"
NOT_REPLAYED = {
    ("focal-optimum", 2): QUOTIENT,
    ("focal-optimum", 3): QUOTIENT,
    ("focal-far", 2): QUOTIENT,
    ("focal-far-above", 2): LIMIT,
    ("focal-far-below", 2): LIMIT,
    ("focal-well-placed", 2): LIMIT,
    ("focal-badly-placed", 2): LIMIT,
}
