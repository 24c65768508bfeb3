"""Every figure with its standing as plain rows: for figures.json, a terminal, or a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.model.figure import Adjustment
from pipeline.model.month import Month
from pipeline.model.number import Number, plain, printed
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
            **(_standing(standing) if standing else {}),
        }


def _adjusted(adjustment: Adjustment) -> dict[str, object]:
    before = _exact(adjustment.before)
    return {"调整前": before, "调整理由": adjustment.reason, "调整人": adjustment.by}


def _standing(standing: Standing) -> dict[str, object]:
    target = standing.target
    return {
        "目标": _exact(target.sure if target else None),
        "力争": _exact(target.stretch if target else None),
        "下达": target.issuer if target else None,
        "完成率": _shown(standing.rate, standing.decimals),
        "序时进度": _shown(standing.pace, standing.decimals),
        "超序时": _shown(standing.gap, standing.decimals),
        "无完成率原因": standing.no_rate.value if standing.no_rate else None,
        "同期": _exact(standing.last),
        "同比": _shown(standing.growth, 2),
        "无同比原因": standing.no_growth.value if standing.no_growth else None,
        "名次": standing.rank,
        "并列": standing.tied,
        "参排": standing.ranked,
    }


def _exact(value: Number | None) -> str | None:
    return None if value is None else plain(value)


def _shown(value: Number | None, decimals: int) -> str | None:
    return None if value is None else printed(value, decimals)
