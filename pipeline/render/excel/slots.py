"""What one tag that fills a cell wrote, row by row: its XML, and its numbers kept in columns."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator

from pipeline.model.figure import Quantity
from pipeline.model.number import SCALE, Number, plain, printed
from pipeline.render.excel.alike import Same
from pipeline.render.excel.plan import Filled
from pipeline.render.excel.rows import Rows
from pipeline.render.excel.values import MAX_TEXT, content

_PLACES = 6
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


class Slot:
    """One cell of the template in all its rows.

    `rows` and `units` are the numbers that it holds, in 10⁻⁶, by output row; `loose` says that
    some are not among them, or do not count; `wholes` are those numbers' whole parts, in nines.
    `high` collects rows that may have to grow for a text longer than `room` signs.
    """

    def __init__(
        self, cell: Filled, out: Rows, room: int, shift: int, high: set[int],
        figures: list[Found], same: list[tuple[int, int]],
    ) -> None:  # fmt: skip
        self.cell = cell
        self.rows, self.units = array("i"), array("q")
        self.figures: list[str] = []
        self.wholes: set[str] = set()
        self.loose = False
        self._form: tuple[int, bool] | None = None
        self._out, self._shift = out, shift
        self._room = min(room, MAX_TEXT // 2)
        self._measured = room < MAX_TEXT
        self._high, self._others, self._same = high, figures, same

    def put(self, value: object) -> str:
        """Return the rest of a `<c r="…" s="…"` for a value; Unprintable as `content` says."""
        kind = type(value)
        if kind is str:
            if len(value) <= self._room and value.isprintable() and _bare(value):
                return f"{_START}{value}</t></is></c>" if value else "/>"
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
        if figure and (places > value.decimals or self._other_form(value)):
            self._others.append((self._out.number, self.cell.column, value.bare, figure))
            figure = ""
        self._keep(units * lift, text, figure)
        return f"><v>{text}</v></c>"

    def _other_form(self, value: Quantity) -> bool:
        """Tell whether a figure prints otherwise than the first did, which `printed` goes by."""
        form = (value.decimals, value.strip_zeros)
        if self._form is None:
            self._form = form
        return form != self._form

    def _keep(self, units: int, text: str, figure: str) -> None:
        try:
            self.units.append(units)
        except OverflowError:
            self._lose(text)
            return
        self.rows.append(self._out.number)
        self.figures.append(figure)

    def _lose(self, text: str) -> None:
        self.loose = True
        self.wholes.add(re.sub(r"\d", "9", text.partition(".")[0]))

    def _other(self, value: object) -> str:
        if isinstance(value, Same):
            self._same.append((self._out.number, self.cell.column))
            self.loose = True
            value = value.value
        made = content(value, self.cell.dated, self._shift, self._record)
        if made.startswith("><v>"):
            self._read(made[4:-8])
        elif self._measured and len(made) > 2:
            self._high.add(self._out.number)
        return made

    def _record(self, figure: str, text: str) -> None:
        self._others.append((self._out.number, self.cell.column, text, figure))

    def _read(self, digits: str) -> None:
        """Keep a number by the digits that were written for it."""
        whole, _, part = digits.partition(".")
        if len(part) > _PLACES or not whole.lstrip("-").isdecimal():
            self._lose(digits)
        else:
            self._keep(int(whole + part.ljust(_PLACES, "0")), digits, "")

    @property
    def traced(self) -> int:
        """How many figures `printed` has."""
        return len(self.figures) - self.figures.count("")

    def printed(self) -> Iterator[Found]:
        """The figures that were printed as numbers, by row."""
        column = self.cell.column
        decimals, strip = self._form or (0, False)
        for row, units, figure in zip(self.rows, self.units, self.figures, strict=True):
            if figure:
                number = Number(units, SCALE)
                text = printed(number, decimals, strip_zeros=strip)
                yield row, column, text, figure


def _bare(text: str) -> bool:
    """Tell whether a text of letters, digits and signs is its own XML."""
    return "&" not in text and "<" not in text and ">" not in text and "_x" not in text
