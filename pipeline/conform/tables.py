"""Tables of a document: their width, their header, their rows, their measure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.conform.case import Case, millimetres, shown
from pipeline.conform.measure import told
from pipeline.conform.report import Found
from pipeline.conform.roles import COPIED, PRINTED, TABLE_UNIT
from pipeline.office.written import Table

_FIGURE = re.compile(r"-?\d[\d,]*\.\d+")
_MEASURE = re.compile(
    r"[（(/][^（()）]*(元|个|家|人|%|％|吨|公顷|亩|项|次|份|条)[^（()）]*[）)]?|%|单位"
)
_LEAST = 3
"""Rows and columns from which on the first row is taken for a header."""
_SPARE = 100
"""Twips by which cell margins may let a table stand over the text (about 1.8 毫米)."""


def tables(case: Case) -> Iterator[Found]:
    """G01–G05; what frames a 版记 or a signature is no table."""
    for table in case.written.tables:
        if len(table.rows) < 2 or max(map(len, table.rows), default=0) < 2 or _frames(case, table):
            continue
        section = case.written.sections[min(table.section, len(case.written.sections) - 1)]
        if table.width > section.text_width + 2 * _SPARE:
            wide = shown(millimetres(table.width))
            room = f"不宽于版心{shown(millimetres(section.text_width))}"
            yield Found("G01", table.place, f"是{wide}", room)
        long = len(table.rows) > case.standard.limits["长表行数"]
        if long and not table.repeated:
            yield Found("G02", table.place, f"没有设为重复（共{len(table.rows)}行）")
        broken = sum(not one for one in table.whole)
        if long and broken:
            yield Found("G03", table.place, f"有{broken}行可以断开")
        if len(table.rows) >= _LEAST and max(map(len, table.rows)) >= _LEAST:
            yield from _head(case, table)
        if _has_figures(table) and not _says_measure(case, table):
            yield Found("G05", table.place, "没有写")


def _head(case: Case, table: Table) -> Iterator[Found]:
    asked = case.standard.elements["表头"].checks["G04"]
    for one in table.head:
        for measured, required in told(one, asked, case.standard):
            yield Found("G04", f"{table.place}表头", measured, required)


def _frames(case: Case, table: Table) -> bool:
    inner = [
        role
        for one, role in zip(case.written.paragraphs, case.roles, strict=True)
        if one.place.startswith(f"{table.place}第")
    ]
    return any(role in (COPIED, PRINTED) for role in inner)


def _has_figures(table: Table) -> bool:
    """Tell whether a column beside the first holds figures with decimals."""
    return any(
        _FIGURE.fullmatch(text) is not None
        for row in table.rows[1:]
        for text in map(str.strip, row[1:])
    )


def _says_measure(case: Case, table: Table) -> bool:
    if any(_MEASURE.search(text) for row in table.rows[:3] for text in row):
        return True
    before = [
        place
        for place in range(table.after - 1, max(table.after - 5, -1), -1)
        if case.written.paragraphs[place].text.strip()
    ]
    return any(
        case.roles[place] == TABLE_UNIT or "单位" in case.written.paragraphs[place].text
        for place in before[:2]
    )
