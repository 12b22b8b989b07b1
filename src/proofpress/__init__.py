"""A press that prints only what was checked: `proof` judges derivations, `pages` runs and prints a book of them.

All that an author needs can be imported from here; what is asked for is loaded, and nothing else.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .pages import chain as chain
    from .pages import read as read
    from .pages import show as show
    from .proof.check import check as check
    from .proof.claim import ClaimError as ClaimError
    from .proof.claim import claim as claim
    from .proof.derivation import Derivation as Derivation
    from .proof.derivation import assume as assume
    from .proof.derivation import at_least as at_least
    from .proof.derivation import at_most as at_most
    from .proof.derivation import cite as cite
    from .proof.derivation import define as define
    from .proof.derivation import equals as equals
    from .proof.derivation import equivalent as equivalent
    from .proof.derivation import induction as induction
    from .proof.derivation import less_than as less_than
    from .proof.derivation import minimised_at as minimised_at
    from .proof.derivation import start as start
    from .proof.derivation import tends_to as tends_to
    from .proof.derivation import wrong as wrong

ROOMS = {
    "pages": ("chain", "read", "show"),
    "proof.check": ("check",),
    "proof.claim": ("claim", "ClaimError"),
    "proof.derivation": (
        *("Derivation", "assume", "at_least", "at_most", "cite", "define", "equals", "equivalent", "induction"),
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
