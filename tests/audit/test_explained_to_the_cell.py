"""What explain says of the shipped figures stands in the workbooks, and adds up exactly."""

from __future__ import annotations

from fractions import Fraction
from json import loads

import pytest

from pipeline.model.figure import Scope, Status
from pipeline.model.month import WHOLE
from tests.audit.workbooks import amount
from tests.cli.desk import ROOT, typed
from tests.shipped import INPUTS, month_of

FOLDERS = ("--templates", str(ROOT / "templates"), "--inputs", str(INPUTS))
FUNDS = "实际利用省外资金"


def told(tmp_path, *words: str) -> dict:
    said = typed(*FOLDERS, "--outputs", str(tmp_path), "explain", *words, "--json")
    assert said.exit_code == 0
    return loads(said.stdout)


@pytest.mark.parametrize("period", ["2026-03", "2026-06"])
def test_the_rows_of_every_figure_add_up_to_it_exactly(period):
    scheme, month = month_of(period)
    checked = 0
    for figure in month.figures.values():
        definition = scheme.indicators[figure.indicator].definitions[figure.status]
        if figure.value is None or definition.formula is not None or figure.adjusted:
            continue
        total = sum((one.amount or 0 for one in month.evidence.rows(figure)), Fraction(0))
        if not definition.ratio:
            assert total == figure.value, figure.code
        else:
            assert total == figure.parts[0], figure.code
            if definition.whole is not None:
                rows = month.evidence.against(figure)
                assert sum((one.amount or 0 for one in rows), Fraction(0)) == figure.parts[1]
        checked += 1
    assert checked > 1000


@pytest.mark.parametrize("status", [Status.REPORTED, Status.CONFIRMED, Status.PENDING])
def test_the_cells_that_are_named_hold_what_is_said_of_them(status):
    _, month = month_of("2026-06")
    rows = month.evidence.rows(month.figures[WHOLE, FUNDS, status])
    assert len(rows) > 50
    for one in rows:
        share = one.share if one.share is not None else 1
        assert amount(one.path, one.sheet, one.cells) * share == one.amount, one


def test_a_unit_that_is_carried_forward_is_read_from_its_earlier_file():
    _, month = month_of("2026-06")
    rows = month.evidence.rows(month.figures[Scope("单位", "ZJ07"), FUNDS, Status.REPORTED])
    assert rows
    assert {one.path for one in rows} == {"2026-05/招商月报_ZJ07_202605.xlsx"}
    assert all(one.carried for one in rows)


def test_explain_tells_the_arithmetic_with_its_numbers_and_rows(tmp_path):
    said = told(tmp_path, "KF01", FUNDS, "--period", "2026-06")
    # 68 876.66 of 158 560: 43.44 %; the pace of January to May is 41.67; 43.44 − 41.67 = 1.77
    assert said["数"] == "68876.66"
    assert "68876.66 ÷ 158560 × 100 ≈ 43.44%" in said["算式"][1]
    assert "43.44 − 41.67 = 1.77个百分点" in said["算式"][3]
    assert sum(Fraction(one["数"]) for one in said["来源"]) == Fraction("68876.66")
    assert [one["单元格"] for one in said["目标来源"]]


def test_the_whole_is_told_unit_by_unit_and_then_row_by_row(tmp_path):
    said = told(tmp_path, "全市", "新签约亿元以上项目", "--period", "2026-06")
    assert len(said["各部分"]) == 21
    values = [Fraction(one["数"]) for one in said["各部分"]]
    assert sum(values) == len(said["来源"]) == Fraction(said["数"])
    assert "柳汀镇沿用上月数" in "".join(said["标注"])


@pytest.mark.parametrize("width", [80, 120])
def test_the_lines_fit_the_terminal(tmp_path, width):
    from rich.cells import cell_len

    said = typed(
        *FOLDERS, "--outputs", str(tmp_path), "explain", "经开区", FUNDS, "--period", "2026-06",
        env={"COLUMNS": str(width)},
    )  # fmt: skip
    assert max(map(cell_len, said.stdout.splitlines())) <= width


def test_a_name_that_nobody_bears_is_refused_with_the_nearest(tmp_path):
    said = typed(*FOLDERS, "--outputs", str(tmp_path), "explain", "经开", FUNDS)
    assert said.exit_code == 2
    assert "没有“经开”这个单位，是不是想写“经开区”？" in said.stderr
