"""Numbers are exact and rounded once, half away from zero (domain.md F10)."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.number import (
    Rounding,
    exact,
    plain,
    printed,
    rounded,
    rounded_away,
    rounding,
    scaled,
    unscaled,
)

amounts = st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**15), max_value=10**15)  # fmt: skip
places = st.integers(min_value=0, max_value=6)


@pytest.mark.parametrize(
    ("typed", "decimals", "shown"),
    [
        ("12.25", 1, "12.3"),
        ("2.675", 2, "2.68"),
        ("-0.25", 1, "-0.3"),
        ("1.005", 2, "1.01"),
        ("68.75", 1, "68.8"),
    ],
)
def test_the_probes_of_the_formula_book_round_as_clerks_do(typed, decimals, shown):
    assert printed(exact(typed), decimals) == shown
    assert printed(exact(float(typed)), decimals) == shown


def test_a_float_means_what_its_first_fifteen_digits_say():
    assert exact(0.1 + 0.2) == Fraction(3, 10)
    assert exact(0.30000000000000004) == exact("0.3")
    assert exact(16963.0) == 16963
    assert exact(6186.9) == Fraction(61869, 10)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf"), Decimal("nan"), Decimal("inf")])  # fmt: skip
def test_nan_and_infinity_are_no_numbers(value):
    with pytest.raises(ValueError):
        exact(value)


@pytest.mark.parametrize("text", ["", "约300", "1.2亿", "1,200", "3..4", "0x10", "nan", "inf", "1/3", "1_000", "1e5"])  # fmt: skip
def test_text_that_is_no_plain_number_is_refused(text):
    with pytest.raises(ValueError):
        exact(text)


@given(amounts, places)
def test_printing_agrees_with_decimal_rounding_half_up(value, decimals):
    with localcontext() as context:
        context.prec = 60
        step = Decimal(1).scaleb(-decimals)
        expected = format(value.quantize(step, rounding=ROUND_HALF_UP), "f")
    if Decimal(expected) == 0:
        expected = expected.lstrip("-")
    assert printed(exact(value), decimals) == expected
    assert rounded(exact(value), decimals) == Fraction(expected)


@given(st.fractions(), places)
def test_zero_never_prints_with_a_minus(value, decimals):
    shown = printed(value, decimals)
    assert not (shown.startswith("-") and set(shown) <= set("-0."))
    stripped = printed(value, decimals, strip_zeros=True)
    assert stripped not in ("-0", "-", "")
    assert Fraction(stripped) == Fraction(shown)


@pytest.mark.parametrize("value", ["-0.004", "-0.0049999", "-0.000001", "0"])
def test_a_small_negative_prints_as_zero(value):
    assert printed(exact(value), 2) == "0.00"
    assert printed(exact(value), 2, strip_zeros=True) == "0"


@given(amounts)
def test_every_finite_decimal_goes_through_plain_and_back(value):
    number = exact(value)
    assert Fraction(plain(number)) == number
    assert "E" not in plain(number) and not plain(number).endswith(".")


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Fraction(1, 8), "0.125"),
        (Fraction(1, 20), "0.05"),
        (Fraction(3, 2500), "0.0012"),
        (Fraction(-61869, 10), "-6186.9"),
        (Fraction(100), "100"),
        (Fraction(0), "0"),
        (Fraction(1, 3), "0.333333333333333"),
        (Fraction(2, 3), "0.666666666666667"),
    ],
)
def test_plain_writes_every_digit_there_is_and_fifteen_of_the_endless(number, text):
    assert plain(number) == text


def test_strip_zeros_leaves_the_zeros_before_the_point():
    assert printed(Fraction(100), 2, strip_zeros=True) == "100"
    assert printed(Fraction(6150, 100), 2, strip_zeros=True) == "61.5"
    assert printed(Fraction(100), 0, strip_zeros=True) == "100"


@given(st.integers(min_value=-(10**24), max_value=10**24))
def test_a_columns_integer_is_one_fen_and_comes_back(units):
    assert scaled(unscaled(units)) == units


def test_what_is_finer_than_one_fen_is_rounded_half_away_from_zero():
    assert scaled(Fraction(1, 2 * 10**6)) == 1
    assert scaled(Fraction(-1, 2 * 10**6)) == -1
    assert scaled(Fraction(49, 10**8)) == 0


def test_yi_yuan_are_rounded_once_from_wan_yuan():
    # F09: 14450万元 ÷ 10000 = 1.445 亿元; by way of two decimals it would be 1.45, then 1.5
    assert printed(Fraction(14450, 10000), 1) == "1.4"
    assert printed(Fraction(14450, 10000), 2) == "1.45"


@pytest.mark.parametrize(
    ("typed", "decimals", "shown"),
    [
        ("12.25", 1, "12.2"),
        ("2.675", 2, "2.68"),
        ("-0.25", 1, "-0.2"),
        ("1.005", 2, "1.00"),
        ("12.35", 1, "12.4"),
        ("0.5", 0, "0"),
        ("-0.5", 0, "0"),
        ("1.5", 0, "2"),
        # no tie: anything behind the five carries
        ("12.2500001", 1, "12.3"),
        ("-0.2500001", 1, "-0.3"),
        ("12.2499999", 1, "12.2"),
    ],
)
def test_ties_go_to_the_even_digit_where_the_office_says_so(typed, decimals, shown):
    with rounding(Rounding.EVEN):
        assert printed(exact(typed), decimals) == shown
        assert printed(exact(float(typed)), decimals) == shown
        assert rounded(exact(typed), decimals) == Fraction(shown)


def test_the_mode_of_one_run_is_gone_after_it_even_if_it_fails():
    with pytest.raises(RuntimeError), rounding(Rounding.EVEN):
        assert printed(exact("12.25"), 1) == "12.2"
        with rounding(Rounding.AWAY):
            assert printed(exact("12.25"), 1) == "12.3"
        assert printed(exact("12.25"), 1) == "12.2"
        raise RuntimeError
    assert printed(exact("12.25"), 1) == "12.3"


def test_reading_and_the_round_of_excel_know_no_other_mode():
    with rounding(Rounding.EVEN):
        # 0.000 000 5 is half of a 分 that is read to 10⁻⁶
        assert scaled(exact("0.0000005")) == 1
        assert rounded_away(exact("12.25"), 1) == exact("12.3")


@given(amounts, places)
def test_the_even_mode_agrees_with_decimal_rounding_half_even(value, decimals):
    with localcontext() as context, rounding(Rounding.EVEN):
        context.prec = 60
        step = Decimal(1).scaleb(-decimals)
        expected = value.quantize(step, rounding=ROUND_HALF_EVEN)
        assert rounded(exact(value), decimals) == Fraction(expected)
