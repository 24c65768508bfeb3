"""发文登记: every document has a number of its own, of its own period, on its own copy."""

from __future__ import annotations

from datetime import date

import openpyxl
import pytest

from tests.documents.copies import copies
from tests.shipped import INPUTS, gathered

BLANK = "〔2026〕　　号"
ROWS = (  # 期间, 文件, 单位, 发文字号, 期号, 签发人, 主送机关
    ("2026-06", "月通报", None, "栖招办〔2026〕11号", None, None, "各镇、街道，市直有关单位"),
    ("2026-05", "情况报告", None, "栖招办〔2026〕9号", None, "李某", None),
    ("2026-06", "催报函", "ZJ07", "栖招函〔2026〕3号", None, None, None),
    ("2026-06", "提醒函", None, "栖招函〔2026〕4号", None, None, None),
    ("2026-06", "月通抱", None, "栖招办〔2026〕12号", None, None, None),
    ("2026-06", "月通报", None, None, 6, None, None),
    ("2026-06", "半年总结", "ZJ07", None, 6, None, None),
)


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
    start = found[0].places[0].cell
    first = int(start.removeprefix("B")) - 3  # the fourth row is the first that is wrong
    assert [(one.places[0].cell, one.message) for one in found] == [
        (f"B{first + 3}", f"第{first + 3}行“提醒函”不止一份，发文字号要写明是给哪个单位的那一份"),
        (f"B{first + 4}", f"第{first + 4}行没有“月通抱”这种文件，是不是想写“月通报”？"),
        (f"B{first + 5}", f"第{first + 5}行与第{first}行写的是同一份文件，两行只能留一行"),
        (f"B{first + 6}", f"第{first + 6}行“半年总结”不分单位，请删去单位"),
    ]
