"""Reads the tags of a workbook template, judges it, and makes documents from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from pipeline.model.edition import Rendered
from pipeline.model.finding import Fault, Faulty
from pipeline.render import contract
from pipeline.render.contract import Tag
from pipeline.render.excel import template as jinja
from pipeline.render.excel.book import Unreadable, open_book
from pipeline.render.excel.copies import expanded
from pipeline.render.excel.prepared import Prepared, taken_apart
from pipeline.render.excel.refusals import refusals
from pipeline.render.excel.rendering import Rendering
from pipeline.render.excel.tabs import leaves
from pipeline.render.excel.texts import Speaker
from pipeline.render.excel.width import repeated, untried, widths

Filters = Mapping[str, Callable[..., object]]
_KEPT = 32


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
    found = list(_refused(template, name))
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
        prepared = taken_apart(expanded(prepared.book, made), prepared.used)
        contexts = [{**context, **one.bound} for one in made]
    if any(one.columns for one in prepared.plans):
        wide = widths(prepared.plans, contexts, filters, name)
        book = repeated(prepared.book, wide, name)
        prepared = taken_apart(book, prepared.used, [one.origin for one in wide])
        contexts = [one.context for one in wide]
    templates = prepared.templates(filters)
    return Rendering(prepared, contexts, templates, speaker, name).rendered()


def _prepared(template: bytes, name: str) -> Prepared:
    try:
        return _by_content(template)
    except Unreadable as error:
        remedy = "请检查模板文件，必要时用Excel或WPS重新另存"
        raise Faulty([Fault(name, error.part, str(error), remedy)]) from error


@lru_cache(maxsize=_KEPT)
def _refused(template: bytes, name: str) -> tuple[Fault, ...]:
    """What is unsupported in a template, whatever the data."""
    prepared = _prepared(template, name)
    found = refusals(prepared.book, prepared.plans, prepared.moves, name)
    found += [Fault(name, *one) for one in prepared.troubles()]
    return (*found, *untried(prepared.book, prepared.plans, name))


@lru_cache(maxsize=_KEPT)
def _by_content(template: bytes) -> Prepared:
    return taken_apart(open_book(template))
