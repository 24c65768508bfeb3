"""The blank form that a unit fills in for a period: one workbook, no macros."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO

from xlsxwriter import Workbook

from pipeline.model.period import Period
from pipeline.model.unit import Unit
from pipeline.render.papers.blank_cover import Cover
from pipeline.render.papers.blank_entry import LISTS, Clerkship, Lists
from pipeline.render.papers.blank_layout import SPARE, Layout, Row, layout_of
from pipeline.render.papers.blank_results import Results
from pipeline.render.papers.blank_sheet import Desk, Looks
from pipeline.render.papers.blank_sums import said_rows
from pipeline.scheme.form import Form
from pipeline.scheme.frame import Frame
from pipeline.scheme.scheme import Scheme

ISSUED = ("", "封面", "更正")
"""The roles (用途) of forms that units fill in; what serves another purpose is not issued."""


STYLE = {
    "default_date_format": "yyyy-mm-dd",
    "default_format_properties": {"font_name": "宋体", "font_size": 10},
}
"""The font of the workbook, by whose digits column widths are measured."""


@dataclass(frozen=True, slots=True)
class Blank:
    """What a unit's form starts from: the rows to fill in per form, and since when accepted.

    `due` says per form until when it is to be sent in, under "" the whole file; `base` are the
    office's own tables; `spare` is the number of rows left blank for new entries.
    """

    unit: Unit
    period: Period
    since: Period | None
    rows: Mapping[str, Sequence[Row]]
    due: Mapping[str, str] = field(default_factory=dict)
    base: Mapping[str, Frame] = field(default_factory=dict)
    spare: int = SPARE


def blank(scheme: Scheme, start: Blank, units: Sequence[Unit]) -> bytes:
    """Return the workbook; equal arguments give equal bytes."""
    content = BytesIO()
    file = Workbook(content, {"in_memory": True, **STYLE})
    file.set_properties({"title": name_of(start), "author": "", "created": _dated(start.period)})
    looks = Looks(file, {})
    clerk = Clerkship(scheme, units, Lists())
    forms = in_order(scheme, start.period)
    layouts = _layouts(scheme, forms, start)
    results = Results(scheme, layouts, start.unit.code, start.period, start.base)
    for form in forms:
        sheet = file.add_worksheet(form.sheet or form.title)
        if form.paired:
            row = next(iter(start.rows.get(form.name, ())), {})
            Cover(sheet, looks, form, clerk, start.period, row, start.due.get("", "")).write()
            continue
        layout, given = results.layouts[form.name], results.of(form.name)
        due = start.due.get(form.name, "")
        Desk(
            *(sheet, looks, layout, clerk, start.unit, start.period, start.since, due, given)
        ).write()
    written_lists(file, clerk.lists)
    file.close()
    return content.getvalue()


def name_of(start: Blank) -> str:
    """The file's name without extension: 招商月报_ZJ03_202607."""
    return f"招商月报_{start.unit.code}_{start.period.year}{start.period.month:02d}"


def in_order(scheme: Scheme, period: Period) -> list[Form]:
    """The forms to fill in: cover, registers, what belongs to them, the rest, corrections last."""
    parents = {form.parent for form in scheme.forms.values()}
    issued = [
        form
        for form in scheme.forms.values()
        if form.role in ISSUED and form.timetable.due_in(period)
    ]

    def rank(form: Form) -> int:
        if form.paired or form.role == "封面":
            return 0
        if form.name in parents:
            return 1
        if form.role:
            return 5
        if form.must:
            return 2 if form.parent else 4
        return 3

    return sorted(issued, key=rank)


def _layouts(scheme: Scheme, forms: Sequence[Form], start: Blank) -> dict[str, Layout]:
    return {
        form.name: layout_of(
            form,
            start.rows.get(form.name, ()),
            said_rows(scheme, form, start.period),
            start.period,
            start.spare,
        )
        for form in forms
        if not form.paired
    }


def _dated(period: Period) -> datetime:
    """A time that the bytes may hold: the period's own, never the clock's."""
    day: date = period.end
    return datetime(day.year, day.month, day.day)


def written_lists(file: Workbook, lists: Lists) -> None:
    """Add the hidden sheet on which long drop-down lists stand, if there are any."""
    if not lists.columns:
        return
    sheet = file.add_worksheet(LISTS)
    sheet.hide()
    for words, column in lists.columns.items():
        sheet.write_string(0, column, "可选内容")
        sheet.write_column(1, column, words)
