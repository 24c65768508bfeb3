"""Comments moved with their rows, one for each item in a loop: the list and the drawn boxes."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator

from pipeline.office.formula import references
from pipeline.render.excel.book import Book, SheetPart, main, serialized, xml
from pipeline.render.excel.rows import Rows

_ROW = re.compile(rb"(<(?:\w+:)?Row>)\s*(\d+)\s*(</)")
_SHAPE = re.compile(rb"<(\w+:)?shape\b.*?</\1shape>", re.DOTALL)
_ANCHOR = re.compile(rb"(<(?:\w+:)?Anchor>)([^<]*)(</)")
_ID = re.compile(rb'(<(?:\w+:)?shape\b[^>]*? id=")([^"]*)(")')


def moved_notes(book: Book, sheet: SheetPart, rows: Rows) -> dict[str, bytes]:
    """Return the changed parts of a sheet's comments by name; empty where nothing moved."""
    changed: dict[str, bytes] = {}
    for relation in sheet.relations.values():
        name = relation.target
        if relation.kind == "comments" and name in book.parts:
            changed[name] = _comments(book, name, rows)
        elif relation.kind == "vmlDrawing" and name in book.parts:
            data = book.parts[name].bytes()
            changed[name] = _SHAPE.sub(lambda found: b"".join(_shapes(found[0], rows)), data)
    return {name: data for name, data in changed.items() if data != book.parts[name].bytes()}


def _comments(book: Book, name: str, rows: Rows) -> bytes:
    root = xml(book.parts, name)
    moved = False
    for node in list(root.iter(main("comment"))):
        for area in references(node.get("ref", "")) or ():
            found = list(_rows_of(rows, area.first_row))
            moved |= found != [area.first_row]
            for row in reversed(found):
                made = copy.deepcopy(node)
                made.set("ref", str(area.at_rows(row, row)))
                node.addnext(made)
            node.getparent().remove(node)
    return serialized(root) if moved else book.parts[name].bytes()


def _shapes(shape: bytes, rows: Rows) -> Iterator[bytes]:
    """The boxes of one comment, each with an id of its own."""
    found = _ROW.search(shape)
    if found is None:
        yield shape
        return
    row = int(found[2])
    for number, out in enumerate(_rows_of(rows, row + 1)):
        made = _lowered(shape, out - 1 - row)
        again = b"\\g<1>\\g<2>_%d\\g<3>" % number
        yield _ID.sub(again, made, count=1) if number else made


def _lowered(shape: bytes, by: int) -> bytes:
    if not by:
        return shape
    moved = _ROW.sub(lambda one: b"%s%d%s" % (one[1], int(one[2]) + by, one[3]), shape)
    return _ANCHOR.sub(lambda found: _anchor(found, by), moved)


def _anchor(found: re.Match[bytes], by: int) -> bytes:
    numbers = [int(one) for one in found[2].split(b",")]
    for at in (2, 6):
        if at < len(numbers):
            numbers[at] = max(0, numbers[at] + by)
    return found[1] + ", ".join(map(str, numbers)).encode() + found[3]


def _rows_of(rows: Rows, template: int) -> Iterator[int]:
    for first, last in rows.runs(template, template):
        yield from range(first, last + 1)
