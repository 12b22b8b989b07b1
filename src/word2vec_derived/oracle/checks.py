"""The diagnosis as a check: one that raises, and many small ones for pytest."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from .diagnose import diagnose
from .diagnosis import CHECKS, Diagnosis

Failures = Mapping[str, str] | Callable[[Any], Mapping[str, str]]


class LossMismatch(AssertionError):
    """A loss is not what it is expected to be; the message is the diagnosis."""


def check_loss(
    loss: Callable[..., Any],
    takes: str = "scores",
    expects: str = "negative-sampling",
    raise_exception: bool = True,
    tables: Sequence[str] = (),
) -> bool:
    """Whether a loss is the objective that is expected, with its weights and its gradient.

    Args:
        loss: as for `diagnose`.
        takes: as for `diagnose`.
        expects: the slug of an objective.
        raise_exception: raise, and do not only return `False`.
        tables: as for `diagnose`.

    Raises:
        LossMismatch: it is not, with the diagnosis as text.
        ValueError: as for `diagnose`.
    """
    found = diagnose(loss, takes, expects, tables)
    if not found.failed:
        return True
    if raise_exception:
        raise LossMismatch(mismatch(found))
    return False


def mismatch(found: Diagnosis, name: str = "") -> str:
    """What a reader is told: the failed check that weighs most, then the diagnosis."""
    failed = [name] if name else list(found.failed)
    return "\n".join([*(f"{check}: {found.failed[check]}" for check in failed), "", str(found)])


class Check:
    """One named check of a loss; called with the loss, it raises if that check fails."""

    def __init__(self, name: str, diagnosed: Callable[[], Diagnosis]) -> None:
        self.name, self.diagnosed = name, diagnosed

    def __call__(self, loss: Callable[..., Any]) -> None:
        """Raise `LossMismatch` if this check fails.

        Everything fails for a loss that cannot be called, and the rest of the checks need a value that is known.
        """
        found = self.diagnosed()
        if self.name in found.failed:
            raise LossMismatch(f"{_name(loss)}: {mismatch(found, self.name)}")

    def __repr__(self) -> str:
        return f"check_{self.name}"


def parametrize_with_checks(
    losses: Sequence[Callable[..., Any]],
    takes: str = "scores",
    expects: str = "negative-sampling",
    expected_failed_checks: Failures | None = None,
    tables: Sequence[str] = (),
) -> Callable[[Callable[..., Any]], Any]:
    """Decorate a test that takes `loss` and `check` and calls `check(loss)`: a case for each loss and each check.

    Args:
        losses: each is diagnosed once, when its first check runs.
        takes: as for `diagnose`.
        expects: as for `check_loss`.
        expected_failed_checks: reasons by the name of a check, or a function that gives them for a loss; these cases
            are marked as expected to fail.
        tables: as for `diagnose`.
    """
    import pytest

    cases = []
    for loss in losses:
        reasons = expected_failed_checks(loss) if callable(expected_failed_checks) else expected_failed_checks or {}
        unknown = set(reasons) - {f"check_{name}" for name in NAMES}
        if unknown:
            raise ValueError(
                f"expected_failed_checks names {sorted(unknown)[0]!r}, expected check_{', check_'.join(NAMES)}"
            )
        diagnosed = _once(partial(diagnose, loss, takes, expects, tables))
        for name in NAMES:
            reason = reasons.get(f"check_{name}")
            marks = [pytest.mark.xfail(reason=reason, raises=LossMismatch, strict=True)] if reason else []
            cases.append(pytest.param(loss, Check(name, diagnosed), id=f"{_name(loss)}-check_{name}", marks=marks))
    return pytest.mark.parametrize(("loss", "check"), cases)


NAMES = (*CHECKS[:2], "objective", *CHECKS[2:])


def _once(diagnosed: Callable[[], Diagnosis]) -> Callable[[], Diagnosis]:
    kept: list[Diagnosis] = []

    def first() -> Diagnosis:
        kept[:] = kept or [diagnosed()]
        return kept[0]

    return first


def _name(loss: Any) -> str:
    return getattr(loss, "__name__", type(loss).__name__)
