"""上期数据调整: what the present tables say otherwise of a span that was published (F01, F05)."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.assess.stand import Figures
from pipeline.model.figure import Figure, Scope, Status
from pipeline.model.finalised import Adjustment, Finalised
from pipeline.model.number import Number, plain, unscaled
from pipeline.model.period import Period
from pipeline.model.unit import Unit
from pipeline.scheme.formulas import named_in
from pipeline.scheme.frame import Frame
from pipeline.scheme.indicators import Definition, Indicator
from pipeline.scheme.scheme import Scheme

_UNIT, _WHOLE = "单位", "全市"
_MOST = 3
"""So many corrections are told as the reason of one difference; the others are counted."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What a unit applied to correct in an earlier month, as words, and in which `sheet`."""

    unit: str
    sheet: str
    month: Period
    words: str


def adjustments(
    scheme: Scheme,
    units: Sequence[Unit],
    published: Finalised,
    now: Mapping[Period, Figures],
    told: Sequence[Correction] = (),
) -> list[Adjustment]:
    """Return every published value that the present data do not bear out, the whole first.

    `now` gives, by the month at which its figures end, what the present tables say. Only figures
    that follow their span (期内) are compared, and each with the same span; pending ones pass.
    """
    names = {unit.code: unit.short for unit in units}
    wanted = {Scope(_WHOLE, ""): _WHOLE, **{Scope(_UNIT, one): names[one] for one in names}}
    found = []
    for indicator in scheme.indicators.values():
        for status, definition in indicator.definitions.items():
            if status is Status.PENDING or not _follows_span(scheme, definition, status):
                continue
            for scope, name in wanted.items():
                one = _compared(indicator, status, scope, published, now)
                if one is not None:
                    sheets = _sheets(scheme, definition, status)
                    reason = _reason(one, sheets, published, told)
                    found.append(dataclasses.replace(one, name=name, reason=reason))
    return found


def corrections(frame: Frame) -> list[Correction]:
    """The corrections of earlier months that units applied for this time."""
    return list(_corrections(frame))


def _corrections(frame: Frame) -> Iterator[Correction]:
    for source in frame.sources:
        if source.carried:
            continue
        columns = {name: column.values for name, column in source.table.columns.items()}
        for number in range(len(source.table)):
            row = {name: values[number] for name, values in columns.items()}
            month = row.get("原所属期")
            if isinstance(month, date):
                yield Correction(
                    source.submission.unit,
                    str(row.get("更正表") or ""),
                    Period(month.year, month.month),
                    _words(frame.form.sheet, row, month),
                )


def _words(sheet: str, row: Mapping[str, object], month: date) -> str:
    why = [str(row[name]) for name in ("原因", "批准人") if row.get(name)]
    project = row.get("项目名称") or ""
    change = f"{month.month}月由{_said(row.get('原值'))}改为{_said(row.get('新值'))}"
    return f"{sheet}：{project}{change}" + (f"（{'，'.join(why)}）" if why else "")


def _said(value: object) -> str:
    return plain(unscaled(value)) if isinstance(value, int) else "空"


def _compared(
    indicator: Indicator,
    status: Status,
    scope: Scope,
    published: Finalised,
    now: Mapping[Period, Figures],
) -> Adjustment | None:
    row = published.rows.get((scope, indicator.name, status))
    if row is None:
        return None
    figure = _same_span(now, (scope, indicator.name, status), str(row["所属期"]))
    then = published.value(scope, indicator.name, status)
    if figure is None or _alike(figure.value, then):
        return None
    return Adjustment(
        scope,
        "",
        indicator.name,
        indicator.title,
        indicator.measure,
        status,
        str(row["所属期"]),
        then,
        figure.value,
    )


def _alike(now: Number | None, then: Number | None) -> bool:
    """Whether both say the same; a published ratio is kept with fifteen digits."""
    return now == then or (now is not None and then is not None and plain(now) == plain(then))


def _same_span(
    now: Mapping[Period, Figures], key: tuple[Scope, str, Status], span: str
) -> Figure | None:
    for figures in now.values():
        figure = figures.get(key)
        if figure is not None and figure.span and figure.span.name == span:
            return figure
    return None


def _reason(
    one: Adjustment, sheets: Collection[str], published: Finalised, told: Sequence[Correction]
) -> str:
    if one.scope.kind == _WHOLE:
        return "各单位调整数之和"
    words = [
        said.words
        for said in told
        if said.unit == one.scope.code and said.sheet in sheets and said.month <= published.period
    ]
    if words:
        more = f"；另有{len(words) - _MOST}条" if len(words) > _MOST else ""
        return "；".join(words[:_MOST]) + more
    row = published.rows[one.scope, one.indicator, one.status]
    if row.get("沿用"):
        return "公布时未报或被退回，按沿用数计，现已有数"
    if row.get("完成") is None:
        return f"公布时没有数（{row.get('缺数原因') or '原因不详'}）"
    if one.status is Status.CONFIRMED:
        return "上级核定的数有改动"
    return "没有登记更正，请向单位查明"


def _follows_span(scheme: Scheme, definition: Definition, status: Status) -> bool:
    """Whether it can be taken anew for an earlier span: all that it is made of says 期内."""
    if definition.formula is not None:
        parts = [scheme.indicators[name].definitions for name in named_in(definition.formula)]
        return bool(parts) and all(
            (one := known.get(status)) is not None and _follows_span(scheme, one, status)
            for known in parts
        )
    return definition.dated


def _sheets(scheme: Scheme, definition: Definition, status: Status) -> set[str]:
    """The sheets from which it is taken, those of a denominator and of a formula's parts too."""
    found = {scheme.form(one.form).sheet for one in definition.sources}
    if definition.formula is not None:
        for name in named_in(definition.formula):
            found |= _sheets(scheme, scheme.indicators[name].definitions[status], status)
    return found
