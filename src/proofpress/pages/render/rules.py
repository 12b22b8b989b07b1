"""The rules of a proof in a reader's words, the most telling first.

>>> told({"slope_exp": 2, "slope_log": 1, "exp_positive": 1, "transitive": 4})
'the chain rule (3), exp > 0, and 4 steps of algebra and order'
"""

from __future__ import annotations

from collections.abc import Mapping

WORDS = {
    "induction": ("induction",),
    "induction over a tree": ("tree_induction",),
    "two cases": ("cases",),
    "a minimum by the sign of a slope": ("least", "least_bound"),
    "a positive slope": ("rises",),
    "l'Hôpital's rule": ("limit_quotient", "limit_quotient_large"),
    "a limit inside a finite sum": ("limit_sum",),
    "continuity": ("limit_add", "limit_mul", "limit_inverse", "limit_exp", "limit_log"),
    "a limit at infinity": ("limit_far_inverse", "limit_exp_large", "limit_below", "converges_real"),
    "the mean over draws": (
        *("mean_add", "mean_scale", "mean_sum", "mean_one", "mean_draw", "mean_pair", "mean_equal"),
    ),
    "one inequality a positive multiple of another": ("iff_equal", "iff_less", "iff_at_most"),
    "the chain rule": ("slope_exp", "slope_log", "slope_inverse", "slope_power", "slope_abs"),
    "the product rule": ("slope_mul",),
    "a slope inside a finite sum": ("slope_sum",),
    "a slope in one entry": ("slope_entry_1", "slope_entry_2", "slope_entry_3"),
    "a sum over a delta": ("sum_delta",),
    "two sums change places": ("sum_swap", "sum_region"),
    "a sum that telescopes": ("sum_telescopes",),
    "a sum taken apart": ("sum_last", "sum_split"),
    "a sum of equal terms": ("sum_constant",),
    "an empty sum": ("sum_empty",),
    "another name for an index": ("sum_shift", "prod_shift"),
    "a factor before a sum": ("sum_scale",),
    "a sum of two sums": ("sum_add",),
    "a product taken apart": ("prod_mul", "prod_power", "prod_constant"),
    "log of a product": ("log_mul", "log_prod"),
    "log of a power": ("log_power",),
    "exp of a sum": ("exp_add",),
    "exp of a multiple": ("exp_power",),
    "log undoes exp": ("log_exp", "exp_log", "power_exp"),
    "the tangent of exp": ("tangent_exp",),
    "the tangent of log": ("tangent_log",),
    "exp and log rise": ("exp_rises", "log_rises", "log_order", "log_positive"),
    "the absolute value": ("abs_plus", "abs_minus", "abs_above", "abs_above_minus"),
    "a term of a sum": ("term_at_most_sum", "term_below_sum"),
    "a sum of positive terms": ("sum_positive", "sum_nonnegative"),
    "a product of positive factors": ("prod_positive", "mul_positive", "mul_nonnegative"),
    "a square ≥ 0": ("square_nonnegative",),
    "exp > 0": ("exp_positive",),
}
"""What has a name that a reader knows; every other step is algebra, order, or a part put in the place of its equal."""


def told(rules: Mapping[str, int]) -> str:
    """The rules that a proof uses, each with its number of times if there are several."""
    counts = {words: sum(rules.get(name, 0) for name in names) for words, names in WORDS.items()}
    found = [f"{words} ({count})" if count > 1 else words for words, count in counts.items() if count]
    rest = sum(rules.values()) - sum(counts.values())
    return ", ".join(found + [f"{'and ' * bool(found)}{rest} step{'s' * (rest > 1)} of algebra and order"] * (rest > 0))
