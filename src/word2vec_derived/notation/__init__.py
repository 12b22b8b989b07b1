"""Every letter once: its name in a chain, its kind and range, its LaTeX in each convention, its meaning, name in code.

Directions follow the papers: a centre word `c` predicts a context word `o`.
Words, positions and pairs are numbered from 1 in the mathematics and from 0 in the code.
A spelling may be a template: ``<0>``, ``<1>`` stand for the printed arguments of a function or indices of an array.
An index has a range, which need not be written where it is the usual one.
"""

from __future__ import annotations

from sympy import GoldenRatio

from proofpress.proof.functions import sigmoid, softplus
from proofpress.proof.language.forms import Identity, Ones, Unit
from proofpress.proof.language.letters import Letters
from proofpress.proof.notation import Notation

from .sources import READINGS

CONVENTIONS = {
    "ours": "our notation",
    "mikolov": "Mikolov et al. (2013b)",
    "rong": "Rong (2014)",
    "levy-goldberg": "Levy and Goldberg (2014)",
    "cs224n": "Stanford CS224n",
    "seed": "the seed notebook",
}
letters = Letters({
    "1..V": "is a word of the vocabulary",
    "1..d": "is a component of a vector",
    "1..N": "is one of the observations",
    "1..K": "is one of the negatives",
    "1..T": "is a position in the text",
    "1..m": "is a distance within the largest window",
})

# Sizes

V = letters("V", "size", "V", "number of words in the vocabulary", code="vocabulary_size",
    elsewhere={"mikolov": "W", "levy-goldberg": r"|V_C|", "cs224n": r"|\mathcal{V}|"})
d = letters("d", "size", "d", "dimension of every vector", code="dimension", elsewhere={"rong": "N", "seed": "D"})
T = letters("T", "size", "T", "number of tokens in the text", code="tokens")
N = letters("N", "size", "N", "number of (centre, context) pairs, or of observations", code="pairs",
    elsewhere={"rong": "M", "levy-goldberg": "|D|"})
K = letters("K", "size", "K", "number of negatives drawn for each pair", code="negatives",
    elsewhere={"mikolov": "k", "levy-goldberg": "k"})
m = letters("m", "size", "m", "largest distance between centre and context", code="window",
    elsewhere={"mikolov": "c", "levy-goldberg": "L"})
C = letters("C", "size", "C", "number of context words around one centre", code="contexts", elsewhere={"cs224n": "2m"})
R = letters("R", "size", "R", "number of turns on the path to a word", code="turns")
V_left = letters("V_left", "size", r"V_{\text{left}}", "number of leaves of the left subtree", code="left_leaves")
V_right = letters("V_right", "size", r"V_{\text{right}}", "number of leaves of the right subtree", code="right_leaves")

# Indices

c = letters("c", "fixed index", "c", "the centre word", over="1..V", code="centre",
    elsewhere={"mikolov": "w_I", "rong": "w_I", "levy-goldberg": "w"})
o = letters("o", "fixed index", "o", "the context word that was observed", over="1..V", code="context",
    elsewhere={"mikolov": "w_O", "rong": "w_O", "levy-goldberg": "c", "seed": "t"})
j = letters("j", "index", "j", "any word of the vocabulary", over="1..V", code="word",
    elsewhere={"mikolov": "w", "levy-goldberg": "c'", "cs224n": "w"})
i = letters("i", "index", "i", "a second word of the vocabulary", over="1..V", code="other_word",
    elsewhere={"mikolov": "w'", "levy-goldberg": "c''", "cs224n": "w'"})
j_other = letters("j_other", "index", "j'", "a third word of the vocabulary", over="1..V", code="third_word",
    elsewhere={"mikolov": "w''", "levy-goldberg": "c'''", "cs224n": "w''"})
k = letters("k", "index", "k", "a negative, from 1 to K", over="1..K", code="negative",
    elsewhere={"mikolov": "i", "levy-goldberg": "i"})
t = letters("t", "index", "t", "a position in the text", over="1..T", code="position",
    elsewhere={"rong": r"\tau", "seed": r"\tau"})
n = letters("n", "index", "n", "a pair, or an observation", over="1..N", code="pair")
l = letters("l", "index", r"\ell", "a component of a vector", over="1..d", code="component", elsewhere={"rong": "i'"})
l_other = letters("l_other", "index", r"\ell'", "a second component", over="1..d", code="other_component",
    elsewhere={"rong": "i''"})
l_third = letters("l_third", "index", r"\ell''", "a third component", over="1..d", code="third_component",
    elsewhere={"rong": "i'''"})
a = letters("a", "index", "a", "a distance between two positions", over="1..m", code="distance")
b = letters("b", "index", "b", "the window drawn for one centre", code="drawn_window")
n_other = letters("n_other", "index", "n'", "a second observation", over="1..N", code="other_pair")

# Data and parameters

w = letters("w", "integer entries", "w", "the text, word by word", over="1..V",
    words="every token is a word of the vocabulary", code="text", shape="(T,)")
centre = letters("centre", "integer entries", "c", "the centre words of the pairs", called="c", over="1..V",
    words="every centre is a word of the vocabulary", code="centres", shape="(N,)",
    elsewhere={"mikolov": "w_I", "rong": "w_I"})
context = letters("context", "integer entries", "o", "the context words of the pairs", called="o", over="1..V",
    words="every context word is a word of the vocabulary", code="contexts", shape="(N,) or (C,)",
    elsewhere={"mikolov": "w_O", "rong": "w_O", "seed": "t"})
noise_word = letters("noise_word", "integer entries", r"\kappa", "the negatives drawn for one pair", called="kappa",
    over="1..V", words="every negative is a word of the vocabulary", code="negatives", shape="(K,)",
    elsewhere={"levy-goldberg": "c_N"})
v = letters("v", "real entries", "v", "input vectors: one for each word as a centre", code="centre_vectors",
    shape="(V, d)", elsewhere={"levy-goldberg": "W", "seed": "e^I"})
u = letters("u", "real entries", "u", "output vectors: one for each word as a context", code="context_vectors",
    shape="(V, d)", elsewhere={"mikolov": "v'", "rong": "v'", "levy-goldberg": "C", "seed": "e^O"})
U = letters.table(u, "U", "all output vectors as the rows of a matrix", code="context_vectors",
    elsewhere={"rong": r"{W'}^{\top}", "levy-goldberg": r"\mathbf{C}", "cs224n": r"U^{\top}", "seed": "E^O"})
letters.known("unit", Unit, r"e_{<0>}", "unit vector: 1 at one place, 0 at all others", kind="vector", code="one_hot")
letters.known("ones", Ones, r"\mathbf{1}", "vector of ones", kind="vector", code="ones")
letters.known("identity", Identity, "I", "identity matrix: 1 on the diagonal, 0 elsewhere", kind="matrix", code="eye")
s = letters("s", "real entries", "s", "scores for one centre: of all words, or of the nodes on a path", code="scores",
    shape="(V,) or (N,) or (K,) or (C,) or (R,) or (V, V)", elsewhere={"rong": "u", "levy-goldberg": "x"})
y = letters("y", "real entries", "y", "labels: 1 for what was observed, 0 for the rest", code="labels",
    shape="(V,) or (N,)", elsewhere={"rong": "t"})
z = letters("z", "real entries", "z", "any direction in the space of scores", code="direction", shape="(V,) or (d,)")
any_loss = letters("any_loss", "differentiable function", r"\mathcal{J}", "any differentiable loss of the scores",
    code="loss")
G = letters("G", "real entries", "G", "gradient of a loss in the scores of all pairs, a row for each centre",
    code="in_scores", shape="(V, V) or (N, V)")
p = letters("p", "positive entries", "p", "probabilities of the data", code="data_probabilities",
    shape="(V,) or (V, V)",
    elsewhere={"levy-goldberg": r"\hat{P}"})
q = letters("q", "positive entries", "q", "probabilities of the noise", code="noise", shape="(V,)",
    elsewhere={"mikolov": "P_n", "rong": "P_n", "levy-goldberg": "P_D"})
pi_ = letters("pi_", "positive entries", r"\pi", "predicted probability of a 1 in each observation", called="pi",
    code="probabilities", shape="(N,)", elsewhere={"seed": r"\hat{y}"})
x = letters("x", "real", "x", "a real number, often one score", code="score")
theta = letters("theta", "real", r"\theta", "all parameters together", code="parameters", elsewhere={"seed": r"\Theta"})
f = letters("f", "real entries", "f", "any number for each distance or word", code="values")
mean_value = letters("mean_value", "real", r"\bar{f}", "mean of such numbers under the noise", called="f_mean",
    code="mean")
g = letters("g", "nonnegative entries", "g", "by how much the highest score exceeds the others", code="lead",
    shape="(V,)")
count = letters("count", "positive entries", r"\#(<0>, <1>)",
    "how often a word was seen as the context of a centre word", code="pair_counts", shape="(V, V)",
    elsewhere={"rong": r"n(<0>, <1>)"})
r = letters("r", "positive", "r", "a positive number", code="positive")
shift = letters("shift", "real", r"\lambda", "a shift of all scores", called="lambda", code="shift")
step = letters("step", "positive", "h", "step of a finite difference", called="h", code="step",
    elsewhere={"rong": r"\Delta"})
rounding = letters("rounding", "positive", r"\varepsilon", "size of a rounding error, as a share of the value rounded",
    called="epsilon", code="eps")
value = letters("value", "real", r"\psi", "value of a function at one place", called="psi_0", code="function")
slope = letters("slope", "real", r"\psi'", "derivative of the function there", called="psi_1")
bend = letters("bend", "real", r"\psi''", "second derivative of the function there", called="psi_2")
value_right = letters("value_right", "real", r"\psi_{+}", "value of the function one step to the right",
    called="psi_right")
value_left = letters("value_left", "real", r"\psi_{-}", "value of the function one step to the left", called="psi_left")
third_right = letters("third_right", "real", r"\psi'''_{+}", "third derivative somewhere within the step to the right",
    called="psi_3_right")
third_left = letters("third_left", "real", r"\psi'''_{-}", "third derivative somewhere within the step to the left",
    called="psi_3_left")
error_right = letters("error_right", "real", r"\rho_{+}", "rounding error of the value on the right",
    called="rho_right")
error_left = letters("error_left", "real", r"\rho_{-}", "rounding error of the value on the left", called="rho_left")
most_value = letters("most_value", "positive", "B_0", "a number that no value of the function exceeds in size",
    called="B_0", code="largest_value")
most_third = letters("most_third", "positive", "B_3",
    "a number that no third derivative of the function exceeds in size", called="B_3", code="largest_third")
weight = letters("weight", "positive entries", r"\omega",
    "weights of the observations, or how often each word is a negative", called="omega", code="weights",
    shape="(N,) or (V,) or (K,) or (V, V)")
matrix = letters("matrix", "real matrix", "A", "a square matrix that has an inverse", called="A", code="change",
    shape="(d, d)")
inverse_matrix = letters("inverse_matrix", "real matrix", r"A^{-\top}", "the inverse of that matrix, transposed",
    called="A_inverse", shape="(d, d)")
alpha = letters("alpha", "positive", r"\alpha", "learning rate", code="learning_rate", elsewhere={"rong": r"\eta"})
code = letters("code", "integer entries", r"\beta",
    "code of a path: 0 for each turn to the left, 1 for each to the right", called="beta", over="0..1",
    words="a turn goes left or right: its code is 0 or 1", code="codes", shape="(R,)")
node = letters("node", "real entries", r"\nu", "vectors of the inner nodes on a path", called="nu", code="node_vectors",
    shape="(R, d)")
path_length = letters("path_length", "positive entries", "R", "number of turns on the path to each word", called="R",
    code="lengths", shape="(V,)")
coin = letters("coin", "positive entries", r"\xi", "share of each word when a fair coin decides every turn",
    called="xi", code="fair_shares", shape="(V,)")
left_leaf = letters("left_leaf", "positive entries", r"p^{\text{left}}_{<0>}",
    "probabilities of the leaves of the left subtree", called="p_left", code="left")
right_leaf = letters("right_leaf", "positive entries", r"p^{\text{right}}_{<0>}",
    "probabilities of the leaves of the right subtree", called="p_right", code="right")
mean_length = letters.function("mean_length()", "", r"\bar{R}", "mean number of turns in Huffman's tree",
    kind="positive", code="expected_length")
word_count = letters("word_count", "positive entries", r"\#(<0>)", "how often a word occurs in the text", code="counts",
    shape="(V,)")
exponent = letters("exponent", "real", r"\gamma", "exponent that smooths the counts", called="gamma", code="exponent")
frequency = letters("frequency", "positive", "f", "share of the text that one word has", code="frequencies",
    alternatives=(r"\hat{f}",))
threshold = letters("threshold", "positive", r"\tau", "threshold of subsampling", code="threshold")
letters.known("golden", GoldenRatio, r"\phi", "the golden ratio: half of one plus the root of five",
    code="golden_ratio")
keep = letters("keep", "positive entries", r"\operatorname{keep}(<0>)",
    "chance that subsampling keeps a token of each word", code="keep", shape="(V,)")
seen_at = letters("seen_at", "positive entries", r"\#_{<2>}(<0>, <1>)",
    "how often a word was seen as the context of a centre word, by distance", code="counts_by_distance",
    shape="(V, V, m)")
reach = letters("reach", "positive entries", r"P_{<2>}(<0>, <1>)",
    "chance that a walk from one node is at another after so many steps", code="reach", shape="(V, V, m)")
both = letters("both", "positive", r"q_{W}", "probability that a window holds two words", called="q_W", code="together")
both_here = letters("both_here", "positive", r"p_{W}", "the same, given that it holds a third word", called="p_W",
    code="together_here")
nearness = letters("nearness", "positive entries", r"\chi", "what a pair counts at each distance", code="weights",
    shape="(m,)")
held = letters("held", "positive entries", r"\zeta", "share of a centre's pairs whose window holds each word",
    code="in_window", shape="(V,)")
centre_bias = letters("centre_bias", "real entries", r"b^{v}", "bias of each word as a centre", called="b_v",
    code="centre_biases", shape="(V,)")
context_bias = letters("context_bias", "real entries", r"b^{u}", "bias of each word as a context", called="b_u",
    code="context_biases", shape="(V,)")
cutoff = letters("cutoff", "positive", r"\#_{\max}", "count from which on every pair weighs one", called="count_max",
    code="cutoff")
own = letters("own", "real entries", r"\eta", "how much of each column of an alias table is its own word's", code="own",
    shape="(V,)")
other = letters("other", "integer entries", r"\mu", "the word that has the rest of each column of an alias table",
    over="1..V", words="the rest of every column belongs to a word of the vocabulary", code="other", shape="(V,)")

# Functions that keep their name on the page

score = letters.function("score(o, c)", "sum(u[o, l]*v[c, l], l)", r"u_{<0>}^{\top} v_{<1>}",
    "score of a context word for a centre word", code="scores", shape="(V, V)",
    elsewhere={"mikolov": r"{v'_{<0>}}^{\top} v_{<1>}", "rong": r"{v'_{<0>}}^{\top} v_{<1>}",
        "levy-goldberg": r"\vec{<1>} \cdot \vec{<0>}", "seed": r"e^O_{<0>} \cdot e^I_{<1>}"})
y_hat = letters.function("y_hat(j)", "exp(s[j])/sum(exp(s[i]), i)", r"\hat{y}_{<0>}",
    "softmax of the scores: predicted probability of a word", code="probabilities", shape="(V,)",
    elsewhere={"rong": "y_{<0>}"}, alternatives=(r"\tilde{y}_{<0>}",))
nll = letters.function("nll(o)", "-log(y_hat(o))", r"J(<0>)", "negative log-likelihood of one observed word, in nats",
    code="nll", elsewhere={"rong": "E(<0>)"})
model = letters.function("model(o, c)", "exp(score(o, c))/sum(exp(score(j, c)), j)", r"p_{\theta}(<0> \mid <1>)",
    "the model's probability of a context word given a centre word", code="model", shape="(V, V)",
    elsewhere={"cs224n": r"P(O = <0> \mid C = <1>)", "mikolov": r"p(<0> \mid <1>)", "rong": r"p(<0> \mid <1>)",
        "levy-goldberg": r"P(<0> \mid <1>)", "seed": r"p(<0> \mid <1>)"})
likelihood = letters.function("likelihood(theta)", "", r"L(<0>)", "likelihood of the parameters", kind="positive",
    code="likelihood", elsewhere={"levy-goldberg": r"\mathcal{L}(<0>)"})
centre_count = letters.function("centre_count(c)", "sum(count[c, j], j)", r"\#(<0>, \cdot)",
    "how many pairs have a word as their centre", code="centre_counts", shape="(V,)")
nll_per_pair = letters.function("nll_per_pair", "-sum(log(model(context[n], centre[n])), n)/N", r"\bar{J}_N",
    "mean NLL for each pair, in nats", code="nll_per_pair", elsewhere={"rong": r"\bar{E}_M"})
nll_per_position = letters.function("nll_per_position", "-sum(log(model(context[n], centre[n])), n)/T", r"\bar{J}_T",
    "NLL of all pairs divided by the number of tokens, in nats", code="nll_per_position")
letters.known("sigmoid", sigmoid, r"\sigma(<0>)", "logistic function", code="sigmoid")
letters.known("softplus", softplus, r"\operatorname{softplus}(<0>)", "logarithm of 1 plus the exponential",
    code="softplus")
hidden_mean = letters.function("hidden_mean(l)", "sum(v[context[n], l], n=1..C)/C", r"\bar{h}_{<0>}",
    "mean of the input vectors in the window", code="hidden", shape="(d,)", elsewhere={"rong": "h_{<0>}"})
hidden_sum = letters.function("hidden_sum(l)", "sum(v[context[n], l], n=1..C)", r"h^{+}_{<0>}",
    "sum of the input vectors in the window", code="hidden", shape="(d,)")
score_of_mean = letters.function("score_of_mean(j)", "sum(u[j, l]*hidden_mean(l), l)", r"u_{<0>}^{\top} \bar{h}",
    "score of a word for the mean of the window", code="scores", shape="(V,)",
    elsewhere={"mikolov": r"{v'_{<0>}}^{\top} \bar{h}", "rong": r"{v'_{<0>}}^{\top} h"})
score_of_sum = letters.function("score_of_sum(j)", "sum(u[j, l]*hidden_sum(l), l)", r"u_{<0>}^{\top} h^{+}",
    "score of a word for the sum of the window", code="scores", shape="(V,)",
    elsewhere={"mikolov": r"{v'_{<0>}}^{\top} h^{+}", "rong": r"{v'_{<0>}}^{\top} h^{+}"})
model_of_mean = letters.function("model_of_mean(j)", "exp(score_of_mean(j))/sum(exp(score_of_mean(i)), i)",
    r"p_{\theta}(<0> \mid \bar{h})", "probability of a word given the mean of the window", code="probabilities",
    shape="(V,)")
model_of_sum = letters.function("model_of_sum(j)", "exp(score_of_sum(j))/sum(exp(score_of_sum(i)), i)",
    r"p_{\theta}(<0> \mid h^{+})", "probability of a word given the sum of the window", code="probabilities",
    shape="(V,)")
path_probability = letters.function("path_probability",
    "prod(sigmoid(s[n])^(1 - code[n])*(1 - sigmoid(s[n]))^code[n], n=1..R)",
    r"p_{\text{path}}", "probability of the path to a word", code="path_probability")
node_score = letters.function("node_score(n=1..R, c)", "sum(node[n, l]*v[c, l], l)", r"\nu_{<0>}^{\top} v_{<1>}",
    "score of an inner node for a centre word", code="path_scores", shape="(R, V)")
posterior = letters.function("posterior(j)", "p[j]/(p[j] + K*q[j])", r"P(\text{data} \mid <0>)",
    "probability that a word came from the data and not from the noise", code="posterior", shape="(V,)")
corrected = letters.function("corrected(j)", "s[j] - log(K*q[j])", r"\tilde{s}_{<0>}",
    "score less the logarithm of how often the noise draws the word", code="corrected_scores", shape="(V,)",
    elsewhere={"rong": r"\tilde{u}_{<0>}", "levy-goldberg": r"\tilde{x}_{<0>}"})
word_loss = letters.function("word_loss(j, x)", "-p[j]*log(sigmoid(x)) - weight[j]*log(sigmoid(-x))", r"J_{<0>}(<1>)",
    "what one word adds to a loss of binary labels, at a score", elsewhere={"rong": "E_{<0>}(<1>)"})

residual = letters.function("residual(j, c)",
    "score(j, c) + centre_bias[c] + context_bias[j] - log(count[c, j])", r"\varrho_{<1>, <0>}",
    "score and biases, less the logarithm of the count", code="residuals", shape="(V, V)")
context_count = letters.function("context_count(o)", "sum(count[i, o], i)", r"\#(\cdot, <0>)",
    "how many pairs have a word as their context", code="context_counts", shape="(V,)")

NOTATION = Notation(tuple(letters.entries), CONVENTIONS, READINGS)
