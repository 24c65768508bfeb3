"""OpenDocument sheets: errors, extents, merges and hidden parts of a content.xml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.parsers import expat

from pipeline.office.grid import UNCACHED, ErrorValue, Uncached, Unreadable
from pipeline.office.sniff import RESEND
from pipeline.office.survey import MAX_AREA, Survey, error, refuse_crowd
from pipeline.office.worksheet import parse

_ERROR = re.compile(r"#(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A)|(?:Err:|错误:)\d+")
_CELLS = ("table:table-cell", "table:covered-table-cell")


def survey(content: bytes) -> list[Survey]:
    """Return a survey per sheet in order; Unreadable for a DOCTYPE, broken XML, vast repeats."""
    reader = _Content()
    parser = expat.ParserCreate()
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parse(parser, content)
    return reader.surveys


class _Content:
    def __init__(self) -> None:
        self.surveys: list[Survey] = []
        self._sheet = Survey()
        self._unseen_styles: set[str] = set()
        self._style = ""
        self._row = self._column = self._row_repeat = 0
        self._cell: Mapping[str, str] | None = None
        self._paragraphs: list[str] | None = None
        self._comment = 0
        self._since_1904 = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in _CELLS:
            self._cell, self._paragraphs = attributes, None
        elif name == "text:p" and self._cell is not None and not self._comment:
            self._paragraphs = self._paragraphs or []
        elif name == "office:annotation":
            self._comment += 1
        elif name == "table:table-row":
            self._begin_row(attributes)
        elif name == "table:table-column":
            self._hide_column(attributes)
        elif name == "table:table":
            hidden = attributes.get("table:style-name") in self._unseen_styles
            name = attributes.get("table:name", "")
            self._sheet = Survey(name, hidden, since_1904=self._since_1904)
            self.surveys.append(self._sheet)
            refuse_crowd(sheets=len(self.surveys))
            self._row = self._column = 0
        elif name == "table:null-date":
            self._since_1904 = attributes.get("table:date-value", "").startswith("1904")
        elif name == "style:style":
            self._style = attributes.get("style:name", "")
        elif name == "style:table-properties" and attributes.get("table:display") == "false":
            self._unseen_styles.add(self._style)

    def text(self, text: str) -> None:
        if self._paragraphs is not None and not self._comment:
            self._paragraphs.append(text)

    def end(self, name: str) -> None:
        if name in _CELLS and self._cell is not None:
            self._finish(self._cell)
            self._cell = self._paragraphs = None
        elif name == "table:table-row":
            self._row += self._row_repeat - 1
        elif name == "office:annotation":
            self._comment -= 1

    def _begin_row(self, attributes: Mapping[str, str]) -> None:
        self._row += 1
        self._column = 0
        self._row_repeat = int(attributes.get("table:number-rows-repeated", "1"))
        visibility = attributes.get("table:visibility", "visible")
        self._sheet.filtered = self._sheet.filtered or visibility == "filter"
        if visibility != "visible":
            rows = range(self._row, min(self._row + self._row_repeat, self._row + 100_000))
            self._sheet.hidden_rows.update(rows)

    def _hide_column(self, attributes: Mapping[str, str]) -> None:
        repeat = int(attributes.get("table:number-columns-repeated", "1"))
        if attributes.get("table:visibility", "visible") != "visible":
            self._sheet.hidden_spans.append((self._column + 1, self._column + repeat))
        self._column += repeat

    def _finish(self, cell: Mapping[str, str]) -> None:
        row, column = self._row, self._column + 1
        repeat = int(cell.get("table:number-columns-repeated", "1"))
        self._column += repeat
        mark = self._mark(cell)
        if mark is None and not self._paragraphs and "office:value-type" not in cell:
            return
        if repeat * self._row_repeat > MAX_AREA:
            raise Unreadable(
                f"工作表“{self._sheet.name}”里同一内容重复得过多，疑似异常文件", RESEND
            )
        self._sheet.fill(row + self._row_repeat - 1, self._column)
        self._sheet.cells += repeat * self._row_repeat - 1
        if mark is not None:
            for below in range(self._row_repeat):
                for right in range(repeat):
                    self._sheet.marks[row + below, column + right] = mark
        wide = int(cell.get("table:number-columns-spanned", "1"))
        high = int(cell.get("table:number-rows-spanned", "1"))
        if wide > 1 or high > 1:
            self._sheet.merges.append((row, column, row + high - 1, column + wide - 1))

    def _mark(self, cell: Mapping[str, str]) -> ErrorValue | Uncached | None:
        shown = "".join(self._paragraphs or ())
        if cell.get("calcext:value-type") == "error":
            return error(shown)
        if "table:formula" in cell:
            if _ERROR.fullmatch(shown):
                return error(shown)
            if self._paragraphs is None and "office:value-type" not in cell:
                return UNCACHED
        return None
