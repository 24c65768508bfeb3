"""Reads finished documents for wrong ways of writing, whoever wrote them (V63, V65)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.assess.slips import Slip, findings_of, lines_of, slips
from pipeline.model.edition import Document
from pipeline.model.finding import Finding
from pipeline.model.month import Month
from pipeline.office.grid import Unreadable
from pipeline.render.finished import finished
from pipeline.scheme.phrasings import LEFT_IN, LEFTOVERS
from pipeline.scheme.scheme import Scheme


def proofread(scheme: Scheme, month: Month, documents: Iterable[Document]) -> list[Finding]:
    """What is wrong in documents just made; their 【缺】 are told elsewhere."""
    return [
        finding
        for one in documents
        for finding in findings_of(
            _slips_of(scheme, one), scheme.rules, f"{one.name}.{one.kind}", month.period
        )
    ]


def said_of(scheme: Scheme, document: Document, month: Month) -> Iterator[str]:
    """The same of one document, each in a line."""
    name = f"{document.name}.{document.kind}"
    yield from lines_of(_slips_of(scheme, document), scheme.rules, name, month.period)


def read_through(scheme: Scheme, content: bytes, name: str) -> list[str]:
    """What is wrong in any .docx or .xlsx, each in a line; Unreadable for what is neither."""
    read = finished(content, name)
    found = slips(scheme.wording, read.passages, read.left_in)
    return list(lines_of(found, scheme.rules, name))


def _slips_of(scheme: Scheme, document: Document) -> list[Slip]:
    if not scheme.wording.phrasings and LEFT_IN not in scheme.rules:
        return []
    try:
        read = finished(document.content, f"{document.name}.{document.kind}")
    except Unreadable as error:
        words = {"句": document.name, "错在": f"没有检查用语：{error.problem}", "处数": ""}
        return [Slip(LEFTOVERS, ("",), "", {**words, "改法": error.remedy})]
    passages = list(read.passages)
    if gaps := {one.text for one in document.gaps}:
        passages = [(place, _without(text, gaps)) for place, text in passages]
    return slips(scheme.wording, passages, read.left_in)


def _without(text: str, gaps: Iterable[str]) -> str:
    for gap in gaps:
        text = text.replace(gap, "○" * len(gap))
    return text
