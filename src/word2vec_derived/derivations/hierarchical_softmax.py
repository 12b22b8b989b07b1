"""Hierarchical softmax: a word is a leaf of a binary tree, and its probability is that of the path to it."""

from __future__ import annotations

from sympy import Derivative, Product, Sum, ceiling, log

from proofpress.proof.derivation import AT_MOST, Derivation, at_least, at_most, cite, define, equals, less_than, start
from proofpress.proof.functions import sigmoid, softplus
from proofpress.proof.given import distribution, given_that, holds, values_within, within
from proofpress.proof.written import minus, negative, over, plus, times
from word2vec_derived.derivations.givens import COMPONENT, WORD_C, WORD_J
from word2vec_derived.notation import (
    R,
    V,
    V_left,
    V_right,
    c,
    code,
    coin,
    i,
    j,
    l,
    left_leaf,
    mean_length,
    n,
    n_other,
    node,
    node_score,
    p,
    path_length,
    path_probability,
    right_leaf,
    s,
    v,
    x,
)

BITS = values_within(code, 0, 1, "a turn goes left or right: its code is 0 or 1")
TURN = within(n_other, 1, R, "the path has $R$ turns")
DATA = distribution(p, j, V, "the words' shares of the text are positive and sum to one")
COINS = distribution(coin, j, V, "a fair coin at every turn leads to some leaf: the leaves' shares sum to one")
LENGTHS = given_that(
    path_length[j],
    -log(coin[j]) / log(2),
    "a leaf's share is halved at every turn: the path is as long as there were halvings",
    every=(j,),
)

TURNS = times(minus(1, times(2, code[n])), s[n])
BITS_OF_ENTROPY = negative(Sum(times(p[j], over(log(p[j]), log(2))), (j, 1, V)))
ROUNDED_UP = ceiling(-log(p[j]) / log(2))

path = Derivation(
    "path-probability",
    "The probability of a path",
    topics=("t17",),
    source="Morin and Bengio (2005); Mikolov et al. (2013b)",
    given=(BITS,),
    chain=(
        define(
            path_probability(),
            Product(times(sigmoid(s[n]) ** (1 - code[n]), (1 - sigmoid(s[n])) ** code[n]), (n, 1, R)),
            "the probabilities of the turns, each given those before it: left with the sigmoid of the score of the "
            "node they led to, right with the rest",
        ),
        equals(
            Product(times(sigmoid(s[n]) ** (1 - code[n]), sigmoid(-s[n]) ** code[n]), (n, 1, R)),
            "one minus the sigmoid is the sigmoid of the negative score",
        ),
        equals(
            Product(sigmoid(TURNS), (n, 1, R)),
            "the code is 0 or 1, so one of the two powers is 1; the sign in front of the score says which one is left",
        ),
    ),
)

one_leaf = Derivation(
    "one-leaf",
    "A tree of one leaf",
    topics=("t18",),
    given=(BITS,),
    chain=(
        start(Product(sigmoid(TURNS), (n, 1, 0)), "the root is a leaf, and its path has no turn"),
        equals(1, "a product of no factors"),
    ),
)

leaves_sum_to_one = Derivation(
    "leaves-sum-to-one",
    "The leaves sum to one",
    topics=("t18",),
    given=(
        distribution(left_leaf, j, V_left, "the induction hypothesis: the leaves of the left subtree sum to one"),
        distribution(right_leaf, j, V_right, "the induction hypothesis: the leaves of the right subtree sum to one"),
    ),
    chain=(
        start(
            plus(
                Sum(times(sigmoid(x), left_leaf[j]), (j, 1, V_left)),
                Sum(times(sigmoid(-x), right_leaf[j]), (j, 1, V_right)),
            ),
            "a tree is a root with score $x$ and two smaller trees: a leaf's path begins with the turn at the root",
        ),
        equals(
            plus(
                times(sigmoid(x), Sum(left_leaf[j], (j, 1, V_left))),
                times(sigmoid(-x), Sum(right_leaf[j], (j, 1, V_right))),
            ),
            "the first turn is the same for every leaf on its side",
        ),
        equals(
            plus(sigmoid(x), sigmoid(-x)),
            "each subtree is smaller, so its leaves sum to one: this is the step of the induction",
        ),
        equals(plus(sigmoid(x), minus(1, sigmoid(x))), "the two turns at the root are the only ones"),
        equals(1, "what is added is taken away again"),
    ),
)

hierarchical_softmax_loss = Derivation(
    "hierarchical-softmax-loss",
    "The loss of a path",
    topics=("t17", "t19"),
    source="Mikolov et al. (2013b)",
    given=(BITS,),
    chain=(
        start(negative(log(Product(sigmoid(TURNS), (n, 1, R))))),
        equals(
            negative(Sum(log(sigmoid(TURNS)), (n, 1, R))),
            "the logarithm of a product is a sum of logarithms",
        ),
        equals(
            Sum(softplus(times(minus(times(2, code[n]), 1), s[n])), (n, 1, R)),
            "minus the logarithm of a sigmoid is the softplus of the negative score",
        ),
        equals(
            Sum(minus(softplus(s[n]), times(minus(1, code[n]), s[n])), (n, 1, R)),
            "the code is 0 or 1: this is binary cross-entropy with one minus the code for a label",
        ),
    ),
)

path_gradient = Derivation(
    "path-gradient",
    "The gradient in the score of a node",
    topics=("t19",),
    source="Rong (2014)",
    given=(BITS, TURN),
    chain=(
        start(Derivative(negative(Sum(log(sigmoid(TURNS)), (n, 1, R))), s[n_other])),
        equals(
            Derivative(Sum(minus(softplus(s[n]), times(minus(1, code[n]), s[n])), (n, 1, R)), s[n_other]),
            "the loss as a sum of binary cross-entropies",
        ),
        equals(
            minus(sigmoid(s[n_other]), minus(1, code[n_other])),
            "only one turn holds this score; the derivative of the softplus is the sigmoid",
        ),
    ),
)

LOSS_IN_VECTORS = Sum(minus(softplus(node_score(n, c)), times(minus(1, code[n]), node_score(n, c))), (n, 1, R))

path_gradient_in_centre = Derivation(
    "path-gradient-in-centre",
    "The gradient in the centre vector",
    topics=("t19",),
    source="Rong (2014)",
    given=(BITS, WORD_C, COMPONENT),
    chain=(
        start(Derivative(LOSS_IN_VECTORS, v[c, l])),
        equals(
            Sum(
                times(minus(sigmoid(node_score(n, c)), minus(1, code[n])), Derivative(node_score(n, c), v[c, l])),
                (n, 1, R),
            ),
            "the chain rule, with the gradient in each node's score",
        ),
        equals(
            Sum(times(minus(sigmoid(node_score(n, c)), minus(1, code[n])), node[n, l]), (n, 1, R)),
            "a score is the dot product of the node's vector with the centre's",
        ),
    ),
)

path_gradient_in_node = Derivation(
    "path-gradient-in-node",
    "The gradient in the vector of a node",
    topics=("t19",),
    source="Rong (2014)",
    given=(BITS, WORD_C, COMPONENT, TURN),
    chain=(
        start(Derivative(LOSS_IN_VECTORS, node[n_other, l])),
        equals(
            times(minus(sigmoid(node_score(n_other, c)), minus(1, code[n_other])), v[c, l]),
            "only one turn holds this node's vector, and its factor in the score is the centre's component",
        ),
    ),
)

huffman_lower_bound = Derivation(
    "huffman-lower-bound",
    "No tree is shorter than the entropy",
    topics=("t20",),
    source="Shannon (1948)",
    given=(DATA, COINS, LENGTHS),
    chain=(
        start(
            minus(Sum(times(p[j], path_length[j]), (j, 1, V)), BITS_OF_ENTROPY),
            "the mean path, less the entropy in bits",
        ),
        equals(
            Sum(times(p[j], plus(path_length[j], over(log(p[j]), log(2)))), (j, 1, V)),
            "two sums over the words are one",
        ),
        equals(
            times(1 / log(2), Sum(times(p[j], log(over(p[j], coin[j]))), (j, 1, V))),
            "the length of a path is minus the binary logarithm of its share",
        ),
        at_least(
            0,
            "the sum is a Kullback–Leibler divergence, which Gibbs' inequality keeps from being negative",
            gap=times(1 / log(2), Sum(times(p[j], minus(over(coin[j], p[j]), 1, log(over(coin[j], p[j])))), (j, 1, V))),
        ),
    ),
)

shannon_code_fits = Derivation(
    "shannon-code-fits",
    "The shares of rounded lengths fit into one",
    topics=("t20",),
    source="Shannon (1948)",
    given=(DATA,),
    chain=(
        start(Sum(2 ** negative(ROUNDED_UP), (j, 1, V))),
        at_most(
            Sum(p[j], (j, 1, V)),
            "rounding a length up makes its power of one half smaller, and unrounded that power is the share itself",
        ),
        equals(1, "the words' shares of the text sum to one"),
    ),
)

SHARE_OF_I, SHARE_OF_J = 2 ** negative(path_length[i]), 2 ** negative(path_length[j])

kraft_whole_shares = Derivation(
    "kraft-whole-shares",
    "What was given out, in shares of the present size",
    topics=("t20",),
    given=(WORD_J,),
    chain=(
        start(Sum(SHARE_OF_I, (i, 1, j - 1)), "the shares of the words before word $j$"),
        equals(
            times(SHARE_OF_J, Sum(2 ** minus(path_length[j], path_length[i]), (i, 1, j - 1))),
            "take out the share of word $j$",
        ),
    ),
)

kraft_room = Derivation(
    "kraft-room",
    "There is room for the present share",
    topics=("t20",),
    given=(WORD_J, holds(Sum(SHARE_OF_I, (i, 1, V)) <= 1, "all shares together are at most one")),
    chain=(
        start(plus(Sum(SHARE_OF_I, (i, 1, j - 1)), SHARE_OF_J), "the shares of the words before word $j$, and its own"),
        at_most(
            Sum(SHARE_OF_I, (i, 1, V)),
            "the words after it have positive shares",
            gap=Sum(SHARE_OF_I, (i, plus(j, 1), V)),
        ),
        at_most(1, "all shares together are at most one"),
    ),
)

huffman_bounds = Derivation(
    "huffman-bounds",
    "Huffman's tree is within one turn of the entropy",
    topics=("t20",),
    source="Huffman (1952)",
    given=(DATA,),
    chain=(
        cite(
            mean_length(),
            Sum(times(p[j], ROUNDED_UP), (j, 1, V)),
            "Huffman (1952): no tree has a shorter mean path than his, so none with the rounded lengths has",
            relation=AT_MOST,
        ),
        less_than(
            Sum(times(p[j], plus(negative(over(log(p[j]), log(2))), 1)), (j, 1, V)),
            "rounding up adds less than one",
        ),
        equals(
            plus(BITS_OF_ENTROPY, Sum(p[j], (j, 1, V))),
            "a sum of sums is two sums",
        ),
        equals(plus(BITS_OF_ENTROPY, 1), "the words' shares of the text sum to one"),
    ),
)

cost_of_a_path = Derivation(
    "cost-of-a-path",
    "The entropy is at most the logarithm of the vocabulary",
    topics=("t20",),
    given=(DATA,),
    chain=(
        start(minus(over(log(V), log(2)), BITS_OF_ENTROPY), "the binary logarithm of $V$, less the entropy in bits"),
        equals(
            times(1 / log(2), Sum(times(p[j], log(times(V, p[j]))), (j, 1, V))),
            "the shares sum to one, so the logarithm of $V$ may be put into the sum",
        ),
        at_least(
            0,
            "the sum is the divergence of the words' shares from equal shares: Gibbs' inequality again",
            gap=times(1 / log(2), Sum(times(p[j], minus(1 / (V * p[j]), 1, log(1 / (V * p[j])))), (j, 1, V))),
        ),
    ),
)

DERIVATIONS = (
    path,
    one_leaf,
    leaves_sum_to_one,
    hierarchical_softmax_loss,
    path_gradient,
    path_gradient_in_centre,
    path_gradient_in_node,
    huffman_lower_bound,
    shannon_code_fits,
    kraft_whole_shares,
    kraft_room,
    huffman_bounds,
    cost_of_a_path,
)
