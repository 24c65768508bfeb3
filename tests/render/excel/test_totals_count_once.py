"""Subtotals cover their own group, totals count every unit once, and what would not is refused."""

import pytest
from openpyxl.workbook.defined_name import DefinedName

from pipeline.model.finding import Faulty
from tests.render.excel.test_references_follow import GROUPS, NESTED, UNITS, moved
from tests.render.excel.workbook import column, grid, one, problems, render, template


@pytest.mark.parametrize(
    ("subtotal", "first", "second"),
    [
        ("SUM(D6:D6)", "SUM(D6:D7)", "SUM(D10:D11)"),
        ("SUBTOTAL(9,D6:D6)", "SUBTOTAL(9,D6:D7)", "SUBTOTAL(9,D10:D11)"),
        ("SUM(D6)", "SUM(D6:D7)", "SUM(D10:D11)"),
        ("SUM($D$6:$D$6)", "SUM($D$6:$D$7)", "SUM($D$10:$D$11)"),
    ],
)
def test_a_subtotal_in_the_outer_row_covers_its_own_item_only(subtotal, first, second):
    assert moved(f"={subtotal}", "D7", NESTED) == [f"={first}", f"={second}"]


def test_a_grand_total_covers_the_first_to_the_last_inner_row():
    cells = {**NESTED, "D7": "=SUBTOTAL(9,D6:D6)", "D9": "=SUBTOTAL(9,D6:D6)"}
    made = render(one(cells), {"组": GROUPS})
    assert column(made, "D")[-1] == "=SUBTOTAL(9,D6:D11)"
    assert column(made, "D", cached=True) == [None] * 5 + [1, 2, 3, None, 3, 4, 7, None, 10]


def test_a_sum_of_one_subtotal_cell_names_every_instance():
    cells = {**NESTED, "D7": "=SUM(D6:D6)", "D9": "=SUM(D7)", "E9": "=AVERAGE(D7)"}
    made = render(one(cells), {"组": GROUPS})
    assert grid(made)[-1][3:] == ["=SUM(D8,D12)", "=AVERAGE(D8,D12)"]
    assert grid(made, cached=True)[-1][3:] == [10, 5]


def test_too_many_instances_to_name_are_refused_with_the_formula():
    cells = {**NESTED, "D7": "=SUM(D6:D6)", "D9": "=SUM(D7)"}
    with pytest.raises(Faulty, match=r"表!D9 =SUM\(D7\).*256处"):
        render(one(cells), {"组": [{"n": "一", "u": UNITS[:1]}] * 256})


@pytest.mark.parametrize(
    ("subtotal", "total", "message"),
    [
        ("=SUM(D6:D6)", "=SUM(D6:D6)", "把D7的公式也算进去（小计与明细重复相加）；合计请写成=SUBTOTAL(9,D6:D6)，D7的小计也用SUBTOTAL(9,…)"),
        ("=SUBTOTAL(9,D6:D6)", "=SUM(D6:D6)", "SUBTOTAL(9,D6:D6)"),
        ("=SUM(D6:D6)", "=SUBTOTAL(9,D6:D6)", "D7的小计也用SUBTOTAL(9,…)"),
        ("=SUM(D6:D6)", "=SUM(D5:D7)", "重复"),
        ("=SUM(D6:D6)", "=SUM(D6:D7)", "重复"),
        ("=SUM(D6:D6)", "=SUM(D4:D8)", "重复"),
        ("=SUM(D6:D6)", "=AVERAGE(D6:D6)", "重复"),
        ("{{ g.n }}", "=SUM(D6:D6)", "按循环展开后会把D7也带进去"),
        ("=SUM(D6:D6)", "=D7", "引用的D7在循环里，展开后有多行"),
        ("=SUM(D6:D6)", "=SUM(D7*2)", "引用的D7在循环里，展开后有多行"),
        ("=SUM(D6:D6)", "=D6+1", "引用的D6在循环里，展开后有多行"),
    ],
)  # fmt: skip
def test_totals_that_would_count_twice_or_mean_many_rows_are_refused(subtotal, total, message):
    data = one({**NESTED, "D7": subtotal, "D9": total})
    lines = problems(data)
    assert any("表!D9" in line and message in line for line in lines), lines


def test_a_total_on_another_sheet_is_judged_as_strictly():
    data = template(("表", {**NESTED, "D7": "=SUM(D6:D6)"}), ("二", {"A1": "=SUM(表!D6:D6)"}))
    assert ["二!A1" in line and "重复相加" in line for line in problems(data)] == [True]


def test_a_name_over_inner_rows_with_subtotals_between_is_refused():
    def touch(book):
        book.defined_names["明细"] = DefinedName("明细", attr_text="表!$D$6:$D$6")

    lines = problems(
        template(("表", {**NESTED, "D7": "=SUM(D6:D6)", "F9": "=SUM(明细)"}), touch=touch)
    )
    assert any("名称“明细”" in line and "重复相加" in line for line in lines)


def test_text_between_the_rows_of_a_sum_does_no_harm():
    cells = {"A5": "{% for g in 组 %}", "D5": "{{ g.n }}类", "D6": "{% for u in g.u %}", "E6": "{{ u.v }}{% endfor %}{% endfor %}",
             "E8": "=SUM(E6:E6)"}  # fmt: skip
    made = render(one(cells), {"组": GROUPS})
    assert column(made, "E")[-1] == "=SUM(E6:E10)"
    assert column(made, "E", cached=True)[-1] == 10


def test_a_range_reaches_the_latest_of_its_rows_though_its_last_row_is_missing_in_the_last_item():
    # 甲: 1 and 2 ranked, 3 apart; 乙: 4 and 5 ranked, nobody apart: 1 + 2 + 3 + 4 + 5 = 15
    cells = {
        "A1": "{% for g in 组 %}{{ g.n }}",
        "A2": "{% for u in g.排 %}{{ u }}",
        "B2": "{% endfor %}",
        "A3": "{% if g.外 %}另列",
        "A4": "{% for u in g.外 %}{{ u }}",
        "B4": "{% endfor %}{% endif %}{% endfor %}",
        "A5": "=SUBTOTAL(9,A1:A4)",
        "A6": "=SUM(A1:A4)",
    }
    groups = [{"n": "甲", "排": [1, 2], "外": [3]}, {"n": "乙", "排": [4, 5], "外": []}]
    made = render(one(cells), {"组": groups})
    assert column(made, "A")[-2:] == ["=SUBTOTAL(9,A1:A8)", "=SUM(A1:A8)"]
    assert column(made, "A", cached=True)[-2:] == [15, 15]
