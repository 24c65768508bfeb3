"""All judges: those on properties of elements, and one function for each other group of rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pipeline.conform import ends, marks, pages, record, separators, tables, texts
from pipeline.conform.case import Case, found
from pipeline.conform.measure import told
from pipeline.conform.report import Found
from pipeline.office.written import Spot

EVERY = "各段"
"""The element whose rules hold for whatever is recognised."""
_ELSEWHERE = ("页码", "表头")
"""Elements that another judge looks at."""


def elements(case: Case) -> Iterator[Found]:
    """The rules on each element's own properties, as format.yaml lists them."""
    known = case.standard.elements
    for paragraph, role in case.judged():
        element = known.get(role)
        checks = {} if element is None or role in _ELSEWHERE else dict(element.checks)
        if EVERY in known and paragraph.spot is not Spot.CELL:
            checks |= known[EVERY].checks
        for code, asked in checks.items():
            for measured, required in told(paragraph, asked, case.standard):
                yield found(code, paragraph, measured, required)


JUDGES: tuple[tuple[Callable[[Case], Iterator[Found]], tuple[str, ...]], ...] = (
    (pages.paper, ("P01",)),
    (pages.margins, ("P02", "P03", "P04", "P05")),
    (pages.lines, ("P06",)),
    (pages.columns, ("P07",)),
    (pages.grid, ("P08",)),
    (elements, ()),
    (texts.title, ("T05", "T06")),
    (texts.addressee, ("Z02",)),
    (texts.headings, ("H07", "H08")),
    (texts.codes, ("N01", "N03")),
    (ends.head, ("N02", "N05")),
    (texts.dates, ("D01",)),
    (ends.signed, ("D02", "D03")),
    (texts.attached, ("A01", "A02", "A03")),
    (ends.annexes, ("A05", "A06", "A08")),
    (marks.issuer, ("N06", "N07")),
    (marks.letter, ("N08", "N09", "N10")),
    (texts.imprint, ("C01", "C02")),
    (record.rules, ("C03",)),
    (pages.numbers, ("F01", "F02", "F03", "F04", "F05")),
    (tables.tables, ("G01", "G02", "G03", "G04", "G05")),
    (separators.alike, ("S08",)),
    (texts.no_text, ("S11",)),
    (texts.traces, ("S12",)),
)
"""Each judge with the rules that it alone knows."""

OF_PRINT = ("R01", "R02", "R03", "R04", "R05", "R06")
"""Rules on pages as they print."""

CODES = (*(code for _, codes in JUDGES for code in codes), *OF_PRINT)
"""Every rule that code judges; the others are told of elements in format.yaml."""
