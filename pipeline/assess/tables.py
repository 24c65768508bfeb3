"""Reads the office's tables of targets, curves and last year's figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from pipeline.assess.yardsticks import Past, PastKey
from pipeline.model.composite import Line
from pipeline.model.deadlines import days_in
from pipeline.model.figure import Scope, person
from pipeline.model.month import Person
from pipeline.model.number import Number
from pipeline.model.period import Days, Period
from pipeline.model.standing import Kind, Target
from pipeline.scheme.evaluate import number_at
from pipeline.scheme.form import Form
from pipeline.scheme.frame import Frame

WHOLE = "全市"
Names = frozenset[str]
Targets = Mapping[tuple[Scope, str], Sequence[Target]]


def scope_of(name: str, groups: Names, fronts: Names = frozenset()) -> Scope:
    """The scope that a base table's 单位 cell means: 全市, a group's or front's name, or a unit's.

    A group goes before a front of the same name.
    """
    if name == WHOLE:
        return Scope(WHOLE, "")
    if name in groups:
        return Scope("组", name)
    return Scope("战线" if name in fronts else "单位", name)


def targets_of(
    frame: Frame | None, year: int, groups: Names, fronts: Names = frozenset()
) -> Mapping[str, Targets]:
    """The targets of a year by stage ("" for the year's own), then by scope and indicator.

    The rows of a composite target are its lines; a row with a 姓名 is that person's of the unit.
    Of two rows for the same target the first counts (validate/doubles.py asks the office).
    """
    stages: dict[str, dict[tuple[Scope, str], dict[str, Target]]] = {}
    for row in _rows_of(frame, year):
        assert frame is not None
        target, line = _target(frame, row), _line(frame, row)
        unit, name = _text(frame, "单位", row), _text(frame, "姓名", row)
        scope = person(unit, name) if name else scope_of(unit, groups, fronts)
        own = stages.setdefault(_text(frame, "阶段", row), {})
        issuers = own.setdefault((scope, _text(frame, "指标", row)), {})
        before = issuers.get(target.issuer)
        lines_too = before is None or before.kind == Kind.COMPOSITE
        if target.kind == Kind.COMPOSITE and line is not None and lines_too:
            lines = (*(before.lines if before else ()), line)
            total = Fraction(sum(one.count for one in lines))
            issuers[target.issuer] = replace(target, sure=total, stretch=None, lines=lines)
        issuers.setdefault(target.issuer, target)
    return {
        stage: {key: tuple(issuers.values()) for key, issuers in known.items()}
        for stage, known in stages.items()
    }


def quotas_of(form: Form | None, people: Iterable[Person], issuer: str) -> Targets:
    """The people's tasks for the indicators that the columns of their table name (指标)."""
    made: dict[tuple[Scope, str], tuple[Target, ...]] = {}
    for field in form.fields.values() if form is not None else ():
        for one in people if field.indicator else ():
            if (sure := one.tasks.get(field.name)) is not None:
                key = person(one.unit, one.name), field.indicator
                made.setdefault(key, (Target(sure, issuer=issuer),))
    return made


def people_of(people: Iterable[Person], tasks: Mapping[str, Targets]) -> Mapping[str, list[str]]:
    """Who has a task of any kind, by the codes of the units, in the order of the tables."""
    made: dict[str, dict[str, None]] = {}
    for one in people:
        made.setdefault(one.unit, {})[one.name] = None
    for targets in tasks.values():
        for scope, _ in targets:
            if scope.unit:
                made.setdefault(scope.unit, {})[scope.code.partition("·")[2]] = None
    return {unit: list(names) for unit, names in made.items()}


def curves_of(
    frame: Frame | None, year: int, groups: Names, fronts: Names = frozenset()
) -> dict[tuple[Scope | None, str], Sequence[Number]]:
    """The curves of cumulative per cents (F02); one that lacks a month is no curve."""
    curves: dict[tuple[Scope | None, str], Sequence[Number]] = {}
    for row in _rows_of(frame, year):
        assert frame is not None
        months = [_month(frame, n, row) for n in range(1, 13)]
        if known := [one for one in months if one is not None]:
            unit = _text(frame, "单位", row)
            scope = scope_of(unit, groups, fronts) if unit else None
            if len(known) == len(months):
                curves[scope, _text(frame, "指标", row)] = known
    return curves


@dataclass(frozen=True, slots=True)
class Stage:
    """A week, ten days or a campaign with the days on which it is reported."""

    name: str
    kind: str
    days: Days
    notices: tuple[date, ...] = ()

    def cutoffs(self, period: Period) -> tuple[date, ...]:
        """The days of notice that the period's data reach; without one the last day they reach."""
        last = min(self.days.end, period.end)
        return tuple(day for day in self.notices if day <= period.end) or (last,)


def stages_of(frame: Frame | None, period: Period) -> list[Stage]:
    """The stages that have begun and that reach into the period's year."""
    made = []
    for row in range(len(frame)) if frame is not None else ():
        assert frame is not None
        start, end = _day(frame, "起", row), _day(frame, "止", row)
        if start is None or end is None or end < start or start > period.end:
            continue
        if end >= date(period.year, 1, 1):
            notices = tuple(sorted(days_in(_text(frame, "通报日期", row))))
            name, kind = _text(frame, "名称", row), _text(frame, "类别", row)
            made.append(Stage(name, kind, Days(start, end), notices))
    return made


def last_year_of(
    frame: Frame | None, period: Period, groups: Names, fronts: Names = frozenset()
) -> Past:
    """Last year's figures; a revised value stands for the published one (F06)."""
    values: dict[PastKey, Number] = {}
    revised, doubtful, first = set(), set(), set()
    for row in _rows_of(frame, period.year - 1):
        assert frame is not None
        scope = scope_of(_text(frame, "单位", row), groups, fronts)
        key = scope, _text(frame, "指标", row), int(_number(frame, "月份", row) or 0)
        if _text(frame, "首年", row) == "是":
            first.add(key[:2])
        value = _number(frame, "修订", row)
        if value is not None:
            revised.add(key)
        elif _text(frame, "口径", row):
            doubtful.add(key)
        value = _number(frame, "累计", row) if value is None else value
        if value is not None:
            values[key] = value
    return Past(values, frozenset(revised), frozenset(doubtful), frozenset(first))


def _rows_of(frame: Frame | None, year: int) -> Iterator[int]:
    if frame is not None:
        column = frame.column("年度")
        yield from (row for row in range(len(frame)) if number_at(column, row) == year)


def _target(frame: Frame, row: int) -> Target:
    sure, lowest = _number(frame, "确保", row), _number(frame, "下限", row)
    return Target(
        sure=sure if sure is not None else lowest,
        stretch=_number(frame, "力争", row),
        issuer=_text(frame, "下达", row),
        kind=_text(frame, "类别", row) or Kind.TOTAL,
        assessed=_text(frame, "是否考核", row) != "否",
        upper=_number(frame, "上限", row),
        base=_number(frame, "基数", row),
        adjusted=_day(frame, "调整日期", row),
        after=_number(frame, "调整后", row),
        stretch_after=_number(frame, "调整后力争", row),
    )


def _line(frame: Frame, row: int) -> Line | None:
    least, count = _number(frame, "每个不低于", row), _number(frame, "确保", row)
    return Line(least, int(count)) if least is not None and count is not None else None


def _month(frame: Frame, number: int, row: int) -> Number | None:
    return number_at(frame.column(f"各月.{number}"), row) if _has(frame, "各月") else None


def _has(frame: Frame, name: str) -> bool:
    """Whether the office's table has the column: an office may leave out what it does not use."""
    return name in frame.form.fields


def _number(frame: Frame, name: str, row: int) -> Number | None:
    return number_at(frame.column(name), row) if _has(frame, name) else None


def _text(frame: Frame, name: str, row: int) -> str:
    if not _has(frame, name):
        return ""
    column = frame.column(name)
    return str(column.data[row]) if column.known[row] else ""


def _day(frame: Frame, name: str, row: int) -> date | None:
    if not _has(frame, name):
        return None
    column = frame.column(name)
    return date.fromordinal(int(column.data[row])) if column.known[row] else None
