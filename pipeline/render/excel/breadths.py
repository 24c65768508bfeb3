"""Columns widened where a number or date would not fit and a spreadsheet would show #####.

Nobody can read ##### on paper, so the width of the author gives way, by as little as will do.
Texts are never a reason: they run over, wrap or are cut, as the author chose.
"""

from __future__ import annotations

import copy
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from lxml import etree

from pipeline.model.number import SCALE
from pipeline.model.place import column_number
from pipeline.office.formula import references
from pipeline.render.excel.book import Book, main
from pipeline.render.excel.plan import ROW, SheetPlan
from pipeline.render.excel.slots import Slot

_NUMBER = re.compile(
    rf'<c r="([A-Z]+)(?:{ROW}|\d+)" s="(\d+)">(?:<f>[^<]*</f>)?<v>(-?)(\d+)[^<]*</v>'
)
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|[_*].|\[[^\]]*\]')
_DIGITS = re.compile(r"[0#?][0#?,]*(?:\.([0#?]+))?")
_BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 37: "#,##0", 38: "#,##0",
    39: "#,##0.00", 40: "#,##0.00", 14: "yyyy-mm-dd", 15: "dd-mmm-yy", 22: "yyyy-mm-dd hh:mm",
    31: 'yyyy"年"m"月"d"日"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
_USUAL_WIDTH, _PADDING, _USUAL_SIZE = 9.14, 1.0, 11.0
_WIDEST = 255.0


@dataclass(frozen=True, slots=True)
class Shape:
    """How wide a format prints, in digits: beside the whole part, per digit of it, and its font."""

    around: int
    grouped: bool
    percent: bool
    date: bool
    scale: float

    def width(self, sign: str, whole: str) -> float:
        """Digits' widths that a number with this whole part takes."""
        if self.date:
            return self.around * self.scale
        digits = len(whole) + (2 if self.percent and whole != "0" else 0)
        groups = (digits - 1) // 3 if self.grouped else 0
        return (self.around + len(sign) + digits + groups) * self.scale


def shapes(book: Book) -> dict[int, Shape]:
    """Return the shape of each cell style that fixes how a number is printed.

    General is not among them: it rounds to the room it has. Shrink to fit leaves nothing to do.
    """
    if book.styles is None:
        return {}
    codes = dict(_BUILT_IN)
    for node in book.styles.iter(main("numFmt")):
        codes[int(node.get("numFmtId", "0"))] = node.get("formatCode", "")
    sizes = [_size(font) for font in book.styles.iterfind(f"{main('fonts')}/{main('font')}")]
    usual = sizes[0] if sizes else _USUAL_SIZE
    found = {}
    for index, node in enumerate(book.styles.iterfind(f"{main('cellXfs')}/{main('xf')}")):
        code = codes.get(int(node.get("numFmtId", "0")), "")
        alignment = node.find(main("alignment"))
        if not code or (alignment is not None and alignment.get("shrinkToFit") in ("1", "true")):
            continue
        font = int(node.get("fontId", "0"))
        size = sizes[font] if font < len(sizes) else usual
        if shape := _shape(code.split(";")[0], size / usual, index in book.dated):
            found[index] = shape
    return found


class Breadths:
    """How wide the columns of one sheet must be for their numbers."""

    def __init__(self, known: Mapping[int, Shape]) -> None:
        self._known = known
        self._needed: dict[int, float] = {}

    def of_tags(self, plan: SheetPlan, slots: Iterable[Slot]) -> None:
        """Hear of the numbers that tags wrote, and of those that the template's rows have."""
        merged = merged_starts(plan.root)
        for slot in slots:
            row, column, style, _ = slot.cell
            if style in self._known and (row, column) not in merged:
                ends = (min(slot.units), max(slot.units)) if slot.units else ()
                for whole in (*slot.wholes, *(_whole(units) for units in ends)):
                    self._take(column, style, whole)
        for number, row in plan.rows.items():
            self.of_cells(row.xml, lambda column, row=number: (row, column) in merged)

    def of_cells(self, xml: str, merged: Callable[[int], bool]) -> None:
        """Hear of the numbers in the XML of cells; `merged` says which columns do not count."""
        for letters, style, sign, whole in _NUMBER.findall(xml) if self._known else ():
            column = column_number(letters)
            if int(style) in self._known and not merged(column):
                self._take(column, int(style), sign + whole)

    def widen(self, root: etree._Element) -> None:
        """Widen the columns of a sheet, given without its rows."""
        for column, width in sorted(self._needed.items()):
            _fit(root, column, min(width + _PADDING, _WIDEST))

    def _take(self, column: int, style: int, whole: str) -> None:
        digits = whole.lstrip("-")
        width = self._known[style].width("-" if digits != whole else "", digits)
        if width > self._needed.get(column, 0.0):
            self._needed[column] = width


def merged_starts(root: etree._Element) -> set[tuple[int, int]]:
    """The row and column in which each merge over several columns begins."""
    return {
        (area.first_row, area.first_column)
        for node in root.iter(main("mergeCell"))
        for area in references(node.get("ref", "")) or ()
        if area.first_column != area.last_column
    }


def _whole(units: int) -> str:
    """The whole part of a number given in 10⁻⁶."""
    return f"{'-' if units < 0 else ''}{abs(units) // SCALE}"


def _shape(code: str, scale: float, date: bool) -> Shape | None:
    literals = "".join((found[1] or found[2] or "") for found in _LITERAL.finditer(code))
    bare = _LITERAL.sub("", code)
    if date:
        return Shape(_wide(literals) + max(_wide(bare), 4), False, False, True, scale)
    digits = _DIGITS.search(bare)
    if digits is None or "E" in bare.upper():
        return None
    decimals = len(digits[1]) + 1 if digits[1] else 0
    rest = _DIGITS.sub("", bare)
    return Shape(_wide(literals + rest) + decimals, "," in digits[0], "%" in bare, False, scale)


def _wide(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(one) in "WFA" else 1 for one in text)


def _size(font: etree._Element) -> float:
    node = font.find(main("sz"))
    return float(node.get("val", _USUAL_SIZE)) if node is not None else _USUAL_SIZE


def _fit(root: etree._Element, column: int, width: float) -> None:
    cols = root.find(main("cols"))
    form = root.find(main("sheetFormatPr"))
    usual = float(form.get("defaultColWidth", _USUAL_WIDTH)) if form is not None else _USUAL_WIDTH
    for node in cols if cols is not None else ():
        first, last = int(node.get("min", "1")), int(node.get("max", "1"))
        if first <= column <= last:
            hidden = node.get("hidden") in ("1", "true")
            if not hidden and float(node.get("width", usual)) < width:
                _part(node, first, column, last, width)
            return
    if usual >= width:
        return
    if cols is None:
        cols = etree.Element(main("cols"))
        root.find(main("sheetData")).addprevious(cols)
    made = etree.Element(main("col"), min=str(column), max=str(column))
    _set(made, width)
    after = [node for node in cols if int(node.get("min", "1")) > column]
    if after:
        after[0].addprevious(made)
    else:
        cols.append(made)


def _part(node: etree._Element, first: int, column: int, last: int, width: float) -> None:
    """Give one column of several that are described together a width of its own."""
    for low, high in ((first, column - 1), (column, column), (column + 1, last)):
        if low <= high:
            made = copy.copy(node)
            made.set("min", str(low))
            made.set("max", str(high))
            if low == column == high:
                _set(made, width)
            node.addprevious(made)
    node.getparent().remove(node)


def _set(node: etree._Element, width: float) -> None:
    node.set("width", f"{width:.2f}")
    node.set("customWidth", "1")
