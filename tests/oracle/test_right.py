"""No false alarm: the reference, torch's own calls, and every reduction of both."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor

from word2vec_derived.oracle import check_loss, diagnose
from word2vec_derived.reference import nce, nll
from word2vec_derived.reference.float32 import mean_over_negatives, mean_over_terms, naive_log_sigmoid, stable_bce
from word2vec_derived.reference.negative_sampling import negative_sampling_loss

bce = F.binary_cross_entropy_with_logits
REDUCTIONS: dict[str, Callable[[Tensor], Tensor]] = {
    "none": lambda loss: loss,
    "sum": lambda loss: loss.sum(),
    "mean over pairs": lambda loss: loss.mean(),
}
REFERENCE = {
    "negative-sampling": ("scores", negative_sampling_loss),
    "nce": ("noise", nce.nce_loss),
    "sampled-softmax": ("noise", nce.sampled_softmax),
    "softmax": ("logits", nll.nll),
}


@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize("objective", REFERENCE)
def test_the_reference_is_right_in_every_reduction(objective: str, reduction: str) -> None:
    takes, loss = REFERENCE[objective]
    found = diagnose(lambda *a: REDUCTIONS[reduction](loss(*a)), takes, expects=objective)
    assert (found.verdict, found.objective, found.reduction) == ("right", objective, reduction), found
    assert found.failed == {}
    assert found.counterexample == ""


@pytest.mark.parametrize(("reduction", "said"), [
    ("none", "none"), ("sum", "sum"), ("mean", "mean over terms, mean over pairs"),
])  # fmt: skip
def test_torchs_binary_cross_entropy_is_negative_sampling(reduction: str, said: str) -> None:
    found = diagnose(lambda z, y: bce(z, y, reduction=reduction), "labels", "negative-sampling")
    assert (found.verdict, found.reduction, found.failed) == ("right", said, {}), found


@pytest.mark.parametrize(("reduction", "said"), [("none", "none"), ("sum", "sum"), ("mean", "mean over pairs")])
def test_torchs_cross_entropy_is_softmax(reduction: str, said: str) -> None:
    found = diagnose(lambda z, y: F.cross_entropy(z, y, reduction=reduction), "logits", "softmax")
    assert (found.verdict, found.reduction, found.failed) == ("right", said, {}), found


def test_the_reference_says_of_its_own_counterexamples_what_they_are() -> None:
    assert diagnose(mean_over_terms).reduction == "mean over terms, none"
    assert diagnose(mean_over_terms).verdict == "right"
    assert diagnose(mean_over_negatives).variants == ("mean-over-negatives",)
    assert diagnose(nce.contrastive_loss).variants == ("uncorrected-candidates",)
    assert diagnose(lambda s, t: -naive_log_sigmoid(s) - naive_log_sigmoid(-t).sum(-1)).variants == ("naive-logarithm",)
    assert check_loss(lambda z, y: stable_bce(z, y).sum(), "labels")


def test_a_tables_loss_is_known_and_has_no_slope() -> None:
    from word2vec_derived.reference.shipped_code import gensim_loss

    found = diagnose(gensim_loss)
    assert (found.verdict, found.variants) == ("variant", ("sigmoid-table",)), found


def test_what_is_outside_is_said_with_every_right() -> None:
    assert any("outside the loss" in note for note in diagnose(negative_sampling_loss).notes)


def test_a_right_verdict_needs_every_check() -> None:
    def turns_at_five(s: Tensor, t: Tensor) -> Tensor:
        return negative_sampling_loss(s, t).sum() + 0.5 * F.relu(t - 5).sum()

    assert diagnose(turns_at_five).verdict == "unknown"


def test_the_state_of_torchs_generator_is_left_alone() -> None:
    torch.manual_seed(7)
    expected = torch.rand(3)
    torch.manual_seed(7)
    diagnose(negative_sampling_loss)
    assert torch.equal(torch.rand(3), expected)
