"""Turns a cell into the value that a field's kind asks for, or says why it cannot."""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import date, datetime, timedelta
from typing import NamedTuple

from pipeline.model.number import SCALE, exact, plain, read_scaled, scaled
from pipeline.model.period import Period
from pipeline.model.table import NOTHING, Value
from pipeline.scheme.form import Field, Kind
from pipeline.scheme.sent import BAD

DAY_0, DAY_0_SINCE_1904 = date(1899, 12, 30), date(1904, 1, 1)
_NUMBER = re.compile(r"[-+]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?")
_PLAIN_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_PLAIN_DAY = re.compile(r"\d{4}[-/]\d{1,2}([-/]\d{1,2})?")
_ERROR = re.compile(r"#(REF!|DIV/0!|N/A|NAME\?|VALUE!|NUM!|NULL!|SPILL!|#+)")
_LOST = re.compile(r"\d(\.\d+)?E\+(1[1-9]|2\d)", re.IGNORECASE)
LONGEST_EXACT = 10**15
"""From here on a number has lost its last digits: spreadsheets keep fifteen."""

LONGEST_NAME = 40
"""Text beyond so many characters is prose, whose line breaks are meant."""


class Cell(NamedTuple):
    """A typed cell: value None is empty, BAD unusable; `raw` is the clerk's text if it differs."""

    value: Value | object
    raw: str = ""

    @property
    def bad(self) -> bool:
        return self.value is BAD


def typed(value: object, field: Field, day_0: date = DAY_0, *, textual: bool = False) -> Cell:
    """Type one cell; mere spelling is read, what needs a decision is BAD with its raw text.

    `day_0` is the day from which the file counts days; `textual` says that the file knows nothing
    but text (csv, html), in which a number has lost its last zero: 2026.1 may be 2026.10.
    """
    if field.kind is Kind.NUMBER and type(value) in (int, float) and math.isfinite(value):
        return _number_of(read_scaled(value), "", value, field)
    text = shown(value)
    if text == "":
        return Cell(None)
    if isinstance(value, float) and not math.isfinite(value):
        return Cell(BAD, text)
    if field.kind in (Kind.DATE, Kind.MONTH) and (day := _unformatted(value, day_0)):
        return Cell(day if field.kind is Kind.DATE else day.replace(day=1), text)
    if field.kind is Kind.MONTH and textual and re.fullmatch(r"\d{4}\.1", text):
        return Cell(BAD, text)
    return _READERS[field.kind](value, text, field)


def respelt(value: object, cell: Cell, field: Field, *, textual: bool) -> bool:
    """Tell whether a cell was read in spite of its spelling, which is counted (V58).

    `textual` says that the file knows nothing but text (csv, html): numbers and days in their
    plain spelling are then as they should be.
    """
    if cell.bad or not cell.raw:
        return False
    text = value.strip() if isinstance(value, str) else ""
    if field.kind in (Kind.DATE, Kind.MONTH):
        return not _PLAIN_DAY.fullmatch(text)
    return not (textual and _PLAIN_NUMBER.fullmatch(text))


def is_error(value: object) -> bool:
    """Tell whether a text is an error value, as csv and html files have them: #REF!, #####."""
    return isinstance(value, str) and _ERROR.fullmatch(value.strip()) is not None


def lost_digits(value: object, field: Field) -> bool:
    """Tell whether a code in a text field was turned into a number and has lost its last digits."""
    if field.kind is not Kind.TEXT or isinstance(value, bool):
        return False
    if isinstance(value, (int, float)):
        return math.isfinite(value) and abs(value) >= LONGEST_EXACT
    return isinstance(value, str) and _LOST.fullmatch(value.strip()) is not None


def shown(value: object) -> str:
    """What a clerk sees in the cell, for messages and names."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (int, float)):
        return plain(exact(value)) if math.isfinite(value) else str(value)
    if isinstance(value, datetime) and not (value.hour or value.minute or value.second):
        return value.date().isoformat()
    return unicodedata.normalize("NFKC", str(value)).strip() if value is not None else ""


def _text(value: object, text: str, field: Field) -> Cell:
    if not isinstance(value, str):
        turned = type(value) in (int, float) and len(text) >= 7
        return Cell(text or None, text if turned else "")
    clean = " ".join(value.split())
    return Cell(clean or None, text if clean != value and len(value) <= LONGEST_NAME else "")


def _number(value: object, text: str, field: Field) -> Cell:
    if not isinstance(value, str):
        return Cell(BAD, text)
    plain_text = re.sub(r"\s", "", text)
    if plain_text in NOTHING:
        return Cell(None, text)
    if field.measure == "%" and plain_text.endswith("%") and _NUMBER.fullmatch(plain_text[:-1]):
        return Cell(scaled(exact(plain_text[:-1].replace(",", ""))), text)
    if _NUMBER.fullmatch(plain_text):
        return _number_of(scaled(exact(plain_text.replace(",", ""))), text, value, field)
    return Cell(BAD, text)


def _number_of(units: int, raw: str, value: object, field: Field) -> Cell:
    """A number; a share below one may be 0.36% or 36%, which nobody but the clerk can tell."""
    if field.measure == "%" and 0 < abs(units) < SCALE:
        return Cell(BAD, shown(value))
    return Cell(units, raw)


def _date(value: object, text: str, field: Field) -> Cell:
    if isinstance(value, datetime):
        return Cell(value.date())
    if isinstance(value, date):
        return Cell(value)
    if re.sub(r"\s", "", text) in NOTHING:
        return Cell(None, text)
    found = re.fullmatch(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?(?: 00:00:00)?", text)
    found = found or re.fullmatch(r"(\d{4})(\d{2})(\d{2})", text)
    try:
        return Cell(date(*map(int, found.groups())), text) if found else Cell(BAD, text)
    except ValueError:
        return Cell(BAD, text)


def _unformatted(value: object, day_0: date) -> date | None:
    """The day that lost its format and shows as a number, if it is one of 2000 to 2099."""
    if type(value) not in (int, float):
        return None
    days = int(value) + (day_0 - DAY_0).days  # type: ignore[call-overload]
    return DAY_0 + timedelta(days=days) if 36526 <= days <= 73050 else None


def _month(value: object, text: str, field: Field) -> Cell:
    if isinstance(value, (date, datetime)):
        return Cell(date(value.year, value.month, 1))
    if text in NOTHING:
        return Cell(None, text)
    if isinstance(value, float) and text.endswith(".1"):
        return Cell(BAD, text)
    if isinstance(day := _date(text, text, field).value, date):
        return Cell(day.replace(day=1), text)
    try:
        period = Period.parse(text)
    except ValueError:
        return Cell(BAD, text)
    return Cell(date(period.year, period.month, 1), text)


def _year(value: object, text: str, field: Field) -> Cell:
    if isinstance(value, (date, datetime)):
        return Cell(value.year, text)
    if text in NOTHING:
        return Cell(None, text)
    found = re.fullmatch(r"(\d{4})年?", text)
    if not found:
        return Cell(BAD, text)
    return Cell(int(found[1]), "" if type(value) in (int, float) else text)


def _choice(value: object, text: str, field: Field) -> Cell:
    def folded(one: str) -> str:
        return re.sub(r"[\s—–-]", "", unicodedata.normalize("NFKC", one))

    for choice in field.choices:
        if folded(choice) == folded(text):
            same = choice == (value if isinstance(value, str) else text)
            return Cell(str(choice), "" if same else text)
    if text in NOTHING:
        return Cell(None, text)
    return Cell(BAD, text)


_READERS = {
    Kind.TEXT: _text,
    Kind.NUMBER: _number,
    Kind.DATE: _date,
    Kind.MONTH: _month,
    Kind.YEAR: _year,
    Kind.CHOICE: _choice,
}
