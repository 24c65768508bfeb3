"""Cells that merge, span and take colour; columns that repeat; headings on every page."""

import pytest
from lxml import etree

from pipeline.model.finding import Faulty
from pipeline.render.word import render
from tests.drawings.word import draw
from tests.render.word.letter import LANGUAGE, NAME, cell, letter, p, part, row, table

ROWS = [
    {"组": "东", "镇": "甲", "额": 1},
    {"组": "东", "镇": "乙", "额": 1},
    {"组": "西", "镇": "乙", "额": 1},
]
LOOP = "{% for r in rows %}"


def drawn(template, **context):
    """The document's tables as text."""
    return draw(render(template, NAME, context, LANGUAGE).content).partition("正文\n")[2]


def wide(text, span):
    return cell(text).replace('type="dxa"/>', f'type="dxa"/><w:gridSpan w:val="{span}"/>')


def xml(template, **context):
    return part(render(template, NAME, context, LANGUAGE).content)


def test_a_whole_loop_is_merged_down():
    template = letter(table(row(LOOP + "{% vm %}全市", "{{ r.镇 }}{% endfor %}")))
    assert drawn(template, rows=ROWS) == (
        "  +------+----+\n"
        "  | 全市 | 甲 |\n"
        "  +------+----+\n"
        "  | 〃   | 乙 |\n"
        "  +------+----+\n"
        "  | 〃   | 乙 |\n"
        "  +------+----+\n"
    )


def test_equal_neighbours_are_merged_down_by_column_and_by_two_columns_together():
    template = letter(
        table(
            row(
                LOOP + "{% vm r.组 %}{{ r.组 }}",
                "{% vm r.组, r.镇 %}{{ r.镇 }}",
                "{% vm r.镇 %}{{ r.镇 }}{% endfor %}",
            ),
            columns=3,
        )
    )
    assert drawn(template, rows=ROWS) == (
        "  +----+----+----+\n"
        "  | 东 | 甲 | 甲 |\n"
        "  +----+----+----+\n"
        "  | 〃 | 乙 | 乙 |\n"
        "  +----+----+----+\n"
        "  | 西 | 乙 | 〃 |\n"
        "  +----+----+----+\n"
    )


def test_a_merge_begins_with_the_first_row_that_is_printed_and_anew_in_each_loop():
    template = letter(
        table(
            row("{%tr for g in 组 %}{%tr for r in g %}{%tr if r %}", ""),
            row("{% vm %}{{ r }}", "x"),
            row("{%tr endif %}{%tr endfor %}{%tr endfor %}", ""),
        )
    )
    assert drawn(template, 组=[["", "甲", "乙"], ["丙"]]) == (
        "  +----+----+\n  | 甲 | x  |\n  +----+----+\n  | 〃 | x  |\n  +----+----+\n"
        "  | 丙 | x  |\n  +----+----+\n"
    )


COLUMNS = table(
    row(wide("题", 5)),
    row("项", "{%tc for c in cols %}", "{{ c }}", "{%tc endfor %}", "合"),
    row("{%tr for r in rows %}", "", "", "", ""),
    row("{{ r.镇 }}", "{%tc for c in cols %}", "{{ r.额 + c }}", "{%tc endfor %}", "{{ r.额 }}"),
    row("{%tr endfor %}", "", "", "", ""),
    columns=5,
)


def test_columns_are_repeated_and_the_title_spans_them():
    assert drawn(letter(COLUMNS), rows=ROWS[:2], cols=[1, 2, 3]) == (
        "  +----+----+----+----+----+\n"
        "  | 题                     |\n"
        "  +----+----+----+----+----+\n"
        "  | 项 | 1  | 2  | 3  | 合 |\n"
        "  +----+----+----+----+----+\n"
        "  | 甲 | 2  | 3  | 4  | 1  |\n"
        "  +----+----+----+----+----+\n"
        "  | 乙 | 2  | 3  | 4  | 1  |\n"
        "  +----+----+----+----+----+\n"
    )


def test_without_any_column_the_table_keeps_the_others():
    assert drawn(letter(COLUMNS), rows=ROWS[:1], cols=[]) == (
        "  +----+----+\n  | 题      |\n  +----+----+\n  | 项 | 合 |\n  +----+----+\n"
        "  | 甲 | 1  |\n  +----+----+\n"
    )


def test_the_grid_and_the_cells_share_the_width_of_the_columns_that_the_template_shows():
    # 5 × 2000 twips; the two columns of tags and the one between them make 6000, for two: 3000
    content = etree.fromstring(xml(letter(COLUMNS), rows=ROWS[:1], cols=[1, 2]).encode())
    space = {"w": content.nsmap["w"]}
    value = f"{{{space['w']}}}w"
    assert [one.get(value) for one in content.iterfind(".//w:gridCol", space)] == [
        "2000", "3000", "3000", "2000"]  # fmt: skip
    cells = content.findall(".//w:tr", space)[2].iterfind(".//w:tcW", space)
    assert [one.get(value) for one in cells] == ["2000", "3000", "3000", "2000"]


def test_columns_may_come_from_the_rows_alone():
    template = letter(
        table(
            row("{%tr for r in rows %}", "", "", ""),
            row("{{ r.名 }}", "{%tc for c in r.值 %}", "{{ c }}", "{%tc endfor %}"),
            row("{%tr endfor %}", "", "", ""),
            columns=4,
        )
    )
    rows = [{"名": "甲", "值": [1, 2]}, {"名": "乙", "值": [3, 4]}]
    assert drawn(template, rows=rows) == (
        "  +----+----+----+\n  | 甲 | 1  | 2  |\n  +----+----+----+\n"
        "  | 乙 | 3  | 4  |\n  +----+----+----+\n"
    )
    assert xml(template, rows=rows).count("<w:gridCol ") == 3


def test_columns_may_be_left_out_by_a_condition():
    template = letter(
        table(row("甲", "{%tc if 有 %}", "乙", "{%tc else %}", "丙", "{%tc endif %}"), columns=6)
    )
    assert drawn(template, 有=True) == "  +----+----+\n  | 甲 | 乙 |\n  +----+----+\n"
    assert drawn(template, 有=False) == "  +----+----+\n  | 甲 | 丙 |\n  +----+----+\n"


def test_a_cell_is_merged_across_the_columns_of_its_loop():
    template = letter(
        table(
            row("{%tc for c in cols %}", "{% hm %}题", "{%tc endfor %}", "合"),
            row("{%tc for c in cols %}", "{{ c }}", "{%tc endfor %}", "合"),
            columns=4,
        )
    )
    assert drawn(template, cols=[1, 2, 3]) == (
        "  +----+----+----+----+\n"
        "  | 题           | 合 |\n"
        "  +----+----+----+----+\n"
        "  | 1  | 2  | 3  | 合 |\n"
        "  +----+----+----+----+\n"
    )


def test_a_cell_spans_as_many_columns_as_it_is_told():
    template = letter(table(row("甲", "乙", "丙"), row("{% colspan n %}题", "尾"), columns=3))
    assert '<w:gridSpan w:val="2"/>' in xml(template, n=2)
    for wrong in (0, -1, 64, "2", True):
        with pytest.raises(Faulty, match="后面应是1至63的整数"):
            render(template, NAME, {"n": wrong}, LANGUAGE)


def test_a_cell_takes_the_colour_it_is_given_in_the_place_of_the_schema():
    painted = cell("{% cellbg 色 %}甲").replace(
        'type="dxa"/>', 'type="dxa"/><w:shd w:val="clear" w:fill="00FF00"/><w:vAlign w:val="top"/>'
    )
    template = letter(table(row(painted, "乙")))
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="{}"/><w:vAlign'
    assert shade.format("FF0000") in xml(template, 色="ff0000")
    assert shade.format("FF0000") in xml(template, 色="#FF0000")
    assert shade.format("auto") in xml(template, 色="")
    for wrong in ("红", '"/><w:x', "FF00001", 5):
        with pytest.raises(Faulty, match="六位颜色代码"):
            render(template, NAME, {"色": wrong}, LANGUAGE)


def test_the_rows_above_a_loop_head_every_page():
    template = letter(table(row("甲", "乙"), row(LOOP + "{{ r.镇 }}", "{{ r.额 }}{% endfor %}")))
    content = xml(template, rows=ROWS)
    assert content.count("<w:tblHeader/>") == 1
    assert content.index("<w:tblHeader/>") < content.index("甲")


def test_an_author_who_marked_a_heading_keeps_it_and_a_form_gets_none():
    marked = row("乙", "x").replace("<w:tr>", "<w:tr><w:trPr><w:tblHeader/></w:trPr>")
    loop = row(LOOP + "{{ r.镇 }}", "{{ r.额 }}{% endfor %}")
    content = xml(letter(table(row("甲", "x"), marked, loop)), rows=ROWS)
    assert content.count("<w:tblHeader/>") == 1
    assert content.index("甲") < content.index("<w:tblHeader/>")
    form = letter(table(*[row("甲", "x")] * 5, loop), p(""))
    assert "tblHeader" not in xml(form, rows=ROWS)


def test_the_height_of_a_heading_row_stays_before_its_mark():
    tall = row("甲", "乙").replace(
        "<w:tr>", '<w:tr><w:trPr><w:trHeight w:val="500"/><w:jc w:val="center"/></w:trPr>'
    )
    content = xml(
        letter(table(tall, row(LOOP + "{{ r.镇 }}", "{{ r.额 }}{% endfor %}"))), rows=ROWS
    )
    assert '<w:trHeight w:val="500"/><w:tblHeader/><w:jc' in content


def test_more_columns_than_word_can_open_are_refused():
    with pytest.raises(Faulty, match="超过63列"):
        render(letter(COLUMNS), NAME, {"rows": ROWS, "cols": list(range(62))}, LANGUAGE)
