"""Named checks: what the rule language cannot say in one formula."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

import numpy as np

from pipeline.model.finding import Finding
from pipeline.model.number import plain
from pipeline.model.period import Period
from pipeline.model.place import Place
from pipeline.scheme.evaluate import number_at
from pipeline.scheme.form import Kind
from pipeline.scheme.frame import Frame, normal
from pipeline.scheme.rules import Check, found
from pipeline.validate.alike import alike
from pipeline.validate.audited import audited
from pipeline.validate.corrections import licences_of, told
from pipeline.validate.counted import counted_again, counted_twice
from pipeline.validate.doubles import quota_twice, set_twice
from pipeline.validate.quoted import parts, quoted_rates, quoted_sums, tiers, whole_sums
from pipeline.validate.rows import typed_text
from pipeline.validate.scene import Scene, called, finding
from pipeline.validate.shared import shared_trips, split_projects
from pipeline.validate.slips import slips
from pipeline.validate.tasks import closure, lost_dashes, no_target, silent_units
from pipeline.validate.terms import limit
from pipeline.validate.years import no_last_year, redefined


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
    filled = np.zeros(len(frame), dtype=bool)
    for column in columns.values():
        filled |= column.bad | (column.known & (column.data != 0).astype(bool))
    for number in np.flatnonzero(filled):
        cells = [
            name
            for name, column in columns.items()
            if name in frame.table(number).columns
            and (column.bad[number] or (column.known[number] and column.data[number] != 0))
        ]
        if cells:
            heads = dict(zip(field.columns, field.headings(), strict=True))
            said = "、".join(heads[cell] for cell in cells)
            yield finding(check, frame, scene, int(number), field, cells, 月份=said)


def changed_before(check: Check, frame: Frame, scene: Scene) -> Iterator[Finding]:
    """V27: an earlier month that differs from the last accepted table without a correction."""
    earlier = scene.setting.earlier.get(check.form)
    if earlier is None or not len(earlier):
        return
    field = frame.form.fields[check.field]
    at = earlier.same(frame)
    licences = licences_of(check, frame, scene.setting)
    months = list(zip(field.columns, field.headings(), strict=True))
    year = scene.setting.period.year
    for number, (name, heading) in enumerate(months[: scene.setting.period.month - 1], start=1):
        month = Period(year, number)
        now, before = frame.column(name), earlier.column(name)
        then = before.take(at)
        moved = np.where(now.known, now.data, 0) != np.where(then.known, then.data, 0)
        for row in np.flatnonzero((at >= 0) & moved.astype(bool)):
            old = number_at(before, int(at[row])) or Fraction(0)
            new = number_at(now, int(row)) or Fraction(0)
            if now.bad[row] or old == new or not told(earlier, int(at[row]), name, month):
                continue
            key = (frame.unit[row], frame.key[row], name)
            if new in licences.get(key, ()):
                continue
            yield finding(
                check,
                frame,
                scene,
                row,
                field,
                [name],
                月份=heading,
                原值=plain(old),
                新值=plain(new),
            )


def changed_years_before(check: Check, frame: Frame, scene: Scene) -> Iterator[Finding]:
    """V27: what stood for the years before, closed by now, rose without a correction.

    What makes the sum to date fall is V28's to ask about.
    """
    earlier = scene.setting.earlier.get(check.form)
    if earlier is None or not len(earlier):
        return
    field = frame.form.fields[check.field]
    at = earlier.same(frame)
    licences = licences_of(check, frame, scene.setting, years_before=True)
    now, before = frame.column(field.name), earlier.column(field.name).take(at)
    for number in np.flatnonzero(now.known & before.known):
        old, new = number_at(before, int(number)), number_at(now, int(number))
        key = (frame.unit[number], frame.key[number], check.field)
        if old is None or new is None or new <= old or new - old in licences.get(key, ()):
            continue
        words = {"月份": field.heading, "原值": plain(old), "新值": plain(new)}
        yield finding(check, frame, scene, int(number), field, [field.name], **words)


def unit_slip(check: Check, frame: Frame, scene: Scene) -> Iterator[Finding]:
    """V20: a value about ten thousand times too large or too small."""
    field = frame.form.fields[check.field]
    for number, name, words in slips(check, frame, scene.setting):
        heading = dict(zip(field.columns, field.headings(), strict=True))[name]
        told = {"列": heading, **words}
        yield finding(check, frame, scene, number, field, [name], **told)


def twice_within(check: Check, frame: Frame, scene: Scene) -> Iterator[Finding]:
    """V17: two rows of one unit that are probably one project."""
    yield from _twice(check, frame, scene, across=False)


def twice_across(check: Check, frame: Frame, scene: Scene) -> Iterator[Finding]:
    """V18: a project that two units report; the finding is the later one's."""
    yield from _twice(check, frame, scene, across=True)


def _twice(check: Check, frame: Frame, scene: Scene, *, across: bool) -> Iterator[Finding]:
    field = frame.form.fields[check.field]
    for number, other, why in alike(check, frame, scene.setting, across=across):
        table = frame.table(other)
        made = finding(
            check,
            frame,
            scene,
            number,
            field,
            [field.name],
            另一行=str(table.rows[int(frame.row[other])]),
            另一项目=typed_text(frame, field.name, other),
            另一单位=called(scene, str(frame.unit[other])),
            依据=why,
        )
        place = table.place(int(frame.row[other]), field.name)
        yield replace(made, places=(*made.places, place))


def vanished(check: Check, frame: Frame, scene: Scene) -> Iterator[Finding]:
    """V15: a project of the last accepted table that is no longer there."""
    earlier = scene.setting.earlier.get(check.form)
    if earlier is None or not len(earlier):
        return
    sent = {source.submission.unit: source for source in frame.sources}
    title = frame.form.key[-1]
    names = frame.column(title)
    there = {(unit, normal(str(one))) for unit, one in zip(frame.unit, names.data, strict=True)}
    for at in np.flatnonzero(frame.same(earlier) < 0):
        source = sent.get(str(earlier.unit[at]))
        name = typed_text(earlier, title, int(at))
        if source is None or (earlier.unit[at], normal(name)) in there:
            continue
        yield found(
            check.rule,
            scene.setting.period,
            source.submission.unit,
            (Place(source.submission.file, source.table.sheet),),
            项目=name,
            表=frame.form.sheet,
            table=frame.form.name,
            key=str(earlier.identity[at]),
            cells=((frame.form.name, -2, title),),
        )


def fine_decimals(check: Check, frame: Frame, scene: Scene) -> Iterator[Finding]:
    """V09: more decimals than the term 位数 allows, in the form's own unit of measure.

    With a field only there: what is a sum by itself would repeat what its parts already say.
    """
    most = int(limit(check, frame, scene.setting, "位数", Fraction(2)))
    fields = frame.form.fields
    for field in [fields[check.field]] if check.field else fields.values():
        if field.kind is not Kind.NUMBER or field.measure != frame.form.measure:
            continue
        for name in field.columns:
            column = frame.column(name)
            if column.scale <= most:
                continue
            odd = column.data % 10 ** (column.scale - most) != 0
            for row in np.flatnonzero(column.known & odd.astype(bool)):
                heading = dict(zip(field.columns, field.headings(), strict=True))[name]
                value = plain(number_at(column, int(row)) or Fraction(0))
                words = {"列": heading, "值": value, "位数": str(most)}
                yield finding(check, frame, scene, int(row), field, [name], **words)


CHECKS: Mapping[str, Callable[[Check, Frame, Scene], Iterator[Finding]]] = {
    "期后填数": filled_beyond,
    "前期改动": changed_before,
    "往年改动": changed_years_before,
    "任务闭合": closure,
    "任务重复": set_twice,
    "人员重复": quota_twice,
    "量级突变": unit_slip,
    "单位内重复": twice_within,
    "跨单位重复": twice_across,
    "项目缺失": vanished,
    "小数位数": fine_decimals,
    "重复计入": counted_again,
    "重复签约": counted_twice,
    "疑似拆分": split_projects,
    "同一活动": shared_trips,
    "分项合计": quoted_sums,
    "百分比": quoted_rates,
    "全体合计": whole_sums,
    "其中项": parts,
    "分档合计": tiers,
    "区间丢失": lost_dashes,
    "漏下任务": no_target,
    "缺上年数": no_last_year,
    "口径变动": redefined,
    "核定核对": audited,
    "未报送": silent_units,
}
