from __future__ import annotations

import pytest
import torch

from word2vec_derived.reference import analogies


@pytest.mark.second_road(of=analogies.errors_of_a_sum)
def test_the_terms_are_what_pmi_lacks_counted_over_a_table_of_all_events():
    """Windows by context, and by whether each of three words is in them."""
    draw = torch.Generator().manual_seed(0)
    table = torch.rand(4, 2, 2, 2, generator=draw, dtype=torch.float64) + 0.1
    table = table / table.sum((1, 2, 3), keepdim=True) / 4
    first, second = table[:, 1].sum((1, 2)), table[:, :, 1].sum((1, 2))
    one, both = table[..., 1].sum((1, 2)), table[:, 1, 1].sum(1)
    terms = analogies.errors_of_a_sum(one, both, first, second)

    def pmi(shares):
        return (shares / (shares.sum() * 0.25)).log()

    torch.testing.assert_close(pmi(one), pmi(first) + pmi(second) + terms.paraphrase + terms.here - terms.anywhere)
    torch.testing.assert_close(terms.paraphrase, pmi(one) - pmi(both))
