"""A workbook whose column blocks have been repeated: what is left has tags for rows only."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from xml.sax.saxutils import escape

from jinja2 import TemplateSyntaxError
from lxml import etree

from pipeline.model.place import column_letter, column_number
from pipeline.office.formula import FormulaError, Operand, parse, references
from pipeline.office.package import packed
from pipeline.render.excel import cells
from pipeline.render.excel.anchors import DRAWING
from pipeline.render.excel.book import MAIN, Book, SheetPart, main, serialized, text_runs, xml
from pipeline.render.excel.charts import chart_parts
from pipeline.render.excel.columns import ColumnMap, Misfit
from pipeline.render.excel.sideways import move_frame
from pipeline.render.language import Language

_FORMULAS = frozenset(("f", "formula", "formula1", "formula2", "definedName"))


@dataclass(frozen=True, slots=True)
class Widening:
    """How one sheet's columns grow: the map, and for each block and item the names it binds.

    `names` has, by block and item, the new name of each variable; `looped` are rows in row loops.
    """

    columns: ColumnMap
    names: Mapping[tuple[int, int], Mapping[str, str]]
    looped: frozenset[int]


def widened(
    book: Book, plans: Sequence[Widening], language: Language
) -> tuple[Book, list[tuple[str, str]]]:
    """Return the workbook with its columns repeated, and what cannot follow: place, problem."""
    work = _Widener(book, plans, language)
    return work.made(), work.troubles


class _Widener:
    def __init__(self, book: Book, plans: Sequence[Widening], language: Language) -> None:
        self._book = book
        self._plans = plans
        self._language = language
        self.troubles: list[tuple[str, str]] = []

    def made(self) -> Book:
        parts = dict(self._book.parts)
        root = copy.deepcopy(self._book.root)
        for node in root.iter(main("definedName")):
            self._formula(node, f"名称“{node.get('name')}”", -1, None)
        sheets = []
        for index, sheet in enumerate(self._book.sheets):
            made = replace(sheet, root=copy.deepcopy(sheet.root))
            sheets.append(made)
            self._sheet(index, made)
            parts[sheet.part] = packed(sheet.part, serialized(made.root))
            if self._plans[index].columns.blocks:
                self._anchors(made, self._plans[index].columns, parts)
        for name in chart_parts(self._book):
            chart = xml(parts, name)
            for node in chart.iter("{http://schemas.openxmlformats.org/drawingml/2006/chart}f"):
                self._formula(node, "图表", -1, None)
            parts[name] = packed(name, serialized(chart))
        return replace(self._book, parts=parts, root=root, sheets=tuple(sheets))

    def _sheet(self, index: int, sheet: SheetPart) -> None:
        columns = self._plans[index].columns
        data = sheet.root.find(main("sheetData"))
        if columns.blocks:
            _plain_formulas(data)
        for row in data if data is not None else ():
            self._row(index, sheet.name, row)
        for node in sheet.root.iter(etree.Element):
            name = etree.QName(node).localname
            if name in _FORMULAS and node.text and node.getparent().tag != main("c"):
                own = _first_column(node)
                self._formula(node, f"{sheet.name} ={node.text}", index, (own, 0) if own else None)
        if columns.blocks:
            move_frame(sheet.root, columns)

    def _row(self, index: int, name: str, row: etree._Element) -> None:
        plan = self._plans[index]
        made: list[tuple[int, etree._Element]] = []
        column = 0
        for cell in list(row):
            if cell.tag != main("c"):
                continue
            letters = cell.get("r", "").rstrip("0123456789")
            column = column_number(letters) if letters else column + 1
            block = plan.columns.block(column)
            row.remove(cell)
            for item, out in enumerate(plan.columns.copies(column)):
                new = copy.deepcopy(cell)
                place = f"{name}!{letters}{row.get('r')}"
                if plan.columns.blocks:
                    new.set("r", f"{column_letter(out)}{row.get('r')}")
                if block is not None and block.code in plan.columns.blank:
                    new[:] = []
                    new.attrib.pop("t", None)
                elif block is not None:
                    names = plan.names[block.code, item]
                    self._text(new, names, int(row.get("r", "0")) in plan.looped)
                formula = new.find(main("f"))
                if formula is not None and formula.text:
                    self._formula(formula, f"{place} ={formula.text}", index, (column, item))
                made.append((out, new))
        if plan.columns.blocks:
            row.attrib.pop("spans", None)
        row[0:0] = [cell for _, cell in sorted(made, key=lambda one: one[0])]

    def _text(self, cell: etree._Element, names: Mapping[str, str], looped: bool) -> None:
        """Bind the variables in a cell's tags to this item, and take the column tags out."""
        holder = cell
        if cell.get("t") == "s":
            index = int(cell.findtext(main("v")) or 0)
            runs = self._book.strings[index] if index < len(self._book.strings) else ()
        elif cell.get("t") == "inlineStr" and cell.find(main("is")) is not None:
            runs = text_runs(cell.find(main("is")))
        else:
            return
        if not cells.holds_tags("".join(run.text for run in runs)):
            return
        known = {k: v for k, v in names.items() if not (looped and k == "loop")}
        pieces = cells.split([run.text for run in runs])
        texts = [
            (piece.run, self._bound(piece.text, known) if piece.tag else piece.text)
            for piece in pieces
            if not cells.is_wide(piece)
        ]
        rich = any(run.properties for run in runs)
        inside = "".join(
            f'<r>{runs[run].properties}<t xml:space="preserve">{escape(text)}</t></r>'
            if rich
            else escape(text)
            for run, text in texts
        )
        inside = inside if rich else f'<t xml:space="preserve">{inside}</t>'
        holder[:] = [etree.fromstring(f'<is xmlns="{MAIN}">{inside}</is>')]
        holder.set("t", "inlineStr")

    def _bound(self, tag: str, names: Mapping[str, str]) -> str:
        made, before = [], ""
        try:
            tokens = list(self._language.lex(tag))
        except TemplateSyntaxError:
            return tag
        for _, kind, value in tokens:
            free = kind == "name" and before not in (".", "|")
            made.append(names.get(value, value) if free else value)
            before = before if kind == "whitespace" else value
        return "".join(made)

    def _formula(
        self, node: etree._Element, place: str, sheet: int, own: tuple[int, int] | None
    ) -> None:
        try:
            formula = parse(node.text or "")
            node.text = formula.rewritten(lambda operand: self._operand(operand, sheet, own))
        except FormulaError:
            return
        except Misfit as error:
            self.troubles.append((place, str(error)))

    def _operand(self, operand: Operand, sheet: int, own: tuple[int, int] | None) -> str:
        name = operand.reference.sheet
        target = sheet if name is None else self._book.index(name)
        if target is None or target < 0:
            return str(operand.reference)
        return self._plans[target].columns.moved(operand, own if target == sheet else None)

    def _anchors(self, sheet: SheetPart, columns: ColumnMap, parts: dict) -> None:
        for relation in sheet.relations.values():
            if relation.kind != "drawing" or relation.target not in parts:
                continue
            root = xml(parts, relation.target)
            for anchor in root:
                ends = [
                    anchor.find(f"{{{DRAWING}}}{one}/{{{DRAWING}}}col") for one in ("from", "to")
                ]
                if ends[0] is None or anchor.get("editAs") == "absolute":
                    continue
                old = int(ends[0].text or 0)
                by = columns.at(old + 1) - 1 - old
                for end in ends:
                    if end is not None:
                        end.text = str(int(end.text or 0) + by)
            parts[relation.target] = packed(relation.target, serialized(root))


def _plain_formulas(data: etree._Element | None) -> None:
    """Write shared formulas out in each of their cells."""
    shared: dict[str, tuple] = {}
    for cell in data.iter(main("c")) if data is not None else ():
        node = cell.find(main("f"))
        if node is None or node.get("t") != "shared":
            continue
        letters = cell.get("r", "").rstrip("0123456789")
        at = (int(cell.get("r", "0")[len(letters) :]), column_number(letters))
        code = node.get("si", "")
        try:
            if node.text:
                shared[code] = (parse(node.text), *at)
            elif code in shared:
                formula, row, column = shared[code]
                node.text = formula.shifted(at[0] - row, at[1] - column)
        except FormulaError:
            continue
        node.attrib.clear()


def _first_column(node: etree._Element) -> int:
    """The first column of the cells to which a condition's or validation's formula belongs."""
    for around in node.iterancestors():
        text = around.get("sqref") or around.findtext(
            "{http://schemas.microsoft.com/office/excel/2006/main}sqref"
        )
        if text:
            areas = references(text) or ()
            return min((area.first_column for area in areas), default=0)
    return 0
