"""Where a table stands on a sheet, and which of its rows are data: by its words, not its place."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pytest

from pipeline.collect.read import Reading, read_table
from pipeline.model.number import SCALE
from pipeline.model.period import Period
from pipeline.office.grid import UNCACHED, ErrorValue, Grid
from pipeline.scheme.frame import BAD
from tests.validate.bureau import ARRIVALS, MONTHS, PACKING, shipped

HEAD = list(ARRIVALS[:-1])
PLAIN = ["A-1", "包装", "省外", 0, 1, 2, 3, 4, 5, 6, None, None, None, None, None, None, 21]
OTHER = ["A-2", "茶厂", "省外", 9, 1, 1, 1, 1, 1, 1, None, None, None, None, None, None, 6]


def read(rows: Sequence[Sequence[object]], form: str = "资金到位", sheet: str = "", **how) -> Reading:  # fmt: skip
    grid = Grid(sheet or form, [list(row) for row in rows], **how)
    return read_table(shipped(), shipped().form(form), "甲.xlsx", [grid], Period(2026, 6), "ZJ01")


def names(reading: Reading) -> list[tuple[int, object]]:
    """The rows that were counted: row number in the sheet, project name."""
    table = reading.table
    assert table is not None
    return list(zip(table.rows, table.columns["项目名称"].values, strict=True))


def lines(reading: Reading) -> list[str]:
    return [one.line for one in reading.findings]


def test_a_header_in_the_first_row_is_found():
    reading = read([HEAD, PLAIN])
    assert names(reading) == [(2, "包装")]
    assert reading.table.header_row == 1
    assert not reading.findings


def test_titles_and_unit_lines_above_the_header_do_not_matter():
    above = [["招商引资项目资金到位情况表"], [None], ["填报单位：青榆镇", None, "单位：万元"]]
    reading = read([*above, HEAD, PLAIN])
    assert names(reading) == [(5, "包装")]
    assert str(reading.table.place(0, "各月.6")) == "《甲.xlsx》资金到位!J5"
    assert str(reading.table.heading("本年累计")) == "《甲.xlsx》资金到位!Q4"


def test_a_header_of_two_rows_with_merged_cells_is_read_from_its_lower_row():
    upper = [*HEAD[:4], "本年逐月到位", *[None] * 11, "本年累计"]
    lower = [None] * 4 + list(MONTHS) + [None]
    merges = (*tuple((2, n, 3, n) for n in (1, 2, 3, 4, 17)), (2, 5, 2, 16))
    reading = read([["标题"], upper, lower, PLAIN], merges=merges)
    assert names(reading) == [(4, "包装")]
    assert reading.table.header_row == 3
    assert [reading.table.columns[f"各月.{n}"].letter for n in (1, 12)] == ["E", "P"]
    assert not reading.findings


def test_the_same_header_without_merges_as_in_a_csv_is_read_too():
    upper = [*HEAD[:4], "本年逐月到位", *[None] * 11, "本年累计"]
    lower = [None] * 4 + list(MONTHS) + [None]
    assert names(read([upper, lower, PLAIN])) == [(3, "包装")]


def test_columns_may_stand_in_any_order_and_have_others_between_them():
    order = [16, 3, 2, 1, 0, *range(15, 3, -1)]
    header = ["序号", *[HEAD[n] for n in order], "备注"]
    row = [1, *[PLAIN[n] for n in order], "某事"]
    reading = read([header, row])
    assert names(reading) == [(2, "包装")]
    got = [reading.table.columns[f"各月.{n}"].values[0] for n in range(1, 7)]
    assert [Fraction(value, SCALE) for value in got] == [1, 2, 3, 4, 5, 6]
    assert str(reading.table.place(0, "本年累计")) == "《甲.xlsx》资金到位!B2"
    assert not reading.findings


@pytest.mark.parametrize(
    ("heading", "printed"),
    [("项目名称", "项 目\n名 称"), ("以前年度累计", "以前年度累计（万元）"), ("1月", "１月"), ("本年累计", "本年累计：")],
)  # fmt: skip
def test_headers_are_known_however_they_are_spaced(heading, printed):
    header = [printed if one == heading else one for one in HEAD]
    assert not read([header, PLAIN]).findings


def test_a_missing_column_is_named_with_its_header():
    header = ["月份" if one == "6月" else one for one in HEAD]
    (told,) = lines(read([header, PLAIN]))
    assert told == (
        "强制〔V04〕《甲.xlsx》资金到位 缺少“资金到位”的“6月”；请用下发的空白表重新填报，勿删改表头"
    )


def test_a_missing_sheet_and_a_sheet_without_header_are_two_things():
    (told,) = lines(read([HEAD, PLAIN], sheet="到位"))
    assert told.startswith("强制〔V04〕《甲.xlsx》 缺少“资金到位”的“工作表”")
    (told,) = lines(read([["说明"], ["无"]]))
    assert told.startswith("强制〔V04〕《甲.xlsx》资金到位 缺少“资金到位”的“表头”")


def test_a_form_that_need_not_be_sent_may_be_missing():
    assert not read([["x"]], form="在谈项目", sheet="别的").findings


def test_blank_rows_are_skipped_and_rows_keep_their_numbers():
    blank = [None] * 17
    spaces = ["  ", "\u3000", *[None] * 15]
    assert names(read([HEAD, blank, PLAIN, blank, spaces, OTHER, blank])) == [
        (3, "包装"),
        (6, "茶厂"),
    ]


@pytest.mark.parametrize(
    "word",
    ["合计", "合　计", "合 计", "小计", "总计", "合计：", "合计（万元）", "其中：小计", "全镇合计"],
)
def test_sums_are_never_counted(word):
    sums = [word, None, None, 9, 2, 3, 4, 5, 6, 7, *[None] * 6, 27]
    named = [None, word, *sums[2:]]
    for row in (sums, named, [12, word, *sums[2:]]):
        reading = read([HEAD, PLAIN, row, OTHER])
        assert names(reading) == [(2, "包装"), (4, "茶厂")]
        assert not reading.findings


def test_rows_after_the_sum_do_not_vanish():
    sums = ["合计", None, None, 9, 2, 3, 4, 5, 6, 7, *[None] * 6, 27]
    assert names(read([HEAD, PLAIN, sums, [None] * 17, OTHER])) == [(2, "包装"), (5, "茶厂")]


def test_notes_and_signatures_are_no_rows():
    below = [
        ["注：本表由单位填报。"],
        ["2.金额以万元计。"],
        ["填报人：甲", None, None, "审核人：乙", None, "2026年7月2日"],
    ]
    reading = read([HEAD, PLAIN, *below])
    assert names(reading) == [(2, "包装")]
    assert not reading.findings


@pytest.mark.parametrize("name", ["注塑件加工项目", "注册资本五亿元项目", "合计划线产业园", "填报人工智能项目", "小计量仪表项目"])  # fmt: skip
def test_a_project_is_counted_even_if_its_name_begins_like_a_note(name):
    row = [None, name, *PLAIN[2:]]
    below = [["注：以上为全部项目。"]]
    assert names(read([HEAD, row, OTHER, *below])) == [(2, name), (3, "茶厂")]
    assert names(read([HEAD, [name, name, *PLAIN[2:]], *below])) == [(2, name)]


def test_rows_that_the_form_numbered_beforehand_and_nobody_filled_are_skipped():
    numbered = [[n, *[None] * 17] for n in (2, 3, 4)]
    reading = read([["序号", *HEAD], [1, *PLAIN], *numbered])
    assert names(reading) == [(2, "包装")]
    assert not reading.findings


@pytest.mark.parametrize("sum_", [0, 0.0, "0", "—"])
def test_rows_prepared_with_a_formula_that_comes_to_nothing_are_skipped(sum_):
    prepared = [[None] * 16 + [sum_] for _ in range(5)]
    reading = read([HEAD, PLAIN, *prepared, OTHER])
    assert names(reading) == [(2, "包装"), (8, "茶厂")]
    assert not reading.findings


def test_a_row_with_an_amount_and_no_name_is_counted_and_not_lost():
    nameless = [None, None, "省外", None, 7, *[None] * 11, 7]
    assert names(read([HEAD, PLAIN, nameless])) == [(2, "包装"), (3, None)]
    bare = [None] * 4 + [7] + [None] * 12
    assert names(read([HEAD, PLAIN, bare])) == [(2, "包装"), (3, None)]


def test_error_cells_and_uncached_formulas_are_unusable_and_named():
    row = list(PLAIN)
    row[5], row[6], row[16] = ErrorValue("#REF!"), UNCACHED, ErrorValue("#DIV/0!")
    reading = read([HEAD, row])
    assert lines(reading) == [
        "强制〔V07〕《甲.xlsx》资金到位!F2 第2行“2月”填的是“#REF!”，不是可用的数值；请只填数字，该格暂不计入",
        "强制〔V07〕《甲.xlsx》资金到位!G2 第2行“3月”填的是“未计算的公式”，不是可用的数值；请只填数字，该格暂不计入",
        "强制〔V07〕《甲.xlsx》资金到位!Q2 第2行“本年累计”填的是“#DIV/0!”，不是可用的数值；请只填数字，该格暂不计入",
    ]
    assert reading.table.columns["各月.2"].values == [BAD]


def test_a_row_whose_name_is_an_error_is_still_a_row():
    reading = read([HEAD, ["A-1", ErrorValue("#NAME?"), *PLAIN[2:]]])
    assert reading.table.rows == [2]
    assert [one.rule.code for one in reading.findings] == ["V07"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (["单位：亿元"], "表上写的计量单位是“亿元”，本表应填“万元”"),
        ([None, None, "（计量单位：元）"], "表上写的计量单位是“元”，本表应填“万元”"),
    ],
)
def test_a_sheet_that_says_it_is_in_another_measure_is_found(line, told):
    found = read([["标题"], line, HEAD, PLAIN]).findings
    assert [(one.rule.code, one.message) for one in found] == [("X03", told)]


@pytest.mark.parametrize(
    "line", ["单位：万元", "单位：青榆镇", "填报单位：元宝镇", "计量单位：万元"]
)
def test_a_unit_line_that_agrees_or_names_the_sender_is_nothing(line):
    assert not read([["标题"], [line], HEAD, PLAIN]).findings


# --- forms of pairs -------------------------------------------------------------------------


def cover(*rows: Sequence[object]) -> dict[str, tuple[str, object]]:
    """Field → (address, value) of a cover sheet."""
    table = read(rows, form="封面").table
    assert table is not None
    return {name: (one.letter, one.values[0]) for name, one in table.columns.items()}


def test_labels_stand_beside_their_values_wherever_they_are():
    got = cover(["封面"], [None, "单位代码：", "ZJ01"], ["填报单位", None, None, "青榆镇"])
    assert got["单位代码"] == ("C2", "ZJ01")
    assert got["填报单位"] == ("D3", "青榆镇")


def test_two_pairs_may_share_a_row_and_an_empty_one_takes_no_neighbours_label():
    got = cover(["填报人", "甲", "审核人", "乙"], ["单位代码", None, "填报单位", "青榆镇"])
    assert (got["填报人"], got["审核人"]) == (("B1", "甲"), ("D1", "乙"))
    assert got["单位代码"] == ("B2", None)
    assert got["填报单位"] == ("D2", "青榆镇")


def test_the_first_of_two_equal_labels_counts():
    assert cover(["单位代码", "ZJ01"], ["单位代码", "ZJ02"])["单位代码"] == ("B1", "ZJ01")


def test_the_name_of_the_project_is_that_of_the_sample():
    assert PACKING == "年产5万吨绿色包装项目"
