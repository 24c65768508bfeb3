"""Finished documents are read passage by passage, and slips in them told with their places."""

from __future__ import annotations

import io
from pathlib import Path
from types import SimpleNamespace

import docx
import openpyxl
import pytest
from openpyxl.comments import Comment

from pipeline.assess.slips import findings_of, lines_of, slips
from pipeline.model.edition import Document
from pipeline.model.period import Period
from pipeline.office.grid import Unreadable
from pipeline.proofread import read_through, said_of
from pipeline.render.finished import finished
from pipeline.scheme.scheme import load_scheme
from tests.render.word.letter import cell, letter, p, row, run, table

ROOT = Path(__file__).parents[2]
SCHEME = load_scheme(ROOT / "templates")
INSERTED = '<w:ins w:id="1" w:author="a"><w:r><w:t>新增</w:t></w:r></w:ins>'
DELETED = '<w:del w:id="2" w:author="a"><w:r><w:delText>None</w:delText></w:r></w:del>'
REMARK = '<w:r><w:commentReference w:id="0"/></w:r>'


def sheet(cells: dict[str, object]) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "汇总"
    for name, value in cells.items():
        book.active[name] = value
    book.active.oddFooter.center.text = "第&P页，26年上半年"
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def test_a_word_document_is_read_in_words_terms() -> None:
    content = letter("标题", "", p("完成", "5亿元"), table(row("甲", "乙"), row("丙", cell("丁"))))
    assert list(finished(content, "甲.docx").passages) == [
        ("正文 第1段", "标题"), ("正文 第3段", "完成5亿元"),
        ("正文 表1第1行第1列", "甲"), ("正文 表1第1行第2列", "乙"),
        ("正文 表1第2行第1列", "丙"), ("正文 表1第2行第2列", "丁"),
    ]  # fmt: skip


def test_headers_and_footnotes_count_and_deleted_text_does_not() -> None:
    document = docx.Document()
    document.add_paragraph("正文")
    document.sections[0].header.paragraphs[0].text = "26年上半年通报"
    saved = io.BytesIO()
    document.save(saved)
    assert ("页眉 第1段", "26年上半年通报") in finished(saved.getvalue(), "甲.docx").passages
    changed = finished(letter(f"<w:p>{run('原文')}{DELETED}</w:p>"), "甲.docx")
    assert list(changed.passages) == [("正文 第1段", "原文")]


def test_revisions_and_comments_are_counted_with_the_first_place() -> None:
    content = letter("一", f"<w:p>{INSERTED}{DELETED}</w:p>", f"<w:p>{run('三')}{REMARK}</w:p>")
    assert list(finished(content, "甲.docx").left_in) == [
        ("2处修订", "正文 第2段"), ("1处批注", "正文 第3段"),
    ]  # fmt: skip
    assert read_through(SCHEME, content, "甲.docx") == [
        "核实〔W12〕《甲.docx》正文 第2段 留有2处修订没有处理；请接受或拒绝修订、删去批注后再发",
        "核实〔W12〕《甲.docx》正文 第3段 留有1处批注没有处理；请接受或拒绝修订、删去批注后再发",
    ]


def test_a_workbook_is_read_cell_by_cell_with_tabs_and_footers_and_without_numbers() -> None:
    content = sheet({"A1": "增长", "B2": 0.30000000000000004, "C3": "=1/0"})
    assert list(finished(content, "表.xlsx").passages) == [
        ("工作表“汇总”的名称", "汇总"), ("汇总!A1", "增长"), ("汇总 页眉页脚", "第○页，26年上半年"),
    ]  # fmt: skip


def test_errors_in_cells_and_comments_of_a_workbook_are_told() -> None:
    book = openpyxl.Workbook()
    book.active.title = "表"
    book.active["B4"] = "#REF!"
    book.active["C5"] = "完成"
    book.active["C5"].comment = Comment("请核对", "甲")
    saved = io.BytesIO()
    book.save(saved)
    assert read_through(SCHEME, saved.getvalue(), "表.xlsx") == [
        "强制〔V63〕《表.xlsx》表!B4 “#REF!”是公式或引用的错误；请改正公式或重新插入引用",
        "核实〔W12〕《表.xlsx》表!C5 留有1处批注没有处理；请接受或拒绝修订、删去批注后再发",
    ]


def test_a_slip_is_told_with_its_place_and_a_few_words_around() -> None:
    content = letter("总结", "上半年全市实际利用省外资金同比增长-8.92%，落后较多。")
    assert read_through(SCHEME, content, "总结.docx") == [
        "提示〔V65〕《总结.docx》正文 第2段 用语不规范：“利用省外资金同比增长-8.92%，落后较”"
        "用正的说法带负数；请写成“下降8.92%”"
    ]


def test_equal_slips_of_a_document_are_told_once_with_their_number() -> None:
    passages = [("第1段", "1-6月"), ("第2段", "1-6月份，1-6月"), ("第3段", "1-5月")]
    found = slips(SCHEME.wording, passages)
    assert [(one.rule, one.hit, one.places) for one in found] == [
        ("W15", "1-6月", ("第1段", "第2段")), ("W15", "1-5月", ("第3段",)),
    ]  # fmt: skip
    first, second = lines_of(found, SCHEME.rules, "甲.docx")
    assert "（共3处）" in first
    assert "共" not in second


def test_a_finding_goes_to_the_office_and_keeps_its_number_when_paragraphs_are_added() -> None:
    period = Period(2026, 6)
    one, two = (
        next(findings_of(slips(SCHEME.wording, [(place, text)]), SCHEME.rules, "甲.docx", period))
        for place, text in (("正文 第1段", "落后5%"), ("正文 第9段", "目前落后5%"))
    )
    assert (one.unit, one.rule.level, str(one.places[0])) == ("", "提示", "《甲.docx》正文 第1段")
    assert one.code == two.code


def test_a_rule_that_the_office_took_out_is_not_told() -> None:
    found = slips(SCHEME.wording, [("第1段", "落后5%")], [("1处批注", "第1段")])
    assert list(lines_of(found, {}, "甲.docx")) == []


def test_a_document_of_ours_that_cannot_be_read_is_told_and_stops_nothing() -> None:
    broken = Document("甲", "docx", b"x", "documents/甲.docx")
    (line,) = said_of(SCHEME, broken, SimpleNamespace(period=Period(2026, 6)))
    assert line.startswith("强制〔V63〕《甲.docx》 “甲”没有检查用语：不完整，未传完或已损坏")


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"x", "甲.doc", "《甲.doc》不是.docx或.xlsx文件"),
        (b"x", "甲.docx", "《甲.docx》不完整，未传完或已损坏"),
        (b"x", "甲.xlsx", "《甲.xlsx》不完整，未传完或已损坏"),
        (sheet({}), "甲.docx", "《甲.docx》不是Word文档"),
        (letter("甲"), "甲.xlsx", "《甲.xlsx》不是Excel工作簿"),
    ],
)
def test_what_is_no_such_file_is_refused(content: bytes, name: str, told: str) -> None:
    with pytest.raises(Unreadable) as refused:
        finished(content, name)
    assert told in str(refused.value)
