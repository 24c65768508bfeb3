"""What a printed number can stand for: every value that rounds to it (F42)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from pipeline.model.number import Number, exact


@dataclass(frozen=True, slots=True)
class Interval:
    """All values from `low` to `high`, both included, since a tie may be rounded either way."""

    low: Number
    high: Number

    @classmethod
    def of(cls, text: str) -> Interval:
        """The values that print as these digits: half a unit of the last place to each side."""
        value = exact(text)
        half = Fraction(1, 2 * 10 ** len(text.strip().partition(".")[2]))
        return cls(value - half, value + half)

    def __contains__(self, value: object) -> bool:
        return isinstance(value, Fraction) and self.low <= value <= self.high

    def times(self, factor: Number) -> Interval:
        """The same in another measure; the factor is positive."""
        return Interval(self.low * factor, self.high * factor)

    def meets(self, other: Interval) -> bool:
        """Whether there is a value that both can stand for."""
        return self.low <= other.high and other.low <= self.high


def may_be(percent: str, part: str, whole: Interval) -> bool:
    """Whether a quoted per cent fits the printed part and the whole it is quoted with (F42, V45).

    25.47 of exactly 42.5 may be 59.94 %, since 25.474 of 42.5 is; a whole that is itself a print
    is an interval too.
    """
    above = Interval.of(part)
    if whole.low <= 0 or above.low < 0:
        return True
    rate = Interval(above.low / whole.high * 100, above.high / whole.low * 100)
    return rate.meets(Interval.of(percent))
