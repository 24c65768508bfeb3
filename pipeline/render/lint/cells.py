"""The braces in the cells of a workbook: what is wrong with each, and the workbook without that."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from pipeline.model.finding import Fault
from pipeline.office.package import write
from pipeline.render.excel.book import Book, SheetPart, main, serialized, text_runs
from pipeline.render.excel.cells import holds_tags
from pipeline.render.excel.texts import texts_around
from pipeline.render.word.scan import ENDS, Flaw, Piece, pieces

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_BRACES = frozenset("{}｛｝")


@dataclass(slots=True)
class _Cell:
    """One cell with text; `better` is the text as its author may have meant it."""

    node: etree._Element
    place: str
    text: str
    better: str = ""


@dataclass(frozen=True, slots=True)
class Mended:
    """What is wrong with the braces of a workbook's cells, and a copy with them put right.

    `places` are the cells that were put right.
    """

    faults: tuple[Fault, ...]
    content: bytes
    places: frozenset[str]


def mended(book: Book, template: bytes, file: str) -> Mended:
    """Read every cell with a brace; what was meant by a broken tag stands in the copy.

    A tag that was cut in two between neighbours in a row stands whole in the first of them.
    """
    faults: list[Fault] = []
    places: set[str] = set()
    changes: dict[str, bytes | None] = {}
    for sheet in book.sheets:
        found = list(_cells(book, sheet))
        faults += _read(found, file)
        faults += _around(book, sheet, file)
        flawed = [one for one in found if one.better != one.text]
        if flawed:
            places.update(one.place for one in flawed)
            changes[sheet.part] = _written(sheet, found)
    content = write(book.parts, changes) if changes else template
    return Mended(tuple(faults), content, frozenset(places))


def texts_of(book: Book) -> Iterator[tuple[str, etree._Element, str]]:
    """Yield each cell with text: its place (汇总表!C7), its element, its text."""
    for sheet in book.sheets:
        for one in _cells(book, sheet):
            yield one.place, one.node, one.text


def _cells(book: Book, sheet: SheetPart) -> Iterator[_Cell]:
    for node in sheet.root.iter(main("c")):
        if node.find(main("f")) is not None:
            continue
        text = _text(book, node)
        if text:
            yield _Cell(node, f"{sheet.name}!{node.get('r', '')}", text, text)


def _around(book: Book, sheet: SheetPart, file: str) -> Iterator[Fault]:
    """What the engine does not say of texts beside the cells: broken tags, lone braces."""
    for place, text in texts_around(book, sheet):
        for piece in pieces(text):
            if piece.flaw not in (Flaw.NONE, Flaw.WIDE):
                yield _flaw(place, piece, file)
    for piece in () if holds_tags(sheet.name) else pieces(sheet.name):
        yield _flaw(f"工作表“{sheet.name}”的名称", piece, file)


def _text(book: Book, node: etree._Element) -> str:
    if node.get("t") == "s":
        index = int(node.findtext(main("v")) or 0)
        runs = book.strings[index] if index < len(book.strings) else ()
    elif node.get("t") == "inlineStr" and node.find(main("is")) is not None:
        runs = text_runs(node.find(main("is")))
    else:
        return ""
    return "".join(run.text for run in runs)


def _read(found: list[_Cell], file: str) -> Iterator[Fault]:
    """Yield the flaws in reading order, and put each cell right as far as that can be told."""
    half: tuple[_Cell, Piece] | None = None
    for cell in found:
        parts = pieces(cell.text) if _BRACES & set(cell.text) else []
        if half is not None and parts and parts[0].flaw is Flaw.CLOSE:
            yield _joined(*half, cell, parts.pop(0), file)
        elif half is not None:
            yield _flaw(half[0].place, half[1], file)
        half = None
        for piece in parts:
            if piece.flaw is Flaw.OPEN and piece.end == len(cell.text):
                half = cell, piece
            elif piece.flaw is not Flaw.NONE:
                yield _flaw(cell.place, piece, file)
            if piece.flaw is not Flaw.NONE:
                meant = piece.text if piece.flaw in (Flaw.WIDE, Flaw.HALF) else ""
                cell.better = cell.better.replace(_raw(cell, piece), meant, 1)
    if half is not None:
        yield _flaw(half[0].place, half[1], file)


def _joined(first: _Cell, start: Piece, second: _Cell, end: Piece, file: str) -> Fault:
    ends = start.text[-1] + end.text[0]
    whole = start.text + (" " if any(map(str.isascii, ends)) else "") + end.text
    first.better += whole
    second.better = second.better[end.end :]
    problem = f"标签被拆在两个单元格里，后一半在{second.place.rpartition('!')[2]}"
    return Fault(file, f"{first.place} {start.shown}", problem, f"请写在同一格里：{whole}")


def _raw(cell: _Cell, piece: Piece) -> str:
    return cell.text[piece.start : piece.end]


def _flaw(place: str, piece: Piece, file: str) -> Fault:
    problem, remedy = {
        Flaw.WIDE: ("用了全角括号", f"请改成半角：{piece.text}"),
        Flaw.HALF: ("花括号没有写全", f"请写成：{piece.text}"),
        Flaw.OPEN: ("标签没有闭合", f"请在同一格里补上“{ENDS.get(piece.text[1:2], '')}”"),
        Flaw.CLOSE: ("多出标签的后一半", "请删去，或在同一格里补上标签的开头"),
        Flaw.LONE: ("有单独的花括号", "标签请写成{{ … }}；不是标签的，请改用别的括号"),
    }[piece.flaw]
    return Fault(file, f"{place} {piece.shown}", problem, remedy)


def _written(sheet: SheetPart, found: list[_Cell]) -> bytes:
    """The sheet with the mended cells as texts of their own."""
    better = {one.node.get("r"): one.better for one in found if one.better != one.text}
    root = copy.deepcopy(sheet.root)
    for node in root.iter(main("c")):
        text = better.get(node.get("r"))
        if text is None:
            continue
        for child in list(node):
            node.remove(child)
        node.set("t", "inlineStr")
        element = etree.SubElement(etree.SubElement(node, main("is")), main("t"))
        element.text = text
        element.set(_SPACE, "preserve")
    return serialized(root)
