"""Turns a cell into the value that a field's kind asks for, or says why it cannot."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pipeline.model.number import exact, plain, scaled
from pipeline.model.period import Period
from pipeline.model.table import NOTHING, Value
from pipeline.scheme.form import Field, Kind
from pipeline.scheme.frame import BAD

_SERIAL = date(1899, 12, 30)
_NUMBER = re.compile(r"[-+]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?")


@dataclass(frozen=True, slots=True)
class Cell:
    """A typed cell: value None is empty, BAD unusable; `raw` is the clerk's text if it differs."""

    value: Value | object
    raw: str = ""

    @property
    def bad(self) -> bool:
        return self.value is BAD


def typed(value: object, field: Field) -> Cell:
    """Type one cell; mere spelling is read, what needs a decision is BAD with its raw text."""
    if field.kind is Kind.NUMBER and type(value) in (int, float) and math.isfinite(value):
        return Cell(scaled(exact(value)))
    text = shown(value)
    if text == "":
        return Cell(None)
    if isinstance(value, float) and not math.isfinite(value):
        return Cell(BAD, text)
    return _READERS[field.kind](value, text, field)


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
    clean = " ".join(str(value).split()) if isinstance(value, str) else text
    return Cell(clean or None)


def _number(value: object, text: str, field: Field) -> Cell:
    if not isinstance(value, str):
        return Cell(BAD, text)
    plain_text = re.sub(r"\s", "", text)
    if plain_text in NOTHING:
        return Cell(None, text)
    if field.measure == "%" and plain_text.endswith("%"):
        plain_text = plain_text[:-1]
    if _NUMBER.fullmatch(plain_text):
        return Cell(scaled(exact(plain_text.replace(",", ""))), text)
    return Cell(BAD, text)


def _date(value: object, text: str, field: Field) -> Cell:
    if isinstance(value, datetime):
        return Cell(value.date())
    if isinstance(value, date):
        return Cell(value)
    if isinstance(value, (int, float)) and 36526 <= value <= 73050:
        return Cell(_SERIAL + timedelta(days=int(value)), text)
    if re.sub(r"\s", "", text) in NOTHING:
        return Cell(None, text)
    found = re.fullmatch(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?(?: 00:00:00)?", text)
    found = found or re.fullmatch(r"(\d{4})(\d{2})(\d{2})", text)
    try:
        return Cell(date(*map(int, found.groups())), text) if found else Cell(BAD, text)
    except ValueError:
        return Cell(BAD, text)


def _month(value: object, text: str, field: Field) -> Cell:
    if isinstance(value, (date, datetime)):
        return Cell(date(value.year, value.month, 1))
    if text in NOTHING:
        return Cell(None, text)
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
    return Cell(int(found[1]), text) if found else Cell(BAD, text)


def _choice(value: object, text: str, field: Field) -> Cell:
    def folded(one: str) -> str:
        return re.sub(r"[\s—–-]", "", unicodedata.normalize("NFKC", one))

    for choice in field.choices:
        if folded(choice) == folded(text):
            return Cell(str(choice), "" if choice == text else text)
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
