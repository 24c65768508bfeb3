"""Loops in loops, up to four deep: every level has subtotals of its own, and nothing counts twice."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.render.excel.workbook import column, formulas, grid, one, render, values

REGIONS = st.lists(st.lists(st.lists(st.integers(-9, 99), max_size=3), max_size=3), max_size=3)
THREE = {
    "A2": "{% for 片 in 片区 %}片", "B2": "=SUBTOTAL(9,B4:B4)",
    "A3": "{% for 组 in 片 %}组", "B3": "=SUBTOTAL(9,B4:B4)",
    "A4": "{% for v in 组 %}{{ v }}", "B4": "{{ v }}", "C4": "=B4*2",
    "D4": "{% endfor %}{% endfor %}{% endfor %}",
    "A5": "合计", "B5": "=SUBTOTAL(9,B4:B4)", "C5": "=SUM(C4:C4)", "D5": "=SUBTOTAL(9,B2:B4)",
}  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(REGIONS)
def test_three_levels_add_up_whatever_they_hold(regions):
    sheet = values(render(one(THREE), {"片区": regions}))["表"]
    total = sum(v for region in regions for group in region for v in group)
    last = sheet.max_row
    assert [sheet.cell(last, at).value for at in (2, 3, 4)] == [total, 2 * total, total]


def test_each_subtotal_covers_its_own_item():
    """Regions of groups [1,2][4] and [8]: 7 = 3 + 4, 8 = 8, and 15 in all."""
    made = render(one(THREE), {"片区": [[[1, 2], [4]], [[8]]]})
    assert [row[:2] for row in grid(made, cached=True)[1:]] == [
        ["片", 7], ["组", 3], [1, 1], [2, 2], ["组", 4], [4, 4], ["片", 8], ["组", 8], [8, 8],
        ["合计", 15],
    ]  # fmt: skip
    assert column(made, "B")[1:4] == ["=SUBTOTAL(9,B4:B7)", "=SUBTOTAL(9,B4:B5)", 1]
    assert formulas(made)["表"]["B8"].value == "=SUBTOTAL(9,B10:B10)"


def test_four_levels_in_one_row_come_in_their_order():
    cells = {
        "A1": "{% for a in 全 %}{% for b in a %}{% for c in b %}{% for d in c %}",
        "B1": "{{ d }}{% endfor %}{% endfor %}{% endfor %}{% endfor %}",
        "B2": "=SUM(B1:B1)",
    }
    made = render(one(cells), {"全": [[[[1, 2]], [[3]]], [[[4]]]]})
    assert column(made, "B", cached=True) == [1, 2, 3, 4, 10]


def test_an_empty_item_of_any_level_leaves_one_blank_row():
    made = render(one(THREE), {"片区": [[[1], []], []]})
    shown = [row[0] for row in grid(made, cached=True)[1:]]
    assert shown == ["片", "组", 1, "组", None, "片", None, "合计"]
    assert grid(made, cached=True)[-1][1:4] == [1, 2, 1]
