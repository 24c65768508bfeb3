"""How a figure stands, in words: rate, gap, what is short, place (F03, F04, F11, F18–F22)."""

from __future__ import annotations

from pipeline.model.figure import Missing
from pipeline.model.number import plain, printed, rounded
from pipeline.model.period import Span
from pipeline.model.standing import Kind, Standing
from pipeline.render.wording.amounts import converted, exactly, word_of
from pipeline.render.wording.tasks import line_name
from pipeline.scheme.indicators import Indicator


def rate(standing: Standing, indicator: Indicator) -> str:
    """F03 with F11: 完成年度任务的45.23%, never 100% of what is not done."""
    if standing.distance is not None:
        return _distance(standing)
    if standing.rate is None:
        return {
            Missing.NO_TARGET: "未下达年度任务",
            Missing.NO_PAST: "没有同期数，不能对照增速目标",
            Missing.FIRST_YEAR: "首年统计，不能对照增速目标",
            Missing.NOT_APPLICABLE: "年度任务为零或不按总量考核，不计算完成率",
        }.get(standing.no_rate or Missing.NO_TARGET, word_of(standing.no_rate))
    if standing.met:
        return _lines(standing, indicator)
    if words := short_of_hundred(standing, indicator):
        return f"接近完成年度任务，{words}"
    return f"完成年度任务的{printed(standing.rate, standing.decimals)}%"


def short_of_hundred(standing: Standing, indicator: Indicator) -> str:
    """尚差0.00004万元, where the rate would print as 100 at every decimal allowed; else nothing."""
    value = standing.rate
    if value is None or value >= 100 or rounded(value, standing.decimals) < 100:
        return ""
    assert standing.short is not None
    return f"尚差{plain(standing.short)}{indicator.measure}"


def gap(standing: Standing) -> str:
    """F04: 超序时进度3.33个百分点, 落后序时进度…, 与序时进度持平; beside the printed rate."""
    if standing.gap is None:
        return _no_gap(standing)
    size = printed(abs(standing.gap), standing.decimals)
    return _ahead(standing.gap > 0, size)


def gap_alone(standing: Standing, decimals: int = 2) -> str:
    """The same where no rate stands beside it: the raw gap, rounded once (F04)."""
    if standing.raw_gap is None:
        return _no_gap(standing)
    return _ahead(standing.raw_gap > 0, printed(abs(standing.raw_gap), decimals))


def short(standing: Standing, indicator: Indicator) -> str:
    """缺口: 距年度任务还差1.25亿元, or 已完成年度任务 (F18)."""
    if standing.short is None:
        return (
            "未下达年度任务" if standing.no_rate is Missing.NO_TARGET else word_of(standing.no_rate)
        )
    if standing.done:
        return "已完成年度任务"
    return f"距年度任务还差{exactly(standing.short, indicator)}"


def behind(standing: Standing, indicator: Indicator) -> str:
    """达到序时进度尚需0.35亿元, 达到序时进度尚需1个, or 已达到序时进度 (F18)."""
    if standing.behind is None:
        return _no_gap(standing)
    if standing.behind == 0:
        return "已达到序时进度"
    return f"达到序时进度尚需{exactly(standing.behind, indicator)}"


def per_month(standing: Standing, indicator: Indicator) -> str:
    """后6个月月均需完成0.62亿元; a count with one decimal where it does not divide (F18)."""
    span = standing.figure.span
    if standing.done:
        return "已完成年度任务"
    monthly = standing.monthly
    if monthly is None or not isinstance(span, Span):
        return "—"
    value = converted(monthly, indicator)
    places = indicator.decimals or int(value.denominator != 1)
    text = f"{printed(value, places)}{indicator.shown}"
    if not rounded(value, places):
        text = exactly(monthly, indicator)
    months = 12 - span.last
    return f"后{months}个月月均需完成{text}" if months > 1 else f"最后1个月需完成{text}"


def half_done(standing: Standing) -> str:
    """实现“双过半” or 未实现“双过半” in June; a dash in every other month (F19)."""
    if standing.half_done is None:
        return "—"
    return "实现“双过半”" if standing.half_done else "未实现“双过半”"


def place(standing: Standing) -> str:
    """居第2位, 并列第2位; why there is none (F20, F21)."""
    if standing.rank is None:
        return word_of(standing.no_rank)
    return f"{'并列' if standing.tied else '居'}第{standing.rank}位"


def moved(standing: Standing) -> str:
    """较上期上升2位, 较上期下降1位, 与上期持平, 本期新列入 (F22); a dash where neither is known."""
    if standing.rank is None:
        return "—"
    if standing.is_new:
        return "本期新列入"
    if standing.rank_before is None:
        return "—"
    change = standing.rank_before - standing.rank
    if not change:
        return "与上期持平"
    return f"较上期{'上升' if change > 0 else '下降'}{abs(change)}位"


def moved_sign(standing: Standing) -> str:
    """↑2, ↓1, →, 新: the same for a cell (F22)."""
    if standing.rank is None:
        return "—"
    if standing.is_new:
        return "新"
    if standing.rank_before is None:
        return "—"
    change = standing.rank_before - standing.rank
    return f"{'↑' if change > 0 else '↓'}{abs(change)}" if change else "→"


def _ahead(forward: bool, size: str) -> str:
    if not size.strip("0."):
        return "与序时进度持平"
    return f"{'超' if forward else '落后'}序时进度{size}个百分点"


def _no_gap(standing: Standing) -> str:
    if standing.no_rate is Missing.NO_TARGET:
        return "未下达年度任务，不比序时进度"
    if standing.no_rate in (Missing.NOT_APPLICABLE, None, Missing.NO_PAST, Missing.FIRST_YEAR):
        return "不比序时进度"
    return word_of(standing.no_rate)


def _distance(standing: Standing) -> str:
    """A growth or a level against its target, in points."""
    assert standing.distance is not None and standing.target is not None
    what = "增速" if standing.target.kind == Kind.GROWTH else ""
    size = printed(abs(standing.distance), standing.decimals)
    if standing.distance == 0:
        return f"{what}与全年目标持平"
    if not size.strip("0."):
        return f"{what}{'略高于' if standing.distance > 0 else '略低于'}全年目标"
    side = "高于" if standing.distance > 0 else "低于"
    return f"{what}{side}全年目标{size}个百分点"


def _lines(standing: Standing, indicator: Indicator) -> str:
    """A composite: done only if every line is; what each line is short of."""
    missing = [
        f"{line_name(one.line)}{one.short}{indicator.measure}" for one in standing.met if one.short
    ]
    return f"还差{'、'.join(missing)}" if missing else "年度任务各项均已完成"
