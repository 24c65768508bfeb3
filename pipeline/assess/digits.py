"""The digits that a cell shows, as a reader takes them for a number."""

from __future__ import annotations

import re

from pipeline.model.number import Number, exact, plain, printed
from pipeline.office.shown import Cell

_NUMBER = re.compile(
    r"约?\s*(-?\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?)\s*(?:亿元|万元|[%％个家])?"
)
_SMALL = Number(1, 10**6)


def number_of(cell: Cell) -> Number | None:
    """The number that a cell shows, in its own measure."""
    if cell.number is not None:
        return cell.number
    digits = digits_of(cell)
    return exact(digits) if digits else None


def digits_of(cell: Cell) -> str:
    """The digits of the number that a cell shows, trailing noughts with them; empty for none."""
    if cell.number is not None:
        return plain(cell.number)
    found = _NUMBER.fullmatch(cell.text.strip())
    return found[1].replace(",", "").replace("，", "") if found else ""


def same(one: Number, other: Number) -> bool:
    """Whether two sums are equal but for what a spreadsheet's own arithmetic loses."""
    return abs(one - other) <= _SMALL


def brief(value: Number | None) -> str:
    """All digits of a number that has few of them, else four decimals; empty for none."""
    text = "" if value is None else plain(value)
    return printed(exact(text), 4) if len(text.partition(".")[2]) > 6 else text
