"""What a document's file may be called, and two documents that would share a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.model.finding import Faulty
from pipeline.publish import Unnameable, plan, publish
from pipeline.publish.names import file_name
from tests.publish.newsroom import PERIOD, contents, document, edition, names, simple


@pytest.mark.parametrize(
    ("written", "made"),
    [
        ("6月通报", "6月通报.docx"),
        ("6月通报.docx", "6月通报.docx"),
        ('甲\\乙/丙:丁*戊?己"庚<辛>壬|癸', "甲＼乙／丙：丁＊戊？己＂庚＜辛＞壬｜癸.docx"),
        ("甲\n乙\t丙\x00丁\x7f", "甲_乙_丙_丁_.docx"),
        ("甲\u202e乙\u200b丙\udcff丁", "甲_乙_丙_丁.docx"),
        ("  通报 ", "通报.docx"),
        ("\u3000通报\u3000", "通报.docx"),
        ("通报…", "通报….docx"),
        ("通报. .", "通报.docx"),
        ("../通报", "_..／通报.docx"),
        (".通报", "_.通报.docx"),
        ("~$通报", "_~$通报.docx"),
        ("CON", "_CON.docx"),
        ("nul.备份", "_nul.备份.docx"),
        ("com1", "_com1.docx"),
        ("console", "console.docx"),
    ],
)
def test_a_name_is_made_fit_for_windows(written: str, made: str):
    assert file_name(document(written, ""), draft=False) == made


def test_a_long_name_is_cut_to_80_characters_with_its_marks_and_extension():
    long = document("情" * 100, "", "xlsx")
    assert file_name(long, draft=False) == "情" * 75 + ".xlsx"
    assert file_name(long, draft=True) == "情" * 71 + "（草稿）.xlsx"
    assert file_name(long, draft=True, copy=1) == "情" * 68 + "（草稿）（新）.xlsx"
    assert file_name(long, draft=False, copy=12) == "情" * 70 + "（新12）.xlsx"


def test_a_name_of_rare_characters_is_cut_to_the_255_bytes_that_linux_takes(outputs: Path):
    publish(simple({"𠮷" * 100: "一"}), outputs)
    assert contents(outputs / PERIOD) == {"𠮷" * 62 + ".docx": "一"}


@pytest.mark.parametrize(
    ("one", "other", "file"),
    [
        ("通报", "通报", "通报.docx"),
        ("通报", " 通报.docx", "通报.docx"),
        ("ABC", "abc", "abc.docx"),
        ("甲/乙", "甲／乙", "甲／乙.docx"),
        ("情" * 80 + "甲", "情" * 80 + "乙", "情" * 75 + ".docx"),
    ],
)
def test_two_documents_of_one_name_are_refused_before_anything_is_written(
    outputs: Path, one: str, other: str, file: str
):
    publish(simple({"旧": "一"}), outputs)
    with pytest.raises(ValueError, match="同名") as refused:
        publish(edition(document(one, "1"), document(other, "2")), outputs)
    assert str(refused.value) == (
        f"《documents.yaml》文件“{other}”：模板《{other}模板.docx》与《{one}模板.docx》的文件同名，"
        f"都叫《{file}》；请给其中一个改名，每份文件的名称须不同"
    )
    assert contents(outputs / PERIOD) == {"旧.docx": "一"}
    assert names(outputs) == [PERIOD]


def test_a_draft_mark_can_make_two_names_one(outputs: Path):
    made = edition(document("通报", "1", gap=True), document("通报（草稿）", "2"))
    with pytest.raises(Unnameable, match=r"都叫《通报（草稿）\.docx》"):
        plan(made, outputs)


def test_a_word_and_an_excel_file_may_share_a_title(outputs: Path):
    publish(edition(document("通报", "1"), document("通报", "2", "xlsx")), outputs)
    assert contents(outputs / PERIOD) == {"通报.docx": "1", "通报.xlsx": "2"}


def test_every_faulty_name_is_told_at_once_as_a_fault_of_the_scheme(outputs: Path):
    made = edition(
        document("  ", "1"), document("通报", "2"), document("通报", "3"),
        document("manifest", "4", "json"),
    )  # fmt: skip
    with pytest.raises(Faulty) as refused:
        publish(made, outputs)
    assert [fault.line for fault in refused.value.faults] == [
        "《documents.yaml》文件“  ”：文件名是空的；请写上文件名",
        "《documents.yaml》文件“通报”：模板《通报模板.docx》与《通报模板.docx》的文件同名，"
        "都叫《通报.docx》；请给其中一个改名，每份文件的名称须不同",
        "《documents.yaml》文件“manifest”：《manifest.json》是程序自己的文件；请改用别的名称",
    ]
    assert names(outputs) == []
