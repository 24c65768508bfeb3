"""Small template workbooks made in code, and the sheets that come out of them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from fractions import Fraction

import openpyxl
import xlsxwriter

from pipeline.model.edition import Rendered
from pipeline.model.figure import Quantity
from pipeline.render import excel

NAME = "模板.xlsx"


def template(
    *sheets: tuple[str, Mapping[str, object]],
    touch: Callable[[openpyxl.Workbook], None] | None = None,
) -> bytes:
    """Return a workbook whose sheets hold the given cells; `touch` may do more to it."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, cells in sheets:
        sheet = book.create_sheet(name)
        for address, value in cells.items():
            sheet[address] = value
    if touch is not None:
        touch(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def one(cells: Mapping[str, object], touch: Callable | None = None) -> bytes:
    """Return a workbook of one sheet named 表; `touch` is given that sheet."""
    return template(("表", cells), touch=None if touch is None else lambda book: touch(book["表"]))


def shared(cells: Mapping[str, str]) -> bytes:
    """Return a workbook of one sheet 表 whose texts are shared strings, as Excel saves them."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("表")
        for address, text in cells.items():
            sheet.write_string(address, text)
    return out.getvalue()


def render(data: bytes, context: Mapping[str, object] | None = None, **filters: object) -> Rendered:
    return excel.render(data, NAME, context or {}, filters)


def problems(data: bytes, context: Mapping[str, object] | None = None) -> list[str]:
    """Return the lines of a template's faults."""
    return [fault.line for fault in excel.faults(data, NAME, context, {})]


def formulas(rendered: Rendered) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(rendered.content), rich_text=True)


def values(rendered: Rendered) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(rendered.content), data_only=True)


def grid(rendered: Rendered, name: str = "表", *, cached: bool = False) -> list[list[object]]:
    """Return a sheet's cells by row, formulas as text or as their cached values."""
    book = values(rendered) if cached else formulas(rendered)
    return [[cell.value for cell in row] for row in book[name].iter_rows()]


def column(rendered: Rendered, letter: str, name: str = "表", *, cached: bool = False) -> list:
    book = values(rendered) if cached else formulas(rendered)
    return [cell.value for cell in book[name][letter]]


def names(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.namelist()


def part(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(name).decode("utf-8")


def sheet_xml(rendered: Rendered, number: int = 1) -> str:
    return part(rendered.content, f"xl/worksheets/sheet{number}.xml")


def cell_xml(rendered: Rendered, address: str, number: int = 1) -> str:
    found = re.search(
        rf'<c r="{address}"[^>]*?(?:/>|>.*?</c>)', sheet_xml(rendered, number), re.DOTALL
    )
    assert found, f"no cell {address}"
    return found[0]


def changed(data: bytes, edits: Mapping[str, Callable[[str], str] | str | None]) -> bytes:
    """Return a package with parts edited, added or (None) removed: what no library writes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        names = [*old.namelist(), *(name for name in edits if name not in old.namelist())]
        for name in names:
            edit = edits.get(name, lambda text: text)
            if edit is None:
                continue
            if isinstance(edit, str):
                new.writestr(name, edit)
            elif name in edits:
                new.writestr(name, edit(old.read(name).decode("utf-8")))
            else:
                new.writestr(name, old.read(name))
    return out.getvalue()


def amount(value: object, figure: str = "", **more: object) -> Quantity:
    return Quantity(Fraction(str(value)), "万元", 2, figure=figure, raw=True, **more)


def rate(value: object, figure: str = "") -> Quantity:
    return Quantity(Fraction(str(value)), "%", 2, figure=figure)
