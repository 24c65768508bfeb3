"""Finished tables as a reader sees them: each cell's text or number, and its formula."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from pipeline.model.number import Number
from pipeline.model.place import column_letter, column_number
from pipeline.office import package

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_CELL, _VALUE, _FORMULA, _INLINE, _PIECE, _READING = (
    f"{_MAIN}{name}" for name in ("c", "v", "f", "is", "t", "rPh")
)
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ADDRESS = re.compile(r"([A-Z]+)(\d+)")
_SAFE = {"resolve_entities": False, "no_network": True, "huge_tree": True}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that holds something; `number` is None for a text, `formula` has no equals sign."""

    text: str
    number: Number | None = None
    formula: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet of a workbook, or one table of a text: cells by row and column, both from 1.

    `places` are what the cells of a table of a text are called (正文 表1第2行第3列).
    """

    name: str
    cells: Mapping[tuple[int, int], Cell]
    places: Mapping[tuple[int, int], str] = field(default_factory=dict)

    def at(self, row: int, column: int) -> str:
        """What a trace calls a cell: 完成情况!D7, 正文 表1第2行第3列."""
        return self.places.get((row, column)) or f"{self.name}!{self.address(row, column)}"

    @staticmethod
    def address(row: int, column: int) -> str:
        """Return D7 for row 7 and column 4."""
        return f"{column_letter(column)}{row}"


def pages(content: bytes) -> list[Page]:
    """Return the sheets of a workbook that we made, in order; numbers are exact as written.

    PackageError, KeyError and lxml's errors for what is no workbook: nobody else's files are read.
    """
    parts = package.read(content)
    book = _root(parts["xl/workbook.xml"].bytes())
    targets = {
        one.get("Id"): one.get("Target").removeprefix("/xl/")
        for one in _root(parts["xl/_rels/workbook.xml.rels"].bytes())
    }
    strings = list(_strings(parts))
    return [
        Page(one.get("name"), dict(_cells(parts[f"xl/{targets[one.get(_ID)]}"].bytes(), strings)))
        for one in book.iter(f"{_MAIN}sheet")
        if "worksheets/" in targets[one.get(_ID)]
    ]


def _cells(data: bytes, strings: list[str]) -> Iterator[tuple[tuple[int, int], Cell]]:
    for node in _root(data).iter(_CELL):
        cell = _cell(node, strings) if len(node) else None
        if cell is not None and (found := _ADDRESS.fullmatch(node.get("r", ""))):
            yield (int(found[2]), column_number(found[1])), cell


def _cell(node: etree._Element, strings: list[str]) -> Cell | None:
    kind, inner = node.get("t", "n"), {one.tag: one for one in node}
    shown = inner[_VALUE].text or "" if _VALUE in inner else None
    formula = (inner[_FORMULA].text or "") if _FORMULA in inner else ""
    if kind == "inlineStr":
        return Cell(_text(inner.get(_INLINE)), None, formula)
    if shown is None:
        return Cell("", None, formula) if formula else None
    if kind == "n":
        return Cell(shown, Number(shown), formula)
    return Cell(strings[int(shown)] if kind == "s" else shown, None, formula)


def _strings(parts: Mapping[str, package.Part]) -> Iterator[str]:
    if (part := parts.get("xl/sharedStrings.xml")) is not None:
        yield from (_text(one) for one in _root(part.bytes()).iter(f"{_MAIN}si"))


def _text(node: etree._Element | None) -> str:
    """The text without the reading aids (rPh) of East Asian words."""
    if node is None:
        return ""
    kept = (one for one in node.iter(_PIECE) if one.getparent().tag != _READING)
    return "".join([one.text or "" for one in kept])


def _root(data: bytes) -> etree._Element:
    return etree.fromstring(data, etree.XMLParser(**_SAFE))
