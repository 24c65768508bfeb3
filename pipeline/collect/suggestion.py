"""What a cell that needs a decision may have meant: words for its finding, never applied."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from fractions import Fraction

from pipeline.model.number import exact, plain
from pipeline.model.period import Period
from pipeline.scheme.form import Field, Kind

YUAN = {"元": 1, "千元": 10**3, "万元": 10**4, "百万元": 10**6, "千万元": 10**7, "亿元": 10**8}
_FOREIGN = "美元"
_BEFORE = re.compile(r"^(约|大约|大概|近|超过?|逾|合计|共计?|人民币|RMB|[¥￥])+", re.IGNORECASE)
_AFTER = re.compile(r"(左右|以上|以内|余|多|整|\+)+$")
_AMOUNT = re.compile(r"([-+△▲])?([\d,]*\.?\d*)(千万|百万|[千万亿])?(\D*)")
_POWER = re.compile(r"[-+]?\d+(\.\d+)?[eE]\+?\d{1,2}")
_DAY = re.compile(r"(?<!\d)(\d{4}|\d{2})[-./年](\d{1,2})[-./月](\d{1,2})(?!\d)")
_DAY_ALONE = re.compile(r"(\d{1,2})[-./月](\d{1,2})日?")


def suggested(value: object, text: str, field: Field, period: Period, day_0: date) -> str:
    """What the clerk probably meant, as it should be typed; empty where nobody can tell.

    `text` is the cell as shown; an amount comes in the field's own measure, a day as 2026-06-05.
    `day_0` is the day from which the file counts days, should a number be shown as one.
    """
    if field.kind is Kind.NUMBER:
        return _number(value, text, field, day_0)
    if field.kind is Kind.DATE:
        return _day(text, period)
    if field.kind is Kind.MONTH:
        return _month(value, text, period)
    return ""


def asked(suggestion: str, field: Field) -> str:
    """The suggestion as a question inside a sentence; empty without one."""
    measure = field.measure if field.kind is Kind.NUMBER else ""
    return f"（应为{suggestion}{measure}？）" if suggestion else ""


def _number(value: object, text: str, field: Field, day_0: date) -> str:
    if isinstance(value, date):
        day = value.date() if isinstance(value, datetime) else value
        return str((day - day_0).days)
    if isinstance(value, (int, float)):
        return plain(exact(value) * 100) if field.measure == "%" and 0 < abs(value) < 1 else ""
    tight = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    if _POWER.fullmatch(tight):
        return plain(exact(float(tight)))
    negative = re.fullmatch(r"\((.+)\)", tight)
    tight = _AFTER.sub("", _BEFORE.sub("", negative[1] if negative else tight))
    found = _AMOUNT.fullmatch(tight)
    if not found or not re.search(r"\d", found[2]):
        return ""
    sign, digits, scale, tail = found.groups()
    amount = Fraction(f"0{digits.replace(',', '')}".rstrip("."))
    tail = _AFTER.sub("", tail)
    meant = _in_measure(amount, scale or "", tail, field.measure)
    if meant is None:
        return ""
    if field.measure == "%" and 0 < meant < 1 and not tail:
        meant *= 100
    return plain(-meant if negative or sign in ("-", "△", "▲") else meant)


def _in_measure(amount: Fraction, scale: str, tail: str, measure: str) -> Fraction | None:
    """An amount said with 万, 亿 or a unit of its own, in the field's measure."""
    foreign = measure.endswith(_FOREIGN)
    if foreign and tail and _FOREIGN not in tail:
        return None
    said = tail.replace(_FOREIGN, "元") if foreign else tail
    own = measure.replace(_FOREIGN, "元")
    if own in YUAN and said in ("", "元"):
        if not scale and not said:
            return amount
        return amount * YUAN[f"{scale}元"] / YUAN[own] if f"{scale}元" in YUAN else None
    if said not in ("", measure):
        return None
    return amount * Fraction(YUAN.get(f"{scale}元", 1))


def _day(text: str, period: Period) -> str:
    plain_text = unicodedata.normalize("NFKC", text)
    if found := _DAY.search(plain_text):
        year, month, day = (int(part) for part in found.groups())
        return _valid(year if year > 99 else 2000 + year, month, day)
    if found := _DAY_ALONE.fullmatch(re.sub(r"\s", "", plain_text)):
        return _valid(period.year, int(found[1]), int(found[2]))
    return ""


def _month(value: object, text: str, period: Period) -> str:
    if found := re.fullmatch(r"(\d{4})\.1", text):
        return f"{found[1]}-01或{found[1]}-10"
    found = re.fullmatch(r"(\d{1,2})月?份?", text)
    if found and 1 <= int(found[1]) <= 12:
        return str(Period(period.year, int(found[1])))
    return ""


def _valid(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""
