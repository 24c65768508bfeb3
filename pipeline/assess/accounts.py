"""Every figure with its standing as plain rows: for figures.json, a terminal, or a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.model.figure import Override
from pipeline.model.month import Month
from pipeline.model.number import Number, exact, plain, printed
from pipeline.model.standing import Standing
from pipeline.scheme.indicators import Indicator


def accounts(indicators: Mapping[str, Indicator], month: Month) -> Iterator[dict[str, object]]:
    """Yield one row per figure: exact decimals as strings, None with its reason beside it."""
    names = {unit.code: unit.short for unit in month.units}
    for (scope, name, status), figure in month.figures.items():
        indicator = indicators[name]
        standing = month.standings.get((scope, name)) if status is indicator.headline else None
        yield {
            "编号": figure.code,
            "范围": scope.kind,
            "代码": scope.code,
            "单位": names.get(scope.code, scope.code or scope.kind),
            "指标": name,
            "名称": indicator.title,
            "计量单位": indicator.measure,
            "状态": status.value,
            "所属期": figure.span.name if figure.span else "",
            "完成": _exact(figure.value),
            "缺数原因": figure.missing.value if figure.missing else None,
            "沿用": list(figure.carried),
            **(_adjusted(figure.adjusted) if figure.adjusted else {}),
            **(_standing(standing, indicator) if standing else {}),
        }


def _adjusted(adjustment: Override) -> dict[str, object]:
    before = _exact(adjustment.before)
    return {"调整前": before, "调整理由": adjustment.reason, "调整人": adjustment.by}


def _standing(standing: Standing, indicator: Indicator) -> dict[str, object]:
    return {
        **_task(standing),
        **_attained(standing),
        **_compared(standing, indicator),
        "名次": standing.rank,
        "并列": standing.tied,
        "参排": standing.ranked,
        "无名次原因": standing.no_rank.value if standing.no_rank else None,
        "上期名次": standing.rank_before,
        "新列入": standing.is_new,
    }


def _task(standing: Standing) -> dict[str, object]:
    target = standing.target
    return {
        "目标": _exact(target.sure if target else None),
        "力争": _exact(target.stretch if target else None),
        "上限": _exact(target.upper if target else None),
        "目标类别": str(target.kind) if target else None,
        "应达到": _exact(target.needed if target else None),
        "调整前目标": _exact(target.before if target else None),
        "下达": target.issuer if target else None,
        "考核": target.assessed if target else None,
    }


def _attained(standing: Standing) -> dict[str, object]:
    decimals = standing.decimals
    return {
        "完成率": _rate(standing),
        "序时进度": _shown(standing.pace, decimals),
        "超序时": _shown(standing.gap, decimals),
        "高于目标": _shown(standing.distance, decimals),
        "已完成": standing.done,
        "无完成率原因": standing.no_rate.value if standing.no_rate else None,
        "缺口": _exact(standing.short),
        "达序时尚需": _exact(standing.behind),
        "月均需完成": _exact(standing.monthly),
        "双过半": standing.half_done,
        "灯": standing.light or None,
        "不计完成率的单位": list(standing.excluded),
    }


def _compared(standing: Standing, indicator: Indicator) -> dict[str, object]:
    return {
        "同期": _exact(standing.last),
        "同比": _shown(standing.growth, 2),
        "同比单位": "个百分点" if indicator.is_rate else "%",
        "同比增减": _exact(standing.change),
        "无同比原因": standing.no_growth.value if standing.no_growth else None,
        "同期已修订": standing.revised,
        "口径有调整": standing.doubtful,
        "同比不含": list(standing.apart),
        "上期公布数": _exact(standing.published),
        "较上期公布数": _exact(standing.since_published),
    }


def _rate(standing: Standing) -> str | None:
    """As printed; what is not done has as many digits as keep it from a hundred (F11)."""
    rate, shown = standing.rate, _shown(standing.rate, standing.decimals)
    if rate is not None and rate < 100 and exact(str(shown)) >= 100:
        return plain(rate)
    return shown


def _exact(value: Number | None) -> str | None:
    return None if value is None else plain(value)


def _shown(value: Number | None, decimals: int) -> str | None:
    return None if value is None else printed(value, decimals)
