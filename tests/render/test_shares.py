"""Shares of a list's parts: plain, or forced to a hundred where a template asks (F17)."""

from __future__ import annotations

from fractions import Fraction

import pytest

from pipeline.model.figure import Quantity
from pipeline.model.number import exact
from pipeline.render.contract import Tag, faults
from pipeline.render.filters import FILTERS
from pipeline.render.language import Language, Unprintable, unmarked

LANGUAGE = Language(FILTERS)
NOTE = "由于四舍五入，分项之和可能不等于合计"


def groups(*values: object, measure: str = "万元") -> list[dict]:
    return [
        {
            "名称": f"组{number}",
            "资金": {
                "完成": Quantity(
                    None if value is None else exact(value),
                    measure,
                    2,
                    "未报送",
                    f"组:{number}/资金/完成",
                )
            },
        }
        for number, value in enumerate(values, start=1)
    ]


def said(tag: str, rows: object, heard: list | None = None) -> str:
    text = LANGUAGE.from_string(tag).render(各组=rows)
    return unmarked(text, None if heard is None else lambda *one: heard.append(one))


def shares(name: str, rows: object, more: str = "") -> str:
    return said("{% for 组 in 各组|" + name + "('资金.完成'" + more + ") %}{{ 组.占比 }} {% endfor %}", rows).strip()  # fmt: skip


@pytest.mark.parametrize(
    ("values", "plain", "forced"),
    [
        # 33.333… each: three floors make 99.99, the last hundredth goes to the first
        ((1, 1, 1), "33.33 33.33 33.33", "33.34 33.33 33.33"),
        # 1/6, 1/6, 2/3: 16.6666…, 16.6666…, 66.6666…: 99.98 and two hundredths to give
        ((1, 1, 4), "16.67 16.67 66.67", "16.67 16.67 66.66"),
        # 2/7, 4/7, 1/7: 28.5714, 57.1428, 14.2857; floors 28.57+57.14+14.28 = 99.99, to 0.57
        ((2, 4, 1), "28.57 57.14 14.29", "28.57 57.14 14.29"),
        ((1, 3), "25.00 75.00", "25.00 75.00"),
        ((0, 5), "0.00 100.00", "0.00 100.00"),
        # what is not known has no share, and the others are shares of what is known
        ((1, None, 3), "25.00 未报送 75.00", "25.00 未报送 75.00"),
        # a part below zero: −1 of 2 is −50 %, 3 of 2 is 150 %
        ((-1, 3), "-50.00 150.00", "-50.00 150.00"),
        ((0, 0), "— —", "— —"),
        ((-3, 1), "— —", "— —"),
        ((), "", ""),
    ],
)
def test_shares_are_plain_unless_the_template_asks_for_a_hundred(values, plain, forced):
    assert shares("占比", groups(*values)) == plain
    assert shares("凑百占比", groups(*values)) == forced


def test_decimals_are_those_that_the_template_asks_for():
    # 33.3 three times leaves a tenth; without decimals 33 + 33 + 33 leave one
    assert shares("凑百占比", groups(1, 1, 1), ", 1") == "33.4 33.3 33.3"
    assert shares("凑百占比", groups(1, 1, 1), ", 0") == "34 33 33"
    assert shares("占比", groups(1, 1, 1), ", 1") == "33.3 33.3 33.3"


@pytest.mark.parametrize(
    ("values", "note"), [((1, 1, 1), NOTE), ((1, 3), ""), ((0, 0), ""), ((), "")]
)
def test_the_note_stands_only_where_the_prints_miss_a_hundred(values, note):
    assert said("{{ 各组|占比注('资金.完成') }}", groups(*values)) == note


def test_a_share_is_traced_to_its_part_and_the_row_keeps_its_items():
    heard: list = []
    tag = (
        "{% for 组 in 各组|凑百占比('资金.完成') %}{{ 组.名称 }}{{ 组.占比|带单位 }}，{% endfor %}"
    )
    assert said(tag, groups(1, 3), heard) == "组125.00%，组275.00%，"
    assert heard == [("组:1/资金/完成", "25.00%"), ("组:2/资金/完成", "75.00%")]


@pytest.mark.parametrize(
    ("name", "rows", "complaint"),
    [
        ("资金", groups(1), "是一组数，还要写明取哪一项，例如“资金.完成”"),
        ("资金.没有", groups(1), "不是这个清单里的数"),
        ("名称", groups(1), "不是这个清单里的数"),
        ("资金.完成", "甲", "前面不是清单"),
        ("资金.完成", {"甲": 1}, "前面不是清单"),
        ("资金.完成", groups(1) + groups(2, measure="个"), "计量单位不同（万元、个）"),
    ],
)
def test_what_has_no_shares_is_refused(name, rows, complaint):
    with pytest.raises(Unprintable, match=complaint):
        said("{{ 各组|凑百占比('" + name + "')|length }}", rows)


def test_the_names_behind_a_share_are_held_against_the_data():
    def faulty(*tags: str) -> list[str]:
        placed = [Tag(text, f"第{n}段") for n, text in enumerate(tags, start=1)]
        found = faults(placed, {"各组": groups(1, 2)}, "通报.docx", LANGUAGE)
        return [one.line for one in found]

    loop, end = "{% for 组 in 各组|占比('资金.完成') %}", "{% endfor %}"
    assert faulty(loop, "{{ 组.占比 }}{{ 组.名称 }}", end) == []
    assert faulty("{{ 各组|占比注('资金.完成') }}") == []
    assert "没有“完城”这一项" in faulty(loop.replace("完成", "完城"), end)[0]
    assert "没有“名程”这一项" in faulty(loop, "{{ 组.名程 }}", end)[0]
    plain = faulty("{% for 组 in 各组 %}", "{{ 组.占比 }}", end)
    assert "没有“占比”这一项" in plain[0]


def test_shares_of_amounts_are_exact_before_they_are_rounded():
    # 0.1 of 0.3 is a third, though no float of either says so
    rows = groups("0.1", "0.2")
    assert FILTERS["占比"](rows, "资金.完成")[0]["占比"].value == Fraction(100, 3)


def test_a_row_may_have_several_shares_by_names_of_their_own():
    # 1 : 2 is 33.33…% : 66.66…%
    loop = "{% for 组 in 各组|占比('资金.完成', 2, '资金比')|凑百占比('资金.完成', 1, '整比') %}"
    shown, end = "{{ 组.资金比 }}/{{ 组.整比 }} ", "{% endfor %}"
    assert said(loop + shown + end, groups(1, 2)) == "33.33/33.3 66.67/66.7 "

    def faulty(shown: str) -> int:
        placed = [Tag(text, "第1段") for text in (loop, shown, end)]
        return len(list(faults(placed, {"各组": groups(1, 2)}, "通报.docx", LANGUAGE)))

    assert [faulty("{{ 组.资金比 }}"), faulty("{{ 组.整比 }}"), faulty("{{ 组.占比 }}")] == [
        0,
        0,
        1,
    ]
