"""Losses as others write them: none of them was looked at while the oracle was built.

Each says what it takes and what the oracle should say of it: verdict, objective, reduction, and the slugs to be named.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

PAIRS, SUM, NONE = "mean over pairs", "sum", "none"
TERMS = "mean over terms, mean over pairs"
SGNS, SAMPLED, TREE = "negative-sampling", "sampled-softmax", "hierarchical-softmax"


class Held(NamedTuple):
    loss: Any
    takes: str
    verdict: str
    objective: str = ""
    reduction: str = ""
    slugs: frozenset[str] = frozenset()
    tables: tuple[str, ...] = ()


HELD: list[Held] = []


def held(takes: str, verdict: str, objective: str = "", reduction: str = "", *slugs: str) -> Callable[[Any], Any]:
    def keep(loss: Any) -> Any:
        HELD.append(Held(loss, takes, verdict, objective, reduction, frozenset(slugs)))
        return loss

    return keep


# Negative sampling, right


@held("scores", "right", SGNS, PAIRS)
def softplus_mean(pos, neg):
    return (F.softplus(-pos) + F.softplus(neg).sum(dim=1)).mean()


@held("scores", "right", SGNS, SUM)
def logaddexp_sum(pos, neg):
    zero = torch.zeros((), dtype=pos.dtype)
    return torch.logaddexp(zero, -pos).sum() + torch.logaddexp(zero, neg).sum()


@held("scores", "right", SGNS, NONE)
def loop_over_negatives(pos, neg):
    total = -F.logsigmoid(pos)
    for k in range(neg.shape[1]):
        total = total - F.logsigmoid(neg[:, k].neg())
    return total


@held("vectors", "right", SGNS, PAIRS)
def einsum_vectors(v, u, w):
    pos = torch.einsum("bd,bd->b", v, u)
    neg = torch.einsum("bd,bkd->bk", v, w)
    return -(F.logsigmoid(pos) + F.logsigmoid(-neg).sum(1)).mean()


@held("vectors", "right", SGNS, SUM)
def bmm_vectors(v, u, w):
    pos = torch.bmm(u.unsqueeze(1), v.unsqueeze(2)).squeeze(2).squeeze(1)
    neg = torch.bmm(w.neg(), v.unsqueeze(2)).squeeze(2)
    return -(F.logsigmoid(pos).sum() + F.logsigmoid(neg).sum())


@held("vectors", "right", SGNS, TERMS)
def bce_on_all_candidates(v, u, w):
    candidates = torch.cat([u[:, None], w], 1)
    logits = (candidates @ v[:, :, None])[..., 0]
    target = torch.zeros_like(logits).index_fill_(1, torch.tensor(0), 1.0)
    return nn.BCEWithLogitsLoss()(logits, target)


@held("vectors", "mistake", SGNS, PAIRS, "mistake-squeeze")
def bmm_squeezed(v, u, w):
    pos = torch.bmm(u.unsqueeze(1), v.unsqueeze(2)).squeeze()
    neg = torch.bmm(w, v.unsqueeze(2)).squeeze()
    return (-F.logsigmoid(pos) - F.logsigmoid(-neg).sum(1)).mean()


@held("labels", "right", SGNS, TERMS)
def torch_default(logits, labels):
    return F.binary_cross_entropy_with_logits(logits, labels)


@held("labels", "right", SGNS, SUM)
def torch_sum(logits, labels):
    return nn.BCEWithLogitsLoss(reduction="sum")(logits, labels)


@held("labels", "right", SGNS, NONE)
def torch_none(logits, labels):
    return F.binary_cross_entropy_with_logits(logits, labels, reduction="none")


@held("labels", "right", SGNS, PAIRS)
def torch_times_terms(logits, labels):
    return F.binary_cross_entropy_with_logits(logits, labels, reduction="none").sum(1).mean(0)


@held("labels", "right", SGNS, SUM)
def signed_labels(logits, labels):
    return F.softplus((1 - 2 * labels) * logits).sum()


@held("labels", "variant", SGNS, SUM, "naive-logarithm")
def soft_margin(logits, labels):
    return F.soft_margin_loss(logits, 2 * labels - 1, reduction="sum")


@held("labels", "variant", SGNS, SUM, "epsilon")
def bce_of_probabilities(logits, labels):
    return F.binary_cross_entropy(torch.sigmoid(logits), labels, reduction="sum")


@held("scores", "variant", SGNS, PAIRS, "naive-logarithm")
def log_of_sigmoid(pos, neg):
    return -(torch.log(torch.sigmoid(pos)) + torch.log(torch.sigmoid(-neg)).sum(1)).mean()


@held("scores", "variant", SGNS, SUM, "epsilon")
def log_of_sigmoid_eps(pos, neg, eps=1e-7):
    return -(torch.sigmoid(pos) + eps).log().sum() - (1 - torch.sigmoid(neg) + eps).log().sum()


@held("scores", "variant", SGNS, SUM, "clamped")
def clamped_to_six(pos, neg):
    pos, neg = pos.clamp(-6, 6), neg.clamp(-6, 6)
    return -F.logsigmoid(pos).sum() - F.logsigmoid(-neg).sum()


@held("scores", "variant", SGNS, PAIRS, "clamped")
def clamped_probabilities(pos, neg):
    p, q = torch.sigmoid(pos).clamp(1e-6, 1), torch.sigmoid(-neg).clamp(1e-6, 1)
    return (-p.log() - q.log().sum(1)).mean()


@held("scores", "variant", SGNS, "mean over negatives, mean over pairs", "mean-over-negatives")
def two_bces(pos, neg):
    bce = nn.BCEWithLogitsLoss()
    return bce(pos, torch.ones_like(pos)) + bce(neg, torch.zeros_like(neg))


@held("scores", "variant", SGNS, "mean over negatives, mean over pairs", "mean-over-negatives", "constant-factor")
def two_bces_halved(pos, neg):
    bce = F.binary_cross_entropy_with_logits
    return 0.5 * (bce(pos, torch.ones_like(pos)) + bce(neg, torch.zeros_like(neg)))


@held("scores", "variant", SGNS, PAIRS, "unequal-weights")
def positives_weighted(pos, neg):
    return (5 * F.softplus(-pos) + F.softplus(neg).sum(1)).mean()


@held("labels", "variant", SGNS, TERMS, "unequal-weights")
def pos_weight(logits, labels):
    return F.binary_cross_entropy_with_logits(logits, labels, pos_weight=torch.tensor(3.0, dtype=logits.dtype))


@held("scores", "variant", SGNS, PAIRS, "sign-of-the-whole")
def objective_not_loss(pos, neg):
    return (F.logsigmoid(pos) + F.logsigmoid(-neg).sum(1)).mean()


@held("scores", "variant", SGNS, SUM, "temperature")
def tempered(pos, neg):
    return F.softplus(-pos / 0.07).sum() + F.softplus(neg / 0.07).sum()


@held("scores", "variant", SGNS, SUM, "margin")
def with_margin(pos, neg):
    return F.softplus(0.5 - pos).sum() + F.softplus(neg + 0.5).sum()


@held("scores", "variant", SGNS, SUM, "score-shift")
def with_bias(pos, neg):
    return F.softplus(-(pos + 2.0)).sum() + F.softplus(neg + 2.0).sum()


@held("vectors", "variant", SGNS, PAIRS, "cosine-scores")
def cosines(v, u, w):
    pos = F.cosine_similarity(v, u)
    neg = F.cosine_similarity(v[:, None], w, dim=-1)
    return (F.softplus(-pos) + F.softplus(neg).sum(1)).mean()


@held("vectors", "variant", SGNS, SUM, "cosine-scores", "temperature")
def cosines_with_temperature(v, u, w):
    v, u, w = F.normalize(v, dim=-1), F.normalize(u, dim=-1), F.normalize(w, dim=-1)
    pos, neg = (v * u).sum(-1) / 0.1, torch.einsum("bd,bkd->bk", v, w) / 0.1
    return F.softplus(-pos).sum() + F.softplus(neg).sum()


# Negative sampling, mistaken


@held("scores", "mistake", SGNS, PAIRS, "mistake-log-sigmoid-of-sum")
def summed_before(pos, neg):
    return -(F.logsigmoid(pos) + F.logsigmoid(-neg.sum(1))).mean()


@held("vectors", "mistake", SGNS, PAIRS, "mistake-log-sigmoid-of-sum")
def summed_vectors(v, u, w):
    pos = F.logsigmoid((v * u).sum(1))
    neg = F.logsigmoid(-(w.sum(1) * v).sum(1))
    return -(pos + neg).mean()


@held("vectors", "mistake", SGNS, SUM, "mistake-log-sigmoid-of-sum")
def averaged_vectors(v, u, w):
    return (F.softplus(-(v * u).sum(1)) + F.softplus((w.mean(1) * v).sum(1))).sum()


@held("scores", "mistake", SGNS, PAIRS, "mistake-sigmoid-of-minus")
def forgot_the_minus(pos, neg):
    return (-F.logsigmoid(pos) - F.logsigmoid(neg).sum(1)).mean()


@held("scores", "mistake", SGNS, PAIRS, "mistake-log-sigmoid-of-sum")
def forgot_the_minus_of_the_sum(pos, neg):
    return (-F.logsigmoid(pos) - F.logsigmoid(neg.sum(1))).mean()


@held("scores", "mistake", SGNS, SUM, "mistake-minus-outside-sigmoid")
def minus_outside(pos, neg):
    return -torch.log(torch.sigmoid(pos)).sum() - torch.log(-torch.sigmoid(neg)).sum()


@held("labels", "mistake", SGNS, TERMS, "mistake-sigmoid-twice")
def sigmoid_then_logits(logits, labels):
    return F.binary_cross_entropy_with_logits(torch.sigmoid(logits), labels)


@held("scores", "mistake", SGNS, SUM, "mistake-raw-score")
def raw_positive(pos, neg):
    return -pos.sum() + F.softplus(neg).sum()


@held("scores", "mistake", SGNS, PAIRS, "mistake-raw-score")
def raw_both(pos, neg):
    return (neg.sum(1) - pos).mean()


@held("scores", "mistake", SGNS, PAIRS, "mistake-no-logarithm")
def no_log(pos, neg):
    return -(torch.sigmoid(pos) + torch.sigmoid(-neg).sum(1)).mean()


@held("scores", "mistake", SGNS, NONE, "mistake-log-of-sum")
def log_of_summed(pos, neg):
    return -torch.log(torch.sigmoid(pos)) - torch.log(torch.sigmoid(-neg).sum(1))


@held("scores", "mistake", SGNS, PAIRS, "positives-alone")
def no_negatives(pos, neg):
    return F.softplus(-pos).mean()


@held("labels", "mistake", SGNS, SUM, "mistake-labels-swapped", "mistake-sigmoid-of-minus")
def labels_turned(logits, labels):
    return F.binary_cross_entropy_with_logits(logits, 1 - labels, reduction="sum")


@held("scores", "mistake", SGNS, PAIRS, "mistake-sign-of-one-term")
def plus_where_minus(pos, neg):
    return (-F.logsigmoid(pos) + F.logsigmoid(-neg).sum(1)).mean()


@held("vectors", "mistake", SGNS, PAIRS, "mistake-negatives-against-output")
def against_output(v, u, w):
    pos = (v * u).sum(1)
    neg = torch.bmm(w, u[..., None])[..., 0]
    return (F.softplus(-pos) + F.softplus(neg).sum(1)).mean()


@held("vectors", "mistake", SGNS, PAIRS, "mistake-inputs-detached")
def centre_data(v, u, w):
    v = v.data
    return (F.softplus(-(v * u).sum(1)) + F.softplus((w * v[:, None]).sum(2)).sum(1)).mean()


@held("scores", "mistake", SGNS, SUM, "mistake-inputs-detached")
def item_returned(pos, neg):
    return torch.tensor((F.softplus(-pos).sum() + F.softplus(neg).sum()).item(), dtype=pos.dtype)


class HalfGradient(torch.autograd.Function):
    @staticmethod
    def forward(context, scores):
        context.save_for_backward(scores)
        return F.softplus(scores)

    @staticmethod
    def backward(context, slope):
        (scores,) = context.saved_tensors
        return slope * torch.sigmoid(scores) * (1 - torch.sigmoid(scores))


@held("scores", "mistake", SGNS, SUM, "mistake-negative-term-gradient")
def own_backward(pos, neg):
    return F.softplus(-pos).sum() + HalfGradient.apply(neg).sum()


# Softmax over candidates


@held("scores", "variant", SAMPLED, PAIRS, "uncorrected-candidates")
def cross_entropy_of_candidates(pos, neg):
    logits = torch.cat([pos[:, None], neg], 1)
    return F.cross_entropy(logits, torch.zeros(len(logits), dtype=torch.long))


@held("vectors", "variant", SAMPLED, PAIRS, "uncorrected-candidates", "cosine-scores", "temperature")
def info_nce(v, u, w):
    v, u, w = F.normalize(v, dim=1), F.normalize(u, dim=1), F.normalize(w, dim=2)
    logits = torch.cat([(v * u).sum(1, keepdim=True), torch.einsum("bd,bkd->bk", v, w)], 1) / 0.2
    return F.cross_entropy(logits, torch.zeros(len(v), dtype=torch.long))


@held("vectors", "variant", SAMPLED, PAIRS, "in-batch-negatives")
def in_batch(v, u, w):
    return F.cross_entropy(v @ u.T, torch.arange(len(v)))


@held("scores", "mistake", SAMPLED, PAIRS, "mistake-observed-left-out")
def left_out(pos, neg):
    return (torch.logsumexp(neg, 1) - pos).mean()


@held("scores", "mistake", SAMPLED, SUM, "mistake-one-for-observed")
def one_in_place(pos, neg):
    return (torch.log(1 + neg.exp().sum(1)) - pos).sum()


@held("scores", "mistake", SAMPLED, PAIRS, "mistake-softmax-over-batch")
def wrong_axis(pos, neg):
    return -F.log_softmax(torch.cat([pos[:, None], neg], 1), dim=0)[:, 0].mean()


@held("labels", "mistake", SAMPLED, PAIRS, "mistake-softmax-twice")
def softmax_into_cross_entropy(logits, labels):
    return F.cross_entropy(logits.softmax(1), labels.argmax(1))


@held("scores", "variant", SGNS, "mean over negatives, mean over pairs", "bpr")
def bpr_mean(pos, neg):
    return -F.logsigmoid(pos[:, None] - neg).mean()


@held("scores", "variant", SGNS, SUM, "hinge")
def pairwise_hinge(pos, neg):
    return F.relu(1 - (pos.unsqueeze(1) - neg)).sum()


@held("scores", "variant", SGNS, PAIRS, "self-adversarial")
def self_adversarial(pos, neg):
    weight = neg.softmax(1).detach()
    return -(F.logsigmoid(pos) + (weight * F.logsigmoid(-neg)).sum(1)).mean()


# With the noise


@held("noise", "right", "nce", PAIRS)
def nce_by_odds(s, t, q_s, q_t):
    K = t.shape[1]
    return (F.softplus(-(s - torch.log(K * q_s))) + F.softplus(t - torch.log(K * q_t)).sum(1)).mean()


@held("noise", "variant", "nce", SUM, "naive-logarithm")
def nce_by_quotients(s, t, q_s, q_t):
    K = t.shape[1]
    of_data = s.exp() / (s.exp() + K * q_s)
    of_noise = K * q_t / (t.exp() + K * q_t)
    return -of_data.log().sum() - of_noise.log().sum()


@held("noise", "variant", "nce", SUM, "score-shift")
def nce_with_log_z(s, t, q_s, q_t):
    K, log_z = t.shape[1], 9.0
    ps, pt = s - log_z, t - log_z
    return F.softplus(-(ps - (K * q_s).log())).sum() + F.softplus(pt - (K * q_t).log()).sum()


@held("noise", "mistake", "nce", SUM, "mistake-nce-optimum-shifted")
def nce_without_k(s, t, q_s, q_t):
    return F.softplus(q_s.log() - s).sum() + F.softplus(t - q_t.log()).sum()


@held("noise", "mistake", "nce", SUM, "mistake-noise-with-true-score")
def nce_true_score(s, t, q_s, q_t):
    K = t.shape[1]
    return F.softplus((K * q_s).log() - s).sum() + F.softplus(s[:, None] - (K * q_t).log()).sum()


@held("noise", "mistake", "nce", SUM, "mistake-posterior-sign")
def nce_turned(s, t, q_s, q_t):
    K = t.shape[1]
    return F.softplus(s + (K * q_s).log()).sum() + F.softplus(-t - (K * q_t).log()).sum()


@held("noise", "right", SAMPLED, PAIRS)
def sampled_softmax(s, t, q_s, q_t):
    logits = torch.cat([s[:, None] - q_s.log()[:, None], t - q_t.log()], 1)
    return F.cross_entropy(logits, torch.zeros(len(s), dtype=torch.int64))


@held("noise", "mistake", SAMPLED, PAIRS, "mistake-noise-added")
def sampled_softmax_added(s, t, q_s, q_t):
    logits = torch.cat([(s + q_s.log())[:, None], t + q_t.log()], 1)
    return F.cross_entropy(logits, torch.zeros(len(s), dtype=torch.int64))


@held("noise", "mistake", SAMPLED, PAIRS, "mistake-half-corrected")
def sampled_softmax_half(s, t, q_s, q_t):
    logits = torch.cat([s[:, None], t - q_t.log()], 1)
    return F.cross_entropy(logits, torch.zeros(len(s), dtype=torch.int64))


@held("noise", "right", SGNS, PAIRS)
def noise_ignored(s, t, q_s, q_t):
    return (F.softplus(-s) + F.softplus(t).sum(1)).mean()


# Softmax over the vocabulary


@held("logits", "right", "softmax", PAIRS)
def cross_entropy(scores, target):
    return F.cross_entropy(scores, target)


@held("logits", "right", "softmax", SUM)
def log_softmax_nll(scores, target):
    return nn.NLLLoss(reduction="sum")(nn.LogSoftmax(dim=1)(scores), target)


@held("logits", "variant", "softmax", PAIRS, "naive-logarithm")
def softmax_by_hand(scores, target):
    e = torch.exp(scores)
    p = e / e.sum(1, keepdim=True)
    return -torch.log(p[torch.arange(len(p)), target]).mean()


@held("logits", "mistake", "softmax", PAIRS, "mistake-softmax-twice")
def softmax_twice(scores, target):
    return F.cross_entropy(F.softmax(scores, dim=1), target)


@held("logits", "mistake", "softmax", PAIRS, "mistake-no-logarithm")
def nll_of_probabilities(scores, target):
    return F.nll_loss(F.softmax(scores, dim=1), target)


@held("logits", "mistake", "softmax", PAIRS, "mistake-raw-score")
def nll_of_scores(scores, target):
    return F.nll_loss(scores, target)


@held("logits", "mistake", "softmax", SUM, "mistake-softmax-without-exp")
def shares_of_scores(scores, target):
    share = scores / scores.sum(1, keepdim=True)
    return -share.gather(1, target[:, None]).log().sum()


@held("logits", "mistake", "softmax", PAIRS, "mistake-softmax-over-batch")
def log_softmax_over_batch(scores, target):
    return F.nll_loss(F.log_softmax(scores, dim=0), target)


@held("logits", "mistake", "softmax", SUM, "mistake-log-partition-sign")
def minus_log_z(scores, target):
    return (-scores.gather(1, target[:, None])[:, 0] - scores.logsumexp(1)).sum()


@held("logits", "variant", "softmax", "mean over the vocabulary, mean over pairs", "every-word-told")
def one_against_all(scores, target):
    return F.binary_cross_entropy_with_logits(scores, F.one_hot(target, scores.shape[1]).to(scores.dtype))


# Trees


@held("tree", "right", TREE, SUM)
def tree_masked(z, codes, mask):
    return (F.softplus((2 * codes - 1) * z) * mask).sum()


@held("tree", "right", TREE, PAIRS)
def tree_bce(z, codes, mask):
    return (F.binary_cross_entropy_with_logits(z, codes, reduction="none") * mask).sum(1).mean()


@held("tree", "mistake", TREE, SUM, "mistake-padded-steps")
def tree_padded(z, codes, mask):
    return F.softplus(-(1 - 2 * codes) * z * mask).sum()


@held("tree", "mistake", TREE, PAIRS, "mistake-codes-ignored")
def tree_without_codes(z, codes, mask):
    return -(F.logsigmoid(z) * mask).sum(1).mean()


# Windows and CBOW


@held("window", "right", SGNS, PAIRS)
def window_mean(c, o, n):
    pos = torch.einsum("bd,bwd->bw", c, o)
    neg = torch.einsum("bd,bwkd->bwk", c, n)
    return (F.softplus(-pos) + F.softplus(neg).sum(-1)).mean()


@held("window", "right", SGNS, NONE)
def window_row_by_row(c, o, n):
    pos, neg = (o * c[:, None]).sum(-1), (n * c[:, None, None]).sum(-1)
    return (F.softplus(-pos) + F.softplus(neg).sum(-1)).flatten()


@held("scores", "right", SGNS, PAIRS)
def float32_inside(pos, neg):
    return (F.softplus(-pos.float()) + F.softplus(neg.float()).sum(1)).mean()


@held("window", "right", SGNS, "mean over centres, sum over the window")
def window_of_centres(c, o, n):
    pos = (o @ c[:, :, None])[..., 0]
    neg = (n * c[:, None, None]).sum(-1)
    return F.softplus(-pos).sum(1).add(F.softplus(neg).sum((1, 2))).mean()


@held("window", "mistake", SGNS, PAIRS, "mistake-centres-mispaired")
def window_tiled(c, o, n):
    B, W, d = o.shape
    c = c.repeat(W, 1)
    pos = (c * o.reshape(B * W, d)).sum(1)
    neg = torch.einsum("bd,bkd->bk", c, n.reshape(B * W, -1, d))
    return (F.softplus(-pos) + F.softplus(neg).sum(1)).mean()


@held("window", "mistake", SGNS, "mean over centres, sum over the window", "mistake-log-sigmoid-of-sum")
def window_pooled(c, o, n):
    pos = F.logsigmoid((o @ c[:, :, None]).squeeze(2).mean(1))
    neg = F.logsigmoid(-(n * c[:, None, None]).sum(-1).mean((1, 2)))
    return -(pos + neg).mean()


@held("cbow", "right", "cbow-negative-sampling", PAIRS)
def cbow_of_mean(x, o, n):
    h = x.mean(dim=1)
    return (F.softplus(-(h * o).sum(1)) + F.softplus(torch.einsum("bd,bkd->bk", h, n)).sum(1)).mean()


@held("cbow", "right", "cbow-negative-sampling", SUM)
def cbow_of_sum(x, o, n):
    h = x.sum(1)
    return F.softplus(-(h * o).sum(1)).sum() + F.softplus(n @ h[:, :, None]).sum()


@held("cbow", "mistake", "cbow-negative-sampling", PAIRS, "mistake-log-sigmoid-of-sum")
def cbow_summed(x, o, n):
    h = x.mean(1)
    return -(F.logsigmoid((h * o).sum(1)) + F.logsigmoid(-(n.sum(1) * h).sum(1))).mean()


# numpy and hand-written gradients


def sigma(x):
    return 1 / (1 + np.exp(-x))


@held("scores", "variant", SGNS, SUM, "naive-logarithm")
def numpy_naive(pos, neg):
    return -np.log(sigma(pos)).sum() - np.log(sigma(-neg)).sum()


@held("scores", "right", SGNS, PAIRS)
def numpy_stable(pos, neg):
    return (np.logaddexp(0, -pos) + np.logaddexp(0, neg).sum(axis=1)).mean()


@held("scores", "right", SGNS, PAIRS)
def numpy_by_cases(pos, neg):
    def softplus(x):
        return np.log1p(np.exp(-np.abs(x))) + np.maximum(x, 0)

    return np.mean(softplus(-pos) + softplus(neg).sum(1))


@held("manual", "variant", SGNS, SUM, "naive-logarithm")
def manual_numpy(v, o, U, negatives):
    y, z = sigma(U[o] @ v), sigma(-U[negatives] @ v)
    loss = -np.log(y) - np.log(z).sum()
    grad_v = (y - 1) * U[o] + ((1 - z)[:, None] * U[negatives]).sum(0)
    grad_U = np.zeros_like(U)
    grad_U[o] += (y - 1) * v
    for place, k in enumerate(negatives):
        grad_U[k] += (1 - z[place]) * v
    return loss, grad_v, grad_U


@held("manual", "mistake", SGNS, SUM, "mistake-repeated-once")
def manual_repeated(v, o, U, negatives):
    y, z = sigma(U[o] @ v), sigma(U[negatives] @ v)
    loss = -np.log(y) - np.log(1 - z).sum()
    grad_U = np.zeros_like(U)
    grad_U[o] = (y - 1) * v
    grad_U[negatives] += np.outer(z, v)
    return loss, ((y - 1) * U[o] + z @ U[negatives], grad_U)


@held("manual", "mistake", SGNS, SUM, "mistake-negative-term-gradient")
def manual_wrong_negative(v, o, U, negatives):
    y, z = torch.sigmoid(U[o] @ v), torch.sigmoid(U[negatives] @ v)
    loss = -torch.log(y) - torch.log(1 - z).sum()
    grad_U = torch.zeros_like(U)
    grad_U[o] = (y - 1) * v
    grad_U.index_add_(0, negatives, torch.outer(z - 1, v))
    return loss, {"v": (y - 1) * U[o] + (z - 1) @ U[negatives], "U": grad_U}


@held("manual", "variant", "softmax", SUM, "naive-logarithm")
def manual_softmax(v, o, U, negatives):
    p = torch.softmax(U @ v, 0)
    error = p.clone()
    error[o] -= 1
    return -torch.log(p[o]), U.T @ error, torch.outer(error, v)


@held("manual", "mistake", "softmax", SUM, "mistake-observed-forgotten")
def manual_softmax_forgotten(v, o, U, negatives):
    p = torch.softmax(U @ v, 0)
    return -torch.log(p[o]), U.T @ p, torch.outer(p, v)


# Modules


class SkipGram(nn.Module):
    def __init__(self, words: int = 12, size: int = 5) -> None:
        super().__init__()
        self.input, self.output = nn.Embedding(words, size), nn.Embedding(words, size, sparse=True)

    def forward(self, centres, contexts, negatives):
        v, u, w = self.input(centres), self.output(contexts), self.output(negatives)
        pos, neg = (v * u).sum(1), torch.einsum("bd,bkd->bk", v, w)
        return (F.softplus(-pos) + F.softplus(neg).sum(1)).mean()


class NegativesFromInput(SkipGram):
    def forward(self, centres, contexts, negatives):
        v, u, w = self.input(centres), self.output(contexts), self.input(negatives)
        pos, neg = (v * u).sum(1), torch.bmm(w, v[:, :, None])[:, :, 0]
        return (F.softplus(-pos) + F.softplus(neg).sum(1)).mean()


class FrozenInput(SkipGram):
    def forward(self, centres, contexts, negatives):
        v = self.input(centres).detach()
        u, w = self.output(contexts), self.output(negatives)
        return (F.softplus(-(v * u).sum(1)) + F.softplus((w @ v[:, :, None])[..., 0]).sum(1)).sum()


BOTH = ("input.weight", "output.weight")
HELD += [
    Held(SkipGram(), "module", "right", SGNS, PAIRS, tables=BOTH),
    Held(NegativesFromInput(), "module", "mistake", SGNS, PAIRS, tables=BOTH),
    Held(FrozenInput(), "module", "mistake", SGNS, SUM, frozenset({"mistake-inputs-detached"}), BOTH),
]


# Kept out of the list: never right


@held("labels", "unknown")
def label_smoothing(logits, labels):
    return F.binary_cross_entropy_with_logits(logits, 0.9 * labels + 0.05)


@held("vectors", "unknown")
def with_weight_decay(v, u, w):
    pos, neg = (v * u).sum(1), torch.einsum("bd,bkd->bk", v, w)
    return (F.softplus(-pos) + F.softplus(neg).sum(1)).mean() + 1e-3 * (v**2).sum()


@held("scores", "unknown")
def focal(pos, neg):
    p, q = torch.sigmoid(pos), torch.sigmoid(-neg)
    return -((1 - p) ** 2 * p.log()).sum() - ((1 - q) ** 2 * q.log()).sum()


@held("logits", "unknown")
def smoothed_softmax(scores, target):
    return F.cross_entropy(scores, target, label_smoothing=0.1)


@held("scores", "unknown")
def two_losses_at_once(pos, neg):
    both = torch.cat([pos[:, None], neg], 1)
    return (
        F.cross_entropy(both, torch.zeros(len(both), dtype=torch.long))
        + F.softplus(-pos).mean()
        + F.softplus(neg).sum(1).mean()
    )


@held("scores", "unknown")
def exponential(pos, neg):
    return (-pos).exp().sum() + neg.exp().sum()


@held("scores", "unknown")
def triplet(pos, neg):
    return F.relu(0.3 - pos + neg.amax(1)).mean()


@held("scores", "unknown")
def ranked(pos, neg):
    return (F.softplus(-pos) + F.softplus(neg.sort(1).values[:, -2:]).sum(1)).mean()
