"""Pictures computed from reference/, a module for each chapter."""

from .analogies import cosines_after_a_shear
from .bernoulli import sigmoid_and_slope
from .cbow import cbow_gradients
from .contrastive import infonce_bounds
from .documents_and_graphs import scores_of_walks
from .drawing import Figure
from .factorisation import near_the_optimum, pair_weights
from .finite_dimension import losses_by_dimension
from .float32 import difference_errors
from .hierarchical_softmax import huffman_tree
from .labs import loss_curves, scatter
from .likelihood import window_weights
from .nce import nce_gradients, sampled_softmax_biases
from .negative_sampling import focal_slopes, logistic_loss_against_score, mistaken_gradients, terms_of_a_negative
from .nll import nll_against_score, softmax_bars
from .objectives import objectives_together
from .optimum import optima, trained_optima
from .sampled_gradients import probability_biases
from .sampling import keep_probabilities, noise_against_exponent
from .shipped_code import sigmoid_table_error
from .skip_gram import gradient_arrows
from .vectors_and_matrices import two_lines_through_the_tables
from .what_fixes_the_vectors import drift_of_the_balance
from .what_is_free import cost_of_a_shift

__all__ = [
    "Figure",
    "cbow_gradients",
    "cosines_after_a_shear",
    "cost_of_a_shift",
    "difference_errors",
    "drift_of_the_balance",
    "focal_slopes",
    "gradient_arrows",
    "huffman_tree",
    "infonce_bounds",
    "keep_probabilities",
    "logistic_loss_against_score",
    "loss_curves",
    "losses_by_dimension",
    "mistaken_gradients",
    "nce_gradients",
    "near_the_optimum",
    "nll_against_score",
    "noise_against_exponent",
    "objectives_together",
    "optima",
    "pair_weights",
    "probability_biases",
    "sampled_softmax_biases",
    "scatter",
    "scores_of_walks",
    "sigmoid_and_slope",
    "sigmoid_table_error",
    "softmax_bars",
    "terms_of_a_negative",
    "trained_optima",
    "two_lines_through_the_tables",
    "window_weights",
]
