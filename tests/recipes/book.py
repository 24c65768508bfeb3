"""Reads the recipes in docs/templates.md and makes small templates of them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import docx
import openpyxl
from docx.oxml.ns import qn
from lxml import etree

from pipeline.render import excel, word
from pipeline.render.filters import FILTERS
from pipeline.render.language import Language
from tests.render.word.drawn import chart_of, chart_part, chart_parts
from tests.render.word.letter import cell, letter, p, part, relation, row, table

GUIDE = Path(__file__).parents[2] / "docs" / "templates.md"
_RECIPE = re.compile(r"```(word|excel|图表)\n(.*?)```\n\n得到[^\n]*：\n\n```text\n(.*?)```", re.S)
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


@dataclass(frozen=True)
class Recipe:
    """What the guide says to write, in what, and what comes of it."""

    title: str
    kind: str
    written: str
    shown: str


def recipes(text: str) -> Iterator[Recipe]:
    """Yield the recipes in their order, each with the heading above it."""
    for found in _RECIPE.finditer(text):
        title = re.findall(r"^### (.+)$", text[: found.start()], re.M)[-1]
        yield Recipe(title, found[1], found[2], found[3])


def cooked(recipe: Recipe, names: Mapping[str, object]) -> str:
    """What a recipe makes of these names, written as the guide writes it."""
    make = {"word": _word, "excel": _excel, "图表": _chart}[recipe.kind]
    return make(recipe.written.splitlines(), dict(names))


def _word(lines: Sequence[str], names: dict[str, object]) -> str:
    blocks, cells = [], []
    for line in [*lines, ""]:
        if line.startswith("|"):
            cells.append(_cells(line))
            continue
        if cells:
            rows = [row(*map(cell, one)) for one in cells]
            blocks.append(table(*rows, columns=len(cells[0])))
            cells = []
        if line:
            blocks.append(p(line))
    made = word.render(letter(*blocks), "例.docx", names, Language(FILTERS))
    body = docx.Document(io.BytesIO(made.content)).element.body
    return "".join(f"{line}\n" for block in body for line in _said(block))


def _said(block: etree._Element) -> Iterator[str]:
    if block.tag == qn("w:p"):
        yield _text(block)
    for one in block.iter(qn("w:tr")) if block.tag == qn("w:tbl") else ():
        yield _drawn([_within(each) for each in one.iter(qn("w:tc"))])


def _within(one: etree._Element) -> str:
    merge = one.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    return "〃" if merge is not None and merge.get(qn("w:val")) != "restart" else _text(one)


def _text(element: etree._Element) -> str:
    return "".join(one.text or "" for one in element.iter(qn("w:t")))


def _chart(lines: Sequence[str], names: dict[str, object]) -> str:
    source = letter(
        p(chart_of(lines[0])),
        parts=chart_parts(chart_part("column"), True),
        relations=relation("chart", "charts/chart1.xml"),
    )
    made = word.render(source, "例.docx", names, Language(FILTERS)).content
    root = etree.fromstring(part(made, "word/charts/chart1.xml").encode())
    drawn = list(root.iter(f"{_CHART}ser"))
    first = [one.text or "" for one in drawn[0].find(f"{_CHART}cat").iter(f"{_CHART}v")]
    rows = [["", *first]]
    for one in drawn:
        values = [each.text or "" for each in one.find(f"{_CHART}val").iter(f"{_CHART}v")]
        rows.append(["".join(one.find(f"{_CHART}tx").itertext("{*}v")), *values])
    return "".join(f"{_drawn(one)}\n" for one in rows)


def _excel(lines: Sequence[str], names: dict[str, object]) -> str:
    book = openpyxl.Workbook()
    sheet, named = book.active, any(line.startswith("工作表：") for line in lines)
    sheet.title = "表"
    for number, line in enumerate(lines):
        if line.startswith("工作表："):
            sheet = book.create_sheet("x") if number else sheet
            sheet._WorkbookChild__title = line.removeprefix("工作表：")
            continue
        sheet.append([text or None for text in _cells(line)])
    out = io.BytesIO()
    book.save(out)
    made = excel.render(out.getvalue(), "例.xlsx", names, FILTERS)
    shown = openpyxl.load_workbook(io.BytesIO(made.content), data_only=True)
    said = []
    for one in shown.worksheets:
        said += [f"工作表：{one.title}"] if named else []
        merged = {at for area in one.merged_cells.ranges for at in list(area.cells)[1:]}
        for cells in one.iter_rows():
            said.append(_drawn([_shown(each, (each.row, each.column) in merged) for each in cells]))
    return "".join(f"{line}\n" for line in said)


def _shown(one: openpyxl.cell.Cell, within: bool) -> str:
    if within:
        return "〃"
    value = one.value
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def _cells(line: str) -> list[str]:
    """The cells of a line between bars; a bar inside a tag is a filter's."""
    outside = re.sub(r"\{[{%].*?[%}]\}", lambda tag: tag[0].replace("|", "\0"), line)
    return [one.strip().replace("\0", "|") for one in outside.strip().strip("|").split("|")]


def _drawn(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
