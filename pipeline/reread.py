"""Finished documents are read again, as their readers will: what they say is held against data."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.assess.claims import Text, judged
from pipeline.assess.published import published
from pipeline.assess.table import table_of
from pipeline.assess.twice import printed_twice
from pipeline.model.edition import Document
from pipeline.model.finding import Finding
from pipeline.model.month import Month
from pipeline.office.shown import Page, pages
from pipeline.render.papers.known import Meanings
from pipeline.render.word.shown import shown
from pipeline.scheme.scheme import Scheme


def disproved(
    scheme: Scheme, month: Month, documents: Sequence[Document], means: Meanings | None = None
) -> list[Finding]:
    """What the finished documents say and their own numbers do not bear out (V45, V64).

    `means` may have been asked before, so that nothing is worked out twice.
    """
    means = means or Meanings(scheme, month)
    tables, texts = [], []
    for one in documents:
        file, trace = f"{one.name}.{one.kind}", tuple(one.trace)
        said, book = shown(one.content) if one.kind == "docx" else ([], pages(one.content))
        tables += [table_of(file, page, trace, means) for page in book]
        texts.append(Text(file, [*said, *_in_cells(book, month)], trace))
    return [
        *judged(scheme, month, texts),
        *published(scheme, month, tables, means),
        *printed_twice(scheme, month, texts, means),
    ]


def _in_cells(book: Sequence[Page], month: Month) -> list[tuple[str, str]]:
    """The texts in the cells of tables, with their places; quoted findings say nothing new."""
    quoted = {one.message for one in month.findings}
    return [
        (page.at(*at), cell.text)
        for page in book
        for at, cell in page.cells.items()
        if cell.number is None and cell.text not in quoted
    ]
