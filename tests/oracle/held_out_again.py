"""More losses as others write them, from a second reading: each of these was once named wrongly or not at all."""

from __future__ import annotations

import math

import numpy as np
import torch
from held_out import BOTH, NONE, PAIRS, SAMPLED, SGNS, SUM, TERMS, TREE, Held, SkipGram, sigma
from torch import nn
from torch.nn import functional as F

AGAIN: list[Held] = []


def held(takes, verdict, objective="", reduction="", *slugs):
    def keep(loss):
        AGAIN.append(Held(loss, takes, verdict, objective, reduction, frozenset(slugs)))
        return loss

    return keep


def dots(v, u, w):
    return (v * u).sum(-1), (w @ v.unsqueeze(-1)).squeeze(-1)


def corrected(s, t, q_s, q_t):
    K = t.shape[1]
    return s - (K * q_s).log(), t - (K * q_t).log()


def first(logits):
    return F.cross_entropy(logits, torch.zeros(len(logits), dtype=torch.long))


# Weights that are no plain mean


@held("scores", "variant", SGNS, SUM, "constant-factor")
def every_pair_with_every_sum(pos, neg):
    return (F.softplus(-pos) + F.softplus(neg).sum(1, keepdim=True)).sum()


@held("scores", "right", SGNS, PAIRS)
def every_pair_with_every_mean(pos, neg):
    return (F.softplus(-pos) + F.softplus(neg).sum(1, keepdim=True)).mean()


@held("scores", "unknown", SGNS, "")
def divided_by_one_less(pos, neg):
    return (F.softplus(-pos) + F.softplus(neg).sum(1)).sum() / (len(pos) - 1)


@held("scores", "variant", SGNS, PAIRS, "constant-factor")
def as_many_times_as_terms(pos, neg):
    return (1 + neg.shape[1]) * (F.softplus(-pos) + F.softplus(neg).sum(1)).mean()


@held("scores", "mistake", SGNS, PAIRS, "mistake-no-logarithm")
def chances_of_an_error(pos, neg):
    return ((1 - torch.sigmoid(pos)) + torch.sigmoid(neg).sum(1)).mean()


@held("scores", "mistake", SGNS, PAIRS)
def spoilt_in_place(pos, neg):
    return -torch.cat([pos[:, None], -neg], 1).sigmoid().log_().sum(1).mean()


@held("logits", "unknown", "softmax", "")
def mean_of_exponentials(scores, target):
    return (scores.exp().mean(1).log() - scores.gather(1, target[:, None])[:, 0]).mean()


@held("logits", "right", "softmax", "mean over the vocabulary, mean over pairs")
def mean_of_one_hot(scores, target):
    return -(F.one_hot(target, scores.shape[1]) * scores.log_softmax(1)).mean()


@held("scores", "variant", SGNS, PAIRS, "score-shift")
def far_out_on_one_side(pos, neg):
    return (F.softplus(-(12 + pos)) + F.softplus(neg + 12).sum(1)).mean()


@held("scores", "unknown")
def farther_out_than_is_looked(pos, neg):
    return (F.softplus(-(26 + pos)) + F.softplus(neg + 26).sum(1)).mean()


@held("labels", "variant", SGNS, TERMS, "temperature")
def float32_with_a_temperature(logits, labels):
    return F.binary_cross_entropy_with_logits(logits.float() / 0.05, labels.float())


@held("scores", "variant", SGNS, SUM, "kink-at-zero")
def by_cases(pos, neg):
    def softplus(x):
        return F.relu(x) + torch.log1p(torch.exp(-x.abs()))

    return softplus(-pos).sum() + softplus(neg).sum()


@held("scores", "unknown", SGNS, PAIRS)
def hits_known_by_their_score(pos, neg):
    return (F.softplus(-pos) + (F.softplus(neg) * (neg != pos[:, None])).sum(1)).mean()


@held("vectors", "variant", SGNS, PAIRS, "kink-at-zero")
def vectors_by_cases(v, u, w):
    pos, neg = dots(v, u, w)
    logits = torch.cat([pos[:, None], neg], 1)
    labels = torch.zeros_like(logits)
    labels[:, 0] = 1
    stable = logits.clamp(min=0) - logits * labels + torch.log1p(torch.exp(-logits.abs()))
    return stable.sum(1).mean()


# Vectors: what changes with their number of components, cosines, the batch


@held("vectors", "variant", SGNS, PAIRS, "temperature")
def divided_by_root_of_components(v, u, w):
    pos, neg = (scores / math.sqrt(v.shape[1]) for scores in dots(v, u, w))
    return (F.softplus(-pos) + F.softplus(neg).sum(1)).mean()


@held("vectors", "unknown")
def with_a_little_weight_decay(v, u, w):
    pos, neg = dots(v, u, w)
    return (F.softplus(-pos) + F.softplus(neg).sum(1)).mean() + 1e-5 * sum(x.pow(2).sum() for x in (v, u, w))


@held("vectors", "unknown")
def normed_centre_alone(v, u, w):
    pos, neg = dots(F.normalize(v, dim=1), u, w)
    return (F.softplus(-pos) + F.softplus(neg).sum(1)).mean()


@held("vectors", "variant", SAMPLED, PAIRS, "in-batch-negatives", "temperature")
def in_batch_with_a_temperature(v, u, w):
    return F.cross_entropy(v @ u.T / 0.07, torch.arange(len(v)))


@held("vectors", "variant", SAMPLED, PAIRS, "in-batch-negatives", "cosine-scores", "temperature")
def in_batch_cosines(v, u, w):
    return F.cross_entropy(F.normalize(v, dim=1) @ F.normalize(u, dim=1).T / 0.1, torch.arange(len(v)))


@held("vectors", "variant", SGNS, "mean over the words of the batch, mean over pairs", "in-batch-negatives")
def square_of_the_batch(v, u, w):
    return F.binary_cross_entropy_with_logits(v @ u.T, torch.eye(len(v), dtype=v.dtype))


@held("vectors", "variant", SGNS, PAIRS, "in-batch-negatives", "score-shift")
def square_with_a_bias(v, u, w):
    logits = v @ u.T - 10
    return F.binary_cross_entropy_with_logits(logits, torch.eye(len(v)).to(v), reduction="none").sum(1).mean()


@held("vectors", "variant", SGNS, PAIRS, "shared-negatives", "temperature")
def shared_with_a_temperature(v, u, w):
    return (F.softplus(-(v * u).sum(1) / 0.3) + F.softplus(v @ w.flatten(0, 1).T / 0.3).sum(1)).mean()


@held("cbow", "variant", f"cbow-{SGNS}", PAIRS, "cosine-scores")
def cbow_of_cosines(x, o, n):
    h = x.mean(1)
    return (
        F.softplus(-F.cosine_similarity(h, o)) + F.softplus(F.cosine_similarity(h[:, None], n, dim=-1)).sum(1)
    ).mean()


@held("cbow", "unknown")
def cbow_of_the_first_word(x, o, n):
    pos, neg = dots(x[:, 0], o, n)
    return (F.softplus(-pos) + F.softplus(neg).sum(1)).mean()


@held("window", "variant", SGNS, PAIRS, "cosine-scores")
def window_of_cosines(c, o, n):
    pos, neg = F.cosine_similarity(c[:, None], o, dim=-1), F.cosine_similarity(c[:, None, None], n, dim=-1)
    return (F.softplus(-pos) + F.softplus(neg).sum(-1)).mean()


# Penalties that no dot product shows, and sums of pairs


def skip_gram(v, u, w):
    pos, neg = dots(v, u, w)
    return (F.softplus(-pos) + F.softplus(neg).sum(1)).mean()


@held("vectors", "unknown", SGNS, PAIRS)
def long_centres_penalised(v, u, w):
    return skip_gram(v, u, w) + 0.01 * F.relu(v.norm(dim=1) - 20).mean()


@held("vectors", "unknown", SGNS, PAIRS)
def long_words_penalised(v, u, w):
    return skip_gram(v, u, w) + 0.01 * F.relu(w.norm(dim=-1) - 100).mean()


@held("vectors", "unknown", SGNS, PAIRS)
def with_very_little_weight_decay(v, u, w):
    return skip_gram(v, u, w) + 1e-9 * v.pow(2).sum()


@held("cbow", "unknown", f"cbow-{SGNS}", PAIRS)
def cbow_of_short_words(x, o, n):
    return skip_gram(x.mean(1), o, n) + F.relu(x.norm(dim=-1) - 20).mean()


@held("labels", "variant", SGNS, PAIRS, "naive-logarithm")
def cross_entropy_by_the_book(logits, labels):
    p = 1 / (1 + torch.exp(-logits))
    return -(labels * p.log() + (1 - labels) * (1 - p).log()).sum(1).mean()


@held("scores", "not callable")
def draws_one_of_few(pos, neg):
    one = neg[:, torch.randint(neg.shape[1], (1,))]
    return F.softplus(-pos).mean() + F.softplus(one).mean()


# Mistakes of negative sampling on scores that the noise has corrected


@held("noise", "mistake", "nce", PAIRS, "mistake-log-sigmoid-of-sum")
def nce_summed_before(s, t, q_s, q_t):
    x, y = corrected(s, t, q_s, q_t)
    return (F.softplus(-x) + F.softplus(y.sum(1))).mean()


@held("noise", "mistake", "nce", PAIRS, "mistake-sigmoid-twice")
def nce_sigmoid_twice(s, t, q_s, q_t):
    x, y = corrected(s, t, q_s, q_t)
    return (F.softplus(-x.sigmoid()) + F.softplus(y.sigmoid()).sum(1)).mean()


@held("noise", "mistake", "nce", NONE, "mistake-no-logarithm")
def nce_without_logarithm(s, t, q_s, q_t):
    x, y = corrected(s, t, q_s, q_t)
    return -x.sigmoid() - (-y).sigmoid().sum(1)


@held("noise", "variant", "nce", PAIRS, "temperature")
def nce_tempered_after(s, t, q_s, q_t):
    x, y = corrected(s, t, q_s, q_t)
    return (F.softplus(-x / 0.5) + F.softplus(y / 0.5).sum(1)).mean()


@held("noise", "variant", SAMPLED, PAIRS, "temperature")
def sampled_softmax_tempered_after(s, t, q_s, q_t):
    return first(torch.cat([(s - q_s.log())[:, None], t - q_t.log()], 1) / 0.3)


# A sigmoid where none belongs, and trees


@held("logits", "mistake", "softmax", PAIRS, "mistake-sigmoid-before-softmax")
def sigmoid_then_cross_entropy(scores, target):
    return F.cross_entropy(scores.sigmoid(), target)


@held("labels", "mistake", SAMPLED, PAIRS, "mistake-sigmoid-before-softmax")
def sigmoid_then_softmax_of_candidates(logits, labels):
    return F.cross_entropy(logits.sigmoid(), labels.argmax(1))


@held("tree", "mistake", TREE, PAIRS, "mistake-codes-ignored")
def tree_of_one_turn(z, codes, mask):
    return (F.softplus(z) * mask).sum(1).mean()


@held("tree", "mistake", TREE, SUM, "mistake-sigmoid-twice")
def tree_sigmoid_twice(z, codes, mask):
    return (F.binary_cross_entropy_with_logits(z.sigmoid(), codes, reduction="none") * mask).sum()


@held("tree", "mistake", TREE, SUM, "mistake-no-logarithm")
def tree_without_logarithm(z, codes, mask):
    return -(((1 - 2 * codes) * z).sigmoid() * mask).sum()


@held("tree", "unknown")
def tree_mean_of_its_turns(z, codes, mask):
    return ((F.softplus((2 * codes - 1) * z) * mask).sum(1) / mask.sum(1)).mean()


# What is called and cannot be judged


@held("scores", "not callable")
def complex_number(pos, neg):
    return (F.softplus(-pos) + F.softplus(neg).sum(1)).mean().to(torch.complex128)


@held("scores", "not callable")
def whole_number(pos, neg):
    return (F.softplus(-pos) + F.softplus(neg).sum(1)).mean().long()


@held("scores", "not callable")
def raises_at_large_scores(pos, neg):
    if neg.abs().max() > 4:
        raise OverflowError("a score is too large")
    return F.softplus(-pos).sum() + F.softplus(neg).sum()


# Hand-written gradients


@held("manual", "mistake", SGNS, SUM)
def manual_turned(v, o, U, negatives):
    y, z, slope = sigma(U[o] @ v), sigma(U[negatives] @ v), np.zeros_like(U)
    slope[o] -= (y - 1) * v
    np.add.at(slope, negatives, -np.outer(z, v))
    return -np.log(y) - np.log(1 - z).sum(), -((y - 1) * U[o] + z @ U[negatives]), slope


# Modules


class Padded(SkipGram):
    def __init__(self):
        super().__init__()
        self.input, self.output = (nn.Embedding(12, 5, padding_idx=0) for _ in range(2))


class Tied(SkipGram):
    def __init__(self):
        super().__init__()
        self.output.weight = self.input.weight


class Biased(SkipGram):
    def __init__(self, value):
        super().__init__()
        self.bias = nn.Parameter(torch.full((12,), value))

    def forward(self, centres, contexts, negatives):
        pos, neg = dots(self.input(centres), self.output(contexts), self.output(negatives))
        pos, neg = pos + self.bias[contexts], neg + self.bias[negatives]
        return (F.softplus(-pos) + F.softplus(neg).sum(1)).mean()


class Unbiased(Biased):
    pass


class Squeezed(SkipGram):
    def forward(self, centres, contexts, negatives):
        v = self.input(centres).unsqueeze(2)
        pos, neg = (torch.bmm(w, v).squeeze() for w in (self.output(contexts)[:, None], self.output(negatives)))
        return (F.softplus(-pos) + F.softplus(neg).sum(1)).mean()


class FullSoftmax(nn.Module):
    def __init__(self):
        super().__init__()
        self.input, self.output = nn.Embedding(12, 5), nn.Linear(5, 12, bias=False)

    def forward(self, centres, contexts, negatives):
        return F.cross_entropy(self.output(self.input(centres)), contexts)


class DrawsInside(SkipGram):
    def forward(self, centres, contexts, negatives):
        return super().forward(centres, contexts, torch.randint(12, negatives.shape))


class RaisesSometimes(SkipGram):
    def forward(self, centres, contexts, negatives):
        return super().forward(centres, contexts + 12 * (len(centres) == 3) * 99, negatives)


AGAIN += [
    Held(Padded(), "module", "right", SGNS, PAIRS, tables=BOTH),
    Held(Tied(), "module", "right", SGNS, PAIRS, tables=BOTH),
    Held(Unbiased(0.0), "module", "right", SGNS, PAIRS, tables=BOTH),
    Held(Biased(1.5), "module", "variant", SGNS, PAIRS, frozenset({"score-shift"}), BOTH),
    Held(Squeezed(), "module", "mistake", SGNS, PAIRS, frozenset({"mistake-squeeze"}), BOTH),
    Held(FullSoftmax(), "module", "right", "softmax", PAIRS, tables=BOTH),
    Held(DrawsInside(), "module", "not callable", tables=BOTH),
    Held(RaisesSometimes(), "module", "not callable", tables=BOTH),
]
