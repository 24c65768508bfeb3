"""BIFF records: errors, extents, hidden parts, filters and the first day of an .xls or .et."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from pipeline.office.sniff import damaged, password
from pipeline.office.survey import Survey, error, refuse_crowd

_BOF, _EOF, _FILEPASS, _SHEET = 0x0809, 0x000A, 0x002F, 0x0085
_FORMULA, _BOOLERR, _MULRK, _ROW, _COLUMNS = 0x0006, 0x0205, 0x00BD, 0x0208, 0x007D
_DATEMODE, _FILTERMODE = 0x0022, 0x009B
_FILLED = frozenset((_FORMULA, _BOOLERR, 0x0203, 0x027E, 0x00FD, 0x0204, 0x00D6))
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_Record = tuple[int, int, int]


def survey(stream: bytes) -> list[Survey]:
    """Return a survey per sheet, in the workbook's order, names left out; Unreadable if locked."""
    found: list[Survey] = []
    since_1904 = False
    for kind, begin, _ in _records(stream, 0):
        if kind == _FILEPASS:
            raise password()
        if kind == _DATEMODE:
            since_1904 = bool(struct.unpack_from("<H", stream, begin)[0])
        elif kind == _SHEET:
            position, state = struct.unpack_from("<IH", stream, begin)
            refuse_crowd(sheets=len(found) + 1)
            found.append(_sheet(stream, position, hidden=bool(state & 3)))
    for one in found:
        one.since_1904 = since_1904
    return found


def _records(stream: bytes, position: int) -> Iterator[_Record]:
    """Yield kind, begin and length of the records from one BOF to its EOF, nested ones left out."""
    depth = 0
    while position + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, position)
        position += 4
        if position + length > len(stream):
            raise damaged()
        if kind == _BOF:
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            yield kind, position, length
        elif depth == 0:
            raise damaged()
        position += length


def _sheet(stream: bytes, position: int, *, hidden: bool) -> Survey:
    survey = Survey(hidden=hidden)
    for kind, begin, length in _records(stream, position):
        if kind in _FILLED:
            row, column = struct.unpack_from("<HH", stream, begin)
            survey.fill(row + 1, column + 1)
            code = _error(stream, kind, begin)
            if code is not None:
                survey.marks[row + 1, column + 1] = error(_ERRORS.get(code, ""))
        elif kind == _MULRK:
            row, first = struct.unpack_from("<HH", stream, begin)
            (last,) = struct.unpack_from("<H", stream, begin + length - 2)
            survey.fill(row + 1, last + 1)
            survey.cells += last - first
        elif kind == _ROW and stream[begin + 12] & 0x20:
            survey.hidden_rows.add(struct.unpack_from("<H", stream, begin)[0] + 1)
        elif kind == _FILTERMODE:
            survey.filtered = True
        elif kind == _COLUMNS and stream[begin + 8] & 1:
            first, last = struct.unpack_from("<HH", stream, begin)
            survey.hidden_spans.append((first + 1, last + 1))
    return survey


def _error(stream: bytes, kind: int, begin: int) -> int | None:
    if kind == _BOOLERR and stream[begin + 7]:
        return stream[begin + 6]
    if kind == _FORMULA and stream[begin + 12 : begin + 14] == b"\xff\xff":
        return stream[begin + 8] if stream[begin + 6] == 2 else None
    return None
