"""Worksheets: what the XML of an .xlsx sheet holds that readers leave out.

Sheets as office programs write them are scanned as bytes; any other writing goes to expat, which
takes about five times as long and finds the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NoReturn
from xml.parsers import expat

from pipeline.model.place import column_number
from pipeline.office.grid import UNCACHED, Unreadable
from pipeline.office.sniff import RESEND, damaged
from pipeline.office.survey import MAX_AREA, Survey, error, refuse_crowd

_ENCODING = re.compile(rb'\s*<\?xml[^>]*encoding=["\']([\w.-]+)')
_COLUMNS = re.compile(rb'<c r="([A-Z]{1,3})[1-9]\d{0,6}"')
_ROWS = re.compile(rb'<c r="[A-Z]{1,3}([1-9]\d{0,6})"')
_FORMULA_PART = rb"<f(?: [^>]*)?(?:(?<=/)>|>[^<]*</f>)"
_FORMULAS = re.compile(
    rb'<c r="([A-Z]{1,3})(\d{1,7})"([^>]*)>' + _FORMULA_PART + rb"(?:(<v)(?: [^>]*)?/?>([^<]*))?"
)
_ERRORS = re.compile(
    rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]* t="e"[^>]*>(?:' + _FORMULA_PART + rb")?<v>([^<]*)</v>"
)
_MERGES = re.compile(rb'<mergeCell ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_HIDDEN_ROWS = re.compile(rb'<row (?=[^>]*\bhidden="(?:1|true)")([^>]*)>')
_HIDDEN_COLUMNS = re.compile(rb'<col (?=[^>]*\bhidden="(?:1|true)")([^>]*)>')
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})", re.IGNORECASE)
_UNUSUAL = (b"<!", b"<c>", b"<row>", b":c ", b":sheetData")
_DECLARATION = 60
"""Bytes at the start in which a single quote after an equals sign is no surprise."""


def survey(data: bytes) -> Survey:
    """Return what stands in the sheet; Unreadable for a DOCTYPE and for broken XML."""
    refuse_crowd(cells=data.count(b"<c "), merges=data.count(b"<mergeCell "))
    return _scanned(data) or _parsed(data)


def tags(data: bytes) -> list[tuple[str, dict[str, str]]]:
    """Return all elements of a small part, in order: local name, attributes by local name."""
    found: list[tuple[str, dict[str, str]]] = []

    def start(name: str, attributes: Mapping[str, str]) -> None:
        local = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        found.append((name.rpartition(":")[2], local))

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parse(parser, data)
    return found


def refuse_doctype(data: bytes) -> None:
    """Raise Unreadable where a part declares a DOCTYPE, which no office program writes."""
    if b"<!DOCTYPE" in data or not _is_utf8(data):
        parse(expat.ParserCreate(), data)


def parse(parser: expat.XMLParserType, data: bytes) -> None:
    """Run `parser` over a part; Unreadable for a DOCTYPE, before any entity, and broken XML.

    Parts in UTF-16 are refused too: calamine finds nothing in them and says nothing.
    """
    if not _is_utf8(data):
        raise Unreadable("内部编码不是UTF-8，不能读取", RESEND)
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.buffer_text = True
    try:
        parser.Parse(data, True)
    except expat.ExpatError as broken:
        raise damaged(f"内部XML第{broken.lineno}行") from broken


def doctype() -> Unreadable:
    return Unreadable("内部带有DOCTYPE声明，正常表格没有，疑似恶意文件", RESEND)


def _refuse_doctype(*_: object) -> NoReturn:
    raise doctype()


def _is_utf8(data: bytes) -> bool:
    declared = _ENCODING.match(data.removeprefix(b"\xef\xbb\xbf"), 0, 200)
    return b"\0" not in data[:64] and (
        declared is None or declared[1].lower() in (b"utf-8", b"us-ascii")
    )


def _scanned(data: bytes) -> Survey | None:
    """Return the survey by patterns; None where the writing is not the usual one."""
    cells = data.count(b"<c ")
    columns = _COLUMNS.findall(data)
    if len(columns) != cells or not _is_utf8(data) or data.find(b"='", _DECLARATION) >= 0:
        return None
    if any(odd in data for odd in _UNUSUAL):
        return None
    survey = Survey(cells=cells)
    survey.rows = max(map(int, set(_ROWS.findall(data))), default=0)
    survey.columns = max((column_number(one.decode()) for one in set(columns)), default=0)
    if survey.area > MAX_AREA:
        return None
    plain = _scan_formulas(data, survey) and _scan_errors(data, survey)
    return survey if plain and _scan_layout(data, survey) else None


def _scan_formulas(data: bytes, survey: Survey) -> bool:
    count = data.count(b"<f>") + data.count(b"<f ") + data.count(b"<f/")
    found = _FORMULAS.findall(data) if count else []
    for column, row, attributes, tag, value in found:
        if not value and not (tag and b't="str"' in attributes):
            survey.marks[int(row), column_number(column.decode())] = UNCACHED
    return len(found) == count


def _scan_errors(data: bytes, survey: Survey) -> bool:
    count = data.count(b' t="e"')
    found = _ERRORS.findall(data) if count else []
    for column, row, code in found:
        survey.marks[int(row), column_number(column.decode())] = error(code.decode())
    return len(found) == count


def _scan_layout(data: bytes, survey: Survey) -> bool:
    survey.filtered = b"<filterColumn" in data
    merges = _MERGES.findall(data)
    for left, top, right, bottom in merges:
        sides = column_number(left.decode()), column_number(right.decode())
        survey.merges.append((int(top), sides[0], int(bottom), sides[1]))
    for attributes in _HIDDEN_ROWS.findall(data):
        row = re.search(rb'(?:^| )r="(\d+)"', attributes)
        if row is None:
            return False
        survey.hidden_rows.add(int(row[1]))
    for attributes in _HIDDEN_COLUMNS.findall(data):
        first = re.search(rb'\bmin="(\d+)"', attributes)
        last = re.search(rb'\bmax="(\d+)"', attributes)
        if first is None or last is None:
            return False
        survey.hidden_spans.append((int(first[1]), int(last[1])))
    return len(merges) == data.count(b"<mergeCell ")


def _parsed(data: bytes) -> Survey:
    reader = _Sheet()
    parser = expat.ParserCreate()
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parse(parser, data)
    return reader.survey


class _Sheet:
    """Follows a sheet's elements, whatever their prefixes, with and without cell addresses."""

    def __init__(self) -> None:
        self.survey = Survey()
        self._row = self._column = 0
        self._kind = ""
        self._inside = False
        self._formula = self._value_tag = False
        self._value: list[str] | None = None
        self._text = ""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "c":
            self._begin(attributes)
        elif self._inside:
            self._formula = self._formula or name == "f"
            if name in ("v", "t"):
                self._value_tag, self._value = True, []
        elif name == "row":
            self._row = int(attributes.get("r") or self._row + 1)
            self._column = 0
            if attributes.get("hidden") in ("1", "true"):
                self.survey.hidden_rows.add(self._row)
        elif name == "col" and attributes.get("hidden") in ("1", "true"):
            self.survey.hidden_spans.append((int(attributes["min"]), int(attributes["max"])))
        elif name == "filterColumn":
            self.survey.filtered = True
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def text(self, text: str) -> None:
        if self._value is not None:
            self._value.append(text)

    def end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if name in ("v", "t") and self._value is not None:
            self._text += "".join(self._value)
            self._value = None
        elif name == "c":
            self._finish()

    def _begin(self, attributes: Mapping[str, str]) -> None:
        address = _REFERENCE.fullmatch(attributes.get("r", ""))
        if address:
            self._column, self._row = column_number(address[1]), int(address[2])
        else:
            self._column += 1
        self._kind = attributes.get("t", "")
        self._inside = True
        self._formula = self._value_tag = False
        self._text = ""

    def _finish(self) -> None:
        self._inside = False
        here = self._row, self._column
        if self._formula or self._text:
            self.survey.fill(*here)
        if self._kind == "e" and self._text:
            self.survey.marks[here] = error(self._text)
        elif self._formula and not self._text and not (self._kind == "str" and self._value_tag):
            self.survey.marks[here] = UNCACHED

    def _merge(self, reference: str) -> None:
        ends = [_REFERENCE.fullmatch(one) for one in reference.split(":")]
        if len(ends) == 2 and ends[0] and ends[1]:
            (left, top), (right, bottom) = ends[0].groups(), ends[1].groups()
            sides = column_number(left), column_number(right)
            self.survey.merges.append((int(top), sides[0], int(bottom), sides[1]))
