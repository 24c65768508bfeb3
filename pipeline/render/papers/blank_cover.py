"""The cover of the blank form: labels with their values beside them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from xlsxwriter.worksheet import Worksheet

from pipeline.model.period import Period
from pipeline.render.papers.blank_entry import Clerkship, number_format
from pipeline.render.papers.blank_layout import Row, spoken
from pipeline.render.papers.blank_sheet import ALLOWED, Looks
from pipeline.scheme.form import Field, Form

FIXED = ("单位代码", "填报单位", "所属期", "版本")
"""What the program reads a file's owner from: filled in beforehand and shut, the version not."""

_HINTS = {
    "是否零报送": "本月没有任何新情况的，选“是”，其余各表不动",
    "填报日期": "填报送当天的日期",
    "版本": "首次报送填1；退回后重报依次填2、3",
}
_NOTE = (
    "没有新情况的，填报送当天的日期，“是否零报送”选“是”，其余各表不动。"
    "灰色单元格由程序填好或由公式计算，不要改动；红色表头的栏目必填；打印后由负责人签字盖章。"
)


@dataclass(frozen=True)
class Cover:
    """The sheet of pairs in the making."""

    sheet: Worksheet
    looks: Looks
    form: Form
    clerk: Clerkship
    period: Period
    row: Row
    due: str

    def write(self) -> None:
        looks = self.looks
        self.sheet.set_column(0, 0, 22)
        self.sheet.set_column(1, 1, 60)
        self.sheet.merge_range(0, 0, 0, 1, self.form.title, looks.get("title"))
        self.sheet.set_row(0, 28)
        note = f"{f'请于{self.due}前报送。' if self.due else ''}{_NOTE}"
        self.sheet.merge_range(1, 0, 1, 1, note, looks.get("note", wrap=True))
        self.sheet.set_row(1, 60)
        fields = [one for one in self.form.fields.values() if one.holds_in(self.period)]
        for at, field in enumerate(fields, start=2):
            self.sheet.set_row(at, 22)
            look = looks.get("must" if field.required else "head")
            self.sheet.write_string(at, 0, field.heading, look)
            self._value(at, field)
        below = 3 + len(fields)
        for at, line in enumerate(("单位负责人（签字）：", "（公章）"), start=below):
            self.sheet.write_string(at, 0, line, looks.get("note"))
        self._page(below + 2)

    def _value(self, at: int, field: Field) -> None:
        value = spoken(self.row.get(field.name), field)
        shut = field.name in FIXED[:3]
        look = self.looks.get("shut" if shut else "left", number_format(field))
        if value is None:
            self.sheet.write_blank(at, 1, None, look)
        elif isinstance(value, date):
            self.sheet.write_datetime(at, 1, value, look)
        elif isinstance(value, str):
            self.sheet.write_string(at, 1, value, look)
        else:
            self.sheet.write_number(at, 1, float(value), look)  # type: ignore[arg-type]
        hint = self.clerk.hint(self.form, field) + _HINTS.get(field.name, "")
        limits = self.clerk.validation(self.form, field, field.heading, hint)
        if limits["validate"] != "any" or hint:
            self.sheet.data_validation(at, 1, at, 1, limits)

    def _page(self, last: int) -> None:
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.center_horizontally()
        self.sheet.print_area(0, 0, last, 1)
        self.sheet.set_footer("&C第 &P 页，共 &N 页")
        self.sheet.protect("", ALLOWED)
