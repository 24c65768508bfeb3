"""One table of the blank form as a protected sheet."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pipeline.model.period import Period
from pipeline.model.unit import Unit
from pipeline.render.papers.blank_entry import Clerkship, number_format, wide, width
from pipeline.render.papers.blank_layout import TOP, Layout, spoken
from pipeline.render.papers.blank_page import Paper, paper_for, set_page
from pipeline.scheme.form import Field, Kind

SIGNED = "填报人：　　　　　　审核人：　　　　　　单位负责人：　　　　　　（公章）"
ALLOWED = {"format_columns": True, "format_rows": True, "insert_rows": True, "autofilter": True}
_MOST_LINES = 4
_FONT = {"font_name": "宋体", "font_size": 10, "valign": "vcenter"}
_HEAD = {"bold": True, "align": "center", "text_wrap": True, "bg_color": "#DDEBF7", "border": 1}
_LOOKS: Mapping[str, Mapping[str, object]] = {
    "title": {"font_name": "黑体", "font_size": 16, "align": "center"},
    "note": {},
    "right": {"align": "right"},
    "head": _HEAD,
    "must": {**_HEAD, "font_color": "#C00000"},
    "entry": {"border": 1, "locked": False},
    "left": {"border": 1, "locked": False, "align": "left"},
    "shut": {"border": 1, "bg_color": "#EDEDED"},
}


@dataclass(frozen=True)
class Looks:
    """The formats of a workbook, each made once."""

    file: Workbook
    made: dict[tuple[str, str, bool], Format]

    def get(self, look: str, shape: str = "General", wrap: bool = False) -> Format:
        key = (look, shape, wrap)
        if key not in self.made:
            style = {**_FONT, **_LOOKS[look], "num_format": shape}
            self.made[key] = self.file.add_format({**style, "text_wrap": True} if wrap else style)
        return self.made[key]


Sums = Mapping[tuple[int, str], tuple[str, Fraction]]
"""(row index, column) → Excel's formula and its present result."""


@dataclass(frozen=True)
class Given:
    """What the checks put on a sheet: formulas, hints by field, the cells that hold a value."""

    sums: Sums
    hints: Mapping[str, str]
    fixed: Collection[tuple[int, str]]


@dataclass(frozen=True)
class Desk:
    """One sheet in the making; months up to `since` were accepted and are shut."""

    sheet: Worksheet
    looks: Looks
    layout: Layout
    clerk: Clerkship
    unit: Unit
    period: Period
    since: Period | None
    due: str
    given: Given

    def write(self) -> None:
        self._head()
        for row in range(len(self.layout.rows) + self.layout.spare):
            self.sheet.set_row(self.layout.first - 1 + row, self._height(row))
            for column, (name, field, _) in enumerate(self.layout.columns):
                self._cell(row, column, name, field)
        for column, (name, field, heading) in enumerate(self.layout.columns):
            self._offer(column, name, field, heading)
        self._foot()
        self._page()

    def _head(self) -> None:
        layout, looks = self.layout, self.looks
        self._titles()
        top, bottom = TOP - 1, TOP + layout.depth - 2
        self.sheet.set_row(bottom, 32)
        start = 0
        for column, (name, field, heading) in enumerate(layout.columns):
            look = looks.get("must" if field.required else "head")
            if field.repeat:
                self.sheet.write_string(bottom, column, heading, look)
                start = column if name == field.columns[0] else start
                if name == field.columns[-1]:
                    self.sheet.merge_range(top, start, top, column, field.name, look)
            elif layout.depth > 1:
                self.sheet.merge_range(top, column, bottom, column, heading, look)
            else:
                self.sheet.write_string(bottom, column, heading, look)
            self.sheet.set_column(column, column, self._width(name, field, heading))

    def _titles(self) -> None:
        """The title over every group of columns that prints on a page of its own."""
        layout, looks, paper = self.layout, self.looks, self._paper
        self.sheet.set_row(0, 28)
        for number, (first, last) in enumerate(paper.spans()):
            title = f"{layout.form.title}（续{number}）" if number else layout.form.title
            last = max(last, first + 1)
            self.sheet.merge_range(0, first, 0, last, title, looks.get("title"))
            if layout.form.measure:
                measure = f"单位：{layout.form.measure}"
                self.sheet.write_string(1, last, measure, looks.get("right"))
        month = f"{self.period.year}年{self.period.month}月"
        said = f"填报单位：{self.unit.name}（{self.unit.code}）　　所属期：{month}"
        said += f"　　上报截止：{self.due}" if self.due else ""
        self.sheet.write_string(1, 0, said, looks.get("note"))

    @cached_property
    def _paper(self) -> Paper:
        return paper_for(self.layout, [self._width(*one) for one in self.layout.columns])

    def _width(self, name: str, field: Field, heading: str) -> int:
        return width(field, heading, self._longest(name))

    def _height(self, row: int) -> float:
        """Enough for the longest text of the row in its column, up to four lines."""
        filled = self.layout.rows[row] if row < len(self.layout.rows) else {}
        lines = 1
        for name, field, heading in self.layout.columns:
            text = filled.get(name)
            if field.kind is Kind.TEXT and isinstance(text, str):
                lines = max(lines, -(-wide(text) // (self._width(name, field, heading) - 1)))
        return 4 + 14 * min(lines, _MOST_LINES)

    def _longest(self, name: str) -> int:
        texts = (row.get(name) for row in self.layout.rows)
        return max((wide(one) * 8 // 7 + 2 for one in texts if isinstance(one, str)), default=0)

    def _cell(self, row: int, column: int, name: str, field: Field) -> None:
        at = self.layout.first - 1 + row
        shape = number_format(field)
        if (row, name) in self.given.sums:
            text, result = self.given.sums[row, name]
            self.sheet.write_formula(at, column, text, self.looks.get("shut", shape), float(result))
            return
        value = None
        if row < len(self.layout.rows):
            value = spoken(self.layout.rows[row].get(name), field)
        wrap = field.kind is Kind.TEXT
        look = self.looks.get("shut" if self._shut(row, name, field) else "entry", shape, wrap)
        if value is None:
            self.sheet.write_blank(at, column, None, look)
        elif isinstance(value, date):
            self.sheet.write_datetime(at, column, value, look)
        elif isinstance(value, str):
            self.sheet.write_string(at, column, value, look)
        else:
            self.sheet.write_number(at, column, float(value), look)  # type: ignore[arg-type]

    def _shut(self, row: int, name: str, field: Field) -> bool:
        """Months accepted earlier and to come; what a new year brought; what checks name."""
        if (row, name) in self.given.fixed:
            return True
        if field.repeat:
            return self._month_shut(field.columns.index(name) + 1)
        carried = row < len(self.layout.rows) and self.since is not None
        if carried and field.new_year not in (None, False):
            return True
        return row in self.layout.said and name == self.layout.form.key[0]

    def _month_shut(self, month: int) -> bool:
        accepted = self.since.month if self.since and self.since.year == self.period.year else 0
        return month > self.period.month or month <= accepted

    def _offer(self, column: int, name: str, field: Field, heading: str) -> None:
        first, last = self.layout.first - 1, self.layout.last - 1
        hint = self.given.hints.get(name) or self.clerk.hint(self.layout.form, field)
        month = field.columns.index(name) + 1
        if field.repeat and self._month_shut(month):
            late = month > self.period.month
            hint = "本月尚未到期，不填" if late else "以前月份已经采用；要改数，须申请更正"
        limits = self.clerk.validation(self.layout.form, field, heading, hint)
        if last >= first and (limits["validate"] != "any" or hint):
            self.sheet.data_validation(first, column, last, column, limits)
        if any(row >= len(self.layout.rows) and one == name for row, one in self.given.sums):
            self._hide_zeros(column)

    def _hide_zeros(self, column: int) -> None:
        """Formulas in rows that nobody has begun show nothing."""
        layout = self.layout
        named = layout.form.key or (layout.columns[0][0],)
        tests = ",".join(f'${layout.letter(one)}{layout.first}=""' for one in named)
        self.sheet.conditional_format(
            *(layout.first - 1, column, layout.last - 1, column),
            {
                "type": "formula",
                "criteria": f"=AND({tests})",
                "format": self.looks.file.add_format({"num_format": ";;;"}),
            },
        )

    def _foot(self) -> None:
        form, note = self.layout.form, self.looks.get("note")
        if "填报人" in form.stops:
            self.sheet.write_string(self.layout.last + 1, 0, SIGNED, note)

    def _page(self) -> None:
        sheet, layout = self.sheet, self.layout
        set_page(sheet, layout, self._paper)
        begun = [i for i, (name, _, _) in enumerate(layout.columns) if name in layout.form.key]
        sheet.freeze_panes(TOP + layout.depth - 1, begun[-1] + 1 if begun else 0)
        sheet.protect("", ALLOWED)
