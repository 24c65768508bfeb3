"""This year against last, and this period against the last one, in words (F05–F07)."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model.figure import Missing, Nature
from pipeline.model.number import Number, printed, rounded
from pipeline.model.standing import Standing
from pipeline.render.wording.amounts import amount, exactly, word_of
from pipeline.render.wording.numerals import listed
from pipeline.scheme.indicators import Indicator

_UNHEARD = (Missing.NOT_REPORTED, Missing.RETURNED)


def growth(standing: Standing, indicator: Indicator, decimals: int = 2) -> str:
    """F06 and F07: never 增长-x%, never a rate from a zero, negative or missing base."""
    text = _growth(standing, indicator, decimals)
    if standing.doubtful and standing.change is not None:
        text += "（口径有调整，同比仅供参考）"
    return text


def growth_words(change: Number, decimals: int = 2) -> str:
    """F07: 同比增长x%, 同比下降x%, 同比持平, 基本持平; from 1000 % on 增长k倍."""
    if change == 0:
        return "同比持平"
    if rounded(change, decimals) == 0:
        return "同比基本持平"
    if change >= 1000:
        return f"同比增长{printed(change / 100, 1, strip_zeros=True)}倍"
    while -100 < change < 0 and rounded(change, decimals) == -100 and decimals < 4:
        decimals += 1
    return f"同比{'增长' if change > 0 else '下降'}{printed(abs(change), decimals)}%"


def growth_note(standing: Standing, names: Sequence[str]) -> str:
    """The footnote that a comparison needs; empty for none. `names` are the units left out."""
    notes = []
    if standing.revised:
        notes.append("同期数按修订后的数计算")
    if standing.doubtful and standing.change is not None:
        notes.append("指标口径有调整，同比仅供参考")
    if names:
        notes.append(f"同比两边均不含{listed(list(names))}")
    return "，".join(notes)


def of_month(value: Number | None, indicator: Indicator) -> str:
    """当月数: 当月完成1.20亿元, 当月无新增, 当月核减0.30亿元 (F05)."""
    if value is None:
        return "—"
    if value == 0:
        return "当月无新增"
    if value < 0:
        return f"当月核减{exactly(-value, indicator)}"
    return f"当月完成{exactly(value, indicator)}"


def since_published(standing: Standing, indicator: Indicator) -> str:
    """较上期公布数增加1.20亿元: the difference of published totals, not the month's own (F05).

    A rate moves in points; only of what adds up over the year a fall means a correction.
    """
    change = standing.since_published
    if change is None:
        return "无上期公布数"
    if change == 0:
        return "与上期公布数持平"
    if indicator.is_rate:
        if not rounded(change, indicator.decimals):
            return "与上期公布数基本持平"
        points = printed(abs(change), indicator.decimals)
        return f"较上期公布数{'提高' if change > 0 else '下降'}{points}个百分点"
    if change < 0:
        why = "（以前月份数据有更正）" if indicator.nature is Nature.TO_DATE else ""
        return f"较上期公布数减少{exactly(-change, indicator)}{why}"
    return f"较上期公布数增加{exactly(change, indicator)}"


def _growth(standing: Standing, indicator: Indicator, decimals: int) -> str:
    value, last, change = standing.figure.value, standing.last, standing.change
    if value is None or standing.no_growth in _UNHEARD:
        return word_of(standing.no_growth or Missing.NOT_REPORTED)
    if last is None or change is None:
        first = standing.no_growth is Missing.FIRST_YEAR
        return "首年统计，无同期可比" if first else "无上年同期数，不作比较"
    if indicator.is_rate:
        return _points(change, decimals)
    if indicator.by_difference:
        return _difference(change, indicator)
    if last == 0 and last + change >= 0:
        return "上年同期为零" if change else "与上年同期持平（均为零）"
    if standing.growth is None:
        more = "增加" if change >= 0 else "减少"
        before = amount(last, indicator)
        return f"上年同期为{before}，同比{more}{exactly(abs(change), indicator)}"
    return growth_words(standing.growth, decimals)


def _points(change: Number, decimals: int) -> str:
    """Rates compare in percentage points."""
    if change == 0:
        return "同比持平"
    if rounded(change, decimals) == 0:
        return "同比基本持平"
    size = printed(abs(change), decimals)
    return f"同比{'提高' if change > 0 else '下降'}{size}个百分点"


def _difference(change: Number, indicator: Indicator) -> str:
    """Counts, where the office wants it so, compare as so many more or fewer."""
    if change == 0:
        return "同比持平"
    return f"同比{'增加' if change > 0 else '减少'}{exactly(abs(change), indicator)}"
