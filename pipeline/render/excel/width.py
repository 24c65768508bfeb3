"""What the data say about a workbook's column blocks: how often each comes, and with what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.model.finding import Fault, Faulty
from pipeline.office.formula import MAX_COLUMN
from pipeline.render.excel.book import Book
from pipeline.render.excel.columns import ColumnMap
from pipeline.render.excel.plan import SheetPlan
from pipeline.render.excel.tabs import Spot, bindings, bound_names
from pipeline.render.excel.texts import Filters
from pipeline.render.excel.widen import Widening, widened
from pipeline.render.language import Language


@dataclass(frozen=True, slots=True)
class Width:
    """One sheet: how its columns grow, the data with what they bind, the way back to columns."""

    widening: Widening
    context: Mapping[str, object]
    origin: Mapping[int, int]


def widths(
    plans: Sequence[SheetPlan],
    contexts: Sequence[Mapping[str, object]],
    filters: Filters,
    file: str,
) -> list[Width]:
    """Work out every sheet's column blocks from its data; Faulty where that fails."""
    return [
        _width(plan, context, filters, file) for plan, context in zip(plans, contexts, strict=True)
    ]


def repeated(book: Book, wide: Sequence[Width], file: str) -> Book:
    """Return the workbook with its columns repeated; Faulty with what cannot follow them."""
    made, troubles = widened(book, [one.widening for one in wide], Language())
    if troubles:
        raise Faulty(_faults(troubles, file))
    return made


def untried(book: Book, plans: Sequence[SheetPlan], file: str) -> list[Fault]:
    """Return what cannot follow the columns, told without data: loops twice, conditions not."""
    if not any(plan.columns for plan in plans):
        return []
    language = Language()
    tried = []
    for plan in plans:
        counts = {one.code: 2 if one.opener.word == "for" else 0 for one in plan.columns}
        names = {(code, item): {} for code, count in counts.items() for item in range(count)}
        tried.append(Widening(ColumnMap(plan.columns, counts), names, frozenset()))
    return _faults(widened(book, tried, language)[1], file)


def _faults(troubles: Sequence[tuple[str, str]], file: str) -> list[Fault]:
    found = []
    for place, text in dict.fromkeys(troubles):
        problem, _, remedy = text.partition("；")
        found.append(Fault(file, place, problem, remedy))
    return found


def _width(plan: SheetPlan, context: Mapping[str, object], filters: Filters, file: str) -> Width:
    language = Language()
    counts: dict[int, int] = {}
    names: dict[tuple[int, int], Mapping[str, str]] = {}
    added: dict[str, object] = {}
    blank = set()
    for block in plan.columns:
        items = bindings([block.opener], context, filters, Spot(file, block.place))
        if not items and block.opener.word == "for":
            blank.add(block.code)
            items = [{}]
        counts[block.code] = len(items)
        bound = bound_names([block.opener], language)
        for item, values in enumerate(items):
            renamed = {name: f"{name}__{block.code}_{item}" for name in bound}
            names[block.code, item] = renamed
            added |= {renamed[name]: value for name, value in values.items()}
    _check(plan, counts, file)
    columns = ColumnMap(plan.columns, counts, frozenset(blank))
    looped = frozenset(row for row in plan.rows if plan.blocks.inside(row))
    last = max((column for _, column in (*plan.kinds, *plan.tagged)), default=0)
    origin = {out: column for column in range(1, last + 1) for out in columns.copies(column)}
    return Width(
        Widening(columns, names, looped), {**context, **added}, origin if plan.columns else {}
    )


def _check(plan: SheetPlan, counts: Mapping[int, int], file: str) -> None:
    total = sum(counts[block.code] * block.width for block in plan.columns)
    if total > MAX_COLUMN:
        block = plan.columns[0]
        problem = f"列循环展开后有{total}列，超过一张工作表的上限{MAX_COLUMN}列"
        raise Faulty([Fault(file, f"{block.place} {block.opener.text}", problem, "请改成按行列出")])
