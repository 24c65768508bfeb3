"""A table as an office sends it out, drawn before and after."""

import io

import xlsxwriter

from tests.drawings.excel import draw
from tests.render.excel.workbook import amount, rate, render

TEMPLATE = """\
═══ 进度表
页面 A4 横向 缩放到1页宽自动页高
打印区域 '进度表'!$A$1:$E$9
打印标题 $3:$3
页脚 &C第 &P 页，共 &N 页
合并 A1:E1 A4:E4 A9:E9
条件格式 E5 cellIs lessThan 50
1 高45 │ A: "{{ 期间 }}招商引资进度表"
3 │ A: "序号" │ B: "单位" │ C: "到位资金" │ D: "年度目标" │ E: "完成率（%）"
4 │ A: "{% for g in 组 %}{{ g.名称 }}"
5 高30 │ A: "{% for u in g.单位 %}{{ loop.index }}" │ B: "{{ u.名称 }}" │ C: "{{ u.到位 }}" │ D: "{{ u.目标 }}" │ E: "{{ u.完成率 }}{% endfor %}"
6 │ B: "小计" │ C: =SUBTOTAL(9,C5:C5) → 0 │ D: =SUBTOTAL(9,D5:D5) → 0 │ E: "{{ g.完成率 }}{% endfor %}"
7 │ B: "合计" │ C: =SUBTOTAL(9,C5:C5) → 0 │ D: =SUBTOTAL(9,D5:D5) → 0 │ E: =ROUND(C7/D7*100,2) → 0
9 │ A: "填报人：        联系电话："
"""

NOTICE = """\
═══ 进度表
页面 A4 横向 缩放到1页宽自动页高
打印区域 '进度表'!$A$1:$E$13
打印标题 $3:$3
页脚 &C第 &P 页，共 &N 页
合并 A1:E1 A4:E4 A8:E8 A13:E13
条件格式 E5:E6 E9 cellIs lessThan 50
1 高45 │ A: "上半年招商引资进度表"
3 │ A: "序号" │ B: "单位" │ C: "到位资金" │ D: "年度目标" │ E: "完成率（%）"
4 │ A: "镇街组"
5 高30 │ A: 1 │ B: "城关镇" │ C: 1234.567 〔0.00〕 │ D: 2000 〔0.00〕 │ E: 61.73 〔0.00〕
6 高30 │ A: 2 │ B: "东街道" │ C: 765.433 〔0.00〕 │ D: 1000 〔0.00〕 │ E: "未报送"
7 │ B: "小计" │ C: =SUBTOTAL(9,C5:C6) → 2000 │ D: =SUBTOTAL(9,D5:D6) → 3000 │ E: 66.67 〔0.00〕
8 │ A: "园区组"
9 高30 │ A: 1 │ B: "开发区" │ C: 500 〔0.00〕 │ D: 1000 〔0.00〕 │ E: 50 〔0.00〕
10 │ B: "小计" │ C: =SUBTOTAL(9,C9:C9) → 500 │ D: =SUBTOTAL(9,D9:D9) → 1000 │ E: 50 〔0.00〕
11 │ B: "合计" │ C: =SUBTOTAL(9,C5:C9) → 2500 │ D: =SUBTOTAL(9,D5:D9) → 4000 │ E: =ROUND(C11/D11*100,2) → 62.5
13 │ A: "填报人：        联系电话："
"""


def template():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("进度表")
        number = book.add_format({"num_format": "0.00"})
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.print_area("A1:E9")
        sheet.repeat_rows(2)
        sheet.set_footer("&C第 &P 页，共 &N 页")
        for row, height in ((0, 45), (4, 30)):
            sheet.set_row(row, height)
        sheet.merge_range("A1:E1", "{{ 期间 }}招商引资进度表")
        sheet.write_row("A3", ["序号", "单位", "到位资金", "年度目标", "完成率（%）"])
        sheet.merge_range("A4:E4", "{% for g in 组 %}{{ g.名称 }}")
        sheet.write_row("A5", ["{% for u in g.单位 %}{{ loop.index }}", "{{ u.名称 }}"])
        sheet.write_row(
            "C5", ["{{ u.到位 }}", "{{ u.目标 }}", "{{ u.完成率 }}{% endfor %}"], number
        )
        for row, label in ((6, "小计"), (7, "合计")):
            sheet.write(f"B{row}", label)
            sheet.write_formula(f"C{row}", "=SUBTOTAL(9,C5:C5)")
            sheet.write_formula(f"D{row}", "=SUBTOTAL(9,D5:D5)")
        sheet.write("E6", "{{ g.完成率 }}{% endfor %}", number)
        sheet.write_formula("E7", "=ROUND(C7/D7*100,2)")
        sheet.merge_range("A9:E9", "填报人：        联系电话：")
        low = book.add_format({"bold": True})
        sheet.conditional_format(
            "E5:E5", {"type": "cell", "criteria": "<", "value": 50, "format": low}
        )
    return out.getvalue()


def unit(name, done, goal, share):
    return {"名称": name, "到位": amount(done), "目标": amount(goal), "完成率": share}


def test_a_progress_table_comes_out_as_drawn():
    towns = [
        unit("城关镇", "1234.567", 2000, rate("61.72835")),
        unit("东街道", "765.433", 1000, rate(0).with_(value=None, word="未报送")),
    ]
    groups = [
        {"名称": "镇街组", "单位": towns, "完成率": rate("66.6666")},
        {"名称": "园区组", "单位": [unit("开发区", 500, 1000, rate(50))], "完成率": rate(50)},
    ]
    assert draw(template()) == TEMPLATE
    assert draw(render(template(), {"期间": "上半年", "组": groups}).content) == NOTICE
