"""A finished table with what its cells are known to say: traced figures, labels, numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from pipeline.assess.digits import digits_of, number_of
from pipeline.model.edition import Printed
from pipeline.model.figure import Scope
from pipeline.model.finding import Finding
from pipeline.model.interval import Interval
from pipeline.model.month import Month
from pipeline.model.number import Number
from pipeline.model.place import Place
from pipeline.office.shown import Cell, Page
from pipeline.scheme.published import Ratio
from pipeline.scheme.rules import found
from pipeline.scheme.scheme import Scheme

_ADDED = re.compile(r"[A-Z]+(\d+):[A-Z]+(\d+)")
"""The ranges that a formula adds up, by their first and last rows."""
_ONE, _WAN = Number(1), Number(10000)


class Meaning(Protocol):
    """What a code of a trace stands for; `indicator` is empty where it is none of the scheme's."""

    @property
    def value(self) -> Number | None: ...
    @property
    def measure(self) -> str: ...
    @property
    def what(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def indicator(self) -> str: ...


_ISSUED = ("上级", "本级", "分解")
"""Whose task a task or a rate is of; a column may print one's above the other's."""
_LISTED = re.compile(r"/(全市|[^/:]+:[^/]+)/(?!组?\d+/)")
"""Whose a list's or a stretch's figure is, after its name; a list's rows are nobody's."""

TYPED = "手填"
"""Stands for the measure of a number that somebody typed: nobody knows which, and it adds up."""

Means = Callable[[str], Meaning]
Key = tuple[str, str, str]
"""Indicator, what of it, and its status."""
Kind = tuple[str, frozenset[str]]
"""What a column prints (empty for nothing, ？ for several things), and of which indicators."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure in a cell: whose and which it is, its exact value, and the number that stands there.

    `number` is None where the cell holds words only (未报送), `digits` are those that stand there;
    `value` is in the measure that the cell shows, `scale` times smaller than the figure's own.
    """

    code: str
    scope: Scope
    key: Key
    value: Number | None
    number: Number | None
    measure: str
    scale: Number = _ONE
    digits: str = ""

    @property
    def adds(self) -> bool:
        """Whether rows of it add up: amounts and counts do, rates do not."""
        return bool(self.measure) and not self.measure.endswith(("%", "百分点", "倍"))

    @property
    def span(self) -> Interval | None:
        """What the number can stand for: itself where it is exact, else all that rounds to it."""
        if self.number is None:
            return None
        if self.number == self.value:
            return Interval(self.number, self.number)
        return Interval.of(self.digits)


@dataclass(slots=True)
class Table:
    """One sheet of a document: its cells, and the figures that were printed into them.

    `columns` are the rows of the figures by column, `lines` the figures by row.
    """

    document: str
    page: Page
    shown: Mapping[tuple[int, int], Shown]
    columns: dict[int, list[int]] = field(default_factory=dict)
    lines: dict[int, list[Shown]] = field(default_factory=dict)
    _numbers: dict[int, list[int]] = field(default_factory=dict)
    _kinds: dict[int, Kind] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for row, column in sorted(self.shown):
            self.columns.setdefault(column, []).append(row)
            self.lines.setdefault(row, []).append(self.shown[row, column])
        for (row, column), cell in sorted(self.page.cells.items()):
            if number_of(cell) is not None:
                self._numbers.setdefault(column, []).append(row)

    def number(self, row: int, column: int) -> Number | None:
        """The number in a cell, typed as text or not; None for words and blanks."""
        cell = self.page.cells.get((row, column))
        return number_of(cell) if cell else None

    def stands_for(self, row: int, column: int) -> Interval:
        """What a number can stand for as it is written: 44.10 for less than 44.1 (F42)."""
        return Interval.of(digits_of(self.page.cells[row, column]))

    def label(self, row: int, column: int) -> str:
        """The text in the row that stands first before this column."""
        for one in range(1, column):
            cell = self.page.cells.get((row, one))
            if cell is not None and cell.text and number_of(cell) is None:
                return cell.text
        return ""

    def heading(self, column: int) -> str:
        """The texts above the column's first number or figure."""
        starts = (*self._numbers.get(column, ())[:1], *self.columns.get(column, ())[:1])
        above = (self.page.cells.get((row, column)) for row in range(1, min(starts, default=1)))
        return "".join(cell.text for cell in above if cell is not None)

    def scope(self, row: int) -> Scope | None:
        """Whose row it is, if all figures in it are one's."""
        found = {one.scope for one in self.lines.get(row, ())}
        return found.pop() if len(found) == 1 else None

    def kind(self, column: int) -> Kind:
        """What the column prints, if it is one thing only, and of which indicators."""
        if column not in self._kinds:
            keys = {self.shown[row, column].key for row in self.columns.get(column, ())}
            whats = {_plainly(what) for _, what, _ in keys}
            names = frozenset(name for name, _, _ in keys)
            what = whats.pop() if len(whats) == 1 else "？" if keys else ""
            self._kinds[column] = what, names
        return self._kinds[column]

    def indicator(self, row: int, column: int) -> str:
        """The indicator of a cell: the column's, or the row's in a table with one in each row."""
        for names in (self.kind(column)[1], {one.key[0] for one in self.lines.get(row, ())}):
            if len(named := names - {""}) == 1:
                return next(iter(named))
        return ""

    def span(self, row: int, column: int) -> Interval | None:
        """What a cell's number can stand for; one that nobody traced stands for itself.

        A formula's sum of figures as they print may stand for the sum of the figures, too.
        """
        if (one := self.shown.get((row, column))) is not None:
            return one.span
        number = self.number(row, column)
        if number is None:
            return None
        added = [
            self.shown[at, column]
            for first, last in _ADDED.findall(self.page.cells[row, column].formula)
            for at in range(int(first), int(last) + 1)
            if (at, column) in self.shown
        ]
        if sum((one.number or Number(0) for one in added), Number(0)) != number:
            return Interval(number, number)
        exactly = sum((one.value or Number(0) for one in added), Number(0))
        return Interval(min(number, exactly), max(number, exactly))

    def place(self, row: int, column: int) -> str:
        """Where a cell is, in words: 《完成情况表.xlsx》完成情况!D7."""
        return str(self.spot(row, column))

    def spot(self, row: int, column: int) -> Place:
        """The same as a place; words stand in the place of a sheet's name in a text."""
        if place := self.page.places.get((row, column)):
            return Place(self.document, place)
        return Place(self.document, self.page.name, Page.address(row, column))

    def rows(self, column: int) -> Sequence[int]:
        """The rows in which the column has a number."""
        return self._numbers.get(column, ())

    def runs(self, column: int) -> Iterator[list[int]]:
        """The column's figures in stretches of one kind in which nobody stands twice."""
        run: list[int] = []
        for row in self.columns.get(column, ()):
            one = self.shown[row, column]
            before = [self.shown[at, column] for at in run]
            again = one.code in {other.code for other in before}
            if before and (again or before[0].key != one.key):
                yield run
                run = []
            run.append(row)
        if run:
            yield run


def table_of(document: str, page: Page, trace: Sequence[Printed], means: Means) -> Table:
    """Put a sheet together with the trace of its document; cells with several figures are text."""
    addresses = {page.at(*at): at for at in page.cells}
    own = [one for one in trace if one.place in addresses]
    counts = Counter(one.place for one in own)
    shown = {}
    for one in own:
        at = addresses[one.place]
        if counts[one.place] == 1:
            shown[at] = _shown(one, page.cells[at], means(one.figure))
    return Table(document, page, shown)


def finding(
    scheme: Scheme,
    month: Month,
    code: str,
    table: Table,
    row: int,
    column: int,
    words: Mapping[str, str],
    own: Ratio | None = None,
) -> Iterator[Finding]:
    """Make a finding of a cell, in the words of its rule or of the ratio's own."""
    rule = scheme.rules.get(code)
    if rule is None or not rule.holds_in(month.period):
        return
    if own is not None and own.message:
        rule = replace(rule, message=own.message, remedy=own.remedy or rule.remedy)
    place = table.spot(row, column)
    yield found(rule, month.period, "", (place,), **words, key=str(place))


def _shown(one: Printed, cell: Cell, meaning: Meaning) -> Shown:
    digits, number = digits_of(cell), number_of(cell)
    scale = _scale(cell, digits, meaning)
    value = None if meaning.value is None else meaning.value / scale
    key = meaning.indicator, meaning.what, meaning.status
    whose = _whose(one.figure)
    return Shown(one.figure, whose, key, value, number, meaning.measure, scale, digits)


def _scale(cell: Cell, digits: str, meaning: Meaning) -> Number:
    """万 where the cell shows the figure in 亿元: it says so, or only so does its number fit."""
    if meaning.measure != "万元" or not digits:
        return _ONE
    if "亿元" in cell.text:
        return _WAN
    span, value = Interval.of(digits), meaning.value
    wide = value is not None and value not in span and value / _WAN in span
    return _WAN if wide else _ONE


def _whose(code: str) -> Scope:
    kind, _, name = code.partition("/")[0].partition(":")
    if kind in ("清单", "阶段") and (listed := _LISTED.search(code)):
        kind, _, name = listed[1].partition(":")
    return Scope(kind, name)


def _plainly(what: str) -> str:
    return next((what.removeprefix(one) for one in _ISSUED if what.startswith(one)), what)
