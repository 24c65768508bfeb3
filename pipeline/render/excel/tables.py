"""Tables (套用表格格式) whose ranges grow with the loops in them."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from pipeline.office.formula import Reference, references
from pipeline.render.excel.book import Book, SheetPart, main, serialized, xml
from pipeline.render.excel.plan import SheetPlan
from pipeline.render.excel.rows import Rows

Trouble = tuple[str, str, str]


def moved_tables(book: Book, sheet: SheetPart, rows: Rows) -> dict[str, bytes]:
    """Return the changed table parts of a sheet by name, each over all rows its range now has."""
    changed = {}
    for name, root in _tables(book, sheet):
        before = serialized(root)
        for node in root.iter():
            for area in references(node.get("ref", "")) or ():
                runs = rows.runs(area.first_row, area.last_row)
                if runs:
                    node.set("ref", str(area.at_rows(runs[0][0], runs[-1][1])))
        if (after := serialized(root)) != before:
            changed[name] = after
    return changed


def refused_tables(book: Book, plan: SheetPlan) -> Iterator[Trouble]:
    """Yield what would break a table: its headers are fixed names, and it cannot be empty."""
    for _, root in _tables(book, plan.sheet):
        title = f"{plan.name} 表格“{root.get('displayName', '')}”"
        for area in references(root.get("ref", "")) or ():
            headers = int(root.get("headerRowCount", "1"))
            if headers and (plan.blocks.inside(area.first_row) or _tagged(plan, area)):
                yield title, "“表格”的标题行里有标签或循环", "标题请写成固定文字，循环从下一行起"
            for block in plan.blocks.all:
                whole = block.covers(area.first_row + headers, area.last_row)
                if block.word == "if" and whole:
                    yield title, "“表格”的各行都在判断里，可能一行不剩", "请把判断写在格子里"


def _tagged(plan: SheetPlan, area: Reference) -> bool:
    columns = range(area.first_column, area.last_column + 1)
    return any((area.first_row, column) in plan.tagged for column in columns)


def _tables(book: Book, sheet: SheetPart) -> Iterator[tuple[str, etree._Element]]:
    for relation in sheet.relations.values():
        if relation.kind == "table" and relation.target in book.parts:
            root = xml(book.parts, relation.target)
            if root.tag == main("table"):
                yield relation.target, root
