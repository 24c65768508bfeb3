"""上期数据调整 as templates meet it."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model.figure import Quantity
from pipeline.model.finalised import Adjustment
from pipeline.model.number import Number

Dict = dict[str, object]


def adjusted(adjustments: Sequence[Adjustment]) -> list[Dict]:
    """One row for each published value that the present data do not bear out."""
    return [
        {
            "序号": number,
            "单位": one.name,
            "代码": one.scope.code,
            "指标": one.title,
            "代号": one.indicator,
            "计量单位": one.measure,
            "状态": one.status.value,
            "所属期": one.span,
            "公布数": _quantity(one, one.published, "公布数"),
            "现数": _quantity(one, one.now, "现数"),
            "差额": _quantity(one, one.difference, "差额"),
            "原因": one.reason,
        }
        for number, one in enumerate(adjustments, start=1)
    ]


def _quantity(one: Adjustment, value: Number | None, what: str) -> Quantity:
    whole = not one.measure.endswith(("元", "%"))
    figure = f"{one.scope}/{one.indicator}/{one.status}/{what}"
    return Quantity(value, one.measure, 0 if whole else 2, "—", figure, raw=not whole)
