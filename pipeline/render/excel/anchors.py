"""Pictures, charts and shapes that float over a sheet, moved with the rows they are anchored to."""

from __future__ import annotations

from lxml import etree

from pipeline.office.formula import MAX_ROW
from pipeline.render.excel.book import Book, SheetPart, serialized, xml
from pipeline.render.excel.rows import Rows

DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_FIXED = ("oneCell", "absolute")


def moved_anchors(book: Book, sheet: SheetPart, rows: Rows) -> dict[str, bytes]:
    """Return the changed drawing parts of a sheet by name.

    What covers the rows of a loop grows with them, unless its author chose not to size it with
    cells; everything else keeps its size.
    """
    changed = {}
    for relation in sheet.relations.values():
        if relation.kind == "drawing" and relation.target in book.parts:
            root = xml(book.parts, relation.target)
            moved = [_moved(anchor, rows) for anchor in root]
            if any(moved):
                changed[relation.target] = serialized(root)
    return changed


def _moved(anchor: etree._Element, rows: Rows) -> bool:
    start, end = (anchor.find(f"{{{DRAWING}}}{side}/{{{DRAWING}}}row") for side in ("from", "to"))
    if start is None or anchor.get("editAs") == "absolute":
        return False
    top = int(start.text or 0)
    first = _first(rows, top + 1) - 1
    start.text = str(first)
    if end is None:
        return first != top
    bottom = int(end.text or 0)
    sized = anchor.get("editAs") not in _FIXED
    last = _last(rows, bottom + 1) - 1 if sized else bottom + first - top
    end.text = str(max(first, last))
    return (first, last) != (top, bottom)


def _first(rows: Rows, template: int) -> int:
    span = rows.area(template, MAX_ROW, (0, 0))
    return span[0] if span else template


def _last(rows: Rows, template: int) -> int:
    runs = rows.runs(template, template)
    return runs[-1][1] if runs else _first(rows, template)
