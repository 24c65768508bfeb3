"""Rows and cells that are repeated or left out."""

from pipeline.render.word import render
from tests.render.word.letter import LANGUAGE, NAME, cell, fill, grid, letter, p, part, row, table

ROWS = [{"名": "甲镇", "额": 3, "报": True}, {"名": "乙镇", "额": 5, "报": False}]


def test_rows_are_repeated_between_two_rows_that_hold_only_tags():
    template = letter(
        table(
            row("单位", "金额"),
            row("{%tr for r in rows %}", ""),
            row("{{ r.名 }}", "{{ r.额 }}"),
            row("{%tr endfor %}", ""),
            row("合计", "8"),
        )
    )
    assert grid(template, rows=ROWS) == [
        ["单位", "金额"],
        ["甲镇", "3"],
        ["乙镇", "5"],
        ["合计", "8"],
    ]


def test_a_row_is_repeated_by_a_loop_from_its_first_cell_to_its_last():
    template = letter(
        table(row("单位", "金额"), row("{% for r in rows %}{{ r.名 }}", "{{ r.额 }}{% endfor %}"))
    )
    assert grid(template, rows=ROWS) == [["单位", "金额"], ["甲镇", "3"], ["乙镇", "5"]]
    assert grid(template, rows=[]) == [["单位", "金额"]]


def test_a_row_is_left_out_by_a_condition_from_its_first_cell_to_its_last():
    template = letter(
        table(row("单位", "金额"), row("{% if 有 %}甲镇", "3{% endif %}"), row("合计", "3"))
    )
    assert grid(template, 有=True) == [["单位", "金额"], ["甲镇", "3"], ["合计", "3"]]
    assert grid(template, 有=False) == [["单位", "金额"], ["合计", "3"]]


def test_a_row_loop_may_hold_a_row_condition():
    template = letter(
        table(
            row("单位", "金额"),
            row("{% for r in rows %}{% if r.报 %}{{ r.名 }}", "{{ r.额 }}{% endif %}{% endfor %}"),
        )
    )
    assert grid(template, rows=ROWS) == [["单位", "金额"], ["甲镇", "3"]]


def test_row_tags_alone_in_a_paragraph_leave_no_blank_line_behind():
    first = cell("{% for r in rows %}", "{{ r.名 }}")
    template = letter(table(row("头", "头"), row(first, cell("{{ r.额 }}", "{% endfor %}"))))
    assert grid(template, rows=ROWS)[1:] == [["甲镇", "3"], ["乙镇", "5"]]


def test_a_loop_within_one_cell_stays_in_that_cell():
    template = letter(table(row("{% for r in rows %}{{ r.名 }}、{% endfor %}", "x")))
    assert grid(template, rows=ROWS) == [["甲镇、乙镇、", "x"]]


def test_a_table_of_one_row_without_data_keeps_one_row_so_that_word_can_open_it():
    template = letter(table(row("{% for r in rows %}{{ r.名 }}", "{{ r.额 }}{% endfor %}")))
    assert [len(one._element) for one in fill(template, rows=[]).tables[0].rows] == [1]
    assert grid(template, rows=ROWS) == [["甲镇", "3"], ["乙镇", "5"]]


def test_a_cell_whose_paragraphs_all_go_keeps_an_empty_one():
    inner = cell("{%p if 有 %}", "有", "{%p endif %}")
    template = letter(table(row(inner, "x")))
    assert grid(template, 有=True) == [["有", "x"]]
    assert grid(template, 有=False) == [["", "x"]]
    content = render(template, NAME, {"有": False}, LANGUAGE).content
    assert "</w:tcPr><w:p/></w:tc>" in part(content)


def test_a_cell_that_would_end_with_a_table_gets_a_paragraph_after_it():
    inner = cell("甲").replace("</w:tc>", table(row("内", "表")) + p("{%p if 有 %}") + p("尾"))
    template = letter(table(row(f"{inner}{p('{%p endif %}')}</w:tc>", "x")))
    content = render(template, NAME, {"有": False}, LANGUAGE).content
    assert "</w:tbl><w:p/></w:tc>" in part(content)


def test_tables_inside_tables_loop_on_their_own():
    inner = cell("").replace(
        "<w:p/>", table(row("{% for t in r.项 %}{{ t }}", "{{ r.名 }}{% endfor %}")) + p("")
    )
    template = letter(
        table(row("{%tr for r in rows %}", ""), row(inner, "{{ r.名 }}"), row("{%tr endfor %}", ""))
    )
    data = [{"名": "甲", "项": ["a", "b"]}, {"名": "乙", "项": ["c"]}]
    outer = fill(template, rows=data).tables[0]
    inside = [
        [[one.text for one in each.cells] for each in line.cells[0].tables[0].rows]
        for line in outer.rows
    ]
    assert inside == [[["a", "甲"], ["b", "甲"]], [["c", "乙"]]]


def test_a_content_control_around_repeated_paragraphs_gives_way():
    inner = f"<w:sdt><w:sdtPr/><w:sdtContent>{p('{%p if 有 %}')}{p('甲')}{p('{%p endif %}')}</w:sdtContent></w:sdt>"
    template = letter(table(row(cell("").replace("<w:p/>", inner), "x")), "后")
    assert grid(template, 有=True) == [["甲", "x"]]
    assert grid(template, 有=False) == [["", "x"]]
