"""Exact numbers: read once, never a float again, rounded once when printed."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction

Number = Fraction
"""An exact value in its own measure (万元, 个, %)."""

SCALE = 10**6
"""Columns hold integers of 10⁻⁶: for an amount in 万元 that is one 分."""

_SURE = 10**12
"""Below it, the float nearest to a number of two decimals stands for that number and no other."""

_PLAIN = re.compile(r"\s*[-+]?\d+(\.\d+)?\s*")


class Rounding(StrEnum):
    """Where a tie goes when a number prints: away from zero, or to the even digit (F10)."""

    AWAY = "四舍五入"
    EVEN = "四舍六入五成双"


_rounding: ContextVar[Rounding] = ContextVar("rounding", default=Rounding.AWAY)


@contextmanager
def rounding(mode: Rounding) -> Iterator[None]:
    """Print all numbers of one run in the office's mode; what was before holds again after it."""
    token = _rounding.set(mode)
    try:
        yield
    finally:
        _rounding.reset(token)


def exact(value: int | float | str | Decimal | Fraction) -> Number:
    """Return what a person meant by `value`: floats through fifteen digits (domain.md F10).

    Raises ValueError for text that is no plain number, for NaN and for infinities.
    """
    if isinstance(value, (float, Decimal)) and not math.isfinite(value):
        raise ValueError(f"not a finite number: {value!r}")
    if isinstance(value, str) and not _PLAIN.fullmatch(value):
        raise ValueError(f"no plain number: {value!r}")
    return Fraction(format(value, ".15g") if isinstance(value, float) else value)


def scaled(value: Number) -> int:
    """Return `value` in units of 10⁻⁶, half away from zero."""
    return _away(value, SCALE)


def read_scaled(value: int | float) -> int:
    """Return `scaled(exact(value))` of a finite number, without the detour over a fraction."""
    if isinstance(value, int):
        return value * SCALE
    cents = round(value * 100) if abs(value) < _SURE else 0
    if cents / 100 == value:
        return cents * (SCALE // 100)
    digits = Decimal(format(value, ".15g")) * SCALE
    return int(digits.to_integral_value(ROUND_HALF_UP))


def unscaled(units: int) -> Number:
    """Return the number that a column's integer stands for."""
    return Fraction(units, SCALE)


def rounded(value: Number, decimals: int) -> Number:
    """Round once for print, in the mode of the run (F10)."""
    return Fraction(_units(value, 10**decimals), 10**decimals)


def rounded_away(value: Number, decimals: int) -> Number:
    """Round half away from zero whatever the run's mode, as Excel's ROUND does."""
    return Fraction(_away(value, 10**decimals), 10**decimals)


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
    units = _units(value, 10**decimals)
    digits = str(abs(units)).rjust(decimals + 1, "0")
    text = f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits
    if strip_zeros and decimals:
        text = text.rstrip("0").rstrip(".")
    return f"-{text}" if units < 0 else text


def _units(value: Fraction, scale: int) -> int:
    """How many of 1/scale, a tie going where the run's mode says."""
    if _rounding.get() is Rounding.EVEN:
        return round(value * scale)
    return _away(value, scale)


def _away(value: Fraction, scale: int) -> int:
    """How many of 1/scale, half away from zero; in integers, since this prints every cell."""
    part, whole = 2 * scale * abs(value.numerator), value.denominator
    units = (part + whole) // (2 * whole)
    return -units if value.numerator < 0 else units
