"""Parts printed in 亿元 that add up to the printed total, where a template asks for it."""

from fractions import Fraction

import pytest

from pipeline.model.figure import Quantity
from pipeline.render import excel
from pipeline.render.balanced import balanced
from pipeline.render.filters import FILTERS
from pipeline.render.language import Unprintable
from tests.render.excel.workbook import NAME, column, one, render


def wan(value, **more):
    return Quantity(None if value is None else Fraction(value), "万元", 2, raw=True, **more)


def shown(values, decimals=2):
    total = sum(value for value in values if value is not None)
    rows = [{"n": wan(value, word="未报送")} for value in values]
    return [str(row["n"]) for row in balanced(rows, "n", wan(total), decimals)]


def test_one_part_takes_the_unit_that_rounding_lost():
    # 5023 + 524 = 5547 万元: 0.50 + 0.05 = 0.55, as the total; nothing to do.
    assert shown([5023, 524]) == ["0.50", "0.05"]
    # 3 × 3333.4 万元 = 10000.2: 0.33 × 3 = 0.99, but 1.00: the first of equals takes 0.01.
    assert shown([Fraction("3333.4")] * 3) == ["0.34", "0.33", "0.33"]


def test_the_part_nearest_to_rounding_up_takes_it():
    # 0.1240 + 0.1230 + 0.1230 = 0.3700: 0.12 × 3 = 0.36; 0.1240 is nearest to 0.13.
    assert shown([1230, 1240, 1230]) == ["0.12", "0.13", "0.12"]


def test_the_part_nearest_to_rounding_down_gives_it():
    # 0.1260 + 0.1270 + 0.1270 = 0.3800: 0.13 × 3 = 0.39; 0.1260 is nearest to 0.12.
    assert shown([1270, 1260, 1270]) == ["0.13", "0.12", "0.13"]


def test_zeros_and_words_stay_and_amounts_may_fall():
    # 0.1250 - 0.0150 = 0.1100 exactly, 0.13 - 0.02 = 0.11 as printed: nothing to do.
    assert shown([1250, -150, 0, None]) == ["0.13", "-0.02", "0.00", "未报送"]


def test_the_number_of_decimals_is_the_tables():
    assert shown([1234, 1234, 1232], decimals=1) == ["0.2", "0.1", "0.1"]  # 0.37 is 0.4


def test_parts_that_do_not_add_up_are_refused_with_both_numbers():
    rows = [{"n": wan(5000)}, {"n": wan(5001)}]
    with pytest.raises(Unprintable, match=r"各项相加是1\.0001亿元，合计是1亿元，不相等"):
        balanced(rows, "n", wan(10_000))


@pytest.mark.parametrize(
    ("rows", "name", "total", "message"),
    [
        ("文字", "n", wan(1), "前面不是清单"),
        ([{"n": 5}], "n", wan(5), "只用于金额"),
        ([{"m": wan(5)}], "n", wan(5), "没有“n”这一项"),
        ([{"n": wan(5)}], "n", wan(None, word="未报送"), "合计没有数（未报送）"),
    ],
)
def test_what_cannot_be_balanced_is_refused(rows, name, total, message):
    with pytest.raises(Unprintable, match=message):
        balanced(rows, name, total)


def test_a_table_in_yi_adds_up_on_paper_and_alive():
    third = Fraction("3333.4")
    data = {
        "各": [{"完成": {"到位": wan(third, figure=f"单位{n}")}} for n in range(3)],
        "合计": wan(3 * third, figure="全市"),
    }
    cells = {
        "A1": "{% for u in 各|舍位平衡('完成.到位', 合计) %}{{ u.完成.到位 }}", "B1": "{% endfor %}",
        "A2": "=SUM(A1:A1)",
    }  # fmt: skip
    made = render(one(cells), data, **FILTERS)
    assert column(made, "A", cached=True) == [0.34, 0.33, 0.33, 1]
    assert [printed.text for printed in made.trace] == ["0.34", "0.33", "0.33"]
    wrong = {**cells, "A1": cells["A1"].replace("{{ u.完成.到位 }}", "{{ u.完成.到 }}")}
    lines = [fault.line for fault in excel.faults(one(wrong), NAME, data, FILTERS)]
    assert any("表!A1 {{ u.完成.到 }}：没有“到”这一项；是不是想写“到位”？" in one for one in lines)
