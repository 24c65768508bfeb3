"""What one tag that fills a cell wrote, row by row: its XML, and its numbers kept in columns."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from pipeline.model.attachment import Picture
from pipeline.model.figure import Quantity
from pipeline.model.number import SCALE, Number, plain, printed
from pipeline.render.excel.alike import Same
from pipeline.render.excel.gauge import Gauge
from pipeline.render.excel.links import Link
from pipeline.render.excel.plan import Filled
from pipeline.render.excel.rows import Rows
from pipeline.render.excel.values import MAX_TEXT, content

_PLACES = 6
_END = "</t></is></c>"
_START = ' t="inlineStr"><is><t xml:space="preserve">'
Found = tuple[int, int, str, str]
"""A printed figure: output row and column, its text, the figure."""


_EXACT = {
    2**twos * 5**fives: (
        max(twos, fives),
        10 ** max(twos, fives) // (2**twos * 5**fives),
        SCALE // (2**twos * 5**fives),
    )
    for twos in range(_PLACES + 1)
    for fives in range(_PLACES + 1)
}
"""By denominator: the decimals that a number takes, its factor to units of them, and of SCALE."""


@dataclass(slots=True)
class Written:
    """What a sheet's template writes: its rows, the figures in whole cells, and their numbers.

    `figures` are those that `slots` do not hold by number; `same` the row and column of cells to
    be merged with equal ones below; `tall` rows with a text in a cell that goes over several.
    `pictures` and `links` (targets) stand in cells of theirs.
    `needed` is the height that the row needs which is being written.
    """

    rows: Rows
    slots: list[Slot] = field(default_factory=list)
    figures: list[Found] = field(default_factory=list)
    same: list[tuple[int, int]] = field(default_factory=list)
    tall: set[int] = field(default_factory=set)
    pictures: list[tuple[int, int, Picture]] = field(default_factory=list)
    links: list[tuple[int, int, str]] = field(default_factory=list)
    needed: float = 0.0


class Slot:
    """One cell of the template in all its rows.

    `rows` and `units` are the numbers that it holds, in 10⁻⁶, by output row; `loose` says that
    some are not among them, or do not count; `wholes` are those numbers' whole parts, in nines.
    """

    def __init__(self, cell: Filled, written: Written, shift: int, gauge: Gauge | None) -> None:
        self.cell = cell
        self.rows, self.units = array("i"), array("q")
        self.figures: list[str] = []
        self.wholes: set[str] = set()
        self.loose = False
        self._decimals: int | None = None
        self._strip = False
        self._written, self._shift = written, shift
        self._gauge = gauge
        self._room = MAX_TEXT // 2 if gauge is None else gauge.sure

    def put(self, value: object) -> str:
        """Return the rest of a `<c r="…" s="…"` for a value; Unprintable as `content` says."""
        kind = type(value)
        if kind is str:
            if value.isprintable() and _bare(value) and len(value) < MAX_TEXT // 2:
                if len(value) > self._room:
                    self._measure(value)
                return f"{_START}{value}{_END}" if value else "/>"
        elif kind is Quantity and value.raw and value.terms is None and value.under is None:
            number = value.value
            if type(number) is Number and (known := _EXACT.get(number.denominator)):
                return self._number(value, number, *known)
        return self._other(value)

    def _number(self, value: Quantity, number: Number, places: int, by: int, lift: int) -> str:
        units = number.numerator
        digits = str(units * by)
        if not places:
            text = digits
        elif units > 0 and len(digits) > places:
            text = f"{digits[:-places]}.{digits[-places:]}"
        else:
            text = plain(number)
        figure = value.figure
        if figure and (
            places > value.decimals
            or value.decimals != self._decimals
            or value.strip_zeros is not self._strip
        ):
            figure = self._first(value, places)
        try:
            self.units.append(units * lift)
        except OverflowError:
            self._lose(text)
            self._record(figure, value.bare)
        else:
            self.rows.append(self._written.rows.number)
            self.figures.append(figure)
        return f"><v>{text}</v></c>"

    def _first(self, value: Quantity, places: int) -> str:
        """Return the figure if `printed` can tell its digits, as of the first; else note them."""
        if self._decimals is None and places <= value.decimals:
            self._decimals, self._strip = value.decimals, value.strip_zeros
            return value.figure
        self._record(value.figure, value.bare)
        return ""

    def _other(self, value: object) -> str:
        written, place = self._written, (self._written.rows.number, self.cell.column)
        if isinstance(value, Picture):
            written.pictures.append((*place, value))
            return "/>"
        if isinstance(value, Same):
            written.same.append(place)
            self.loose = True
            value = value.value
        if isinstance(value, Link):
            if value.leads:
                written.links.append((*place, value.target))
            value = value.shown
        made = content(value, self.cell.dated, self._shift, self._record)
        if made.startswith("><v>"):
            self._read(made[4:-8])
        elif made != "/>":
            self._measure(unescape(made[len(_START) : -len(_END)]))
        return made

    def _read(self, digits: str) -> None:
        """Keep a number by the digits that were written for it."""
        whole, _, part = digits.partition(".")
        if len(part) > _PLACES or not whole.lstrip("-").isdecimal():
            self._lose(digits)
            return
        try:
            self.units.append(int(whole + part.ljust(_PLACES, "0")))
        except OverflowError:
            self._lose(digits)
            return
        self.rows.append(self._written.rows.number)
        self.figures.append("")

    def _lose(self, digits: str) -> None:
        self.loose = True
        self.wholes.add(re.sub(r"\d", "9", digits.partition(".")[0]))

    def _measure(self, text: str) -> None:
        if self._gauge is None:
            return
        if self._gauge.tall or self.loose:
            self._written.tall.add(self._written.rows.number)
        else:
            self._written.needed = max(self._written.needed, self._gauge.needed(text))

    def _record(self, figure: str, text: str) -> None:
        if figure:
            self._written.figures.append(
                (self._written.rows.number, self.cell.column, text, figure)
            )

    @property
    def traced(self) -> int:
        """How many figures `printed` has."""
        return len(self.figures) - self.figures.count("")

    def printed(self) -> Iterator[Found]:
        """The figures that were printed as numbers, by row."""
        column = self.cell.column
        decimals, strip = self._decimals or 0, self._strip
        for row, units, figure in zip(self.rows, self.units, self.figures, strict=True):
            if figure:
                number = Number(units, SCALE)
                text = printed(number, decimals, strip_zeros=strip)
                yield row, column, text, figure


def _bare(text: str) -> bool:
    """Tell whether a text of letters, digits and signs is its own XML."""
    return "&" not in text and "<" not in text and ">" not in text and "_x" not in text
