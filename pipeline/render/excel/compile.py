"""From a sheet's XML to its plan: every cell read once, every tag put into one Jinja source."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from pipeline.model.place import column_letter, column_number
from pipeline.office.formula import Formula, FormulaError, parse
from pipeline.render.contract import Tag
from pipeline.render.excel import cells
from pipeline.render.excel.blocks import Mark, Trouble, find
from pipeline.render.excel.book import Book, Run, bare, main, text_runs
from pipeline.render.excel.cells import CellText, holds_tags, in_jinja
from pipeline.render.excel.columns import ColumnMark, pair
from pipeline.render.excel.markup import attributes, static, tagged
from pipeline.render.excel.plan import (
    FORMULA,
    NEWLINE,
    ROW,
    Filled,
    FormulaCell,
    Kind,
    RowPlan,
    SheetPlan,
)


def plan(book: Book, index: int, origin: Mapping[int, int] | None = None) -> SheetPlan:
    """Make sheet `index` ready; its structural faults are in `problems`.

    Rows become strings in which control characters stand for what only the output knows (see
    plan.py). A row without tags stays out of the Jinja source, which only says where it goes.
    `origin` leads from columns back to those of the template where some have been repeated.
    """
    return _Maker(book, index, origin or {}).made()


_QUOTED = re.compile(r"'(?:[^']|'')+'!")
"""The name of a sheet before a reference, which may have tags of its own."""


@dataclass(slots=True)
class _Texts:
    """A cell with tags."""

    cell: Filled
    place: str
    text: CellText

    @property
    def column(self) -> int:
        return self.cell.column


@dataclass(slots=True)
class _RowParts:
    head: str
    cells: list[str] = field(default_factory=list)
    blanks: list[str] = field(default_factory=list)
    tagged: bool = False

    def plan(self) -> RowPlan:
        xml, blank = ("".join(parts) for parts in (self.cells, self.blanks))
        return RowPlan(f"{self.head}>{xml}</row>", f"{self.head}>{blank}</row>", self.tagged)


class _Maker:
    def __init__(self, book: Book, index: int, origin: Mapping[int, int]) -> None:
        self._book = book
        sheet = book.sheets[index]
        self._data = sheet.root.find(main("sheetData"))
        self._plan = SheetPlan(index, sheet, _without_rows(sheet.root), origin=origin)
        self._wide: list[ColumnMark] = []
        self._texts: dict[int, list[_Texts]] = {}
        self._shared: dict[str, tuple[Formula, int, int]] = {}

    def made(self) -> SheetPlan:
        made = self._plan
        number = 0
        for node in self._data if self._data is not None else ():
            if node.tag == main("row"):
                number = int(node.get("r", number + 1))
                made.rows[number] = self._row(node, number)
        made.blocks, troubles = find(self._marks())
        made.problems += troubles
        made.columns, troubles = pair(self._wide)
        made.problems += [*troubles, *self._crossed()]
        made.source = "".join(self._source())
        return made

    def _row(self, node: etree._Element, number: int) -> RowPlan:
        if node.get("customHeight") == "true":
            node = copy.copy(node)
            node.set("customHeight", "1")
        parts = _RowParts(f'<row r="{ROW}"{attributes(node, ("r",))}')
        column = 0
        for cell in node:
            if cell.tag == main("c"):
                letters = cell.get("r", "").rstrip("0123456789")
                column = column_number(letters) if letters else column + 1
                self._cell(parts, cell, number, column)
            else:
                parts.cells.append(bare(cell))
        return parts.plan()

    def _cell(self, parts: _RowParts, node: etree._Element, row: int, column: int) -> None:
        style = f' s="{node.get("s")}"' if node.get("s") else ""
        start = f'<c r="{column_letter(column)}{ROW}"'
        parts.blanks.append(f"{start}{style}/>")
        runs = self._runs(node)
        if node.find(main("f")) is not None:
            parts.cells.append(self._formula(node, start, row, column))
        elif holds_tags("".join(run.text for run in runs)):
            text = self._text(node, runs, row, column)
            self._plan.tagged.add((row, column))
            if text.body:
                kind = Kind.VALUE if text.whole else Kind.TEXT
                self._plan.kinds[row, column] = kind
            parts.cells.append(tagged(start + style, runs, text))
            parts.tagged = True
        else:
            if len(node):
                self._plan.kinds[row, column] = Kind.TEXT if runs else Kind.VALUE
            parts.cells.append(static(node, start))

    def _runs(self, node: etree._Element) -> tuple[Run, ...]:
        if node.get("t") == "s":
            index = int(node.findtext(main("v")) or 0)
            return self._book.strings[index] if index < len(self._book.strings) else ()
        if node.get("t") == "inlineStr":
            inside = node.find(main("is"))
            return text_runs(inside) if inside is not None else ()
        return (Run(node.findtext(main("v")) or ""),) if node.get("t") == "str" else ()

    def _text(self, node: etree._Element, runs: tuple[Run, ...], row: int, column: int) -> CellText:
        text = cells.read([run.text for run in runs])
        place = self._plan.place(row, column)
        if text.problem:
            self._plan.problems.append((place, text.problem, text.remedy))
        self._wide += [ColumnMark(row, column, piece, place) for piece in text.wide]
        if node.get("t") == "s":
            self._plan.used_strings.add(int(node.findtext(main("v")) or 0))
        style = int(node.get("s") or 0)
        cell = Filled(row, column, style, style in self._book.dated)
        self._texts.setdefault(row, []).append(_Texts(cell, place, text))
        return text

    def _formula(self, node: etree._Element, start: str, row: int, column: int) -> str:
        element = node.find(main("f"))
        text = element.text or ""
        self._plan.kinds[row, column] = Kind.FORMULA
        kept = attributes(node, ("r", "t"))
        array = element.get("t") in ("array", "dataTable")
        problem, formula = "", None
        try:
            formula = self._expanded(element, text, row, column)
        except FormulaError:
            problem = f"公式“{text}”读不懂，请在Excel里改正后保存"
        if holds_tags(_QUOTED.sub("", text)):
            problem = "公式里写了标签，请把标签写在单独的一格，公式引用那一格"
        if problem:
            what, _, remedy = problem.partition("，")
            self._plan.problems.append((self._plan.place(row, column), what, remedy))
        area = element.get("ref", "") if array else ""
        cell = FormulaCell(row, column, kept, formula, area)
        self._plan.formulas.append(cell)
        self._plan.formula_at[row, column] = cell
        if array:
            return f"{start}{kept}>{bare(element)}</c>".replace("\n", NEWLINE)
        return f"{FORMULA}{len(self._plan.formulas) - 1}{FORMULA}"

    def _expanded(self, element: etree._Element, text: str, row: int, column: int) -> Formula:
        """A shared formula is written out in each of its cells, as if filled down by hand."""
        code = element.get("si", "") if element.get("t") == "shared" else ""
        if text or not code:
            formula = parse(text)
            if code:
                self._shared[code] = (formula, row, column)
            return formula
        if code not in self._shared:
            raise FormulaError(text)
        formula, first_row, first_column = self._shared[code]
        return parse(formula.shifted(row - first_row, column - first_column))

    def _crossed(self) -> Iterator[Trouble]:
        """Row tags in columns that may come often or not at all."""
        for mark in self._marks():
            if any(one.first <= mark.column <= one.last for one in self._plan.columns):
                remedy = "请把行循环的开头和结尾写在列循环以外的列"
                yield f"{mark.place} {mark.piece.text}", "管整行的标签写在了列循环的列里", remedy

    def _marks(self) -> Iterator[Mark]:
        for row, texts in sorted(self._texts.items()):
            for one in texts:
                for piece in one.text.openers:
                    yield Mark(row, one.column, piece, one.place, True)
                for piece in one.text.closers:
                    yield Mark(row, one.column, piece, one.place, False)

    def _source(self) -> Iterator[str]:
        made = self._plan
        inside = {row for top in made.blocks.tops for row in range(top.first, top.last + 1)}
        stack: list[int] = []
        opened = 0
        for number in sorted(made.rows.keys() | inside):
            texts = self._texts.get(number, [])
            for piece, place in _row_tags(texts, "openers"):
                if piece.word == "for":
                    made.loop_tags[len(made.tags)] = opened
                self._add(Tag(piece.text, place))
                item = f"{{{{ {opened}|x_item }}}}" if piece.word == "for" else ""
                yield f"{{{{ {opened}|x_begin }}}}{in_jinja(piece.text)}{item}"
                stack.append(opened)
                opened += 1
            yield f"{{{{ {number}|x_row }}}}"
            for one in texts:
                self._note(one)
            if number in made.rows and made.rows[number].tagged:
                yield made.rows[number].xml
            for piece, place in _row_tags(texts, "closers"):
                self._add(Tag(piece.text, place))
                closed = stack.pop() if stack else 0
                yield f"{in_jinja(piece.text)}{{{{ {closed}|x_end }}}}"

    def _note(self, one: _Texts) -> None:
        if one.text.whole:
            self._plan.typed[len(self._plan.tags)] = one.cell
        tags = [Tag(piece.text, one.place) for piece in one.text.body if piece.tag]
        self._plan.tags += tags
        self._plan.checked += self._within(one.column, tags)

    def _add(self, tag: Tag) -> None:
        self._plan.tags.append(tag)
        self._plan.checked.append(tag)

    def _within(self, column: int, tags: list[Tag]) -> list[Tag]:
        """The tags of a cell, with those of the column loop in which it stands around them."""
        for block in self._plan.columns:
            if block.first <= column <= block.last:
                start = Tag(block.opener.text, block.place)
                return [start, *tags, Tag(f"{{% end{block.opener.word} %}}", block.place)]
        return tags


def _without_rows(root: etree._Element) -> etree._Element:
    data = root.find(main("sheetData"))
    emptied = etree.Element(root.tag, root.attrib, nsmap=root.nsmap)
    emptied.text = root.text
    for child in root:
        if child is data:
            etree.SubElement(emptied, child.tag, child.attrib).tail = child.tail
        else:
            emptied.append(copy.deepcopy(child))
    return emptied


def _row_tags(texts: list[_Texts], side: str) -> list[tuple[cells.Piece, str]]:
    return [(piece, one.place) for one in texts for piece in getattr(one.text, side)]
