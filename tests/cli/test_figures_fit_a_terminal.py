"""tongbao figures on terminals of different widths: what fits, what gives way, one unit's list."""

from __future__ import annotations

import json

import pytest
from rich.cells import cell_len

from tests.cli.desk import Desk

FUNDS = "实际利用省外资金"


@pytest.mark.parametrize("width", [60, 80, 100, 120, 160])
def test_no_line_is_wider_than_the_terminal(desk: Desk, width: int) -> None:
    lines = desk.run("figures", env={"COLUMNS": str(width)}).stdout.splitlines()
    table = [line for line in lines[1:] if not line.startswith("（窗口")]
    assert max(map(cell_len, table)) <= width


def test_a_narrow_terminal_keeps_what_matters_and_says_what_it_left_out(desk: Desk) -> None:
    lines = desk.run("figures", "--indicator", FUNDS, env={"COLUMNS": "80"}).stdout.splitlines()
    heads = lines[1].split()
    assert heads[:3] == ["单位", "名称", "完成"]
    assert {"完成率", "超序时", "名次"} <= set(heads)
    assert lines[-1].startswith("（窗口80列，未列：")
    left_out = lines[-1].split("：")[1].split("；")[0].split("、")
    assert not set(left_out) & set(heads)


def test_a_wide_terminal_leaves_nothing_out(desk: Desk) -> None:
    lines = desk.run("figures", "--indicator", FUNDS, env={"COLUMNS": "200"}).stdout.splitlines()
    assert not lines[-1].startswith("（窗口")
    assert {"计量单位", "目标", "所属期", "灯", "缺口", "同期"} <= set(lines[1].split())


def test_one_unit_is_a_list_with_all_that_is_said_of_each_indicator(desk: Desk) -> None:
    said = desk.run("figures", "--unit", "全市", env={"COLUMNS": "80"}).stdout
    (start,) = (n for n, line in enumerate(said.splitlines()) if line == f"全市　{FUNDS}")
    block = "".join(said.splitlines()[start + 1 : start + 6])
    # 3387.68 of 39000: 8.69 − 8.33 = 0.36; 39000 − 3387.68 = 35612.32 short
    for part in ("核定1月份　3387.68万元", "完成率8.69%", "超序时0.36个百分点", "缺口35612.32"):
        assert part in block
    assert all(cell_len(line) <= 80 for line in said.splitlines())


def test_the_list_and_the_json_tell_the_same(desk: Desk) -> None:
    rows = json.loads(desk.run("figures", "--unit", "ZJ01", "--json").stdout)["数"]
    said = desk.run("figures", "--unit", "ZJ01").stdout
    for row in rows:
        assert f"{row['单位']}　{row['名称']}" in said
        # of more than six decimals two are shown
        if row["完成"] is not None and len(row["完成"].partition(".")[2]) <= 6:
            assert f"{row['状态']}{row['所属期']}　{row['完成']}{row['计量单位']}" in said


def test_json_and_csv_have_every_field_of_a_standing(desk: Desk) -> None:
    rows = json.loads(desk.run("figures", "--json", "--unit", "全市").stdout)["数"]
    judged = [row for row in rows if row.get("完成率") is not None]
    wanted = {"上限", "目标类别", "应达到", "缺口", "达序时尚需", "月均需完成", "双过半", "灯"}
    wanted |= {"同比增减", "同期已修订", "口径有调整", "上期公布数", "较上期公布数", "无名次原因"}
    assert wanted <= set(judged[0])
    header = desk.run("figures", "--csv").stdout.splitlines()[0].split(",")
    assert wanted <= set(header)
