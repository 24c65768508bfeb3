"""Named checks: what the rule language cannot say in one formula."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import numpy as np

from pipeline.model.finding import Finding
from pipeline.model.number import plain
from pipeline.model.period import Period
from pipeline.model.place import Place
from pipeline.model.table import NOTHING
from pipeline.scheme.evaluate import number_at
from pipeline.scheme.form import Field
from pipeline.scheme.frame import Frame, Setting
from pipeline.scheme.rules import Check, found
from pipeline.scheme.scheme import Scheme
from pipeline.validate.rows import addressed, typed_text

WHOLE = "全市"


@dataclass(frozen=True, slots=True)
class Scene:
    """What a named check may look at."""

    scheme: Scheme
    setting: Setting
    units: frozenset[str]


def named(check: Check, scene: Scene) -> Iterator[Finding]:
    """Run the check that the scheme calls by name."""
    frame = scene.setting.frames.get(check.form)
    if frame is not None:
        yield from CHECKS[check.named](check, frame, scene)


def filled_beyond(check: Check, frame: Frame, scene: Scene) -> Iterator[Finding]:
    """V24: a month after the period's own that holds anything but zero."""
    field = frame.form.fields[check.field]
    late = field.columns[scene.setting.period.month :]
    columns = {name: frame.column(name) for name in late}
    for number in range(len(frame)):
        cells = [
            name
            for name, column in columns.items()
            if column.bad[number] or (column.known[number] and column.data[number] != 0)
        ]
        if cells:
            heads = dict(zip(field.columns, field.headings(), strict=True))
            yield _finding(
                check, frame, scene, number, field, cells, 月份="、".join(heads[c] for c in cells)
            )


def changed_before(check: Check, frame: Frame, scene: Scene) -> Iterator[Finding]:
    """V27: an earlier month that differs from the last accepted table without a correction."""
    earlier = scene.setting.earlier.get(check.form)
    if earlier is None or not len(earlier):
        return
    field = frame.form.fields[check.field]
    at = earlier.same(frame)
    licences = _licences(check, frame, scene)
    months = list(zip(field.columns, field.headings(), strict=True))
    for month, (name, heading) in enumerate(months[: scene.setting.period.month - 1], start=1):
        now, before = frame.column(name), earlier.column(name)
        for number in np.flatnonzero(at >= 0):
            old = number_at(before, int(at[number])) or Fraction(0)
            new = number_at(now, int(number)) or Fraction(0)
            if now.bad[number] or old == new or not _told(earlier, int(at[number]), name, month):
                continue
            key = (frame.unit[number], frame.key[number], name)
            if new in licences.get(key, ()):
                continue
            yield _finding(
                check,
                frame,
                scene,
                number,
                field,
                [name],
                月份=heading,
                原值=plain(old),
                新值=plain(new),
            )


def closure(check: Check, frame: Frame, scene: Scene) -> Iterator[Finding]:
    """V47: the units' targets of an indicator add up to less than the whole's target."""
    column = {name: frame.column(name) for name in ("年度", "单位", "指标", "类别", check.field)}
    shares: dict[str, Fraction] = defaultdict(Fraction)
    wholes: list[tuple[int, str, Fraction]] = []
    for number in range(len(frame)):
        amount = number_at(column[check.field], number)
        year = number_at(column["年度"], number)
        if amount is None or year != scene.setting.period.year:
            continue
        if column["类别"].data[number] not in ("总量", None):
            continue
        unit, indicator = column["单位"].data[number], column["指标"].data[number]
        if unit == WHOLE:
            wholes.append((number, indicator, amount))
        elif unit in scene.units:
            shares[indicator] += amount
    for number, indicator, amount in wholes:
        if indicator in shares and shares[indicator] < amount:
            field = frame.form.fields[check.field]
            yield _finding(
                check,
                frame,
                scene,
                number,
                field,
                [field.name],
                指标=indicator,
                合计=plain(shares[indicator]),
                总数=plain(amount),
                相差=plain(amount - shares[indicator]),
            )


CHECKS: Mapping[str, Callable[[Check, Frame, Scene], Iterator[Finding]]] = {
    "期后填数": filled_beyond,
    "前期改动": changed_before,
    "任务闭合": closure,
}


def _told(earlier: Frame, row: int, name: str, month: int) -> bool:
    """Whether the accepted table already spoke of the month, and in a way that could be used."""
    source = earlier.sources[earlier.owner[row]]
    column = source.table.columns.get(name)
    at = int(earlier.row[row])
    unusable = column and column.values[at] is None and column.raw.get(at, "") not in NOTHING
    return month <= source.submission.period.month and not unusable


def _licences(
    check: Check, frame: Frame, scene: Scene
) -> Mapping[tuple[str, str, str], set[Fraction]]:
    """The corrections that were applied for: (unit, project, month) → the new values."""
    licences: dict[tuple[str, str, str], set[Fraction]] = defaultdict(set)
    requests = scene.setting.frames.get(check.allowance)
    if requests is None:
        return licences
    period, where = requests.column("原所属期"), requests.column("更正表")
    new = requests.column("新值")
    for number in range(len(requests)):
        value = number_at(new, number)
        if value is None or not period.known[number]:
            continue
        if where.known[number] and where.data[number] != frame.form.sheet:
            continue
        month = _month(int(period.data[number]))
        if month.year != scene.setting.period.year:
            continue
        name = f"{check.field}.{month.month}"
        licences[requests.unit[number], requests.key[number], name].add(value)
    return licences


def _month(day: int) -> Period:
    first = date.fromordinal(day)
    return Period(first.year, first.month)


def _finding(
    check: Check,
    frame: Frame,
    scene: Scene,
    number: int,
    field: Field,
    columns: list[str],
    **words: str,
) -> Finding:
    row = int(frame.row[number])
    table = frame.table(number)
    places: tuple[Place, ...] = tuple(table.place(row, name) for name in columns)
    names = [typed_text(frame, key, number) for key in reversed(frame.form.key)]
    return found(
        check.rule,
        scene.setting.period,
        addressed(frame, number),
        places,
        行=table.rows[row],
        项目=next((name for name in names if name), ""),
        列=field.heading,
        **words,
        table=frame.form.name,
        row=row,
        field=columns[0],
        key=str(frame.identity[number]),
        found=typed_text(frame, columns[0], number),
        cells=((frame.form.name, row, field.name),),
    )
