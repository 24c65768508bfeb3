"""What was found of a template stands as comments in a copy: the template itself has none."""

from __future__ import annotations

import io

import docx
import openpyxl
import pytest

from pipeline.render.lint.notes import Unmarkable, noted
from tests.render.excel.workbook import one
from tests.render.lint.checked import EXCEL, WORD, found
from tests.render.word.letter import letter, row, table


def copy_of(template: bytes, file: str) -> bytes:
    return noted(template, file, found(template, file))


def test_words_comments_stand_at_the_paragraph_and_in_the_cell_of_their_tags() -> None:
    template = letter("甲", "{{ 本期.名 }}", table(row("乙", "{{ 全市.名 }}")))
    document = docx.Document(io.BytesIO(copy_of(template, WORD)))
    assert [one.text for one in document.comments] == [
        "【错误】正文 第2段 {{ 本期.名 }}\n没有“名”这一项\n处理：是不是想写“名称”？",
        "【错误】正文 表1第1行第2列 {{ 全市.名 }}\n没有“名”这一项\n处理：是不是想写“名称”？",
    ]
    assert {one.author for one in document.comments} == {"批注"}
    starts = [
        one.getparent().xpath("string(.)") for one in document.element.iter("{*}commentRangeStart")
    ]
    assert starts == ["{{ 本期.名 }}", "{{ 全市.名 }}"]


def test_what_stands_in_a_header_is_said_at_the_first_paragraph() -> None:
    document = docx.Document()
    document.add_paragraph("甲")
    document.sections[0].header.paragraphs[0].text = "{{ 本期.名 }}"
    target = io.BytesIO()
    document.save(target)
    made = docx.Document(io.BytesIO(copy_of(target.getvalue(), WORD)))
    assert [one.text.partition("\n")[0] for one in made.comments] == [
        "【错误】页眉 第1段 {{ 本期.名 }}"
    ]


def test_of_two_paragraphs_in_a_cell_the_one_with_the_tag_is_commented_on() -> None:
    template = letter(table("<w:tr><w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p>"
                            "<w:p><w:r><w:t>{{ 本期.名 }}</w:t></w:r></w:p></w:tc></w:tr>"))  # fmt: skip
    document = docx.Document(io.BytesIO(copy_of(template, WORD)))
    (start,) = document.element.iter("{*}commentRangeStart")
    assert start.getparent().xpath("string(.)") == "{{ 本期.名 }}"


def test_excels_comments_stand_on_the_cells() -> None:
    def touch(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        sheet.merge_cells("B2:C3")
        sheet.oddHeader.center.text = "{{ 本期.名 }}"

    template = one({"A1": "甲", "B2": "{{ 全市.名 }} {{ 全市.没有的 }}"}, touch)
    sheet = openpyxl.load_workbook(io.BytesIO(copy_of(template, EXCEL)))["表"]
    assert sheet["A1"].comment.text.startswith("【错误】表 页眉页脚 {{ 本期.名 }}\n")
    assert sheet["B2"].comment.text.split("\n") == [
        "【错误】表!B2 {{ 全市.名 }}",
        "没有“名”这一项",
        "处理：是不是想写“名称”？",
        "【错误】表!B2 {{ 全市.没有的 }}",
        "没有“没有的”这一项",
        "处理：请用 tongbao fields 查看可用的名称",
    ]
    assert sheet["B2"].value == "{{ 全市.名 }} {{ 全市.没有的 }}"


@pytest.mark.parametrize(
    ("template", "file"),
    [(letter("{{ 本期.名 }}"), WORD), (one({"A1": "{{ 本期.名 }}"}), EXCEL)],
)
def test_equal_templates_give_equal_copies(template: bytes, file: str) -> None:
    assert copy_of(template, file) == copy_of(template, file)


@pytest.mark.parametrize("file", [WORD, EXCEL])
def test_a_file_that_cannot_be_opened_gets_no_copy(file: str) -> None:
    with pytest.raises(Unmarkable, match=f"《{file}》打不开，写不进批注"):
        noted(b"PK", file, found(b"PK", file))
