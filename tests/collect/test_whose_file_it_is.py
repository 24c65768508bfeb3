"""Whose a file is, of which month and version, and when it came: by cover, name and folder."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipeline.collect.directory import Directory, directory_of
from pipeline.collect.receive import files_in, periods_in
from pipeline.model.period import Period
from pipeline.model.table import Column, Table
from pipeline.model.unit import UnitState
from tests.validate.bureau import UNITS, Bureau, town

NAMES = ("代码", "全称", "简称", "曾用名", "类别", "汇总组", "分组")


@pytest.fixture
def bureau(tmp_path: Path) -> Bureau:
    made = Bureau(tmp_path)
    made.keep()
    return made


def listed(*units: tuple, **more: list) -> Directory:
    """A directory of rows like bureau.UNITS, with further columns by name."""
    columns = {name: Column(name, "A", [unit[n] for unit in units]) for n, name in enumerate(NAMES)}
    columns |= {name: Column(name, "A", values) for name, values in more.items()}
    table = Table("单位名录", "基础库.xlsx", "单位名录", list(range(3, 3 + len(units))), columns)
    return directory_of(table, Period(2026, 6))


@pytest.mark.parametrize(
    "said",
    ["ZJ01", "zj01", "ＺＪ０１", "青榆镇", " 青 榆 镇 ", "榆树乡", "青榆人民公社", "（青榆镇）"],
)
def test_a_unit_is_known_by_code_name_short_name_and_former_names(said):
    unit = listed(*UNITS).find("", said)
    assert unit is not None and unit.code == "ZJ01"


@pytest.mark.parametrize("said", ["", "青榆", "ZJ0", "ZJ011", "镇", "石榆镇"])
def test_anything_else_is_no_units_name(said):
    assert listed(*UNITS).find(said) is None


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("招商月报_ZJ01_202606.xlsx", "ZJ01"),
        ("招商月报-zj01-2026年6月.xls", "ZJ01"),
        ("青榆镇6月招商报表（盖章）.xlsx", "ZJ01"),
        ("榆树乡.xlsx", "ZJ01"),
        ("石桐镇/报表.xlsx", "ZJ02"),
        ("6月/ZJ02/月报.xlsx", "ZJ02"),
        ("栖川经济开发区招商月报.xlsx", "KF01"),
        ("经开区.xlsx", "KF01"),
        ("青榆镇、石桐镇.xlsx", None),
        ("报表.xlsx", None),
    ],
)
def test_a_file_or_folder_name_tells_the_unit_where_it_names_just_one(name, code):
    unit = listed(*UNITS).within(name)
    assert (unit.code if unit else None) == code


def test_the_longer_of_two_names_in_a_file_name_counts():
    units = listed(("A", "新区", "新区", "", "", "", ""), ("B", "高新区", "高新区", "", "", "", ""))
    unit = units.within("高新区月报.xlsx")
    assert unit is not None and unit.code == "B"


def test_units_stand_in_the_offices_order_and_only_while_they_are_in_force():
    units = listed(
        *UNITS,
        排序号=[3_000_000, 1_000_000, 2_000_000],
        启用=[date(2019, 1, 1), date(2026, 6, 30), date(2026, 7, 1)],
        停用=[date(2026, 6, 1), None, None],
    )
    assert [unit.code for unit in units.units] == ["ZJ01", "KF01"]
    gone = listed(*UNITS, 停用=[date(2026, 5, 31), None, None])
    assert [unit.code for unit in gone.units] == ["ZJ01", "ZJ02"]


def test_an_office_without_a_directory_has_an_empty_one():
    assert not directory_of(None, Period(2026, 6))


def test_periods_are_the_folders_named_after_months(tmp_path):
    for name in ("2026-05", "2026-06", "2025-12", "2026-13", "2026-6", "材料", "2026-07.bak"):
        (tmp_path / name).mkdir()
    (tmp_path / "2026-04").write_text("no folder", "utf-8")
    assert periods_in(tmp_path) == [Period(2025, 12), Period(2026, 5), Period(2026, 6)]
    assert periods_in(tmp_path / "没有") == []


def test_temporary_files_and_materials_are_no_submissions(tmp_path):
    (tmp_path / "材料").mkdir()
    (tmp_path / "乡镇" / "材料").mkdir(parents=True)
    kept = ["青榆镇.xlsx", "乡镇/石桐镇.xls"]
    others = ["~$青榆镇.xlsx", ".~lock.青榆镇.xlsx#", ".DS_Store", "Thumbs.db", "desktop.ini"]
    others += ["青榆镇.xlsx.tmp", "材料/重点.docx", "乡镇/材料/照片.jpg"]
    for name in (*kept, *others):
        (tmp_path / name).write_bytes(b"")
    assert [path.relative_to(tmp_path).as_posix() for path in files_in(tmp_path)] == sorted(kept)


@pytest.mark.parametrize(
    ("code", "name", "file"),
    [
        ("ZJ01", None, "报表.xlsx"),
        (None, "青榆镇", "报表.xlsx"),
        (None, " 青榆 镇", "报表.xlsx"),
        (None, "榆树乡", "报表.xlsx"),
        (None, None, "招商月报_ZJ01_202606.xlsx"),
        (None, None, "青榆镇/招商月报.xlsx"),
        ("ZJ01", "青榆镇", "石桐镇转来.xlsx"),
    ],
)
def test_a_file_is_taken_in_by_cover_first_then_by_name_and_folder(bureau, code, name, file):
    book = town()
    book["封面"]["B3"], book["封面"]["B4"] = code, name
    bureau.send(book, file)
    month = bureau.month()
    assert month.received == {"ZJ01": file}
    assert month.states["ZJ01"] is UnitState.ACCEPTED


@pytest.mark.parametrize(
    ("newer", "older"),
    [
        ("青榆镇更正.xlsx", "青榆镇.xlsx"),
        ("青榆镇（2）.xlsx", "青榆镇.xlsx"),
        ("青榆镇v2.xlsx", "青榆镇.xlsx"),
        ("青榆镇第3版.xlsx", "青榆镇第2版.xlsx"),
        ("青榆镇更正2.xlsx", "青榆镇更正1.xlsx"),
        ("青榆镇_V03.xlsx", "青榆镇更正.xlsx"),
    ],
)
def test_without_a_version_on_the_cover_the_file_name_tells_it(bureau, newer, older):
    for name in (newer, older):
        bureau.send(town(version=None), name)
    month = bureau.month()
    assert [one.line for one in month.findings if one.unit == "ZJ01"] == []
    assert month.received == {"ZJ01": newer}


def test_the_version_on_the_cover_counts_before_the_one_in_the_name(bureau):
    bureau.send(town(version=1), "青榆镇更正.xlsx")
    bureau.send(town(version=2), "青榆镇.xlsx")
    book = town(version=2)
    book["封面"]["A12"], book["封面"]["B12"] = "更正说明", "六月数有误"
    bureau.send(book, "青榆镇.xlsx")
    month = bureau.month()
    assert month.received == {"ZJ01": "青榆镇.xlsx"}
    assert [one.line for one in month.findings if one.unit == "ZJ01"] == []


def test_a_month_without_any_period_on_cover_or_name_is_that_of_the_folder(bureau):
    book = town()
    book["封面"]["B5"] = None
    bureau.send(book, "青榆镇.xlsx")
    assert [one.rule.code for one in bureau.findings()] == ["V06"]


# --- 收件登记 -------------------------------------------------------------------------------


def _late(bureau: Bureau) -> dict[str, str]:
    return {unit: str(one.day) for unit, one in bureau.month().late.items()}


def receipts(*rows: tuple[str, str, object]) -> list[dict[str, object]]:
    return [dict(zip(("期间", "单位（代码）", "收到日期"), row, strict=True)) for row in rows]


@pytest.mark.parametrize(("day", "late"), [(date(2026, 7, 3), False), (date(2026, 7, 4), True)])
def test_a_file_is_late_after_the_third_of_the_next_month(bureau, day, late):
    bureau.keep(收件登记=receipts(("2026-06", "青榆镇", day)))
    bureau.send(town())
    assert _late(bureau) == ({"ZJ01": "2026-07-04"} if late else {})


def test_without_the_register_the_covers_own_date_counts(bureau):
    book = town()
    book["封面"]["B9"] = "2026年7月6日"
    bureau.send(book)
    assert _late(bureau) == {"ZJ01": "2026-07-06"}


def test_the_register_counts_before_the_cover_and_only_for_its_month(bureau):
    book = town()
    book["封面"]["B9"] = date(2026, 7, 9)
    bureau.send(book)
    bureau.keep(收件登记=receipts(("2026-06", "ZJ01", "2026.7.2"), ("2026-05", "ZJ01", "2026.7.8")))
    assert _late(bureau) == {}


def test_the_due_day_is_a_parameter(bureau):
    bureau.send(town())  # filed on 07-02
    bureau.keep({"报送截止（次月几日）": 2})
    assert _late(bureau) == {}
    bureau.keep({"报送截止（次月几日）": 1})
    assert _late(bureau) == {"ZJ01": "2026-07-02"}
