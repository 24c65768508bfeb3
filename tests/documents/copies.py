"""Every copy of a document as the text that somebody reads, tables line by line."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from io import BytesIO

from docx import Document
from docx.table import Table

from pipeline.model.issue import Issue
from pipeline.model.month import Month
from pipeline.model.number import rounding
from pipeline.produce import rendered_by, sections_of, template_faults
from pipeline.render.context import context
from pipeline.render.filters import FILTERS
from pipeline.render.language import Language
from pipeline.render.occasions import occasions
from pipeline.scheme.scheme import Scheme
from tests.shipped import month_of


def copies(scheme: Scheme, month: Month, name: str) -> dict[str, str]:
    """Return the text of each copy of a document by its title."""
    with rounding(month.rounding):
        known = context(scheme.indicators, month, sections_of(scheme))
        return _copies(scheme, known, name, month.issued)


@cache
def shipped(period: str, name: str) -> dict[str, str]:
    """The copies of a document in a month of the shipped county."""
    return _copies(month_of(period)[0], _names(period), name)


@cache
def _names(period: str) -> dict[str, object]:
    scheme, month = month_of(period)
    return context(scheme.indicators, month, sections_of(scheme))


def _copies(
    scheme: Scheme, names: dict[str, object], name: str, issued: Sequence[Issue] = ()
) -> dict[str, str]:
    plan, language = scheme.documents[name], Language(FILTERS)
    assert list(template_faults(scheme, plan, names, language)) == []
    return {
        one.title: text_of(rendered_by(scheme, plan, one.names, language).content)
        for one in occasions(plan, names, language, issued)
    }


def text_of(content: bytes) -> str:
    """Paragraphs as lines, rows as │-separated cells."""
    return "\n".join(_lines(Document(BytesIO(content)).iter_inner_content()))


def _lines(blocks) -> list[str]:
    made: list[str] = []
    for one in blocks:
        if isinstance(one, Table):
            made += [
                "│".join(cell.text.strip().replace("\n", " ") for cell in row.cells)
                for row in one.rows
            ]
        elif one.text.strip():
            made.append(one.text.strip())
    return made


def rows_of(text: str, first: str) -> list[list[str]]:
    """The rows below the heading row that begins with `first`, to the end of its table."""
    lines = text.splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(f"{first}│"))
    made = []
    for line in lines[start + 1 :]:
        if line.count("│") != lines[start].count("│"):
            break
        made.append(line.split("│"))
    return made
