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
from pipeline.scheme.frame import Frame, Setting, Vector
from pipeline.scheme.indicators import Definition
from pipeline.scheme.rules import Check
from pipeline.validate.scene import Scene, called, chosen, finding
from pipeline.validate.terms import column, limit, texts

Project = tuple[str, str]
"""Unit and key."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A row of results: what is confirmed, and of what was reported that is not, with a reason."""

    row: int
    confirmed: Fraction
    explained: Fraction


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
    definition = indicator.definitions.get(Status.REPORTED) if indicator else None
    if indicator is None or definition is None:
        return
    field = frame.form.fields[check.field]
    for month, verdicts in sorted(_by_month(check, frame, scene).items()):
        reports = scene.setting.frames[definition.form]
        local = _reported(definition, reports, scene.setting, month)
        senders = {source.submission.unit for source in reports.sources}
        rests: dict[str, Fraction] = defaultdict(Fraction)
        for project, verdict in verdicts.items():
            reported = local.pop(project, Fraction(0))
            rest = verdict.confirmed + verdict.explained - reported
            if project[0] in senders and abs(rest) > slack:
                words = {
                    "核定": plain(verdict.confirmed),
                    "本地": plain(reported),
                    "相差": plain(rest),
                    "月份": f"{month.month}月",
                }
                yield finding(check, frame, scene, verdict.row, field, [field.name], **words)
        for (unit, _), amount in local.items():
            rests[unit] += amount
        judged = {unit: one.row for (unit, _), one in reversed(verdicts.items())}
        for unit in sorted(set(rests) & set(judged) & senders):
            if abs(rests[unit]) > slack:
                yield _of_unit(check, frame, scene, judged[unit], unit, rests[unit], month)


def _of_unit(
    check: Check, frame: Frame, scene: Scene, row: int, unit: str, rest: Fraction, month: Period
) -> Finding:
    """The unit's own difference: projects that it reports and of which no result is known."""
    field = frame.form.fields["单位"]
    form = scene.scheme.indicators[texts(check, frame, scene.setting, "对照指标")[0]]
    words = {
        "项目": f"{called(scene, unit)}{month.month}月“{form.title}”",
        "月份": f"{month.month}月",
        "核定": "0",
        "本地": plain(rest),
        "相差": plain(-rest),
    }
    return finding(check, frame, scene, row, field, [field.name], **words)


def _by_month(check: Check, frame: Frame, scene: Scene) -> Mapping[Period, dict[Project, Verdict]]:
    setting = scene.setting
    months, stated, sent = (column(check, frame, setting, one) for one in ("月份", "核定", "上报"))
    reasons = texts(check, frame, setting, "原因")
    waiting = set(np.flatnonzero(true_rows(column(check, frame, setting, "未定"))))
    made: dict[Period, dict[Project, Verdict]] = defaultdict(dict)
    for row in map(int, chosen(check, frame, setting)):
        if not months.known[row] or stated.bad[row] or sent.bad[row]:
            continue
        day = date.fromordinal(int(months.data[row]))
        confirmed = number_at(stated, row) or Fraction(0)
        reported = number_at(sent, row) or Fraction(0)
        free = reasons[row] or row in waiting
        explained = max(reported - confirmed, Fraction(0)) if free else Fraction(0)
        project = str(frame.unit[row]), str(frame.key[row])
        made[Period(day.year, day.month)][project] = Verdict(row, confirmed, explained)
    return made


def _reported(
    definition: Definition, frame: Frame, setting: Setting, month: Period
) -> dict[Project, Fraction]:
    """What the units report for one month, by project, by the indicator's own definition."""
    within = Setting(setting.period, month.alone, setting.frames, setting.earlier)
    condition, amount = definition.condition, definition.amount
    rows = np.arange(len(frame))
    if condition is not None:
        rows = np.flatnonzero(true_rows(evaluate(condition, frame, within)))
    values: Vector | None = evaluate(amount, frame, within) if amount is not None else None
    sums: dict[Project, Fraction] = defaultdict(Fraction)
    for row in map(int, rows):
        value = number_at(values, row) if values is not None else Fraction(1)
        if value:
            sums[str(frame.unit[row]), str(frame.key[row])] += value
    return sums
