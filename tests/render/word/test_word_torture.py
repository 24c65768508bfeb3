"""Data as units send it must reach the document whole, or visibly marked, never silently less."""

import io

import docx
import pytest
from lxml import etree

from pipeline.render.word import output, render
from tests.render.word.letter import LANGUAGE, NAME, cell, fill, letter, p, part, row, table, texts

TEMPLATE = letter("前{{ 值 }}后", "完")


@pytest.mark.parametrize(
    "value",
    [
        "投资<5亿元的项目",
        "A&B公司",
        "x<b>y</b>",
        'a<b & "c" >d',
        "</w:t></w:r></w:p><w:p>",
        "&lt;已转义&gt;",
        "]]>",
        "{{ 单位 }}、{% if x %}、{# 注 #}",
        "<?tag 0?>",
        "𠮷野家、䶮、𬭊",
        "עברית العربية",
        "👩\u200d👩\u200d👧\u200d👦😀",
        "  前后有空格  ",
        "é、e\u0301、ﬁ",
        "长" * 100_000,
        "\u0085\u2028\u00a0\u3000",
        "俾\u4fff",
        "ﷺ﷼",
    ],
)
def test_text_arrives_as_it_was(value):
    assert texts(TEMPLATE, 值=value) == [f"前{value}后", "完"]


@pytest.mark.parametrize("char", ["\x00", "\x01", "\x07", "\x0b", "\x0c", "\x1f", "\ud800", "\udfff",
                                  "\ufffe", "\uffff", "\ufdd0", "\ufdd2", "\ufdef", "\U0001ffff", "\U0010fffe"])  # fmt: skip
def test_a_character_that_must_not_stand_in_a_document_shows_as_one_replacement(char):
    assert texts(TEMPLATE, 值=f"甲{char}乙") == ["前甲\ufffd乙后", "完"]


def test_line_breaks_and_tabs_in_data_become_those_of_word():
    content = part(render(TEMPLATE, NAME, {"值": "一\n二\r\n三\r四\t五"}, LANGUAGE).content)
    assert content.count("<w:br/>") == 3
    assert content.count("<w:tab/>") == 1
    assert texts(TEMPLATE, 值="一\n二\r\n三\r四\t五") == ["前一\n二\n三\n四\t五后", "完"]


def test_a_tab_in_the_template_itself_stays_a_tab():
    template = letter("<w:p><w:r><w:t>甲\t</w:t><w:tab/><w:t>{{ 值 }}</w:t></w:r></w:p>")
    assert texts(template, 值="乙") == ["甲\t\t乙"]


def test_every_size_of_chunk_gives_the_same_document(monkeypatch):
    template = letter(
        "{{ 题 }}",
        table(row("{% for r in rows %}{{ r.a }}", "{{ r.b }}{% endfor %}")),
        table(
            row(
                cell("{%p if 无 %}", "文", "{%p endif %}"),
                "{% for r in rows %}{{ r.a }}{% endfor %}",
            )
        ),
        p("{% for r in rows %}{{ r.b }}{% endfor %}"),
    )
    rows = [{"a": "甲\n乙", "b": "<&>\x02"}] * 3
    for data in ({"题": "通报", "rows": rows, "无": False}, {"题": "", "rows": [], "无": True}):
        made = set()
        for size in (1, 2, 3, 7, 10_000):
            monkeypatch.setattr(output, "_BATCH", size)
            made.add(part(render(template, NAME, data, LANGUAGE).content))
        assert len(made) == 1


def test_the_document_is_well_formed_whatever_the_data():
    every = "".join(map(chr, (*range(0x300), 0xD800, 0xFDD0, 0xFFFE, 0x1F600, 0x2FFFF)))
    content = render(TEMPLATE, NAME, {"值": every}, LANGUAGE).content
    etree.fromstring(part(content).encode())
    assert docx.Document(io.BytesIO(content)).paragraphs[1].text == "完"


def test_a_table_of_many_rows_arrives_whole():
    template = letter(table(row("{% for r in rows %}{{ r.a }}", "{{ loop.index }}{% endfor %}")))
    rows = [{"a": f"第{number}个<"} for number in range(3_000)]
    found = [one.text for one in fill(template, rows=rows).tables[0]._cells]
    assert found[::2] == [one["a"] for one in rows]
    assert found[1::2] == [str(number) for number in range(1, 3_001)]
