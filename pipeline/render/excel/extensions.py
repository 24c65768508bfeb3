"""Conditional formats, validations and sparklines of Excel 2010 and later, moved with their rows.

They stand in a sheet's extension list and hold their cells and formulas as elements of their own.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from pipeline.office.formula import references
from pipeline.render.excel.book import main

_XM = "{http://schemas.microsoft.com/office/excel/2006/main}"
_SPARKLINE = "sparkline"
NAMES = {
    "conditionalFormatting": "Excel 2010以后的条件格式（数据条、图标集等）",
    "dataValidation": "引用其他工作表的数据有效性",
    _SPARKLINE: "迷你图",
}
"""What we can move, by element, with the name by which a clerk knows it."""


@dataclass(frozen=True, slots=True)
class Extended:
    """One such feature: its element, its cells and the elements that hold its formulas."""

    node: etree._Element
    name: str
    cells: etree._Element
    formulas: tuple[etree._Element, ...]

    @property
    def lone(self) -> bool:
        """Tell whether it belongs to one cell, so that each item needs its own."""
        return self.name == _SPARKLINE

    @property
    def row(self) -> int:
        areas = references(self.cells.text or "") or ()
        return min((area.first_row for area in areas if area.first_row), default=1)

    def again(self) -> Extended:
        """Return a copy, put before this one."""
        made = copy.deepcopy(self.node)
        self.node.addprevious(made)
        return _extended(made, self.name)


def extended(root: etree._Element) -> Iterator[Extended]:
    """Yield the features of a sheet that we can move."""
    for listed in root.findall(main("extLst")):
        for node in list(listed.iter(etree.Element)):
            name = etree.QName(node).localname
            if name in NAMES and node.find(f"{_XM}sqref") is not None:
                yield _extended(node, name)


def strangers(root: etree._Element) -> Iterator[etree._Element]:
    """Yield the elements of other extensions that name cells; we cannot tell what they mean."""
    known = [one for found in extended(root) for one in (found.cells, *found.formulas)]
    for listed in root.findall(main("extLst")):
        for node in listed.iter(f"{_XM}f", f"{_XM}sqref"):
            if node not in known and not _of_group(node):
                yield node


def _of_group(node: etree._Element) -> bool:
    """Tell whether a formula is the date axis of a group of sparklines."""
    parent = node.getparent()
    return parent is not None and etree.QName(parent).localname == "sparklineGroup"


def _extended(node: etree._Element, name: str) -> Extended:
    return Extended(node, name, node.find(f"{_XM}sqref"), tuple(node.iter(f"{_XM}f")))
