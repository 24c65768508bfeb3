"""Draws a Word file as plain text, so that a document can be compared and a change read.

`python -m tests.drawings.word FILE…` writes FILE.txt beside each file.
"""

from __future__ import annotations

import io
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Length

_SIGNS = {qn("w:tab"): "→", qn("w:br"): "↵", qn("w:cr"): "↵"}
_EDGES = (("header", "页眉"), ("first_page_header", "首页页眉"), ("even_page_header", "偶数页页眉"),
          ("footer", "页脚"), ("first_page_footer", "首页页脚"), ("even_page_footer", "偶数页页脚"))  # fmt: skip


def draw(content: bytes) -> str:
    """Return the pages' setup, headers, footers, paragraphs as `style| text`, tables in boxes."""
    document = docx.Document(io.BytesIO(content))
    lines: list[str] = []
    for number, section in enumerate(document.sections, 1):
        lines.append(_page(number, section))
        lines += _edges(section, document)
    lines.append("正文")
    lines += _blocks(document.element.body, document)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _page(number: int, section: Section) -> str:
    turned = "横向" if section.orientation else "纵向"
    size = f"{_mm(section.page_width)}×{_mm(section.page_height)}毫米"
    sides = ("上", section.top_margin), ("下", section.bottom_margin)
    sides += ("左", section.left_margin), ("右", section.right_margin)
    margins = " ".join(f"{name}{_mm(length)}" for name, length in sides)
    return f"第{number}节 {size} {turned} 页边距 {margins}"


def _edges(section: Section, document: Document) -> Iterator[str]:
    for attribute, title in _EDGES:
        edge = getattr(section, attribute)
        if not edge.is_linked_to_previous:
            yield title
            yield from _blocks(edge._element, document)


def _blocks(container, document: Document) -> Iterator[str]:
    for child in container:
        if child.tag == qn("w:p"):
            yield f"  {_style(child, document)}| {_text(child)}"
            for box in child.iter(qn("w:txbxContent")):
                yield "  文本框"
                yield from (f"  {line}" for line in _blocks(box, document))
        elif child.tag == qn("w:tbl"):
            yield from (f"  {line}" for line in _table(child))
        elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins")):
            yield from _blocks(child, document)


def _style(paragraph, document: Document) -> str:
    mark = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    if mark is None:
        return "正文"
    known = {style.style_id: style.name for style in document.styles}
    return known.get(mark.get(qn("w:val")), mark.get(qn("w:val")))


def _text(paragraph) -> str:
    parts = []
    for element in paragraph.iter(qn("w:t"), *_SIGNS, qn("w:drawing"), qn("w:instrText")):
        inner = any(one.tag in (qn("w:txbxContent"), qn("w:tabs")) and one is not paragraph
                    for one in _until(element, paragraph))  # fmt: skip
        if inner:
            continue
        if element.tag == qn("w:t"):
            parts.append(element.text or "")
        elif element.tag == qn("w:drawing"):
            parts.append("〔图〕")
        elif element.tag == qn("w:instrText"):
            parts.append(f"〔{(element.text or '').strip()}〕")
        else:
            parts.append(_SIGNS[element.tag])
    return "".join(parts)


def _until(element, end) -> Iterator:
    for ancestor in element.iterancestors():
        if ancestor is end:
            return
        yield ancestor


def _table(table) -> Iterator[str]:
    rows = [[_cell(cell) for cell in _under(row, "w:tc")] for row in _under(table, "w:tr")]
    widths = _widths(rows)
    rule = "+" + "+".join("-" * (width + 2) for width in widths) + "+"
    yield rule
    for row in rows:
        drawn, column = [], 0
        for text, span in row:
            room = sum(widths[column : column + span]) + 3 * (span - 1)
            drawn.append(f" {text}{' ' * (room - _width(text))} ")
            column += span
        yield f"|{'|'.join(drawn)}|"
        yield rule


def _cell(cell) -> tuple[str, int]:
    span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
    merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    columns = int(span.get(qn("w:val"))) if span is not None else 1
    if merge is not None and merge.get(qn("w:val")) != "restart":
        return "〃", columns
    parts = []
    for child in cell:
        if child.tag == qn("w:p"):
            parts.append(_text(child))
        elif child.tag == qn("w:tbl"):
            inner = (" | ".join(_cell(one)[0] for one in _under(row, "w:tc"))
                     for row in _under(child, "w:tr"))  # fmt: skip
            parts.append(f"〔表 {' / '.join(inner)}〕")
    return "¶".join(parts), columns


def _under(parent, name: str) -> Iterator:
    for child in parent:
        if child.tag == qn(name):
            yield child
        elif child.tag in (qn("w:sdt"), qn("w:sdtContent")):
            yield from _under(child, name)


def _widths(rows: list[list[tuple[str, int]]]) -> list[int]:
    widths = [2] * max((sum(span for _, span in row) for row in rows), default=1)
    for row in rows:
        column = 0
        for text, span in row:
            if span == 1:
                widths[column] = max(widths[column], _width(text))
            column += span
    return widths


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _mm(length: Length | None) -> str:
    return "—" if length is None else f"{length.mm:.0f}"


if __name__ == "__main__":
    for name in sys.argv[1:]:
        path = Path(name)
        Path(f"{path}.txt").write_text(draw(path.read_bytes()), encoding="utf-8")
