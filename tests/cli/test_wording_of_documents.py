"""Wrong wording is told: of what a report made, of what was edited by hand, of any file."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import docx
import openpyxl
import pytest

from tests.cli.desk import LETTER, ROOT, SHEET, Desk, for_a_clerk, write_letter, write_sheet

GOOD = "1—6月完成5.2亿元，同比增长3%。"


@pytest.fixture
def strict(desk: Desk) -> Desk:
    """The desk with the shipped wording.yaml."""
    shutil.copy(ROOT / "templates" / "wording.yaml", desk.templates)
    write_letter(desk.templates, [GOOD])
    return desk


def letter(path: Path, *lines: str) -> str:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(path)
    return str(path)


def test_a_file_without_faults_gives_0_one_with_faults_1_one_that_cannot_be_read_2(
    strict: Desk, tmp_path: Path
) -> None:
    good, bad = letter(tmp_path / "好.docx", GOOD), letter(tmp_path / "差.docx", "落后5%", "None")
    answer = strict.run("wording", good)
    assert (answer.exit_code, answer.stdout) == (0, "《好.docx》没有发现用语问题\n")
    answer = strict.run("wording", good, bad)
    assert answer.exit_code == 1
    assert answer.stdout.splitlines()[1:] == [
        "提示〔V65〕《差.docx》正文 第1段 用语不规范：“落后5%”是两个百分数之差，不能用%；"
        "请写成“5.2个百分点”",
        "强制〔V63〕《差.docx》正文 第2段 “None”是程序里的空值，不是文字；"
        "请补数，或在模板里写明没有时印什么",
    ]
    (tmp_path / "旧.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    answer = strict.run("wording", bad, str(tmp_path / "旧.doc"), str(tmp_path / "无.docx"))
    assert answer.exit_code == 2
    assert "旧.doc》不是.docx或.xlsx文件" in answer.stderr
    assert "没有这个文件" in for_a_clerk(answer.stderr.replace(str(tmp_path), ""))


def test_a_workbook_is_read_too(strict: Desk, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "汇总"
    book.active["B3"] = "合计13～17万元"
    book.save(tmp_path / "表.xlsx")
    answer = strict.run("wording", str(tmp_path / "表.xlsx"))
    assert answer.exit_code == 1
    assert "提示〔W13〕《表.xlsx》汇总!B3 “合计13～17万元”前一个数少了单位" in answer.stdout


def test_a_report_tells_the_office_and_a_leftover_makes_a_draft_but_no_gap_is_told_twice(
    strict: Desk,
) -> None:
    base = openpyxl.load_workbook(strict.inputs / "基础库.xlsx")
    base["年度目标"].delete_rows(2, base["年度目标"].max_row)
    base.save(strict.inputs / "基础库.xlsx")
    gap = "目标{{ 全市.实际利用省外资金.目标|万元 }}。"
    write_letter(strict.templates, [gap, "完成nan万元，落后5%。"])
    write_sheet(strict.templates, {"A1": "1-6月"})
    answer = strict.run("report", "--json")
    assert answer.exit_code == 1
    made = json.loads(answer.stdout)
    told = {one["规则"]: one for one in made["问题"] if one["规则"] in ("V63", "V65", "W15")}
    assert [one["规则"] for one in made["问题"]].count("V63") == 1
    assert {one["对象"] for one in told.values()} == {"办公室"}
    assert told["V65"]["位置"] == [{"文件": f"{LETTER}.docx", "工作表": "正文 第2段", "单元格": ""}]
    place = told["W15"]["位置"][0]
    assert (place["文件"], place["工作表"], place["单元格"]) == (f"{SHEET}.xlsx", "简表", "A1")
    assert made["草稿"]
    assert made["待办"][0] == "办公室还有1条强制性问题，文件标为草稿"
    assert f"{LETTER}（草稿）.docx" in strict.documents()


def test_a_document_edited_by_hand_is_read_as_it_stands_and_only_reminded_of(strict: Desk) -> None:
    strict.run("report", "--quiet")
    path = strict.edition() / f"{LETTER}.docx"
    document = docx.Document(path)
    document.paragraphs[0].text = "26年上半年，落后5%。"
    document.save(path)
    answer = strict.run("report")
    assert answer.exit_code == 0
    lines = [one for one in answer.stdout.splitlines() if one.startswith("提醒：手工改过的文件")]
    assert [one.partition("〔")[2][:3] for one in lines] == ["W05", "V65"]
    assert "没有发现问题" in answer.stdout


def test_the_shipped_month_has_no_wrong_wording(shipped) -> None:
    folder = shipped.desk.edition("2026-06")
    made = [str(one) for one in folder.iterdir() if one.suffix in (".docx", ".xlsx")]
    assert len(made) >= 3
    answer = shipped.desk.run("wording", *made)
    assert answer.exit_code == 0, answer.stdout
