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

_FEWEST = 2
"""So many other units' targets are needed to say that one stands out."""


def closure(check: Check, frame: Frame, scene: Scene) -> Iterator[Finding]:
    """V47: the units' targets of an indicator add up to less than the whole's target."""
    column = {name: frame.column(name) for name in ("单位", "指标", "类别", check.field)}
    shares: dict[str, Fraction] = defaultdict(Fraction)
    wholes: list[tuple[int, str, Fraction]] = []
    for number in _this_year(frame, scene):
        amount = number_at(column[check.field], number)
        if amount is None or text_at(column["类别"], number) not in ("总量", ""):
            continue
        unit, indicator = (text_at(column[name], number) for name in ("单位", "指标"))
        if unit == WHOLE:
            wholes.append((number, indicator, amount))
        elif unit in scene.units:
            shares[indicator] += amount
    field = frame.form.fields[check.field]
    for number, indicator, amount in wholes:
        if indicator in shares and shares[indicator] < amount:
            words = {
                "指标": indicator,
                "合计": plain(shares[indicator]),
                "总数": plain(amount),
                "相差": plain(amount - shares[indicator]),
            }
            yield finding(check, frame, scene, number, field, [field.name], **words)


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


def _this_year(frame: Frame, scene: Scene) -> Iterator[int]:
    """The rows of the year's own tasks; those of a campaign stand apart."""
    years = frame.column("年度")
    staged = frame.column("阶段").known if "阶段" in frame.form.fields else None
    for number in range(len(frame)):
        if staged is not None and staged[number]:
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
