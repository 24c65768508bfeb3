"""Rows above a loop of rows head the table on every page that it runs on to."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree
from lxml.etree import _Element as Element

from pipeline.render.word.blocks import pairs
from pipeline.render.word.signs import Sign
from pipeline.render.word.walk import W, row_of, rows

MOST = 4
"""A table with more rows above its loop is a form, and these rows are no heading."""

_BEFORE = [
    "cnfStyle",
    "divId",
    "gridBefore",
    "gridAfter",
    "wBefore",
    "wAfter",
    "cantSplit",
    "trHeight",
]


def repeat_headings(signs: Sequence[Sign]) -> None:
    """Mark the rows above each table's first loop as headings, unless the author marked some."""
    seen: set[Element] = set()
    held = {row_of(sign.paragraph) for sign in signs if sign.reach in ("tr", "row")}
    for block in pairs(signs):
        if block[0].word != "for" or block[0].reach not in ("tr", "row"):
            continue
        table = next(row_of(block[0].paragraph).iterancestors(W + "tbl"))
        if table in seen:
            continue
        seen.add(table)
        above = []
        for row in rows(table):
            if row in held:
                break
            above.append(row)
        nested = next(table.iterancestors(W + "tc"), None) is not None
        if len(above) <= MOST and not nested and not list(table.iter(W + "tblHeader")):
            for row in above:
                _mark(row)


def _mark(row: Element) -> None:
    properties = row.find(W + "trPr")
    if properties is None:
        properties = etree.Element(W + "trPr")
        before = [one for one in row if one.tag == W + "tblPrEx"]
        if before:
            before[-1].addnext(properties)
        else:
            row.insert(0, properties)
    later = [one for one in properties if etree.QName(one).localname not in _BEFORE]
    mark = etree.Element(W + "tblHeader")
    if later:
        later[0].addprevious(mark)
    else:
        properties.append(mark)
