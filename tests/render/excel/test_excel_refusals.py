"""What the engine does not support is refused with its sheet and cell, never lost in silence."""

import io

import pytest
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.worksheet.formula import ArrayFormula

from pipeline.model.finding import Faulty
from pipeline.render import excel
from tests.render.excel.workbook import NAME, changed, one, problems, render, template

LOOP = {"A5": "{% for u in 各 %}{{ u }}", "B5": "{% endfor %}"}


def written(fill, *sheets):
    """A workbook by XlsxWriter: sheet 表 with a loop, and others; `fill(book, sheet)` adds to it."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("表")
        for address, text in LOOP.items():
            sheet.write_string(address, text)
        others = [book.add_worksheet(name) for name in sheets]
        fill(book, *others, sheet)
    return out.getvalue()


def chart(book, source="=二!$A$1:$A$3"):
    made = book.add_chart({"type": "column"})
    made.add_series({"values": source})
    return made


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000" "1f15c4890000000d49444154789c6360000002000001"
    "e221bc330000000049454e44ae426082"
)  # fmt: skip


def test_a_chart_over_a_range_that_would_take_in_other_rows_is_refused():
    cells = {
        "A5": "{% for g in 组 %}",
        "B5": "=SUM(B6:B6)",
        "A6": "{% for u in g %}",
        "B6": "{{ u }}{% endfor %}{% endfor %}",
    }
    data = written(
        lambda book, other, sheet: [
            sheet.write_formula(address, text) if text[0] == "=" else sheet.write_string(address, text)
            for address, text in cells.items()
        ]
        and other.insert_chart("A9", chart(book, "=表!$B$6:$B$6")),
        "二",
    )  # fmt: skip
    assert any("图表 =表!$B$6:$B$6：范围表!$B$6:$B$6按循环展开后会把B5的公式也算进去" in line
               for line in problems(data))  # fmt: skip


def test_newer_kinds_of_chart_are_refused_where_their_data_have_loops():
    new = '<cx:chartSpace xmlns:cx="http://schemas.microsoft.com/office/drawing/2014/chartex"><cx:f dir="row">表!$A$5:$A$5</cx:f></cx:chartSpace>'
    lines = problems(changed(one(LOOP), {"xl/charts/chartEx1.xml": new}))
    assert any("这种新式图表的数据表!$A$5:$A$5在有循环的工作表上" in line for line in lines)


def test_an_extension_that_we_do_not_know_is_refused_on_a_sheet_with_loops():
    unknown = '<extLst><ext uri="{x}"><y:odd xmlns:y="urn:y" xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><xm:sqref>A5</xm:sqref></y:odd></ext></extLst></worksheet>'
    data = changed(one(LOOP), {"xl/worksheets/sheet1.xml": lambda xml: xml.replace("</worksheet>", unknown)})  # fmt: skip
    assert problems(data) == [
        "《模板.xlsx》表：有循环的工作表上不支持这种扩展功能；请改用普通的条件格式或数据有效性"
    ]


def test_tables_that_a_loop_would_break_are_refused():
    def head(book, sheet):
        sheet.add_table("A5:B7")
        for address, text in LOOP.items():
            sheet.write_string(address, text)

    lines = problems(written(head))
    assert any("表 表格“Table1”：“表格”的标题行里有标签或循环" in line for line in lines)

    def fill(book, sheet):
        sheet.add_table("D9:E10", {"columns": [{"header": "甲"}, {"header": "乙"}]})
        sheet.write_string("F10", "{% if 有 %}")
        sheet.write_string("G10", "{% endif %}")

    assert any("“表格”的各行都在判断里" in line for line in problems(written(fill)))


def test_array_formulas_that_touch_loops_are_refused():
    array = ArrayFormula("D1:D2", "=A1:A2*2")
    assert any(
        "表!D1：有循环的工作表上不支持数组公式" in line
        for line in problems(one({**LOOP, "D1": array}))
    )
    other = template(("表", LOOP), ("二", {"D1": ArrayFormula("D1", "=SUM(表!A5:A5*2)")}))
    assert any("二!D1：数组公式引用了有循环的工作表" in line for line in problems(other))
    assert problems(one({"A1": "{{ x }}", "D1": array})) == []


def test_tags_in_formulas_are_refused():
    assert any("表!A1：公式里写了标签" in line for line in problems(one({"A1": '="{{ x }}"&B1'})))


def test_tags_where_the_engine_does_not_look_are_refused():
    commented = one(
        {"A1": "x"}, lambda sheet: setattr(sheet["A1"], "comment", Comment("{{ x }}", "a"))
    )
    assert any("表 批注：批注里不能写标签{{ x }}" in line for line in problems(commented))


@pytest.mark.parametrize(
    ("part", "message"),
    [
        ("xl/vbaProject.bin", "模板带有宏"),
        ("xl/externalLinks/externalLink1.xml", "外部链接"),
        ("xl/pivotTables/pivotTable1.xml", "数据透视表"),
    ],
)
def test_macros_external_links_and_pivot_tables_are_refused_by_part(part, message):
    lines = problems(changed(one(LOOP), {part: "<x/>"}))
    assert [part in line and message in line for line in lines] == [True]


def test_a_workbook_declared_to_hold_macros_is_refused():
    def declare(xml):
        return xml.replace("spreadsheetml.sheet.main+xml", "x").replace(
            "</Types>", "<!--macroEnabled--></Types>"
        )

    assert any(
        "带宏的格式" in line
        for line in problems(changed(one(LOOP), {"[Content_Types].xml": declare}))
    )


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"])
def test_a_part_with_a_doctype_is_refused(part):
    def declare(xml):
        start = xml.index("<", 1) if xml.startswith("<?") else 0
        return f'{xml[:start]}<!DOCTYPE a [<!ENTITY b "c">]>{xml[start:]}'

    lines = problems(changed(one(LOOP), {part: declare}))
    assert [part in line and "DOCTYPE" in line for line in lines] == [True]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "不完整，未传完或已损坏"),
        (b"PK\x03\x04abc", "不完整，未传完或已损坏"),
        (changed(one({}), {"_rels/.rels": "<Relationships/>"}), "不是Excel工作簿"),
        (changed(one({}), {"xl/worksheets/sheet1.xml": "<worksheet"}), "内容不是完整的XML"),
        (changed(one({}), {"xl/worksheets/sheet1.xml": None}), "缺少部件"),
        (changed(one({}), {"xl/worksheets/sheet1.xml": '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'}), "请用Excel或WPS打开后另存为"),
    ],
)  # fmt: skip
def test_bytes_that_are_no_workbook_are_a_fault_of_the_template(data, message):
    assert [message in line and line.startswith("《模板.xlsx》") for line in problems(data)] == [
        True
    ]
    with pytest.raises(Faulty):
        excel.tags(data, NAME)
    with pytest.raises(Faulty):
        render(data)


def test_an_unreadable_formula_is_refused_with_its_cell():
    def break_it(xml):
        return xml.replace("<f>1+1</f>", "<f>SUM(1</f>")

    data = changed(one({"B2": "=1+1"}), {"xl/worksheets/sheet1.xml": break_it})
    assert problems(data) == ["《模板.xlsx》表!B2：公式“SUM(1”读不懂；请在Excel里改正后保存"]
