"""说明 put back into inputs: what closes a finding, and what does not."""

import json
import shutil

import openpyxl
import pytest

from tests.cli.desk import change
from tests.return_loop.bench import (
    GOOD,
    HALL,
    LAND,
    OPINION,
    PERIOD,
    explain,
    findings,
    opinion,
    papers,
    registered,
    said,
    sent_back,
)


def _codes(desk) -> list[str]:
    return [one["编号"] for one in findings(desk, "T01")]


def _states(desk) -> list[str]:
    return [one["状态"] for one in findings(desk, "T01")]


@pytest.mark.parametrize(
    "name", ["说明/青榆镇.xlsx", "审核意见.xlsx", "回复/二月/doc1.xlsx", "青榆镇2026年2月报表.xlsx"]
)
def test_a_说明_in_inputs_closes_its_finding_wherever_it_lies_and_whatever_its_name(asked, name):
    first, second = _codes(asked)
    sent_back(asked, "青榆镇", {first: GOOD}, name)
    assert _states(asked) == ["已说明", "待说明"]
    assert said(asked)["结论"]["ZJ01"] == "待说明"
    sent_back(asked, "青榆镇", {first: GOOD, second: "施工图变更后增加配套道路用地"}, name)
    assert _states(asked) == ["已说明", "已说明"]
    assert said(asked)["结论"]["ZJ01"] == "通过"


def test_a_审核意见_sent_back_is_no_submission(asked):
    sent_back(asked, "青榆镇", {_codes(asked)[0]: GOOD})
    answer = said(asked)
    assert answer["单位"] == {"KF01": "通过", "ZJ01": "通过", "SZ01": "通过"}
    assert {one["规则"] for one in answer["问题"]} == {"T01"}


def test_an_explained_finding_shows_text_and_name_everywhere(asked):
    first = _codes(asked)[0]
    sent_back(asked, "青榆镇", {first: GOOD})
    screen = asked.run("report").stdout
    line = next(line for line in screen.splitlines() if line.strip().startswith(first))
    assert line.endswith(f"（已说明：{GOOD}（崔允衡））")
    log = (asked.edition(PERIOD) / "run.log").read_text("utf-8")
    assert f"（已说明：{GOOD}（崔允衡））" in log
    one = findings(asked, "T01")[0]
    assert (one["说明"]["文字"], one["说明"]["说明人"]) == (GOOD, "崔允衡")
    manifest = json.loads((asked.edition(PERIOD) / "manifest.json").read_text("utf-8"))
    assert manifest["explained"] == {first: {"text": GOOD, "by": "崔允衡"}}
    row = next(row for row in opinion(asked, "青榆镇") if row["问题编号"] == first)
    assert (row["说明"], row["说明人"], row["状态"]) == (GOOD, "崔允衡", "已说明")


@pytest.mark.parametrize(
    "text",
    [
        "核实无误",
        "情况属实",
        "无",
        "同上",
        "属实",
        "无误",
        "核实无误，情况属实。",
        "经核实，情况属实",
        "……………………",
    ],
)
def test_a_stock_phrase_explains_nothing(asked, text):
    first = _codes(asked)[0]
    sent_back(asked, "青榆镇", {first: text})
    assert _states(asked) == ["说明未采用", "待说明"]
    (note,) = findings(asked, "S01")
    assert (note["级别"], note["单位"]) == ("提示", "ZJ01")
    assert note["问题"] == f"对问题{first}的说明“{text}”没有采用：是套话，没有写明原因"


def test_fewer_than_8_characters_explain_nothing(asked):
    first, second = _codes(asked)
    sent_back(asked, "青榆镇", {first: "分两期供地建", second: "分两期供地共九百"})
    assert _states(asked) == ["说明未采用", "已说明"]
    assert findings(asked, "S01")[0]["问题"].endswith("没有采用：不足8个字")


def test_one_text_may_explain_3_findings_but_not_4(quiet):
    registered(quiet, "KF01", LAND, [901, 902, 903])
    registered(quiet, "ZJ01", LAND, [901, 902, 903, 904])
    quiet.run("report", "--quiet")
    for unit, code in (("经开区", "KF01"), ("青榆镇", "ZJ01")):
        told = {one["编号"]: GOOD for one in findings(quiet, "T01", code)}
        sent_back(quiet, unit, told, f"说明/{unit}.xlsx")
    assert {one["状态"] for one in findings(quiet, "T01", "KF01")} == {"已说明"}
    assert {one["状态"] for one in findings(quiet, "T01", "ZJ01")} == {"说明未采用"}
    (note,) = findings(quiet, "S01")
    assert note["单位"] == "ZJ01"
    assert note["问题"].endswith("没有采用：同一说明用于4条问题")
    assert len(note["位置"]) == 4


def test_the_place_of_a_refused_说明_is_its_cell_in_the_sheet_sent_back(asked):
    sent_back(asked, "青榆镇", {_codes(asked)[0]: "无"})
    place = findings(asked, "S01")[0]["位置"][0]
    assert (place["文件"], place["工作表"]) == ("说明/回复.xlsx", "审核意见")
    sheet = openpyxl.load_workbook(asked.inputs / PERIOD / place["文件"])["审核意见"]
    assert sheet[place["单元格"]].value == "无"


def test_a_强制_finding_is_not_closed_by_a_说明(quiet):
    registered(quiet, "ZJ01", HALL, [900001])
    quiet.run("report", "--quiet")
    sent_back(quiet, "青榆镇", {findings(quiet, "T02")[0]["编号"]: GOOD})
    quiet.run("report", "--quiet")
    assert findings(quiet, "T02")[0]["状态"] == "待改正"
    assert said(quiet)["结论"]["ZJ01"] == "退回"
    assert opinion(quiet, "青榆镇")[0]["状态"] == "待改正（说明不能代替改正）"
    assert findings(quiet, "S01") == []


def test_a_说明_expires_when_the_value_changes(asked):
    first = _codes(asked)[0]
    sent_back(asked, "青榆镇", {first: GOOD})
    assert "已说明" in _states(asked)
    registered(asked, "ZJ01", LAND, [911, 912])
    assert _states(asked) == ["待说明", "待说明"]
    assert any(f"对问题{first}的说明没有对应的问题" in line for line in said(asked)["提醒"])


def test_a_说明_survives_a_row_inserted_above(asked):
    first = _codes(asked)[0]
    sent_back(asked, "青榆镇", {first: GOOD})
    book = openpyxl.load_workbook(asked.workbook("ZJ01"), data_only=True)
    book["项目台账"].insert_rows(1)
    book.save(asked.workbook("ZJ01"))
    assert sorted(_states(asked)) == ["已说明", "待说明"]


def test_a_说明_copied_from_another_units_sheet_closes_nothing(quiet):
    registered(quiet, "KF01", LAND, [901])
    registered(quiet, "ZJ01", LAND, [901])
    quiet.run("report", "--quiet")
    code = findings(quiet, "T01", "KF01")[0]["编号"]
    path = sent_back(quiet, "经开区", {code: GOOD})
    book = openpyxl.load_workbook(path)
    for cell in book["审核意见"]["A"]:
        if str(cell.value).startswith("填报单位"):
            cell.value = "填报单位：青榆镇（ZJ01）"
    book.save(path)
    assert [one["状态"] for one in findings(quiet, "T01")] == ["待说明", "待说明"]


def test_of_two_sheets_with_the_same_number_the_acceptable_说明_counts(asked):
    first = _codes(asked)[0]
    sent_back(asked, "青榆镇", {first: "无"}, "说明/一.xlsx")
    sent_back(asked, "青榆镇", {first: GOOD}, "说明/二.xlsx")
    assert _states(asked) == ["已说明", "待说明"]
    assert findings(asked, "S01") == []


def test_a_说明_typed_into_outputs_is_noticed_but_not_read(asked):
    path = papers(asked) / "青榆镇" / OPINION
    explain(path, path, {_codes(asked)[0]: GOOD})
    told = asked.run("report").stdout
    assert (
        "提醒：《审核/青榆镇/审核意见.xlsx》里填了1条说明，但程序不读outputs里的内容；"
        "请把该文件复制到inputs/2026-02/说明/（改名也可）再运行"
    ) in told.splitlines()
    assert _states(asked) == ["待说明", "待说明"]


def test_the_edited_审核意见_is_kept_and_the_new_one_stands_beside(asked):
    first = _codes(asked)[0]
    path = papers(asked) / "青榆镇" / OPINION
    explain(path, path, {first: GOOD})
    mine = path.read_bytes()
    registered(asked, "ZJ01", LAND, [901, 902, 903])
    asked.run("report", "--quiet")
    assert path.read_bytes() == mine
    assert (papers(asked) / "青榆镇" / "审核意见（新）.xlsx").is_file()


def test_once_it_is_copied_into_inputs_the_edited_审核意见_is_noticed_no_more(asked):
    path = papers(asked) / "青榆镇" / OPINION
    explain(path, path, {_codes(asked)[0]: GOOD})
    shutil.copy(path, asked.inputs / PERIOD / "青榆镇说明.xlsx")
    assert "提醒" not in asked.run("report").stdout
    assert "已说明" in _states(asked)


def test_the_office_may_add_stock_phrases_in_the_yaml(asked):
    checks = asked.templates / "checks.yaml"
    text = checks.read_text("utf-8").replace("说明不采用: [", "说明不采用: [以上级部门批复为准, ")
    checks.write_text(text, "utf-8")
    sent_back(asked, "青榆镇", {_codes(asked)[0]: "以上级部门批复为准"})
    assert _states(asked) == ["说明未采用", "待说明"]


def test_a_submission_that_also_holds_a_审核意见_sheet_counts_as_both(asked):
    first = _codes(asked)[0]
    page = openpyxl.load_workbook(papers(asked) / "青榆镇" / OPINION)["审核意见"]
    book = openpyxl.load_workbook(asked.workbook("ZJ01"), data_only=True)
    sheet = book.create_sheet("审核意见")
    for row in page.iter_rows(values_only=True):
        sheet.append(row)
    book.save(asked.workbook("ZJ01"))
    titles = {sheet.cell(7, n).value: sheet.cell(7, n).column_letter for n in range(1, 13)}
    rows = {sheet.cell(n, 1).value: n for n in range(8, sheet.max_row + 1)}
    change(asked.workbook("ZJ01"), "审核意见", {f"{titles['说明']}{rows[first]}": GOOD})
    assert _states(asked) == ["已说明", "待说明"]
    assert said(asked)["单位"]["ZJ01"] == "通过"
