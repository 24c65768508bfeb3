"""What the cells of a blank form offer, forbid and calculate."""

from __future__ import annotations

import itertools
import shutil
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.datavalidation import DataValidation

from pipeline.gather import Office
from tests.forms.desk import ROOT, an_office, blank, heads, opened


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return an_office(tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="module")
def book(office: Office):
    return opened(blank(office, "2026-07"))


def _validation(book, sheet: str, heading: str) -> DataValidation:
    columns, bottom = heads(book, sheet)
    cell = book[sheet].cell(bottom + 1, columns[heading]).coordinate
    return next(one for one in book[sheet].data_validations.dataValidation if cell in one.sqref)


def _formula(book, row: int) -> str:
    return str(book["自报汇总"].cell(4 + row, 4).value)


def test_sheets_stand_in_the_order_of_work(book) -> None:
    names = [
        "封面",
        "项目台账",
        "固定资产投资",
        "资金到位",
        "在谈项目",
        "招商活动",
        "自报汇总",
        "更正申请",
    ]
    assert [name for name in book.sheetnames if name != "字典"] == names


def test_the_cover_names_the_unit_the_period_and_the_first_version(book) -> None:
    cover = {row[0].value: row[1].value for row in book["封面"].iter_rows(min_row=3, max_col=2)}
    assert (cover["单位代码"], cover["填报单位"]) == ("ZJ01", "青榆镇")
    assert (cover["所属期"], cover["版本"], cover["是否零报送"]) == ("2026-07", 1, "否")


def test_a_choice_is_a_drop_down_of_its_values(book) -> None:
    one = _validation(book, "资金到位", "资金来源")
    assert (one.type, one.formula1) == ("list", '"省外,市外省内,外资,其他"')
    assert one.prompt == "必填。从下拉列表中选：省外、市外省内、外资、其他。"


def test_units_are_offered_by_code_where_the_form_says_单位名录(book) -> None:
    one = _validation(book, "项目台账", "落户地")
    assert one.type == "list"
    assert "ZJ01" in one.formula1
    assert "ZJ01青榆镇" in one.prompt
    assert one.errorStyle == "warning"


def test_a_long_list_stands_on_the_hidden_sheet(tmp_path: Path) -> None:
    templates = tmp_path / "templates"
    shutil.copytree(ROOT / "templates", templates)
    form = templates / "forms" / "项目台账.yaml"
    words = [f"所属产业链第{number}条名称很长的链" for number in range(30)]
    text = form.read_text("utf-8")
    changed = text.replace(
        "产业链: {类型: 文本}", f"产业链: {{类型: 选项, 取值: [{', '.join(words)}]}}"
    )
    form.write_text(changed, "utf-8")
    assert changed != text
    book = opened(blank(an_office(tmp_path, templates), "2026-07"))
    assert _validation(book, "项目台账", "产业链").formula1 == "字典!$A$2:$A$31"
    assert book["字典"].sheet_state == "hidden"
    assert [cell.value for cell in book["字典"]["A"]][1:] == words


def test_the_hint_of_a_date_says_when_it_is_needed(book) -> None:
    one = _validation(book, "项目台账", "投产日期")
    assert one.type == "date"
    wanted = "当前阶段为“投产”及以后，且当前阶段不晚于“达产”时必填。填日期，如2026-06-30。"
    assert one.prompt.startswith(wanted)
    assert len(one.prompt) <= 255  # what Excel shows of a hint


def test_the_hint_of_an_amount_has_the_rule_that_it_must_keep(book) -> None:
    one = _validation(book, "项目台账", "其中：固定资产投资")
    assert (
        one.prompt
        == "必填。以万元计，只填数字，不小于0。须满足：其中：固定资产投资不大于计划总投资。"
    )
    assert (one.type, one.formula1) == ("decimal", "0.0")


def test_sums_within_a_row_and_over_tables_are_formulas(book) -> None:
    page = book["资金到位"]
    assert page["Q5"].value == "=SUM($E5:$P5)"
    assert page["Q34"].value == "=SUM($E34:$P34)"
    assert _formula(book, 0).startswith(
        "=SUMIFS('资金到位'!$E$5:$E$34,'资金到位'!$C$5:$C$34,\"=省外\")+"
    )
    assert _formula(book, 0).count("SUMIFS") == 7
    assert _formula(book, 3) == (
        "=COUNTIFS('项目台账'!$AQ$4:$AQ$33,\">=\"&DATE(2026,1,1),'项目台账'!$AQ$4:$AQ$33,\"<=\"&DATE(2026,7,31))"
    )


def test_a_sum_that_excel_cannot_say_is_left_to_the_clerk_with_a_hint(tmp_path: Path) -> None:
    templates = tmp_path / "templates"
    shutil.copytree(ROOT / "templates", templates)
    checks = templates / "checks.yaml"
    text = checks.read_text("utf-8")
    changed = text.replace(
        """'个数("项目台账", 期内(入统日期))'""", """'个数("项目台账", 含(项目名称, "包装"))'"""
    )
    assert changed != text
    checks.write_text(changed, "utf-8")
    book = opened(blank(an_office(tmp_path, templates), "2026-07"))
    assert book["自报汇总"]["D7"].value is None
    assert book["自报汇总"]["D7"].protection.locked is False
    assert book["自报汇总"]["D4"].value.startswith("=SUMIFS")
    hint = _validation(book, "自报汇总", "本年累计数").prompt
    assert hint == "“入统项目”一行应等于“项目台账”中项目名称含“包装”的行数，请计算后填写。"


@pytest.mark.parametrize("sheet", ["固定资产投资", "资金到位", "自报汇总", "招商活动"])
def test_a_sheet_prints_one_page_wide_with_its_header_repeated(book, sheet: str) -> None:
    page = book[sheet]
    assert page.page_setup.fitToWidth in (None, 1)
    assert page.page_setup.fitToHeight == 0
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page.print_title_rows == ("$3:$4" if sheet in ("资金到位", "固定资产投资") else "$3:$3")
    assert page.oddFooter.center.text == "第 &P 页，共 &N 页"
    last = [cell.value for cell in page["A"] if cell.value][-1]
    assert "填报人：" in last
    assert "（公章）" in last


def test_the_register_prints_readably_in_groups_of_columns_each_with_code_and_name(book) -> None:
    page = book["项目台账"]
    assert (page.page_setup.paperSize, page.page_setup.scale) == (9, 85)
    assert (page.print_title_cols, page.print_title_rows) == ("$A:$B", "$3:$3")
    assert page.page_setup.pageOrder == "overThenDown"
    starts = [0, *(one.id for one in page.col_breaks.brk), page.max_column]
    widths = {n: page.column_dimensions[_letter(page, n)].width for n in range(page.max_column)}
    again = widths[0] + widths[1]
    for number, (first, end) in enumerate(itertools.pairwise(starts)):
        characters = sum(widths[n] for n in range(first, end)) + (again if number else 0)
        assert characters * 7 / 96 * 25.4 * 0.85 < 297 - 25.4  # a digit is 7 of 96 dots an inch
    titles = [cell.value for cell in page[1] if cell.value]
    assert titles[:2] == ["招商引资项目台账", "招商引资项目台账（续1）"]
    assert len(titles) == len(starts) - 1


def test_the_blank_rows_of_a_sheet_are_a_parameter(tmp_path: Path) -> None:
    office = an_office(tmp_path)
    path = office.inputs / "基础库.xlsx"
    kept = openpyxl.load_workbook(path)
    labels = {row[0].value: row[1] for row in kept["参数"].iter_rows()}
    labels["空白表每张预留的空行数"].value = 5
    kept.save(path)
    book = opened(blank(office, "2026-07"))
    assert book["资金到位"]["Q9"].value == "=SUM($E9:$P9)"
    assert book["资金到位"]["Q10"].value is None


def test_what_the_month_the_count_and_the_task_are_is_filled_in(book) -> None:
    page = book["自报汇总"]
    assert [page[f"B{row}"].value for row in range(4, 8)] == ["万元", "万元", "个", "个"]
    assert page["C4"].value == "=SUMIFS('资金到位'!$K$5:$K$34,'资金到位'!$C$5:$C$34,\"=省外\")"
    assert page["E4"].value == (
        "=COUNTIFS('资金到位'!$Q$5:$Q$34,\">0\",'资金到位'!$C$5:$C$34,\"=省外\")"
    )
    told = openpyxl.load_workbook(ROOT / "inputs" / "基础库.xlsx")["年度目标"]
    tasks = {
        row[2]: row[5]
        for row in told.iter_rows(min_row=4, values_only=True)
        if row[1] == "ZJ01" and row[3] == "本级"
    }
    assert [page[f"G{row}"].value for row in range(4, 8)] == [
        tasks.get(page[f"A{row}"].value) for row in range(4, 8)
    ]
    assert all(page[f"{column}4"].protection.locked for column in "BCEG")


def _letter(page, number: int) -> str:
    return page.cell(3, number + 1).column_letter


def test_codes_and_telephones_stay_text(book) -> None:
    columns, bottom = heads(book, "项目台账")
    cell = book["项目台账"].cell(bottom + 1, columns["统一社会信用代码"])
    assert (cell.number_format, cell.protection.locked) == ("@", False)
    assert all(cell.protection.locked for cell in book["项目台账"][bottom])
