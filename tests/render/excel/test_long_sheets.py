"""Rows are kept in batches and numbers in columns: what comes out is the same as of a short sheet."""

import re
import tracemalloc
from datetime import date
from fractions import Fraction

import pytest
from openpyxl.styles import Alignment

from pipeline.model.figure import Quantity
from pipeline.model.number import Rounding, rounding
from pipeline.render.excel import spool
from tests.render.excel.workbook import amount, grid, one, rate, render, sheet_xml

CELLS = {
    "A2": "{% for g in 组 %}{{ g.n }}", "B2": "=SUBTOTAL(9,B3:B3)", "A3": "{% for u in g.u %}{{ u.n|合并同类项 }}",
    "B3": "{{ u.v }}", "C3": "{{ u.r }}", "D3": "=RANK(B3,B$3:B$3)", "E3": "注：{{ u.n }}", "F3": "{{ u.注 }}",
    "G3": "=B3*C3/100", "H3": "{% endfor %}{% endfor %}",
    "B4": "=SUBTOTAL(9,B3:B3)", "C4": "=AVERAGE(C3:C3)", "D4": "=SUBTOTAL(2,B3:B3)", "E4": "=SUBTOTAL(4,B3:B3)-SUBTOTAL(5,B3:B3)",
}  # fmt: skip


def wrapped(sheet):
    for letter in "AF":
        sheet[f"{letter}3"].alignment = Alignment(wrap_text=True)
    sheet["B3"].number_format = "0.00"


def groups():
    units = [
        {"n": f"镇{n // 3}", "v": amount(f"{n}.12345{n % 10}", f"v{n}"), "r": rate(n, f"r{n}"), "注": "长" * n}
        for n in range(40)
    ]  # fmt: skip
    return {
        "组": [{"n": "一", "u": units[:25]}, {"n": "二", "u": []}, {"n": "三", "u": units[25:]}]
    }


@pytest.fixture
def short():
    return render(one(CELLS, wrapped), groups())


@pytest.mark.parametrize("rows", [1, 7])
def test_batches_packed_or_not_give_the_same_workbook(monkeypatch, short, rows):
    monkeypatch.setattr(spool, "_ROWS", rows)
    monkeypatch.setattr(spool, "_UNPACKED", 2000)
    made = render(one(CELLS, wrapped), groups())
    assert sheet_xml(made) == sheet_xml(short)
    assert made.trace == short.trace


def test_totals_are_those_of_the_rows(short):
    """0 to 39 with six decimals 0.12345d: 780 + 40 · 0.12345 + 4 · 45 · 10⁻⁶ = 784.93818; the rates'
    mean is 19.5; the largest less the smallest is 39.123459 − 0.12345 = 39.000009."""
    assert grid(short, cached=True)[-1][1:5] == [784.93818, 19.5, 40, 39.000009]


def test_figures_are_told_row_by_row_with_the_text_that_was_printed():
    """12.345678 prints 12.35 (10⁻⁶ beyond the decimals), 7 prints 7.00, and so on."""
    given = [
        amount("12.345678", "a"), amount(7, "b"), amount("-0.5", "c"),
        amount("0.05", "d"), Quantity(Fraction(3), "个", 0, figure="e", raw=True),
        amount(10**20, "f"), Quantity(Fraction(1, 3), "万元", 2, figure="g", raw=True), amount(8),
    ]  # fmt: skip
    cells = {"A1": "{% for v in 各 %}{{ v }}", "B1": "{{ v }}{% endfor %}", "A2": "=SUM(A1:A1)"}
    made = render(one(cells), {"各": given})
    texts = ["12.35", "7.00", "-0.50", "0.05", "3", "100000000000000000000.00", "0.33"]
    assert [(one.place, one.text, one.figure) for one in made.trace] == [
        (f"表!{letter}{row}", text, figure)
        for row, (text, figure) in enumerate(zip(texts, "abcdefg", strict=True), 1)
        for letter in "AB"
    ]
    assert made.trace[0].place == "表!A1"
    assert made.trace[-1].place == "表!B7"
    assert [one.figure for one in made.trace[2:4]] == ["b", "b"]
    with pytest.raises(IndexError):
        made.trace[14]


def test_the_mode_of_rounding_is_that_of_the_run_not_of_the_reader():
    with rounding(Rounding.EVEN):
        made = render(one({"A1": "{{ v }}", "A2": "{{ w }}"}), {"v": amount("0.125", "v"), "w": amount(1, "w")})  # fmt: skip
    assert [one.text for one in made.trace] == ["0.12", "1.00"]


def test_values_of_every_kind_are_summed_as_a_spreadsheet_does():
    """1 + 2.5 + 0.1 + 0.333333333333333 and the serial of 2026-06-30, 46203; text is left out."""
    third = Quantity(Fraction(1, 3), "", 2, raw=True)
    given = [1, amount("2.5"), "3", rate("0.1"), third, date(2026, 6, 30)]
    cells = {
        "A1": "{% for v in 各 %}{{ v }}", "B1": "{% endfor %}", "A2": "=SUM(A1:A1)",
        "A3": "=COUNT(A1:A1)", "A4": "=MAX(A1:A1)",
    }  # fmt: skip
    data = one(cells, lambda sheet: setattr(sheet["A1"], "number_format", "yyyy-mm-dd"))
    xml = sheet_xml(render(data, {"各": given}))
    assert re.findall(r"</f><v>([^<]*)</v>", xml) == ["46206.933333333334", "5", "46203"]


def test_many_rows_take_little_memory(monkeypatch):
    """Their XML is 1.5 MB of bytes and 3 MB of text; of each number 20 bytes are kept, 0.7 MB."""
    monkeypatch.setattr(spool, "_UNPACKED", 0)
    cells = {f"{letter}1": f"{{{{ u.{letter} }}}}" for letter in "BCDEFGHI"}
    cells |= {
        "A1": "{% for u in 各 %}{{ u.A }}",
        "J1": "{{ u.J }}{% endfor %}",
        "A2": "=SUM(B1:B1)",
    }
    value, rows = amount("1234.56"), 4_000
    given = [{"A": "某某镇项目", **dict.fromkeys("BCDEFGHIJ", value)}] * rows
    data = one(cells)
    render(data, {"各": given[:10]})
    tracemalloc.start()
    try:
        made = render(data, {"各": given})
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(sheet_xml(made)) > 1_400_000
    assert peak < 3_500_000
