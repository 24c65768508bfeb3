"""V50, V51: what this year's figures are compared with, and whether they can be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np

from pipeline.model.figure import Status
from pipeline.model.finding import Finding
from pipeline.model.period import Period
from pipeline.scheme.evaluate import number_at
from pipeline.scheme.form import Kind
from pipeline.scheme.frame import Frame
from pipeline.scheme.indicators import Indicator
from pipeline.scheme.rules import Check
from pipeline.validate.scene import (
    Scene,
    called,
    directory,
    finding,
    lacking,
    text_at,
)

_NAMED = 3
"""So many units are named one by one."""


def no_last_year(check: Check, frame: Frame, scene: Scene) -> Iterator[Finding]:
    """V50: units without last year's figure of an assessed indicator; one finding an indicator.

    The month is the figure's own: for what the level above confirms, the last one it judged.
    Units that came into being this year had none. Where the office keeps no such table at all,
    it makes no comparison.
    """
    if not frame.sources:
        return
    targets = _assessed(scene)
    for indicator in scene.scheme.indicators.values():
        month = own_month(indicator, scene)
        wanted = targets.get(indicator.name, [])
        there = _units_told(frame, scene, indicator.name, month, check.field)
        missing = [unit for unit in wanted if unit not in there]
        if month and missing:
            yield lacking(
                check,
                frame,
                scene,
                indicator.name,
                指标=indicator.title,
                单位=_several([called(scene, unit) for unit in missing]),
                月份=f"{scene.setting.period.year - 1}年1—{month}月",
            )


def redefined(check: Check, frame: Frame, scene: Scene) -> Iterator[Finding]:
    """V51: an indicator defined anew since last year (口径变化), while no figure was revised.

    One finding an indicator, at the first figure that still is of the old definition; lines
    that say so themselves under 口径 are left to the check of the row.
    """
    year = scene.setting.period.year - 1
    field = frame.form.fields[check.field]
    notes, revised = frame.column("口径"), frame.column(check.field)
    for indicator in scene.scheme.indicators.values():
        month = own_month(indicator, scene)
        if not month or not indicator.redefined(year + 1):
            continue
        rows = [
            row
            for row in _rows_of(frame, year, month, indicator.name)
            if not revised.known[row] and not revised.bad[row] and not notes.known[row]
        ]
        if rows:
            words = {"指标": indicator.title, "起": f"{year + 1}年", "行数": str(len(rows))}
            yield finding(check, frame, scene, rows[0], field, [field.name], **words)


def own_month(indicator: Indicator, scene: Scene) -> int:
    """The last month that a headline figure speaks of; 0 where nothing is confirmed yet."""
    period = scene.setting.period
    if indicator.headline is not Status.CONFIRMED:
        return period.month
    frame = scene.setting.frames[indicator.definitions[Status.CONFIRMED].form]
    months = [one.name for one in frame.form.fields.values() if one.kind is Kind.MONTH]
    if not months:
        return period.month
    column = frame.column(months[0])
    days = (date.fromordinal(int(one)) for one in column.data[column.known])
    return max((day.month for day in days if _judged(day, period)), default=0)


def lasting_units(scene: Scene) -> set[str]:
    """The units that there were before this year."""
    listed = directory(scene)
    if listed is None or "启用" not in listed.form.fields:
        return set(scene.units)
    codes, since = listed.column("代码"), listed.column("启用")
    first = date(scene.setting.period.year, 1, 1).toordinal()
    rows = np.flatnonzero(codes.known & since.known & (since.data < first))
    return {text_at(codes, row) for row in rows} & scene.units


def _judged(day: date, period: Period) -> bool:
    return day.year == period.year and day.month <= period.month


def _assessed(scene: Scene) -> dict[str, list[str]]:
    """Assessed indicator → the lasting units that have a target for it this year."""
    form = scene.scheme.role("目标")
    frame = scene.setting.frames.get(form.name) if form else None
    if frame is None:
        return {}
    lasting = lasting_units(scene)
    column = {name: frame.column(name) for name in ("单位", "指标", "是否考核")}
    years = frame.column("年度")
    wanted: dict[str, list[str]] = {}
    for row in range(len(frame)):
        unit, indicator, yes = (text_at(one, row) for one in column.values())
        known = scene.scheme.indicators.get(indicator)
        if known is None or not known.assessed or yes != "是" or unit not in lasting:
            continue
        if number_at(years, row) == scene.setting.period.year:
            units = wanted.setdefault(indicator, [])
            units += [unit] if unit not in units else []
    return wanted


def _units_told(frame: Frame, scene: Scene, indicator: str, month: int, name: str) -> set[str]:
    year, value = scene.setting.period.year - 1, frame.column(name)
    units = frame.column("单位")
    rows = _rows_of(frame, year, month, indicator)
    return {text_at(units, row) for row in rows if value.known[row] or value.bad[row]}


def _rows_of(frame: Frame, year: int, month: int, indicator: str) -> list[int]:
    years, months, names = (frame.column(name) for name in ("年度", "月份", "指标"))
    return [
        row
        for row in np.flatnonzero(names.known & (names.data == indicator)).tolist()
        if number_at(years, row) == year and number_at(months, row) == month
    ]


def _several(names: list[str]) -> str:
    if len(names) <= _NAMED:
        return "、".join(names)
    return f"{'、'.join(names[:_NAMED])}等{len(names)}个单位"
