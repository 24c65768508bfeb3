"""Comments outside loops moved with their rows: the list of comments and their drawn boxes."""

from __future__ import annotations

import re
from collections.abc import Callable

from pipeline.office.formula import references
from pipeline.render.excel.book import Book, SheetPart, main, serialized, xml
from pipeline.render.excel.rows import Rows

_ROW = re.compile(rb"(<(?:\w+:)?Row>)\s*(\d+)\s*(</)")
_SHAPE = re.compile(rb"<(\w+:)?shape\b.*?</\1shape>", re.DOTALL)
_ANCHOR = re.compile(rb"(<(?:\w+:)?Anchor>)([^<]*)(</)")


def moved_notes(book: Book, sheet: SheetPart, rows: Rows) -> dict[str, bytes]:
    """Return the changed parts of a sheet's comments by name; empty where nothing moved."""
    changed: dict[str, bytes] = {}
    for relation in sheet.relations.values():
        name = relation.target
        if relation.kind == "comments" and name in book.parts:
            changed[name] = _comments(book, name, rows)
        elif relation.kind == "vmlDrawing" and name in book.parts:
            data = book.parts[name].bytes()
            changed[name] = _SHAPE.sub(lambda found: _shape(found[0], rows), data)
    return {name: data for name, data in changed.items() if data != book.parts[name].bytes()}


def _comments(book: Book, name: str, rows: Rows) -> bytes:
    root = xml(book.parts, name)
    moved = False
    for node in root.iter(main("comment")):
        for area in references(node.get("ref", "")) or ():
            row = rows.outside(area.first_row)
            moved |= row != area.first_row
            node.set("ref", str(area.at_rows(row, row)))
    return serialized(root) if moved else book.parts[name].bytes()


def _shape(shape: bytes, rows: Rows) -> bytes:
    found = _ROW.search(shape)
    if found is None:
        return shape
    row = int(found[2])
    by = rows.outside(row + 1) - 1 - row
    if not by:
        return shape
    shape = _ROW.sub(lambda one: b"%s%d%s" % (one[1], row + by, one[3]), shape)
    return _ANCHOR.sub(_lower(by), shape)


def _lower(by: int) -> Callable[[re.Match[bytes]], bytes]:
    def move(found: re.Match[bytes]) -> bytes:
        numbers = [int(one) for one in found[2].split(b",")]
        for at in (2, 6):
            if at < len(numbers):
                numbers[at] = max(0, numbers[at] + by)
        return found[1] + ", ".join(map(str, numbers)).encode() + found[3]

    return move
