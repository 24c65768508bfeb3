"""Tables in mark-up: web pages saved as .xls, and the XML workbooks of Excel 2003."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from lxml import etree

from pipeline.office.grid import UNCACHED, Grid, Merge, Unreadable, Workbook
from pipeline.office.sniff import RESEND, damaged
from pipeline.office.survey import error, refuse_crowd
from pipeline.office.text import GUESSED, decoded
from pipeline.office.worksheet import doctype

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
MAX_SPANNED = 500_000
"""Cells that merges of a web page may cover."""

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*gb", re.IGNORECASE)
_BLOCKS = frozenset(
    ("table", "td", "th", "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "center", "li", "br")
)
_SILENT = frozenset(("script", "style", "head", "title", "template", "noscript"))
_EXCEL = "{urn:schemas-microsoft-com:office:excel}"
_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"


def read_html(data: bytes) -> Workbook:
    """Return one grid: the page's tables and the lines between them, one below the other."""
    text, guessed = decoded(data)
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True)
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    if root is None or root.find(".//td") is None:
        raise Unreadable("是网页，里面没有表格", RESEND)
    page = _Page()
    page.walk(root)
    page.flush()
    named = _CHARSET.search(data, 0, 4096) is not None
    return Workbook("html", (page.grid(),), (GUESSED,) if guessed and not named else ())


class _Page:
    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], object] = {}
        self._taken: set[tuple[int, int]] = set()
        self._merges: list[Merge] = []
        self._hidden: set[int] = set()
        self._hidden_columns: set[int] = set()
        self._line: list[str] = []
        self._row = self._last = 0

    def walk(self, element: etree._Element) -> None:
        """Take text as lines and tables as cells; a table around tables is mere layout."""
        if element.tag == "table" and element.find(".//table") is None:
            self.flush()
            self._table(element)
            return
        if element.tag in _SILENT or not isinstance(element.tag, str):
            return
        if element.tag in _BLOCKS:
            self.flush()
        self._line.append(element.text or "")
        for child in element:
            self.walk(child)
            self._line.append(child.tail or "")
        if element.tag in _BLOCKS:
            self.flush()

    def flush(self) -> None:
        """End a line of text outside tables: it takes a row of its own."""
        text = " ".join("".join(self._line).split())
        self._line = []
        if text:
            self._row += 1
            self._cells[self._row, 1] = text
            self._last = self._row

    def grid(self) -> Grid:
        values: list[list[object]] = [[] for _ in range(self._last)]
        for (row, column), value in sorted(self._cells.items()):
            line = values[row - 1]
            line.extend([None] * (column - 1 - len(line)))
            line.append(value)
        return Grid(
            "",
            values,
            tuple(self._merges),
            hidden_rows=frozenset(self._hidden),
            hidden_columns=frozenset(self._hidden_columns),
        )

    def _table(self, table: etree._Element) -> None:
        for caption in table.findall("caption"):
            self._line.append("".join(caption.itertext()))
            self.flush()
        self._hide_columns(table)
        rows = list(_own_rows(table))
        end = self._row + len(rows)
        for row in rows:
            self._row += 1
            if _unseen(row):
                self._hidden.add(self._row)
            column = 0
            for cell in row.iterchildren("td", "th"):
                column = self._place(cell, column + 1, end)
        self._last = self._row

    def _hide_columns(self, table: etree._Element) -> None:
        column = 0
        for one in table.iter("col"):
            last = column + min(_span(one, "span"), 1_000)
            if _unseen(one):
                self._hidden_columns.update(range(column + 1, last + 1))
            column = last

    def _place(self, cell: etree._Element, column: int, end: int) -> int:
        while (self._row, column) in self._taken:
            column += 1
        wide = min(_span(cell, "colspan"), 1_000)
        high = min(_span(cell, "rowspan"), end - self._row + 1)
        if wide > 1 or high > 1:
            if len(self._taken) + wide * high > MAX_SPANNED:
                raise Unreadable("合并单元格大得离奇，疑似异常文件", RESEND)
            bottom, right = self._row + high - 1, column + wide - 1
            self._merges.append((self._row, column, bottom, right))
            self._taken.update(
                (row, one)
                for row in range(self._row + 1, bottom + 1)
                for one in range(column, right + 1)
            )
        text = _shown(cell)
        if text:
            self._cells[self._row, column] = text
        return column + wide - 1


def _own_rows(table: etree._Element) -> Iterator[etree._Element]:
    for part in table:
        if part.tag == "tr":
            yield part
        elif part.tag in ("thead", "tbody", "tfoot"):
            yield from part.iterchildren("tr")


def _unseen(element: etree._Element) -> bool:
    return "display:none" in element.get("style", "").replace(" ", "").lower()


def _span(cell: etree._Element, name: str) -> int:
    text = cell.get(name, "1").strip()
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 9 else 1


def _shown(cell: etree._Element) -> str:
    """Return a cell's text as a browser shows it: one space for any, a line for each br."""
    parts = [cell.text or ""]
    for element in cell.iterdescendants():
        if element.tag in ("br", "p", "div", "tr"):
            parts.append("\0")
        if element.tag not in _SILENT and isinstance(element.tag, str):
            parts.append(element.text or "")
        parts.append(element.tail or "")
    lines = (" ".join(line.split()) for line in "".join(parts).split("\0"))
    return "\n".join(lines).strip()


def read_xml(data: bytes) -> Workbook:
    """Return the sheets of an Excel 2003 XML workbook, typed as it types them."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as broken:
        raise damaged(f"内部XML第{broken.lineno}行") from broken
    if root.getroottree().docinfo.doctype:
        raise doctype()
    old = root.find(f".//{_EXCEL}Date1904") is not None
    sheets = list(root.iter(f"{_SS}Worksheet"))
    refuse_crowd(sheets=len(sheets))
    grids = tuple(_worksheet(sheet, old) for sheet in sheets)
    if not grids:
        raise damaged("没有工作表")
    return Workbook("xml", grids)


def _worksheet(sheet: etree._Element, since_1904: bool) -> Grid:
    values: list[list[object]] = []
    merges: list[Merge] = []
    hidden: set[int] = set()
    table = sheet.find(f"{_SS}Table")
    for row in () if table is None else table.iterchildren(f"{_SS}Row"):
        number = _index(row, len(values) + 1)
        values.extend([] for _ in range(number - len(values)))
        if row.get(f"{_SS}Hidden") == "1":
            hidden.add(number)
        _fill(row, number, values[number - 1], merges)
        blank = int(row.get(f"{_SS}Span", "0"))
        if number + blank > LAST_ROW:
            raise damaged("行号超出范围")
        values.extend([] for _ in range(blank))
    unseen = sheet.find(f".//{_EXCEL}Visible") is not None
    filtered = sheet.find(f".//{_EXCEL}AutoFilterColumn") is not None
    name = sheet.get(f"{_SS}Name", "")
    columns = _hidden_columns(table, max(map(len, values), default=0))
    rows = frozenset(hidden)
    return Grid(name, values, tuple(merges), unseen, rows, columns, filtered, since_1904)


def _fill(row: etree._Element, number: int, line: list[object], merges: list[Merge]) -> None:
    column = 0
    for cell in row.iterchildren(f"{_SS}Cell"):
        column = _index(cell, column + 1, LAST_COLUMN)
        line.extend([None] * (column - len(line)))
        line[column - 1] = _typed(cell)
        right = column + int(cell.get(f"{_SS}MergeAcross", "0"))
        bottom = number + int(cell.get(f"{_SS}MergeDown", "0"))
        if (bottom, right) != (number, column):
            merges.append((number, column, bottom, right))
        column = right


def _index(element: etree._Element, following: int, last: int = LAST_ROW) -> int:
    number = int(element.get(f"{_SS}Index", following))
    if not following <= number <= last:
        raise damaged("行号或列号次序不对")
    return number


def _typed(cell: etree._Element) -> object:
    data = cell.find(f"{_SS}Data")
    text = "" if data is None else "".join(data.itertext())
    kind = "" if data is None else data.get(f"{_SS}Type", "String")
    if kind == "Number":
        return float(text)
    if kind == "DateTime":
        return datetime.fromisoformat(text)
    if kind == "Boolean":
        return text == "1"
    if kind == "Error":
        return error(text)
    if not kind and cell.get(f"{_SS}Formula") is not None:
        return UNCACHED
    return text or None


def _hidden_columns(table: etree._Element | None, width: int) -> frozenset[int]:
    hidden: set[int] = set()
    column = 0
    for one in () if table is None else table.iterchildren(f"{_SS}Column"):
        column = _index(one, column + 1)
        last = column + int(one.get(f"{_SS}Span", "0"))
        if one.get(f"{_SS}Hidden") == "1":
            hidden.update(range(column, min(last, width) + 1))
        column = last
    return frozenset(hidden)
