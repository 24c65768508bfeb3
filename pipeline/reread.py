"""Finished documents are read again, as their readers will: what they say is held against data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.assess.claims import Text, judged
from pipeline.assess.published import published
from pipeline.assess.table import table_of
from pipeline.assess.twice import printed_twice
from pipeline.model.edition import Document
from pipeline.model.finding import Finding
from pipeline.model.month import Month
from pipeline.office.paragraphs import numbered
from pipeline.office.shown import Page, pages
from pipeline.render.papers.known import Meanings
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
        file, book = f"{one.name}.{one.kind}", pages(one.content) if one.kind == "xlsx" else []
        trace = tuple(one.trace)
        tables += [table_of(file, page, trace, means) for page in book]
        texts.append(Text(file, list(_said(one, book)), trace))
    return [
        *judged(scheme, month, texts),
        *published(scheme, month, tables, means),
        *printed_twice(scheme, month, texts, means),
    ]


def _said(document: Document, book: Sequence[Page]) -> Iterator[tuple[str, str]]:
    """A document's paragraphs, or the texts in its cells, with their places."""
    if document.kind == "docx":
        for number, text in numbered(document.content, document.name):
            yield f"正文 第{number}段", text
    for page in book:
        for at, cell in page.cells.items():
            if cell.number is None:
                yield f"{page.name}!{page.address(*at)}", cell.text
