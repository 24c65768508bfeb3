"""The files that ship in inputs/: what the generator writes, and consistent where they must be."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from tests.county import SHIPPED, draw, forms
from tests.county.figures import FUNDS, WORKS

INPUTS = Path(__file__).resolve().parents[1] / "inputs"
SENT = (
    "封面",
    "项目台账",
    "资金到位",
    "固定资产投资",
    "在谈项目",
    "招商活动",
    "自报汇总",
    "更正申请",
)


@pytest.fixture(scope="module")
def shipped():
    return draw(SHIPPED)


def test_the_folder_that_ships_is_what_the_generator_writes(shipped, tmp_path):
    shipped.write(tmp_path)
    written = {path.relative_to(tmp_path): path for path in tmp_path.rglob("*") if path.is_file()}
    for name, path in written.items():
        assert contents(INPUTS / name) == contents(path), f"{name}: python -m tests.county inputs"
    present = {path.relative_to(INPUTS) for path in INPUTS.rglob("*.xlsx")}
    assert present == {name for name in written if name.suffix == ".xlsx"}


def test_the_folder_that_ships_is_small():
    assert sum(path.stat().st_size for path in INPUTS.rglob("*") if path.is_file()) < 4_000_000


def test_every_workbook_opens_and_has_the_sheets_of_the_forms():
    for path in INPUTS.glob("*/招商月报_*.xlsx"):
        book = openpyxl.load_workbook(path, read_only=True)
        assert book.sheetnames == [*SENT, "字典"], path.name
        assert book["字典"].sheet_state == "hidden"
        book.close()


def test_every_declared_column_is_printed_once_in_the_header():
    book = openpyxl.load_workbook(INPUTS / "2026-06" / "招商月报_KF01_202606.xlsx")
    for name in SENT[1:]:
        printed = [cell.value for row in book[name].iter_rows(min_row=3, max_row=4) for cell in row]
        for column in forms.submitted(name).columns:
            assert printed.count(column.header) == 1, (name, column.header)


def test_the_yearly_sum_of_a_row_is_a_formula_with_its_value():
    path = INPUTS / "2026-06" / "招商月报_KF01_202606.xlsx"
    formulas, values = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)
    sheet, shown = formulas["资金到位"], values["资金到位"]
    assert [cell.value for cell in sheet[4]][4:16] == [f"{month}月" for month in range(1, 13)]
    assert sheet["Q5"].value == "=SUM(E5:P5)"
    for row in range(5, 12):
        months = [cell.value or 0 for cell in shown[row][4:16]]
        assert shown.cell(row, 17).value == pytest.approx(sum(months), abs=1e-6)
        assert [cell.value for cell in shown[row][10:16]] == [None] * 6


def test_what_units_add_up_themselves_agrees_except_in_the_file_to_be_returned(shipped):
    for path in sorted((INPUTS / "2026-06").glob("*.xlsx")):
        code = path.stem.split("_")[1]
        book = openpyxl.load_workbook(path, data_only=True)
        told = {row["指标"]: row["本年累计"] for row in rows(book, "自报汇总")}
        paid = sum(
            sum(amount or 0 for amount in row["各月"])
            for row in rows(book, "资金到位")
            if row["资金来源"] == "省外"
        )
        agrees = told[FUNDS] == pytest.approx(paid, abs=1e-6)
        sums = all(
            row["本年累计"] == pytest.approx(sum(amount or 0 for amount in row["各月"]), abs=1e-6)
            for name in ("资金到位", "固定资产投资")
            for row in rows(book, name)
        )
        assert (agrees, sums) == ((False, False) if code == "ZJ03" else (True, True)), code
        if code != "ZJ03":
            truth = shipped.truth("2026-06")["单位"][code]
            assert told[FUNDS] == pytest.approx(float(truth[FUNDS]["自报"]), abs=1e-6)
            assert told[WORKS] == pytest.approx(float(truth[WORKS]["自报"]), abs=1e-6)
            for indicator in ("新签约亿元以上项目", "入统项目"):
                assert told[indicator] == truth[indicator]["自报"]


def test_a_past_month_changes_only_where_a_correction_licenses_it():
    licensed, before = [], {}
    for path in sorted(INPUTS.glob("*/招商月报_*.xlsx")):
        month, code = int(path.parent.name[-2:]), path.stem.split("_")[1]
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        now = paid(book)
        changed = {
            (f"2026-{place + 1:02d}", key[0], old[place], now[key][place])
            for key, old in before.get(code, {}).items()
            for place in range(month - 1)
            if old[place] != now[key][place]
        }
        asked = {
            (row["原所属期"], row["项目名称"], row["原值"], row["新值"])
            for row in rows(book, "更正申请")
        }
        book.close()
        assert changed == asked, path.name
        licensed += asked
        before[code] = now
    assert len(licensed) == 3


def test_the_special_units_of_june_are_there(shipped):
    assert shipped.special["零报送"] == "SZ07"
    assert shipped.special["退回"] == "ZJ03"
    assert shipped.special["未报送"] == "ZJ07"
    june = {path.stem.split("_")[1] for path in (INPUTS / "2026-06").glob("*.xlsx")}
    may = {path.stem.split("_")[1] for path in (INPUTS / "2026-05").glob("*.xlsx")}
    assert may - june == {"ZJ07"}
    assert len(may) == 21
    zero = openpyxl.load_workbook(INPUTS / "2026-06" / "招商月报_SZ07_202606.xlsx", data_only=True)
    cover = {row[0].value: row[1].value for row in zero["封面"].iter_rows(min_row=3)}
    assert cover["是否零报送"] == "是"
    assert rows(zero, "项目台账") == []
    assert [row["本年累计"] for row in rows(zero, "自报汇总")] == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("name", "points"),
    [
        ("重点和特色.docx", 4),
        ("存在问题.txt", 3),
        ("下半年打算.docx", 4),
        ("工作措施.docx", 5),
        ("提请研究事项.txt", 3),
    ],
)
def test_the_texts_have_their_points_and_no_figures(name, points):
    path = INPUTS / "2026-06" / "材料" / name
    if path.suffix == ".docx":
        lines = [paragraph.text for paragraph in Document(path).paragraphs]
    else:
        lines = path.read_text(encoding="utf-8").splitlines()
    assert len([line for line in lines if re.match(r"（|\d\. ", line)]) == points
    assert not re.search(r"\d", "".join(line.partition(". ")[2] or line for line in lines))


def contents(path: Path):
    """Return what a file holds: of a package its parts, however they are compressed."""
    if path.suffix == ".txt":
        return path.read_bytes()
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def rows(book, sheet: str) -> list[dict]:
    """Return the rows between the header and the sums of a sheet, by field name."""
    columns = forms.submitted(sheet).columns
    first = 5 if any(column.month for column in columns) else 4
    found = []
    for cells in book[sheet].iter_rows(min_row=first, values_only=True):
        if str(cells[0]).startswith(("合计", "填报人")):
            break
        if any(value is not None for value in cells):
            row: dict = {}
            for column, value in zip(columns, cells, strict=False):
                if column.month:
                    row.setdefault(column.field, []).append(value)
                else:
                    row[column.field] = value
            found.append(row)
    return found


def paid(book) -> dict:
    """Return the months of every row of 资金到位 by project and source."""
    return {(row["项目名称"], row["资金来源"]): row["各月"] for row in rows(book, "资金到位")}
