"""A press that prints only what was checked: `proof` judges derivations, `pages` runs and prints a book of them.

All that an author needs can be imported from here; what is asked for is loaded, and nothing else.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

ROOMS = {
    "pages": ("chain", "read", "show"),
    "proof.check": ("check",),
    "proof.claim": ("claim", "ClaimError"),
    "proof.derivation": (
        *(
            "Derivation",
            "assume",
            "at_least",
            "at_most",
            "cite",
            "define",
            "equals",
            "equivalent",
            "induction",
            "lemma",
        ),
        *("less_than", "minimised_at", "start", "tends_to", "wrong"),
    ),
}
__all__ = [name for names in ROOMS.values() for name in names]


def __getattr__(name: str) -> Any:
    room = next((room for room, names in ROOMS.items() if name in names), None)
    if room is None:
        raise AttributeError(
            f"proofpress has no {name!r}; it has {', '.join(name for names in ROOMS.values() for name in names)}"
        )
    return getattr(import_module(f"{__name__}.{room}"), name)
