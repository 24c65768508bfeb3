"""Charts, pictures, tables, links, comments and newer formats go where their rows go."""

import io
import re

import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation

from tests.render.excel.workbook import formulas, grid, names, one, part, render, sheet_xml

LOOP = {"A5": "{% for u in 各 %}{{ u.n }}", "B5": "{{ u.v }}", "C5": "{% endfor %}"}
UNITS = [{"n": "甲", "v": 1.5}, {"n": "乙", "v": 2}, {"n": "丙", "v": 3}]
UNITS = [{**unit, "v": int(unit["v"] * 2)} for unit in UNITS]
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000" "1f15c4890000000d49444154789c6360000002000001"
    "e221bc330000000049454e44ae426082"
)  # fmt: skip


def book(fill, cells=LOOP, *, other=""):
    """A workbook by XlsxWriter with a loop on sheet 表; `fill(book, sheet, other sheet)` adds."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        sheet = made.add_worksheet("表")
        for address, text in cells.items():
            sheet.write_string(address, text)
        fill(made, sheet, made.add_worksheet(other) if other else None)
    return out.getvalue()


def chart(made, sheet="表"):
    found = made.add_chart({"type": "column"})
    found.add_series({"categories": f"={sheet}!$A$5:$A$5", "values": f"={sheet}!$B$5:$B$5", "name": f"={sheet}!$B$4"})  # fmt: skip
    return found


def test_a_chart_shows_all_rows_that_came_of_the_loop_and_holds_their_values():
    data = book(lambda made, sheet, other: sheet.insert_chart("A8", chart(made)))
    xml = part(render(data, {"各": UNITS}).content, "xl/charts/chart1.xml")
    assert re.findall(r"<c:f>([^<]*)</c:f>", xml) == ["表!$B$4", "表!$A$5:$A$7", "表!$B$5:$B$7"]
    names_, values = re.findall(r"<c:(?:str|num)Cache>(.*?)</c:(?:str|num)Cache>", xml)[-2:]
    assert re.findall(r"<c:v>([^<]*)</c:v>", names_) == ["甲", "乙", "丙"]
    assert re.findall(r"<c:v>([^<]*)</c:v>", values) == ["3", "4", "6"]
    assert values.count('<c:ptCount val="3"/>') == 1


def test_a_chart_on_another_sheet_follows_too():
    data = book(lambda made, sheet, other: other.insert_chart("B2", chart(made)), other="图")
    xml = part(render(data, {"各": UNITS}).content, "xl/charts/chart1.xml")
    assert "<c:f>表!$B$5:$B$7</c:f>" in xml


def test_a_chart_over_a_single_cell_of_the_loop_row_shows_all_rows():
    def fill(made, sheet, other):
        found = made.add_chart({"type": "line"})
        found.add_series({"values": "=表!$B$5"})
        sheet.insert_chart("D9", found)

    xml = part(render(book(fill), {"各": UNITS}).content, "xl/charts/chart1.xml")
    assert "<c:f>表!$B$5:$B$7</c:f>" in xml


def anchors(content):
    xml = part(content, "xl/drawings/drawing1.xml")
    return [(int(a), int(b)) for a, b in re.findall(r"<xdr:from>.*?<xdr:row>(\d+)<.*?<xdr:to>.*?<xdr:row>(\d+)<", xml)]  # fmt: skip


def test_what_stands_below_a_loop_moves_down_and_what_stands_above_stays():
    def fill(made, sheet, other):
        sheet.insert_image("E2", "x.png", {"image_data": io.BytesIO(PIXEL)})
        sheet.insert_image("A9", "x.png", {"image_data": io.BytesIO(PIXEL), "object_position": 2})
        sheet.insert_textbox("D12", "说明", {"height": 40})

    data = book(fill)
    before, after = anchors(data), anchors(render(data, {"各": UNITS}).content)
    assert after == [before[0], *((first + 2, last + 2) for first, last in before[1:])]


def test_a_shape_that_spans_the_loop_grows_with_it_if_it_is_sized_with_cells():
    def fill(made, sheet, other):
        sheet.insert_textbox("D4", "跨行", {"height": 60, "object_position": 1})
        sheet.insert_textbox("E4", "不变", {"height": 60, "object_position": 2})

    data = book(fill)
    assert anchors(data) == [(3, 6), (3, 6)]
    assert anchors(render(data, {"各": UNITS}).content) == [(3, 8), (3, 6)]


def test_a_table_grows_over_its_loop_with_its_filter_and_formulas_by_name_still_work():
    def fill(made, sheet, other):
        columns = [{"header": "单位"}, {"header": "数"}, {"header": "注"}]
        sheet.add_table("A4:C5", {"columns": columns, "name": "完成"})
        for address, text in LOOP.items():
            sheet.write_string(address, text)
        sheet.write_formula("B8", "=SUM(完成[数])")

    made = render(book(fill), {"各": UNITS})
    xml = part(made.content, "xl/tables/table1.xml")
    assert 'ref="A4:C7"' in xml
    assert '<autoFilter ref="A4:C7"' in xml
    assert grid(made)[9][1] == "=SUM(完成[数])"
    assert formulas(made)["表"].tables["完成"].ref == "A4:C7"


def test_data_bars_of_excel_2010_cover_every_row_of_the_loop():
    bar = {"type": "data_bar", "data_bar_2010": True}
    data = book(lambda made, sheet, other: sheet.conditional_format("B5:B5", bar))
    xml = sheet_xml(render(data, {"各": UNITS}))
    assert "<xm:sqref>B5:B7</xm:sqref>" in xml
    assert 'conditionalFormatting sqref="B5:B7"' in xml


def test_each_row_of_a_loop_has_a_sparkline_of_its_own():
    data = book(lambda made, sheet, other: sheet.add_sparkline("D5", {"range": "表!A5:B5"}))
    xml = sheet_xml(render(data, {"各": UNITS}))
    assert re.findall("<xm:f>([^<]*)</xm:f><xm:sqref>([^<]*)<", xml) == [
        ("表!A5:B5", "D5"), ("表!A6:B6", "D6"), ("表!A7:B7", "D7"),
    ]  # fmt: skip


def test_a_sparkline_elsewhere_follows_the_loop():
    data = book(
        lambda made, sheet, other: other.add_sparkline("A1", {"range": "表!B5:B5"}), other="二"
    )
    assert "<xm:f>表!B5:B7</xm:f>" in sheet_xml(render(data, {"各": UNITS}), 2)


def test_validations_links_and_comments_of_a_loop_row_are_there_for_every_item():
    def touch(sheet):
        rule = DataValidation(type="list", formula1='"是,否"', sqref="C5")
        sheet.add_data_validation(rule)
        sheet["A5"].hyperlink = "https://example.cn/a"
        sheet["B5"].comment = Comment("请核对", "办公室")

    sheet = formulas(render(one(LOOP, touch), {"各": UNITS}))["表"]
    assert str(sheet.data_validations.dataValidation[0].sqref) == "C5:C7"
    assert {sheet[f"A{row}"].hyperlink.target for row in (5, 6, 7)} == {"https://example.cn/a"}
    assert [sheet[f"B{row}"].comment.text for row in (5, 6, 7)] == ["请核对"] * 3


def test_comments_of_a_loop_row_have_boxes_with_ids_of_their_own():
    data = book(lambda made, sheet, other: sheet.write_comment("B5", "请核对"))
    vml = part(render(data, {"各": UNITS}).content, "xl/drawings/vmlDrawing1.vml")
    assert re.findall(r"Row>(\d+)<", vml) == ["4", "5", "6"]
    ids = re.findall(r'<v:shape id="([^"]*)"', vml)
    assert len(set(ids)) == len(ids) == 3


def test_outline_levels_stay_with_the_rows_of_a_loop():
    def touch(sheet):
        sheet.row_dimensions.group(5, 5, outline_level=1)

    sheet = formulas(render(one({**LOOP, "A6": "完"}, touch), {"各": UNITS}))["表"]
    assert [sheet.row_dimensions[row].outlineLevel for row in (4, 5, 6, 7, 8)] == [0, 1, 1, 1, 0]


def test_no_part_of_a_rich_template_is_lost():
    def fill(made, sheet, other):
        sheet.insert_chart("A8", chart(made))
        sheet.insert_image("E9", "x.png", {"image_data": io.BytesIO(PIXEL)})
        sheet.write_comment("B5", "请核对")
        sheet.add_table("F1:G3")

    data = book(fill)
    assert names(render(data, {"各": UNITS}).content) == names(data)
