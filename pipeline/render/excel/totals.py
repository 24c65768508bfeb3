"""Numbers gathered from cells, and what SUM and its like make of them."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from fractions import Fraction
from typing import NamedTuple

from pipeline.model.number import SCALE
from pipeline.render.excel.syntax import ErrorValue

Value = Fraction | str | bool | ErrorValue | None
DIVIDED = ErrorValue("#DIV/0!")


class Gathered(NamedTuple):
    """Numbers one by one, columns of them in 10⁻⁶, and the errors among them."""

    values: list[Fraction]
    columns: list[array]
    errors: list[ErrorValue]

    def take(self, value: Value | array) -> None:
        """Take what a cell holds, or a column of numbers; texts and blanks do not count."""
        if isinstance(value, array):
            self.columns.append(value)
        elif isinstance(value, ErrorValue):
            self.errors.append(value)
        elif isinstance(value, Fraction):
            self.values.append(value)

    @property
    def count(self) -> int:
        """How many numbers there are."""
        return len(self.values) + sum(map(len, self.columns))


def total(numbers: Gathered) -> Value:
    """SUM: exact, or the first error."""
    if numbers.errors:
        return numbers.errors[0]
    sums: dict[int, int] = {SCALE: sum(map(sum, numbers.columns))}
    for number in numbers.values:
        bottom = number.denominator
        sums[bottom] = sums.get(bottom, 0) + number.numerator
    return sum((Fraction(top, bottom) for bottom, top in sums.items()), Fraction(0))


def mean(numbers: Gathered) -> Value:
    """AVERAGE; #DIV/0! of nothing."""
    found = total(numbers)
    if isinstance(found, ErrorValue):
        return found
    return found / numbers.count if numbers.count else DIVIDED


def counted(numbers: Gathered) -> Value:
    """COUNT: errors are no numbers."""
    return Fraction(numbers.count)


def extreme(pick: Callable[..., Fraction], numbers: Gathered) -> Value:
    """MIN or MAX, as `pick` says; 0 of nothing."""
    if numbers.errors:
        return numbers.errors[0]
    ends = (Fraction(pick(column), SCALE) for column in numbers.columns)
    return pick((*numbers.values, *ends), default=Fraction(0))


SUBTOTALS: dict[int, Callable[[Gathered], Value]] = {
    1: mean,
    2: counted,
    4: lambda numbers: extreme(max, numbers),
    5: lambda numbers: extreme(min, numbers),
    9: total,
}
"""What SUBTOTAL makes of them, by its number less 100 if need be."""
