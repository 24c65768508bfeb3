"""One document in the making: rows written, references moved, values computed, parts packed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from jinja2 import Template
from lxml import etree

from pipeline.model.edition import Rendered
from pipeline.model.finding import Fault, Faulty
from pipeline.office.formula import references
from pipeline.office.package import Content, write
from pipeline.render.excel import template as jinja
from pipeline.render.excel.additions import Additions
from pipeline.render.excel.anchors import moved_anchors
from pipeline.render.excel.book import serialized
from pipeline.render.excel.breadths import Breadths
from pipeline.render.excel.charts import Charts
from pipeline.render.excel.frame import Frame
from pipeline.render.excel.gauge import gauges
from pipeline.render.excel.heights import Heights
from pipeline.render.excel.ledger import Ledger
from pipeline.render.excel.links import add_links
from pipeline.render.excel.moves import Moved
from pipeline.render.excel.notes import moved_notes
from pipeline.render.excel.output import SheetOutput
from pipeline.render.excel.pictures import Album
from pipeline.render.excel.prepared import Prepared
from pipeline.render.excel.results import Results
from pipeline.render.excel.settle import Settled
from pipeline.render.excel.tables import moved_tables
from pipeline.render.excel.texts import Speaker, fill_edges, filled_drawings
from pipeline.render.excel.trace import Trace
from pipeline.render.language import Unprintable

_LEVEL = 5
"""Of zlib: for the XML of sheets as small as 6, in half the time."""


class Rendering:
    """Makes a workbook from a prepared template, with a context for each of its sheets."""

    def __init__(
        self,
        prepared: Prepared,
        contexts: Sequence[Mapping[str, object]],
        templates: tuple[Template | None, ...],
        speaker: Speaker,
        name: str,
    ) -> None:
        self._prepared = prepared
        self._contexts = contexts
        self._speaker = speaker
        self._book = prepared.book
        shift = self._book.epoch_shift
        self._name = name
        self._sheets: list[SheetOutput] = []
        for one, template, context in zip(prepared.plans, templates, contexts, strict=True):
            written = jinja.started(one, shift, gauges(self._book, one))
            texts = (
                jinja.write(one, template, context, name, written) if template
                else jinja.untouched(one, written)
            )  # fmt: skip
            self._sheets.append(SheetOutput(one, written, texts, name))
        self._moved = Moved(prepared.moves, [one.written.rows for one in self._sheets])

    def rendered(self) -> Rendered:
        frame = Frame(self._book, self._moved, self._name)
        placed = {}
        for sheet in self._sheets:
            placed |= sheet.place(self._moved)
        settled = [
            Settled(one.plan, one.written.rows, self._moved, self._name, one.merged)
            for one in self._sheets
        ]
        charts = Charts(self._book, self._moved, self._live(), self._name)
        self._refuse([frame, charts, *self._sheets, *settled])
        texts = self._book.strings
        results = Results(
            [one.text for one in self._sheets],
            [Ledger(one.plan, one.written) for one in self._sheets],
            placed,
            lambda index: "".join(run.text for run in texts[index]),
            frame.named,
            self._spilled(),
        )
        changes: dict[str, Content] = {
            **frame.changes(self._prepared.used), **charts.changes(results)
        }  # fmt: skip
        additions = Additions(self._book, changes)
        album = Album(additions)
        for sheet, around, context in zip(self._sheets, settled, self._contexts, strict=True):
            root = around.root
            fill_edges(root, sheet.plan.name, context, self._speaker, self._name)
            changes |= self._around(sheet)
            given = (self._book, sheet.plan.sheet, changes, context, self._speaker)
            changes |= filled_drawings(*given)
            if sheet.plan.tags or sheet.plan.formulas or self._differs(sheet, root):
                self._finish(sheet, root, results)
                self._add(sheet, root, additions, album)
                changes[sheet.plan.sheet.part] = _content(sheet, root)
        changes |= additions.written()
        sheets = [(one.plan.name, one.written) for one in self._sheets]
        content = write(self._book.parts, changes, _LEVEL)
        return Rendered(content, Trace(sheets, self._speaker.trace))

    def _refuse(self, holders: list) -> None:
        found = [fault for holder in holders for fault in holder.faults]
        if found:
            raise Faulty(found)

    def _differs(self, sheet: SheetOutput, root: etree._Element) -> bool:
        return serialized(root) != serialized(sheet.plan.root)

    def _finish(self, sheet: SheetOutput, root: etree._Element, results: Results) -> None:
        breadths = Breadths(self._prepared.shapes)
        sheet.finish(results, Heights(self._book, root, sheet.filled), breadths)
        breadths.widen(root)

    def _add(
        self, sheet: SheetOutput, root: etree._Element, additions: Additions, album: Album
    ) -> None:
        """Put in the pictures and links that the data brought."""
        written, part = sheet.written, sheet.plan.sheet
        try:
            album.hang(root, part, sheet.text, written.pictures)
            add_links(root, part, written.links, additions)
        except Unprintable as error:
            raise Faulty([Fault(self._name, sheet.plan.name, str(error))]) from error

    def _around(self, sheet: SheetOutput) -> dict[str, bytes]:
        """The parts beside a sheet that hold its rows' addresses."""
        if not sheet.plan.blocks.all:
            return {}
        given = (self._book, sheet.plan.sheet, sheet.written.rows)
        return {**moved_notes(*given), **moved_anchors(*given), **moved_tables(*given)}

    def _live(self) -> frozenset[int]:
        plans = self._prepared.plans
        return frozenset(plan.index for plan in plans if plan.tags or plan.formulas)

    def _spilled(self) -> frozenset[tuple[int, int, int]]:
        return frozenset(
            (plan.index, row, column)
            for plan in self._prepared.plans
            for cell in plan.formulas
            if cell.area
            for row, column in _cells_of(cell.area)
        )


def _content(sheet: SheetOutput, root: etree._Element) -> Content:
    """The sheet as it is written: its frame, and its rows in between, some at a time."""
    before, data, after = serialized(root).partition(b"<sheetData/>")
    if not data:
        return before
    ends = [before + b"<sheetData>"], [b"</sheetData>" + after]
    return chain(ends[0], sheet.content(), ends[1])


def _cells_of(area: str) -> Iterator[tuple[int, int]]:
    for one in references(area) or ():
        for row in range(one.first_row, one.last_row + 1):
            for column in range(one.first_column, one.last_column + 1):
                yield row, column
