"""The same documents where nobody reports, and of a single unit that is behind in December."""

from __future__ import annotations

import shutil

import pytest

from pipeline.scheme.scheme import Scheme
from tests.county import draw
from tests.documents.copies import copies
from tests.shipped import INPUTS, gathered


@pytest.fixture(scope="module")
def silent(tmp_path_factory) -> tuple[Scheme, object]:
    folder = tmp_path_factory.mktemp("silent")
    (folder / "2026-06").mkdir()
    shutil.copy(INPUTS / "基础库.xlsx", folder)
    return gathered(folder, "2026-06")


def test_where_nobody_reports_all_are_asked_and_nobody_is_blamed(silent):
    assert len(copies(*silent, "催报函")) == 21
    assert copies(*silent, "提醒函") == {} and copies(*silent, "退回通知") == {}
    week = next(iter(copies(*silent, "周报").values()))
    assert "各单位6月份报表均未采用，6月1日—6月7日没有可以汇总的情况。" in week
    assert "│" not in week
    (review,) = copies(*silent, "季调度材料").values()
    assert "各单位均未报送，未计入自报数。" in review
    assert review.count("各单位本期台账均未采用。") == 3


def test_what_the_office_keeps_itself_is_pressed_for_all_the_same(silent):
    assert list(copies(*silent, "督办单")) == ["6月份督办单（经开区）"]
    assert "本期汇总未计入你单位的数" in copies(*silent, "催报函")["6月份报表催报函（经开区）"]


def test_in_december_no_month_is_left_to_share_the_rest(tmp_path):
    draw(77, 1, 6, "2026-12").write(tmp_path, (12,))
    scheme, month = gathered(tmp_path, "2026-12")
    ((title, text),) = copies(scheme, month, "提醒函").items()
    assert title == "全年进度提醒函（经开区）"
    whole = [line for line in text.splitlines() if "：1—12月" in line]
    assert whole and not any("月均" in line or "最后" in line for line in whole)
    assert "按月排出进度" not in text
    # the confirmed ones reach November: one month is left
    assert all("最后1个月需完成" in line for line in text.splitlines() if "：1—11月" in line)
