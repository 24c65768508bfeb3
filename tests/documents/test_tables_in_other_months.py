"""The six tables where figures are missing: nobody reports, one unit, no tasks, January, December."""

from __future__ import annotations

import pytest

from tests.county import draw
from tests.documents.tables import (
    ALL,
    COMPLETION,
    KEY,
    LEDGER,
    RANKS,
    WORKS,
    bare,
    in_variant,
    row_of,
    text_of,
    unheard,
)
from tests.shipped import INPUTS

VARIANTS = ("一月", "无人报送", "只有名录", "十二月")


@pytest.fixture(scope="module")
def books(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tables")
    draw(5, 1, 1, "2026-12").write(folder / "one")
    return {
        "一月": in_variant(INPUTS, "2026-01"),
        "无人报送": in_variant(unheard(folder / "unheard"), "2026-01"),
        "只有名录": in_variant(bare(folder / "bare"), "2026-03"),
        "十二月": in_variant(folder / "one", "2026-12"),
    }


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("table", ALL)
def test_every_sheet_has_its_title_unit_and_signature_and_nothing_broken(books, variant, table):
    for page in books[variant][table].values():
        told = text_of(page)
        assert page.cells[1, 1].text.startswith("栖川市2026年")
        assert "单位：" in page.cells[2, 1].text
        assert "填表日期：" in told or page.name in ("完成情况", "全部指标", "任务分解")
        for broken in ("【缺", "None", "nan", "#REF!", "#DIV/0!", "{{", "。。", "、。", "：。"):
            assert broken not in told


def test_periods_have_their_names(books):
    for variant, name in (("一月", "1月份"), ("十二月", "1—12月"), ("只有名录", "1—3月")):
        assert name in books[variant][RANKS]["名次汇总"].cells[1, 1].text


def test_a_month_without_reports_says_so_and_shows_no_zero_for_it(books):
    made = books["无人报送"]
    works = made[WORKS]["项目工程任务"]
    assert row_of(works, "石桐镇")[2:4] == ["5", "未报送"]
    assert row_of(works, "全市（按市任务）")[3] == "未报送"
    ranks = made[RANKS]["新签约亿元以上项目"]
    assert "园区组（2个单位，参加排名0个）" in text_of(ranks)
    assert {row_of(ranks, one)[0] for one in ("经开区", "石桐镇", "市供销社")} == {"未报送"}
    assert "合计（0个）" in text_of(made[LEDGER]["项目台账"])
    assert "暂未有上报项目。" in text_of(made[LEDGER]["项目台账"])
    assert row_of(made[KEY]["重点项目"], "1", 1)[9:] == ["—", "—", "—"]


def test_an_office_without_tasks_has_words_in_their_places(books):
    made = books["只有名录"]
    assert row_of(made[WORKS]["项目工程任务"], "经开区")[2] == "未下达"
    assert "暂未确定领导包抓的重点项目" in text_of(made[KEY]["重点项目"])
    ranks = made[RANKS]["入统项目"]
    assert row_of(ranks, "经开区")[:3] == ["未下达", "经开区", "未下达"]
    lights = made[COMPLETION]["红黄灯"]
    assert row_of(lights, "经开区", 3)[5:18:3] == ["—"] * 5
    assert row_of(lights, "红灯单位（个）")[18] == "0"


def test_a_county_of_one_unit_ranks_it_alone_in_december(books):
    ranks = books["十二月"][RANKS]
    assert row_of(ranks["名次汇总"], "经开区")[3] == "1"
    assert "（1个单位，参加排名1个）" in text_of(ranks["实际利用省外资金"])
