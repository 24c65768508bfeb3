"""问题清单, 报送情况一览表 and 催报名单; exit codes of the check."""

import json

import openpyxl

from tests.cli.desk import change
from tests.return_loop.bench import (
    GOOD,
    HALL,
    LAND,
    findings,
    heading,
    opinion,
    papers,
    registered,
    rows,
    said,
    sent_back,
    texts,
)


def _register(desk) -> list[dict]:
    return rows(papers(desk) / "问题清单.xlsx", "问题清单", "序号")


def _overview(desk) -> dict[str, dict]:
    page = openpyxl.load_workbook(papers(desk) / "报送情况一览表.xlsx", data_only=True).worksheets[
        0
    ]
    titles = ["序号", "单位", *(page.cell(5, n).value for n in range(3, 9)), "收到日期", "迟报天数",
              "迟报的表", "版本", "文件"]  # fmt: skip
    found = {}
    for row in page.iter_rows(min_row=6, values_only=True):
        if not isinstance(row[0], int):
            break
        found[row[1]] = dict(zip(titles, row, strict=False))
    return found


def _ticked(row: dict) -> set[str]:
    return {name for name, value in row.items() if value == "√"}


def _late(desk, days: dict[str, str]) -> None:
    """Have the office register on which days files came in."""
    path = desk.inputs / "基础库.xlsx"
    sheet = openpyxl.load_workbook(path)["收件登记"]
    top = next(row for row in range(1, 9) if sheet.cell(row, 2).value == "单位（代码）")
    cells = {}
    for row in range(top + 1, top + 8):
        if sheet.cell(row, 2).value in days:
            cells[f"C{row}"] = days[sheet.cell(row, 2).value]
    change(path, "收件登记", cells)


def _parameters(desk, **values: object) -> None:
    """Add parameters to the office's table."""
    path = desk.inputs / "基础库.xlsx"
    sheet = openpyxl.load_workbook(path)["参数"]
    labels = {sheet.cell(row, 1).value: row for row in range(1, sheet.max_row + 1)}
    last = sheet.max_row + 1
    cells = {}
    for name, value in values.items():
        row = labels.get(name)
        if row is None:
            row, last = last, last + 1
        cells[f"A{row}"], cells[f"B{row}"] = name, value
    change(path, "参数", cells)


def test_the_问题清单_lists_the_findings_of_all_units_with_a_filter_and_a_frozen_header(quiet):
    registered(quiet, "KF01", LAND, [901])
    registered(quiet, "ZJ01", LAND, [901])
    quiet.run("report", "--quiet")
    listed = _register(quiet)
    assert [(one["序号"], one["单位"], one["规则"]) for one in listed] == [
        (1, "经开区", "T01"),
        (2, "青榆镇", "T01"),
    ]
    sheet = openpyxl.load_workbook(papers(quiet) / "问题清单.xlsx").worksheets[0]
    assert (sheet.auto_filter.ref, sheet.freeze_panes) == ("A3:P5", "A4")
    assert sheet.print_title_rows == "$3:$3"


def test_the_问题清单_shows_what_was_explained_and_by_whom(asked):
    code = findings(asked, "T01")[0]["编号"]
    sent_back(asked, "青榆镇", {code: GOOD})
    asked.run("report", "--quiet")
    one = next(one for one in _register(asked) if one["问题编号"] == code)
    assert (one["状态"], one["说明"], one["说明人"]) == ("已说明", GOOD, "崔允衡")


def test_the_一览表_ticks_each_units_state(quiet):
    registered(quiet, "KF01", LAND, [901])
    registered(quiet, "ZJ01", HALL, [900001])
    quiet.workbook("SZ01").unlink()
    quiet.run("report", "--quiet")
    overview = _overview(quiet)
    assert {name: _ticked(row) for name, row in overview.items()} == {
        "经开区": {"待说明"},
        "青榆镇": {"退回", "迟报", "沿用上月"},
        "市发改委": {"未报", "沿用上月"},
    }
    assert (overview["经开区"]["版本"], overview["经开区"]["文件"]) == (
        1,
        "招商月报_KF01_202602.xlsx",
    )


def test_the_rates_are_printed_with_their_definitions(quiet):
    registered(quiet, "ZJ01", HALL, [900001])
    quiet.workbook("SZ01").unlink()
    _late(quiet, {"KF01": "2026-03-02", "ZJ01": "2026-03-04"})
    quiet.run("report", "--quiet")
    text = texts(papers(quiet) / "报送情况一览表.xlsx")
    assert "上报率66.67%（2/3）　　及时率33.33%（1/3）　　一次通过率50.00%（1/2）" in text
    assert "一次通过率＝以第1版报表即被采用（通过或待说明）的单位数÷已报送单位数" in text


def test_a_second_version_is_no_一次通过(quiet):
    book = openpyxl.load_workbook(quiet.workbook("ZJ01"))
    cover = book["封面"]
    row = next(cell.row for cell in cover["A"] if cell.value == "版本")
    change(quiet.workbook("ZJ01"), "封面", {f"B{row}": 2, f"B{row + 1}": "更正用地"})
    quiet.run("report", "--quiet")
    assert "一次通过率66.67%（2/3）" in texts(papers(quiet) / "报送情况一览表.xlsx")


def test_the_催报名单_names_missing_and_returned_units_with_liaison_and_phone(quiet):
    registered(quiet, "ZJ01", HALL, [900001])
    quiet.workbook("SZ01").unlink()
    _late(quiet, {"ZJ01": "2026-03-05"})
    quiet.run("report", "--quiet")
    sheet = openpyxl.load_workbook(quiet.inputs / "基础库.xlsx")["单位名录"]
    top = next(r for r in range(1, 9) if sheet.cell(r, 1).value == "代码")
    titles = [cell.value for cell in sheet[top]]
    known = {
        row[0]: dict(zip(titles, row, strict=True))
        for row in sheet.iter_rows(min_row=top + 1, values_only=True)
        if row[0]
    }
    listed = rows(papers(quiet) / "催报名单.xlsx", "催报名单", "序号")
    assert [(one["单位"], one["状态"], one["迟报天数"]) for one in listed] == [
        (known["ZJ01"]["全称"], "退回", 2),
        (known["SZ01"]["全称"], "未报", "—"),
    ]
    assert [(one["联络员"], one["联系电话"]) for one in listed] == [
        (known[code]["联络员"], known[code]["联系电话"]) for code in ("ZJ01", "SZ01")
    ]
    assert {one["报送截止"] for one in listed} == {"2026年3月3日"}


def test_grace_days_and_holidays_move_what_is_late(quiet):
    _late(quiet, {"KF01": "2026-03-05", "ZJ01": "2026-03-06", "SZ01": "2026-03-07"})
    late = "迟报3家：经开区、青榆镇、市发改委"
    assert late in quiet.run("check").stdout
    _parameters(quiet, 宽限天数=2)
    assert "迟报2家：青榆镇、市发改委" in quiet.run("check").stdout
    _parameters(quiet, **{"节假日（用顿号隔开，可写起止）": "2026-03-02至2026-03-03"})
    assert "迟报1家：市发改委" in quiet.run("check").stdout
    quiet.run("report", "--quiet")
    assert (
        "数据截至2026年2月28日，报送截止时间2026年3月4日18时（宽限至2026年3月6日），"
        "公布时间2026年3月5日" in texts(papers(quiet) / "报送情况一览表.xlsx")
    )


def test_the_check_fails_on_强制_by_default_and_on_unexplained_核实_when_told(asked):
    assert asked.run("check").exit_code == 0
    assert asked.run("check", "--fail-on", "强制").exit_code == 0
    strict = asked.run("check", "--fail-on", "核实")
    assert strict.exit_code == 1
    assert "请处理：还有2条核实性问题没有说明" in strict.stdout
    first, second = (one["编号"] for one in findings(asked, "T01"))
    sent_back(asked, "青榆镇", {first: GOOD, second: "施工图变更后增加配套道路用地"})
    assert asked.run("check", "--fail-on", "核实").exit_code == 0


def test_an_open_强制_finding_in_accepted_data_fails_the_check_at_either_level(quiet):
    registered(quiet, "ZJ01", LAND, ["约900"])
    for level in ("强制", "核实"):
        answer = quiet.run("check", "--fail-on", level)
        assert answer.exit_code == 1
        assert "请处理：已采用的数据还有1条强制性问题，文件标为草稿" in answer.stdout
    assert quiet.run("check", "--fail-on", "提示").exit_code == 2


def test_a_提示_alone_fails_at_no_level(quiet):
    registered(quiet, "ZJ01", LAND, [888])
    assert quiet.run("check", "--fail-on", "核实").exit_code == 0


def test_the_json_of_a_check_has_these_keys_and_the_same_exit_code(quiet):
    registered(quiet, "ZJ01", LAND, ["约900"])
    answer = quiet.run("check", "--json")
    assert answer.exit_code == 1
    made = json.loads(answer.stdout)
    assert set(made) == {"期别", "原因", "单位", "结论", "问题", "提醒", "建议编码", "待办"}
    (one,) = made["问题"]
    assert {key: one[key] for key in ("单位", "规则", "级别", "后果", "对象", "填报值", "状态")} == {
        "单位": "ZJ01", "规则": "V07", "级别": "强制", "后果": "不计该指标", "对象": "单位",
        "填报值": "约900", "状态": "待改正",
    }  # fmt: skip
    assert one["未计入"] == "用地（亩）“约900”未计入"
    assert (one["已采纳"], one["说明"]) == (False, None)
    assert set(one["位置"][0]) == {"文件", "工作表", "单元格"}
    assert made["待办"] == ["已采用的数据还有1条强制性问题，文件标为草稿"]


def test_what_is_left_out_stands_in_the_审核意见_and_the_问题清单(quiet):
    registered(quiet, "ZJ01", LAND, ["约900", 901])
    quiet.run("report", "--quiet")
    told = ["不计该指标：用地（亩）“约900”未计入", "照计"]
    assert [one["后果"] for one in opinion(quiet, "青榆镇")] == told
    assert sorted(one["后果"] for one in _register(quiet)) == sorted(told)


def test_a_finding_of_the_office_is_released_by_its_number_with_no_unit(quiet):
    path = quiet.inputs / "基础库.xlsx"
    sheet = openpyxl.load_workbook(path)["年度目标"]
    top, column = heading(sheet, "确保数")
    rows_ = [
        sheet.cell(n, 1).row for n in range(top + 1, sheet.max_row + 1) if sheet.cell(n, 1).value
    ]
    unit = heading(sheet, "单位（代码、汇总组或全市）")[1]
    row = next(n for n in rows_ if sheet.cell(n, unit).value == "ZJ01")
    change(path, "年度目标", {sheet.cell(row, column).coordinate: None})
    (one,) = findings(quiet, "V49")
    assert (one["单位"], one["对象"]) == ("", "办公室")
    released = {"期间": "2026-02", "理由": "任务尚未下达", "采纳人": "王主任"}
    _release(quiet, {**released, "问题编号（空为整份报表）": one["编号"]})
    assert findings(quiet, "V06") == []
    assert findings(quiet, "V49")[0]["已采纳"] is True


def test_a_release_with_neither_unit_nor_number_releases_nothing(quiet):
    registered(quiet, "ZJ01", LAND, ["约900"])
    _release(quiet, {"期间": "2026-02", "理由": "已核实", "采纳人": "王主任"})
    assert [one["字段"] for one in findings(quiet, "V06")] == ["单位"]
    assert findings(quiet, "V07")[0]["已采纳"] is False


def _release(desk, said: dict[str, str]) -> None:
    path = desk.inputs / "基础库.xlsx"
    sheet = openpyxl.load_workbook(path)["采纳登记"]
    cells = {}
    for title, value in said.items():
        row, column = heading(sheet, title)
        cells[sheet.cell(row + 1, column).coordinate] = value
    change(path, "采纳登记", cells)


def test_the_check_fails_when_a_unit_is_missing_or_returned(quiet):
    quiet.workbook("SZ01").unlink()
    assert quiet.run("check").exit_code == 1


def test_the_json_has_each_units_state_and_each_explanation(asked):
    code = findings(asked, "T01")[0]["编号"]
    sent_back(asked, "青榆镇", {code: GOOD})
    answer = said(asked)
    assert answer["结论"] == {"KF01": "通过", "ZJ01": "待说明", "SZ01": "通过"}
    told = [one["说明"] for one in answer["问题"]]
    assert told[0]["文字"] == GOOD and told[1] is None
    made = json.loads(asked.run("report", "--json").stdout)
    assert made["结论"] == answer["结论"]


def test_an_office_without_a_paper_template_goes_without_that_paper(asked):
    (asked.templates / "tables" / "催报名单.xlsx").unlink()
    asked.run("report", "--quiet")
    assert not (papers(asked) / "催报名单.xlsx").exists()
    assert (papers(asked) / "问题清单.xlsx").exists()


def test_a_wrong_name_in_a_paper_template_is_a_fault_and_nothing_is_made(asked):
    path = asked.templates / "tables" / "问题清单.xlsx"
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["A2"] = "{{ 条数.全体 }}"
    book.save(path)
    made = asked.run("report")
    assert made.exit_code == 2
    assert "tables/问题清单.xlsx" in made.stderr and "条数.全体" in made.stderr


def test_two_units_with_the_same_short_name_get_folders_of_their_own(quiet):
    path = quiet.inputs / "基础库.xlsx"
    sheet = openpyxl.load_workbook(path)["单位名录"]
    top = next(r for r in range(1, 9) if sheet.cell(r, 1).value == "代码")
    column = next(cell.column_letter for cell in sheet[top] if cell.value == "简称")
    change(path, "单位名录", {f"{column}{top + 1}": "青榆镇"})
    quiet.run("report", "--quiet")
    folders = sorted(one.name for one in papers(quiet).iterdir() if one.is_dir())
    assert folders == ["市发改委", "青榆镇（KF01）", "青榆镇（ZJ01）"]
