"""The share of the chains that is attacked is a small one, and there is something in it."""

from __future__ import annotations

from .attacked import ONE_IN, attacked, is_drawn


def test_a_chain_is_drawn_by_its_text_about_as_often_as_is_said() -> None:
    drawn = [is_drawn(f"chain {number}") for number in range(100 * ONE_IN)]
    assert drawn == [is_drawn(f"chain {number}") for number in range(100 * ONE_IN)]
    assert 80 <= sum(drawn) <= 120


def test_some_chains_of_the_book_are_attacked() -> None:
    assert len(list(attacked())) >= 4
