"""Every objective, variant and mistake, once: its slug, its term in torch, and the derivation that settles it.

The page of mistakes, the oracle and the tests read this table; what is not in it does not exist for any of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import torch
import torch.nn.functional as F
from torch import Tensor

from word2vec_derived.reference import nce, nll, shipped_code
from word2vec_derived.reference.float32 import log_sigmoid, log_sum_exp

from .views import View, posterior

Kind = Literal["objective", "variant", "mistake"]
Part = Literal["observed", "negatives", "whole"]
Sight = Literal["start", "floor", "explodes", "still", "elsewhere", "data"]

MASKED = "z codes mask"
TREE = "hierarchical-softmax"
SITE = "https://word2vec-derived.github.io/word2vec-derived/"


@dataclass(frozen=True)
class Term:
    """One term of a loss, pair by pair.

    `needs` are the parts of a view that it reads; `per_negative` says that it is a sum over the negatives.
    `objective` is named where it is another than that of its entry.
    """

    part: Part
    value: Callable[[View], Tensor]
    needs: frozenset[str]
    name: str = ""
    per_negative: bool = False
    objective: str = ""
    magnitudes: bool = False  # equal to the loss only where logarithms of negative numbers are those of their sizes


@dataclass(frozen=True)
class Entry:
    """One objective, variant or mistake.

    Args:
        slug: its name on the page, in a diagnosis and in a test.
        kind: what it is.
        title: what it is in words that follow "with".
        page: where its derivation stands.
        terms: what a loss that has it is made of; none if it shows in no value.
        objective: the objective that it stands for, or that it spoils.
        effect: what it does to the optimum or to training, one sentence.
        derivations: the chains that settle it, the refuted line first; its own slug if none is named.
        sight: what a reader sees first.
        family: how one number changes a score, for a variant with a number of its own.
    """

    slug: str
    kind: Kind
    title: str
    page: str = "mistakes.md"
    terms: tuple[Term, ...] = ()
    objective: str = "negative-sampling"
    effect: str = ""
    derivations: tuple[str, ...] = ()
    sight: Sight = "elsewhere"
    family: Callable[[Tensor, Tensor, int], Tensor] | None = None

    @property
    def link(self) -> str:
        """Where the site derives it."""
        return f"{SITE}{self.page.removesuffix('.md')}/#{self.chains[0]}"

    @property
    def chains(self) -> tuple[str, ...]:
        """The derivations that settle it."""
        return self.derivations or (self.slug,)


def observed(value: Callable[[View], Tensor], needs: str = "s") -> Term:
    """A term of the observed word alone."""
    return Term("observed", value, frozenset(needs.split()), "observed word")


def negatives(value: Callable[[View], Tensor], needs: str = "t", magnitudes: bool = False) -> Term:
    """A term of the negatives that adds up over them, given one by one: `(N, K)`."""
    return Term("negatives", lambda v: value(v).sum(-1), frozenset(needs.split()), "negatives", True, "", magnitudes)


def together(value: Callable[[View], Tensor], needs: str = "t") -> Term:
    """A term of all negatives that is no sum over them."""
    return Term("negatives", value, frozenset(needs.split()), "negatives together")


def whole(value: Callable[[View], Tensor], needs: str = "s t", objective: str = "", magnitudes: bool = False) -> Term:
    """The loss of a pair as one term."""
    return Term("whole", value, frozenset(needs.split()), "whole loss", False, objective, magnitudes)


def pairwise(value: Callable[[View], Tensor]) -> Term:
    """The loss of a pair as a sum over the negatives, each beside the observed word, given one by one: `(N, K)`."""
    return Term("whole", lambda v: value(v).sum(-1), frozenset({"s", "t"}), "whole loss", True)


def path(value: Callable[[Tensor], Tensor]) -> tuple[Term, Term]:
    """The loss of a path as one term, its turns coded in the one way and in the other."""
    return (
        whole(lambda v: (value(turns(v)) * v.mask).sum(-1), MASKED, TREE),
        whole(lambda v: (value(-turns(v)) * v.mask).sum(-1), MASKED, TREE),
    )


def candidates(v: View) -> Tensor:
    """The observed word's score, then those of the negatives."""
    return torch.cat([v.s.unsqueeze(-1), v.t], dim=-1)


def corrected(v: View) -> View:
    """The scores less the logarithm of how often the noise draws the word."""
    return replace(v, s=v.s - v.q_s.log(), t=v.t - v.q_t.log())


def added(v: View) -> View:
    """The scores with the noise added where it should be taken off."""
    return replace(v, s=2 * v.s - posterior(v).s, t=2 * v.t - posterior(v).t)


def observed_score(v: View) -> Tensor:
    """The score of the observed word among all."""
    return v.z.gather(-1, v.y.unsqueeze(-1)).squeeze(-1)


def one_hot(v: View) -> Tensor:
    """The observed word as a row of zeros and a one."""
    return F.one_hot(v.y, v.z.shape[-1]).to(v.z)


def without(scores: Tensor, left_out: Tensor) -> Tensor:
    """The logarithm of the sum of the exponentials of the scores that are kept."""
    return torch.logsumexp(scores.masked_fill(left_out, -torch.inf), -1)


def before(v: View) -> Tensor:
    """The words numbered before the observed one."""
    return torch.arange(v.z.shape[-1]) < v.y.unsqueeze(-1)


def turns(v: View) -> Tensor:
    """The score of the turn that is taken at each node: code 0 is the sigmoid of the score."""
    return (1 - 2 * v.codes) * v.z


def blackout(shares: Tensor) -> Tensor:
    """The observed word told from each candidate by its share."""
    return -shares[..., 0].log() - torch.log1p(-shares[..., 1:]).sum(-1)


def table(scores: Tensor) -> Tensor:
    """Minus the logarithm of the sigmoid as word2vec.c and gensim look it up; nothing from ±6 on."""
    inside = shipped_code.table_sigmoid(scores.clamp(-6, 6))
    return -inside.log() * (scores.abs() < 6)


def fasttext_table(scores: Tensor) -> Tensor:
    """Minus the logarithm of the sigmoid as fastText looks it up."""
    return -(shipped_code.fasttext_sigmoid(scores) + 1e-5).log()


def lowered(scores: Tensor, by: Tensor, _: int) -> Tensor:
    """Every score lowered by one number."""
    return scores - by


def held_off(scores: Tensor, by: Tensor, side: int) -> Tensor:
    """The observed word's score lowered and the others' raised."""
    return scores - side * by


def multiplied(scores: Tensor, by: Tensor, _: int) -> Tensor:
    """Every score multiplied by one number."""
    return scores * by


SIGMOID = log_sigmoid
NOISE = "s t q_s q_t"

OBJECTIVES = (
    Entry(
        "negative-sampling", "objective", "negative sampling", "negative-sampling.md",
        (observed(lambda v: -SIGMOID(v.s)), negatives(lambda v: -SIGMOID(-v.t))),
        derivations=("negative-sampling-loss",),
    ),
    Entry(
        "nce", "objective", "noise-contrastive estimation", "nce.md",
        (observed(lambda v: -SIGMOID(posterior(v).s), NOISE), negatives(lambda v: -SIGMOID(-posterior(v).t), NOISE)),
        objective="nce", derivations=("nce-loss",),
    ),
    Entry(
        "softmax", "objective", "softmax over the vocabulary", "nll.md",
        (whole(lambda v: nll.nll(v.z, v.y), "z y"),), objective="softmax", derivations=("nll-softmax",),
    ),
    Entry(
        "sampled-softmax", "objective", "sampled softmax", "nce.md",
        (whole(lambda v: nce.sampled_softmax(v.s, v.t, v.q_s, v.q_t), NOISE),), objective="sampled-softmax",
    ),
    Entry(
        "hierarchical-softmax", "objective", "hierarchical softmax", "hierarchical-softmax.md",
        path(lambda z: -SIGMOID(z)), objective=TREE, derivations=("hierarchical-softmax-loss",),
    ),
)  # fmt: skip

MISTAKES = (
    # In the softmax
    Entry(
        "mistake-softmax-without-exp", "mistake", "the scores' shares in place of a softmax", sight="explodes",
        terms=(
            whole(lambda v: -(observed_score(v) / v.z.sum(-1)).abs().log(), "z y", magnitudes=True),
            whole(lambda v: -(v.s / candidates(v).sum(-1)).abs().log(), magnitudes=True),
        ),
        objective="softmax", effect="scores of mixed sign have no logarithm of their share",
    ),
    Entry(
        "mistake-softmax-from-own-index", "mistake", "a sum that starts at the observed word",
        terms=(whole(lambda v: without(v.z, before(v)) - observed_score(v), "z y"),),
        objective="softmax", sight="start", effect="the words before the observed one are never pushed down",
    ),
    Entry(
        "mistake-log-partition-sign", "mistake", "the sign of the log-partition lost",
        terms=(
            whole(lambda v: -observed_score(v) - log_sum_exp(v.z), "z y"),
            whole(lambda v: -v.s - log_sum_exp(candidates(v))),
        ),
        objective="softmax", sight="explodes", effect="every score grows without end",
    ),
    Entry(
        "mistake-softmax-twice", "mistake", "softmax taken twice",
        terms=(
            whole(lambda v: nll.nll(v.z.softmax(-1), v.y), "z y"),
            whole(lambda v: -candidates(v).softmax(-1).log_softmax(-1)[..., 0]),
        ),
        objective="softmax", sight="floor", effect="the loss cannot come near zero, and the slopes are small",
    ),
    Entry(
        "mistake-sigmoid-before-softmax", "mistake", "a sigmoid before the softmax",
        terms=(
            whole(lambda v: nll.nll(v.z.sigmoid(), v.y), "z y"),
            whole(lambda v: -candidates(v).sigmoid().log_softmax(-1)[..., 0]),
        ),
        objective="softmax", sight="floor", effect="the loss cannot come near zero, and the slopes are small",
        derivations=("mistake-sigmoid-before-softmax", "sigmoid-before-softmax-floor"),
    ),
    Entry(
        "mistake-observed-left-out", "mistake", "the observed word left out of the softmax's sum",
        terms=(
            whole(lambda v: without(v.z, one_hot(v).bool()) - observed_score(v), "z y"),
            whole(lambda v: log_sum_exp(v.t) - v.s),
        ),
        objective="softmax", sight="explodes", effect="the loss is unbounded below, and the scores grow without end",
    ),
    Entry(
        "mistake-one-for-observed", "mistake", "a one in the observed word's place in the softmax's sum",
        terms=(
            whole(lambda v: (1 + v.t.exp().sum(-1)).log() - v.s),
            whole(lambda v: (1 + without(v.z, one_hot(v).bool()).exp()).log() - observed_score(v), "z y"),
        ),
        objective="softmax", sight="explodes", effect="it starts where the right loss starts, and is unbounded below",
    ),
    Entry(
        "mistake-softmax-over-batch", "mistake", "the softmax taken over the batch",
        terms=(
            whole(lambda v: -v.z.log_softmax(0).gather(-1, v.y.unsqueeze(-1)).squeeze(-1), "z y"),
            whole(lambda v: -candidates(v).log_softmax(0)[..., 0]),
        ),
        objective="softmax", sight="start", effect="pairs compete with each other, and words do not",
    ),
    # In the sigmoid
    Entry(
        "mistake-sigmoid-of-minus", "mistake", "the minus of a negative's score lost",
        terms=(negatives(lambda v: -SIGMOID(v.t)),), sight="floor",
        effect="negatives are pulled near, as if they had been observed",
    ),
    Entry(
        "mistake-minus-outside-sigmoid", "mistake", "the minus outside the sigmoid",
        terms=(negatives(lambda v: -SIGMOID(v.t), magnitudes=True),), sight="explodes",
        effect="the logarithm of a negative number is no number",
    ),
    Entry(
        "mistake-labels-swapped", "mistake", "the observed word pushed away",
        terms=(observed(lambda v: -SIGMOID(-v.s)),), sight="still",
        effect="observed words are pushed away like negatives",
    ),
    Entry(
        "mistake-positive-term-gradient", "mistake", "the gradient of the sigmoid in place of its logarithm's",
        effect="a badly placed observed word hardly moves", sight="still",
    ),
    Entry(
        "mistake-negative-term-gradient", "mistake", "another term's gradient for the negatives",
        effect="negatives are pulled near, or hardly move", sight="still",
    ),
    Entry(
        "mistake-sigmoid-twice", "mistake", "the sigmoid taken twice",
        terms=(
            observed(lambda v: -SIGMOID(v.s.sigmoid())),
            negatives(lambda v: -SIGMOID(-v.t.sigmoid())),
            whole(lambda v: -(SIGMOID((1 - 2 * v.codes) * v.z.sigmoid()) * v.mask).sum(-1), MASKED, TREE),
            whole(lambda v: -(SIGMOID((2 * v.codes - 1) * v.z.sigmoid()) * v.mask).sum(-1), MASKED, TREE),
        ),
        sight="floor", effect="the loss cannot fall below log(1 + 1/e) + K log 2",
        derivations=("mistake-sigmoid-twice", "sigmoid-twice-floor"),
    ),
    Entry(
        "mistake-raw-score", "mistake", "a raw score as a term",
        terms=(
            observed(lambda v: -v.s), negatives(lambda v: v.t), whole(lambda v: -observed_score(v), "z y", "softmax"),
            *path(lambda z: -z),
        ),
        sight="explodes", effect="the loss is linear in the score, and unbounded below",
    ),
    Entry(
        "mistake-no-logarithm", "mistake", "no logarithm",
        terms=(
            observed(lambda v: -v.s.sigmoid()), negatives(lambda v: -(-v.t).sigmoid()),
            whole(lambda v: -observed_score(replace(v, z=v.z.softmax(-1))), "z y"),
            whole(lambda v: -candidates(v).softmax(-1)[..., 0]), *path(lambda z: -z.sigmoid()),
        ),
        sight="start", effect="a badly placed word hardly moves, and the loss starts below zero",
    ),
    # In negative sampling
    Entry(
        "mistake-negatives-against-output", "mistake", "negatives scored against the observed word's vector",
        terms=(negatives(lambda v: -SIGMOID(-(v.n * v.o.unsqueeze(-2)).sum(-1)), "n o"),), sight="elsewhere",
        effect="two output vectors meet, and the centre learns nothing from a negative",
    ),
    Entry(
        "mistake-log-sigmoid-of-sum", "mistake", "the log-sigmoid of a sum or mean of scores",
        terms=(
            together(lambda v: -SIGMOID(-v.t.sum(-1))), together(lambda v: -SIGMOID(-v.t.mean(-1))),
            together(lambda v: -SIGMOID(v.t.sum(-1))), together(lambda v: -SIGMOID(v.t.mean(-1))),
        ),
        sight="start", effect="one negative can make up for another",
    ),
    Entry(
        "mistake-log-of-sum", "mistake", "the logarithm of the summed sigmoids",
        terms=(
            together(lambda v: -(-v.t).sigmoid().sum(-1).log()), together(lambda v: -(-v.t).sigmoid().mean(-1).log()),
            whole(lambda v: -(turns(v).sigmoid() * v.mask).sum(-1).log(), MASKED),
            whole(lambda v: -((-turns(v)).sigmoid() * v.mask).sum(-1).log(), MASKED),
        ),
        sight="start", effect="the best-placed negative counts most, and the worst hardly at all",
    ),
    Entry(
        "mistake-sign-of-one-term", "mistake", "a plus where the two terms meet", sight="explodes",
        effect="one of the two terms is made larger",
    ),
    Entry(
        "mistake-centres-mispaired", "mistake", "centres repeated where contexts are laid out row by row",
        sight="elsewhere", effect="each centre meets the contexts of other centres",
    ),
    Entry(
        "positives-alone", "mistake", "no term for the negatives", "negative-sampling.md", sight="floor",
        effect="every score grows without end, and the loss falls to zero",
    ),
    # In noise-contrastive estimation
    Entry(
        "mistake-noise-with-true-score", "mistake", "the observed word's score in the noise terms",
        terms=(negatives(lambda v: -SIGMOID(-(v.s.unsqueeze(-1) - (v.t.shape[-1] * v.q_t).log())), NOISE),),
        objective="nce", effect="the noise words learn nothing",
    ),
    Entry(
        "mistake-posterior-sign", "mistake", "the sign of the score turned in the posterior",
        terms=(
            observed(lambda v: -SIGMOID(-v.s - (v.t.shape[-1] * v.q_s).log()), NOISE),
            negatives(lambda v: -SIGMOID(v.t + (v.t.shape[-1] * v.q_t).log()), NOISE),
        ),
        objective="nce", sight="still", effect="a better score makes a word look more like noise",
    ),
    Entry(
        "mistake-noise-added", "mistake", "the noise added where it should be taken off",
        terms=(
            observed(lambda v: -SIGMOID(added(v).s), NOISE), negatives(lambda v: -SIGMOID(-added(v).t), NOISE),
            whole(lambda v: nce.contrastive_loss(v.s + v.q_s.log(), v.t + v.q_t.log()), NOISE),
        ),
        objective="nce", effect="the optimum is off by twice the logarithm of the noise",
    ),
    Entry(
        "mistake-half-corrected", "mistake", "the noise taken off on one side only",
        terms=(
            whole(lambda v: nce.contrastive_loss(v.s, corrected(v).t), NOISE),
            whole(lambda v: nce.contrastive_loss(corrected(v).s, v.t), NOISE),
        ),
        objective="sampled-softmax", effect="what is left of the correction is learnt as a bias",
    ),
    Entry(
        "mistake-nce-optimum-shifted", "mistake", "the noise taken off without its number K",
        terms=(
            observed(lambda v: -SIGMOID(corrected(v).s), NOISE), negatives(lambda v: -SIGMOID(-corrected(v).t), NOISE),
        ),
        objective="nce", effect="every score is off by log K at the optimum",
    ),
    Entry(
        "mistake-expectation-under-noise", "mistake", "an expectation under the noise where the model belongs",
        objective="softmax", effect="the gradient is that of no loss",
    ),
    # In the tree
    Entry(
        "mistake-padded-steps", "mistake", "padded steps of a path counted",
        terms=(
            whole(lambda v: -SIGMOID(turns(v) * v.mask).sum(-1), MASKED),
            whole(lambda v: -SIGMOID(-turns(v) * v.mask).sum(-1), MASKED),
            whole(lambda v: -SIGMOID(turns(v)).sum(-1), "z codes"),
            whole(lambda v: -SIGMOID(-turns(v)).sum(-1), "z codes"),
        ),
        objective=TREE, sight="start",
        effect="each step beyond the end costs log 2, or trains a node",
    ),
    Entry(
        "mistake-codes-ignored", "mistake", "the codes of a path ignored",
        terms=(
            whole(lambda v: -(SIGMOID(v.z) * v.mask).sum(-1), "z mask"),
            whole(lambda v: -(SIGMOID(-v.z) * v.mask).sum(-1), "z mask"),
        ),
        objective=TREE, sight="floor", effect="every node learns to turn one way",
    ),
    # In the gradient and in training
    Entry(
        "mistake-inputs-detached", "mistake", "no gradient in an argument", sight="still",
        effect="its table never trains",
    ),
    Entry(
        "mistake-repeated-once", "mistake", "a repeated negative counted once", sight="elsewhere",
        effect="a word drawn twice is pushed away once",
    ),
    Entry(
        "mistake-observed-forgotten", "mistake", "the observed word forgotten in the gradient",
        objective="softmax", sight="explodes", effect="nothing pulls the observed word near",
    ),
    Entry(
        "mistake-squeeze", "mistake", "a squeeze() that drops a dimension of size one",
        sight="explodes", effect="the last batch, or a single negative, raises or is summed wrongly",
    ),
    # In the data: no loss shows them
    Entry("mistake-window-weight", "mistake", "one over the distance as the weight of a context", sight="data"),
    Entry("mistake-subsampling-swapped", "mistake", "the chance to discard taken for the chance to keep", sight="data"),
    Entry("mistake-subsampling-paper-for-code", "mistake", "the paper's rule taken for the code's", sight="data"),
    Entry("mistake-last-word", "mistake", "a sampler that never draws the last word", sight="data"),
    Entry("mistake-weighted-mean", "mistake", "a mean with class weights divided by the number", sight="data"),
    Entry("mistake-matrix-orientation", "mistake", "a row picked as if it were a column", sight="data"),
)  # fmt: skip

VARIANTS = (
    Entry(
        "mean-over-negatives", "variant", "a mean over the negatives", "float32.md", sight="start",
        derivations=("mean-over-negatives", "mistake-mean-over-negatives"),
        effect="the optimum is higher by log K: the number of negatives no longer stands in it",
    ),
    Entry(
        "unequal-weights", "variant", "another weight on the negatives than on the observed word", "choices.md",
        effect="the optimum is lower by the logarithm of the weight",
    ),
    Entry(
        "constant-factor", "variant", "the whole loss times a constant", "choices.md",
        effect="the optimum is where it was; every step is longer or shorter by the factor",
    ),
    Entry(
        "sign-of-the-whole", "variant", "the objective returned, and not its negative", "choices.md", sight="explodes",
        effect="minimising it does the opposite; maximise it, or turn the sign",
    ),
    Entry(
        "mean-over-the-window", "variant", "a mean over the window", "choices.md", objective="negative-sampling",
        effect="every centre weighs the same, however many contexts it has",
    ),
    Entry(
        "score-shift", "variant", "scores lowered by a constant, a fixed log-partition", "choices.md", family=lowered,
        effect="every score is higher by that constant at the optimum, and nothing else changes",
    ),
    Entry(
        "temperature", "variant", "scores multiplied by a constant, a temperature", "choices.md", family=multiplied,
        effect="the optimum is that of the multiplied scores: the temperature times what it was",
    ),
    Entry(
        "margin", "variant", "a margin inside the sigmoid", "choices.md", family=held_off,
        effect="where data and negatives weigh the same the optimum stays; a high score is higher by the margin",
        derivations=("margin", "margin-optimum", "margin-far"),
    ),
    Entry(
        "self-adversarial", "variant", "negatives weighted by how well they score", "choices.md",
        terms=(
            together(lambda v: -(v.t.softmax(-1).detach() * SIGMOID(-v.t)).sum(-1)),
            together(lambda v: -(v.t.softmax(-1) * SIGMOID(-v.t)).sum(-1)),
        ),
        derivations=("self-adversarial", "self-adversarial-optimum"),
        effect="each negative is pushed by its share; where they are many, the contrast of the optimum is halved",
    ),
    Entry(
        "hardest-negative", "variant", "the hardest negative alone", "choices.md",
        terms=(together(lambda v: -SIGMOID(-v.t.amax(-1))),),
        derivations=("hardest-negative", "hardest-negative-optimum"),
        effect="one negative in K is pushed away at each step; the optimum depends on which words compete",
    ),
    Entry(
        "bpr", "variant", "pairwise differences of scores (BPR)", "choices.md",
        terms=(pairwise(lambda v: -SIGMOID(v.s.unsqueeze(-1) - v.t)),),
        effect="only differences of scores are learnt; a shift of all of them changes nothing",
        derivations=("bpr", "bpr-shift", "bpr-optimum"),
    ),
    Entry(
        "hinge", "variant", "a hinge", "choices.md",
        terms=(
            observed(lambda v: (1 - v.s).clamp(min=0)), negatives(lambda v: (1 + v.t).clamp(min=0)),
            pairwise(lambda v: (1 - v.s.unsqueeze(-1) + v.t).clamp(min=0)),
        ),
        effect="a score beyond its margin has no gradient, and the optimum is plus or minus one",
        derivations=("hinge", "hinge-optimum", "pairwise-hinge"),
    ),
    Entry(
        "squared-error", "variant", "the squared error of the probabilities", "choices.md",
        terms=(
            observed(lambda v: (v.s.sigmoid() - 1) ** 2), negatives(lambda v: v.t.sigmoid() ** 2),
            whole(lambda v: ((v.z.softmax(-1) - one_hot(v)) ** 2).sum(-1), "z y"),
        ),
        effect="the optimum is where it was; far from it the slopes vanish",
        derivations=("squared-error", "squared-error-optimum"),
    ),
    Entry(
        "blackout", "variant", "BlackOut: each candidate told from the observed word by its share", "choices.md",
        terms=(
            whole(lambda v: blackout(candidates(v).softmax(-1))),
            whole(lambda v: blackout(candidates(corrected(v)).softmax(-1)), NOISE),
        ),
        objective="sampled-softmax", effect="the optimum is that of a softmax over the candidates",
        derivations=("blackout", "blackout-optimum"),
    ),
    Entry(
        "uncorrected-candidates", "variant", "a softmax over the candidates, without a correction for their draw",
        "optimum.md", (whole(lambda v: nce.contrastive_loss(v.s, v.t)),), objective="sampled-softmax",
        derivations=("contrastive-optimum",),
        effect="the optimum is log p/q up to a shift; if the scores were corrected outside, it is sampled softmax",
    ),
    Entry(
        "every-word-told", "variant", "a binary cross-entropy of every word of the vocabulary", "choices.md",
        terms=(
            whole(lambda v: F.binary_cross_entropy_with_logits(v.z, one_hot(v), reduction="none").sum(-1), "z y"),
        ),
        objective="softmax", effect="every score learns the log-odds of its word, and no softmax is meant",
    ),
    Entry(
        "shared-negatives", "variant", "negatives shared by the batch", "choices.md",
        terms=(together(lambda v: -SIGMOID(-v.pool).sum(-1), "pool"),),
        effect="each pair has the negatives of all: the optimum is lower by the logarithm of their number",
    ),
    Entry(
        "in-batch-negatives", "variant", "the other words of the batch as negatives", "choices.md",
        terms=(
            together(lambda v: SIGMOID(-v.s) - SIGMOID(-v.across).sum(-1), "s across"),
            whole(lambda v: log_sum_exp(v.across) - v.s, "s across", "sampled-softmax"),
        ),
        effect="the noise is how often a word is observed; frequent words are negatives more often",
    ),
    Entry(
        "cosine-scores", "variant", "cosines in place of dot products", "choices.md",
        effect="no score leaves plus or minus one, so the loss cannot come near zero without a temperature",
    ),
    Entry(
        "sigmoid-table", "variant", "a sigmoid read from a table, as the shipped programs do", "shipped-code.md",
        (
            observed(lambda v: table(v.s)), negatives(lambda v: table(-v.t)),
            observed(lambda v: fasttext_table(v.s)), negatives(lambda v: fasttext_table(-v.t)),
        ),
        effect="the value is a little off and has no slope; the programs step by label less probability",
    ),
    Entry(
        "naive-logarithm", "variant", "a logarithm taken after the sigmoid or the sum", "float32.md",
        derivations=("log-sigmoid",), sight="explodes",
        effect="in float32 the loss of a badly placed word is infinite or no number",
    ),
    Entry(
        "epsilon", "variant", "an epsilon or a floor inside the logarithm", "choices.md", sight="still",
        derivations=("epsilon", "epsilon-slope", "epsilon-optimum", "epsilon-away"),
        effect="a badly placed word costs a fixed amount, and its gradient is exactly zero",
    ),
    Entry(
        "clamped", "variant", "clamped scores", "choices.md", sight="still",
        effect="beyond the clamp the value is flat and the gradient zero",
    ),
    Entry(
        "kink-at-zero", "variant", "a formula with a kink at zero", "choices.md", sight="still",
        effect="with a table of zeros every score is zero, and there the slope is wrong",
    ),
    Entry(
        "constant-log-q", "variant", "a constant taken off every candidate, which cancels", "choices.md",
        objective="sampled-softmax", effect="nothing changes: a softmax does not see a shift",
    ),
)  # fmt: skip

REGISTRY = {entry.slug: entry for entry in (*OBJECTIVES, *MISTAKES, *VARIANTS)}


def terms_for(has: frozenset[str], magnitudes: bool) -> list[tuple[Entry, Term]]:
    """The terms that a view with these parts can express."""
    return [
        (entry, term)
        for entry in REGISTRY.values()
        for term in entry.terms
        if term.needs <= has and (magnitudes or not term.magnitudes)
    ]


def losses(entry: Entry, has: frozenset[str]) -> list[tuple[Term, ...]]:
    """Every whole loss of one pair that the entry makes of a view, its missing term taken from its objective."""
    terms = [term for term in entry.terms if term.needs <= has]
    apart, found = [term for term in terms if term.part != "whole"], list[tuple[Term, ...]]()
    if apart:
        right = [term for term in REGISTRY[entry.objective].terms if term.needs <= has]
        ones, others = (
            [term for term in apart if term.part == part] or [term for term in right if term.part == part]
            for part in ("observed", "negatives")
        )
        found += [(one, other) for one in ones for other in others]
    return found + [(term,) for term in terms if term.part == "whole"]


def loss_of(slug: str, view: View) -> Tensor:
    """The first of these losses, `(N,)`."""
    first = losses(REGISTRY[slug], view.has)[0]
    return torch.stack([term.value(view) for term in first]).sum(0)
