"""Forty kinds of dirty cell in one workbook: each found on its own cell in the first pass."""

from __future__ import annotations

from datetime import datetime

import pytest

from pipeline.collect.read import Reading, read_table
from pipeline.collect.typing import shown
from pipeline.model.period import Period
from pipeline.model.place import column_letter
from pipeline.office.grid import UNCACHED, ErrorValue, Grid
from tests.validate.bureau import shipped

JUNE = Period(2026, 6)
LEDGER, ARRIVALS = "项目台账", "资金到位"

# form, field, what was typed, the rule, the suggestion
ASKED = [
    (ARRIVALS, "各月.1", "约300", "V07", "300"),
    (ARRIVALS, "各月.2", "300左右", "V07", "300"),
    (ARRIVALS, "各月.3", "1.2亿", "V07", "12000"),
    (ARRIVALS, "各月.4", "3000万元", "V07", "3000"),
    (ARRIVALS, "各月.5", "1,200万", "V07", "1200"),
    (ARRIVALS, "各月.6", "１２００万", "V07", "1200"),
    (ARRIVALS, "各月.1", "5000元", "V07", "0.5"),
    (ARRIVALS, "各月.2", "100-200", "V07", ""),
    (ARRIVALS, "各月.3", "（300）", "V07", "-300"),
    (ARRIVALS, "各月.4", "△300", "V07", "-300"),
    (ARRIVALS, "各月.5", "1.5E+04", "V07", "15000"),
    (ARRIVALS, "各月.6", "见备注", "V07", ""),
    (ARRIVALS, "各月.1", "30%", "V07", ""),
    (ARRIVALS, "各月.2", "1.2.3", "V07", ""),
    (ARRIVALS, "各月.3", "12,34", "V07", "1234"),
    (ARRIVALS, "各月.4", "超500万元", "V07", "500"),
    (ARRIVALS, "各月.5", "#REF!", "V07", ""),
    (ARRIVALS, "各月.6", ErrorValue("#DIV/0!"), "V07", ""),
    (ARRIVALS, "各月.1", UNCACHED, "V07", ""),
    (ARRIVALS, "各月.2", "#####", "V07", ""),
    (ARRIVALS, "各月.3", True, "V07", ""),
    (ARRIVALS, "各月.4", datetime(1900, 12, 15), "V07", "350"),
    (ARRIVALS, "外资到位", "1.2亿美元", "V07", "12000"),
    (ARRIVALS, "外资到位", "300万元", "V07", ""),
    (LEDGER, "用地", "120亩", "V07", "120"),
    (LEDGER, "用地", "1.2万", "V07", "12000"),
    (LEDGER, "共同引进比例", 0.36, "V07", "36"),
    (LEDGER, "共同引进比例", "0.36", "V07", "36"),
    (LEDGER, "计划总投资", -6000, "V08", ""),
    (LEDGER, "签约日期", "6月5日", "V10", "2026-06-05"),
    (LEDGER, "签约日期", "26.6.5", "V10", "2026-06-05"),
    (LEDGER, "签约日期", "2026-6", "V10", ""),
    (LEDGER, "签约日期", "2026-06-05前", "V10", "2026-06-05"),
    (LEDGER, "签约日期", "2026-02-30", "V10", ""),
    (LEDGER, "签约日期", "20261305", "V10", ""),
    (LEDGER, "签约日期", datetime(2206, 6, 5), "V10", ""),
    (LEDGER, "签约日期", "尽快", "V10", ""),
    (LEDGER, "签约日期", "#N/A", "V07", ""),
    (LEDGER, "拟上报月份", 2026.1, "V10", "2026-01或2026-10"),
    (LEDGER, "拟上报月份", "8月", "V10", "2026-08"),
    (LEDGER, "新引进年度", "26", "V10", ""),
    (LEDGER, "投资性质", "外省", "X01", ""),
    (LEDGER, "十大新兴产业", "√", "X01", ""),
    (LEDGER, "信用代码", 9.13212345678901e17, "X08", ""),
    (LEDGER, "信用代码", "9.13212E+17", "X08", ""),
    (LEDGER, "落地企业", "#VALUE!", "V07", ""),
]

# form, field, what was typed, what is read (numbers in 10⁻⁶)
SPELT = [
    (ARRIVALS, "各月.1", "５００", 500_000_000),
    (ARRIVALS, "各月.2", "1,200.50", 1_200_500_000),
    (ARRIVALS, "各月.3", " 1 200 ", 1_200_000_000),
    (ARRIVALS, "各月.4", "12\n00", 1_200_000_000),
    (ARRIVALS, "各月.5", "1200", 1_200_000_000),
    (ARRIVALS, "各月.6", "—", None),
    (ARRIVALS, "外资到位", "无", None),
    (LEDGER, "共同引进比例", "36%", 36_000_000),
    (LEDGER, "签约日期", "2026.6.5", datetime(2026, 6, 5).date()),
    (LEDGER, "签约日期", "2026年6月5日", datetime(2026, 6, 5).date()),
    (LEDGER, "签约日期", "20260605", datetime(2026, 6, 5).date()),
    (LEDGER, "签约日期", 46178, datetime(2026, 6, 5).date()),
    (LEDGER, "拟上报月份", "2026年8月", datetime(2026, 8, 1).date()),
    (LEDGER, "拟上报月份", 202608, datetime(2026, 8, 1).date()),
    (LEDGER, "新引进年度", "2026年", 2026),
    (LEDGER, "投资性质", "内资—省外", "内资-省外"),
    (LEDGER, "省库状态", " 未报", "未报"),
    (LEDGER, "联系电话", 13800000000.0, "13800000000"),
    (LEDGER, "落地企业", "青榆\n包装公司", "青榆 包装公司"),
]
# What is as it should be: no finding, no count.
CLEAN = [
    (LEDGER, "签约日期", datetime(2026, 6, 5)),
    (LEDGER, "签约日期", "2026-06-05"),
    (LEDGER, "拟上报月份", "2026-08"),
    (LEDGER, "新引进年度", 2026),
    (LEDGER, "备注", "第一行的说明比较长，写了这个项目的来龙去脉和下一步的打算。\n第二行也是说明，写明要求市里协调的事项。"),
    (ARRIVALS, "各月.1", 0.1 + 0.2),
    (ARRIVALS, "各月.2", -350),
]  # fmt: skip


def laid(form_name: str, cells: list[tuple], sheet: str | None = None) -> tuple[Reading, list[str]]:
    """Read a table with one row per cell; also the address of each cell."""
    form = shipped().form(form_name)
    columns = [name for field in form.fields.values() for name in field.columns]
    headings = [text for field in form.fields.values() for text in field.headings()]
    rows: list[list[object]] = [headings]
    addresses = []
    for number, (_, name, typed, *_) in enumerate(cells, start=2):
        row: list[object] = [None] * len(columns)
        row[columns.index(form.key[-1])] = f"项目{number}"
        row[columns.index(name)] = typed
        rows.append(row)
        addresses.append(f"{column_letter(columns.index(name) + 1)}{number}")
    grid = Grid(form.sheet if sheet is None else sheet, rows)
    return read_table(shipped(), form, "甲.xlsx", [grid], JUNE, "ZJ01"), addresses


def of(cases: list[tuple], form: str) -> list[tuple]:
    return [one for one in cases if one[0] == form]


@pytest.mark.parametrize("form", [LEDGER, ARRIVALS])
def test_every_fault_in_one_workbook_is_found_once_on_its_cell_and_none_beside(form):
    faults, spelt = of(ASKED, form), of(SPELT, form)
    reading, addresses = laid(form, [*faults, *spelt, *of(CLEAN, form)])
    expected = [
        (where, rule, meant)
        for where, (_, _, _, rule, meant) in zip(addresses, faults, strict=False)
    ]
    got = [(one.places[0].cell, one.rule.code, one.expected) for one in reading.findings]
    assert sorted(got) == sorted(expected)
    whose = addresses[len(faults) : len(faults) + len(spelt)]
    assert sorted(place.cell for place in reading.respelt) == sorted(whose)


@pytest.mark.parametrize("form", [LEDGER, ARRIVALS])
def test_what_was_merely_spelt_is_read_and_its_text_kept(form):
    cells = of(SPELT, form)
    table = laid(form, cells)[0].table
    for row, (_, name, typed, value) in enumerate(cells):
        column = table.columns[name]
        assert column.values[row] == value
        assert column.raw[row] == shown(typed)


def test_at_least_forty_kinds_are_tried():
    assert len(ASKED) >= 40
    assert len({(form, str(typed)) for form, _, typed, *_ in [*ASKED, *SPELT]}) >= 60


def test_a_suggestion_stands_in_the_remedy_with_its_measure():
    reading, _ = laid(ARRIVALS, [(ARRIVALS, "各月.3", "1.2亿")])
    (one,) = reading.findings
    assert one.message == "第2行“3月”填的是“1.2亿”，不是可用的数值"
    assert one.remedy == "请只填数字（应为12000万元？），该格暂不计入"


def test_a_merged_key_belongs_to_each_of_its_rows_and_is_counted():
    heads = ["项目编码", "项目名称", "资金来源", "以前年度累计", *(f"{n}月" for n in range(1, 13)), "本年累计"]  # fmt: skip
    rows = [heads, ["A-1", "甲厂", "省外", 0, *[None] * 12, 0], [None, None, "外资", 5, *[None] * 12, 0]]  # fmt: skip
    grid = Grid(ARRIVALS, rows, merges=((2, 1, 3, 1), (2, 2, 3, 2)))
    reading = read_table(shipped(), shipped().form(ARRIVALS), "甲.xlsx", [grid], JUNE, "ZJ01")
    assert list(reading.table.columns["项目名称"].values) == ["甲厂", "甲厂"]
    assert [place.cell for place in reading.respelt] == ["A3", "B3"]
    assert not reading.findings
