"""The invented county: reproducible, consistent, and with exactly the faults that are meant."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from tests.county import SHIPPED, draw
from tests.county.directory import draw_units
from tests.county.figures import FUNDS, WORKS, Audit, unit_figures
from tests.county.project import Fund, Project


@pytest.fixture(scope="module")
def shipped():
    return draw(SHIPPED)


def test_the_same_seed_gives_the_same_bytes(tmp_path):
    for name in ("first", "second"):
        draw(5, units=3, projects=4, period_last="2026-02").write(tmp_path / name)
    files = sorted(path for path in (tmp_path / "first").rglob("*") if path.is_file())
    assert len(files) == 1 + 2 * 3
    for path in files:
        again = tmp_path / "second" / path.relative_to(tmp_path / "first")
        assert path.read_bytes() == again.read_bytes(), path.name


def test_another_seed_gives_another_county():
    assert draw(5, units=3, projects=4).projects != draw(6, units=3, projects=4).projects


def test_one_project_is_paid_beyond_its_plan_and_only_in_june(shipped):
    for month, expected in ((5, 0), (6, 1)):
        over = [
            project.unit
            for projects in shipped.projects.values()
            for project in projects
            if sum(
                fund.before + sum(cents or 0 for cents in fund.known(month))
                for fund in project.funds
            )
            > project.total
        ]
        assert len(over) == expected
    assert over == [shipped.special["超总投资"]]
    assert shipped.state(over[0], 6) == "已报"


def test_the_departments_have_no_new_investment_and_the_other_groups_have(shipped):
    groups = shipped.truth("2026-06")["组"]
    assert {name: figures[WORKS]["自报"] > 0 for name, figures in groups.items()} == {
        "经开区": True,
        "双新产业园": True,
        "镇（街道）": True,
        "市直单位": False,
    }


def test_some_of_the_citys_figures_are_ahead_of_pace_and_some_behind(shipped):
    truth = shipped.truth("2026-06")
    sure = {t.indicator: t.sure for t in shipped.targets if (t.unit, t.level) == ("全市", "上级")}
    done = {
        name: statuses.get("核定", statuses.get("自报")) / sure[name]
        for name, statuses in truth["全市"].items()
        if name in sure
    }
    assert truth["核定至"] == "2026-05"
    assert done[FUNDS] > Fraction(5, 12)
    assert done["新签约一至五亿元项目"] > Fraction(1, 2)
    assert done["新签约五至十亿元项目"] < Fraction(1, 2)
    assert done["新签约十亿元以上项目"] < Fraction(1, 2)
    assert truth["全市"]["新签约十亿元以上项目"]["自报"] == 2
    assert truth["全市"]["新入省库十亿元以上项目"] == {"自报": 2, "核定": 1, "待审核": 1}


def test_two_files_of_june_come_late_and_none_is_noted_for_the_missing_unit(shipped):
    assert sum(day > date(2026, 7, 3) for _, day in shipped.receipts) == 2
    assert "ZJ07" not in dict(shipped.receipts)
    assert len(shipped.receipts) == 20


def test_a_unit_without_last_year_and_one_with_nothing_then(shipped):
    units = {line.unit for line in shipped.past}
    assert {unit.code for unit in shipped.units} - units == {"JD03"}
    assert {line.value for line in shipped.past if line.unit == "SZ06"} == {0}
    assert shipped.truth("2026-06")["单位"]["SZ06"][FUNDS]["核定"] > 0
    assert sum(line.revised is not None for line in shipped.past) == 1


def test_figures_of_a_unit_worked_by_hand():
    projects = [
        project("甲", date(2026, 1, 9), 10000, paid=(100, 50), works=(None, 30), emerging="是"),
        project("乙", date(2026, 2, 27), 9999.99, paid=(None, 7)),
        project("丙", date(2026, 3, 1), 60000, paid=(None, None), plan_month="2026-03"),
        project("丁", date(2026, 1, 5), 50000, events={"终止": date(2026, 2, 1)}),
        project("戊", date(2025, 12, 30), 100000, year=2025, paid=(3, 4), works=(1, 1)),
        project("己", date(2026, 2, 3), 100000, events={"省库申报日期": date(2026, 3, 2)}),
    ]
    audits = [
        Audit(1, "ZJ01", "", "甲", "省外资金", 10000, 8000, "通过"),
        Audit(1, "ZJ01", "", "戊", "省外资金", 300, None, "退回"),
        Audit(2, "ZJ01", "", "甲", "省外资金", 5000, 5000, "通过"),
        Audit(2, "ZJ01", "", "甲", "省库", 1000000, 1000000, "通过"),
    ]
    february = unit_figures(projects, audits, 2026, 2, heard=2, audited=1)
    assert february[FUNDS] == {"核定": 130, "自报": 164, "待审核": 61}
    assert february["新入省库项目"] == {"自报": 0, "核定": 1, "待审核": 0}
    assert february["新入省库十亿元以上项目"] == {"自报": 0, "核定": 0, "待审核": 0}
    assert february["新签约亿元以上项目"] == {"自报": 2}
    assert february["新签约一至五亿元项目"] == {"自报": 1}
    assert february["新签约五至十亿元项目"] == {"自报": 0}
    assert february["新签约十亿元以上项目"] == {"自报": 1}
    assert february["新引进亿元以上新兴产业项目"] == {"自报": 1}
    assert february[WORKS] == {"自报": 30}
    march = unit_figures(projects, audits, 2026, 3, heard=3, audited=2)
    assert march["新签约五至十亿元项目"] == {"自报": 1}
    assert march["新入省库十亿元以上项目"] == {"自报": 1, "核定": 0, "待审核": 1}
    assert march["拟上报工业项目"] == {"自报": 1}
    assert march["拟上报五至十亿元工业项目"] == {"自报": 1}


def test_a_unit_not_heard_this_month_keeps_what_it_reported_and_its_pending_is_unknown():
    projects = [project("甲", date(2026, 1, 9), 10000, paid=(100, 50))]
    audits = [Audit(1, "ZJ01", "", "甲", "省外资金", 10000, 10000, "通过")]
    assert unit_figures(projects, audits, 2026, 2, heard=1, audited=1)[FUNDS] == {
        "核定": 100,
        "自报": 100,
        "待审核": None,
    }


@settings(max_examples=15, deadline=None)
@given(
    seed=some.integers(0, 10**6),
    units=some.integers(1, 9),
    projects=some.integers(0, 4),
    last=some.integers(1, 12),
)
def test_the_city_is_the_sum_of_its_groups_and_of_its_units(seed, units, projects, last):
    county = draw(seed, units, projects, f"2026-{last:02d}")
    for month in range(1, last + 1):
        truth = county.truth(f"2026-{month:02d}")
        for indicator, statuses in truth["全市"].items():
            for status, value in statuses.items():
                for parts in (truth["单位"].values(), truth["组"].values()):
                    assert value == sum(part[indicator][status] or 0 for part in parts)
        bands = ("新签约一至五亿元项目", "新签约五至十亿元项目", "新签约十亿元以上项目")
        whole = truth["全市"]["新签约亿元以上项目"]["自报"]
        assert whole == sum(truth["全市"][band]["自报"] for band in bands)


@settings(max_examples=15, deadline=None)
@given(seed=some.integers(0, 10**6), units=some.integers(1, 12))
def test_targets_close_and_people_carry_their_units_target_exactly(seed, units):
    county = draw(seed, units, projects=5, period_last="2026-03")
    for city in (target for target in county.targets if target.unit == "全市"):
        shares = [
            target.sure
            for target in county.targets
            if target.unit != "全市" and target.indicator == city.indicator and target.sure
        ]
        assert sum(shares) >= city.sure
    set_ones = [target for target in county.targets if target.sure is not None]
    assert all(target.stretch >= target.sure > 0 for target in set_ones)
    for unit in county.units:
        quota = sum(person.quota for person in county.people if person.unit == unit.code)
        assert [quota] == [
            target.sure
            for target in county.targets
            if (target.unit, target.indicator) == (unit.code, FUNDS)
        ]


def test_six_hundred_units_have_six_hundred_codes_and_names():
    units = draw_units(Random(1), 600, 2026)
    assert len({unit.code for unit in units}) == len({unit.name for unit in units}) == 600
    assert all(re.fullmatch(r"[A-Z]{2}\d{2}", unit.code) for unit in units)


def project(
    name: str,
    signed: date,
    recognised: float,
    *,
    year: int = 2026,
    paid: tuple = (),
    works: tuple = (),
    emerging: str = "否",
    plan_month: str = "",
    events: dict[str, date] | None = None,
) -> Project:
    """Return an industrial project with amounts in 万元."""
    return Project(
        "ZJ01",
        name,
        year,
        {"产业门类": "工业", "十大新兴产业": emerging},
        {"签约日期": signed} | (events or {}),
        total=round(recognised * 100),
        fixed=0,
        recognised=round(recognised * 100),
        plan_month=plan_month,
        funds=(Fund("省外", 0, cents(paid)),),
        works=cents(works),
    )


def cents(months: tuple) -> tuple:
    filled = [None if amount is None else amount * 100 for amount in months]
    return (*filled, *[None] * (12 - len(filled)))
