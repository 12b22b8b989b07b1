"""Every symbol once: its SymPy object, its LaTeX in each convention, its meaning, its name and shape in code.

Directions follow the papers: a centre word `c` predicts a context word `o`.
Words, positions and pairs are numbered from 1 in the mathematics and from 0 in the code.
A spelling may be a template: ``<0>``, ``<1>`` stand for the printed arguments of a function or indices of an array.
"""

from __future__ import annotations

from sympy import Function, GoldenRatio, IndexedBase, Product, Sum, Symbol, exp, log

from proofpress.proof.functions import abbreviation, sigmoid, softplus
from proofpress.proof.given import index, size
from proofpress.proof.notation import NONE, Entry, Notation, Reading

CONVENTIONS = {
    "ours": "our notation",
    "mikolov": "Mikolov et al. (2013b)",
    "rong": "Rong (2014)",
    "levy-goldberg": "Levy and Goldberg (2014)",
    "cs224n": "Stanford CS224n",
    "seed": "the seed notebook",
}

# Sizes
V, d, T, N, K, m, C = (size(name) for name in ("V", "d", "T", "N", "K", "m", "C"))
R, V_left, V_right = (size(name) for name in ("R", "V_left", "V_right"))

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
    Entry(R, "R", "number of turns on the path to a word", "turns"),
    Entry(V_left, r"V_{\text{left}}", "number of leaves of the left subtree", "left_leaves"),
    Entry(V_right, r"V_{\text{right}}", "number of leaves of the right subtree", "right_leaves"),
)

# Indices
c, o, i, j, k, t, n, a, b = (index(name) for name in "coijktnab")
l = index("l")
n_other, j_other = index("n_other"), index("j_other")
l_other, l_third = index("l_other"), index("l_third")

INDICES = (
    Entry(c, "c", "the centre word", "centre", "", {"mikolov": "w_I", "rong": "w_I", "levy-goldberg": "w"}),
    Entry(o, "o", "the context word that was observed", "context", "",
          {"mikolov": "w_O", "rong": "w_O", "levy-goldberg": "c", "seed": "t"}),
    Entry(j, "j", "any word of the vocabulary", "word", "", {"mikolov": "w", "levy-goldberg": "c'", "cs224n": "w"}),
    Entry(i, "i", "a second word of the vocabulary", "other_word", "",
          {"mikolov": "w'", "levy-goldberg": "c''", "cs224n": "w'"}),
    Entry(j_other, "j'", "a third word of the vocabulary", "third_word", "",
          {"mikolov": "w''", "levy-goldberg": "c'''", "cs224n": "w''"}),
    Entry(k, "k", "a negative, from 1 to K", "negative", "", {"mikolov": "i", "levy-goldberg": "i"}),
    Entry(t, "t", "a position in the text", "position", "", {"rong": r"\tau", "seed": r"\tau"}),
    Entry(n, "n", "a pair, or an observation", "pair"),
    Entry(l, r"\ell", "a component of a vector", "component", "", {"rong": "i'"}),
    Entry(l_other, r"\ell'", "a second component", "other_component", "", {"rong": "i''"}),
    Entry(l_third, r"\ell''", "a third component", "third_component", "", {"rong": "i'''"}),
    Entry(a, "a", "a distance between two positions", "distance"),
    Entry(b, "b", "the window drawn for one centre", "drawn_window"),
    Entry(n_other, "n'", "a second observation", "other_pair"),
)

# Data and parameters
w = IndexedBase("w", integer=True)
centre, context = IndexedBase("c", integer=True), IndexedBase("o", integer=True)
noise_word = IndexedBase("kappa", integer=True)
v, u, s, y, z = (IndexedBase(name, real=True) for name in ("v", "u", "s", "y", "z"))
p, q = IndexedBase("p", positive=True), IndexedBase("q", positive=True)
pi_ = IndexedBase("pi", positive=True)
x = Symbol("x", real=True)
theta = Symbol("theta", real=True)
f = IndexedBase("f", real=True)
mean_value = Symbol("f_mean", real=True)
g = IndexedBase("g", nonnegative=True)
count = IndexedBase("count", positive=True)
r, alpha = (Symbol(name, positive=True) for name in ("r", "alpha"))
shift = Symbol("lambda", real=True)
step, rounding = (Symbol(name, positive=True) for name in ("h", "epsilon"))
value, slope, bend = (Symbol(f"psi_{order}", real=True) for order in range(3))
value_right, value_left = (Symbol(f"psi_{side}", real=True) for side in ("right", "left"))
third_right, third_left = (Symbol(f"psi_3_{side}", real=True) for side in ("right", "left"))
error_right, error_left = (Symbol(f"rho_{side}", real=True) for side in ("right", "left"))
most_value, most_third = (Symbol(name, positive=True) for name in ("B_0", "B_3"))
weight = IndexedBase("omega", positive=True)
matrix, inverse_matrix = (IndexedBase(name, real=True) for name in ("A", "A_inverse"))
# Trees
code = IndexedBase("beta", integer=True)
node = IndexedBase("nu", real=True)
path_length, coin = IndexedBase("R", positive=True), IndexedBase("xi", positive=True)
left_leaf, right_leaf = IndexedBase("p_left", positive=True), IndexedBase("p_right", positive=True)
mean_length = Function("mean_length", positive=True)

# Sampling
word_count = IndexedBase("word_count", positive=True)
exponent = Symbol("gamma", real=True)
frequency, threshold = (Symbol(name, positive=True) for name in ("frequency", "threshold"))
own = IndexedBase("own", real=True)
other = IndexedBase("other", integer=True)

ARRAYS = (
    Entry(w, "w", "the text, word by word", "text", "(T,)"),
    Entry(centre, "c", "the centre words of the pairs", "centres", "(N,)", {"mikolov": "w_I", "rong": "w_I"}),
    Entry(context, "o", "the context words of the pairs", "contexts", "(N,)",
          {"mikolov": "w_O", "rong": "w_O", "seed": "t"}),
    Entry(noise_word, r"\kappa", "the negatives drawn for one pair", "negatives", "(K,)", {"levy-goldberg": "c_N"}),
    Entry(v, "v", "input vectors: one for each word as a centre", "centre_vectors", "(V, d)",
          {"levy-goldberg": "W", "seed": "e^I"}),
    Entry(u, "u", "output vectors: one for each word as a context", "context_vectors", "(V, d)",
          {"mikolov": "v'", "rong": "v'", "levy-goldberg": "C", "seed": "e^O"}),
    Entry(s, "s", "scores for one centre: of all words, or of the nodes on a path", "scores", "(V,)",
          {"rong": "u", "levy-goldberg": "x"}),
    Entry(y, "y", "labels: 1 for what was observed, 0 for the rest", "labels", "(V,)", {"rong": "t"}),
    Entry(z, "z", "any direction in the space of scores", "direction", "(V,)"),
    Entry(p, "p", "probabilities of the data", "data_probabilities", "(V,)", {"levy-goldberg": r"\hat{P}"}),
    Entry(q, "q", "probabilities of the noise", "noise", "(V,)",
          {"mikolov": "P_n", "rong": "P_n", "levy-goldberg": "P_D"}),
    Entry(pi_, r"\pi", "predicted probability of a 1 in each observation", "probabilities", "(N,)",
          {"seed": r"\hat{y}"}),
    Entry(x, "x", "a real number, often one score", "score"),
    Entry(theta, r"\theta", "all parameters together", "parameters", "", {"seed": r"\Theta"}),
    Entry(f, "f", "any number for each distance or word", "values"),
    Entry(mean_value, r"\bar{f}", "mean of such numbers under the noise", "mean"),
    Entry(g, "g", "by how much the highest score exceeds the others", "lead", "(V,)"),
    Entry(count, r"\#(<0>, <1>)", "how often a word was seen as the context of a centre word", "pair_counts", "(V, V)",
          {"rong": r"n(<0>, <1>)"}),
    Entry(r, "r", "a positive number", "positive"),
    Entry(shift, r"\lambda", "a shift of all scores", "shift"),
    Entry(step, "h", "step of a finite difference", "step", "", {"rong": r"\Delta"}),
    Entry(rounding, r"\varepsilon", "size of a rounding error, as a share of the value rounded", "eps"),
    Entry(value, r"\psi", "value of a function at one place", "function"),
    Entry(slope, r"\psi'", "derivative of the function there"),
    Entry(bend, r"\psi''", "second derivative of the function there"),
    Entry(value_right, r"\psi_{+}", "value of the function one step to the right"),
    Entry(value_left, r"\psi_{-}", "value of the function one step to the left"),
    Entry(third_right, r"\psi'''_{+}", "third derivative somewhere within the step to the right"),
    Entry(third_left, r"\psi'''_{-}", "third derivative somewhere within the step to the left"),
    Entry(error_right, r"\rho_{+}", "rounding error of the value on the right"),
    Entry(error_left, r"\rho_{-}", "rounding error of the value on the left"),
    Entry(most_value, "B_0", "a number that no value of the function exceeds in size", "largest_value"),
    Entry(most_third, "B_3", "a number that no third derivative of the function exceeds in size", "largest_third"),
    Entry(weight, r"\omega", "weights of the observations, or how often each word is a negative", "weights", "(N,)"),
    Entry(matrix, "A", "a square matrix that has an inverse", "change", "(d, d)"),
    Entry(inverse_matrix, r"A^{-\top}", "the inverse of that matrix, transposed", "", "(d, d)"),
    Entry(alpha, r"\alpha", "learning rate", "learning_rate", "", {"rong": r"\eta"}),
    Entry(code, r"\beta", "code of a path: 0 for each turn to the left, 1 for each to the right", "codes", "(V, R)"),
    Entry(node, r"\nu", "vectors of the inner nodes on a path", "node_vectors", "(V − 1, d)"),
    Entry(path_length, "R", "number of turns on the path to each word", "lengths", "(V,)"),
    Entry(coin, r"\xi", "share of each word when a fair coin decides every turn", "fair_shares", "(V,)"),
    Entry(left_leaf, r"p^{\text{left}}_{<0>}", "probabilities of the leaves of the left subtree", "left"),
    Entry(right_leaf, r"p^{\text{right}}_{<0>}", "probabilities of the leaves of the right subtree", "right"),
    Entry(mean_length, r"\bar{R}", "mean number of turns in Huffman's tree", "expected_length"),
    Entry(word_count, r"\#(<0>)", "how often a word occurs in the text", "counts", "(V,)"),
    Entry(exponent, r"\gamma", "exponent that smooths the counts", "exponent"),
    Entry(frequency, "f", "share of the text that one word has", "frequencies", "", {}, (r"\hat{f}",)),
    Entry(threshold, r"\tau", "threshold of subsampling", "threshold"),
    Entry(GoldenRatio, r"\phi", "the golden ratio: half of one plus the root of five", "golden_ratio"),
    Entry(own, r"\eta", "how much of each column of an alias table is its own word's", "own", "(V,)"),
    Entry(other, r"\mu", "the word that has the rest of each column of an alias table", "other", "(V,)"),
)

# Functions that keep their name on the page
score = abbreviation("score", (o, c), Sum(u[o, l] * v[c, l], (l, 1, d)))
y_hat = abbreviation("y_hat", (j,), exp(s[j]) / Sum(exp(s[i]), (i, 1, V)))
nll = abbreviation("nll", (o,), -log(y_hat(o)))
model = abbreviation("model", (o, c), exp(score(o, c)) / Sum(exp(score(j, c)), (j, 1, V)))
likelihood = Function("likelihood", positive=True)
centre_count = abbreviation("centre_count", (c,), Sum(count[c, j], (j, 1, V)))
nll_per_pair = abbreviation("nll_per_pair", (), -Sum(log(model(context[n], centre[n])), (n, 1, N)) / N)
nll_per_position = abbreviation("nll_per_position", (), -Sum(log(model(context[n], centre[n])), (n, 1, N)) / T)

hidden_mean = abbreviation("hidden_mean", (l,), Sum(v[context[n], l], (n, 1, C)) / C)
hidden_sum = abbreviation("hidden_sum", (l,), Sum(v[context[n], l], (n, 1, C)))
score_of_mean = abbreviation("score_of_mean", (j,), Sum(u[j, l] * hidden_mean(l), (l, 1, d)))
score_of_sum = abbreviation("score_of_sum", (j,), Sum(u[j, l] * hidden_sum(l), (l, 1, d)))
model_of_mean = abbreviation("model_of_mean", (j,), exp(score_of_mean(j)) / Sum(exp(score_of_mean(i)), (i, 1, V)))
model_of_sum = abbreviation("model_of_sum", (j,), exp(score_of_sum(j)) / Sum(exp(score_of_sum(i)), (i, 1, V)))
path_probability = abbreviation("path_probability", (), Product(sigmoid((1 - 2 * code[n]) * s[n]), (n, 1, R)))
node_score = abbreviation("node_score", (n, c), Sum(node[n, l] * v[c, l], (l, 1, d)))
posterior = abbreviation("posterior", (j,), p[j] / (p[j] + K * q[j]))
corrected = abbreviation("corrected", (j,), s[j] - log(K * q[j]))
word_loss = abbreviation("word_loss", (j, x), -p[j] * log(sigmoid(x)) - weight[j] * log(sigmoid(-x)))

FUNCTIONS = (
    Entry(score, r"u_{<0>}^{\top} v_{<1>}", "score of a context word for a centre word", "scores", "(N,)",
          {"mikolov": r"{v'_{<0>}}^{\top} v_{<1>}", "rong": r"{v'_{<0>}}^{\top} v_{<1>}",
           "levy-goldberg": r"\vec{<1>} \cdot \vec{<0>}", "seed": r"e^O_{<0>} \cdot e^I_{<1>}"}),
    Entry(y_hat, r"\hat{y}_{<0>}", "softmax of the scores: predicted probability of a word", "probabilities", "(V,)",
          {"rong": "y_{<0>}"}, (r"\tilde{y}_{<0>}",)),
    Entry(nll, r"J(<0>)", "negative log-likelihood of one observed word, in nats", "nll", "", {"rong": "E(<0>)"}),
    Entry(model, r"p_{\theta}(<0> \mid <1>)", "the model's probability of a context word given a centre word",
          "model", "(V, V)", {"cs224n": r"P(O = <0> \mid C = <1>)", "mikolov": r"p(<0> \mid <1>)",
                              "rong": r"p(<0> \mid <1>)", "levy-goldberg": r"P(<0> \mid <1>)",
                              "seed": r"p(<0> \mid <1>)"}),
    Entry(likelihood, r"L(<0>)", "likelihood of the parameters", "likelihood", "",
          {"levy-goldberg": r"\mathcal{L}(<0>)"}),
    Entry(centre_count, r"\#(<0>, \cdot)", "how many pairs have a word as their centre", "centre_counts", "(V,)"),
    Entry(nll_per_pair, r"\bar{J}_N", "mean NLL for each pair, in nats", "nll_per_pair", "",
          {"rong": r"\bar{E}_M"}),
    Entry(nll_per_position, r"\bar{J}_T", "NLL of all pairs divided by the number of tokens, in nats",
          "nll_per_position"),
    Entry(sigmoid, r"\sigma(<0>)", "logistic function", "sigmoid"),
    Entry(softplus, r"\operatorname{softplus}(<0>)", "logarithm of 1 plus the exponential", "softplus"),
    Entry(hidden_mean, r"\bar{h}_{<0>}", "mean of the input vectors in the window", "hidden", "(d,)",
          {"rong": "h_{<0>}"}),
    Entry(hidden_sum, r"h^{+}_{<0>}", "sum of the input vectors in the window", "hidden", "(d,)"),
    Entry(score_of_mean, r"u_{<0>}^{\top} \bar{h}", "score of a word for the mean of the window", "scores", "(V,)",
          {"mikolov": r"{v'_{<0>}}^{\top} \bar{h}", "rong": r"{v'_{<0>}}^{\top} h"}),
    Entry(score_of_sum, r"u_{<0>}^{\top} h^{+}", "score of a word for the sum of the window", "scores", "(V,)",
          {"mikolov": r"{v'_{<0>}}^{\top} h^{+}", "rong": r"{v'_{<0>}}^{\top} h^{+}"}),
    Entry(model_of_mean, r"p_{\theta}(<0> \mid \bar{h})", "probability of a word given the mean of the window",
          "probabilities", "(V,)"),
    Entry(model_of_sum, r"p_{\theta}(<0> \mid h^{+})", "probability of a word given the sum of the window",
          "probabilities", "(V,)"),
    Entry(path_probability, r"p_{\text{path}}", "probability of the path to a word", "path_probability"),
    Entry(node_score, r"\nu_{<0>}^{\top} v_{<1>}", "score of an inner node for a centre word", "path_scores", "(R,)"),
    Entry(posterior, r"P(\text{data} \mid <0>)", "probability that a word came from the data and not from the noise",
          "posterior", "(V,)"),
    Entry(corrected, r"\tilde{s}_{<0>}", "score less the logarithm of how often the noise draws the word",
          "corrected_scores", "(V,)", {"rong": r"\tilde{u}_{<0>}", "levy-goldberg": r"\tilde{x}_{<0>}"}),
    Entry(word_loss, r"J_{<0>}(<1>)", "what one word adds to a loss of binary labels, at a score", "", "",
          {"rong": "E_{<0>}(<1>)"}),
)

# Sources that a reader may meet beside those of `CONVENTIONS`
READINGS = (
    Reading("Mikolov et al. (2013b)",
            {v: "v_w", u: "v'_w", model: r"p(w_O \mid w_I)", K: "k", T: "T", V: "W"},
            "W is a size; c is the window; the objective is maximised"),
    Reading("Rong (2014)",
            {v: "v_w", u: "v'_w", model: "y_j", K: r"|\mathcal{W}_{\text{neg}}|", V: "V", T: NONE},
            "W is a matrix, with vectors for rows in one table and for columns in the other; N is the dimension; "
            "C counts the words of a window; u is a score; the loss E is minimised"),
    Reading("Goldberg and Levy (2014)",
            {v: "v_w", u: "v_c", model: r"p(c \mid w; \theta)", K: "k", V: "V", T: NONE},
            "c is the context word; Text is the text; D is the set of pairs, and D of 1 says that a pair is in it; "
            "maximised"),
    Reading("Levy and Goldberg (2014)",
            {v: r"\vec{w}", u: r"\vec{c}", model: r"P(D = 1 \mid w, c)", K: "k", V: "|V_C|", T: NONE},
            "W and C are matrices, M their product; D is the set of pairs; maximised"),
    Reading("Dyer (2014)",
            {model: r"p_\theta(w \mid c)", K: "k", V: "|V|", T: NONE},
            "c is what is given and w what is predicted; u is an exponential, and D the data"),
    Reading("Mnih and Teh (2012)",
            {model: r"P^h_\theta(w)", K: "k", T: NONE, V: NONE},
            "h is the history, which is what is given, and w what is predicted; the noise has n for an index"),
    Reading("Gutmann and Hyvärinen (2012)",
            {model: r"p_m(u; \theta)", K: r"\nu", T: "T_d", v: NONE, u: NONE, V: NONE},
            "u is an observation and T a number of them; G is the log-odds; densities, not words"),
    Reading("Jurafsky and Martin",
            {v: "w", u: "c", model: r"P(+ \mid w, c)", K: "k", V: "|V|", T: NONE},
            "L counts context words, and is the loss; N is a size, too; w is called the target; W and C are matrices"),
    Reading("Stanford CS224n",
            {v: "v_c", u: "u_o", model: r"P(O = o \mid C = c)", K: "K", T: "T", V: r"|\text{Vocab}|"},
            "V and U are matrices with a word for each column; C is a random word"),
    Reading("Dive into Deep Learning",
            {v: r"\mathbf{v}_i", u: r"\mathbf{u}_i", model: r"P(w_o \mid w_c)", K: "K", T: "T", V: r"|\mathcal{V}|"},
            "in CBOW v is the context's vector and u the centre's; the code takes a mean over all terms"),
    Reading("Weng (2017)",
            {v: "v_{w_I}", u: "v'_{w_O}", model: r"p(w_O \mid w_I)", K: "N", V: "V", T: NONE},
            "N is the number of negatives and the dimension; W is a matrix"),
    Reading("Voita, NLP Course",
            {v: "v_w", u: "u_w", model: r"P(o \mid c)", K: "K", T: "T", V: "V"}),
    Reading("TensorFlow's tutorial",
            {v: "v", u: "v'", model: r"p(w_{t+j} \mid w_t)", K: r"\texttt{num\_ns}", T: "T", V: "W"},
            "the centre is called the target; W is a size"),
    Reading("Alammar",
            {v: r"\text{Embedding}", u: r"\text{Context}", model: r"\text{sigmoid}", V: r"\texttt{vocab\_size}",
             K: NONE, T: NONE},
            "the error is the label less the sigmoid: minus the gradient"),
    Reading("McCormick",
            {v: r"\text{hidden layer}", u: r"\text{output layer}", model: NONE, K: NONE, T: NONE, V: NONE},
            "z is a word's share of the text and f its count"),
    Reading("Ruder (2016)",
            {v: "v_w", u: "v'_w", model: r"p(w \mid c)", K: "k", T: "T", V: "V"},
            "c is what is given; h is its vector, and Q the noise; losses are summed over the vocabulary"),
    Reading("Goldberg (2017)",
            {v: r"\boldsymbol{w}", u: r"\boldsymbol{c}", model: r"P(D = 1 \mid w, c)", K: "k", V: "|V_C|", T: NONE},
            "D holds the pairs; both matrices are E; a negative takes the place of the word, not of the context"),
    Reading("word2vec.c",
            {v: r"\texttt{syn0}", u: r"\texttt{syn1neg}", model: r"\texttt{f}", K: r"\texttt{negative}",
             T: r"\texttt{train\_words}", V: r"\texttt{vocab\_size}"},
            "the input row is the context word's and the output row the centre's; f is a score, then its sigmoid; "
            "the dimension is layer1_size"),
    Reading("gensim",
            {v: r"\texttt{wv.vectors}", u: r"\texttt{syn1neg}", model: r"\texttt{f}", K: r"\texttt{negative}",
             T: r"\texttt{corpus\_total\_words}", V: r"\texttt{len(wv)}"},
            "directions as in word2vec.c, though its documentation says otherwise; the score is f_dot, the dimension "
            "vector_size"),
    Reading("fastText",
            {v: r"\texttt{input\_}", u: r"\texttt{wo\_}", model: r"\texttt{score}", K: r"\texttt{neg}",
             T: r"\texttt{ntokens\_}", V: r"\texttt{nwords\_}"},
            "directions as in the papers; the input is a mean over the parts of the centre word"),
)

NOTATION = Notation(SIZES + INDICES + ARRAYS + FUNCTIONS, CONVENTIONS, READINGS)
