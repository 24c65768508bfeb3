"""The texts of a finished workbook, and the comments left in it; large sheets pass row by row."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from pipeline.office.package import PackageError, Part, read
from pipeline.render.excel.book import (
    RELATIONS,
    Relation,
    Unreadable,
    main,
    relations_of,
    text_runs,
    xml,
)

_ROW, _CELL, _VALUE, _INLINE = (main(name) for name in ("row", "c", "v", "is"))
_EDGES = tuple(main(f"{s}{p}") for s in ("odd", "even", "first") for p in ("Header", "Footer"))
_FILLED = re.compile("&[PNDTFAZ]")
"""The codes in headers and footers that print something; the others only format."""
_CODE = re.compile(r'&(?:"[^"]*"|K[0-9A-F]{6}|\d+|[^&])')

Passages = list[tuple[str, str]]


def cells_of(workbook: bytes) -> tuple[Passages, Passages]:
    """Return (place, text) of each cell that holds a text or an error, sheet by sheet, with the
    tabs' names, headers and footers; and (what, place) of the comments.

    Numbers are left to their formats. `book.Unreadable` where it is no workbook.
    """
    try:
        parts = read(workbook)
    except PackageError as error:
        raise Unreadable(str(error)) from error
    tops = relations_of(parts, "").values()
    path = next((one.target for one in tops if one.kind == "officeDocument"), "")
    root = xml(parts, path) if path else None
    if root is None or root.tag != main("workbook"):
        raise Unreadable("不是Excel工作簿（.xlsx）")
    relations = relations_of(parts, path)
    strings = _strings(parts, relations)
    passages, comments = [], []
    for node in root.iter(main("sheet")):
        relation = relations.get(node.get(f"{{{RELATIONS}}}id", ""))
        if relation is not None and relation.kind == "worksheet":
            name = node.get("name", "")
            passages += _sheet(parts, relation.target, name, strings)
            comments += _comments(parts, relation.target, name)
    return passages, [(f"{len(comments)}处批注", comments[0])] if comments else []


def _strings(parts: dict[str, Part], relations: Mapping[str, Relation]) -> list[str]:
    part = next((one.target for one in relations.values() if one.kind == "sharedStrings"), "")
    return [_said(one) for one in xml(parts, part).iter(main("si"))] if part in parts else []


def _said(node: etree._Element) -> str:
    return "".join(run.text for run in text_runs(node))


def _sheet(
    parts: Mapping[str, Part], part: str, name: str, strings: Sequence[str]
) -> Iterator[tuple[str, str]]:
    yield f"工作表“{name}”的名称", name
    for node in _nodes(parts, part):
        if node.tag != _ROW:
            text = _CODE.sub("", _FILLED.sub("○", node.text or "")).replace("&&", "&").strip()
            if text:
                yield f"{name} 页眉页脚", text
            continue
        for cell in node.iterchildren(_CELL):
            if text := _text(cell, strings):
                yield f"{name}!{cell.get('r')}", text


def _nodes(parts: Mapping[str, Part], part: str) -> Iterator[etree._Element]:
    """Yield the rows, headers and footers of a sheet; each is emptied after it was used."""
    if part not in parts:
        raise Unreadable("缺少部件，文件可能已损坏", part)
    try:
        data = parts[part].bytes()
        if b"<!DOCTYPE" in data:
            raise Unreadable("带有DOCTYPE声明，办公软件不会写这种内容，可能被人改动过", part)
        wanted = (_ROW, *_EDGES)
        steps = etree.iterparse(
            io.BytesIO(data), tag=wanted, resolve_entities=False, no_network=True, huge_tree=True
        )
        for _, node in steps:
            yield node
            node.clear()
    except PackageError as error:
        raise Unreadable(str(error), part) from error
    except etree.XMLSyntaxError as error:
        raise Unreadable("内容不是完整的XML，文件可能已损坏", part) from error


def _text(cell: etree._Element, strings: Sequence[str]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        inner = cell.find(_INLINE)
        return "" if inner is None else _said(inner)
    if kind not in ("s", "str", "e"):
        return ""
    value = cell.findtext(_VALUE) or ""
    if kind == "s":
        is_known = value.isdecimal() and int(value) < len(strings)
        return strings[int(value)] if is_known else ""
    return value


def _comments(parts: dict[str, Part], part: str, name: str) -> Iterator[str]:
    for relation in relations_of(parts, part).values():
        if relation.kind == "comments" and relation.target in parts:
            for one in xml(parts, relation.target).iter(main("comment")):
                yield f"{name}!{one.get('ref')}"
