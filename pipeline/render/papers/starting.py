"""The empty workbook of an office's own tables, with a first page that says what to fill in."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from pipeline.render.papers.blank import STYLE, written_lists
from pipeline.render.papers.blank_entry import Clerkship, Lists, number_format, wide, width
from pipeline.render.papers.blank_sheet import Looks
from pipeline.scheme.form import Field, Form
from pipeline.scheme.scheme import Scheme

FIRST = "先看这里"
NEEDED = ("参数", "名录", "目标")
"""The roles without which no month can be made, in the order in which to fill them in."""

_SPARE = 200
_HEADINGS = (("次序", 8), ("工作表", 18), ("要不要填", 12), ("填什么、怎样填", 76))
_DATED = datetime(2000, 1, 1)


def starting_book(scheme: Scheme) -> bytes:
    """Return the workbook, all tables empty; an equal scheme gives equal bytes."""
    content = BytesIO()
    file = Workbook(content, {"in_memory": True, **STYLE})
    file.set_properties({"title": "", "author": "", "created": _DATED})
    looks, clerk = Looks(file, {}), Clerkship(scheme, (), Lists())
    forms = _in_order(scheme)
    _first_page(file.add_worksheet(FIRST), looks, forms)
    for form in forms:
        sheet = file.add_worksheet(form.sheet)
        (_pairs if form.paired else _table)(sheet, looks, form, clerk)
    written_lists(file, clerk.lists)
    file.close()
    return content.getvalue()


def _in_order(scheme: Scheme) -> list[Form]:
    def place(form: Form) -> int:
        return NEEDED.index(form.role) if form.role in NEEDED else len(NEEDED)

    return sorted(scheme.base.values(), key=place)


def _first_page(sheet: Worksheet, looks: Looks, forms: list[Form]) -> None:
    last = len(_HEADINGS) - 1
    sheet.merge_range(0, 0, 0, last, "本办公室的基础数据：先填哪些，怎样填", looks.get("title"))
    sheet.set_row(0, 28)
    said = "标“必填”的填好就能做第一个月；其余的用到再填，不用的工作表可以留空，也可以删去。"
    sheet.merge_range(1, 0, 1, last, said, looks.get("note", wrap=True))
    for column, (heading, breadth) in enumerate(_HEADINGS):
        sheet.set_column(column, column, breadth)
        sheet.write_string(2, column, heading, looks.get("head"))
    for number, form in enumerate(forms, start=1):
        must = form.role in NEEDED
        words = (form.sheet, "必填" if must else "用到再填", form.note)
        sheet.write_number(2 + number, 0, number, looks.get("shut", "0"))
        sheet.write_url(
            2 + number, 1, f"internal:'{form.sheet}'!A1", looks.get("shut"), string=form.sheet
        )
        for column, text in enumerate(words[1:], start=2):
            sheet.write_string(2 + number, column, text, looks.get("shut", wrap=True))
        sheet.set_row(2 + number, 4 + 14 * -(-wide(form.note) // (_HEADINGS[-1][1] - 4)))
    _page(sheet, 2 + len(forms), last)


def _pairs(sheet: Worksheet, looks: Looks, form: Form, clerk: Clerkship) -> None:
    sheet.set_column(0, 0, 46)
    sheet.set_column(1, 1, 46)
    _titles(sheet, looks, form, 1)
    for row, field in enumerate(form.fields.values(), start=2):
        sheet.set_row(row, 20)
        look = looks.get("must" if field.required else "head")
        sheet.write_string(row, 0, field.heading, look)
        sheet.write_blank(row, 1, None, looks.get("left", number_format(field)))
        _offer(sheet, (row, row, 1), form, field, clerk)
    _page(sheet, 1 + len(form.fields), 1)


def _table(sheet: Worksheet, looks: Looks, form: Form, clerk: Clerkship) -> None:
    columns = [(field, heading) for field in form.fields.values() for heading in field.headings()]
    _titles(sheet, looks, form, max(len(columns) - 1, 1))
    sheet.set_row(2, 32)
    for column, (field, heading) in enumerate(columns):
        sheet.set_column(column, column, width(field, heading, 0))
        look = looks.get("must" if field.required else "head")
        sheet.write_string(2, column, heading, look)
        for row in range(3, 3 + _SPARE):
            sheet.write_blank(row, column, None, looks.get("entry", number_format(field)))
        _offer(sheet, (3, 2 + _SPARE, column), form, field, clerk)
    sheet.freeze_panes(3, 0)
    _page(sheet, 3 + 20, len(columns) - 1)


def _titles(sheet: Worksheet, looks: Looks, form: Form, last: int) -> None:
    sheet.set_row(0, 28)
    sheet.merge_range(0, 0, 0, last, form.title, looks.get("title"))
    sheet.merge_range(1, 0, 1, last, form.note, looks.get("note", wrap=True))
    sheet.set_row(1, 30)


def _offer(
    sheet: Worksheet, cells: tuple[int, int, int], form: Form, field: Field, clerk: Clerkship
) -> None:
    first, last, column = cells
    limits = clerk.validation(form, field, field.heading, clerk.hint(form, field))
    if limits["validate"] != "any" or "input_message" in limits:
        sheet.data_validation(first, column, last, column, limits)


def _page(sheet: Worksheet, last: int, right: int) -> None:
    if right > 6:
        sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(0.5, 0.5, 0.7, 0.7)
    sheet.print_area(0, 0, last, right)
    sheet.repeat_rows(2)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C第 &P 页，共 &N 页")
