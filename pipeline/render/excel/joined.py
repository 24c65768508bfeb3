"""One workbook of several that were made from one template: a long sheet goes on in further ones.

Each part of a long table is rendered for itself and only its compressed sheet is kept, so that
memory does not grow with the table.
"""

from __future__ import annotations

import copy
import posixpath
from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from pipeline.office.package import Part, read, write
from pipeline.render.excel.book import RELATIONS, main, open_book, relations_of, serialized, xml

_TYPES, _APP = "[Content_Types].xml", "docProps/app.xml"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"


@dataclass(frozen=True, slots=True)
class Further:
    """A sheet that goes on: its part still compressed, and the names that belong to it."""

    part: Part
    names: tuple[tuple[dict[str, str], str], ...]


def further(content: bytes, sheet: str) -> Further | None:
    """Take one sheet out of a workbook; None where it is missing or has parts of its own."""
    book = open_book(content)
    at = book.index(sheet)
    if at is None or relations_of(book.parts, book.sheets[at].part):
        return None
    names = tuple(
        (dict(one.attrib), one.text or "")
        for one in book.root.iter(main("definedName"))
        if one.get("localSheetId") == str(at)
    )
    return Further(book.parts[book.sheets[at].part], names)


def joined(content: bytes, sheet: str, others: Iterable[Further]) -> bytes:
    """Return the workbook with further sheets at its end, called as `sheet` with a number.

    They must come from renderings of the same template: styles and shared strings are the first's.
    """
    parts = read(content)
    book = open_book(content)
    types, app = xml(parts, _TYPES), parts.get(_APP)
    links_name = posixpath.join(*_around(book.path))
    links, sheets = xml(parts, links_name), book.root.find(main("sheets"))
    added: dict[str, Part] = {}
    for number, one in enumerate(others, start=2):
        name, called = f"xl/worksheets/further{number}.xml", f"{sheet}（{number}）"
        added[name] = Part(name, one.part.packed, one.part.method, one.part.crc, one.part.size)
        ids = [int(node.get("sheetId", "0")) for node in sheets]
        made = etree.SubElement(sheets, main("sheet"))
        made.set("name", called)
        made.set("sheetId", str(max(ids) + 1))
        made.set(f"{{{RELATIONS}}}id", f"rIdFurther{number}")
        link = etree.SubElement(links, links[0].tag)
        for key, value in (("Id", f"rIdFurther{number}"), ("Type", _KIND), ("Target", f"/{name}")):
            link.set(key, value)
        kind = etree.SubElement(types, types[0].tag.replace("Default", "Override"))
        kind.set("PartName", f"/{name}")
        kind.set("ContentType", _SHEET)
        _name(book.root, one, len(sheets) - 1, sheet, called)
    changed = {
        book.path: serialized(book.root),
        links_name: serialized(links),
        _TYPES: serialized(types),
    }
    if app is not None:
        changed[_APP] = serialized(_untitled(copy.deepcopy(xml(parts, _APP))))
    return write({**parts, **added}, dict(changed))


def _around(path: str) -> tuple[str, str, str]:
    folder, file = posixpath.split(path)
    return folder, "_rels", f"{file}.rels"


def _name(root: etree._Element, one: Further, index: int, sheet: str, called: str) -> None:
    """Have print titles, print area and filter of the sheet also hold for the further one."""
    holder = root.find(main("definedNames"))
    for attributes, text in one.names if holder is not None else ():
        made = etree.SubElement(holder, main("definedName"), attributes)
        made.set("localSheetId", str(index))
        made.text = text.replace(f"'{sheet}'!", f"'{called}'!").replace(f"{sheet}!", f"'{called}'!")


def _untitled(root: etree._Element) -> etree._Element:
    """The list of sheets in the file's properties, which nobody needs, goes."""
    for node in list(root):
        if etree.QName(node).localname in ("TitlesOfParts", "HeadingPairs"):
            root.remove(node)
    return root
