"""Previews colour what has no value, and change nothing else."""

from __future__ import annotations

import io
from fractions import Fraction

import docx
import openpyxl
from docx.enum.text import WD_COLOR_INDEX
from openpyxl.styles import Border, Font, Side

from pipeline.model.figure import Phrase, Quantity
from pipeline.render import excel, word
from pipeline.render.absent import pointed_out
from pipeline.render.filters import FILTERS
from pipeline.render.language import Language
from tests.render.word.letter import NAME, letter, p, part, row, run, table

LANGUAGE = Language(FILTERS, finalize=pointed_out)
GONE = Quantity(None, "万元", 2, "未报送", "单位:甲/资金")
THERE = Quantity(Fraction(5), "个", 0, "", "单位:甲/项目")
GAP = Phrase("【缺：单位:甲/资金（未报送）】", "单位:甲/资金")


def coloured(*blocks: str, **context: object) -> bytes:
    made = word.render(letter(*blocks), NAME, context, LANGUAGE)
    return word.highlighted(made.content)


def runs(content: bytes) -> list[tuple[str, bool]]:
    document = docx.Document(io.BytesIO(content))
    paragraphs = [*document.paragraphs, *(one for t in document.tables for c in t._cells for one in c.paragraphs)]  # fmt: skip
    yellow = WD_COLOR_INDEX.YELLOW
    return [(one.text, one.font.highlight_color == yellow) for p_ in paragraphs for one in p_.runs]


def test_the_word_of_a_missing_figure_is_yellow_and_its_neighbours_are_not() -> None:
    content = coloured(p(run("完成{{ 甲 }}，项目{{ 乙 }}个。", "<w:b/>")), 甲=GONE, 乙=THERE)
    assert runs(content) == [("完成", False), ("未报送", True), ("，项目5个。", False)]
    assert all(one.bold for one in docx.Document(io.BytesIO(content)).paragraphs[0].runs)


def test_a_gap_is_yellow_also_where_it_was_put_together_with_other_text() -> None:
    content = coloured("{{ 甲 }}和{{ '计' ~ 甲 }}", 甲=GAP)
    missing = "【缺：单位:甲/资金（未报送）】"
    assert runs(content) == [(missing, True), ("和计", False), (missing, True)]


def test_cells_of_loops_are_coloured_too() -> None:
    line = row("{% for 数 in 各 %}{{ 数 }}", "元{% endfor %}")
    assert runs(coloured(table(line), 各=[GONE, THERE])) == [
        ("未报送", True), ("元", False), ("5", False), ("元", False),
    ]  # fmt: skip


def test_the_colour_stands_where_the_schema_wants_it_and_no_sign_is_left() -> None:
    content = coloured(p(run("{{ 甲 }}", '<w:b/><w:sz w:val="32"/><w:u w:val="single"/>')), 甲=GONE)
    xml = part(content)
    assert '<w:sz w:val="32"/><w:highlight w:val="yellow"/><w:u w:val="single"/>' in xml
    assert "\uf8f0" not in xml and "\uf8f1" not in xml


def test_a_document_without_anything_missing_says_the_same() -> None:
    assert runs(coloured("完成{{ 乙 }}个", 乙=THERE)) == [("完成5个", False)]
    assert runs(coloured("字面写的未报送", 乙=THERE)) == [("字面写的未报送", False)]


def workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "表"
    sheet["A1"], sheet["B1"], sheet["C1"] = "{{ 甲 }}", "{{ 乙 }}", "共{{ 缺 }}"
    sheet["D1"] = "未报送"
    thin = Side(style="thin")
    sheet["A1"].font, sheet["A1"].border = Font(bold=True), Border(top=thin)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def test_cells_with_something_missing_are_filled_and_keep_their_look() -> None:
    context = {"甲": GONE, "乙": THERE, "缺": GAP}
    made = excel.render(workbook(), "表.xlsx", context, FILTERS)
    content = excel.highlighted(made.content, made.trace)
    sheet = openpyxl.load_workbook(io.BytesIO(content))["表"]
    filled = {one.coordinate: one.fill.fgColor.rgb for one in sheet[1] if one.fill.fill_type}
    assert filled == {"A1": "FFFFFF00", "C1": "FFFFFF00"}
    assert sheet["A1"].font.bold and sheet["A1"].border.top.style == "thin"
    assert (sheet["A1"].value, sheet["B1"].value) == ("未报送", 5)


def test_a_workbook_without_anything_missing_keeps_its_bytes() -> None:
    context = {"甲": THERE, "乙": THERE, "缺": THERE}
    made = excel.render(workbook(), "表.xlsx", context, FILTERS)
    assert excel.highlighted(made.content, made.trace) == made.content
