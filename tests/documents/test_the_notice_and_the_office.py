"""The shipped June's notice when the office has changed, written or filled in something."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from pipeline.conform import conform
from pipeline.model.figure import Scope, Status
from pipeline.model.finalised import Adjustment
from pipeline.office.written import read
from tests.conform.paper import standard
from tests.county.figures import FUNDS
from tests.documents.notices import Notice, notice, objections
from tests.shipped import month_of


@pytest.fixture(scope="module")
def june() -> Notice:
    return notice(*month_of("2026-06"))


def test_without_corrections_there_is_no_sixth_annex_and_with_them_there_is(june):
    assert "上期数据调整" not in june.text
    scheme, month = month_of("2026-06")
    scope = Scope("单位", "ZJ01")
    words = "资金到位：某项目4月由300改为280（凭证重复，张某）"
    changed = Adjustment(
        scope, "青榆镇", FUNDS, FUNDS, "万元", Status.CONFIRMED, "1—4月",
        Fraction(5000), Fraction(4980), words,
    )  # fmt: skip
    made = notice(scheme, replace(month, adjustments=[changed]))
    assert "6. 上期数据调整表" in made.paragraphs
    assert "（三）上期数据调整" in made.paragraphs
    assert made.rows("公布数") == [
        ("青榆镇", f"{FUNDS}（万元）", "核定", "1—4月", "5000.00", "4980.00", "-20.00", words)
    ]


def test_movement_since_the_last_notice_is_told_in_words_and_signs():
    scheme, month = month_of("2026-06")
    before = {"ZJ02": 3, "JD03": 1, "JD02": 3}  # 石桐镇 rose from 3 to 1, 新渡街道 fell from 1 to 2
    standings = {
        key: replace(one, rank_before=before[key[0].code])
        if key[0].code in before and key[1] == FUNDS
        else one
        for key, one in month.standings.items()
    }
    made = notice(scheme, replace(month, standings=standings))
    told = made.about("一类镇街：")
    for words in ("%，较上期上升2位）", "%，较上期下降1位）", "%，与上期持平）"):
        assert words in told
    signs = {row[1]: row[6] for row in made.rows("考核分组")}
    assert [signs[one] for one in ("石桐镇", "新渡街道", "榆荫街道", "青榆镇")] == [
        "↑2", "↓1", "→", "—"
    ]  # fmt: skip


def test_demands_that_people_wrote_take_the_place_of_the_usual_ones(june):
    scheme, month = month_of("2026-06")
    texts = [("各单位要紧盯三季度集中开工。", 0), ("办公室按周调度。", 0)]
    made = notice(scheme, replace(month, material={**month.material, "下一步要求": texts}))
    place = made.paragraphs.index("五、下一步要求")
    assert made.paragraphs[place + 1 : place + 4] == (
        "各单位要紧盯三季度集中开工。", "办公室按周调度。", "附件：1. 各单位主要指标完成情况表"
    )  # fmt: skip
    assert june.paragraphs[june.paragraphs.index("五、下一步要求") + 1].startswith("各单位要对照")


def test_a_notice_whose_blanks_are_filled_in_is_as_the_standard_has_it():
    scheme, month = month_of("2026-06")
    filled = {
        "主送机关": "各镇人民政府、街道办事处，市直有关单位",
        "抄送机关": "市委办公室，市人大常委会办公室",
        "发文字号": "栖招〔2026〕6号",
        "成文日期": date(2026, 7, 5),
        "印发日期": date(2026, 7, 5),
    }
    made = notice(scheme, replace(month, parameters={**month.parameters, **filled}))
    report = conform(read(made.made.content), standard())
    assert report.profile == "文件"
    assert [one.line for one in report.deviations] == []


def test_nothing_is_misworded_missing_or_at_odds_with_the_figures(june):
    assert objections(*month_of("2026-06"), june) == []
