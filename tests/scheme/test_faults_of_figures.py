"""What figures.yaml names wrongly is a fault with its line; nothing of it reaches a figure."""

from __future__ import annotations

import pytest

from tests.scheme.test_faults_of_the_scheme import alter, faults, folder

__all__ = ["folder"]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("本年签约: 期内(签约日期)", "本年签约: 期内(签约日)", "“项目台账”没有字段“签约日”，是不是想写“签约日期”？"),
        ("去重: [投资方]", "去重: [投资房]", "“项目台账”没有字段“投资房”，是不是想写“投资方”？"),
        (
            "比例: 共同引进比例,",
            "比例: 共同引进比列,",
            "“项目台账”没有字段“共同引进比列”，是不是想写“共同引进比例”？",
        ),
        (
            "各档: [小升规企业, 新投产入规企业]",
            "各档: [小升规企业, 新投产企业]",
            "指标“入规企业”的“各档”里没有“新投产企业”这个指标，是不是想写“新投产入规企业”？",
        ),
        (
            "各档: [小升规企业, 新投产入规企业]",
            "各档: [小升规企业, 入统项目]",
            "指标“入规企业”与它的一档“入统项目”的计量单位不同；各档与总数应是同一计量单位",
        ),
        (
            "公式: 新签约亿元以上项目规模 ÷ 新签约亿元以上项目",
            "公式: 新签约亿元以上项目规模 + 合同利用外资",
            "指标“平均项目规模”把万元和万美元加在了一起；不同计量单位不能相加；要折算的，请乘以折算率",
        ),
        (
            "求和: 协议利用外资",
            "求和: 协议利用外资 + 协议投资额",
            "指标“合同利用外资”把万美元和万元加在了一起；不同计量单位不能相加；要折算的，请乘以折算率",
        ),
        (
            "各单位: 万元",
            "各单位: 元",
            "指标“实际利用省外资金”“印”里的“各单位”写的是“元”；只能写“计量单位”的万元，或者“印”的亿元",
        ),
        ("性质: 时点", "性质: 时候", "指标“全省位次”的“性质”不能写“时候”；只能写：累计、当月、时点、率"),
        ("{录入: 是, 滞后: 1}", "{录入: 是, 滞后: 一}", "指标“出口总额”“自报”里的“滞后”应是整数，不能写“一”"),
        (
            "{录入: 是, 滞后: 1}",
            "{录入: 是, 条件: 期内(期间)}",
            "指标“出口总额”“自报”里的“公式”“录入”不能与“条件”“求和”“除以”“去重”“分母”同写；请只留一种",
        ),
    ],
)  # fmt: skip
def test_a_wrong_name_or_kind_is_told_with_its_line_and_the_nearest(folder, old, new, fault):
    alter(folder, "figures.yaml", old, new)
    told = faults(folder)
    assert any(one.endswith(f"：{fault}") for one in told), told


def test_typed_in_figures_need_the_offices_table_for_them(folder):
    (folder / "forms/基础库/录入数据.yaml").unlink()
    assert [one.partition("：")[2] for one in faults(folder)] == [
        f"指标“{name}”“自报”里的写了“录入: 是”，却没有“用途: 录入”的表；请在forms/基础库里补上这张表"
        for name in ("出口总额", "全省位次")
    ]
