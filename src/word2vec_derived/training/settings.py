"""Settings that a person gives, judged in one line each."""

from __future__ import annotations


def whole_number(**settings: object) -> None:
    """Refuse a setting that is not a whole number of at least 1."""
    for name, value in settings.items():
        if not isinstance(value, int) or value < 1:
            raise ValueError(f"{name} is {value!r}, expected a whole number of at least 1")
