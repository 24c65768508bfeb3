"""A finished Word document as a reader sees it: its paragraphs, and its tables cell by cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml.etree import _Element as Element

from pipeline.office.package import read
from pipeline.office.shown import Cell, Page
from pipeline.render.word.opening import main_part, parse
from pipeline.render.word.walk import W, cell_of, cells, line, paragraphs, rows

_BODY = "正文"
_Said = list[tuple[str, str]]


def shown(document: bytes) -> tuple[_Said, list[Page]]:
    """Return (place, text) of the paragraphs outside tables, and the tables as pages.

    Of the body only. Columns are those of the table's grid: a merged cell stands where it begins.
    Places count cells as a trace does (正文 表1第2行第3列). PackageError, KeyError for what is no
    document that we made.
    """
    parts = read(document)
    root = parse(parts[main_part(parts)])
    outside: _Said = []
    inside: dict[Element, _Said] = {}
    for paragraph, place in paragraphs(root, _BODY):
        text, cell = line(paragraph).text.strip(), cell_of(paragraph)
        if cell is not None:
            inside.setdefault(cell, []).append((place, text))
        elif text:
            outside.append((place, text))
    return outside, [_page(one, inside) for one in root.iter(W + "tbl")]


def _page(table: Element, inside: Mapping[Element, _Said]) -> Page:
    found: dict[tuple[int, int], Cell] = {}
    places: dict[tuple[int, int], str] = {}
    name = ""
    for number, row in enumerate(rows(table), start=1):
        for column, cell in _placed(row):
            said = inside.get(cell, [("", "")])
            places[number, column] = said[0][0]
            name = name or said[0][0].rpartition("第")[0].rpartition("第")[0]
            if text := "\n".join(text for _, text in said if text):
                found[number, column] = Cell(text)
    return Page(name, found, places)


def _placed(row: Element) -> Iterator[tuple[int, Element]]:
    """The cells of a row with the columns of the grid in which they begin, from 1 on."""
    column = 1 + _count(row.find(f"{W}trPr/{W}gridBefore"))
    for cell in cells(row):
        yield column, cell
        column += _count(cell.find(f"{W}tcPr/{W}gridSpan")) or 1


def _count(element: Element | None) -> int:
    return 0 if element is None else int(element.get(f"{W}val", "0"))
