"""Every symbol once: its SymPy object, its LaTeX in each convention, its meaning, its name and shape in code.

Directions follow the papers: a centre word `c` predicts a context word `o`.
Words, positions and pairs are numbered from 1 in the mathematics and from 0 in the code.
A spelling may be a template: ``<0>``, ``<1>`` stand for the printed arguments of a function or indices of an array.
"""

from __future__ import annotations

from sympy import Function, IndexedBase, Sum, Symbol, exp, log

from proofpress.proof.functions import abbreviation, sigmoid, softplus
from proofpress.proof.given import index, size
from proofpress.proof.notation import Entry, Notation

CONVENTIONS = {
    "ours": "word2vec, derived",
    "mikolov": "Mikolov et al. (2013b)",
    "rong": "Rong (2014)",
    "levy-goldberg": "Levy and Goldberg (2014)",
    "cs224n": "Stanford CS224n",
    "seed": "the seed notebook",
}

# Sizes
V, d, T, N, K, m, C = (size(name) for name in ("V", "d", "T", "N", "K", "m", "C"))

SIZES = (
    Entry(V, "V", "number of words in the vocabulary", "vocabulary_size", "",
          {"mikolov": "W", "levy-goldberg": r"|V_C|", "cs224n": r"|\mathcal{V}|"}),
    Entry(d, "d", "dimension of every vector", "dimension", "", {"rong": "N", "seed": "D"}),
    Entry(T, "T", "number of tokens in the text", "tokens"),
    Entry(N, "N", "number of (centre, context) pairs, or of observations", "pairs", "",
          {"rong": "M", "levy-goldberg": "|D|"}),
    Entry(K, "K", "number of negatives drawn for each pair", "negatives", "", {"mikolov": "k", "levy-goldberg": "k"}),
    Entry(m, "m", "largest distance between centre and context", "window", "", {"mikolov": "c", "levy-goldberg": "L"}),
    Entry(C, "C", "number of context words around one centre", "contexts", "", {"cs224n": "2m"}),
)

# Indices
c, o, i, j, k, t, n, a, b = (index(name) for name in "coijktnab")
l = index("l")  # noqa: E741  printed as a script l, the usual letter for a component

INDICES = (
    Entry(c, "c", "the centre word", "centre", "", {"mikolov": "w_I", "rong": "w_I", "levy-goldberg": "w"}),
    Entry(o, "o", "the context word that was observed", "context", "",
          {"mikolov": "w_O", "rong": "w_O", "levy-goldberg": "c", "seed": "t"}),
    Entry(j, "j", "any word of the vocabulary", "word", "", {"mikolov": "w", "levy-goldberg": "c'", "cs224n": "w"}),
    Entry(i, "i", "a second word of the vocabulary", "other_word", "",
          {"mikolov": "w'", "levy-goldberg": "c''", "cs224n": "w'"}),
    Entry(k, "k", "a negative, from 1 to K", "negative", "", {"mikolov": "i", "levy-goldberg": "i"}),
    Entry(t, "t", "a position in the text", "position", "", {"rong": r"\tau", "seed": r"\tau"}),
    Entry(n, "n", "a pair, or an observation", "pair"),
    Entry(l, r"\ell", "a component of a vector", "component", "", {"rong": "i'"}),
    Entry(a, "a", "a distance between two positions", "distance"),
    Entry(b, "b", "the window drawn for one centre", "drawn_window"),
)

# Data and parameters
w = IndexedBase("w", integer=True)
centre, context = IndexedBase("c", integer=True), IndexedBase("o", integer=True)
noise_word = IndexedBase("k", integer=True)
v, u, s, y, z = (IndexedBase(name, real=True) for name in ("v", "u", "s", "y", "z"))
p, q = IndexedBase("p", positive=True), IndexedBase("q", positive=True)
pi_ = IndexedBase("pi", positive=True)
x = Symbol("x", real=True)
theta = Symbol("theta", real=True)

ARRAYS = (
    Entry(w, "w", "the text, word by word", "text", "(T,)"),
    Entry(centre, "c", "the centre words of the pairs", "centres", "(N,)", {"mikolov": "w_I", "rong": "w_I"}),
    Entry(context, "o", "the context words of the pairs", "contexts", "(N,)",
          {"mikolov": "w_O", "rong": "w_O", "seed": "t"}),
    Entry(noise_word, "k", "the negatives drawn for one pair", "negatives", "(K,)",
          {"mikolov": "i", "levy-goldberg": "c_N"}),
    Entry(v, "v", "input vectors: one for each word as a centre", "centre_vectors", "(V, d)",
          {"levy-goldberg": r"\vec{<0>}", "seed": "e^I"}),
    Entry(u, "u", "output vectors: one for each word as a context", "context_vectors", "(V, d)",
          {"mikolov": "v'", "rong": "v'", "levy-goldberg": r"\vec{<0>}", "seed": "e^O"}),
    Entry(s, "s", "scores of all words for one centre", "scores", "(V,)", {"rong": "u", "levy-goldberg": "x"}),
    Entry(y, "y", "labels: 1 for what was observed, 0 for the rest", "labels", "(V,)", {"rong": "t"}),
    Entry(z, "z", "any direction in the space of scores", "direction", "(V,)"),
    Entry(p, "p", "probabilities of the data", "data_probabilities", "(V,)", {"cs224n": "P", "levy-goldberg": r"\hat{P}"}),
    Entry(q, "q", "probabilities of the noise", "noise", "(V,)",
          {"mikolov": "P_n", "rong": "P_n", "levy-goldberg": "P_D"}),
    Entry(pi_, r"\pi", "predicted probability of a 1 in each observation", "probabilities", "(N,)",
          {"seed": r"\hat{y}"}),
    Entry(x, "x", "a real number, often one score", "score"),
    Entry(theta, r"\theta", "all parameters together", "parameters", "", {"seed": r"\Theta"}),
)

# Functions that keep their name on the page
score = abbreviation("score", (o, c), Sum(u[o, l] * v[c, l], (l, 1, d)))
y_hat = abbreviation("y_hat", (j,), exp(s[j]) / Sum(exp(s[i]), (i, 1, V)))
nll = abbreviation("nll", (o,), -log(y_hat(o)))
model = abbreviation("model", (o, c), exp(score(o, c)) / Sum(exp(score(j, c)), (j, 1, V)))
likelihood = Function("likelihood", positive=True)

FUNCTIONS = (
    Entry(score, r"u_{<0>}^{\top} v_{<1>}", "score of a context word for a centre word", "scores", "(N,)",
          {"mikolov": r"{v'_{<0>}}^{\top} v_{<1>}", "rong": r"{v'_{<0>}}^{\top} v_{<1>}",
           "levy-goldberg": r"\vec{<1>} \cdot \vec{<0>}", "seed": r"e^O_{<0>} \cdot e^I_{<1>}"}),
    Entry(y_hat, r"\hat{y}_{<0>}", "softmax of the scores: predicted probability of a word", "probabilities", "(V,)",
          {"rong": "y_{<0>}"}),
    Entry(nll, r"J(<0>)", "negative log-likelihood of one observed word, in nats", "nll", "", {"rong": "E(<0>)"}),
    Entry(model, r"p_{\theta}(<0> \mid <1>)", "the model's probability of a context word given a centre word",
          "model", "(V, V)", {"cs224n": r"P(O = <0> \mid C = <1>)", "mikolov": r"p(<0> \mid <1>)",
                              "rong": r"p(<0> \mid <1>)", "levy-goldberg": r"P(<0> \mid <1>)",
                              "seed": r"p(<0> \mid <1>)"}),
    Entry(likelihood, r"L(<0>)", "likelihood of the parameters", "likelihood", "", {"levy-goldberg": r"\mathcal{L}(<0>)"}),
    Entry(sigmoid, r"\sigma(<0>)", "logistic function", "sigmoid"),
    Entry(softplus, r"\operatorname{softplus}(<0>)", "logarithm of 1 plus the exponential", "softplus"),
)

NOTATION = Notation(SIZES + INDICES + ARRAYS + FUNCTIONS, CONVENTIONS)
