"""What of the corpus can be run with every change, and some pairs by name."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.validate.alike import alike
from tests.corpus import HELD_OUT, slips, twins
from tests.corpus.registers import FIRM, JUNE, NAME, PLAN, check, frame, setting
from tests.corpus.score import Score

SOME = HELD_OUT[:10]
FIRST = {
    "单位": "U01",
    "项目编码": "U01-2026-001",
    NAME: "年产5万吨绿色包装项目",
    FIRM: "杭州澄岳包装科技有限公司",
    PLAN: 12_347.5,
    "签约日期": date(2026, 2, 2),
}


def test_slips_are_found_and_honest_jumps_are_not() -> None:
    score = Score.sum(slips.score(seed) for seed in HELD_OUT)
    print(score)
    assert score.recall >= 0.99
    assert score.precision >= 0.98


def test_twins_are_found_and_neighbours_are_not() -> None:
    score = Score.sum(twins.score(seed) for seed in SOME)
    print(score)
    assert score.recall >= 0.98
    assert score.precision >= 0.90


@pytest.mark.parametrize(
    ("name", "firm", "plan", "why"),
    [
        ("绿色包装生产线建设项目", "澄岳包装", 9_000, "名称相近，投资方相同"),
        ("绿色包装（年产5万吨）", "澄岳（栖川）包装有限公司", 20_000, "名称相近，投资方相同"),
        ("年产50000吨绿色包装项目", "澄岳公司", 12_347.5, "名称相近，投资方相同"),
        ("新建年产5万吨绿色包装", "宁波桓启材料有限公司", 12_347.5, "名称相近，金额相同"),
        ("年产5万吨绿色包装生产线", "宁波桓启材料有限公司", 1.23475, "名称相近，金额相差1万倍"),
        ("年产5万吨绿色包装二期项目", "杭州澄岳包装科技有限公司", 12_347.5, ""),
        ("年产8万吨绿色包装项目", "杭州澄岳包装科技有限公司", 20_000, ""),
        ("年产5万台精密减速机项目", "杭州澄岳包装科技有限公司", 12_347.5, ""),
        ("年产5万吨绿色包装项目", "宁波桓启材料有限公司", 30_000, ""),
        ("年产5万吨金属包装项目", "宁波桓启材料有限公司", 12_347.5, ""),
    ],
)
def test_one_pair(name: str, firm: str, plan: float, why: str) -> None:
    second = FIRST | {"单位": "U02", "项目编码": "U02-2026-001", "签约日期": date(2026, 6, 1)}
    made = frame([FIRST, second | {NAME: name, FIRM: firm, PLAN: plan}], JUNE)
    found = list(alike(check("V18", NAME), made, setting(made), across=True))
    assert found == ([(1, 0, why)] if why else [])


def test_parts_of_one_undertaking_are_two_projects() -> None:
    """一期 against 二期, 1号 against 2号; but 一期 may be what the other calls the whole."""
    told = []
    for one, two in (("一期", "二期"), ("1号厂房", "2号厂房"), ("", "三期"), ("", "一期")):
        first = FIRST | {NAME: f"绿色包装{one}项目"}
        second = FIRST | {"单位": "U02", "项目编码": "U02-2026-001", NAME: f"绿色包装{two}项目"}
        made = frame([first, second], JUNE)
        told.append(bool(list(alike(check("V18", NAME), made, setting(made), across=True))))
    assert told == [False, False, False, True]
