"""A template worked out as far as it can be without data, once for all documents made from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from jinja2 import Template

from pipeline.render.contract import Tag
from pipeline.render.excel import template as jinja
from pipeline.render.excel.blocks import Trouble
from pipeline.render.excel.book import Book, Unreadable
from pipeline.render.excel.breadths import Shape, shapes
from pipeline.render.excel.compile import plan
from pipeline.render.excel.copies import troubles
from pipeline.render.excel.moves import Moves
from pipeline.render.excel.plan import SheetPlan
from pipeline.render.excel.tabs import Tab, tab
from pipeline.render.excel.texts import drawn_tags, edge_tags

Filters = Mapping[str, Callable[..., object]]


@dataclass(slots=True)
class Prepared:
    """The sheets, tags and names of a template, and its compiled texts for the last filters."""

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


def taken_apart(
    book: Book,
    used: frozenset[int] = frozenset(),
    origins: Sequence[Mapping[int, int]] = (),
) -> Prepared:
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
    return Prepared(book, plans, Moves(book, plans), tabs, tags, used, shapes(book))


def _tags(book: Book, tab: Tab, plan: SheetPlan) -> tuple[Tag, ...]:
    around = (*edge_tags(plan.root, plan.name), *drawn_tags(book, plan.sheet))
    return (*tab.opening, *plan.checked, *around, *tab.closing)
