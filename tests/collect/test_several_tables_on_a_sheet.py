"""Tables of several forms on one sheet: each is read with its own cells, or it is said that not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.collect.receive import Receipt
from pipeline.model.number import SCALE
from pipeline.office.reading import Reader
from tests.collect.test_hostile_folder import put, received, saved
from tests.validate.bureau import MOULDING, PACKING, Bureau, town

MONEY, WORKS = "资金到位", "固定资产投资"


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as made:
        yield made


@pytest.fixture
def bureau(tmp_path: Path) -> Bureau:
    made = Bureau(tmp_path)
    made.keep()
    (made.inputs / "2026-06").mkdir()
    return made


def moved(book: Workbook, row: int, column: int, *, title: str | None = None) -> Worksheet:
    """Put the table of 固定资产投资 onto the sheet of 资金到位, its corner at row and column."""
    source, target = book[WORKS], book[title or MONEY]
    for cells in source.iter_rows():
        for cell in cells:
            if cell.value is not None:
                target.cell(cell.row + row - 1, cell.column + column - 1, cell.value)
    for merge in source.merged_cells.ranges:
        target.merge_cells(
            start_row=merge.min_row + row - 1,
            end_row=merge.max_row + row - 1,
            start_column=merge.min_col + column - 1,
            end_column=merge.max_col + column - 1,
        )
    book.remove(source)
    return target


def sent(bureau: Bureau, reader: Reader, book: Workbook) -> Receipt:
    put(bureau, "青榆镇.xlsx", saved(book))
    return received(bureau, reader)


def june(receipt: Receipt, form: str) -> list[tuple[object, Fraction, str]]:
    """Each row's project, its amount of June in 万元, and the cell that holds it."""
    table = receipt.submissions["ZJ01"].tables[form]
    names, values = (table.columns[one].values for one in ("项目名称", "各月.6"))
    return [
        (name, Fraction(value, SCALE), table.place(row, "各月.6").cell)
        for row, (name, value) in enumerate(zip(names, values, strict=True))
    ]


def told(receipt: Receipt) -> list[tuple[str, str, str]]:
    return [(one.rule.code, one.places[0].cell, one.message) for one in receipt.findings]


HINT = (
    "X06",
    "",
    "《青榆镇.xlsx》的“招商引资项目固定资产投资情况表”与别的表同在工作表“资金到位”里，已分别读取",
)


@pytest.mark.parametrize("gap", [1, 2, 5])
def test_a_table_below_another_is_read_with_its_own_cells(bureau, reader, gap):
    book = town()
    row = book[MONEY].max_row + gap
    moved(book, row, 1)
    receipt = sent(bureau, reader, book)
    assert told(receipt) == [HINT]
    assert june(receipt, MONEY) == [(PACKING, 500, "J5"), (MOULDING, 10, "J6")]
    assert june(receipt, WORKS) == [
        (PACKING, 350, f"I{row + 4}"),
        (MOULDING, 20, f"I{row + 5}"),
    ]


@pytest.mark.parametrize("gap", [0, 1, 3])
def test_a_table_beside_another_is_read_with_its_own_cells(bureau, reader, gap):
    book = town()
    moved(book, 1, book[MONEY].max_column + 1 + gap)
    receipt = sent(bureau, reader, book)
    assert told(receipt) == [HINT]
    assert june(receipt, MONEY) == [(PACKING, 500, "J5"), (MOULDING, 10, "J6")]
    assert [one[:2] for one in june(receipt, WORKS)] == [(PACKING, 350), (MOULDING, 20)]
    assert june(receipt, WORKS)[0][2] == {0: "AA5", 1: "AB5", 3: "AD5"}[gap]


def test_a_table_beside_and_some_rows_lower_is_read_too(bureau, reader):
    book = town()
    moved(book, 4, book[MONEY].max_column + 2)
    receipt = sent(bureau, reader, book)
    assert told(receipt) == [HINT]
    assert june(receipt, MONEY) == [(PACKING, 500, "J5"), (MOULDING, 10, "J6")]
    assert [one[:2] for one in june(receipt, WORKS)] == [(PACKING, 350), (MOULDING, 20)]


def test_the_other_form_may_stand_above_the_sheets_own(bureau, reader):
    book = town()
    money = book[MONEY]
    rows = [[cell.value for cell in row] for row in money.iter_rows()]
    spans = [(one.min_row, one.min_col, one.max_row, one.max_col) for one in money.merged_cells]
    for one in list(money.merged_cells.ranges):
        money.unmerge_cells(str(one))
    money.delete_rows(1, money.max_row)
    moved(book, 1, 1)
    start = money.max_row + 2
    for offset, row in enumerate(rows):
        for column, value in enumerate(row, 1):
            money.cell(start + offset, column, value)
    for top, left, bottom, right in spans:
        money.merge_cells(
            start_row=start + top - 1,
            end_row=start + bottom - 1,
            start_column=left,
            end_column=right,
        )
    receipt = sent(bureau, reader, book)
    assert told(receipt) == [HINT]
    assert june(receipt, WORKS) == [(PACKING, 350, "I5"), (MOULDING, 20, "I6")]
    assert [one[:2] for one in june(receipt, MONEY)] == [(PACKING, 500), (MOULDING, 10)]


def test_a_sheet_of_any_name_with_both_tables_serves_both(bureau, reader):
    book = town()
    moved(book, 20, 1)
    book[MONEY].title = "到位和固投"
    receipt = sent(bureau, reader, book)
    assert [code for code, _, _ in told(receipt)] == ["X06", "X06"]
    assert [one[:2] for one in june(receipt, MONEY)] == [(PACKING, 500), (MOULDING, 10)]
    assert [one[:2] for one in june(receipt, WORKS)] == [(PACKING, 350), (MOULDING, 20)]


def test_a_finding_in_the_second_table_stands_on_its_cell(bureau, reader):
    book = town()
    book[WORKS]["I5"] = "约350"
    moved(book, 20, 1)
    one = next(one for one in sent(bureau, reader, book).findings if one.rule.code == "V07")
    assert str(one.places[0]) == "《青榆镇.xlsx》资金到位!I24"


def test_another_measure_over_the_second_table_is_its_own_alone(bureau, reader):
    book = town()
    book[WORKS]["A2"] = "计量单位：亿元"
    moved(book, 20, 1)
    one = next(one for one in sent(bureau, reader, book).findings if one.rule.code == "X03")
    assert (one.table, one.places[0].cell) == (WORKS, "A21")


def test_a_form_that_has_its_own_sheet_is_not_read_from_anothers(bureau, reader):
    book = town()
    kept = book.copy_worksheet(book[WORKS])
    moved(book, 20, 1)
    kept.title = WORKS
    receipt = sent(bureau, reader, book)
    assert told(receipt) == [("V56", "A22", "“资金到位”A22起是另外的表，没有读入")]
    assert june(receipt, WORKS) == [(PACKING, 350, "I5"), (MOULDING, 20, "I6")]


def test_a_second_table_of_the_same_form_beside_the_first_is_said_to_be_unread(bureau, reader):
    book = town()
    page = book[MONEY]
    rows: Sequence[Sequence[object]] = [[cell.value for cell in row] for row in page.iter_rows()]
    for row, values in enumerate(rows[2:6], 3):
        for column, value in enumerate(values, 20):
            page.cell(row, column, value)
    receipt = sent(bureau, reader, book)
    assert told(receipt) == [("V56", "T3", "“资金到位”T3起是另外的表，没有读入")]
    assert june(receipt, MONEY) == [(PACKING, 500, "J5"), (MOULDING, 10, "J6")]


def test_tables_of_one_web_page_are_told_apart(bureau, reader):
    book = town()
    cells = "".join(
        "<table>"
        + "".join(
            "<tr>" + "".join(f"<td>{_said(one.value)}</td>" for one in row) + "</tr>"
            for row in book[name].iter_rows()
            if any(one.value is not None for one in row)
        )
        + "</table><p>　</p>"
        for name in ("项目台账", MONEY, WORKS, "自报汇总", "更正申请")
    )
    page = f"<html><meta charset='utf-8'>{cells}</html>"
    put(bureau, "青榆镇.xls", page.encode())
    receipt = received(bureau, reader)
    tables = receipt.submissions["ZJ01"].tables
    assert {name: len(tables[name]) for name in ("项目台账", MONEY, WORKS, "自报汇总")} == {
        "项目台账": 2,
        MONEY: 2,
        WORKS: 2,
        "自报汇总": 4,
    }


def _said(value: object) -> str:
    return "" if value is None else str(value).removesuffix(" 00:00:00")
