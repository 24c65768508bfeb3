"""The workbook around the sheets: names moved, the calculation chain dropped, tags wiped."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping

from lxml import etree

from pipeline.model.finding import Fault
from pipeline.office.formula import FormulaError, parse
from pipeline.render.excel.book import Book, main, relations_of, serialized, xml
from pipeline.render.excel.moves import Area, Lost, Moved, Spot
from pipeline.render.excel.syntax import Beyond

_BEFORE_CALCULATION = ("definedNames", "externalReferences", "functionGroups", "sheets")


class Frame:
    """The workbook part of one output: its defined names where their rows went."""

    def __init__(self, book: Book, moved: Moved, file: str) -> None:
        self._book = book
        self._root = copy.deepcopy(book.root)
        self.faults: list[Fault] = []
        self._areas: dict[tuple[str, str], list[Area]] = {}
        self._positions = self._worksheets()
        for node in list(self._root.iter(main("definedName"))):
            self._name(node, moved, file)

    def named(self, name: str, sheet: int) -> list[Area]:
        """The cells that a name means to formulas on a sheet; Beyond for other names."""
        local = (name.casefold(), self._positions.get(sheet, ""))
        found = self._areas.get(local) or self._areas.get((name.casefold(), ""))
        if found is None:
            raise Beyond
        return found

    def changes(self, used_strings: Iterable[int]) -> dict[str, bytes | None]:
        """Return the parts around the sheets that change, None for those that go."""
        self._recalculate()
        changed: dict[str, bytes | None] = {self._book.path: serialized(self._root)}
        changed |= self._without_chain()
        if strings := _wiped(self._book, set(used_strings)):
            changed[self._book.strings_part] = strings
        return changed

    def _worksheets(self) -> dict[int, str]:
        """Each worksheet's number as names count it: among all sheets, charts too."""
        known = {sheet.name: index for index, sheet in enumerate(self._book.sheets)}
        nodes = self._root.iter(main("sheet"))
        return {
            known[n.get("name", "")]: str(i) for i, n in enumerate(nodes) if n.get("name") in known
        }

    def _name(self, node: etree._Element, moved: Moved, file: str) -> None:
        try:
            formula = parse(node.text or "")
        except FormulaError:
            return
        areas = moved.areas(formula, Spot())
        name = node.get("name", "")
        kept = [(one, a) for one, a in zip(formula.operands, areas, strict=True) if a != []]
        if len(kept) < len(areas) and name.startswith("_xlnm."):
            node.getparent().remove(node)
            return
        try:
            text = moved.text(formula, areas)
        except Lost as error:
            self.faults.append(Fault(file, f"名称“{name}”", str(error), "请修改名称的引用"))
            return
        if text != formula.text:
            node.text = text
        if len(areas) == 1 and len(formula.tokens) == 1 and areas[0] is not None:
            self._areas[name.casefold(), node.get("localSheetId", "")] = areas[0]

    def _recalculate(self) -> None:
        settings = self._root.find(main("calcPr"))
        if settings is None:
            settings = etree.Element(main("calcPr"))
            before = next(
                (n for k in _BEFORE_CALCULATION if (n := self._root.find(main(k))) is not None),
                None,
            )
            if before is None:
                self._root.append(settings)
            else:
                before.addnext(settings)
        settings.set("fullCalcOnLoad", "1")

    def _without_chain(self) -> Mapping[str, bytes | None]:
        chains = {r.target for r in self._book.relations.values() if r.kind == "calcChain"}
        chains |= {name for name in self._book.parts if name.endswith("/calcChain.xml")}
        if not chains:
            return {}
        folder, _, file = self._book.path.rpartition("/")
        names = {"[Content_Types].xml": "PartName", f"{folder}/_rels/{file}.rels": "Id"}
        gone = {
            k
            for k, r in relations_of(self._book.parts, self._book.path).items()
            if r.target in chains
        }
        changed: dict[str, bytes | None] = dict.fromkeys(chains & self._book.parts.keys())
        for name, key in names.items():
            root = xml(self._book.parts, name)
            wanted = {f"/{chain}" for chain in chains} if key == "PartName" else gone
            for node in list(root):
                if node.get(key) in wanted:
                    root.remove(node)
            changed[name] = serialized(root)
        return changed


def _wiped(book: Book, used: set[int]) -> bytes | None:
    """Blank the shared strings that held tags, so that no tag is left behind in the file."""
    if not used:
        return None
    root = xml(book.parts, book.strings_part)
    for index, node in enumerate(list(root.iter(main("si")))):
        if index in used:
            node[:] = []
            etree.SubElement(node, main("t"))
    return serialized(root)
