"""The filters of the template language: `{{ 数|亿元 }}` and its kin."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from jinja2 import pass_context
from jinja2.runtime import Context

from pipeline.model.figure import Phrase, Quantity
from pipeline.model.number import Number, printed
from pipeline.render import wording
from pipeline.render.balanced import balanced
from pipeline.render.language import Unprintable, as_text
from pipeline.render.shares import note_on_shares, with_shares, with_shares_of_hundred
from pipeline.render.word.pictures import sized


def in_yi(value: object, decimals: int = 2) -> Phrase:
    """12.35亿元 from an amount in 万元, rounded once (F09)."""
    return _money(value, "亿元", decimals)


def in_wan(value: object, decimals: int = 2) -> Phrase:
    """123456.78万元 from an amount in 万元."""
    return _money(value, "万元", decimals)


@pass_context
def in_renminbi(
    context: Context, value: object, measure: str = "万元", decimals: int = 2
) -> Phrase:
    """1440.00万元 from an amount in 万美元 at the office's rate, rounded once (F26).

    For information only: it is a phrase, which no filter for amounts and no sheet's SUM takes.
    """
    quantity = _quantity(value)
    if quantity.measure != "万美元":
        raise Unprintable(f"“|折人民币”只用于万美元的数，这里的计量单位是“{quantity.measure}”")
    if measure not in ("万元", "亿元"):
        raise Unprintable(f"“|折人民币”折成万元或亿元，不能折成“{measure}”")
    known = context.get("参数")
    rate = known.get(RATE) if isinstance(known, Mapping) else None
    if not isinstance(rate, Quantity) or rate.value is None or rate.value <= 0:
        return Phrase(f"【缺：{RATE}（参数表没有填）】", quantity.figure or "缺")
    converted = quantity.with_(
        value=None if quantity.value is None else quantity.value * rate.value, measure="万元"
    )
    return _money(converted, measure, decimals)


def with_decimals(value: object, decimals: int) -> Phrase:
    """The number with so many decimals, without its measure."""
    return _digits(value, decimals)


def with_measure(value: object, decimals: int | None = None) -> Phrase:
    """The number with its own measure behind it: 23个, 45.23%."""
    quantity = _quantity(value)
    return _digits(quantity, decimals, lambda digits: digits + quantity.measure)


def in_points(value: object, decimals: int | None = None) -> Phrase:
    """3.33个百分点, without a sign: 超 and 落后 are the template's or 序时措辞's."""
    return _digits(without_sign(value), decimals, lambda digits: f"{digits}个百分点")


def in_characters(value: object, decimals: int | None = None) -> Phrase:
    """一百二十三: the printed digits in Chinese characters."""
    return _digits(value, decimals, _in_chinese(wording.in_characters))


def with_separators(value: object, decimals: int | None = None) -> Phrase:
    """1,234,567.89: the printed digits in groups of three."""
    return _digits(value, decimals, wording.thousands)


def numbered(value: object, style: str = "一、") -> str:
    """The number of an item in the style of an example for the first: 一、 （一） 1. ①."""
    number = _quantity(value).value
    if number is None or number.denominator != 1 or number < 1:
        raise Unprintable("“|序号”前面应是从1起的整数，例如loop.index")
    return _in_chinese(lambda whole: wording.numbered(int(whole), style))(str(number))


def without_sign(value: object) -> Quantity:
    """The size of a number."""
    quantity = _quantity(value)
    if quantity.value is None:
        return quantity
    terms = quantity.terms and (max(quantity.terms), min(quantity.terms))
    return quantity.with_(value=abs(quantity.value), terms=terms)


def about(value: object) -> Phrase:
    """130余家 (F24)."""
    return _spoken(value, lambda number, quantity: wording.rounded_words(number, quantity.measure))


def listing(names: Iterable[object], limit: int | None = None, counted: str = "个") -> str:
    """甲、乙、丙, or with a limit 甲、乙等15个单位: the count is that of all of them."""
    if isinstance(names, str) or not isinstance(names, Iterable):
        raise Unprintable("“|列举”前面不是清单")
    return wording.listed([as_text(name) for name in names], limit, counted)


def blank(value: object) -> object:
    """A number that is known as it is; nothing at all in place of one that is not."""
    return "" if isinstance(value, Quantity) and value.value is None else value


def as_sent(value: object) -> object:
    """What a unit wrote: the number with all its digits, and text or a day as it stands.

    A copy and no figure: it leaves no trace, and a sheet's cell takes it as it is. A year is a
    number again and a month 2026-06, as a form asks for them; what is not known is empty.
    """
    if isinstance(value, Quantity):
        return "" if value.value is None else value.value
    if not isinstance(value, str):
        return value
    month = re.fullmatch(r"(\d{4})年(\d{1,2})月", value)
    if month:
        return f"{month[1]}-{month[2]:0>2}"
    return int(value) if re.fullmatch(r"\d{4}", value) else value


def as_date(value: object, like: str = "2026年6月30日") -> str:
    """2026年7月5日 (GB/T 9704: no leading zeros), or written like 2026-06-30 or 6月30日.

    A mark alone stands between year, month and day: 2026.07.05.
    """
    if not isinstance(value, date):
        raise Unprintable("“|日期”前面不是日期")
    short = f"{value.month}月{value.day}日"
    known = {"2026年6月30日": f"{value.year}年{short}", "2026-06-30": str(value), "6月30日": short}
    if len(like) == 1:
        return f"{value.year}{like}{value.month:02}{like}{value.day:02}"
    if like not in known:
        raise Unprintable(f"“|日期”的样子可以是{'、'.join(known)}，不能是“{like}”")
    return known[like]


def charted(rows: object, label: str, *series: str) -> dict[str, object]:
    """A chart's data from a list: `各单位|图表('名称', '完成额=某指标.完成', '目标=某指标.目标')`.

    `label` and what follows each = name an item of a row, dots leading inwards.
    """
    if isinstance(rows, (str, Mapping)) or not isinstance(rows, Iterable):
        raise Unprintable("“|图表”前面不是清单")
    if not series:
        raise Unprintable("“|图表”要写明类别和系列，例如：|图表('名称', '完成额=某指标.完成')")
    rows = list(rows)
    named = [one.rpartition("=") for one in series]
    return {
        "类别": [_inside(row, label) for row in rows],
        "系列": [
            {"名称": title or path, "数": [_inside(row, path) for row in rows]}
            for title, _, path in named
        ],
    }


def _inside(row: object, path: str) -> object:
    for name in path.strip().split("."):
        if not isinstance(row, Mapping) or name not in row:
            raise Unprintable(f"“|图表”所指的“{path}”在清单的一行里没有")
        row = row[name]
    return row


def wide(picture: object, millimetres: object) -> str:
    """The picture with so many millimetres of width."""
    return sized(picture, 宽=millimetres)


def high(picture: object, millimetres: object) -> str:
    """The picture with so many millimetres of height."""
    return sized(picture, 高=millimetres)


RATE = "折算汇率"
"""The parameter that says how much 人民币 one 美元 is."""

FILTERS: Mapping[str, Callable[..., object]] = {
    "亿元": in_yi,
    "万元": in_wan,
    "折人民币": in_renminbi,
    "小数": with_decimals,
    "带单位": with_measure,
    "个百分点": in_points,
    "绝对值": without_sign,
    "约数": about,
    "列举": listing,
    "汉字": in_characters,
    "千分位": with_separators,
    "序号": numbered,
    "日期": as_date,
    "空白": blank,
    "原数": as_sent,
    "图表": charted,
    "宽": wide,
    "高": high,
    "舍位平衡": balanced,
    "占比": with_shares,
    "凑百占比": with_shares_of_hundred,
    "占比注": note_on_shares,
}


def _money(value: object, measure: str, decimals: int) -> Phrase:
    quantity = _quantity(value)
    if quantity.measure not in ("万元", "亿元"):
        raise Unprintable(f"“|{measure}”只用于金额，这里的计量单位是“{quantity.measure}”")
    factor = {"万元": Number(1), "亿元": wording.WAN}
    scale = factor[quantity.measure] / factor[measure]
    return _spoken(quantity, lambda number, _: printed(number * scale, decimals) + measure)


def _digits(value: object, decimals: int | None = None, say: Callable[[str], str] = str) -> Phrase:
    """The digits of a known number; its word where no decimals allowed would be honest (F11)."""
    quantity = _quantity(value)

    def said(_: Number, one: Quantity) -> str:
        digits = one.at(one.decimals if decimals is None else decimals)
        return say(digits) if digits else one.word

    return _spoken(quantity, said)


def _in_chinese(say: Callable[[str], str]) -> Callable[[str], str]:
    """Let what cannot be said be refused with its Chinese reason."""

    def said(digits: str) -> str:
        try:
            return say(digits)
        except ValueError as error:
            raise Unprintable(str(error)) from error

    return said


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
