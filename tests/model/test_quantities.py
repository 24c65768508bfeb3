"""Numbers as templates meet them: re-added gaps, and rates that are not a hundred (F04, F11)."""

from __future__ import annotations

from fractions import Fraction

import pytest

from pipeline.model.figure import Quantity
from pipeline.model.number import exact


def rate(value: str) -> Quantity:
    return Quantity(exact(value), "%", 2, "尚差0.00004万元", under=Fraction(100))


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        ("99.99", 2, "99.99"),
        ("99.996", 2, "99.996"),
        ("99.996", 1, "99.996"),
        ("99.96", 1, "99.96"),
        ("99.6", 0, "99.6"),
        ("99.9996", 2, "99.9996"),
        # no four decimals tell it from a hundred
        ("99.99996", 2, ""),
        ("99.99996", 5, "99.99996"),
    ],
)
def test_what_is_not_done_prints_no_hundred_at_whatever_decimals(value, decimals, text):
    assert rate(value).at(decimals) == text


def test_a_cell_holds_words_where_a_number_would_be_a_hundred():
    assert (rate("99.99996").cell, rate("99.99996").bare) == ("", "尚差0.00004万元")
    assert (rate("99.996").cell, rate("99.996").bare) == ("99.996", "99.996")
    assert Quantity(Fraction(100), "%", 2).cell == "100"


def test_it_still_compares_by_its_exact_value():
    assert rate("99.99996") < 100
    assert rate("99.99996") > 99


@pytest.mark.parametrize(
    ("decimals", "text"),
    [
        # R = 40.004, P = 41.666…: 40.00 − 41.67, 40.0 − 41.7, 40 − 42, 40.004 − 41.667
        (2, "-1.67"),
        (1, "-1.7"),
        (0, "-2"),
        (3, "-1.663"),
    ],
)
def test_a_gap_is_taken_anew_from_what_it_prints_beside(decimals, text):
    terms = exact("40.004"), Fraction(500, 12)
    gap = Quantity(exact("-1.67"), "个百分点", 2, terms=terms)
    assert gap.at(decimals) == text


def test_a_displayed_gap_is_never_rounded_again():
    # R = 50.44, P = 41.666…: 8.77 would become 8.8; 50.4 − 41.7 = 8.7
    gap = Quantity(exact("8.77"), "个百分点", 2, terms=(exact("50.44"), Fraction(500, 12)))
    assert gap.at(1) == "8.7"
