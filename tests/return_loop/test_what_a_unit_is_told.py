"""审核意见.xlsx and 标注副本.xlsx of a unit."""

import json

import openpyxl
from openpyxl.comments import Comment

from tests.cli.desk import tree
from tests.return_loop.bench import (
    COPY,
    HALL,
    LAND,
    OPINION,
    findings,
    heading,
    opinion,
    papers,
    registered,
    rows,
    texts,
)

RED, YELLOW, BLUE = "00FF9C9C", "00FFE699", "00BDD7EE"


def test_every_unit_that_sent_a_file_gets_a_审核意见(quiet):
    (quiet.workbook("SZ01")).unlink()
    quiet.run("report", "--quiet")
    folders = sorted(path.name for path in papers(quiet).iterdir() if path.is_dir())
    assert folders == ["经开区", "青榆镇"]
    assert all((papers(quiet) / name / OPINION).is_file() for name in folders)


def test_a_unit_without_findings_passes_and_gets_no_marked_copy(quiet):
    quiet.run("report", "--quiet")
    text = texts(papers(quiet) / "青榆镇" / OPINION)
    assert "青榆镇2026年2月报表审核通过。" in text.split("\n")
    assert "本期报表没有发现问题。" in text
    assert opinion(quiet, "青榆镇") == []
    assert not (papers(quiet) / "青榆镇" / COPY).exists()


def test_a_unit_with_unexplained_核实_is_待说明_and_counted_per_level(asked):
    text = texts(papers(asked) / "青榆镇" / OPINION).split("\n")
    assert "待说明" in text
    assert "强制性问题0条，核实性问题2条（已说明0条），提示0条" in text
    assert (
        "青榆镇2026年2月报表已采用，还有核实性问题2条须说明，请在审核意见的“说明”栏写明原因后发回。"
        in text
    )


def test_a_unit_whose_file_is_returned_is_told_so_in_one_sentence(quiet):
    registered(quiet, "ZJ01", HALL, [900001])
    quiet.run("report", "--quiet")
    text = texts(papers(quiet) / "青榆镇" / OPINION).split("\n")
    assert "退回" in text
    assert "青榆镇2026年2月报表已退回：有强制性问题1条，请按审核意见改正，版本加1后重报。" in text


def test_a_row_has_number_level_rule_sheet_cell_project_value_problem_remedy_and_state(asked):
    cell = registered(asked, "ZJ01", LAND, [901])[0]
    asked.run("report", "--quiet")
    register = openpyxl.load_workbook(asked.workbook("ZJ01"))["项目台账"]
    name = register.cell(heading(register, LAND)[0] + 1, heading(register, "项目名称")[1]).value
    code = next(one["编号"] for one in findings(asked, "T01") if one["位置"][0]["单元格"] == cell)
    row = next(one for one in opinion(asked, "青榆镇") if one["问题编号"] == code)
    assert {key: row[key] for key in ("级别", "规则", "工作表", "单元格", "项目", "填报值")} == {
        "级别": "核实",
        "规则": "T01",
        "工作表": "项目台账",
        "单元格": cell,
        "项目": name,
        "填报值": "901",
    }
    assert (row["问题"], row["处理办法"]) == (f"“{name}”用地901亩偏大", "请核实")
    assert (row["说明"], row["说明人"], row["状态"]) == (None, None, "待说明")


def test_the_cell_is_a_link_to_the_cell_in_the_marked_copy_beside(asked):
    sheet = openpyxl.load_workbook(papers(asked) / "青榆镇" / OPINION)["审核意见"]
    top, column = heading(sheet, "单元格")
    formula = sheet.cell(top + 1, column).value
    link = sheet.cell(top + 1, heading(sheet, "链接")[1]).value
    cell = openpyxl.load_workbook(papers(asked) / "青榆镇" / OPINION, data_only=True)[
        "审核意见"
    ].cell(top + 1, column)
    assert formula == f'=IF(N{top + 1}="",O{top + 1},HYPERLINK(N{top + 1},O{top + 1}))'
    assert link == f"标注副本.xlsx#'项目台账'!{cell.value}"


def test_the_marked_copy_colours_核实_yellow_and_says_why_in_a_comment(asked):
    cell = openpyxl.load_workbook(papers(asked) / "青榆镇" / COPY)["项目台账"][
        findings(asked, "T01")[0]["位置"][0]["单元格"]
    ]
    code = findings(asked, "T01")[0]["编号"]
    assert cell.fill.fgColor.rgb == YELLOW
    assert cell.comment.text.startswith(f"【核实】{code}（T01）“")
    assert cell.comment.text.endswith("处理：请核实")


def test_the_marked_copy_colours_强制_red_and_提示_blue(quiet):
    hall = registered(quiet, "ZJ01", HALL, [900001])[0]
    land = registered(quiet, "ZJ01", LAND, [888])[0]
    quiet.run("report", "--quiet")
    sheet = openpyxl.load_workbook(papers(quiet) / "青榆镇" / COPY)["项目台账"]
    assert sheet[hall].fill.fgColor.rgb == RED
    assert sheet[land].fill.fgColor.rgb == BLUE


def test_several_findings_on_a_cell_share_one_comment(quiet):
    land = registered(quiet, "ZJ01", LAND, [5001])[0]
    quiet.run("report", "--quiet")
    sheet = openpyxl.load_workbook(papers(quiet) / "青榆镇" / COPY)["项目台账"]
    text = sheet[land].comment.text
    assert (text.count("（T01）"), text.count("（T04）")) == (1, 1)


def test_the_original_is_not_touched(quiet):
    registered(quiet, "ZJ01", LAND, [901])
    before = tree(quiet.inputs)
    quiet.run("report", "--quiet")
    assert tree(quiet.inputs) == before


def test_a_comment_and_the_values_of_the_unit_stay_in_the_marked_copy(quiet):
    cell = registered(quiet, "ZJ01", LAND, [901])[0]
    book = openpyxl.load_workbook(quiet.workbook("ZJ01"))
    book["项目台账"][cell].comment = Comment("已请示", "崔允衡")
    book.save(quiet.workbook("ZJ01"))
    quiet.run("report", "--quiet")
    sheet = openpyxl.load_workbook(papers(quiet) / "青榆镇" / COPY)["项目台账"]
    assert sheet[cell].value == 901
    assert sheet[cell].comment.text.startswith("已请示\n【核实】")


def test_a_merged_cell_is_marked_at_its_top_left(quiet):
    land = registered(quiet, "ZJ01", LAND, [901])[0]
    book = openpyxl.load_workbook(quiet.workbook("ZJ01"))
    sheet = book["项目台账"]
    last = sheet.cell(sheet[land].row, sheet[land].column + 1).coordinate
    sheet[last].value = None
    sheet.merge_cells(f"{land}:{last}")
    book.save(quiet.workbook("ZJ01"))
    quiet.run("report", "--quiet")
    marked = openpyxl.load_workbook(papers(quiet) / "青榆镇" / COPY)["项目台账"]
    assert marked[land].fill.fgColor.rgb == YELLOW


def test_the_same_files_give_the_same_papers_byte_for_byte(asked):
    before = tree(papers(asked))
    (asked.outputs / "x").mkdir()
    other = type(asked)(asked.templates, asked.inputs, asked.outputs / "x")
    other.run("report", "--quiet")
    assert tree(papers(other)) == before
    assert any(name.endswith(COPY) for name in before)


def test_a_file_that_cannot_be_read_is_returned_with_a_审核意见_and_no_copy(quiet):
    quiet.workbook("ZJ01").write_bytes(b"PK\x03\x04broken")
    quiet.run("report", "--quiet")
    rows_ = opinion(quiet, "青榆镇")
    assert [(row["规则"], row["状态"]) for row in rows_] == [("V57", "待改正")]
    assert "报表没有读出内容，不做标注副本。" in texts(papers(quiet) / "青榆镇" / OPINION)
    assert not (papers(quiet) / "青榆镇" / COPY).exists()


def test_papers_of_a_draft_edition_bear_no_mark_of_a_draft(quiet):
    registered(quiet, "ZJ01", LAND, ["约900"])
    quiet.run("report", "--quiet")
    assert json.loads((quiet.edition("2026-02") / "manifest.json").read_text("utf-8"))["draft"]
    assert (papers(quiet) / "青榆镇" / OPINION).is_file()
    assert "（草稿）" not in "".join(tree(papers(quiet)))


def test_rows_are_ordered_from_强制_to_提示(quiet):
    registered(quiet, "ZJ01", LAND, [888, 901])
    registered(quiet, "ZJ01", HALL, [900001])
    quiet.run("report", "--quiet")
    levels = [
        row["级别"] for row in rows(papers(quiet) / "青榆镇" / OPINION, "审核意见", "问题编号")
    ]
    assert levels == ["强制", "核实", "提示"]
