"""What stands around the rows of a sheet (merges, conditions, breaks …) moved with them."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Sequence
from dataclasses import replace

from lxml import etree

from pipeline.model.finding import Fault
from pipeline.office.formula import MAX_ROW, Formula, FormulaError, Reference, parse, references
from pipeline.render.excel.alike import Stretch, joined
from pipeline.render.excel.book import main
from pipeline.render.excel.extensions import Extended, extended
from pipeline.render.excel.moves import Lost, Moved, Spot
from pipeline.render.excel.plan import SheetPlan
from pipeline.render.excel.rows import ROOT, Rows

_SETTLED = "settled"
_BEFORE_MERGES = (
    "sheetData", "sheetCalcPr", "sheetProtection", "protectedRanges", "scenarios",
    "autoFilter", "sortState", "dataConsolidate", "customSheetViews",
)  # fmt: skip
_FORMULAS = ("formula", "formula1", "formula2")


class Settled:
    """The frame of one output sheet: a copy of the template's, with every address moved."""

    def __init__(
        self,
        plan: SheetPlan,
        rows: Rows,
        moved: Moved,
        file: str,
        stretches: Sequence[Stretch] = (),
    ) -> None:
        self.root = copy.deepcopy(plan.root)
        self.faults: list[Fault] = []
        self._plan = plan
        self._rows = rows
        self._moved = moved
        self._file = file
        self._stretches = stretches
        if plan.blocks.all:
            self._merges()
            self._breaks()
            self._views()
        for kind in ("conditionalFormatting", "dataValidation"):
            for node in list(self.root.iter(main(kind))):
                self._formulas(node)
        for one in list(extended(self.root)):
            self._extended(one)
        self._links()
        if plan.blocks.all:
            self._addresses()

    def _merges(self) -> None:
        merges = self.root.find(main("mergeCells"))
        if merges is None:
            if not self._stretches:
                return
            merges = self._new_merges()
        moved = [area for node in merges for area in self._merged(node.get("ref", ""))]
        found = joined(moved, self._stretches)
        if not found:
            self.root.remove(merges)
            return
        tail = merges[-1].tail if len(merges) else None
        merges[:] = []
        merges.set("count", str(len(found)))
        for area in found:
            etree.SubElement(merges, main("mergeCell"), ref=str(area)).tail = tail

    def _new_merges(self) -> etree._Element:
        merges = etree.Element(main("mergeCells"))
        before = [node for name in _BEFORE_MERGES for node in self.root.findall(main(name))]
        before[-1].addnext(merges)
        return merges

    def _merged(self, text: str) -> Iterable[Reference]:
        for area in references(text) or ():
            for first, last in self._spans(area.first_row, area.last_row):
                if (first, area.first_column) != (last, area.last_column):
                    yield area.at_rows(first, last)

    def _spans(self, first: int, last: int) -> list[tuple[int, int]]:
        """The stretches of an area in each item of the innermost loop that holds all of it."""
        chain, other = (self._plan.blocks.chain(row) for row in (first, last))
        common = [one for one, two in zip(chain, other, strict=False) if one == two]
        scopes = self._rows.items.get(common[-1], []) if common else ROOT
        blank = self._rows.blanks
        found = [self._rows.area(first, last, (scope, scope)) for scope in scopes]
        return [
            span
            for span in found
            if span is not None and (span[0] not in blank or first <= blank[span[0]] <= last)
        ]

    def _breaks(self) -> None:
        breaks = self.root.find(main("rowBreaks"))
        if breaks is None:
            return
        tail = breaks[-1].tail if len(breaks) else None
        after: dict[int, etree._Element] = {}
        for node in breaks:
            row = int(node.get("id", "0"))
            for _, last in self._spans(row, row) if row else [(0, 0)]:
                after[last] = node
        made = []
        for row, node in sorted(after.items()):
            made.append(copy.copy(node))
            made[-1].set("id", str(row))
            made[-1].tail = tail
        breaks[:] = made
        breaks.set("count", str(len(made)))
        manual = sum(node.get("man", "0") in ("1", "true") for node in made)
        breaks.set("manualBreakCount", str(manual))
        if not made:
            self.root.remove(breaks)

    def _views(self) -> None:
        for pane in self.root.iter(main("pane")):
            frozen = float(pane.get("ySplit", "0"))
            if pane.get("state", "").startswith("frozen") and frozen.is_integer() and frozen:
                runs = self._rows.runs(1, int(frozen))
                pane.set("ySplit", str(runs[-1][1] if runs else 0))
        for node in self.root.iter(main("sheetView"), main("pane"), main("selection")):
            for name in ("topLeftCell", "activeCell"):
                for area in references(node.get(name, "")) or ():
                    row = min(area.first_row, MAX_ROW)
                    span = self._rows.area(row, MAX_ROW, (0, 0)) if row else None
                    if span:
                        node.set(name, str(replace(area.at_rows(span[0], span[0]), single=True)))
        for node in self.root.iter(main("selection")):
            if node.get("activeCell"):
                node.set("sqref", node.get("activeCell"))
                node.attrib.pop("activeCellId", None)

    def _formulas(self, node: etree._Element) -> None:
        """Rewrite the formulas of a condition or validation, which are read from its first cell."""
        areas = references(node.get("sqref", "")) or ()
        first = min((area.first_row for area in areas if area.first_row), default=1)
        top = next((r for r in range(first, MAX_ROW + 1) if self._rows.span(r, 0)), first)
        spot = Spot(self._plan.index, top, self._scopes(top))
        for inner in node.iter():
            if not isinstance(inner.tag, str):
                continue
            if etree.QName(inner).localname in _FORMULAS and inner.text:
                inner.text = self._formula(inner.text, spot, top - first)
            if inner.tag == main("cfvo") and (value := inner.get("val")):
                inner.set("val", self._formula(value, spot, top - first))

    def _extended(self, one: Extended) -> None:
        areas = references(one.cells.text or "") or ()
        if one.lone and self._plan.blocks.inside(one.row):
            for row in self._rows.of(one.row):
                made, spot = one.again(), Spot(self._plan.index, row.template, row.scopes)
                made.cells.text = " ".join(str(a.at_rows(row.number, row.number)) for a in areas)
                for node in made.formulas:
                    node.text = self._formula(node.text or "", spot, 0)
            one.node.getparent().remove(one.node)
            return
        top = next((r for r in range(one.row, MAX_ROW + 1) if self._rows.span(r, 0)), one.row)
        spot = Spot(self._plan.index, top, self._scopes(top))
        for node in one.formulas:
            node.text = self._formula(node.text or "", spot, top - one.row)
        moved = [
            str(area.at_rows(*run))
            for area in areas
            for run in (
                self._rows.runs(area.first_row, area.last_row) if area.first_row else [(0, 0)]
            )
        ]
        if moved:
            one.cells.text = " ".join(moved)
        else:
            one.node.getparent().remove(one.node)

    def _formula(self, text: str, spot: Spot, down: int) -> str:
        formula = _parsed(text)
        if formula is None:
            return text
        if down:
            formula = parse(formula.shifted(down, 0))
        try:
            return self._moved.rewritten(formula, spot)
        except Lost as error:
            where = f"{self._plan.name} 条件格式或数据有效性 ={text}"
            self.faults.append(Fault(self._file, where, str(error), "请修改公式的引用"))
            return text

    def _scopes(self, template: int) -> tuple[int, ...]:
        if not self._plan.blocks.inside(template):
            return ROOT
        span = self._rows.span(template, 0)
        row = self._rows.at(span[0]) if span else None
        return row.scopes if row else ROOT

    def _links(self) -> None:
        self._repeat_links()
        for node in self.root.iter(main("hyperlink")):
            formula = _parsed(node.get("location", ""))
            if formula is not None and formula.operands:
                try:
                    node.set("location", self._moved.rewritten(formula, Spot(self._plan.index)))
                except Lost:
                    continue

    def _repeat_links(self) -> None:
        """A link in a loop row stands in each row that came of it, in none between."""
        for node in list(self.root.iter(main("hyperlink"))):
            for area in references(node.get("ref", "")) or ():
                if not self._plan.blocks.touched(area.first_row or 1, area.last_row or MAX_ROW):
                    continue
                for run in self._rows.runs(area.first_row, area.last_row):
                    made = copy.copy(node)
                    made.set("ref", str(area.at_rows(*run)))
                    made.set(_SETTLED, "")
                    node.addprevious(made)
                node.getparent().remove(node)

    def _addresses(self) -> None:
        for node in list(self.root.iter()):
            if not isinstance(node.tag, str) or node.getparent() is None:
                continue
            if node.tag in (main("mergeCell"), main("selection")):
                continue
            if node.attrib.pop(_SETTLED, None) is not None:
                continue
            for name in ("ref", "sqref"):
                if name in node.attrib:
                    self._address(node, name)
        for kind in ("dataValidations", "hyperlinks", "protectedRanges", "ignoredErrors"):
            for parent in self.root.findall(main(kind)):
                if len(parent) == 0:
                    self.root.remove(parent)
                elif "count" in parent.attrib:
                    parent.set("count", str(len(parent)))

    def _runs(self, area: Reference) -> list[tuple[int, int]]:
        return self._rows.runs(area.first_row, area.last_row) if area.first_row else [(0, 0)]

    def _address(self, node: etree._Element, name: str) -> None:
        areas = references(node.get(name, ""))
        if areas is None:
            return
        moved = []
        for area in areas:
            runs = self._runs(area)
            if name == "ref" and runs:
                runs = [(runs[0][0], runs[-1][1])]
            moved += [str(area.at_rows(*run)) for run in runs]
        if moved:
            node.set(name, " ".join(moved))
        else:
            node.getparent().remove(node)


def _parsed(text: str) -> Formula | None:
    try:
        return parse(text) if text else None
    except FormulaError:
        return None
