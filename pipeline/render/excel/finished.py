"""The texts of a finished workbook, and the comments left in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from pipeline.render.excel.book import Book, SheetPart, main, open_book, text_runs, xml

_EDGES = tuple(f"{s}{p}" for s in ("odd", "even", "first") for p in ("Header", "Footer"))
_FILLED = re.compile("&[PNDTFAZ]")
"""The codes in headers and footers that print something; the others only format."""
_CODE = re.compile(r'&(?:"[^"]*"|K[0-9A-F]{6}|\d+|[^&])')


def cells_of(workbook: bytes) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return (place, text) of each cell that holds a text or an error, sheet by sheet, with the
    tabs' names, headers and footers; and (what, place) of the comments.

    Numbers are left to their formats. `book.Unreadable` where it is no workbook.
    """
    book = open_book(workbook)
    passages = [one for sheet in book.sheets for one in _sheet(book, sheet)]
    comments = [one for sheet in book.sheets for one in _comments(book, sheet)]
    return passages, [(f"{len(comments)}处批注", comments[0])] if comments else []


def _sheet(book: Book, sheet: SheetPart) -> Iterator[tuple[str, str]]:
    yield f"工作表“{sheet.name}”的名称", sheet.name
    for cell in sheet.root.iter(main("c")):
        if text := _text(book, cell):
            yield f"{sheet.name}!{cell.get('r')}", text
    for edge in sheet.root.iter(*(main(one) for one in _EDGES)):
        if text := _CODE.sub("", _FILLED.sub("○", edge.text or "")).replace("&&", "&").strip():
            yield f"{sheet.name} 页眉页脚", text


def _text(book: Book, cell: etree._Element) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        inner = cell.find(main("is"))
        return "" if inner is None else "".join(run.text for run in text_runs(inner))
    value = cell.findtext(main("v")) or ""
    if kind == "s":
        number = int(value) if value.isdigit() else len(book.strings)
        return (
            "".join(run.text for run in book.strings[number]) if number < len(book.strings) else ""
        )
    return value if kind in ("str", "e") else ""


def _comments(book: Book, sheet: SheetPart) -> Iterator[str]:
    for relation in sheet.relations.values():
        if relation.kind == "comments" and relation.target in book.parts:
            for one in xml(book.parts, relation.target).iter(main("comment")):
                yield f"{sheet.name}!{one.get('ref')}"
