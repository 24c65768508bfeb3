"""An amount in words, and the word that stands where there is none (F03, F09)."""

from __future__ import annotations

from fractions import Fraction

from pipeline.model.figure import Missing
from pipeline.model.number import Number, plain, printed, rounded
from pipeline.scheme.indicators import Indicator

WORDS = {
    Missing.NOT_REPORTED: "未报送",
    Missing.RETURNED: "退回",
    Missing.NO_TARGET: "未下达",
    Missing.NO_PAST: "无同期",
    Missing.FIRST_YEAR: "首年",
    Missing.NOT_ASSESSED: "不考核",
    Missing.NOT_CONFIRMED: "尚未核定",
    Missing.NOT_ENTERED: "未录入",
    Missing.OTHER_SPANS: "所属期不一致",
    Missing.BY_MONTHS: "不按日统计",
    Missing.NOT_APPLICABLE: "—",
}
"""What stands in a table cell in place of a value: each reason its own word."""

SUMS_MAY_DIFFER = "由于四舍五入，分项之和可能不等于合计"
"""What is said below numbers that were each rounded alone (F17)."""

WAN = Fraction(10_000)
MOST_DIGITS = 6
"""So many decimals has one 分 in 万元."""


def word_of(missing: Missing | None) -> str:
    """The word of a reason; a dash where there is none to give."""
    return WORDS[missing or Missing.NOT_APPLICABLE]


def amount(value: Number, indicator: Indicator, decimals: int | None = None) -> str:
    """12.35亿元, 23个: in the indicator's printed measure, rounded once (F09)."""
    places = indicator.decimals if decimals is None else decimals
    return f"{printed(converted(value, indicator), places)}{indicator.shown}"


def exactly(value: Number, indicator: Indicator) -> str:
    """The amount, or all its digits where it would print as nothing though it is something.

    Of a share that has no last digit, like a third of a project, the first one that is not 0.
    """
    if value and not rounded(converted(value, indicator), indicator.decimals):
        return f"{_digits(value)}{indicator.measure}"
    return amount(value, indicator)


def _digits(value: Number) -> str:
    if (value * 10**MOST_DIGITS).denominator == 1:
        return plain(value)
    places = next(n for n in range(1, 2 * MOST_DIGITS) if rounded(value, n) or n > MOST_DIGITS)
    return printed(value, places)


def converted(value: Number, indicator: Indicator) -> Number:
    """The value in the printed measure: 万元 become 亿元 where the catalogue says so."""
    if indicator.measure == "万元" and indicator.shown == "亿元":
        return value / WAN
    return value


def reached(value: Number | None, missing: Missing | None, indicator: Indicator) -> str:
    """The figure itself; a zero is 暂未有上报, a missing one says why."""
    if value is None:
        return word_of(missing)
    if value == 0:
        return "暂未有上报"
    return amount(value, indicator)
