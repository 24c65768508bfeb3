"""Numbers as words: about so many, in characters, with separators, in a list (F24)."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model.number import Number, plain

_DIGITS = "零一二三四五六七八九"
_PLACES = ("", "十", "百", "千")
_GROUPS = ("", "万", "亿", "万亿")
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def rounded_words(value: Number, measure: str) -> str:
    """F24: 130余家, 1200余份; exact round numbers never take 余."""
    digits = str(int(abs(value)))
    kept = 2 if len(digits) > 2 else 1
    base = int(digits[:kept]) * 10 ** (len(digits) - kept)
    if value < 10 or base == value:
        return f"{plain(value)}{measure}"
    return f"{base}余{measure}"


def listed(names: Sequence[str], limit: int | None = None, counted: str = "个") -> str:
    """甲、乙、丙; cut to `limit` names it says how many there are in all: 甲、乙等15个单位."""
    if limit is not None and len(names) > limit:
        return f"{'、'.join(names[:limit])}等{len(names)}{counted}"
    return "、".join(names)


def in_characters(digits: str) -> str:
    """一百二十三, 十二点五, 负三: printed digits in Chinese characters, up to 万亿."""
    if digits.startswith("-"):
        return f"负{in_characters(digits[1:])}"
    whole, _, fraction = digits.partition(".")
    text = _whole(int(whole))
    if fraction:
        text += "点" + "".join(_DIGITS[int(one)] for one in fraction)
    return text


def numbered(number: int, style: str) -> str:
    """The number in the style of an example for one: 一、 （一） 1. 第一 ①."""
    if "①" in style:
        if not 1 <= number <= len(_CIRCLED):
            raise ValueError(f"带圈的序号只到{len(_CIRCLED)}，这里是{number}")
        return style.replace("①", _CIRCLED[number - 1], 1)
    if "一" in style:
        return style.replace("一", in_characters(str(number)), 1)
    if "1" in style:
        return style.replace("1", str(number), 1)
    raise ValueError(f"看不懂序号的样式“{style}”，请写第1个的样子，例如“一、”“（一）”“1.”“①”")


def thousands(digits: str) -> str:
    """1,234,567.89: printed digits with a comma between groups of three."""
    sign, rest = ("-", digits[1:]) if digits.startswith("-") else ("", digits)
    whole, point, fraction = rest.partition(".")
    return f"{sign}{int(whole):,}{point}{fraction}"


def _whole(number: int) -> str:
    if not number:
        return _DIGITS[0]
    groups = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    if len(groups) > len(_GROUPS):
        raise ValueError("数太大，不能写成汉字")
    text = ""
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if text and group and group < 1000:
            text += _DIGITS[0]
        if group:
            text += _group(group) + _GROUPS[place]
    return text.removeprefix("一") if text.startswith("一十") else text


def _group(number: int) -> str:
    """A number below ten thousand: 一百二十三, 一千零一."""
    text, gap = "", False
    for place, digit in zip((3, 2, 1, 0), f"{number:04d}", strict=True):
        if digit == "0":
            gap = bool(text)
            continue
        text += (_DIGITS[0] if gap else "") + _DIGITS[int(digit)] + _PLACES[place]
        gap = False
    return text
