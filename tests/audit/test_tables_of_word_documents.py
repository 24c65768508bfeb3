"""Tables inside finished Word documents: totals, typed numbers, rates, claims (V45, V64, F42)."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import cache

import docx
import pytest

from pipeline.model.edition import Document
from pipeline.model.number import rounding
from pipeline.produce import rendered_by, sections_of
from pipeline.render import word
from pipeline.render.context import context
from pipeline.render.filters import FILTERS
from pipeline.render.language import Language
from pipeline.render.occasions import occasions
from pipeline.render.papers.known import Meanings
from pipeline.render.word.shown import shown
from pipeline.reread import disproved
from tests.shipped import month_of

HEAD = [("单位", "入统项目", "", "", "省外资金（亿元）"), ("", "任务", "完成", "完成率（%）", "")]
GROUP = (
    "{{ 组.名称 }}小计",
    "{{ 组.入统项目.目标 }}",
    "{{ 组.入统项目.完成 }}",
    "{{ 组.入统项目.完成率 }}",
    "",
)
UNIT = (
    "{{ 单.名称 }}",
    "{{ 单.入统项目.目标 }}",
    "{{ 单.入统项目.完成 }}",
    "{{ 单.入统项目.完成率 }}",
    "{{ 单.实际利用省外资金.完成|亿元(4)|replace('亿元', '') }}",
)
WHOLE = (
    "合计",
    "{{ 全市.入统项目.目标 }}",
    "{{ 全市.入统项目.完成 }}",
    "{{ 全市.入统项目.完成率 }}",
    "20.8548",
)
OF = "{{{{ (各组|selectattr('名称', 'equalto', '{}')|first).入统项目.完成 }}}}"
TOTAL = 28
"""Rows: two of the heading, four 小计, 21 units, the total."""


def template(group=GROUP, unit=UNIT, whole=WHOLE) -> bytes:
    """A table by groups, each headed by its 小计, with the total at the end."""
    made, kept = docx.Document(), io.BytesIO()
    made.add_paragraph("单位：个、亿元")
    loops = [("{%tr for 组 in 各组 %}",), group, ("{%tr for 单 in 组.单位 %}",), unit]
    rows = [*HEAD, *loops, ("{%tr endfor %}",), ("{%tr endfor %}",), whole]
    table = made.add_table(len(rows), len(HEAD[0]))
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(number, column).text = text
    table.cell(0, 1).merge(table.cell(0, 3))
    table.cell(0, 0).merge(table.cell(1, 0))
    made.save(kept)
    return kept.getvalue()


@cache
def names() -> dict[str, object]:
    scheme, month = month_of("2026-06")
    return dict(context(scheme.indicators, month, sections_of(scheme)))


def made(data: bytes) -> Document:
    rendered = word.render(data, "通报.docx", names(), Language(FILTERS))
    return Document("通报", "docx", rendered.content, "通报.docx", rendered.trace)


def told(*documents: Document) -> list[str]:
    scheme, month = month_of("2026-06")
    with rounding(month.rounding):
        found = disproved(scheme, month, documents, Meanings(scheme, month))
    return [f"{one.rule.code} {one.message}" for one in found]


def at(place: int, text: str, row: tuple[str, ...]) -> tuple[str, ...]:
    return (*row[:place], text, *row[place + 1 :])


def only(name: str, variable: str, typed: str, tag: str) -> str:
    """The tag, but for one group or unit what somebody typed."""
    return f"{{% if {variable}.名称 == '{name}' %}}{typed}{{% else %}}{tag}{{% endif %}}"


def test_a_table_is_read_with_its_merged_cells_and_its_places():
    (page,) = shown(made(template()).content)[1]
    assert page.name == "正文 表1"
    assert [page.cells[1, column].text for column in (1, 2, 5)] == [
        "单位",
        "入统项目",
        "省外资金（亿元）",
    ]
    assert page.at(1, 5) == "正文 表1第1行第3列"  # the third cell of its row, in the fifth column
    assert page.at(TOTAL, 3) == "正文 表1第28行第3列"
    assert [page.cells[TOTAL, column].text for column in (1, 2, 3)] == ["合计", "126", "59"]


def test_a_table_that_is_right_is_let_be():
    # 13 + 5 + 40 + 1 = 59 of the four groups; 6.8877 + … of the units come to 20.8548亿元
    assert told(made(template())) == []


def test_a_number_typed_in_a_total_row_is_held_against_the_rows():
    (one, rate) = told(made(template(whole=at(2, "58", WHOLE))))
    assert one == (
        "V45 “《通报.docx》正文 表1第28行第3列”分项合计59与合计58不符，相差1"
    )  # 13 + 5 + 40 + 1 = 59
    assert rate == (  # 58 ÷ 126 = 46.031… %
        "V45 《通报.docx》正文 表1第28行第4列的完成率46.83%与同一行的完成58、目标126不符，"
        "应为46.03%"
    )
    assert told(made(template(whole=at(2, "59", WHOLE)))) == []


def test_a_total_over_the_wrong_rows_is_told():
    towns = OF.format("镇（街道）")
    (one,) = told(made(template(whole=at(2, towns, at(3, "", WHOLE)))))
    assert one == "V45 “《通报.docx》正文 表1第28行第3列”分项合计59与合计40不符，相差19"


def test_a_typed_subtotal_is_held_against_its_own_group_wherever_that_stands():
    # the towns stand below it: 2+3+4+0+4+6+5+2+4+3+4+3 = 40; 40 ÷ 84 = 47.62 %
    wrong = at(3, "", at(2, only("镇（街道）", "组", "41", GROUP[2]), GROUP))
    assert told(made(template(group=wrong))) == [
        "V45 “《通报.docx》正文 表1第7行第3列”分项合计40与合计41不符，相差-1"
    ]
    right = at(2, only("镇（街道）", "组", "40", GROUP[2]), GROUP)
    assert told(made(template(group=right))) == []


def test_a_subtotal_of_another_group_is_told():
    other = OF.format("市直单位")
    wrong = at(3, "", at(2, only("镇（街道）", "组", other, GROUP[2]), GROUP))
    assert (
        told(made(template(group=wrong)))[0]
        == "V45 “《通报.docx》正文 表1第7行第3列”分项合计40与合计1不符，相差39"
    )


def test_a_typed_rate_is_held_against_its_own_row():
    # 石桐镇: 3 of 5 are 60 %
    wrong = at(3, only("石桐镇", "单", "61.00", UNIT[3]), UNIT)
    assert told(made(template(unit=wrong))) == [
        "V64 《通报.docx》正文 表1第9行第4列“61”与数不符：石桐镇的这一格按数是60",
        "V45 《通报.docx》正文 表1第9行第4列的完成率61%与同一行的完成3、目标5不符，应为60.00%",
    ]


@pytest.mark.parametrize(("typed", "wrong"), [("46.83", 0), ("46.8", 0), ("46.80", 1)])
def test_a_print_stands_for_no_more_than_its_digits(typed, wrong):
    # 59 ÷ 126 = 46.825…: 46.8 can be it, 46.80 (46.795 to 46.805) cannot
    assert len(told(made(template(whole=at(3, typed, WHOLE))))) == wrong


def test_a_number_typed_in_a_units_row_is_held_against_its_figure():
    wrong = at(3, "", at(2, only("石桐镇", "单", "4", UNIT[2]), UNIT))
    assert "V64 《通报.docx》正文 表1第9行第3列“4”与数不符：石桐镇的这一格按数是3" in told(
        made(template(unit=wrong))
    )


def test_a_total_in_yi_is_held_against_figures_that_print_in_yi():
    # 208 547.88万元 are 20.854788亿元
    assert told(made(template(whole=at(4, "20.85", WHOLE)))) == []
    (one,) = told(made(template(whole=at(4, "20.80", WHOLE))))
    assert one.startswith("V45 “《通报.docx》正文 表1第28行第5列”分项合计20.854788与合计20.8不符")


def test_units_in_wan_and_their_total_in_yi_are_one_sum():
    """A unit prints 14425.92万元 and the whole 5.47亿元: 54672.42万元, which rounds to it."""
    name = "新增固定资产投资"
    kept, table = io.BytesIO(), docx.Document()
    cells = [
        ("单位", "完成", "年度任务", "完成率（%）"),
        ("{%tr for 单 in 各单位 %}", "", "", ""),
        ("{{ 单.名称 }}", *(f"{{{{ 单.{name}.{one} }}}}" for one in ("完成数", "目标", "完成率"))),
        ("{%tr endfor %}", "", "", ""),
        ("合计", *(f"{{{{ 全市.{name}.{one} }}}}" for one in ("完成数", "目标", "完成率"))),
    ]
    made_of = table.add_table(len(cells), 4)
    for row, texts in enumerate(cells):
        for column, text in enumerate(texts):
            made_of.cell(row, column).text = text
    table.save(kept)
    assert told(made(kept.getvalue())) == []
    wrong = replaced(kept.getvalue(), f"{{{{ 全市.{name}.完成数 }}}}", "5.97亿元")
    assert [one[:3] for one in told(made(wrong))][:1] == ["V45"]


def test_a_sentence_in_a_cell_is_a_claim():
    # 1 + 27 rows above; the city has 59
    (one,) = told(made(template(whole=at(4, "全市入统项目60个。", WHOLE))))
    assert one.startswith(
        "V64 正文 表1第28行第5列“全市入统项目60个。”与数不符：全市入统项目的完成是59个"
    )


def test_a_figure_printed_in_a_table_and_otherwise_in_a_text_is_told():
    one = made(template())
    code = "全市/入统项目/完成"
    trace = [replace(p, text="61") if p.figure == code else p for p in one.trace]
    assert told(one, replace(one, name="附表", trace=one.trace)) == []
    found = told(one, replace(one, name="附表", trace=trace))
    assert found == [
        "V64 正文 表1第28行第3列“61”与数不符：《通报.docx》正文 表1第28行第3列印的是59"
    ]


SEEDED = [
    (
        "工作方案",
        "{{ 全市.入统项目.分解目标 }}",
        "125",
        "V45 “《{}》正文 表3第2行第8列”分项合计126与合计125不符，相差1",
    ),
    (
        "工作方案",  # copied from the neighbour
        "{{ 全市.入统项目.分解目标 }}",
        "{{ 全市.新入省库项目.分解目标 }}",
        "V45 “《{}》正文 表3第2行第8列”分项合计126与合计58不符，相差68",
    ),
    (
        "季调度材料",  # 59 ÷ 126
        "{{ 标.完成率 }}",
        "{% if 标.代号 == '入统项目' %}47.83{% else %}{{ 标.完成率 }}{% endif %}",
        "V45 《{}》正文 表1第5行第5列的完成率47.83%与同一行的完成59、目标126不符，应为46.83%",
    ),
]


@pytest.mark.parametrize(("name", "tag", "fault", "message"), SEEDED)
def test_a_fault_seeded_into_a_template_that_ships_is_told(name, tag, fault, message):
    scheme, month = month_of("2026-06")
    plan = scheme.documents[name]
    seeded = replaced(scheme.templates[plan.template], tag, fault)
    changed = replace(scheme, templates={**scheme.templates, plan.template: seeded})
    language = Language(FILTERS)
    with rounding(month.rounding):
        (one,) = occasions(plan, names(), language)
        rendered = rendered_by(changed, plan, one.names, language)
    document = Document(one.title, "docx", rendered.content, plan.template, rendered.trace)
    assert message.format(f"{one.title}.docx") in told(document)


def replaced(data: bytes, tag: str, fault: str) -> bytes:
    """The template with other text in the one cell that holds this tag alone."""
    opened, kept = docx.Document(io.BytesIO(data)), io.BytesIO()
    cells = [cell for table in opened.tables for row in table.rows for cell in row.cells]
    (cell,) = [one for one in cells if one.text == tag]
    first, *rest = cell.paragraphs[0].runs
    first.text = fault
    for run in rest:
        run.text = ""
    opened.save(kept)
    return kept.getvalue()
