"""V47–V49, V54: the office's targets, and the units that sent nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from fractions import Fraction

import numpy as np

from pipeline.model.finding import Finding
from pipeline.model.number import plain
from pipeline.scheme.evaluate import number_at
from pipeline.scheme.frame import Frame
from pipeline.scheme.rules import Check
from pipeline.validate.scene import (
    WHOLE,
    Scene,
    called,
    chosen,
    directory,
    finding,
    lacking,
    text_at,
)

_SURE = "确保"
_ADJUSTED = {_SURE: "调整后", "力争": "调整后力争"}
_FEWEST = 2
"""So many other units' targets are needed to say that one stands out."""


def closure(check: Check, frame: Frame, scene: Scene) -> Iterator[Finding]:
    """V47: the units' targets of an indicator add up to less than the whole's target.

    Held against each other is what holds at the period's end, adjustments included. A unit counts
    with the task of the whole's issuer, if it has one, else with its own other one; where 力争 is
    asked for, a unit without it with 确保.
    """
    column = {name: frame.column(name) for name in ("单位", "指标", "类别", "下达")}
    shares: dict[str, dict[str, dict[str, Fraction]]] = defaultdict(lambda: defaultdict(dict))
    wholes: list[tuple[int, str, str, Fraction, str]] = []
    for number in _this_year(frame, scene):
        unit, indicator, kind, issuer = (text_at(one, number) for one in column.values())
        if kind not in ("总量", ""):
            continue
        amount, name = _in_force(frame, number, check.field, scene)
        if unit == WHOLE and amount is not None:
            wholes.append((number, indicator, issuer, amount, name))
        elif unit in scene.units:
            amount = _in_force(frame, number, _SURE, scene)[0] if amount is None else amount
            if amount is not None:
                shares[indicator][unit].setdefault(issuer, amount)
    for number, indicator, issuer, amount, name in wholes:
        own = [one.get(issuer, next(iter(one.values()))) for one in shares[indicator].values()]
        if own and sum(own) < amount:
            words = {
                "指标": indicator,
                "合计": plain(sum(own, Fraction(0))),
                "总数": plain(amount),
                "相差": plain(amount - sum(own)),
            }
            field = frame.form.fields[name]
            yield finding(check, frame, scene, number, field, [name], **words)


def lost_dashes(check: Check, frame: Frame, scene: Scene) -> Iterator[Finding]:
    """V48: 12 where 1—2 was meant: two rising digits, and no other unit has more than the second.

    Targets are held against those of the same ranking group for the same indicator and issuer.
    """
    ranked = _ranking_groups(scene)
    names = ("单位", "指标", "下达")
    column = {name: frame.column(name) for name in names}
    groups: dict[tuple[str, str, str], dict[int, Fraction]] = defaultdict(dict)
    for number in _this_year(frame, scene):
        unit, indicator, issuer = (text_at(column[name], number) for name in names)
        amount = number_at(frame.column(check.field), number)
        if unit in ranked and amount:
            groups[ranked[unit], indicator, issuer][number] = amount
    field = frame.form.fields[check.field]
    for (_, indicator, _), amounts in groups.items():
        for number, amount in amounts.items():
            low, high = divmod(amount, 10)
            others = [one for at, one in amounts.items() if at != number]
            if 1 <= low < high <= 9 and len(others) >= _FEWEST and max(others) <= high:
                words = {
                    "单位": called(scene, text_at(column["单位"], number)),
                    "指标": indicator,
                    "值": plain(amount),
                    "应为": f"{plain(low)}—{plain(high)}",
                }
                if high.denominator == 1:
                    yield finding(check, frame, scene, number, field, [field.name], **words)


def no_target(check: Check, frame: Frame, scene: Scene) -> Iterator[Finding]:
    """V49: no line at all for a unit, where others of its ranking group are assessed.

    Only indicators that the catalogue calls assessed; a line that says 否 under 是否考核 is one.
    """
    groups = _ranking_groups(scene)
    told: dict[str, set[str]] = defaultdict(set)
    assessed: dict[str, set[str]] = defaultdict(set)
    column = {name: frame.column(name) for name in ("单位", "指标", "是否考核")}
    for number in _this_year(frame, scene):
        unit, indicator, yes = (text_at(one, number) for one in column.values())
        told[indicator].add(unit)
        if yes == "是" and unit in groups:
            assessed[indicator].add(groups[unit])
    for indicator in scene.scheme.indicators.values():
        for unit, group in groups.items():
            if not indicator.assessed or group not in assessed[indicator.name]:
                continue
            if unit not in told[indicator.name]:
                words = {"单位": called(scene, unit), "指标": indicator.title}
                key = f"{unit}\x1f{indicator.name}"
                yield lacking(check, frame, scene, key, **words)


def silent_units(check: Check, frame: Frame, scene: Scene) -> Iterator[Finding]:
    """V54: a unit of the directory of which no file came; the finding names the day it was due."""
    codes = frame.column(check.field)
    due = scene.due.isoformat() if scene.due else ""
    field = frame.form.fields[check.field]
    for number in chosen(check, frame, scene.setting):
        unit = text_at(codes, number)
        if unit in scene.silent:
            words = {"单位": called(scene, unit), "截止": due}
            yield finding(check, frame, scene, number, field, [field.name], unit=unit, **words)


def _in_force(frame: Frame, number: int, name: str, scene: Scene) -> tuple[Fraction | None, str]:
    """A task as it holds at the period's end, and the field that it stands in."""
    adjusted, lowest = _ADJUSTED[name], "下限" if name == _SURE else ""
    day = _value(frame, number, "调整日期")
    if day is not None and day <= scene.setting.period.end.toordinal():
        if (after := _value(frame, number, adjusted)) is not None:
            return after, adjusted
        if _value(frame, number, _ADJUSTED[_SURE]) is not None:
            return None, adjusted
    amount = _value(frame, number, name)
    if amount is None and lowest:
        return _value(frame, number, lowest), lowest
    return amount, name


def _value(frame: Frame, number: int, name: str) -> Fraction | None:
    return number_at(frame.column(name), number) if name in frame.form.fields else None


def _this_year(frame: Frame, scene: Scene) -> Iterator[int]:
    """The rows of the year's own tasks; those of a campaign, and of people, stand apart."""
    years = frame.column("年度")
    apart = [frame.column(one).known for one in ("阶段", "姓名") if one in frame.form.fields]
    for number in range(len(frame)):
        if any(known[number] for known in apart):
            continue
        if number_at(years, number) == scene.setting.period.year:
            yield number


def _ranking_groups(scene: Scene) -> Mapping[str, str]:
    """The units that report in the period, with the groups they are ranked in."""
    listed = directory(scene)
    if listed is None or "分组" not in listed.form.fields:
        return {}
    codes, groups = listed.column("代码"), listed.column("分组")
    rows = np.flatnonzero(codes.known & groups.known)
    return {
        text_at(codes, row): text_at(groups, row)
        for row in rows
        if text_at(codes, row) in scene.units
    }
