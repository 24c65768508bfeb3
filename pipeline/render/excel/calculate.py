"""What a formula comes to: exact fractions, a spreadsheet's rules, errors as values."""

from __future__ import annotations

import operator
import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from fractions import Fraction

from pipeline.model.number import plain, rounded_away
from pipeline.render.excel.moves import Area
from pipeline.render.excel.syntax import Beyond, ErrorValue, Tree
from pipeline.render.excel.totals import (
    DIVIDED,
    SUBTOTALS,
    Gathered,
    Value,
    counted,
    extreme,
    mean,
    total,
)

Numbers = Callable[[Area, bool], Iterator[Value | array]]
"""Yields the values of an area, columns of numbers in 10⁻⁶; with True those that SUBTOTAL sees.
Beyond for unknown ones."""

_VALUE, _NA = ErrorValue("#VALUE!"), ErrorValue("#N/A")
_PLAIN_NUMBER = re.compile(r"\s*[-+]?(\d+\.?\d*|\.\d+)\s*")
_MOST_CELLS = 20_000
_CRITERION = re.compile(r"^[<>=]|[*?~]")
_COMPARE = {
    "=": operator.eq, "<>": operator.ne, "<": operator.lt,
    ">": operator.gt, "<=": operator.le, ">=": operator.ge,
}  # fmt: skip


def calculate(
    tree: Tree,
    operands: list[list[Area] | None],
    names: Callable[[str], list[Area]],
    single: Callable[[Area], Value],
    numbers: Numbers,
    ordered: Callable[[Area], list[Fraction]],
) -> Value:
    """Return the value of a formula; Beyond where only a spreadsheet can tell.

    Blank results are 0, as a spreadsheet shows them. `ordered` gives the numbers of an area in
    ascending order.
    """
    value = _Formula(operands, names, single, numbers, ordered).scalar(tree)
    return Fraction(0) if value is None else value


class _Formula:
    def __init__(
        self,
        operands: list[list[Area] | None],
        names: Callable[[str], list[Area]],
        single: Callable[[Area], Value],
        numbers: Numbers,
        ordered: Callable[[Area], list[Fraction]],
    ) -> None:
        self._operands = operands
        self._names = names
        self._single = single
        self._read = numbers
        self._ordered = ordered

    def scalar(self, tree: Tree) -> Value:
        """One value; an area of one cell gives that cell's."""
        kind = tree[0]
        if kind == "value":
            return tree[1]
        if kind in ("cells", "name"):
            return self._one(self._areas(tree))
        if kind == "sign":
            return _signed(tree[1], self.scalar(tree[2]))
        if kind == "percent":
            return _arithmetic("/", self.scalar(tree[1]), Fraction(100))
        if kind == "infix":
            return _infix(tree[1], self.scalar(tree[2]), self.scalar(tree[3]))
        return getattr(self, f"_{tree[1].partition('.')[0].lower()}")(tree[2])

    def _areas(self, tree: Tree) -> list[Area]:
        areas = self._names(tree[1]) if tree[0] == "name" else self._operands[tree[1]]
        if areas is None:
            raise Beyond
        return areas

    def _one(self, areas: list[Area]) -> Value:
        if len(areas) != 1:
            raise Beyond
        area = areas[0]
        if (area.first_column, area.first_row) != (area.last_column, area.last_row):
            raise Beyond
        return self._single(area)

    def _numbers(self, arguments: list[Tree], nested: bool = False) -> Gathered:
        """Numbers as SUM takes them: in cells only numbers count, elsewhere all must be."""
        found = Gathered([], [], [])
        for tree in arguments:
            if tree[0] in ("cells", "name"):
                for area in self._areas(tree):
                    for value in self._read(area, nested):
                        found.take(value)
            else:
                found.take(_number(self.scalar(tree)))
        return found

    def _sum(self, arguments: list[Tree]) -> Value:
        return total(self._numbers(arguments))

    def _average(self, arguments: list[Tree]) -> Value:
        return mean(self._numbers(arguments))

    def _min(self, arguments: list[Tree]) -> Value:
        return extreme(min, self._numbers(arguments))

    def _max(self, arguments: list[Tree]) -> Value:
        return extreme(max, self._numbers(arguments))

    def _count(self, arguments: list[Tree]) -> Value:
        return counted(self._numbers(arguments))

    def _countif(self, arguments: list[Tree]) -> Value:
        """How many cells hold a word; comparisons, patterns and numbers are beyond us."""
        cells, word = arguments
        wanted = self.scalar(word)
        if cells[0] not in ("cells", "name") or not isinstance(wanted, str):
            raise Beyond
        if not wanted or _CRITERION.search(wanted) or _PLAIN_NUMBER.fullmatch(wanted):
            raise Beyond
        found = (self._single(one) for area in self._areas(cells) for one in _cells(area))
        texts = (value.casefold() for value in found if isinstance(value, str))
        return Fraction(sum(text == wanted.casefold() for text in texts))

    def _subtotal(self, arguments: list[Tree]) -> Value:
        code = self.scalar(arguments[0])
        if not isinstance(code, Fraction) or any(one[0] != "cells" for one in arguments[1:]):
            raise Beyond
        gather = SUBTOTALS.get(int(code) % 100)
        if gather is None:
            raise Beyond
        return gather(self._numbers(arguments[1:], nested=True))

    def _rank(self, arguments: list[Tree]) -> Value:
        """The place of a number among those of an area, equal ones sharing the best."""
        number, order = self.scalar(arguments[0]), Fraction(0)
        if len(arguments) > 2:
            order = _number(self.scalar(arguments[2]))
        areas = self._areas(arguments[1]) if arguments[1][0] in ("cells", "name") else []
        if len(areas) != 1 or not isinstance(number, Fraction) or not isinstance(order, Fraction):
            raise Beyond
        numbers = self._ordered(areas[0])
        low, high = bisect_left(numbers, number), bisect_right(numbers, number)
        if low == high:
            return _NA
        return Fraction(low + 1 if order else len(numbers) - high + 1)

    def _round(self, arguments: list[Tree]) -> Value:
        value, places = (_number(self.scalar(one)) for one in arguments)
        for one in (value, places):
            if isinstance(one, ErrorValue):
                return one
        digits = int(places)
        if digits >= 0:
            return rounded_away(value, digits)
        return rounded_away(value / 10**-digits, 0) * 10**-digits

    def _if(self, arguments: list[Tree]) -> Value:
        condition = _truth(self.scalar(arguments[0]))
        if isinstance(condition, ErrorValue):
            return condition
        if condition:
            return self.scalar(arguments[1])
        return self.scalar(arguments[2]) if len(arguments) > 2 else False

    def _iferror(self, arguments: list[Tree]) -> Value:
        value = self.scalar(arguments[0])
        return self.scalar(arguments[1]) if isinstance(value, ErrorValue) else value

    def _hyperlink(self, arguments: list[Tree]) -> Value:
        """What the cell shows: the name given to the link, else its address."""
        target, *name = (self.scalar(one) for one in arguments)
        if isinstance(target, ErrorValue) or not name:
            return target
        return name[0]


def _cells(area: Area) -> Iterator[Area]:
    """The cells of an area one by one; Beyond where they are too many to be read so."""
    sheet, left, top, right, bottom = area
    if (right - left + 1) * (bottom - top + 1) > _MOST_CELLS:
        raise Beyond
    for row in range(top, bottom + 1):
        yield from (Area(sheet, column, row, column, row) for column in range(left, right + 1))


def _number(value: Value) -> Value:
    if isinstance(value, ErrorValue):
        return value
    if value is None:
        return Fraction(0)
    if isinstance(value, str):
        if _PLAIN_NUMBER.fullmatch(value):
            return Fraction(value.strip())
        if re.search(r"\d", value):
            raise Beyond
        return _VALUE
    return Fraction(value)


def _truth(value: Value) -> bool | ErrorValue:
    if isinstance(value, str) and not isinstance(value, ErrorValue):
        return _VALUE
    number = _number(value)
    return number if isinstance(number, ErrorValue) else number != 0


def _signed(sign: str, value: Value) -> Value:
    if sign == "+":
        return value
    return _arithmetic("-", Fraction(0), value)


def _infix(sign: str, left: Value, right: Value) -> Value:
    for one in (left, right):
        if isinstance(one, ErrorValue):
            return one
    if sign == "&":
        return _joined(left) + _joined(right)
    if sign in _COMPARE:
        return _compared(sign, left, right)
    return _arithmetic(sign, left, right)


def _arithmetic(sign: str, left: Value, right: Value) -> Value:
    left, right = _number(left), _number(right)
    for one in (left, right):
        if isinstance(one, ErrorValue):
            return one
    if sign == "/":
        return left / right if right else DIVIDED
    return {"+": operator.add, "-": operator.sub, "*": operator.mul}[sign](left, right)


def _compared(sign: str, left: Value, right: Value) -> bool:
    left, right = _filled(left, right), _filled(right, left)
    ranks = [2 if isinstance(v, bool) else 1 if isinstance(v, str) else 0 for v in (left, right)]
    if ranks[0] != ranks[1]:
        return _COMPARE[sign](*ranks)
    if isinstance(left, str):
        if sign not in ("=", "<>"):
            raise Beyond
        left, right = left.casefold(), right.casefold()
    return _COMPARE[sign](left, right)


def _filled(value: Value, other: Value) -> Value:
    """A blank counts as whatever nothing is beside the other value."""
    if value is not None:
        return value
    if isinstance(other, bool):
        return False
    return "" if isinstance(other, str) else Fraction(0)


def _joined(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, Fraction):
        digits = plain(value)
        if len(digits) > 15 or Fraction(digits) != value:
            raise Beyond
        return digits
    return value
