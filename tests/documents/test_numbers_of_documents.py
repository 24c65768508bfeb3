"""发文登记: every document has a number of its own, of its own period, on its own copy."""

from __future__ import annotations

from datetime import date

import openpyxl
import pytest

from pipeline.model.number import rounding
from pipeline.produce import sections_of
from pipeline.render.context import context
from pipeline.render.filters import FILTERS
from pipeline.render.language import Language
from pipeline.render.occasions import unprinted
from tests.documents.copies import copies
from tests.shipped import INPUTS, gathered

BLANK = "〔2026〕　　号"
ROWS = (  # 期间, 文件, 哪一份, 发文字号, 期号, 签发人, 主送机关
    ("2026-06", "月通报", None, "栖招办〔2026〕11号", None, None, "各镇、街道，市直有关单位"),
    ("2026-05", "情况报告", None, "栖招办〔2026〕9号", None, "李某", None),
    ("2026-06", "催报函", "沙棠镇", "栖招函〔2026〕3号", None, None, None),
    ("2026-06", "议定事项督办单", "市自然资源和规划局", None, None, None, None),
    ("2026-06", "季度总结", None, None, None, "王某", None),
    ("2026-06", "退回通知", "青榆镇", "栖招函〔2026〕5号", None, None, None),
    ("2026-06", "情况报告", None, None, None, None, "市人民政府"),
    # from here on rows that cannot be used
    ("2026-06", "提醒函", None, "栖招函〔2026〕4号", None, None, None),
    ("2026-06", "周报", None, None, 8, None, None),
    ("2026-06", "月通抱", None, None, 6, None, None),
    ("2026-06", "月通报", None, None, 6, None, None),
    ("2026-06", "半年总结", "沙棠镇", None, 6, None, None),
    ("2026-06", "工作方案", None, "栖招办[2026] 9号", None, None, None),
)
FIRST, WRONG = 5, 7
"""The sheet row of the first, and how many of them can be used."""


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("numbers")
    for period in sorted(INPUTS.glob("2026-*")):
        (folder / period.name).symlink_to(period, target_is_directory=True)
    book = openpyxl.load_workbook(INPUTS / "基础库.xlsx")
    sheet = book["发文登记"]
    for period, *rest in ROWS:
        sheet.append([date.fromisoformat(f"{period}-01"), *rest])
    book.save(folder / "基础库.xlsx")
    return gathered(folder, "2026-06")


def text(month, name: str) -> str:
    (made,) = copies(*month, name).values()
    return made


def test_a_document_prints_the_number_and_the_addressees_entered_for_it(month):
    notice = text(month, "月通报")
    assert "栖招办〔2026〕11号" in notice
    assert "各镇、街道，市直有关单位：" in notice


def test_a_number_never_appears_on_another_document_or_in_another_period(month):
    for name in ("情况报告", "工作方案"):
        made = text(month, name)
        assert "11号" not in made and "9号" not in made
        assert BLANK in made, name
    assert "李某" not in text(month, "情况报告")


def test_a_letter_has_the_number_of_its_own_copy_and_the_others_a_blank(month):
    (letter,) = copies(*month, "催报函").values()
    assert "栖招函〔2026〕3号" in letter
    for made in copies(*month, "提醒函").values():
        assert BLANK in made and "4号" not in made


def test_rows_that_cannot_be_used_are_told_with_what_to_do(month):
    found = [one for one in month[1].findings if one.rule.code == "A04"]
    first = FIRST + WRONG
    said = (
        "“提醒函”不止一份，发文字号要写明是哪一份的",
        "“周报”不止一份，期号要写明是哪一份的",
        "没有“月通抱”这种文件，是不是想写“月通报”？",
        f"与第{FIRST}行写的是同一份文件，只用了第{FIRST}行",
        "“半年总结”只有一份，请删去“哪一份”里的“沙棠镇”",
        f"的发文字号“栖招办[2026] 9号”第{FIRST + 1}行已经用了，这一行没有用",
    )
    assert [(one.places[0].cell, one.message) for one in found] == [
        (f"B{row}", f"第{row}行{text}") for row, text in enumerate(said, start=first)
    ]


def test_what_was_entered_and_stands_nowhere_is_told(month):
    scheme, made = month
    language = Language(FILTERS)
    with rounding(made.rounding):
        names = context(scheme.indicators, made, sections_of(scheme))
        plans = [plan for plan in scheme.documents.values() if plan.due(made.period.kinds)]
        told = list(unprinted(scheme, plans, names, language, made.issued))
    assert told == [
        "“发文登记”第9行没有印出来：本期没有“季度总结”这份文件",
        "“发文登记”第10行没有印出来：“退回通知”里没有“青榆镇”那一份，请写单位名称、代码或期名",
        "“发文登记”第11行没有印出来：“情况报告”的模板里没有主送机关",
    ]
