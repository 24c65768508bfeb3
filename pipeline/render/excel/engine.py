"""Reads the tags of a workbook template, judges it, and makes documents from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from jinja2 import Template
from lxml import etree

from pipeline.model.edition import Rendered
from pipeline.model.finding import Fault, Faulty
from pipeline.office.formula import references
from pipeline.office.package import Content, write
from pipeline.render import contract
from pipeline.render.contract import Tag
from pipeline.render.excel import template as jinja
from pipeline.render.excel.anchors import moved_anchors
from pipeline.render.excel.blocks import Trouble
from pipeline.render.excel.book import Book, Unreadable, open_book, serialized
from pipeline.render.excel.breadths import Breadths, Shape, shapes
from pipeline.render.excel.charts import Charts
from pipeline.render.excel.compile import plan
from pipeline.render.excel.copies import expanded, troubles
from pipeline.render.excel.frame import Frame
from pipeline.render.excel.gauge import gauges
from pipeline.render.excel.heights import Heights
from pipeline.render.excel.ledger import Ledger
from pipeline.render.excel.moves import Moved, Moves
from pipeline.render.excel.notes import moved_notes
from pipeline.render.excel.output import SheetOutput
from pipeline.render.excel.plan import SheetPlan
from pipeline.render.excel.refusals import refusals
from pipeline.render.excel.results import Results
from pipeline.render.excel.settle import Settled
from pipeline.render.excel.tables import moved_tables
from pipeline.render.excel.tabs import Tab, leaves, tab
from pipeline.render.excel.texts import Speaker, drawn_tags, edge_tags, fill_edges, filled_drawings
from pipeline.render.excel.trace import Trace
from pipeline.render.excel.width import repeated, untried, widths

Filters = Mapping[str, Callable[..., object]]
_KEPT = 32
_LEVEL = 5
"""Of zlib: for the XML of sheets as small as 6, in half the time."""


def tags(template: bytes, name: str) -> list[Tag]:
    """Return the tags of a workbook in reading order, each with its cell, as 汇总表!C7.

    A row's opening tags come before its cells and its closing tags after, whatever their column;
    those in the sheet's name come first, those in headers, footers, boxes and charts last.
    Faulty where the bytes are no workbook.
    """
    return [tag for one in _prepared(template, name).tags for tag in one]


def faults(
    template: bytes, name: str, context: Mapping[str, object] | None, filters: Filters
) -> list[Fault]:
    """Return every fault of a template in one pass: what is unsupported, then each tag's.

    Without `context` (the data) names are not judged.
    """
    try:
        prepared = _prepared(template, name)
    except Faulty as error:
        return list(error.faults)
    found = refusals(prepared.book, prepared.plans, prepared.moves, name)
    found += [Fault(name, *one) for one in prepared.troubles()]
    found += untried(prepared.book, prepared.plans, name)
    language = jinja.language(filters)
    for one in prepared.tags:
        found += contract.faults(one, context, name, language)
    return list(dict.fromkeys(found))


def render(template: bytes, name: str, context: Mapping[str, object], filters: Filters) -> Rendered:
    """Make a workbook from a template; Faulty with every fault of the template, or the first of
    the values that cannot be printed, each with its cell.

    Equal arguments give equal bytes. Parts without tags and formulas keep theirs. A loop without
    items leaves one blank row of its block; rows of a condition that fails are gone. Formulas are
    moved with the rows and hold their value where it can be told (see calculate.py); Excel and
    WPS compute all of them again on opening.
    """
    if problems := faults(template, name, context, filters):
        raise Faulty(problems)
    prepared = _prepared(template, name)
    speaker = Speaker(filters, name)
    contexts: Sequence[Mapping[str, object]] = [context] * len(prepared.plans)
    if any(one.live for one in prepared.tabs):
        made = leaves(prepared.tabs, context, filters, speaker, name)
        prepared = _taken_apart(expanded(prepared.book, made), prepared.used)
        contexts = [{**context, **one.bound} for one in made]
    if any(one.columns for one in prepared.plans):
        wide = widths(prepared.plans, contexts, filters, name)
        book = repeated(prepared.book, wide, name)
        prepared = _taken_apart(book, prepared.used, [one.origin for one in wide])
        contexts = [one.context for one in wide]
    templates = prepared.templates(filters)
    return _Rendering(prepared, contexts, templates, speaker, name).rendered()


@dataclass(slots=True)
class _Prepared:
    """A template as far as it can be worked out once for all documents made from it."""

    book: Book
    plans: tuple[SheetPlan, ...]
    moves: Moves
    tabs: tuple[Tab, ...]
    tags: tuple[tuple[Tag, ...], ...]
    used: frozenset[int]
    shapes: Mapping[int, Shape]
    _filters: tuple | None = None
    _templates: tuple[Template | None, ...] = ()

    def templates(self, filters: Filters) -> tuple[Template | None, ...]:
        """The sheets' Jinja templates, None without tags; those for the last filters are kept."""
        key = tuple(sorted(filters.items(), key=lambda item: item[0]))
        if key != self._filters:
            language = jinja.language(filters)
            made: dict[str, Template | None] = {}
            for one in self.plans:
                if one.source not in made:
                    made[one.source] = jinja.compiled(one, language) if one.tags else None
            self._templates = tuple(made[one.source] for one in self.plans)
            self._filters = key
        return self._templates

    def troubles(self) -> Iterator[Trouble]:
        """What is wrong with the names of sheets, or with references to them."""
        for one in self.tabs:
            if one.text.problem:
                yield one.place, one.text.problem, one.text.remedy
        yield from troubles(self.book, self.tabs)


def _prepared(template: bytes, name: str) -> _Prepared:
    try:
        return _by_content(template)
    except Unreadable as error:
        remedy = "请检查模板文件，必要时用Excel或WPS重新另存"
        raise Faulty([Fault(name, error.part, str(error), remedy)]) from error


@lru_cache(maxsize=_KEPT)
def _by_content(template: bytes) -> _Prepared:
    return _taken_apart(open_book(template))


def _taken_apart(
    book: Book,
    used: frozenset[int] = frozenset(),
    origins: Sequence[Mapping[int, int]] = (),
) -> _Prepared:
    """Prepare a workbook; `used` are shared strings with tags that it had before, and `origins`
    lead from its columns back to the template's."""
    try:
        plans = tuple(
            plan(book, index, origins[index] if origins else None)
            for index in range(len(book.sheets))
        )
    except (ValueError, LookupError) as error:
        raise Unreadable(f"工作表内容有误（{error}）") from error
    tabs = tuple(tab(sheet.name) for sheet in book.sheets)
    pairs = zip(tabs, plans, strict=True)
    tags = tuple(_tags(book, *one) for one in pairs)
    used = used.union(*(one.used_strings for one in plans))
    return _Prepared(book, plans, Moves(book, plans), tabs, tags, used, shapes(book))


def _tags(book: Book, tab: Tab, plan: SheetPlan) -> tuple[Tag, ...]:
    around = (*edge_tags(plan.root, plan.name), *drawn_tags(book, plan.sheet))
    return (*tab.opening, *plan.checked, *around, *tab.closing)


class _Rendering:
    def __init__(
        self,
        prepared: _Prepared,
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
        changes = {**frame.changes(self._prepared.used), **charts.changes(results)}
        for sheet, around, context in zip(self._sheets, settled, self._contexts, strict=True):
            plan = sheet.plan
            fill_edges(around.root, plan.name, context, self._speaker, self._name)
            changes |= self._sheet(sheet, around.root, results)
            given = (self._book, plan.sheet, changes, context, self._speaker)
            changes |= filled_drawings(*given)
        sheets = [(one.plan.name, one.written) for one in self._sheets]
        content = write(self._book.parts, changes, _LEVEL)
        return Rendered(content, Trace(sheets, self._speaker.trace))

    def _refuse(self, holders: list) -> None:
        found = [fault for holder in holders for fault in holder.faults]
        if found:
            raise Faulty(found)

    def _sheet(
        self, sheet: SheetOutput, root: etree._Element, results: Results
    ) -> dict[str, Content]:
        plan = sheet.plan
        notes = self._around(sheet) if plan.blocks.all else {}
        if not plan.tags and not plan.formulas and serialized(root) == serialized(plan.root):
            return dict(notes)
        breadths = Breadths(self._prepared.shapes)
        sheet.finish(results, Heights(self._book, root, sheet.filled), breadths)
        breadths.widen(root)
        before, data, after = serialized(root).partition(b"<sheetData/>")
        if not data:
            return {plan.sheet.part: before, **notes}
        ends = [before + b"<sheetData>"], [b"</sheetData>" + after]
        return {plan.sheet.part: chain(ends[0], sheet.content(), ends[1]), **notes}

    def _around(self, sheet: SheetOutput) -> dict[str, bytes]:
        """The parts beside a sheet that hold its rows' addresses."""
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


def _cells_of(area: str) -> Iterator[tuple[int, int]]:
    for one in references(area) or ():
        for row in range(one.first_row, one.last_row + 1):
            for column in range(one.first_column, one.last_column + 1):
                yield row, column
