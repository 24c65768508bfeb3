"""The root 阶段: weeks, ten days and campaigns by name, as they stood on each day of notice."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.model.figure import Quantity, Scope
from pipeline.model.month import WHOLE, Month
from pipeline.model.number import Number
from pipeline.model.standing import Stretch
from pipeline.render.item import judged
from pipeline.scheme.indicators import Indicator

Dict = dict[str, object]


def stages(indicators: Mapping[str, Indicator], month: Month) -> Dict:
    """Each stage as it stands now, with 各次 for the days of notice so far."""
    return {
        name: {
            **_stage(indicators, month, held[-1]),
            "各次": [_stage(indicators, month, one) for one in held],
        }
        for name, held in month.stretches.items()
        if held
    }


def _stage(indicators: Mapping[str, Indicator], month: Month, held: Stretch) -> Dict:
    head = f"阶段:{held.name}"
    days, day = held.days, held.cutoff
    gone = len(days.until(day))

    def items(scope: Scope) -> Dict:
        return {
            name: judged(one, month, held.standings[scope, name], f"{head}/{day}/{scope}/{name}")
            for name, one in indicators.items()
        }

    return {
        "名称": held.name,
        "类别": held.kind,
        "起": days.start,
        "止": days.end,
        "起止": days.name,
        "天数": len(days),
        "截止": day,
        "已过天数": gone,
        "剩余天数": len(days) - gone,
        "序时进度": Quantity(Number(days.elapsed(day)), "%", 2, "—", f"{head}/{day}/序时进度"),
        "全市": items(WHOLE),
        "各组": [
            {"序号": place, "名称": name, **items(Scope("组", name))}
            for place, name in enumerate(month.groups, start=1)
        ],
        "各单位": [
            {
                "序号": place,
                "代码": unit.code,
                "名称": unit.short,
                "分组": unit.ranking,
                **items(Scope("单位", unit.code)),
            }
            for place, unit in enumerate(month.units, start=1)
        ],
    }
