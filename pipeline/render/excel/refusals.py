"""What the engine does not support, each refused by name rather than lost or left behind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml import etree

from pipeline.model.finding import Fault
from pipeline.model.place import column_letter
from pipeline.office.formula import Formula, FormulaError, Operand, parse, references
from pipeline.render.excel.alike import SAME
from pipeline.render.excel.blocks import Trouble
from pipeline.render.excel.book import Book, main, xml
from pipeline.render.excel.charts import chart_parts, series
from pipeline.render.excel.extensions import NAMES, extended, strangers
from pipeline.render.excel.gauge import merged
from pipeline.render.excel.moves import Moves, Spot
from pipeline.render.excel.plan import SheetPlan
from pipeline.render.excel.tables import refused_tables

_RELATIONS = {
    "threadedComment": ("带回复的批注", "请改用普通批注或删去"),
    "oleObject": ("嵌入对象", "请删去或移到没有循环的工作表"),
    "control": ("控件", "请删去或移到没有循环的工作表"),
    "ctrlProp": ("控件", "请删去或移到没有循环的工作表"),
}
_STRUCTURED = re.compile(r"[^\W\d][\w.]*\[")
_MARKUP = re.compile(rb"<[^>]*>")
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_CHART_REFERENCE = re.compile(rb"<(?:\w+:)?f(?: [^>]*)?>([^<]*)</(?:\w+:)?f>")


def refusals(book: Book, plans: Sequence[SheetPlan], moves: Moves, file: str) -> list[Fault]:
    """Return every structural fault of a template: parts, sheets, blocks, then references."""
    found = [*_package(book)]
    for plan in plans:
        found += plan.problems
        found += _elsewhere(book, plan)
        if plan.blocks.all:
            found += _around_loops(book, plan)
            found += _parted(plan)
        if plan.columns:
            found += _around_columns(plan)
        found += _formulas(plan, moves)
    found += _names(book, moves)
    if moves.looping:
        found += _charts(book, moves)
    return [Fault(file, *one) for one in found]


def _package(book: Book) -> Iterator[tuple[str, str, str]]:
    for name in book.parts:
        lower = name.lower()
        if lower.endswith("vbaproject.bin"):
            yield name, "模板带有宏", "请另存为不带宏的.xlsx"
        elif lower.startswith("xl/externallinks/") and lower.endswith(".xml"):
            yield (
                name,
                "模板引用了别的工作簿（外部链接）",
                "请在“编辑链接”里断开，或把数据放进本工作簿",
            )
        elif lower.startswith("xl/pivottables/") and lower.endswith(".xml"):
            yield name, "模板里有数据透视表", "请删去，或另存为数值"
    if b"macroEnabled" in book.parts["[Content_Types].xml"].bytes():
        yield "", "模板是带宏的格式", "请另存为不带宏的.xlsx"


def _elsewhere(book: Book, plan: SheetPlan) -> Iterator[tuple[str, str, str]]:
    """Tags where this engine does not look: they would be printed as they are."""
    for relation in plan.sheet.relations.values():
        if relation.kind == "comments" and relation.target in book.parts:
            text = _MARKUP.sub(b"", book.parts[relation.target].bytes()).decode("utf-8", "replace")
            if tag := _TAG.search(text):
                yield f"{plan.name} 批注", f"批注里不能写标签{tag[0]}", "请把内容写在单元格里"


def _around_loops(book: Book, plan: SheetPlan) -> Iterator[tuple[str, str, str]]:
    yield from _related(plan)
    yield from refused_tables(book, plan)
    for cell in plan.formulas:
        if cell.area:
            place = plan.place(cell.row, cell.column)
            yield place, "有循环的工作表上不支持数组公式或模拟运算表", "请改成普通公式"
    if next(strangers(plan.root), None) is not None:
        yield plan.name, "有循环的工作表上不支持这种扩展功能", "请改用普通的条件格式或数据有效性"
    if plan.root.find(main("customSheetViews")) is not None:
        yield plan.name, "有循环的工作表上不支持自定义视图", "请在“视图”里删去自定义视图"


def _around_columns(plan: SheetPlan) -> Iterator[tuple[str, str, str]]:
    for relation in plan.sheet.relations.values():
        if what := {"table": "“表格”（套用表格格式）", "comments": "批注"}.get(relation.kind):
            yield plan.name, f"有列循环的工作表上不支持{what}", "请删去或移到别的工作表"
    for cell in plan.formulas:
        if cell.area:
            place = plan.place(cell.row, cell.column)
            yield place, "有列循环的工作表上不支持数组公式", "请改成普通公式"
    for one in extended(plan.root):
        for area in references(one.cells.text or "") or () if one.lone else ():
            if any(
                b.first <= area.last_column and area.first_column <= b.last for b in plan.columns
            ):
                yield f"{plan.name}!{one.cells.text}", "列循环里不支持迷你图", "请移到别的列"


def _parted(plan: SheetPlan) -> Iterator[Trouble]:
    """Cells to be merged with equal ones between which other rows of their items lie."""
    tall = {(one.first_row, one.first_column): one for one in merged(plan.root)}
    inner = plan.blocks.loops
    for position, cell in plan.typed.items():
        loops = plan.blocks.chain(cell.row)
        if not loops or SAME not in plan.tags[position].text:
            continue
        block = plan.blocks.all[loops[-1]]
        size = block.last - block.first + 1
        area = tall.get((cell.row, cell.column))
        own = area.last_row - area.first_row + 1 if area else 1
        place = f"{plan.place(cell.row, cell.column)} {plan.tags[position].text}"
        if any(one.code > block.code and block.covers(one.first, one.last) for one in inner):
            remedy = "请写到里层循环的那一行"
            yield place, f"每项有{size}行以上，这一格只占{own}行，合不到一起", remedy
        elif own < size and not plan.blocks.halting(block):
            letters = column_letter(cell.column)
            remedy = f"请先把{letters}{block.first}:{letters}{block.last}合并成一格"
            yield place, f"每项有{size}行，这一格只占{own}行，合不到一起", remedy


def _related(plan: SheetPlan) -> Iterator[tuple[str, str, str]]:
    for relation in plan.sheet.relations.values():
        if relation.kind in _RELATIONS:
            what, remedy = _RELATIONS[relation.kind]
            yield f"{plan.name}（{relation.target}）", f"有循环的工作表上不支持{what}", remedy


def _formulas(plan: SheetPlan, moves: Moves) -> Iterator[tuple[str, str, str]]:
    for cell in plan.formulas:
        place = plan.place(cell.row, cell.column)
        if cell.formula is None:
            continue
        if cell.area and any(moves.loops(one, plan.index) for one in cell.formula.operands):
            yield place, "数组公式引用了有循环的工作表", "请改成普通公式"
        elif not cell.area:
            yield from _formula(cell.formula, Spot(plan.index, cell.row), place, moves)
    for one in extended(plan.root):
        for node in one.formulas:
            if formula := _parsed(node.text or ""):
                where = f"{plan.name} {NAMES[one.name]}{one.cells.text}"
                yield from _formula(formula, Spot(plan.index, one.row), where, moves)
    for kind, what in (("conditionalFormatting", "条件格式"), ("dataValidation", "数据有效性")):
        for node in plan.root.iter(main(kind)):
            areas = references(node.get("sqref", "")) or ()
            row = min((area.first_row for area in areas if area.first_row), default=1)
            for text in _texts(node):
                formula = _parsed(text)
                if formula is not None:
                    where = f"{plan.name} {what}{node.get('sqref', '')}"
                    yield from _formula(formula, Spot(plan.index, row), where, moves)


def _formula(
    formula: Formula, spot: Spot, place: str, moves: Moves
) -> Iterator[tuple[str, str, str]]:
    if not moves.looping:
        return
    where = f"{place} ={formula.text}"
    for strange in formula.strange:
        if not _STRUCTURED.match(strange):
            yield where, f"引用“{strange}”展开循环时无法跟着移动", "请改成普通的单元格区域"
    if "INDIRECT" in formula.functions:
        yield where, "INDIRECT里的地址是文字，展开循环时不会跟着移动", "请直接引用单元格区域"
    for growth in moves.growths(formula, spot):
        if growth.problem:
            yield where, growth.problem, growth.remedy


def _texts(node: etree._Element) -> Iterator[str]:
    for inner in node.iter():
        if isinstance(inner.tag, str) and etree.QName(inner).localname.startswith("formula"):
            yield inner.text or ""


def _names(book: Book, moves: Moves) -> Iterator[tuple[str, str, str]]:
    for node in book.root.iter(main("definedName")):
        formula, name = _parsed(node.text or ""), node.get("name", "")
        if formula is None or not moves.looping or name.startswith("_xlnm."):
            continue
        yield from _formula(formula, Spot(), f"名称“{name}”", moves)
        for operand in formula.operands:
            if _loose(operand) and moves.loops(operand, -1):
                remedy = "请在“名称管理器”里给行号加上$"
                yield f"名称“{name}”", f"名称里的引用{operand.reference}没有固定行号", remedy


def _loose(operand: Operand) -> bool:
    found = operand.reference
    return bool(found.first_row) and not (found.fixed[1] and (found.single or found.fixed[3]))


def _charts(book: Book, moves: Moves) -> Iterator[tuple[str, str, str]]:
    known = set(chart_parts(book))
    for name in known:
        for _, formula in series(xml(book.parts, name)):
            yield from _formula(formula, Spot(), "图表", moves)
    for name, part in book.parts.items():
        if name in known or not name.startswith("xl/charts/") or not name.endswith(".xml"):
            continue
        for text in _CHART_REFERENCE.findall(part.bytes()):
            formula = _parsed(text.decode("utf-8", "replace").replace("&apos;", "'"))
            if formula and any(moves.loops(operand, -1) for operand in formula.operands):
                remedy = "请改用柱形图、折线图、饼图等常用图表"
                yield name, f"这种新式图表的数据{formula.text}在有循环的工作表上", remedy
                break


def _parsed(text: str) -> Formula | None:
    try:
        return parse(text) if text else None
    except FormulaError:
        return None
