"""Claims, totals and typed figures of a small county, through a whole run to the list of findings."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from tests.cli.desk import SHEET, Desk, write_letter, write_sheet

UNITS = "{% for 单 in 各单位 %}"
ROWS = {
    "A1": "单位",
    "B1": "自报",
    "A2": UNITS + "{{ 单.名称 }}",
    "B2": "{{ 单.实际利用省外资金.自报.完成 }}{% endfor %}",
    "A3": "合计",
}


def found(desk: Desk) -> dict[str, list[str]]:
    """What a run says of its own documents, by rule."""
    desk.run("report", "--quiet")
    manifest = json.loads((desk.edition() / "manifest.json").read_bytes())
    told: dict[str, list[str]] = {"V45": [], "V64": []}
    for one in manifest["findings"]["list"]:
        if one["rule"] in told:
            told[one["rule"]].append(one["line"])
    return told


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["全市各项指标均实现双过半。"], ""),  # in February nobody can say yet
        (["全市各项指标全部完成年度任务。"], "不符合“全部完成年度任务”"),
        (["青榆镇、市发改委等15个单位未报送报表。"], "写的是15个单位，按数是0个"),
        (["全市各项指标均超序时。"], "不符合“均超序时”"),
        (["全市新签约亿元以上项目累计新增99个。"], "新签约亿元以上项目的完成是"),
        (["全市新签约亿元以上项目累计新增{{ 全市.新签约亿元以上项目.完成 }}个。"], ""),
        (["下半年力争各项指标双过半，新签约亿元以上项目新增99个。"], ""),
    ],
)
def test_a_claim_of_the_template_is_held_against_the_run(
    desk: Desk, lines: Sequence[str], told: str
) -> None:
    write_letter(desk.templates, lines)
    lines_ = found(desk)["V64"]
    assert lines_ == [] if not told else any(told in one for one in lines_), lines_


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"B3": "=SUM(B2:B2)"}, False),  # grows with the rows above it
        ({"B3": "=SUM(B2)"}, False),
        ({"B3": "=SUM($B$1:B1)"}, True),  # stops short of them
        ({"B3": "123456.78"}, True),
        ({"B3": 123456.78}, True),
        ({"A3": "备查数", "B3": 123456.78}, False),
    ],
)
def test_a_total_of_the_template_is_held_against_the_run(
    desk: Desk, cells: Mapping[str, object], told: bool
) -> None:
    write_sheet(desk.templates, {**ROWS, **cells})
    lines = found(desk)["V45"]
    assert [f"《{SHEET}.xlsx》简表!B5" in one for one in lines] == ([True] if told else [])
    names = [one.name for one in Path(desk.edition()).glob("*.xlsx")]
    assert [f"（草稿）{SHEET}.xlsx" in names or f"{SHEET}（草稿）.xlsx" in names] == [told]
