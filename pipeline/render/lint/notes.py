"""A copy of a template with what was found as comments: in Word's margin, or on Excel's cells."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator, Sequence

import docx
import openpyxl
from docx.document import Document
from docx.text.paragraph import Paragraph
from openpyxl.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.office import package
from pipeline.render.lint.judge import Remark
from pipeline.render.word.walk import W, line, paragraphs

MARK = "批注"
"""Stands in the names of copies, and signs their comments."""
_BODY = "正文"
_CELL = re.compile(r"^(?P<sheet>.+)!(?P<cell>[A-Z]{1,3}[0-9]{1,7})(?= |$)")
_STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")
_FIRST_DAY = rb"\g<1>2000-01-01T00:00:00Z\g<3>"
_CORE = "docProps/core.xml"


class Unmarkable(Exception):
    """A file in which no comment can be written; the text is Chinese."""


def noted(template: bytes, file: str, remarks: Sequence[Remark]) -> bytes:
    """Return the copy; equal templates and remarks give equal bytes. Unmarkable where the file
    cannot be opened for writing."""
    made = _word if file.endswith(".docx") else _excel
    try:
        return made(template, remarks)
    except Exception as error:  # a damaged file shows itself in many ways
        raise Unmarkable(f"《{file}》打不开，写不进批注") from error


def _word(template: bytes, remarks: Sequence[Remark]) -> bytes:
    document = docx.Document(io.BytesIO(template))
    spots = [
        (Paragraph(element, document._body), place)
        for element, place in paragraphs(document.element, _BODY)
    ] or [(document.add_paragraph(), "")]
    for one in remarks:
        paragraph = _spot(spots, one.fault.place)
        runs = paragraph.runs or [paragraph.add_run("")]
        comment = document.add_comment(runs, _words(one), author=MARK, initials="")
        comment._comment_elm.attrib.pop(f"{W}date", None)
    return _saved(document)


def _spot(spots: Sequence[tuple[Paragraph, str]], place: str) -> Paragraph:
    """The paragraph of a place that holds its tag; the first one for what stands elsewhere."""
    here = [
        (paragraph, where)
        for paragraph, where in spots
        if where and (place == where or place.startswith((f"{where} ", f"{where}（")))
    ]
    for paragraph, where in here:
        tag = place[len(where) :].strip()
        if tag and tag in line(paragraph._p).text:
            return paragraph
    return here[0][0] if here else spots[0][0]


def _excel(template: bytes, remarks: Sequence[Remark]) -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(template), rich_text=True)
    for one in remarks:
        found = _CELL.match(one.fault.place)
        name = found["sheet"] if found else ""
        sheet = book[name] if name in book.sheetnames else book.worksheets[0]
        _mark(sheet, found["cell"] if found and sheet.title == name else "A1", _words(one))
    return _saved(book)


def _mark(sheet: Worksheet, address: str, words: str) -> None:
    cell = sheet[address]
    if isinstance(cell, MergedCell):
        area = next(one for one in sheet.merged_cells.ranges if address in one)
        cell = sheet.cell(area.min_row, area.min_col)
    lines = [*([cell.comment.text] if cell.comment else []), words]
    height = 24 + 18 * sum(1 + len(one) // 22 for text in lines for one in text.split("\n"))
    cell.comment = Comment("\n".join(lines), MARK, height=height, width=320)


def _words(one: Remark) -> str:
    return "\n".join(_lines(one))


def _lines(one: Remark) -> Iterator[str]:
    yield f"【{one.level}】{one.fault.place}"
    yield one.fault.problem
    if one.fault.remedy:
        yield f"处理：{one.fault.remedy}"


def _saved(book: Document | openpyxl.Workbook) -> bytes:
    target = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book.save(target)
    parts = package.read(target.getvalue())
    changed: dict[str, bytes | None] = {}
    if _CORE in parts:
        changed[_CORE] = _STAMP.sub(_FIRST_DAY, parts[_CORE].bytes())
    return package.write(parts, changed)
