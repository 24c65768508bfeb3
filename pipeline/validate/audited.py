"""V52: what the level above confirmed beside what the units report for the same month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import numpy as np

from pipeline.model.figure import Status
from pipeline.model.finding import Finding
from pipeline.model.number import plain
from pipeline.model.period import Period
from pipeline.scheme.evaluate import evaluate, number_at, true_rows
from pipeline.scheme.frame import Frame, Setting
from pipeline.scheme.indicators import Indicator
from pipeline.scheme.rules import Check
from pipeline.validate.scene import Scene, called, chosen, finding
from pipeline.validate.terms import column, limit, texts

Project = tuple[str, str]
"""Unit and key."""


@dataclass(slots=True)
class Verdict:
    """Results for a project: what is confirmed, and what with a reason is not; one of the rows."""

    row: int
    confirmed: Fraction = Fraction(0)
    explained: Fraction = Fraction(0)
    unusable: bool = False


@dataclass(frozen=True, slots=True)
class Reported:
    """What the units report of a month by project; `unusable` where a cell could not be read."""

    amounts: dict[Project, Fraction]
    unusable: set[Project]
    units: set[str]


def audited(check: Check, frame: Frame, scene: Scene) -> Iterator[Finding]:
    """V52: a difference above 容差 that no reason explains, per project, then per unit and month.

    The term 对照指标 names the indicator whose reports are compared; what was returned or cut for a
    reason that is given (原因), or is still to be judged (未定), is no difference. A unit's
    months are compared once any of its projects was judged in them; a unit that sent nothing
    this month is not.
    """
    if not len(frame):
        return
    slack = limit(check, frame, scene.setting, "容差", Fraction(0))
    indicator = scene.scheme.indicators.get(texts(check, frame, scene.setting, "对照指标")[0])
    if indicator is None or Status.REPORTED not in indicator.definitions:
        return
    field = frame.form.fields[check.field]
    for month, verdicts in sorted(_by_month(check, frame, scene).items()):
        reported = _reported(indicator, scene.setting, month)
        for project, one in verdicts.items():
            local = reported.amounts.get(project, Fraction(0))
            rest = one.confirmed + one.explained - local
            sent = project[0] in reported.units and project not in reported.unusable
            if sent and abs(rest) > slack and not one.unusable:
                words = _words(month, one.confirmed, local, rest)
                yield finding(check, frame, scene, one.row, field, [field.name], **words)
        judged = {unit: one.row for (unit, _), one in reversed(verdicts.items())}
        for unit, rest in sorted(_unjudged(reported, verdicts).items()):
            if abs(rest) > slack and unit in judged:
                words = _words(month, Fraction(0), rest, -rest)
                words["项目"] = f"{called(scene, unit)}”没有审核结果的“{indicator.title}"
                where = frame.form.fields["单位"]
                yield finding(check, frame, scene, judged[unit], where, [where.name], **words)


def _words(month: Period, confirmed: Fraction, local: Fraction, rest: Fraction) -> dict[str, str]:
    return {
        "月份": f"{month.month}月",
        "核定": plain(confirmed),
        "本地": plain(local),
        "相差": plain(rest),
    }


def _unjudged(reported: Reported, verdicts: Mapping[Project, Verdict]) -> Mapping[str, Fraction]:
    """Per unit what it reports of projects without a result."""
    rests: dict[str, Fraction] = defaultdict(Fraction)
    for project, amount in reported.amounts.items():
        if project not in verdicts:
            rests[project[0]] += amount
    return rests


def _by_month(check: Check, frame: Frame, scene: Scene) -> Mapping[Period, dict[Project, Verdict]]:
    setting = scene.setting
    months, stated, sent = (column(check, frame, setting, one) for one in ("月份", "核定", "上报"))
    reasons = texts(check, frame, setting, "原因")
    waiting = set(np.flatnonzero(true_rows(column(check, frame, setting, "未定"))))
    made: dict[Period, dict[Project, Verdict]] = defaultdict(dict)
    for row in map(int, chosen(check, frame, setting)):
        if not months.known[row]:
            continue
        day = date.fromordinal(int(months.data[row]))
        project = str(frame.unit[row]), str(frame.key[row])
        one = made[Period(day.year, day.month)].setdefault(project, Verdict(row))
        confirmed = number_at(stated, row) or Fraction(0)
        one.confirmed += confirmed
        if reasons[row] or row in waiting:
            one.explained += max((number_at(sent, row) or Fraction(0)) - confirmed, Fraction(0))
        one.unusable = one.unusable or bool(stated.bad[row] or sent.bad[row])
    return made


def _reported(indicator: Indicator, setting: Setting, month: Period) -> Reported:
    """What the units report for one month, by the indicator's own definition."""
    definition = indicator.definitions[Status.REPORTED]
    frame = setting.frames[definition.form]
    within = Setting(setting.period, month.alone, setting.frames, setting.earlier)
    rows = spoilt = np.zeros(len(frame), dtype=bool)
    rows = ~rows
    if definition.condition is not None:
        condition = evaluate(definition.condition, frame, within)
        rows, spoilt = true_rows(condition), condition.bad & ~condition.known
    amounts = evaluate(definition.amount, frame, within) if definition.amount else None
    if amounts is not None:
        spoilt = spoilt | (rows & amounts.bad)
    projects = list(zip(map(str, frame.unit), map(str, frame.key), strict=True))
    sums: dict[Project, Fraction] = defaultdict(Fraction)
    for row in map(int, np.flatnonzero(rows)):
        value = number_at(amounts, row) if amounts is not None else Fraction(1)
        sums[projects[row]] += value or 0
    units = {source.submission.unit for source in frame.sources}
    return Reported(dict(sums), {projects[row] for row in np.flatnonzero(spoilt)}, units)
