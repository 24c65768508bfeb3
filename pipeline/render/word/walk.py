"""Walks a story of a Word file: its paragraphs, each with its place, and a paragraph's text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.etree import _Element as Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
SOLID = "\ufffc"
"""Stands in a paragraph's text for a picture, a field or another thing that is no text."""


def _w(names: str) -> frozenset[str]:
    return frozenset(W + name for name in names.split())


MARKERS = _w(
    "bookmarkStart bookmarkEnd commentRangeStart commentRangeEnd permStart permEnd "
    "moveFromRangeStart moveFromRangeEnd moveToRangeStart moveToRangeEnd"
)
_SILENT = MARKERS | _w(
    "pPr rPr sdtPr sdtEndPr smartTagPr customXmlPr proofErr lastRenderedPageBreak del moveFrom "
    "instrText delText delInstrText annotationRef"
)
_TRANSPARENT = _w("r hyperlink ins moveTo smartTag sdt sdtContent customXml fldSimple dir bdo")
_SPACES = {W + "br": "\n", W + "cr": "\n", W + "tab": "\t", W + "ptab": "\t"}
_NOTES = _w("footnote endnote")


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph's text and where each stretch of it comes from."""

    text: str
    starts: tuple[int, ...]
    elements: tuple[Element, ...]

    def element(self, position: int) -> Element:
        """The w:t (or break) that holds the character at `position`."""
        return self.elements[bisect_right(self.starts, position) - 1]

    def between(self, start: int, end: int) -> Iterator[tuple[Element, int, int]]:
        """Yield each element that text[start:end] touches, with the stretch inside it."""
        stops = (*self.starts[1:], len(self.text))
        for element, first, stop in zip(self.elements, self.starts, stops, strict=True):
            if first < end and stop > start:
                yield element, max(start, first) - first, min(end, stop) - first


def line(paragraph: Element) -> Line:
    """Return the text of a paragraph, without that of text boxes inside it."""
    found = [(element, text) for element, text in _atoms(paragraph) if text]
    starts, position = [], 0
    for _, text in found:
        starts.append(position)
        position += len(text)
    text = "".join(text for _, text in found)
    return Line(text, tuple(starts), tuple(element for element, _ in found))


def paragraphs(root: Element, title: str) -> Iterator[tuple[Element, str]]:
    """Yield the paragraphs in order with their places: 正文 第3段, 正文 表1第2行第3列."""
    yield from _blocks(root, f"{title} ", [0, 0])


def is_separator(element: Element) -> bool:
    """Tell whether a note is only the line between text and notes."""
    return element.tag in _NOTES and element.get(W + "type", "normal") != "normal"


def row_of(paragraph: Element) -> Element | None:
    """The table row around a paragraph, unless a text box lies between."""
    return _around(paragraph, "tr")


def cell_of(paragraph: Element) -> Element | None:
    """The table cell around a paragraph, unless a text box lies between."""
    return _around(paragraph, "tc")


def cells(row: Element) -> list[Element]:
    return list(_members(row, W + "tc"))


def rows(table: Element) -> list[Element]:
    return list(_members(table, W + "tr"))


def _around(paragraph: Element, name: str) -> Element | None:
    for ancestor in paragraph.iterancestors():
        if ancestor.tag == W + "txbxContent":
            return None
        if ancestor.tag == W + name:
            return ancestor
    return None


def _blocks(
    container: Element, lead: str, count: list[int], cell: str = ""
) -> Iterator[tuple[Element, str]]:
    for child in container:
        if child.tag == W + "p":
            count[0] += 1
            place = cell or f"{lead}第{count[0]}段"
            yield child, place
            yield from _boxes(child, place)
        elif child.tag == W + "tbl":
            count[1] += 1
            yield from _table(child, f"{lead}表{count[1]}")
        elif not is_separator(child):
            yield from _blocks(child, lead, count, cell)


def _table(table: Element, lead: str) -> Iterator[tuple[Element, str]]:
    for number, row in enumerate(_members(table, W + "tr"), 1):
        for column, cell in enumerate(_members(row, W + "tc"), 1):
            place = f"{lead}第{number}行第{column}列"
            yield from _blocks(cell, f"{place}>", [0, 0], place)


def _boxes(node: Element, place: str) -> Iterator[tuple[Element, str]]:
    for child in node:
        if child.tag == W + "txbxContent":
            yield from _blocks(child, f"{place}文本框", [0, 0])
        else:
            yield from _boxes(child, place)


def _members(parent: Element, tag: str) -> Iterator[Element]:
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _TRANSPARENT:
            yield from _members(child, tag)


def _atoms(node: Element) -> Iterator[tuple[Element, str]]:
    for child in node:
        if child.tag == W + "t":
            yield child, child.text or ""
        elif child.tag in _SPACES:
            yield child, _SPACES[child.tag]
        elif child.tag in _TRANSPARENT:
            yield from _atoms(child)
        elif child.tag not in _SILENT:
            yield child, SOLID
