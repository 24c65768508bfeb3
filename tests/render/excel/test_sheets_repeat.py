"""A sheet's name may make a sheet for each item, keep or drop the sheet, or print a value."""

import io

import pytest
import xlsxwriter
from openpyxl.worksheet.pagebreak import Break

from pipeline.model.finding import Faulty
from tests.render.excel.workbook import (
    amount,
    formulas,
    grid,
    names,
    part,
    problems,
    render,
    template,
    values,
)

EACH = "{% for u in 各 %}{{ u.名称 }}"
UNITS = [
    {"名称": "甲镇", "项目": [{"n": "一", "v": 1}, {"n": "二", "v": 2}]},
    {"名称": "乙镇", "项目": [{"n": "三", "v": 4}]},
]
CELLS = {
    "A1": "{{ u.名称 }}项目表", "A3": "{% for p in u.项目 %}{{ p.n }}", "B3": "{{ p.v }}{% endfor %}",
    "A4": "合计", "B4": "=SUM(B3:B3)",
}  # fmt: skip


def test_each_item_has_a_sheet_of_its_own_with_rows_and_totals_of_its_own():
    made = render(template(("封面", {"A1": "x"}), (EACH, CELLS)), {"各": UNITS})
    book = values(made)
    assert book.sheetnames == ["封面", "甲镇", "乙镇"]
    assert [[c.value for c in row] for row in book["甲镇"].iter_rows(min_row=3)] == [
        ["一", 1], ["二", 2], ["合计", 3],
    ]  # fmt: skip
    assert [[c.value for c in row] for row in book["乙镇"].iter_rows(min_row=3)] == [
        ["三", 4], ["合计", 4],
    ]  # fmt: skip
    assert formulas(made)["甲镇"]["B5"].value == "=SUM(B3:B4)"


def test_a_sheet_comes_or_goes_by_a_condition():
    data = template(("表", {"A1": 1}), ("{% if 有 %}附表", {"A1": "=A2*2", "A2": "{{ 有 }}"}))
    assert values(render(data, {"有": 3})).sheetnames == ["表", "附表"]
    without = render(data, {"有": 0})
    assert values(without).sheetnames == ["表"]
    assert not [name for name in names(without.content) if "sheet2" in name]
    assert "sheet2" not in part(without.content, "[Content_Types].xml")
    assert "sheet2" not in part(without.content, "xl/_rels/workbook.xml.rels")


def test_a_loop_with_a_condition_and_the_number_of_the_item():
    data = template(
        ("{%for u in 各 if u.v%}{{u.n}}", {"A1": "{{ loop.index }}／{{ loop.length }}{{ u.n }}"})
    )
    made = render(data, {"各": [{"n": "甲", "v": 1}, {"n": "乙", "v": 0}, {"n": "丙", "v": 2}]})
    assert [grid(made, name) for name in ("甲", "丙")] == [[["1／2甲"]], [["2／2丙"]]]


def test_a_name_that_prints_a_value_is_followed_by_references_to_it():
    data = template(("{{ 期 }}汇总", {"A1": "{{ 3 }}"}), ("二", {"A1": "='{{ 期 }}汇总'!A1*2"}))
    made = render(data, {"期": "6月"})
    assert grid(made, "二") == [["='6月汇总'!A1*2"]]
    assert grid(made, "二", cached=True) == [[6]]


def test_names_print_settings_and_own_references_of_a_copy_mean_the_copy():
    def touch(book):
        sheet = book[EACH]
        sheet.print_area = "A1:B4"
        sheet.print_title_rows = "1:1"
        sheet.row_breaks.append(Break(id=4))

    data = template((EACH, {**CELLS, "B5": f"='{EACH}'!B4*2"}), ("说明", {"A1": "完"}), touch=touch)
    made = render(data, {"各": UNITS})
    book = formulas(made)
    assert [book[name].print_area for name in ("甲镇", "乙镇")] == [
        "'甲镇'!$A$1:$B$5", "'乙镇'!$A$1:$B$4",
    ]  # fmt: skip
    assert book["甲镇"]["B6"].value == "='甲镇'!B5*2"
    assert [values(made)[name]["B6" if name == "甲镇" else "B5"].value for name in ("甲镇", "乙镇")] == [6, 8]  # fmt: skip
    assert book["乙镇"].print_title_rows == "$1:$1"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["甲/乙:丙*"], ["甲_乙_丙_"]),
        (["[一]", "'二'"], ["_一_", "二"]),
        (["长" * 40], ["长" * 31]),
        (["长" * 40, "长" * 33], ["长" * 31, "长" * 28 + "（2）"]),
        (["同名", "同名", "同名"], ["同名", "同名（2）", "同名（3）"]),
        (["ABC", "abc"], ["ABC", "abc（2）"]),
        (["", "  "], ["_", "_（2）"]),
        (["History"], ["History_"]),
        (["说明"], ["说明（2）"]),
        (["😀" * 20], ["😀" * 15]),
    ],
)  # fmt: skip
def test_names_that_a_sheet_cannot_have_are_made_fit(given, expected):
    data = template(("{% for n in 各 %}{{ n }}", {"A1": 1}), ("说明", {"A1": 2}))
    assert values(render(data, {"各": given})).sheetnames == [*expected, "说明"]


def drawn():
    """A sheet for each item with a chart, a comment and a table, by XlsxWriter."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet(EACH)
        for address, text in CELLS.items():
            (sheet.write_formula if text[0] == "=" else sheet.write_string)(address, text)
        sheet.write_comment("A4", "核对")
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": f"='{EACH}'!$B$3:$B$3"})
        chart.set_title({"name": "{{ u.名称 }}到位资金"})
        sheet.insert_chart("D2", chart)
        sheet.insert_textbox("D20", "截至{{ 期 }}，{{ u.名称 }}")
        sheet.add_table("F1:G3", {"name": "附", "columns": [{"header": "甲"}, {"header": "乙"}]})
        sheet.write_formula("H1", "=SUM(附[乙])")
        sheet.set_footer("&L{{ u.名称 }}&R第 &P 页，{{ 期 }}")
        sheet.set_first_sheet()
    return out.getvalue()


def test_charts_boxes_comments_tables_and_footers_of_a_copy_are_its_own():
    made = render(drawn(), {"各": UNITS, "期": "6月&7月"})
    found = names(made.content)
    assert sum(name.startswith("xl/charts/chart") for name in found) == 2
    charts = [part(made.content, name) for name in found if name.startswith("xl/charts/chart")]
    assert ["<c:f>'甲镇'!$B$3:$B$4</c:f>" in charts[0], "<c:f>'乙镇'!$B$3</c:f>" in charts[1]
            or "<c:f>'乙镇'!$B$3:$B$3</c:f>" in charts[1]] == [True, True]  # fmt: skip
    assert ["甲镇到位资金" in charts[0], "乙镇到位资金" in charts[1]] == [True, True]
    drawings = [part(made.content, n) for n in found if n.startswith("xl/drawings/drawing")]
    assert ["截至6月&amp;7月，甲镇" in drawings[0], "截至6月&amp;7月，乙镇" in drawings[1]] == [
        True,
        True,
    ]
    book = formulas(made)
    assert [book[name].tables.keys() for name in ("甲镇", "乙镇")] == [{"附"}, {"附_2"}]
    assert [book[name]["H1"].value for name in ("甲镇", "乙镇")] == [
        "=SUM(附[乙])",
        "=SUM(附_2[乙])",
    ]
    sheets = [part(made.content, n) for n in found if n.startswith("xl/worksheets/sheet")]
    assert [f"<oddFooter>&amp;L{n}&amp;R第 &amp;P 页，6月&amp;&amp;7月</oddFooter>" in xml
            for n, xml in zip(("甲镇", "乙镇"), sheets, strict=True)] == [True, True]  # fmt: skip
    assert sum('tabSelected="1"' in xml for xml in sheets) == 1
    for name in found:
        if name.endswith((".xml", ".rels", ".vml")):
            assert "{{" not in part(made.content, name), name
            assert "{%" not in part(made.content, name), name


def test_figures_in_footers_and_boxes_are_in_the_trace():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("表")
        sheet.set_header("&C全市{{ 到位 }}")
    made = render(out.getvalue(), {"到位": amount("12.345", figure="全市/到位")})
    assert "&amp;C全市12.35" in part(made.content, "xl/worksheets/sheet1.xml")
    assert [(one.place, one.text, one.figure) for one in made.trace] == [
        ("表 页眉页脚", "12.35", "全市/到位")
    ] or made.trace[0].text.startswith("12.35")


def test_the_order_of_sheets_is_kept_and_a_second_run_gives_the_same_bytes():
    data = template(("一", {"A1": 1}), (EACH, CELLS), ("二", {"A1": 2}))
    made = render(data, {"各": UNITS})
    assert values(made).sheetnames == ["一", "甲镇", "乙镇", "二"]
    assert render(data, {"各": UNITS}).content == made.content


@pytest.mark.parametrize(
    ("sheets", "message"),
    [
        ([("{% for u in 各单 %}{{ u }}", {}), ("二", {})], "工作表“{% for u in 各单 %}{{ u }}”的名称 {% for u in 各单 %}：没有“各单”这个名称；是不是想写“各”"),
        ([("{% for u in 各 %}{{ u.没有 }}", {})], "没有“没有”这一项"),
        ([("{{ 名", {})], "标签没有写完整"),
        ([(EACH, {}), ("二", {"A1": f"='{EACH}'!A1"})], "那张表按数据可能没有或有几张"),
    ],
)  # fmt: skip
def test_names_that_cannot_be_are_refused_in_their_place(sheets, message):
    lines = problems(template(*sheets), {"各": UNITS})
    assert any(message in line for line in lines), lines


def test_a_workbook_without_any_sheet_and_one_with_too_many_are_refused():
    data = template(("{% for n in 各 %}{{ n }}", {"A1": 1}))
    with pytest.raises(Faulty, match="一张工作表也没有"):
        render(data, {"各": []})
    with pytest.raises(Faulty, match="会生成501张工作表，超过上限500张"):
        render(data, {"各": [str(n) for n in range(501)]})


def test_what_fails_in_a_name_or_a_footer_names_its_place():
    data = template(("{{ 1 % 零 }}", {"A1": 1}))
    with pytest.raises(Faulty, match=r"工作表“\{\{ 1 % 零 \}\}”的名称.*除数为0"):
        render(data, {"零": 0})
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_worksheet("表").set_header("&C{{ 长 }}")
    with pytest.raises(Faulty, match="表 页眉页脚：页眉或页脚共302个字，超过Excel的上限255个字"):
        render(out.getvalue(), {"长": "长" * 300})
