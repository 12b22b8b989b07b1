"""What cannot be judged is said to be so in one line, and nothing is lost."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
import torch
import torch.nn.functional as F

from word2vec_derived.oracle import calling, diagnose


def right(s: Any, t: Any) -> Any:
    return F.softplus(-s).sum() + F.softplus(t).sum()


def draws(s: Any, t: Any) -> Any:
    return right(s, t + torch.randn_like(t))


def changes(s: Any, t: Any) -> Any:
    t.neg_()
    return F.softplus(-s).sum() + F.softplus(-t).sum()


def two_numbers(s: Any, t: Any) -> Any:
    return F.softplus(-s).sum(), F.softplus(t).sum()


def on_a_device(s: Any, t: Any) -> Any:
    raise RuntimeError("Expected all tensors to be on the same device, but found cuda:0 and cpu")


def leaves(s: Any, t: Any) -> Any:
    raise SystemExit(3)


LINES = [
    (draws, "draws at random inside"),
    (changes, "changes its argument number 2"),
    (two_numbers, "returns tuple of 2, not a scalar or (B,)"),
    (on_a_device, "needs a device"),
    (leaves, "cannot be called with s (B,), t (B, K): SystemExit"),
    (lambda s: s.sum(), "cannot be called with s (B,), t (B, K): TypeError"),
    (lambda s, t: s.sum() * torch.nan, "NaN or infinity at ordinary scores"),
    (lambda s, t: torch.tensor(1.5), "returns 1.5 whatever its arguments are"),
    (lambda s, t: t.expand(2, *t.shape), "returns shape (2, 2, 3)"),
    (lambda s, t: "a loss", "returns 'a loss', not a scalar"),
    (lambda s, t: right(s[:2].reshape(2), t.reshape(2, 3)), "at B = 4, K = 5"),
]


@pytest.mark.parametrize(("loss", "line"), LINES, ids=[line for _, line in LINES])
def test_one_line_says_why(loss: Any, line: str) -> None:
    found = diagnose(loss, "scores", expects="negative-sampling")
    assert found.verdict == "not callable"
    assert line in found.notes[0]
    assert len(found.notes) == 1
    assert "\n" not in found.notes[0]
    assert set(found.failed) == {"call"}
    assert json.loads(found.to_json())["verdict"] == "not callable"


def test_a_loss_that_does_not_return_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calling, "LIMIT", 0.2)
    found = diagnose(lambda s, t: time.sleep(5))
    assert found.verdict == "not callable"
    assert "does not return within" in found.notes[0]


def test_all_calls_together_have_a_limit_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calling, "LIMIT_OF_ALL", 0.2)

    def slow(s: Any, t: Any) -> Any:
        time.sleep(0.05)
        return right(s, t)

    assert diagnose(slow).verdict == "not callable"


@pytest.mark.parametrize(("takes", "expects", "line"), [
    ("score", None, "takes is 'score', expected one of scores, labels"),
    ("scores", "sgns", "expects is 'sgns', expected one of negative-sampling"),
    ("module", None, "loss is function, expected a torch.nn.Module"),
])  # fmt: skip
def test_a_wrong_question_raises(takes: str, expects: str | None, line: str) -> None:
    with pytest.raises(ValueError, match=line):
        diagnose(right, takes, expects)


def test_a_module_needs_the_names_of_its_tables() -> None:
    with pytest.raises(ValueError, match="expected two names of weight"):
        diagnose(torch.nn.Embedding(3, 2), "module")


def test_gradients_of_another_shape_are_refused() -> None:
    found = diagnose(lambda c, o, U, drawn: (F.softplus(-U[o] @ c), U, c), "manual")
    assert "gradient in c has shape" in found.notes[0]


def test_it_says_what_is_known_of_an_unknown_loss() -> None:
    found = diagnose(lambda s, t: (-s).exp().sum() + t.exp().sum())
    assert found.verdict == "unknown"
    assert "no verdict of wrong" in found.notes[0]
    assert "pairs do not touch each other" in found.notes
    assert "each negative adds a term of its own" in found.notes
