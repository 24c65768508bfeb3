"""A county service centre's table of eleven projects reads alike from every shape it came in."""

import pytest

from pipeline.office.reading import UNCACHED
from tests.office import forge
from tests.office.forge import REAL_INPUT

PLANNED = [108, 250, 1500, 100, 305, 3000, 1000, 1000, 7500, 1200, 1000]
ARRIVED = [108, 250, 1406, 46, 205, 1660, 120, 11.9, 520, 400, 1460]
ET = {"old.et": forge.old_et, "new.et": forge.new_et}
WORKBOOKS = [
    ("with-cached-values.xlsx", "xlsx"),
    ("formulas-without-cached-values.xlsx", "xlsx"),
    ("old-format.xls", "xls"),
    ("opendocument.ods", "ods"),
    ("old.et", "xls"),
    ("new.et", "xlsx"),
]
MERGES = {
    (1, 1, 1, 6),
    (2, 5, 2, 6),
    (3, 1, 4, 1),
    (3, 2, 4, 2),
    (3, 3, 3, 5),
    (3, 6, 4, 6),
    (16, 1, 16, 2),
}


def read(reader, name):
    data = ET[name]() if name in ET else (REAL_INPUT / name).read_bytes()
    return reader.read(data, name)


@pytest.mark.parametrize(("name", "kind"), WORKBOOKS)
def test_a_workbook_gives_eleven_projects_in_their_cells(reader, name, kind):
    book = read(reader, name)
    (grid,) = book.grids
    assert (book.kind, grid.name, grid.hidden) == (kind, "招商引资项目", False)
    assert (grid.height, grid.width) == (17, 6)
    assert grid.cell(1, 1) == "政务服务中心招商引资项目情况表"
    assert grid.cell(2, 5) == "单位：万元"
    assert [grid.cell(4, column) for column in (3, 4, 5)] == [
        "计划总投资",
        "实际到位",
        "到位率（%）",
    ]
    assert [grid.cell(row, 1) for row in range(5, 16)] == list(range(1, 12))
    assert [grid.cell(row, 3) for row in range(5, 16)] == PLANNED
    assert [grid.cell(row, 4) for row in range(5, 16)] == ARRIVED
    assert (grid.cell(12, 2), grid.cell(16, 1)) == ("老地古林场", "合计")


@pytest.mark.parametrize(("name", "kind"), WORKBOOKS)
def test_merged_ranges_have_their_value_at_the_top_left_only(reader, name, kind):
    (grid,) = read(reader, name).grids
    assert set(grid.merges) == MERGES
    for top, left, bottom, right in grid.merges:
        covered = {
            grid.cell(row, column)
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
            if (row, column) != (top, left)
        }
        assert covered == {None}


@pytest.mark.parametrize("name", ["with-cached-values.xlsx", "old-format.xls", "opendocument.ods"])
def test_saved_results_of_formulas_are_values(reader, name):
    (grid,) = read(reader, name).grids
    assert grid.cell(16, 3) == 16963
    assert grid.cell(16, 4) == pytest.approx(6186.9, abs=1e-9)
    assert grid.cell(16, 5) == pytest.approx(36.4729, abs=1e-4)
    assert grid.cell(15, 5) == pytest.approx(146)


def test_formulas_that_nobody_calculated_are_marked_and_not_blank(reader):
    book = read(reader, "formulas-without-cached-values.xlsx")
    (grid,) = book.grids
    marked = {
        (row, column)
        for row in range(1, 18)
        for column in range(1, 7)
        if grid.cell(row, column) is UNCACHED
    }
    assert marked == {(row, 5) for row in range(5, 17)} | {(16, 3), (16, 4)}
    assert book.notes == ("文件由程序生成，公式结果未经Excel或WPS重新计算",)


def test_the_csv_keeps_its_text(reader):
    book = read(reader, "gbk.csv")
    (grid,) = book.grids
    assert (book.kind, grid.name) == ("csv", "")
    assert grid.values[2] == ["序号", "项目名称", "计划总投资", "实际到位", "备注"]
    assert [grid.cell(row, 3) for row in range(4, 15)] == [str(one) for one in PLANNED]
    assert [grid.cell(row, 4) for row in range(4, 15)] == [str(one) for one in ARRIVED]
    assert grid.values[14] == ["合计", None, "16963", "6186.9", None]
    assert book.notes == ("文件没有注明编码，按GB18030（中文）读取",)


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("old-format.xls", "wrong.xlsx"),
        ("old-format.xls", "wps.et"),
        ("with-cached-values.xlsx", "wrong.xls"),
        ("with-cached-values.xlsx", "wrong.csv"),
        ("opendocument.ods", "wrong.xlsx"),
        ("gbk.csv", "wrong.xls"),
    ],
)
def test_the_extension_does_not_matter(reader, name, called):
    data = (REAL_INPUT / name).read_bytes()
    assert reader.read(data, called) == reader.read(data, name)
