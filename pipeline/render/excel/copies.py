"""A workbook in which each sheet of the template stands as often as the data want it."""

from __future__ import annotations

import copy
import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from lxml import etree

from pipeline.office.package import Part, packed
from pipeline.render.excel.blocks import Trouble
from pipeline.render.excel.book import (
    RELATIONS,
    Book,
    Relation,
    SheetPart,
    main,
    relations_of,
    serialized,
    xml,
)
from pipeline.render.excel.renaming import formulas, operands, rename
from pipeline.render.excel.tabs import Leaf, Tab

_OWNED = (
    "drawing", "vmlDrawing", "comments", "table", "chart",
    "chartUserShapes", "chartStyle", "chartColorStyle",
)  # fmt: skip
_TYPES = "[Content_Types].xml"
_APP = "docProps/app.xml"


def expanded(book: Book, leaves: Sequence[Leaf]) -> Book:
    """Return the workbook whose worksheets are `leaves`, each with parts of its own."""
    return _Copier(book, leaves).made()


def troubles(book: Book, tabs: Sequence[Tab]) -> Iterator[Trouble]:
    """Yield each reference from elsewhere to a sheet of which there may be none or several."""
    uncertain = {one.name.casefold() for one in tabs if one.uncertain}
    if not uncertain:
        return
    for sheet in book.sheets:
        for name, root in ((sheet.name, sheet.root), *_owned_roots(book, sheet)):
            yield from _foreign(root, f"工作表“{name}”", uncertain - {sheet.name.casefold()})
    positions = _positions(book)
    for node in book.root.iter(main("definedName")):
        own = positions.get(node.get("localSheetId", ""), "").casefold()
        yield from _foreign(node, f"名称“{node.get('name')}”", uncertain - {own})


def _foreign(root: etree._Element, place: str, uncertain: set[str]) -> Iterator[Trouble]:
    for node in formulas(root):
        for operand in operands(node.text):
            if (operand.reference.sheet or "").casefold() in uncertain:
                problem = f"引用了{operand.reference}，而那张表按数据可能没有或有几张"
                yield f"{place} ={node.text}", problem, "请引用名称里没有循环和判断的工作表"


class _Copier:
    def __init__(self, book: Book, leaves: Sequence[Leaf]) -> None:
        self._book = book
        self._leaves = leaves
        self._parts: dict[str, Part] = dict(book.parts)
        self._root = copy.deepcopy(book.root)
        self._relations = xml(book.parts, _relations_part(book.path))
        self._types = xml(book.parts, _TYPES)
        self._renamed = self._names_that_stay()
        self._tables = 0

    def made(self) -> Book:
        nodes = self._root.find(main("sheets"))
        old = list(nodes)
        names = [node.get("name", "") for node in old]
        worksheets = {sheet.name: index for index, sheet in enumerate(self._book.sheets)}
        positions: dict[int, list[tuple[int, str]]] = {}
        sheets, nodes[:] = [], []
        active = self._active()
        for at, node in enumerate(old):
            source = worksheets.get(node.get("name", ""))
            if source is None:
                positions[at] = [(len(nodes), node.get("name", ""))]
                nodes.append(node)
                continue
            for leaf in (one for one in self._leaves if one.source == source):
                first = at not in positions
                positions.setdefault(at, []).append((len(nodes), leaf.name))
                part = self._sheet(leaf, first)
                nodes.append(self._entry(node, leaf, part, first))
                sheets.append(part)
        self._name_all(positions, names)
        self._turn_to(positions.get(active, [(0, "")])[0][0], sheets)
        self._pack(sheets)
        return replace(
            self._book, parts=self._parts, root=self._root, relations=self._book.relations,
            sheets=tuple(sheets),
        )  # fmt: skip

    def _names_that_stay(self) -> dict[str, str]:
        """The new names of sheets that come out exactly once, by their old."""
        by_source: dict[int, list[str]] = {}
        for leaf in self._leaves:
            by_source.setdefault(leaf.source, []).append(leaf.name)
        return {
            self._book.sheets[source].name.casefold(): names[0]
            for source, names in by_source.items()
            if len(names) == 1
        }

    def _sheet(self, leaf: Leaf, first: bool) -> SheetPart:
        source = self._book.sheets[leaf.source]
        names = {**self._renamed, source.name.casefold(): leaf.name}
        part = source.part if first else self._copied(source.part)
        root = copy.deepcopy(source.root)
        tables: dict[str, str] = {}
        owned = relations_of(self._parts, part)
        for name in _reached(self._parts, owned):
            inner = etree.fromstring(self._parts[name].bytes())
            if inner.tag == main("table") and not first:
                tables |= self._own_table(inner)
            rename(inner, names, {})
            self._parts[name] = packed(name, serialized(inner))
        rename(root, names, tables)
        return SheetPart(leaf.name, part, owned, root)

    def _copied(self, name: str) -> str:
        """Copy a part and those that belong to it alone; the rest is shared."""
        stem, dot, ending = name.rpartition(".")
        number = 2
        while f"{stem}_{number}{dot}{ending}" in self._parts:
            number += 1
        new = f"{stem}_{number}{dot}{ending}"
        self._parts[new] = replace(self._book.parts[name], name=new)
        for node in self._types.findall("{*}Override"):
            if node.get("PartName") == f"/{name}":
                made = copy.copy(node)
                made.set("PartName", f"/{new}")
                node.addnext(made)
        if _relations_part(name) in self._parts:
            root = xml(self._book.parts, _relations_part(name))
            for key, relation in relations_of(self._book.parts, name).items():
                if relation.kind in _OWNED and relation.target in self._parts:
                    target = f"/{self._copied(relation.target)}"
                    node = next(one for one in root if one.get("Id") == key)
                    node.set("Target", target)
            path = _relations_part(new)
            self._parts[path] = packed(path, serialized(root))
        return new

    def _own_table(self, root: etree._Element) -> dict[str, str]:
        self._tables += 1
        old = root.get("displayName", "")
        taken = {part.name for part in self._parts.values() if "/tables/" in part.name}
        root.set("id", str(1000 + len(taken) + self._tables))
        new = f"{old}_{self._tables + 1}"
        root.set("displayName", new)
        root.set("name", new)
        return {old: new}

    def _entry(self, node: etree._Element, leaf: Leaf, sheet: SheetPart, first: bool):
        made = node if first else copy.copy(node)
        made.set("name", leaf.name)
        if not first:
            key = f"rIdCopy{len(self._relations)}"
            kind = f"{RELATIONS}/worksheet"
            attributes = {"Id": key, "Type": kind, "Target": f"/{sheet.part}"}
            space = etree.QName(self._relations).namespace
            etree.SubElement(self._relations, f"{{{space}}}Relationship", attributes)
            used = [int(one.get("sheetId", "0")) for one in self._book.root.iter(main("sheet"))]
            made.set("sheetId", str(max(used) + len(self._relations)))
            made.set(f"{{{RELATIONS}}}id", key)
        return made

    def _name_all(self, positions: Mapping[int, list[tuple[int, str]]], old: list[str]) -> None:
        for node in list(self._root.iter(main("definedName"))):
            own = node.get("localSheetId")
            if own is None:
                rename(node, self._renamed, {})
                continue
            for number, name in positions.get(int(own), []):
                made = copy.copy(node)
                made.set("localSheetId", str(number))
                rename(made, {**self._renamed, old[int(own)].casefold(): name}, {})
                node.addprevious(made)
            node.getparent().remove(node)

    def _active(self) -> int:
        view = next(self._book.root.iter(main("workbookView")), None)
        return 0 if view is None else int(view.get("activeTab", "0"))

    def _turn_to(self, active: int, sheets: list[SheetPart]) -> None:
        for view in self._root.iter(main("workbookView")):
            view.set("activeTab", str(active))
            view.attrib.pop("firstSheet", None)
        shown = [node.get("name") for node in self._root.iter(main("sheet"))]
        for sheet in sheets:
            for view in sheet.root.iter(main("sheetView")):
                view.attrib.pop("tabSelected", None)
                if sheet.name == shown[active]:
                    view.set("tabSelected", "1")

    def _pack(self, sheets: list[SheetPart]) -> None:
        kept = {sheet.part for sheet in sheets}
        for gone in {sheet.part for sheet in self._book.sheets} - kept:
            self._drop(gone)
        changed = {
            _relations_part(self._book.path): self._relations, _TYPES: self._types,
            **{sheet.part: sheet.root for sheet in sheets},
        }  # fmt: skip
        if _APP in self._parts:
            changed[_APP] = xml(self._parts, _APP)
            for node in list(changed[_APP]):
                if etree.QName(node).localname in ("TitlesOfParts", "HeadingPairs"):
                    changed[_APP].remove(node)
        for name, root in changed.items():
            self._parts[name] = packed(name, serialized(root))

    def _drop(self, part: str) -> None:
        """Take a sheet out, with all that belongs to it alone."""
        gone = [part, *_reached(self._parts, relations_of(self._parts, part))]
        for name in gone:
            self._parts.pop(name, None)
            self._parts.pop(_relations_part(name), None)
        for node in self._types.findall("{*}Override"):
            if node.get("PartName", "").lstrip("/") in gone:
                self._types.remove(node)
        folder = posixpath.dirname(self._book.path)
        for node in list(self._relations):
            target = posixpath.join("/", folder, node.get("Target", ""))
            if posixpath.normpath(target).lstrip("/") == part:
                self._relations.remove(node)


def _reached(parts: Mapping[str, Part], relations: Mapping[str, Relation]) -> list[str]:
    found: list[str] = []
    for relation in relations.values():
        if relation.kind in _OWNED and relation.target in parts and relation.kind != "vmlDrawing":
            found.append(relation.target)
            found += _reached(parts, relations_of(dict(parts), relation.target))
    return found


def _relations_part(part: str) -> str:
    folder, file = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{file}.rels")


def _owned_roots(book: Book, sheet: SheetPart) -> Iterator[tuple[str, etree._Element]]:
    for name in _reached(book.parts, sheet.relations):
        yield f"{sheet.name}（{posixpath.basename(name)}）", xml(book.parts, name)


def _positions(book: Book) -> dict[str, str]:
    return {str(i): node.get("name", "") for i, node in enumerate(book.root.iter(main("sheet")))}
