"""Blank forms for the next period, with what every unit has reported so far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from pipeline.collect.arrivals import deadlines_of
from pipeline.gather import Accepted, Office, Progress, accepted, settings_of
from pipeline.model.edition import Document, Edition
from pipeline.model.finding import Fault, Faulty
from pipeline.model.number import SCALE, scaled
from pipeline.model.period import Period
from pipeline.model.table import Value
from pipeline.model.unit import Unit
from pipeline.render.papers import booklet
from pipeline.render.papers.blank import Blank, blank, name_of
from pipeline.render.papers.blank_layout import SPARE
from pipeline.scheme.documents import template_of
from pipeline.scheme.evaluate import evaluate, number_at
from pipeline.scheme.expression import Expression, ExpressionError, nearest
from pipeline.scheme.form import Carry, Field, Form, Kind
from pipeline.scheme.frame import Frame, Setting, Vector, frame_of
from pipeline.scheme.scheme import Scheme

FOLDER = "空白表"
"""Where blank forms stand in the outputs folder, a folder per period in it."""


class NoUnit(Exception):
    """The unit that was named is not in the directory; Chinese."""


def forms(
    office: Office,
    period: Period | None = None,
    unit: str = "",
    progress: Progress = lambda text: None,
) -> Edition:
    """Return the blank workbooks for `period`, by default the month after the newest sent.

    Faulty, NoPeriod, and NoUnit where `unit` is no code or name of the directory.
    """
    scheme, known = accepted(office, period, progress)
    wanted = period or known.period.earlier(-1)
    due = _due(scheme, known, wanted)
    documents = []
    for one in _chosen(known.units, unit):
        progress(f"生成{one.short}的空白表")
        rows = _rows(scheme, known, one, wanted)
        since = known.since.get(one.code)
        start = Blank(one, wanted, since, rows, due, known.base, _spare(known))
        content = blank(scheme, start, known.units)
        documents.append(Document(name_of(start), "xlsx", content, "forms"))
    since = {one.code: str(known.since[one.code]) for one in known.units if one.code in known.since}
    return Edition(str(wanted), documents, False, {"since": since}, {}, [f"空白表 {wanted}"])


def booklet_of(
    office: Office, period: Period | None = None, progress: Progress = lambda text: None
) -> Document:
    """Return the reporting scheme in force in `period`; Faulty, NoPeriod."""
    progress("读取设置")
    scheme, wanted, parameters = settings_of(office, period)
    template = template_of(office.templates, booklet.TEMPLATE)
    progress("生成报表制度")
    return booklet.booklet(scheme, template, parameters, wanted)


def _chosen(units: Sequence[Unit], said: str) -> list[Unit]:
    if not units:
        raise NoUnit("基础库里没有列出任何单位，不知道给谁做空白表；请先填写单位的名录")
    if not said:
        return list(units)
    chosen = [one for one in units if said in _names(one)]
    if not chosen:
        near = nearest(said, [name for one in units for name in _names(one)])
        raise NoUnit(f"没有“{said}”这个单位{near or '，请对照基础库里的名录'}")
    return chosen


def _names(unit: Unit) -> tuple[str, ...]:
    return (unit.code, unit.name, unit.short, *unit.aliases)


def _rows(
    scheme: Scheme, known: Accepted, unit: Unit, period: Period
) -> dict[str, list[dict[str, Value]]]:
    """What to fill in beforehand: form → rows."""
    since = known.since.get(unit.code)
    tables = known.tables.get(unit.code, {})
    frames = {
        form.name: frame_of(form, list(tables.get(form.name, ())), known.codes)
        for form in (*scheme.forms.values(), *scheme.base.values())
    }
    rows = {
        form.name: list(_carried(form, frames, since, period)) for form in scheme.forms.values()
    }
    cover = scheme.role("封面")
    if cover is not None:
        before = rows[cover.name][0] if rows[cover.name] else {}
        rows[cover.name] = [{**before, **_owner(unit, period)}]
    return rows


def _spare(known: Accepted) -> int:
    said = known.parameters.get("空白行数")
    return SPARE if said is None else int(said)  # type: ignore[call-overload]


def _due(scheme: Scheme, known: Accepted, period: Period) -> dict[str, str]:
    """Until when each form is to be sent in, under "" the whole file."""
    forms: dict[str, Form | None] = {"": None, **scheme.forms}
    return {
        name: deadlines_of(period, known.parameters, form).until for name, form in forms.items()
    }


def _owner(unit: Unit, period: Period) -> dict[str, Value]:
    return {
        "单位代码": unit.code,
        "填报单位": unit.name,
        "所属期": period.alone.start,
        "是否零报送": "否",
        "版本": SCALE,
    }


def _carried(
    form: Form, frames: Mapping[str, Frame], since: Period | None, period: Period
) -> Iterator[dict[str, Value]]:
    """The rows last accepted, as they stand at the start of `period` (结转, 年初)."""
    if since is None or form.carry is Carry.NEVER:
        return
    new_year = since.year < period.year
    if new_year and form.carry is Carry.YEAR:
        return
    frame = frames[form.name]
    setting = Setting(since, since.to_date, frames)
    columns: dict[str, Sequence[Value]] = {}
    for field in form.fields.values():
        how = field.carry
        if new_year and (field.repeat or field.new_year is not None):
            how = field.new_year or False
        for name in field.columns if how is not False else ():
            vector = _vector(form, field, name, how, frame, setting)
            columns[name] = [_value(vector, row, field) for row in range(len(frame))]
    for row in range(len(frame)):
        yield {name: values[row] for name, values in columns.items() if values[row] is not None}


def _vector(
    form: Form,
    field: Field,
    name: str,
    how: Expression | bool,
    frame: Frame,
    setting: Setting,
) -> Vector:
    if not isinstance(how, Expression):
        return frame.column(name)
    try:
        return evaluate(how, frame, setting)
    except ExpressionError as error:
        what = f"字段“{field.name}”的结转公式“{how.text}”无法计算：{error}"
        raise Faulty([Fault(form.file, f"第{field.line}行", what, "请修改公式")]) from error


def _value(vector: Vector, row: int, field: Field) -> Value:
    """One cell as a table's column would hold it."""
    if not vector.known[row]:
        return None
    if vector.kind == "date":
        return date.fromordinal(int(vector.data[row]))
    if vector.kind == "number":
        number = number_at(vector, row)
        assert number is not None
        return int(number) if field.kind is Kind.YEAR else scaled(number)
    return str(vector.data[row])
