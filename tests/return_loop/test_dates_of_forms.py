"""Each form's own dates (报送), worked by hand from the calendar of 2026; June is due on July 3."""

from __future__ import annotations

import shutil
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from pipeline.collect.arrivals import deadlines_of
from pipeline.forms import forms
from pipeline.model.figure import Scope
from pipeline.model.finding import Faulty
from pipeline.model.period import Period
from pipeline.produce import produce
from pipeline.scheme.scheme import Scheme, load_scheme
from tests.validate.bureau import TEMPLATES, Bureau, sheet, town

JUNE = Period(2026, 6)
LEADS = ("线索编码", "线索日期", "提供人（单位）", "投资企业全称", "法人或关键人姓名", "职务", "电话",
         "拟投项目名称", "意向投资", "产业门类", "洽谈阶段", "最近接洽日期", "下步打算")  # fmt: skip
TRIPS = ("开始日期", "结束日期", "活动类型", "带队领导", "领导级别", "参加人数", "地点（省市）",
         "拜访（接待）企业数", "达成意向家数", "成效简述")  # fmt: skip
RECEIVED = ("期间", "单位（代码）", "收到日期", "收到时间（几时）", "报表（空为整份）")


def templates(folder: Path, said: str, form: str = "在谈项目") -> Path:
    """The shipped templates with a 报送 in one form."""
    made = folder / "templates"
    shutil.copytree(TEMPLATES, made, dirs_exist_ok=True)
    path = made / "forms" / f"{form}.yaml"
    path.write_text(f"{path.read_text('utf-8')}报送: {said}\n", "utf-8")
    return made


@pytest.fixture
def scheme(tmp_path: Path) -> Scheme:
    return load_scheme(
        templates(
            tmp_path, "{期别: 月, 数据截止: 当月25日, 上报截止: 次月1日12时, 公布日: 次月8日}"
        )
    )


@pytest.fixture
def bureau(tmp_path: Path) -> Bureau:
    """An office where 在谈项目 is due on the 1st at 12."""
    made = Bureau(tmp_path, templates(tmp_path, "{上报截止: 次月1日12时}"))
    made.keep()
    return made


def with_leads() -> openpyxl.Workbook:
    book = town()
    sheet(book, "在谈项目", LEADS, [])
    return book


def received(*rows: tuple) -> list[dict[str, object]]:
    return [dict(zip(RECEIVED, row, strict=True)) for row in rows]


def _dates(days) -> tuple:
    return days.cut_off, days.due, days.hour, days.publication


def test_a_form_has_its_own_dates_and_the_others_have_the_offices(scheme):
    days = deadlines_of(JUNE, {}, scheme.forms["在谈项目"])
    assert _dates(days) == (date(2026, 6, 25), date(2026, 7, 1), 12, date(2026, 7, 8))
    assert deadlines_of(JUNE, {}, scheme.forms["资金到位"]) == deadlines_of(JUNE, {})


def test_the_offices_parameters_hold_for_what_a_form_leaves_open(scheme):
    known = {"截止日": 20, "截止时": 9, "公布日": 22, "数据截止日": 28}
    assert _dates(deadlines_of(JUNE, known, scheme.forms["资金到位"])) == (
        date(2026, 6, 28), date(2026, 7, 20), 9, date(2026, 7, 22),
    )  # fmt: skip
    assert deadlines_of(JUNE, known, scheme.forms["在谈项目"]).due == date(2026, 7, 1)


def test_a_parameter_that_names_the_form_goes_before_the_form(scheme):
    known = {"截止日": 20, "在谈项目截止日": 6}
    days = deadlines_of(JUNE, known, scheme.forms["在谈项目"])
    assert (days.due, days.hour) == (date(2026, 7, 6), 12)


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        ("{上报截止: 每月三日}", "“报送”里“上报截止”不能写“每月三日”；请写成：次月3日18时"),
        ("{上报截止: 次月3日25时}", "“报送”里“上报截止”不能写“次月3日25时”"),
        ("{公布日: 次月0日}", "“报送”里“公布日”不能写“次月0日”"),
        ("{期别: 旬}", "“报送”里“期别”不能写“旬”；只能写：月、季、半年、年"),
        ("{截止: 次月3日}", "“报送”里不认识“截止”"),
    ],
)
def test_a_date_that_cannot_be_read_is_a_fault_with_its_line(tmp_path, said, complaint):
    made = templates(tmp_path, said)
    line = len((made / "forms" / "在谈项目.yaml").read_text("utf-8").splitlines())
    with pytest.raises(Faulty) as faulty:
        load_scheme(made)
    (fault,) = faulty.value.faults
    assert fault.line.startswith(f"《forms/在谈项目.yaml》第{line}行：{complaint}")


def test_of_a_file_of_july_2_only_the_form_due_on_the_1st_is_late_and_named(bureau):
    bureau.keep(收件登记=received(("2026-06", "ZJ01", date(2026, 7, 2), None, None)))
    bureau.send(with_leads())
    late = bureau.month().late["ZJ01"]
    assert (late.day, late.days, late.forms) == (date(2026, 7, 2), 1, ("在谈项目",))


def test_a_file_of_july_4_is_late_as_a_whole_and_no_form_is_named(bureau):
    bureau.keep(收件登记=received(("2026-06", "ZJ01", date(2026, 7, 4), None, None)))
    bureau.send(with_leads())
    late = bureau.month().late["ZJ01"]
    assert (late.days, late.forms) == (3, ())


def test_a_sheet_that_came_later_by_itself_is_registered_by_its_name(bureau):
    bureau.keep(
        收件登记=received(
            ("2026-06", "ZJ01", date(2026, 7, 1), 9, None),
            ("2026-06", "ZJ01", date(2026, 7, 9), None, "固定资产投资"),
        )
    )
    bureau.send(with_leads())
    late = bureau.month().late["ZJ01"]
    assert (late.day, late.days, late.forms) == (date(2026, 7, 9), 6, ("固定资产投资",))


@pytest.mark.parametrize(
    ("hour", "late"), [(None, False), (12, False), (12.5, True), (13, True), (11, False)]
)
def test_on_the_due_day_itself_the_hour_counts_where_it_is_given(bureau, hour, late):
    bureau.keep(收件登记=received(("2026-06", "ZJ01", date(2026, 7, 1), hour, None)))
    bureau.send(with_leads())
    found = bureau.month().late
    assert {unit: (one.days, one.forms) for unit, one in found.items()} == (
        {"ZJ01": (1, ("在谈项目",))} if late else {}
    )


def test_a_form_that_the_register_calls_by_no_known_name_is_a_finding(bureau):
    bureau.keep(收件登记=received(("2026-06", "ZJ01", date(2026, 7, 1), None, "在谈表")))
    bureau.send(with_leads())
    assert [one.rule.code for one in bureau.findings(unit="")] == ["X01"]


def test_the_office_s_lists_show_the_late_form_and_its_own_date(bureau):
    bureau.keep(收件登记=received(("2026-06", "ZJ01", date(2026, 7, 2), None, None)))
    bureau.send(with_leads())
    (bureau.templates / "documents.yaml").write_text("文件: {}\n", "utf-8")
    edition, _, _ = produce(bureau.office, JUNE)
    made = {one.name: one.content for one in edition.documents}
    overview, chased = (_texts(made[name]) for name in ("报送情况一览表", "催报名单"))
    (row,) = [one for one in overview if one[1] == "青榆镇"]
    assert row[6] == "√" and row[9:11] == [1, "在谈项目"]
    assert "另定报送截止的表：在谈项目2026年7月1日12时。" in overview[-1][0]
    assert "另定报送截止的表：在谈项目2026年7月1日12时。" in chased[-1][0]


def test_the_blank_sheets_say_until_when(bureau):
    (document,) = forms(bureau.office, JUNE, "ZJ01").documents
    lines = [
        row[0] for name in ("在谈项目", "资金到位") for row in _texts(document.content, name)[1:2]
    ]
    assert [line.rpartition("　　")[2] for line in lines] == [
        "上报截止：2026年7月1日12时",
        "上报截止：2026年7月3日18时",
    ]
    assert _texts(document.content, "封面")[1][0].startswith("请于2026年7月3日18时前报送。")


def test_a_quarterly_form_is_asked_for_in_march_and_june_only(tmp_path):
    bureau = Bureau(tmp_path, templates(tmp_path, "{期别: 季}", "固定资产投资"))
    bureau.keep()
    april = town(4)
    del april["固定资产投资"]
    bureau.send(town(3), month=3)
    bureau.send(april, month=4)
    assert "V04" not in [one.rule.code for one in bureau.findings(4)]
    sheets = [
        openpyxl.load_workbook(_file(tmp_path, one.content)).sheetnames
        for month in (5, 6)
        for one in forms(bureau.office, Period(2026, month), "ZJ01").documents
    ]
    assert ["固定资产投资" in one for one in sheets] == [False, True]


def test_between_its_quarters_the_last_accepted_table_stands(tmp_path):
    bureau = Bureau(tmp_path, templates(tmp_path, "{期别: 季}", "招商活动"))
    bureau.keep()
    june, july = town(), town()
    trip = (
        date(2026, 6, 3),
        date(2026, 6, 5),
        "外出招商",
        "丙",
        "县级",
        4,
        "温州",
        7,
        3,
        "走访企业",
    )
    sheet(june, "招商活动", TRIPS, [trip])
    july["封面"]["B5"] = "2026-07"
    bureau.send(june)
    bureau.send(july, month=7)
    for month in (6, 7):
        figures = bureau.month(month).figures
        (value,) = [
            one.value
            for key, one in figures.items()
            if key[:2] == (Scope("单位", "ZJ01"), "拜访接待企业")
        ]
        assert value == 7


def _file(folder: Path, content: bytes) -> Path:
    path = folder / "form.xlsx"
    path.write_bytes(content)
    return path


def _texts(content: bytes, name: str = "") -> list[list]:
    book = openpyxl.load_workbook(BytesIO(content), data_only=True)
    page = book[name] if name else book.worksheets[0]
    rows = [list(row) for row in page.iter_rows(values_only=True)]
    return [row for row in rows if any(cell is not None for cell in row)]
