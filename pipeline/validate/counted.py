"""V36: projects that were counted before, in an earlier year or at another occasion."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from pipeline.model.finding import Finding
from pipeline.model.number import plain
from pipeline.model.place import Place
from pipeline.scheme.evaluate import evaluate, number_at
from pipeline.scheme.frame import Frame, Setting, normal
from pipeline.scheme.rules import Check
from pipeline.validate.scene import Scene, cell, chosen, finding
from pipeline.validate.stems import stem
from pipeline.validate.terms import column, texts

Name = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Count:
    """Where a project was counted: the year and how that place is called."""

    year: Fraction
    place: Place
    called: str


@dataclass(slots=True)
class Counts:
    """Earlier counts by (unit, project), (unit, name) and (investor, name)."""

    projects: dict[Name, Count] = field(default_factory=dict)
    names: dict[Name, Count] = field(default_factory=dict)
    investors: dict[Name, Count] = field(default_factory=dict)

    def add(self, check: Check, frame: Frame, setting: Setting, called: str) -> None:
        """Note the rows of a register or list; of several counts the first year stays."""
        years, names, investors = _traits(check, frame, setting)
        for row in range(len(frame)):
            year = number_at(years, row)
            if year is None:
                continue
            told = Count(year, cell(frame, row, check.field), called)
            unit = str(frame.unit[row])
            _keep(self.projects, (unit, str(frame.key[row])), told)
            if names[row]:
                _keep(self.names, (unit, names[row]), told)
            if names[row] and investors[row]:
                _keep(self.investors, (investors[row], names[row]), told)

    def of(self, unit: str, key: str, name: str, investor: str) -> Count | None:
        """The earliest known count of a project, if there is one."""
        found = (
            self.projects.get((unit, key)),
            self.names.get((unit, name)),
            self.investors.get((investor, name)) if investor else None,
        )
        return min((one for one in found if one), key=lambda one: one.year, default=None)


def counted_again(check: Check, frame: Frame, scene: Scene) -> Iterator[Finding]:
    """V36: a project new this year that an earlier year already counted as new.

    Earlier years are known from the register in the last folder before this year and from the
    office's list, named by the term 名单. A year that differs from last month's is told by the
    check of the row.
    """
    counts = Counts()
    former = scene.former.get(check.form)
    if former is not None and len(former):
        period = former.sources[0].submission.period
        counts.add(check, former, scene.setting, f"{period.year}年{period.month}月报表")
    listed = scene.setting.frames.get(_constant(check, frame, scene.setting, "名单"))
    if listed is not None:
        counts.add(check, listed, scene.setting, f"“{listed.form.sheet}”")
    years, names, investors = _traits(check, frame, scene.setting)
    changed = _changed(check, frame, scene)
    column_of = frame.form.fields[check.field]
    for row in map(int, chosen(check, frame, scene.setting)):
        count = counts.of(str(frame.unit[row]), str(frame.key[row]), names[row], investors[row])
        year = number_at(years, row)
        if count is None or year is None or count.year >= year or row in changed:
            continue
        words = {"原年度": plain(count.year), "出处": count.called, "年度": plain(year)}
        others = [count.place]
        yield finding(check, frame, scene, row, column_of, [column_of.name], others=others, **words)


def counted_twice(check: Check, frame: Frame, scene: Scene) -> Iterator[Finding]:
    """V36: a project that stands twice in the office's list, for two occasions or years."""
    years, names, _ = _traits(check, frame, scene.setting)
    occasions = texts(check, frame, scene.setting, "场次")
    order = sorted(range(len(frame)), key=lambda row: (number_at(years, row) or 0, row))
    first: dict[Name, int] = {}
    field_of = frame.form.fields[check.field]
    for row in order:
        unit = str(frame.unit[row])
        keys = [(unit, str(frame.key[row])), (unit, names[row])]
        before = next((first[key] for key in keys if key[1] and key in first), None)
        for key in keys:
            first.setdefault(key, row)
        if before is None:
            continue
        year = number_at(years, before)
        words = {
            "原年度": plain(year) if year is not None else "",
            "活动": occasions[before],
            "行号": str(frame.table(before).rows[int(frame.row[before])]),
        }
        others = [cell(frame, before, field_of.name)]
        yield finding(check, frame, scene, row, field_of, [field_of.name], others=others, **words)


def _traits(check: Check, frame: Frame, setting: Setting) -> tuple:
    """Years, names and investors of the rows; lists name their fields as the register does."""
    names = [normal(one) for one in texts(check, frame, setting, "名称")]
    investors = [stem(one) for one in texts(check, frame, setting, "投资人")]
    return column(check, frame, setting, "年度"), names, investors


def _changed(check: Check, frame: Frame, scene: Scene) -> set[int]:
    """Rows whose year differs from the last accepted one of the same project."""
    earlier = scene.setting.earlier.get(check.form)
    if earlier is None or not len(earlier):
        return set()
    before = evaluate(check.terms["年度"], earlier, scene.setting).take(earlier.same(frame))
    now = column(check, frame, scene.setting, "年度")
    pairs = ((row, number_at(before, row), number_at(now, row)) for row in range(len(frame)))
    return {row for row, one, two in pairs if one is not None and one != two}


def _constant(check: Check, frame: Frame, setting: Setting, name: str) -> str:
    return next(iter(texts(check, frame, setting, name)), "")


def _keep(counts: dict[Name, Count], key: Name, told: Count) -> None:
    if key not in counts or told.year < counts[key].year:
        counts[key] = told
