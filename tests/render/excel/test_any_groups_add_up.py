"""Whatever the groups and the layout, totals are the sums of the units."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.render.excel.workbook import formulas, one, render, values

GROUPS = st.lists(st.lists(st.integers(-99, 99), max_size=3), max_size=4)


def layout(first, headed, subtotalled, gap):
    """Cells of a template with its inner row, its last row and the row of its totals."""
    inner = first + headed
    last = inner + subtotalled
    cells = {f"A{first}": "{% for g in 组 %}", f"B{inner}": "{{ v }}", f"C{inner}": f"=B{inner}*2"}
    cells[f"A{inner}"] = cells.get(f"A{inner}", "") + "{% for v in g %}"
    cells[f"D{inner}"] = "{% endfor %}"
    cells[f"D{last}"] = cells.get(f"D{last}", "") + "{% endfor %}"
    if subtotalled:
        cells[f"B{last}"] = f"=SUBTOTAL(9,B{inner}:B{inner})"
    return cells, inner, last, last + gap


@settings(max_examples=60, deadline=None)
@given(GROUPS, st.integers(1, 4), st.booleans(), st.booleans(), st.integers(1, 3))
def test_totals_of_any_groups_in_any_layout_are_right(groups, first, headed, subtotalled, gap):
    cells, inner, last, total = layout(first, headed, subtotalled, gap)
    cells[f"E{total}"] = f"=SUBTOTAL(9,B{inner}:B{inner})"
    cells[f"F{total}"] = f"=SUM(C{inner}:C{inner})"
    cells[f"G{total}"] = f"=SUBTOTAL(9,B{max(1, first - 1)}:B{total})"

    def touch(sheet):
        sheet.merge_cells(f"H{first}:I{last}")
        sheet.print_area = f"A1:I{total}"

    made = render(one(cells, touch), {"组": groups})
    sheet = values(made)["表"]
    expected = sum(map(sum, groups))
    assert [sheet.cell(sheet.max_row, column).value for column in (5, 6, 7)] == [
        expected,
        2 * expected,
        expected,
    ]
    book = formulas(made)["表"]
    assert book.print_area.endswith(f"$I${sheet.max_row}")
    merged = [
        row for area in book.merged_cells.ranges for row in range(area.min_row, area.max_row + 1)
    ]
    assert len(merged) == len(set(merged))
