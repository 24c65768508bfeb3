"""The filters of the template language: `{{ 数|亿元 }}` and its kin."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from pipeline.model.figure import Phrase, Quantity
from pipeline.model.number import Number, printed
from pipeline.render import wording
from pipeline.render.language import Unprintable, as_text


def in_yi(value: object, decimals: int = 2) -> Phrase:
    """12.35亿元 from an amount in 万元, rounded once (F09)."""
    return _money(value, "亿元", decimals)


def in_wan(value: object, decimals: int = 2) -> Phrase:
    """123456.78万元 from an amount in 万元."""
    return _money(value, "万元", decimals)


def with_decimals(value: object, decimals: int) -> Phrase:
    """The number with so many decimals, without its measure."""
    return _spoken(value, lambda number, quantity: printed(number, decimals))


def with_measure(value: object, decimals: int | None = None) -> Phrase:
    """The number with its own measure behind it: 23个, 45.23%."""
    return _spoken(
        value,
        lambda number, quantity: (
            printed(number, quantity.decimals if decimals is None else decimals) + quantity.measure
        ),
    )


def in_points(value: object, decimals: int | None = None) -> Phrase:
    """3.33个百分点, without a sign: 超 and 落后 are the template's or 序时措辞's."""
    return _spoken(
        value,
        lambda number, quantity: (
            printed(abs(number), quantity.decimals if decimals is None else decimals) + "个百分点"
        ),
    )


def without_sign(value: object) -> Quantity:
    """The size of a number."""
    quantity = _quantity(value)
    return quantity if quantity.value is None else quantity.with_(value=abs(quantity.value))


def about(value: object) -> Phrase:
    """130余家 (F24)."""
    return _spoken(value, lambda number, quantity: wording.rounded_words(number, quantity.measure))


def listing(names: Iterable[object], limit: int | None = None) -> str:
    """甲、乙、丙, or 甲、乙等5个 with a limit."""
    if isinstance(names, str) or not isinstance(names, Iterable):
        raise Unprintable("“|列举”前面不是清单")
    return wording.listed([as_text(name) for name in names], limit)


def as_date(value: object) -> str:
    """2026年7月5日 (GB/T 9704: no leading zeros)."""
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    raise Unprintable("“|日期”前面不是日期")


FILTERS: Mapping[str, Callable[..., object]] = {
    "亿元": in_yi,
    "万元": in_wan,
    "小数": with_decimals,
    "带单位": with_measure,
    "个百分点": in_points,
    "绝对值": without_sign,
    "约数": about,
    "列举": listing,
    "日期": as_date,
}


def _money(value: object, measure: str, decimals: int) -> Phrase:
    quantity = _quantity(value)
    if quantity.measure not in ("万元", "亿元"):
        raise Unprintable(f"“|{measure}”只用于金额，这里的计量单位是“{quantity.measure}”")
    factor = {"万元": Number(1), "亿元": wording.WAN}
    scale = factor[quantity.measure] / factor[measure]
    return _spoken(quantity, lambda number, _: printed(number * scale, decimals) + measure)


def _spoken(value: object, say: Callable[[Number, Quantity], str]) -> Phrase:
    """Words from a known number; 【缺：…】 for one that is not known."""
    quantity = _quantity(value)
    if quantity.value is None:
        return Phrase(f"【缺：{quantity.figure}（{quantity.word}）】", quantity.figure or "缺")
    return Phrase(say(quantity.value, quantity), quantity.figure)


def _quantity(value: object) -> Quantity:
    if isinstance(value, Quantity):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return Quantity(Number(value), "", 0)
    raise Unprintable("这种格式只用于数，前面却不是数")
