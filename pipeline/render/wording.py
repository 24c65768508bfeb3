"""Every phrase about a number, in one place (domain.md F03–F07, F11, F24, F40)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from pipeline.model.figure import Missing
from pipeline.model.number import Number, plain, printed, rounded
from pipeline.model.standing import Standing, Target
from pipeline.scheme.indicators import Indicator

WORDS = {
    Missing.NOT_REPORTED: "未报送",
    Missing.RETURNED: "退回",
    Missing.NO_TARGET: "未下达",
    Missing.NO_PAST: "无同期",
    Missing.NOT_CONFIRMED: "尚未核定",
    Missing.NOT_APPLICABLE: "—",
    Missing.NOT_ENTERED: "未录入",
    Missing.OTHER_SPANS: "所属期不一致",
}
"""What stands in a table cell in place of a value: each reason its own word."""

WAN = Fraction(10_000)


def amount(value: Number, indicator: Indicator, decimals: int | None = None) -> str:
    """12.35亿元, 23个: in the indicator's printed measure, rounded once (F09)."""
    places = indicator.decimals if decimals is None else decimals
    return f"{printed(converted(value, indicator), places)}{indicator.shown}"


def converted(value: Number, indicator: Indicator) -> Number:
    """The value in the printed measure: 万元 become 亿元 where the catalogue says so."""
    if indicator.measure == "万元" and indicator.shown == "亿元":
        return value / WAN
    return value


def reached(value: Number | None, missing: Missing | None, indicator: Indicator) -> str:
    """The figure itself; a zero is 暂未有上报, a missing one says why."""
    if value is None:
        return WORDS[missing or Missing.NOT_APPLICABLE]
    if value == 0:
        return "暂未有上报"
    return amount(value, indicator)


def rate(standing: Standing, indicator: Indicator) -> str:
    """F03 with F11: 完成年度任务的45.23%, never 100% of what is not done."""
    if standing.rate is None:
        return {
            Missing.NO_TARGET: "未下达年度任务",
            Missing.NOT_APPLICABLE: "年度任务为零或不按总量考核，不计算完成率",
        }.get(standing.no_rate or Missing.NO_TARGET, WORDS[standing.no_rate or Missing.NO_TARGET])
    if _looks_done(standing):
        assert standing.target is not None and standing.target.sure is not None
        short = plain(standing.target.sure * (100 - standing.rate) / 100)
        return f"接近完成年度任务，尚差{short}{indicator.measure}"
    return f"完成年度任务的{printed(standing.rate, standing.decimals)}%"


def gap(standing: Standing) -> str:
    """F04: 超序时进度3.33个百分点, 落后序时进度…, 与序时进度持平."""
    if standing.gap is None:
        if standing.no_rate is Missing.NO_TARGET:
            return "未下达年度任务，不比序时进度"
        return WORDS[standing.no_rate or Missing.NOT_APPLICABLE]
    if standing.gap == 0:
        return "与序时进度持平"
    size = printed(abs(standing.gap), standing.decimals)
    return f"{'超' if standing.gap > 0 else '落后'}序时进度{size}个百分点"


def growth(standing: Standing, indicator: Indicator, decimals: int = 2) -> str:
    """F06 and F07: never 增长-x%, never a rate from a zero, negative or missing base."""
    value, last = standing.figure.value, standing.last
    if value is None or standing.no_growth in (Missing.NOT_REPORTED, Missing.RETURNED):
        return WORDS[standing.no_growth or Missing.NOT_REPORTED]
    if last is None:
        return "无上年同期数，不作比较"
    if last == 0:
        return "与上年同期持平（均为零）" if value == 0 else "上年同期为零"
    if standing.growth is None:
        more = "增加" if value >= last else "减少"
        before, change = amount(last, indicator), amount(abs(value - last), indicator)
        return f"上年同期为{before}，同比{more}{change}"
    return growth_words(standing.growth, decimals)


def growth_words(change: Number, decimals: int = 2) -> str:
    """F07: 同比增长x%, 同比下降x%, 同比持平, 基本持平; from 1000 % on 增长k倍."""
    if change == 0:
        return "同比持平"
    if rounded(change, decimals) == 0:
        return "同比基本持平"
    if change >= 1000:
        return f"同比增长{printed(change / 100, 1, strip_zeros=True)}倍"
    return f"同比{'增长' if change > 0 else '下降'}{printed(abs(change), decimals)}%"


def task(target: Target | None, indicator: Indicator) -> str:
    """年度任务20.00亿元, with 力争 beside 确保 where both were set."""
    if target is None or target.sure is None:
        return "未下达年度任务"
    sure = amount(target.sure, indicator)
    if target.stretch is None or target.stretch == target.sure:
        return f"年度任务{sure}"
    return f"年度任务确保{sure}、力争{amount(target.stretch, indicator)}"


def closing(shares: Number | None, target: Target | None, indicator: Indicator) -> str:
    """Whether the units' shares add up to the whole's task (V47)."""
    if shares is None or target is None or target.sure is None:
        return "未分解"
    total, whole = f"{plain(shares)}{indicator.measure}", f"{plain(target.sure)}{indicator.measure}"
    if shares < target.sure:
        short = f"{plain(target.sure - shares)}{indicator.measure}"
        return f"各单位分解任务合计{total}，小于总任务{whole}，相差{short}"
    if shares == target.sure:
        return f"各单位分解任务合计{total}，与总任务一致"
    return f"各单位分解任务合计{total}，不低于总任务{whole}"


def rounded_words(value: Number, measure: str) -> str:
    """F24: 130余家, 1200余份; exact round numbers never take 余."""
    digits = str(int(abs(value)))
    kept = 2 if len(digits) > 2 else 1
    base = int(digits[:kept]) * 10 ** (len(digits) - kept)
    if value < 10 or base == value:
        return f"{plain(value)}{measure}"
    return f"{base}余{measure}"


def listed(names: Sequence[str], limit: int | None = None) -> str:
    """甲、乙、丙, and 等15个单位 is left to the template: `limit` cuts to 甲、乙等5个."""
    if limit is not None and len(names) > limit:
        return f"{'、'.join(names[:limit])}等{len(names)}个"
    return "、".join(names)


def _looks_done(standing: Standing) -> bool:
    assert standing.rate is not None
    return standing.rate < 100 and rounded(standing.rate, standing.decimals) >= 100
