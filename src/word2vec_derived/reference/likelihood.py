"""From text to likelihood: pairs of a centre word and a context word, and how likely a model finds them."""

from __future__ import annotations

import torch
from jaxtyping import Float, Int64
from torch import Tensor

from .arguments import below, checked, within


@checked(windows=within(1))
def pair_positions(windows: Int64[Tensor, " T"]) -> tuple[Int64[Tensor, " N"], Int64[Tensor, " N"]]:
    """Positions of every centre and of every context within its window, in reading order.

    Formula: `likelihood-of-text`.

    Args:
        windows: `(T,)`, how far to either side each centre looks, at least 1; the ends of the text cut it short.

    Returns:
        Two tensors `(N,)`: positions of the centres and of the contexts.

    Raises:
        ValueError: `windows` is empty, is not int64 or holds a number below 1.
    """
    # --8<-- [start:pair_positions]
    tokens = len(windows)
    reach = min(int(windows.max()), tokens - 1)
    offsets = torch.arange(-reach, reach + 1)
    centres = torch.arange(tokens).unsqueeze(1)
    contexts = centres + offsets
    paired = (offsets != 0) & (offsets.abs() <= windows.unsqueeze(1)) & (contexts >= 0) & (contexts < tokens)
    return centres.expand_as(contexts)[paired], contexts[paired]
    # --8<-- [end:pair_positions]


@checked(text=within(0))
def fixed_window_pairs(text: Int64[Tensor, " T"], window: int) -> tuple[Int64[Tensor, " N"], Int64[Tensor, " N"]]:
    """All pairs of words at most `window` apart, each word in turn as the centre.

    Formula: `likelihood-of-text`.

    Args:
        text: `(T,)`, the words.
        window: largest distance between centre and context.

    Returns:
        Two tensors `(N,)`: centres and contexts; both empty for a text of one word.

    Raises:
        ValueError: `text` is empty, is not int64 or holds a negative number, or `window` is below 1.

    Source:
        Mikolov et al. (2013b).
    """
    # --8<-- [start:fixed_window_pairs]
    centres, contexts = pair_positions(torch.full_like(text, window))
    return text[centres], text[contexts]
    # --8<-- [end:fixed_window_pairs]


@checked(text=within(0), windows=within(1))
def dynamic_window_pairs(
    text: Int64[Tensor, " T"], windows: Int64[Tensor, " T"]
) -> tuple[Int64[Tensor, " N"], Int64[Tensor, " N"]]:
    """All pairs of words within the window drawn for the centre.

    Formula: `window-weight`.

    Args:
        text: `(T,)`, the words.
        windows: `(T,)`, the window drawn for each position, from `draw_windows`.

    Returns:
        Two tensors `(N,)`: centres and contexts.

    Raises:
        ValueError: an argument is empty or not int64, the lengths differ, a word is negative or a window below 1.
    """
    # --8<-- [start:dynamic_window_pairs]
    centres, contexts = pair_positions(windows)
    return text[centres], text[contexts]
    # --8<-- [end:dynamic_window_pairs]


@checked()
def draw_windows(tokens: int, window: int, generator: torch.Generator | None = None) -> Int64[Tensor, " tokens"]:
    """A window for each position, uniform on 1 … `window`.

    Formula: `window-weight`.

    Args:
        tokens: length of the text.
        window: largest window.
        generator: source of randomness; torch's own if there is none.

    Returns:
        `(tokens,)`.

    Raises:
        ValueError: `tokens` or `window` is below 1.
    """
    # --8<-- [start:draw_windows]
    return torch.randint(1, window + 1, (tokens,), generator=generator)
    # --8<-- [end:draw_windows]


@checked(distances=within(1))
def window_weight(distances: Int64[Tensor, "*batch"], window: int) -> Float[Tensor, "*batch"]:
    """Probability that a pair at each distance is kept when the window is uniform on 1 … `window`.

    Formula: `window-weight`.

    Args:
        distances: `(*batch)`, at least 1.
        window: largest window.

    Returns:
        `(*batch)`, probabilities in torch's default dtype; 0 beyond the window.

    Raises:
        ValueError: `distances` is empty, is not int64 or holds a number below 1, or `window` is below 1.
    """
    # --8<-- [start:window_weight]
    return (window - distances + 1).clamp(min=0) / window
    # --8<-- [end:window_weight]


@checked()
def expected_pairs_per_token(window: int) -> float:
    """Expected number of pairs of one centre far from both ends of the text, with a uniform window.

    Formula: `expected-pairs`.

    Args:
        window: largest window.

    Returns:
        Pairs per token: `window` + 1, where a fixed window gives 2 `window`.

    Raises:
        ValueError: `window` is below 1.
    """
    # --8<-- [start:expected_pairs_per_token]
    return 2 * sum(window - distance + 1 for distance in range(1, window + 1)) / window
    # --8<-- [end:expected_pairs_per_token]


@checked()
def expected_pairs(tokens: int, window: int) -> float:
    """Expected number of pairs of a whole text with a uniform window, its ends included.

    Formula: `expected-pairs-of-text`.

    Args:
        tokens: length of the text.
        window: largest window.

    Returns:
        Pairs in the text.

    Raises:
        ValueError: `tokens` or `window` is below 1.
    """
    # --8<-- [start:expected_pairs]
    distances = range(1, min(window, tokens - 1) + 1)
    windows = sum((tokens - distance) * (window - distance + 1) for distance in distances)
    return 2 * windows / window
    # --8<-- [end:expected_pairs]


@checked(centres=below("vocabulary_size"), contexts=below("vocabulary_size"))
def pair_counts(
    vocabulary_size: int, centres: Int64[Tensor, " N"], contexts: Int64[Tensor, " N"]
) -> Int64[Tensor, "vocabulary_size vocabulary_size"]:
    """How often each context word was seen with each centre word.

    Formula: `corpus-cross-entropy`.

    Args:
        vocabulary_size: number of words.
        centres: `(N,)`.
        contexts: `(N,)`.

    Returns:
        `(V, V)`: a row for each centre, a column for each context.

    Raises:
        IndexError: a word is outside the vocabulary.
        ValueError: an argument is empty or not int64, or the lengths differ.
    """
    # --8<-- [start:pair_counts]
    cells = centres * vocabulary_size + contexts
    return cells.bincount(minlength=vocabulary_size**2).view(vocabulary_size, vocabulary_size)
    # --8<-- [end:pair_counts]


@checked(text=below("vocabulary_size"))
def expected_pair_counts(
    vocabulary_size: int, text: Int64[Tensor, " T"], window: int
) -> Float[Tensor, "vocabulary_size vocabulary_size"]:
    """Expected pair counts when the window of each centre is uniform on 1 … `window`; the table is symmetric.

    Formula: `symmetric-windows`.

    Args:
        vocabulary_size: number of words.
        text: `(T,)`, the words.
        window: largest window.

    Returns:
        `(V, V)` in torch's default dtype: a row for each centre, a column for each context.

    Raises:
        IndexError: a word is outside the vocabulary.
        ValueError: `text` is empty or not int64, or `vocabulary_size` or `window` is below 1.
    """
    # --8<-- [start:expected_pair_counts]
    centres, contexts = pair_positions(torch.full_like(text, window))
    counts = torch.zeros(vocabulary_size, vocabulary_size)
    if len(centres) == 0:
        return counts
    weights = window_weight((centres - contexts).abs(), window)
    return counts.index_put((text[centres], text[contexts]), weights, accumulate=True)
    # --8<-- [end:expected_pair_counts]


@checked()
def model(centre_vectors: Float[Tensor, "V d"], context_vectors: Float[Tensor, "V d"]) -> Float[Tensor, "V V"]:
    """The model's probability of every context word given every centre word.

    Formula: `softmax`.

    Args:
        centre_vectors: `(V, d)`, a row for each word as a centre.
        context_vectors: `(V, d)`, a row for each word as a context.

    Returns:
        `(V, V)`: a row for each centre, which sums to one.

    Raises:
        ValueError: an argument is empty, is not floating or holds NaN, or the shapes or dtypes differ.

    Source:
        Mikolov et al. (2013b).
    """
    # --8<-- [start:model]
    scores = centre_vectors @ context_vectors.T
    return scores.softmax(-1)
    # --8<-- [end:model]


@checked(centres=below("V"), contexts=below("V"), probabilities=within(0, 1))
def likelihood_of_text(
    probabilities: Float[Tensor, "V V"], centres: Int64[Tensor, " N"], contexts: Int64[Tensor, " N"]
) -> Float[Tensor, ""]:
    """Probability of all context words given their centres, taken as independent.

    Formula: `likelihood-of-text`.

    Args:
        probabilities: `(V, V)`, of each context (column) given each centre (row).
        centres: `(N,)`.
        contexts: `(N,)`.

    Returns:
        A scalar; it underflows for any text of length.

    Raises:
        IndexError: a word is outside the vocabulary.
        ValueError: an argument is empty or of the wrong shape or dtype, or a probability is outside 0 … 1.
    """
    # --8<-- [start:likelihood_of_text]
    return probabilities[centres, contexts].prod()
    # --8<-- [end:likelihood_of_text]


@checked(centres=below("V"), contexts=below("V"), probabilities=within(0, 1))
def log_likelihood_of_text(
    probabilities: Float[Tensor, "V V"], centres: Int64[Tensor, " N"], contexts: Int64[Tensor, " N"]
) -> Float[Tensor, ""]:
    """Logarithm of the likelihood: a sum over the pairs.

    Formula: `log-likelihood-of-text`.

    Args:
        probabilities: `(V, V)`, of each context (column) given each centre (row).
        centres: `(N,)`.
        contexts: `(N,)`.

    Returns:
        A scalar, in nats, summed over the pairs.

    Raises:
        IndexError: a word is outside the vocabulary.
        ValueError: an argument is empty or of the wrong shape or dtype, or a probability is outside 0 … 1.
    """
    # --8<-- [start:log_likelihood_of_text]
    return probabilities[centres, contexts].log().sum()
    # --8<-- [end:log_likelihood_of_text]


@checked(centres=below("V"), contexts=below("V"), probabilities=within(0, 1))
def nll_per_position(
    probabilities: Float[Tensor, "V V"], centres: Int64[Tensor, " N"], contexts: Int64[Tensor, " N"], tokens: int
) -> Float[Tensor, ""]:
    """Negative log-likelihood divided by the number of positions in the text.

    Formula: `nll-per-position`.

    Args:
        probabilities: `(V, V)`, of each context (column) given each centre (row).
        centres: `(N,)`.
        contexts: `(N,)`.
        tokens: number of positions.

    Returns:
        A scalar, in nats per position.

    Raises:
        IndexError: a word is outside the vocabulary.
        ValueError: an argument is empty or of the wrong shape or dtype, a probability is outside 0 … 1, or `tokens`
            is below 1.

    Source:
        Mikolov et al. (2013b), with the sign turned.
    """
    # --8<-- [start:nll_per_position]
    return -log_likelihood_of_text(probabilities, centres, contexts) / tokens
    # --8<-- [end:nll_per_position]


@checked(centres=below("V"), contexts=below("V"), probabilities=within(0, 1))
def nll_per_pair(
    probabilities: Float[Tensor, "V V"], centres: Int64[Tensor, " N"], contexts: Int64[Tensor, " N"]
) -> Float[Tensor, ""]:
    """Negative log-likelihood divided by the number of pairs, as a mean-reduced loss gives it.

    Formula: `nll-per-pair`.

    Args:
        probabilities: `(V, V)`, of each context (column) given each centre (row).
        centres: `(N,)`.
        contexts: `(N,)`.

    Returns:
        A scalar, in nats per pair; times the pairs per position it is `nll_per_position`.

    Raises:
        IndexError: a word is outside the vocabulary.
        ValueError: an argument is empty or of the wrong shape or dtype, or a probability is outside 0 … 1.
    """
    # --8<-- [start:nll_per_pair]
    return -log_likelihood_of_text(probabilities, centres, contexts) / len(centres)
    # --8<-- [end:nll_per_pair]


@checked()
def one_table_score(vectors: Float[Tensor, "V d"]) -> Float[Tensor, " V"]:
    """Score of every word beside itself if centre and context share one table: never negative.

    Formula: `one-table-score`.

    Args:
        vectors: `(V, d)`, one row for each word.

    Returns:
        `(V,)`, squared lengths.

    Raises:
        ValueError: `vectors` is empty, is not floating, is not a matrix or holds NaN.
    """
    # --8<-- [start:one_table_score]
    return vectors.square().sum(-1)
    # --8<-- [end:one_table_score]
