"""What the book derives, topic by topic: its code, its words, and the slugs of what is derived for it.

Two topics are worked in numbers, on a page, and derive nothing of their own.
"""

from __future__ import annotations

from typing import NamedTuple


class Topic(NamedTuple):
    """A result that the references of the field derive, or should."""

    code: str
    words: str
    derived: tuple[str, ...] = ()
    worked: str = ""


TABLE = (
    Topic("t01", "A text, its pairs, and their likelihood", ("likelihood-of-text", "pairs-in-a-text")),
    Topic(
        "t02",
        "The log-likelihood, and the NLL per position and per pair",
        ("log-likelihood-of-text", "nll-per-pair", "nll-per-position", "pairs-per-position"),
    ),
    Topic(
        "t03",
        "Two vectors for a word, and what one table cannot do",
        ("one-table-score", "one-table-sigmoid", "one-table-longest", "one-table-softmax"),
    ),
    Topic(
        "t04",
        "The random window: weights, expected pairs, the ends of a text",
        ("window-weight", "window-weighted-sum", "expected-pairs", "expected-pairs-of-text"),
    ),
    Topic("t05", "Centre and context change places in expectation", ("symmetric-windows",)),
    Topic(
        "t06",
        "Softmax: positive, summing to one, blind to a shift",
        ("softmax", "softmax-positive", "softmax-sums-to-one", "softmax-shift"),
    ),
    Topic("t07", "The NLL is a cross-entropy with one word", ("nll-softmax", "cross-entropy-one-hot")),
    Topic(
        "t08",
        "Cross-entropy, entropy, divergence; from counts",
        ("log-tangent", "log-below-tangent", "cross-entropy-kl", "gibbs", "nll-from-counts", "corpus-cross-entropy"),
    ),
    Topic("t09", "Gradient, Hessian and convexity in the scores", ("nll-gradient", "nll-hessian", "nll-convex")),
    Topic(
        "t10",
        "The gradient in the centre's vector",
        ("skip-gram-model", "gradient-in-centre-vector", "chain-rule-in-centre"),
    ),
    Topic(
        "t11",
        "The gradient in the context vectors",
        ("gradient-in-context-vector", "gradient-in-output-table", "chain-rule-in-table", "skip-gram-chain-rule"),
    ),
    Topic(
        "t12",
        "Gradients of a window and of both tables",
        (
            "skip-gram-window-gradient",
            "skip-gram-window-gradient-context",
            "skip-gram-matrix-gradient",
            "skip-gram-matrix-gradient-centre",
        ),
    ),
    Topic(
        "t13",
        "The optimum of the softmax, and its free constant",
        ("cross-entropy-gradient", "softmax-optimum", "softmax-gauge", "softmax-free-shift", "flat-direction"),
    ),
    Topic("t14", "The seed notebook's softmax in numbers", worked="docs/nll.md"),
    Topic("t15", "CBOW with a mean and with a sum", ("cbow-mean", "cbow-sum")),
    Topic(
        "t16",
        "Gradients of CBOW, divided and undivided",
        ("cbow-gradient-mean", "cbow-gradient-sum", "cbow-gradient-output", "cbow-chain-rule", "cbow-undivided"),
    ),
    Topic("t17", "The probability of a path", ("path-probability", "hierarchical-softmax-loss")),
    Topic("t18", "The leaves sum to one", ("one-leaf", "leaves-sum-to-one")),
    Topic(
        "t19",
        "Gradients along a path",
        ("hierarchical-softmax-loss", "path-gradient", "path-gradient-in-centre", "path-gradient-in-node"),
    ),
    Topic(
        "t20",
        "Huffman's tree: bounds, and what a word costs",
        (
            "huffman-lower-bound",
            "shannon-code-fits",
            "kraft-whole-shares",
            "kraft-room",
            "huffman-bounds",
            "cost-of-a-path",
        ),
    ),
    Topic(
        "t21",
        "Bernoulli's likelihood and the binary cross-entropy",
        ("bernoulli-likelihood", "bernoulli-log-likelihood", "bce-logits", "bce-gradient", "bce-sum"),
    ),
    Topic(
        "t22", "Positives alone have no optimum", ("positives-alone-slope", "positives-alone-cost", "positives-alone")
    ),
    Topic(
        "t23",
        "The objective of negative sampling, drawn and expected",
        (
            "negative-sampling-likelihood",
            "negative-sampling-loss",
            "negative-sampling-softplus",
            "one-more-negative",
            "negative-sampling-expected",
        ),
    ),
    Topic(
        "t24",
        "The sigmoid: symmetry and slope",
        (
            "sigmoid",
            "sigmoid-symmetry",
            "sigmoid-derivative",
            "log-sigmoid-derivative",
            "log-sigmoid-negative-derivative",
            "log-odds",
        ),
    ),
    Topic(
        "t25",
        "Gradients of negative sampling",
        (
            "negative-sampling-gradient-centre",
            "negative-sampling-gradient-context",
            "negative-sampling-gradient-negative",
            "negative-sampling-chain-rule",
        ),
    ),
    Topic(
        "t26",
        "A negative drawn twice; steps in sequence",
        ("negative-drawn-twice", "sequential-update", "sequential-second-step", "sequential-second-order"),
    ),
    Topic("t27", "The seed notebook's negative sampling in numbers", worked="docs/negative-sampling.md"),
    Topic(
        "t28",
        "The posterior of noise-contrastive estimation",
        ("nce-posterior", "corrected-score", "nce-loss", "loss-of-a-word"),
    ),
    Topic(
        "t29",
        "Its gradient, and the limit of many negatives",
        ("nce-gradient", "nce-gradient-limit", "nce-gradient-softmax", "nce-gradient-normalised"),
    ),
    Topic("t30", "Self-normalisation", ("self-normalisation", "shift-is-pinned", "nce-optimum")),
    Topic("t31", "Negative sampling is a case of it", ("negative-sampling-is-nce", "negative-sampling-softmax")),
    Topic(
        "t32",
        "Sampled softmax: correction, bias, spread",
        (
            "sampled-softmax",
            "sampled-partition",
            "one-more-draw",
            "sampled-partition-spread",
            "sampled-softmax-gradient",
            "sampled-softmax-bias",
            "contrastive-posterior",
            "contrastive-optimum",
            "contrastive-gradient",
            "contrastive-balance",
            "candidates-free-shift",
            "rivals-meet",
        ),
    ),
    Topic(
        "t33",
        "The optimum of negative sampling, and what is free in it",
        (
            "shift-is-pinned",
            "negative-sampling-balance",
            "negative-sampling-optimum",
            "pmi",
            "negative-sampling-of-text",
            "nce-optimum",
            "skipping-rate",
            "skipping-optimum",
            "any-noise-optimum",
            "redrawing-optimum",
            "contrastive-posterior",
            "contrastive-optimum",
            "contrastive-gradient",
            "contrastive-balance",
            "softmax-free-shift",
            "candidates-free-shift",
            "flat-direction",
            "rivals-meet",
            "no-flat-direction",
            "output-shift",
            "vector-gauge",
        ),
    ),
    Topic("t34", "The optimum with smoothed noise", ("smoothed-optimum",)),
    Topic(
        "t35",
        "Shifted positive PMI, and factorisation",
        ("shifted-positive-pmi", "positive-where-likelier", "enough-dimensions"),
    ),
    Topic(
        "t36",
        "Near the optimum: a weighted squared error",
        (
            "loss-of-a-word",
            "curvature-at-the-optimum",
            "second-order-weights",
            "negative-sampling-of-text",
            "weight-of-a-pair",
        ),
    ),
    Topic(
        "t37",
        "The smoothed noise, and drawing from it",
        (
            "smoothed-noise",
            "smoothed-noise-ratio",
            "smoothed-noise-flat",
            "smoothed-noise-plain",
            "smoothed-noise-slope",
            "alias-table",
        ),
    ),
    Topic("t38", "Subsampling as printed", ("subsampling-printed", "subsampling-leaves", "subsampling-starts-printed")),
    Topic("t39", "Subsampling as shipped", ("subsampling-shipped", "thinning-starts", "thinning-above")),
    Topic("t40", "Log-sum-exp without overflow", ("log-sum-exp", "log-sum-exp-lower", "softmax-twice")),
    Topic("t41", "Log-sigmoid and cross-entropy without overflow", ("log-sigmoid", "stable-bce")),
    Topic(
        "t42",
        "Sums, means and weighted means",
        ("mean-over-negatives", "mean-over-terms", "mean-over-terms-gradient", "weighted-mean"),
    ),
    Topic(
        "t43",
        "Central differences and their best step",
        (
            "central-difference",
            "central-difference-bound",
            "central-difference-exp",
            "rounded-difference",
            "whole-error",
            "best-step",
            "least-error",
        ),
    ),
    Topic("t44", "The shipped step is one of gradient descent", ("shipped-step", "shipped-step-centre")),
    Topic("t45", "Tables of the sigmoid", ("sigmoid-table", "sigmoid-table-at-zero", "fasttext-table")),
    Topic(
        "t46",
        "A negative that equals the observed word",
        (
            "shift-is-pinned",
            "skipping-rate",
            "skipping-optimum",
            "any-noise-optimum",
            "noise-of-the-others",
            "redrawing-optimum",
            "no-flat-direction",
        ),
    ),
    Topic("t47", "Where training starts", ("shipped-step-centre", "zero-at-start")),
    Topic(
        "t48",
        "The gradients of both tables, in matrices",
        (
            "chain-rule-in-centre",
            "chain-rule-in-table",
            "both-tables",
            "mixed-inputs",
            "softmax-of-text",
            "labels-of-text",
            "derive-one-table",
        ),
    ),
    Topic(
        "t49",
        "Second derivatives in the vectors, and convexity",
        (
            "curvature-in-centre",
            "curvature-in-outputs",
            "curvature-between",
            "labels-curvature-in-centre",
            "labels-curvature-in-outputs",
            "labels-curvature-between",
            "fisher-in-centre",
            "straight-in-one-table",
            "mirrored-tables",
            "softmax-not-convex",
            "labels-not-convex",
        ),
    ),
    Topic(
        "t52",
        "What thinning makes of the optimum",
        ("thinned-shares", "thinned-optimum", "thinned-noise"),
    ),
    Topic(
        "t53",
        "What distance weights make of it",
        ("distance-weighted-loss", "weight-of-observed", "mean-distance-weight"),
    ),
    Topic(
        "t54",
        "What smoothing makes of it, and all together",
        ("smoothing-against-pmi", "smoothing-lowers", "as-trained"),
    ),
    Topic("t55", "A mean over the terms of a token", ("mean-of-a-token", "mean-of-a-token-total")),
    Topic("t56", "Negatives that may not be of the window", ("rate-outside-the-window", "window-skipped-optimum")),
    Topic(
        "t57",
        "The variance of a sampled gradient",
        ("negatives-variance", "sampled-gradient-variance", "negatives-relative-variance", "negatives-shared-weight"),
    ),
    Topic(
        "t58",
        "The bias of sampled softmax, with a bound",
        ("sampled-whole-unbiased", "sampled-inverse", "sampled-inverse-bound", "sampled-whole-spread"),
    ),
    Topic(
        "t59",
        "InfoNCE: a bound on a divergence, and on information",
        (
            "infonce-weight",
            "infonce-candidates",
            "infonce-ratio",
            "infonce-divergence",
            "infonce-information",
            "infonce-below",
        ),
    ),
    Topic(
        "t60",
        "Cosines and a temperature",
        (
            "cosine-gradient",
            "cosine-right-angle",
            "cosine-longer",
            "cosine-scale",
            "temperature-gradient",
            "cosine-bounded",
            "cosine-floor",
        ),
    ),
    Topic(
        "t61",
        "The batch as noise",
        ("batch-noise", "both-directions"),
    ),
    Topic(
        "t62",
        "GloVe: its loss, gradients and optimum, its biases and its weights",
        (
            "glove-ratio",
            "glove-residual",
            "glove-loss",
            "glove-unnormalised",
            "glove-biases-are-components",
            "glove-gradient-centre",
            "glove-gradient-context",
            "glove-gradient-centre-bias",
            "glove-gradient-context-bias",
            "glove-best-bias",
            "glove-optimum",
            "glove-free-shifts",
            "glove-centred",
            "glove-centred-pmi",
            "glove-weight",
            "glove-weight-cases",
            "weight-of-a-frequent-pair",
            "weight-of-a-rare-pair",
        ),
    ),
    Topic(
        "t74",
        "The recipe, and a loss that no other chapter has: focal weights",
        (
            "focal-likelihood",
            "focal-loss",
            "focal-slope",
            "focal-slope-sign",
            "focal-slope-negative",
            "focal-gradient-centre",
            "focal-optimum",
            "focal-far",
            "focal-far-above",
            "focal-far-below",
            "focal-without-focus",
            "focal-well-placed",
            "focal-badly-placed",
        ),
    ),
)

TOPICS = {topic.code: topic.derived for topic in TABLE}
