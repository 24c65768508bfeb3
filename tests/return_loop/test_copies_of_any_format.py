"""标注副本 of what is no plain .xlsx, of what is large, and of what openpyxl cannot open."""

import io
import zipfile
from datetime import date

import openpyxl
import pytest

from pipeline.model.finding import Finding, Level, Rule
from pipeline.model.month import Arrival
from pipeline.model.period import Period
from pipeline.model.place import Place
from pipeline.office import package
from pipeline.office.reading import Reader
from pipeline.render.papers.marked import MOST_ROWS, marked
from pipeline.render.papers.redrawn import NOTE
from tests.cli.desk import ROOT
from tests.office import forge
from tests.return_loop.bench import book_of

REAL = ROOT / "tests" / "files" / "service-centre" / "real-input"
HTML = (
    "<html><meta charset='utf-8'><table><tr><td>项目</td><td>金额</td></tr>"
    "<tr><td>甲</td><td>12</td></tr></table></html>"
)


def _finding(file: str, sheet: str, cell: str, level: Level = Level.EXPLAIN) -> Finding:
    rule = Rule("T01", level)
    return Finding(rule, Period(2026, 2), "甲", (Place(file, sheet, cell),), "有误", "请核实")


def _plain(value: object) -> object:
    """Numbers as a spreadsheet keeps them, to 15 digits."""
    return format(value, ".15g") if isinstance(value, float | int) else value


def _refuse(content: bytes, name: str):
    raise AssertionError("must not be read again")


def _copy(content: bytes, file: str, *findings: Finding, longest: int = 10):
    with Reader() as reader:
        arrival = Arrival(file, content, 1, date(2026, 3, 2), longest)
        return marked(arrival, findings, reader.read)


def _workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "表"
    book.active.append(["项目", "金额"])
    book.active.append(["甲", 12])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("name", ["old-format.xls", "opendocument.ods", "gbk.csv"])
def test_another_format_is_redrawn_with_every_value_in_its_own_cell(name):
    content = (REAL / name).read_bytes()
    with Reader() as reader:
        grid = reader.read(content, name).grids[0]
    copy = _copy(content, name, _finding(name, grid.name, "B3"))
    assert copy.state == "重画"
    sheet = book_of(copy.content)[copy.titles[grid.name]]
    for row, values in enumerate(grid.values, start=1):
        for column, value in enumerate(values, start=1):
            if isinstance(value, (str, int, float)) and value != "":
                assert _plain(sheet.cell(row, column).value) == _plain(value)
    assert sheet["B3"].fill.fgColor.rgb == "00FFE699"
    assert "请核实" in sheet["B3"].comment.text


def test_a_web_page_saved_as_xls_is_redrawn():
    copy = _copy(HTML.encode(), "表.xls", _finding("表.xls", "", "B2"))
    sheet = book_of(copy.content)["表1"]
    assert [cell.value for cell in sheet[2]] == ["甲", "12"]
    assert sheet["B2"].comment is not None


def test_a_redrawn_copy_says_so_on_its_first_sheet():
    copy = _copy(HTML.encode(), "表.xls", _finding("表.xls", "", "B2"))
    first = book_of(copy.content).worksheets[0]
    assert first.title == NOTE
    assert first["A1"].value.startswith(
        "《表.xls》不是可以直接标注的.xlsx文件，本副本按读出的内容重画"
    )


def test_the_link_names_the_copys_own_sheet():
    copy = _copy(HTML.encode(), "表.xls", _finding("表.xls", "", "B2"))
    assert copy.link(Place("表.xls", "", "B2")) == "标注副本.xlsx#'表1'!B2"
    assert copy.link(Place("别的.xls", "", "B2")) == ""


def test_a_workbook_that_openpyxl_cannot_open_is_redrawn():
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_workbook())) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/core.xml":
                data = data.replace(b"openpyxl", b"openpyxl</dc:creator><x")
            new.writestr(name, data)
    copy = _copy(out.getvalue(), "表.xlsx", _finding("表.xlsx", "表", "B2"))
    assert copy.state == "重画"
    assert book_of(copy.content)["表"]["B2"].comment is not None


def test_above_2000_rows_there_is_the_list_alone():
    content, one = _workbook(), _finding("表.xlsx", "表", "B2")
    assert MOST_ROWS == 2000
    assert _copy(content, "表.xlsx", one, longest=2000).state == "有"
    long = _copy(content, "表.xlsx", one, longest=2001)
    assert (long.state, long.content, long.link(one.places[0])) == ("过长", b"", "")


def test_text_that_looks_like_a_formula_stays_text_when_redrawn():
    copy = _copy("项目,金额\n=1+1,12\n".encode(), "表.csv", _finding("表.csv", "", "B2"))
    cell = book_of(copy.content)[copy.titles[""]]["A2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_a_finding_of_a_whole_sheet_stands_at_its_first_cell():
    copy = _copy(_workbook(), "表.xlsx", _finding("表.xlsx", "表", "", Level.MUST))
    assert book_of(copy.content)["表"]["A1"].comment.text.startswith("【强制】")


def test_a_cell_of_another_file_is_not_marked():
    copy = _copy(_workbook(), "表.xlsx", _finding("别家.xlsx", "表", "B2"))
    assert book_of(copy.content)["表"]["B2"].comment is None


def test_the_gravest_level_gives_the_colour():
    levels = (Level.NOTE, Level.MUST, Level.EXPLAIN)
    findings = [_finding("表.xlsx", "表", "B2", level) for level in levels]
    copy = _copy(_workbook(), "表.xlsx", *findings)
    cell = book_of(copy.content)["表"]["B2"]
    assert cell.fill.fgColor.rgb == "00FF9C9C"
    assert cell.comment.text.count("【") == 3


def test_no_copy_is_made_without_findings_and_the_file_is_not_opened():
    assert marked(Arrival("表.xlsx", b"", 1), [], _refuse).state == "无问题"


def _with_parts(**parts: bytes) -> bytes:
    """The workbook with a picture, a chart … as parts; the dots of their names are `_dot_`."""
    named = {name.replace("__", "/").replace("_dot_", "."): data for name, data in parts.items()}
    return package.write(package.read(_workbook()), named)


def test_a_copy_says_on_a_sheet_of_its_own_what_it_lost():
    content = _with_parts(xl__vbaProject_dot_bin=b"x", xl__media__image1_dot_png=b"x")
    copy = _copy(content, "表.xlsm", _finding("表.xlsm", "表", "B2"))
    book = book_of(copy.content)
    assert (copy.state, book.sheetnames, book.active.title) == ("有", [NOTE, "表"], NOTE)
    assert book[NOTE]["A1"].value == (
        "《表.xlsm》里的宏、图片没有带进本副本，数值、公式和格式未动。"
    )
    assert [sheet.title for sheet in book if sheet.sheet_view.tabSelected] == [NOTE]
    assert book["表"]["B2"].comment is not None
    assert copy.link(Place("表.xlsm", "表", "B2")) == "标注副本.xlsx#'表'!B2"


def test_a_copy_that_lost_nothing_has_no_such_sheet():
    copy = _copy(_workbook(), "表.xlsx", _finding("表.xlsx", "表", "B2"))
    assert book_of(copy.content).sheetnames == ["表"]


def test_a_new_et_is_marked_and_an_old_one_redrawn():
    for made, state in ((forge.new_et(), "有"), (forge.old_et(), "重画")):
        copy = _copy(made, "表.et", _finding("表.et", "招商引资项目", "C5"))
        assert copy.state == state
        assert book_of(copy.content)["招商引资项目"]["C5"].comment is not None


def test_a_redrawn_sheet_prints_across_as_many_pages_as_can_be_read():
    row = ",".join(["一个二十个汉字那么长的单元格内容在此处哦"] * 20)
    copy = _copy(f"{row}\n{row}\n".encode(), "表.csv", _finding("表.csv", "", "A1"))
    sheet = book_of(copy.content)[copy.titles[""]]
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    assert sheet.page_setup.fitToWidth == 1 + 20 * 40 // 220
