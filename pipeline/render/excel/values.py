"""How a value becomes the content of a cell: numbers typed, text kept as text."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from fractions import Fraction

from jinja2 import Undefined
from markupsafe import Markup

from pipeline.model.attachment import Picture
from pipeline.model.figure import MARK_CLOSE, MARK_OPEN, MARK_TEXT, Phrase, Quantity
from pipeline.model.number import plain
from pipeline.render.excel.alike import Same
from pipeline.render.excel.links import Link
from pipeline.render.language import Unprintable, as_text, unmarked

MAX_TEXT = 32_767
"""Characters that one cell can hold, in UTF-16 units."""

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LEFT_OVER = re.compile(f"[{MARK_OPEN}{MARK_TEXT}{MARK_CLOSE}]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_DIGITS = 15
_EPOCH = date(1899, 12, 30).toordinal()
_FIRST_SAFE = date(1900, 3, 1)

Record = Callable[[str, str], None]


def content(value: object, dated: bool, shift: int, record: Record) -> str:
    """Return the rest of a `<c r="…" s="…"` for a value that fills its cell.

    Quantities become numbers (raw or as printed, as they say themselves) or their word; whole
    numbers beyond 15 digits become text, since a sheet would lose digits; dates become serial
    numbers where the cell's format is a date (`dated`; `shift` is 1462 in 1904 workbooks).
    `record(figure, printed)` hears of figures. Unprintable for what has no printed form.
    """
    if isinstance(value, Quantity):
        digits = value.at(value.decimals)
        if value.figure:
            record(value.figure, digits or value.word)
        if not digits or value.value is None:
            return _text(value.word)
        return _number(plain(value.value) if value.raw else _short(digits))
    if isinstance(value, str):
        return _text(_own(value, record))
    if isinstance(value, (Undefined, bool)) or value is None:
        return _text(as_text(value))
    if isinstance(value, int):
        return _number(str(value)) if abs(value) < 10**_DIGITS else _text(str(value))
    if isinstance(value, Fraction) and _finite(value):
        return _number(plain(value))
    if isinstance(value, date) and dated and _day(value) >= _FIRST_SAFE:
        return _number(_serial(value, shift))
    if isinstance(value, Phrase) and value.figure:
        record(value.figure, value.bare)
        return _text(value.bare)
    return _text(_own(as_text(value), record))


def fragment(value: object) -> str:
    """Return a value printed amid text, as XML, still with its figure marks."""
    if isinstance(value, Same):
        raise Unprintable("“|合并同类项”要单独写在一格里，写在{{ }}的最后")
    if isinstance(value, Link):
        raise Unprintable("“|链接”要单独写在一格里，写在{{ }}的最后")
    if isinstance(value, Picture):
        raise Unprintable("图片要单独占一格，前后不能有别的文字和标签")
    return escaped(_plain(as_text(value)))


def escaped(text: str) -> str:
    """Return text as XML content, so that a sheet reads back the same characters."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _ILLEGAL.search(text):
        text = _ILLEGAL.sub("\ufffd", text)
    if "_x" in text:
        text = _LOOKS_ESCAPED.sub("_x005F_", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def without_marks(xml: str, record: Record) -> str:
    """Strip the figure marks from XML text and report them; marks that data forged go too."""
    stripped = unmarked(xml, lambda figure, text: record(_raw(figure), _raw(text)))
    return _LEFT_OVER.sub("\ufffd", stripped)


def check_length(text: str) -> None:
    """Unprintable where a text exceeds what a cell can hold."""
    if (
        len(text) * 2 > MAX_TEXT
        and (units := len(text.encode("utf-16-le", "replace")) // 2) > MAX_TEXT
    ):
        raise Unprintable(f"文字共{units}个字，超过一个单元格的上限{MAX_TEXT}个字，请分到几格里")


def _text(text: str) -> str:
    if not text:
        return "/>"
    check_length(text)
    return f' t="inlineStr"><is><t xml:space="preserve">{escaped(text)}</t></is></c>'


def _number(digits: str) -> str:
    return f"><v>{digits}</v></c>"


def _short(digits: str) -> str:
    """Printed digits as a cell holds them: without zeros at the end."""
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _own(text: str, record: Record) -> str:
    text = _plain(text)
    if MARK_OPEN in text:
        text = unmarked(text, record)
    return _LEFT_OVER.sub("\ufffd", text)


def _plain(text: str) -> str:
    return str(text.unescape()) if isinstance(text, Markup) else text


def _raw(xml: str) -> str:
    return xml.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _finite(value: Fraction) -> bool:
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _serial(value: date, shift: int) -> str:
    days = value.toordinal() - _EPOCH - shift
    if not isinstance(value, datetime):
        return str(days)
    seconds = value.hour * 3600 + value.minute * 60 + value.second
    return str(days) if not seconds else repr(days + seconds / 86_400)
