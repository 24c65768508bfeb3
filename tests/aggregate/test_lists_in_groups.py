"""Lists in groups: sums, how many different values, rates of two sums, and all together."""

from __future__ import annotations

from fractions import Fraction

import pytest

from pipeline.model.listing import Bundle, Entry, Listing
from pipeline.model.month import WHOLE
from pipeline.model.number import exact
from pipeline.render.listing import behind, by_name, listings
from pipeline.scheme.listed import lists_of
from pipeline.scheme.marked import load

PLAN = """
清单:
  届:
    表: 项目表
    字段: [名称]
    分组: 年
    求和: {落地: {式: 数, 计量单位: 个}, 门类数: {式: 门类, 去重: 是, 计量单位: 个}}
    比率: {落地率: [落地, 个数]}
"""


class _Month:
    """As much of a month as lists are laid out from."""

    units = ()

    def __init__(self, **sums: str) -> None:
        measures = {"落地": "个", "总投资": "万元"}
        own = {name: exact(one) for name, one in sums.items()}
        entries = [Entry("", {}) for _ in range(3)]
        bundles = [Bundle("甲", [0, 1], own), Bundle("乙", [], dict.fromkeys(own, Fraction(0)))]
        rates = {"落地率": ("落地", "个数")}
        self.lists = {(WHOLE, "届"): Listing("届", entries, 2, measures, bundles, own, rates=rates)}


@pytest.fixture
def read(tmp_path):
    def of(text: str) -> tuple[dict, list[str]]:
        faults: list = []
        (tmp_path / "lists.yaml").write_text(text, encoding="utf-8")
        plans = lists_of(load(tmp_path / "lists.yaml", "lists.yaml"), faults, {})
        return plans, [one.line for one in faults]

    return of


def test_rates_and_distinct_counts_are_read_with_the_sums(read):
    plans, faults = read(PLAN)
    assert faults == []
    assert plans["届"].rates == {"落地率": ("落地", "个数")}
    assert {name: one.distinct for name, one in plans["届"].sums.items()} == {
        "落地": False,
        "门类数": True,
    }


@pytest.mark.parametrize("parts", ["[落地]", "[落地, 分母]", "[落地, 个数, 落地]"])
def test_a_rate_of_anything_but_two_sums_is_a_fault(read, parts):
    _, faults = read(PLAN.replace("[落地, 个数]", parts))
    assert len(faults) == 1
    assert "“比率”里的“落地率”写法有误" in faults[0]


def test_a_rate_is_of_the_groups_own_sums_and_of_nothing_there_is_none():
    # 1 of 2 in 甲 is 50%; 乙 is empty; 1 of all 3 is 33.33%
    made = listings(_Month(落地="1", 总投资="5"), WHOLE, {})
    first, second = made["届"]
    assert (first["落地率"].bare, second["落地率"].bare) == ("50.00", "—")
    assert made["合计"]["届"]["落地率"].bare == "33.33"
    assert made["合计"]["届"]["总投资"].bare == "5.00"


def test_what_a_total_prints_can_be_found_again_by_its_code():
    month = _Month(落地="1", 总投资="5")
    code = listings(month, WHOLE, {})["合计"]["届"]["落地率"].figure
    value, measure, _ = behind(by_name(month), code)
    assert (value, measure) == (Fraction(100, 3), "%")
