"""Values, marks and hidden parts come out of every format as they stand in it."""

from datetime import date, datetime, time, timedelta

import pytest

from pipeline.office.reading import UNCACHED, ErrorValue
from tests.office import forge

MARKED = forge.FILES / "marked"


@pytest.fixture(params=["marks.xlsx", "marks.xls", "marks.ods"])
def marked(request, reader):
    """A workbook from 1904 with errors, hidden parts and a merge, from C3 on."""
    return reader.read((MARKED / request.param).read_bytes(), request.param)


def test_error_cells_are_errors_in_every_format(marked):
    grid = marked.grids[0]
    assert grid.cell(5, 3) == ErrorValue("#DIV/0!")
    assert grid.cell(8, 3) == grid.cell(8, 4) == ErrorValue("#N/A")
    assert grid.cell(9, 3) == ErrorValue("#NAME?")
    assert str(grid.cell(9, 3)) == "#NAME?"


def test_leading_blank_rows_and_columns_count(marked):
    grid = marked.grids[0]
    assert [grid.cell(3, column) for column in (1, 2, 3, 4)] == [None, "项目", "到位", "日期"]
    assert (grid.cell(4, 3), grid.cell(10, 3)) == (12.5, 25)


def test_dates_of_a_1904_workbook_are_right(marked):
    grid = marked.grids[0]
    assert (grid.cell(4, 4), grid.cell(5, 4)) == (date(2026, 6, 5), date(2026, 6, 6))


def test_hidden_rows_columns_and_sheets_are_told(marked):
    grid = marked.grids[0]
    assert (grid.hidden_rows, grid.hidden_columns) == (frozenset({6}), frozenset({5}))
    assert grid.cell(11, 5) == "隐"
    assert [(one.name, one.hidden) for one in marked.grids] == [
        ("进度", False),
        ("说明", True),
        ("藏2", True),
    ]


def test_merges_are_told(marked):
    assert marked.grids[0].merges == ((11, 2, 12, 3),)
    assert marked.grids[0].cell(11, 2) == "合并"


def test_nothing_stands_beyond_the_edges(marked):
    grid = marked.grids[0]
    assert grid.cell(0, 1) is grid.cell(1, 0) is grid.cell(999, 1) is grid.cell(4, 999) is None


def test_kinds_of_values_in_xlsx(reader):
    def fill(book):
        sheet = book.get_worksheet_by_name("甲")
        formats = {
            name: book.add_format({"num_format": name})
            for name in ("yyyy-mm-dd", "h:mm", "[h]:mm", "yyyy年m月d日 h:mm", "0.00%")
        }
        sheet.write_datetime("A3", date(2026, 6, 5), formats["yyyy-mm-dd"])
        sheet.write_datetime("B3", time(8, 30), formats["h:mm"])
        sheet.write_number("C3", 1.25, formats["[h]:mm"])
        sheet.write_datetime("D3", datetime(2026, 6, 5, 8, 30), formats["yyyy年m月d日 h:mm"])
        sheet.write_number("E3", 0.3647, formats["0.00%"])
        sheet.write_boolean("F3", True)
        sheet.write_string("G3", "１２３．５")

    (grid,) = reader.read(forge.workbook(fill), "种类.xlsx").grids
    assert grid.values[0] == ["起", None, None, None, None, None, None]
    assert grid.values[2] == [
        date(2026, 6, 5),
        time(8, 30),
        timedelta(hours=30),
        datetime(2026, 6, 5, 8, 30),
        0.3647,
        True,
        "１２３．５",
    ]


def test_an_error_at_the_edge_widens_the_grid(reader):
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="3"><c r="C3" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    )
    (grid,) = reader.read(forge.xlsx(forge.sheet_xml(rows)), "边.xlsx").grids
    assert grid.cell(3, 3) == ErrorValue("#DIV/0!")
    assert (grid.height, grid.width) == (3, 3)


def test_cells_without_addresses_are_counted_along(reader):
    rows = '<row><c><v>1</v></c><c t="e"><v>#REF!</v></c></row><row><c/><c><f>A1</f></c></row>'
    (grid,) = reader.read(forge.xlsx(forge.sheet_xml(rows)), "无址.xlsx").grids
    assert [list(row) for row in grid.values] == [[1, ErrorValue("#REF!")], [None, UNCACHED]]


def test_styled_blanks_far_away_do_no_harm(reader):
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="0"/></row>'
    (grid,) = reader.read(forge.xlsx(forge.sheet_xml(rows)), "远.xlsx").grids
    assert grid.values == [[1]]


def test_chart_sheets_are_left_out(reader):
    def fill(book):
        chart = book.add_chart({"type": "bar"})
        chart.add_series({"values": "=甲!$B$1:$B$2"})
        book.add_chartsheet("图").set_chart(chart)
        book.add_worksheet("乙").write("A1", "末")

    book = reader.read(forge.workbook(fill), "图.xlsx")
    assert [grid.name for grid in book.grids] == ["甲", "乙"]
    assert book.grids[1].cell(1, 1) == "末"


def test_macros_and_links_are_noted(reader):
    parts = {"xl/vbaProject.bin": b"x", "xl/externalLinks/externalLink1.xml": b"<x/>"}
    plain = forge.sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>')
    book = reader.read(forge.xlsx(plain, parts), "宏.xlsm")
    assert book.notes == (
        "文件带有宏；宏没有运行，只取单元格的值",
        "文件引用了其他工作簿；取的是上次保存的结果",
    )


def test_opendocument_repeats_and_uncached_formulas(reader):
    body = (
        '<table:table table:name="表" table:style-name="h">'
        '<table:table-column table:number-columns-repeated="2"/>'
        '<table:table-column table:visibility="collapse"/>'
        '<table:table-row table:number-rows-repeated="2"><table:table-cell'
        ' table:number-columns-repeated="2" office:value-type="float" office:value="4"/>'
        "</table:table-row>"
        '<table:table-row table:visibility="filter"><table:table-cell table:formula="of:=1"/>'
        '<table:table-cell table:formula="of:=#REF!" office:value-type="float" office:value="0">'
        "<text:p>#REF!</text:p></table:table-cell>"
        '<table:table-cell office:value-type="string"><text:p>末</text:p></table:table-cell>'
        "</table:table-row>"
        '<table:table-row table:number-rows-repeated="1048573"><table:table-cell'
        ' table:number-columns-repeated="16384"/></table:table-row></table:table>'
    )
    styles = (
        '<style:style style:name="h" style:family="table">'
        '<style:table-properties table:display="false"/></style:style>'
    )
    (grid,) = reader.read(forge.ods(body, styles), "表.ods").grids
    assert [list(row)[:3] for row in grid.values[:3]] == [
        [4, 4, None],
        [4, 4, None],
        [UNCACHED, ErrorValue("#REF!"), "末"],
    ]
    assert grid.hidden
    assert (grid.hidden_rows, grid.hidden_columns) == (frozenset({3}), frozenset({3}))


CSV = "单位,金额\r\n甲镇,12.5\r\n\r\n乙镇,"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_in_any_encoding(reader, encoding):
    book = reader.read(CSV.encode(encoding), "表.csv")
    assert book.kind == "csv"
    assert book.grids[0].values == [["单位", "金额"], ["甲镇", "12.5"], [], ["乙镇", None]]
    assert bool(book.notes) == (encoding == "gb18030")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("甲\t1,234\n乙\t5,678\n", [["甲", "1,234"], ["乙", "5,678"]]),
        ("甲;1\n乙;2\n", [["甲", "1"], ["乙", "2"]]),
        ("甲\n乙\n", [["甲"], ["乙"]]),
        ('甲,"1,234"\n"上\n下",2\n', [["甲", "1,234"], ["上\n下", "2"]]),
        ("sep=;\n甲;1\n", [[], ["甲", "1"]]),
        ("说明，逗号\n甲,007\n", [["说明，逗号"], ["甲", "007"]]),
    ],
)
def test_csv_delimiters_and_quotes(reader, text, values):
    assert reader.read(text.encode(), "表.csv").grids[0].values == values


def test_a_tsv_in_utf_16_reads(reader):
    data = "单位\t金额\r\n甲镇\t1\r\n".encode("utf-16-be")
    grid = reader.read(b"\xfe\xff" + data, "表.txt").grids[0]
    assert grid.values == [["单位", "金额"], ["甲镇", "1"]]


PAGE = """<html><head><meta charset="gb2312"><style>td {color: red}</style></head><body>
<h3>2026年6月报表</h3><p>单位：万元</p>
<table border=1><thead><tr><th rowspan=2>单位</th><th colspan="2">资&nbsp;金</th></tr>
<tr><td>计划<td>到位</tr></thead>
<tr style="display: none"><td>甲<br>镇</td><td x:num>1,200.50</td><td></td></tr>
<tr><td> 乙 镇 </td><td>5</td><td>6</td></tr></table></body></html>"""


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_a_web_page_saved_as_xls(reader, encoding):
    book = reader.read(PAGE.encode(encoding), "报表.xls")
    (grid,) = book.grids
    assert (book.kind, book.notes) == ("html", ())
    assert [list(row) for row in grid.values] == [
        ["2026年6月报表"],
        ["单位：万元"],
        ["单位", "资 金"],
        [None, "计划", "到位"],
        ["甲\n镇", "1,200.50"],
        ["乙 镇", "5", "6"],
    ]
    assert grid.merges == ((3, 1, 4, 1), (3, 2, 3, 3))
    assert grid.hidden_rows == frozenset({5})


def test_a_table_within_a_layout_table_is_the_table(reader):
    page = (
        "<table><tr><td>标题</td></tr><tr><td><table><tr><td>a</td><td>b</td></tr></table>"
        "尾</td></tr></table>"
    )
    grid = reader.read(page.encode(), "报表.xls").grids[0]
    assert [list(row) for row in grid.values] == [["标题"], ["a", "b"], ["尾"]]


XML_2003 = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:x="urn:schemas-microsoft-com:office:excel"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="表一"><Table>
 <Column/><Column ss:Index="3" ss:Hidden="1"/>
 <Row ss:Index="2"><Cell ss:MergeAcross="1" ss:MergeDown="1"><Data ss:Type="String">甲</Data></Cell>
  <Cell><Data ss:Type="Number">12.5</Data></Cell></Row>
 <Row ss:Index="4" ss:Hidden="1"><Cell><Data ss:Type="DateTime">2026-06-05T00:00:00.000</Data></Cell>
  <Cell ss:Index="3" ss:Formula="=1/0"><Data ss:Type="Error">#DIV/0!</Data></Cell>
  <Cell ss:Formula="=1"/><Cell><Data ss:Type="Boolean">1</Data></Cell></Row>
</Table></Worksheet>
<Worksheet ss:Name="藏"><Table/><WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel">
<Visible>SheetHidden</Visible></WorksheetOptions></Worksheet></Workbook>"""


def test_an_xml_workbook_of_excel_2003(reader):
    book = reader.read(XML_2003.encode(), "报表.xls")
    first, second = book.grids
    assert (book.kind, first.name, first.hidden) == ("xml", "表一", False)
    assert [list(row) for row in first.values] == [
        [],
        ["甲", None, 12.5],
        [],
        [datetime(2026, 6, 5), None, ErrorValue("#DIV/0!"), UNCACHED, True],
    ]
    assert first.merges == ((2, 1, 3, 2),)
    assert (first.hidden_rows, first.hidden_columns) == (frozenset({4}), frozenset({3}))
    assert (second.name, second.hidden) == ("藏", True)
