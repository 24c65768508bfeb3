"""Last year's same days: of a leap year, of whole months, of registers that reach them or not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import openpyxl
import pytest

from pipeline.assess.yardsticks import Past
from pipeline.assess.year_ago import of_whole_months
from pipeline.model.figure import Nature
from pipeline.model.period import Days
from pipeline.render.context import context
from tests.assess.contest import CITY, NAME, indicator
from tests.county import draw
from tests.county.newyear import january_after
from tests.recount.sheets import rows
from tests.shipped import gathered

SIGNED = "新签约亿元以上项目"


@pytest.mark.parametrize(
    ("start", "end", "before"),
    [
        (date(2026, 6, 11), date(2026, 6, 20), Days(date(2025, 6, 11), date(2025, 6, 20))),
        (date(2025, 12, 29), date(2026, 1, 4), Days(date(2024, 12, 29), date(2025, 1, 4))),
        # 2027 had no 29th of February
        (date(2028, 2, 21), date(2028, 2, 29), Days(date(2027, 2, 21), date(2027, 2, 28))),
        (date(2028, 2, 29), date(2028, 3, 6), Days(date(2027, 3, 1), date(2027, 3, 6))),
    ],
)
def test_the_same_days_of_last_year(start, end, before):
    assert Days(start, end).year_before == before


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2026, 3, 1), date(2026, 4, 30), [3, 4]),
        (date(2028, 2, 1), date(2028, 2, 29), [2]),
        (date(2028, 2, 1), date(2028, 2, 28), []),
        (date(2026, 3, 2), date(2026, 4, 30), []),
        (date(2025, 12, 1), date(2026, 1, 31), []),
    ],
)
def test_days_that_are_whole_months(start, end, months):
    assert [*Days(start, end).months] == months


SPRING = Days(date(2026, 3, 1), date(2026, 4, 30))


def past(**values: int) -> Past:
    """Cumulative values of the city by month: m4=130."""
    known = {(CITY, NAME, int(month[1:])): Fraction(one) for month, one in values.items()}
    return Past(known, revised=frozenset({(CITY, NAME, 2)}))


def test_of_whole_months_it_is_the_difference_of_both_ends():
    known = {NAME: replace(indicator(), said=Nature.TO_DATE)}
    # 130 to the end of April, 50 to the end of February, which was revised
    assert of_whole_months(past(m2=50, m4=130), SPRING, known) == {
        (CITY, NAME): (Fraction(80), True, False)
    }
    first = Days(date(2026, 1, 1), date(2026, 4, 30))
    assert of_whole_months(past(m4=130), first, known) == {
        (CITY, NAME): (Fraction(130), False, False)
    }


def test_a_rate_has_no_difference():
    known = {NAME: replace(indicator("%"), said=Nature.RATE)}
    assert of_whole_months(past(m2=50, m4=130), SPRING, known) == {}


def test_of_other_days_or_with_an_end_unknown_it_is_nothing():
    known = {NAME: replace(indicator(), said=Nature.TO_DATE)}
    assert of_whole_months(past(m4=130), SPRING, known) == {}
    assert of_whole_months(past(m2=50, m4=130), Days(date(2026, 3, 2), SPRING.end), known) == {}
    assert of_whole_months(past(m2=50, m4=130), SPRING, {}) == {}


@pytest.fixture(scope="module")
def january(tmp_path_factory) -> tuple[dict, dict]:
    """The campaigns of January 2027, and how many projects each unit signed a year before."""
    folder = tmp_path_factory.mktemp("years")
    old = draw(7, units=2, projects=5, period_last="2026-12")
    for one in (old, january_after(old)):
        one.write(folder)
    book = openpyxl.load_workbook(folder / "基础库.xlsx")
    if "阶段" in book.sheetnames:
        del book["阶段"]
    sheet = book.create_sheet("阶段")
    sheet.append(["阶段"])
    sheet.append([])
    head = ["名称", "类别", "起始日", "截止日", "通报日期（用顿号隔开，如2026-02-24、2026-03-06）"]
    sheet.append(head)
    sheet.append(["开门红", "活动", date(2027, 1, 2), date(2027, 6, 29), "2027-01-31"])
    sheet.append(["开年", "活动", date(2026, 7, 2), date(2027, 1, 30), "2027-01-30"])
    book.save(folder / "基础库.xlsx")
    scheme, month = gathered(folder, "2027-01")
    stages = context(scheme.indicators, month, ())["阶段"]
    return stages, {
        unit.code: signed(folder, unit.code, date(2026, 1, 2), date(2026, 1, 31))
        for unit in month.units
    }


def signed(folder, unit: str, first: date, last: date) -> int:
    """Count in the unit's last workbook of 2026 what it signed, of 1亿元 up."""
    book = folder / "2026-12" / f"招商月报_{unit}_202612.xlsx"
    found = rows(book, "项目台账", "项目编码")
    title = next(name for name in found[0] if name.startswith("计划总投资"))
    return sum(
        row["签约日期"] is not None
        and first <= row["签约日期"].date() <= last
        and row["当前阶段"] != "终止"
        and (row["认定额"] or row[title]) >= 10_000
        for row in found
    )


def test_days_that_last_years_register_does_not_reach_have_no_past(january):
    # from 2 July 2025 on: no file of 2025 was read, and those of 2026 speak of 2026
    stages, _ = january
    item = stages["开年"]["全市"][SIGNED]
    assert item["完成"].value is not None
    assert (item["同期"].bare, item["同比"].bare) == ("无同期", "无同期")


def test_days_are_held_against_the_register_with_which_last_year_ended(january):
    stages, before = january
    units = stages["开门红"]["各单位"]
    assert len(units) == 2
    for unit in units:
        assert unit[SIGNED]["同期"].value == before[unit["代码"]]
    assert stages["开门红"]["全市"][SIGNED]["同期"].value == sum(before.values())
    change = stages["开门红"]["全市"][SIGNED]["同比增减"].value
    assert change == stages["开门红"]["全市"][SIGNED]["完成"].value - sum(before.values())
