"""标注副本: a unit's own file with the cells coloured and commented on; the original stays."""

from __future__ import annotations

import hashlib
import io
import re
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import openpyxl
from openpyxl.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import PatternFill
from openpyxl.workbook import Workbook as Book
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.model.finding import Finding, Level
from pipeline.model.month import Arrival
from pipeline.model.place import Place
from pipeline.office import origin, package
from pipeline.office.grid import Unreadable, Workbook
from pipeline.office.package import PackageError
from pipeline.render.papers.redrawn import NOTE, noted, redrawn

COPY = "标注副本"
MOST_ROWS = 2_000
MOST_BYTES = 16 * 1024 * 1024
"""Sheets beyond these get the list of findings alone: a copy would take too long to make."""

Read = Callable[[bytes, str], Workbook]

_COLOURS = {Level.MUST: "FF9C9C", Level.EXPLAIN: "FFE699", Level.NOTE: "BDD7EE"}
_LEVELS = list(Level)
_AUTHOR = "审核"
_CORE = "docProps/core.xml"
_STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")
_OURS = re.compile(rf"【({'|'.join(_LEVELS)})】[0-9a-f]{{8}}（")
_KINDS = {
    "宏": ("xl/vbaProject.bin",),
    "图片": ("xl/media/",),
    "图表": ("xl/charts/", "xl/chartsheets/"),
    "控件": ("xl/ctrlProps/", "xl/activeX/"),
    "嵌入的文件": ("xl/embeddings/",),
    "文本框等图形": ("xl/drawings/drawing",),
}
_FIRST_DAY = rb"\g<1>2000-01-01T00:00:00Z\g<3>"


@dataclass(frozen=True, slots=True)
class Marked:
    """The copy's bytes, if there is one, and why it is as it is.

    `state` is 有, 重画 (redrawn from what was read), 过长, 无法读取 or 无问题; `titles` the copy's
    sheets by the names that findings use.
    """

    state: str
    content: bytes = b""
    file: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)

    def link(self, place: Place) -> str:
        """The target of a hyperlink to a cell of the copy beside; empty where it has none."""
        title = self.titles.get(place.sheet)
        if not self.content or place.file != self.file or title is None:
            return ""
        sheet = title.replace("'", "''")
        return f"{COPY}.xlsx#'{sheet}'!{place.cell or 'A1'}"


def marked(arrival: Arrival | None, findings: Sequence[Finding], read: Read) -> Marked:
    """Make the copy of a file with findings; equal files and findings give equal bytes."""
    if arrival is None or not arrival.version:
        return Marked("无法读取")
    if not findings:
        return Marked("无问题")
    if arrival.longest > MOST_ROWS:
        return Marked("过长")
    try:
        parts = package.read(arrival.content)
    except PackageError:
        parts = {}
    if sum(part.size for part in parts.values()) > MOST_BYTES:
        return Marked("过长")
    book, state = _loaded(arrival.content), "有"
    if book is not None:
        _cleared(book)
        titles = {sheet.title: sheet.title for sheet in book.worksheets}
    else:
        try:
            workbook = read(arrival.content, arrival.file)
        except Unreadable:
            return Marked("无法读取")
        if max((grid.height for grid in workbook.grids), default=0) > MOST_ROWS:
            return Marked("过长")
        (book, titles), state = redrawn(workbook, arrival.file), "重画"
    for (title, cell), hits in _cells(arrival.file, findings, titles).items():
        _mark(book[title], cell, hits)
    digest = hashlib.sha256(arrival.content).hexdigest()
    book.custom_doc_props.append(StringProperty(name=origin.PROPERTY, value=origin.mark(digest)))
    content = _saved(book)
    if state == "有" and (lost := _lost(parts, content)):
        noted(book, f"《{arrival.file}》里的{lost}没有带进本副本，数值、公式和格式未动。")
        content = _saved(book)
    return Marked(state, content, arrival.file, titles)


def _loaded(content: bytes) -> Book | None:
    """The workbook through openpyxl; None where that cannot open it, whatever the cause."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(io.BytesIO(content), rich_text=True)
    except Exception:  # other formats and damage show in many ways
        return None


def _cleared(book: Book) -> None:
    """Take off the marks of an earlier copy, where a copy came back as the unit's file."""
    if origin.PROPERTY not in book.custom_doc_props.names:
        return
    del book.custom_doc_props[origin.PROPERTY]
    if NOTE in book.sheetnames:
        del book[NOTE]
    for sheet in book.worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.comment):
            own, *ours = _OURS.split(cell.comment.text, maxsplit=1)
            if ours:
                cell.comment = Comment(own.rstrip(), _AUTHOR) if own.strip() else None
                cell.fill = PatternFill()


def _lost(before: Mapping[str, package.Part], content: bytes) -> str:
    """What openpyxl left out of the copy, in words; empty if nothing."""
    after = package.read(content)
    return "、".join(
        kind
        for kind, places in _KINDS.items()
        if any(one.startswith(places) for one in before)
        and not any(one.startswith(places) for one in after)
    )


def _cells(
    file: str, findings: Sequence[Finding], titles: Mapping[str, str]
) -> dict[tuple[str, str], list[Finding]]:
    """The findings of each cell; one of a whole sheet stands at its A1."""
    cells: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for one in findings:
        for place in dict.fromkeys(one.places):
            if place.file == file and place.sheet in titles:
                cells[titles[place.sheet], place.cell or "A1"].append(one)
    return cells


def _mark(sheet: Worksheet, address: str, findings: Sequence[Finding]) -> None:
    cell = sheet[address]
    if isinstance(cell, MergedCell):
        area = next(one for one in sheet.merged_cells.ranges if address in one)
        cell = sheet.cell(area.min_row, area.min_col)
    gravest = min(findings, key=lambda one: _LEVELS.index(one.rule.level)).rule.level
    before = cell.fill.fgColor.rgb if cell.comment and cell.comment.author == _AUTHOR else ""
    if before not in {f"00{_COLOURS[one]}" for one in _LEVELS[: _LEVELS.index(gravest)]}:
        cell.fill = PatternFill("solid", fgColor=_COLOURS[gravest])
    lines = [cell.comment.text] if cell.comment else []
    lines += [line for one in findings for line in _lines(one)]
    cell.comment = Comment("\n".join(lines), _AUTHOR, height=_height(lines), width=320)


def _lines(finding: Finding) -> Iterator[str]:
    yield f"【{finding.rule.level}】{finding.code}（{finding.rule.code}）{finding.message}"
    if finding.remedy:
        yield f"处理：{finding.remedy}"
    if finding.handling in ("已说明", "已采纳"):
        yield f"状态：{finding.state}"


def _height(lines: Sequence[str]) -> int:
    """Points for lines of about 22 characters."""
    return 24 + 18 * sum(1 + len(line) // 22 for text in lines for line in text.split("\n"))


def _saved(book: Book) -> bytes:
    target = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book.save(target)
    parts = package.read(target.getvalue())
    changed: dict[str, bytes | None] = {}
    if _CORE in parts:
        changed[_CORE] = _STAMP.sub(_FIRST_DAY, parts[_CORE].bytes())
    return package.write(parts, changed)
