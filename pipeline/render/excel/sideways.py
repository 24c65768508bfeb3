"""What stands around the rows of a sheet (widths, merges, views, breaks) moved with its columns."""

from __future__ import annotations

import copy
from dataclasses import replace

from lxml import etree

from pipeline.office.formula import references
from pipeline.render.excel.book import main
from pipeline.render.excel.columns import ColumnMap

_REFS = ("ref", "sqref", "topLeftCell", "activeCell")


def move_frame(root: etree._Element, columns: ColumnMap) -> None:
    """Move the addresses around the rows: widths, merges, conditions, views, breaks."""
    _widths(root, columns)
    merges = root.find(main("mergeCells"))
    for node in list(merges) if merges is not None else ():
        for area in references(node.get("ref", "")) or ():
            for first, last in _items(columns, area.first_column, area.last_column):
                made = copy.copy(node)
                made.set("ref", str(replace(area, first_column=first, last_column=last)))
                node.addprevious(made)
        merges.remove(node)
    if merges is not None:
        merges.set("count", str(len(merges)))
        if not len(merges):
            root.remove(merges)
    for node in list(root.iter(etree.Element)):
        if node.tag in (main("mergeCell"), main("f"), main("c"), main("row")):
            continue
        for name in _REFS:
            if node.get(name):
                _address(node, name, columns)
        if etree.QName(node).localname == "sqref" and node.text:
            node.text = _moved(node.text, columns, whole=False) or node.text
    for pane in root.iter(main("pane")):
        frozen = float(pane.get("xSplit", "0"))
        if pane.get("state", "").startswith("frozen") and frozen.is_integer() and frozen:
            span = columns.span(1, int(frozen))
            pane.set("xSplit", str(span[1] if span else 0))
    for node in root.iter(main("colBreaks")):
        for one in node:
            copies = columns.copies(int(one.get("id", "1")))
            one.set("id", str(copies[-1] if copies else 1))


def _items(columns: ColumnMap, first: int, last: int) -> list[tuple[int, int]]:
    """A merge in each item of the block that holds all of it, else once over all it spans."""
    block = columns.block(first)
    if block is not None and block == columns.block(last):
        count = columns.counts[block.code]
        return [(columns.at(first, item), columns.at(last, item)) for item in range(count)]
    span = columns.span(first, last)
    return [span] if span else []


def _address(node: etree._Element, name: str, columns: ColumnMap) -> None:
    text = _moved(node.get(name, ""), columns, whole=name != "sqref")
    if text is None:
        return
    if text:
        node.set(name, text)
    elif node.getparent() is not None and node.tag != main("selection"):
        node.getparent().remove(node)


def _moved(text: str, columns: ColumnMap, *, whole: bool) -> str | None:
    areas = references(text)
    if areas is None:
        return None
    found = []
    for area in areas:
        if not area.first_column:
            found.append(str(area))
            continue
        span = columns.span(area.first_column, area.last_column)
        runs = (
            ([span] if span else []) if whole else columns.runs(area.first_column, area.last_column)
        )
        for first, last in runs:
            single = area.single and (first == last or whole)
            at = last if not single or first == last else first
            found.append(str(replace(area, first_column=first, last_column=at, single=single)))
    return " ".join(found)


def _widths(root: etree._Element, columns: ColumnMap) -> None:
    for holder in root.findall(main("cols")):
        made = []
        for node in list(holder):
            first, last = int(node.get("min", "1")), int(node.get("max", "1"))
            for low, high in columns.runs(first, last):
                one = copy.copy(node)
                one.set("min", str(low))
                one.set("max", str(high))
                made.append(one)
        holder[:] = sorted(made, key=lambda one: int(one.get("min")))
