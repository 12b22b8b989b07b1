"""The chapter's expressions and the functions of reference/ give the same numbers."""

from __future__ import annotations

import pytest
import torch

from word2vec_derived.notation import K, N, V, alpha, c, d, l, n, noise_word, o, u, v, y
from word2vec_derived.reference import shipped_code

torch.manual_seed(0)
CENTRES, CONTEXTS = torch.randn(2, 4, 3, dtype=torch.float64)
NEGATIVES = torch.tensor([3, 0])
AT = {V: 4, d: 3, K: 2, c: 2, o: 3, u: CONTEXTS, v: CENTRES, noise_word: NEGATIVES, alpha: 0.25}
COMPONENTS = pytest.mark.parametrize("component", range(3))


def exactly(scores, labels):
    return labels - torch.sigmoid(scores)


def agree(value, expressions, at, number):
    for expression in expressions:
        assert value(expression, at) == pytest.approx(number.item())


@COMPONENTS
def test_both_updates_are_those_of_the_programs_with_the_exact_sigmoid(book, value, lines, component):
    step, rows = shipped_code.shipped_step(CENTRES[1], CONTEXTS, torch.tensor(2), NEGATIVES, 0.25, exactly)
    at = AT | {l: component + 1, n: 1, N: 1, y: torch.ones(1)}
    agree(value, lines(book["shipped-step"]), at, rows[2, component])
    agree(value, lines(book["shipped-step-centre"]), at, (CENTRES[1] + step)[component])


def test_while_the_outputs_are_zero_the_input_does_not_move(book, value, lines):
    step, _ = shipped_code.shipped_step(CENTRES[1], 0 * CONTEXTS, torch.tensor(2), NEGATIVES, 0.25, exactly)
    agree(value, lines(book["zero-at-start"]), AT | {l: 1, u: 0 * CONTEXTS}, step[0])


def test_the_stride_and_what_both_tables_read_at_zero(book, value, lines):
    agree(value, lines(book["sigmoid-table"]), {}, torch.tensor(shipped_code.STRIDE))
    zero = torch.zeros((), dtype=torch.float64)
    *read, half = lines(book["sigmoid-table-at-zero"])
    agree(value, read, {}, shipped_code.table_sigmoid(zero))
    assert value(read[0], {}) < value(half, {})
    agree(value, lines(book["fasttext-table"]), {}, shipped_code.fasttext_sigmoid(zero))
