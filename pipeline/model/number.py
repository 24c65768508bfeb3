"""Exact numbers: read once, never a float again, rounded once when printed."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

Number = Fraction
"""An exact value in its own measure (万元, 个, %)."""

SCALE = 10**6
"""Columns hold integers of 10⁻⁶: for an amount in 万元 that is one 分."""


def exact(value: int | float | str | Decimal | Fraction) -> Number:
    """Return what a person meant by `value`: floats through fifteen digits (domain.md F10).

    Raises ValueError for text that is no plain number, for NaN and for infinities.
    """
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError(f"not a finite number: {value!r}")
        value = format(value, ".15g")
    return Fraction(value)


def scaled(value: Number) -> int:
    """Return `value` in units of 10⁻⁶, half away from zero."""
    return _half_up(value * SCALE)


def unscaled(units: int) -> Number:
    """Return the number that a column's integer stands for."""
    return Fraction(units, SCALE)


def rounded(value: Number, decimals: int) -> Number:
    """Round once, half away from zero, as Excel's ROUND and every clerk do (F10)."""
    return Fraction(_half_up(value * 10**decimals), 10**decimals)


def plain(value: Number) -> str:
    """Return every digit of a number that has finitely many, and fifteen of any other."""
    denominator = value.denominator
    places = 0
    while denominator % 10 == 0:
        denominator //= 10
        places += 1
    for prime in (2, 5):
        count = 0
        while denominator % prime == 0:
            denominator //= prime
            count += 1
        places += count
    if denominator != 1:
        return plain(rounded(value, 15))
    return printed(value, places, strip_zeros=True)


def printed(value: Number, decimals: int, *, strip_zeros: bool = False) -> str:
    """Return `value` with exactly `decimals` digits after the point; never "-0.00"."""
    units = _half_up(value * 10**decimals)
    digits = str(abs(units)).rjust(decimals + 1, "0")
    text = f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits
    if strip_zeros and decimals:
        text = text.rstrip("0").rstrip(".")
    return f"-{text}" if units < 0 else text


def _half_up(value: Fraction) -> int:
    whole = (2 * abs(value.numerator) + value.denominator) // (2 * value.denominator)
    return -whole if value < 0 else whole
