"""A project of two units, from the register as they send it to the figures of both (F23)."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from pipeline.gather import Office, gather
from pipeline.model.figure import Scope, Status
from pipeline.model.month import Month
from pipeline.model.period import Period
from tests.county import County, draw
from tests.county.figures import FUNDS, REPORTED
from tests.shipped import TEMPLATES

CITY = Scope("全市", "")


@pytest.fixture(scope="module")
def county() -> County:
    return draw(11, units=3, projects=6, period_last="2026-02")


@pytest.fixture(scope="module")
def chosen(county: County) -> tuple[str, str, int]:
    """A unit, its partner, and the place of a project of its own with funds in both months."""
    lead, partner = county.units[0].code, county.units[1].code
    place = next(
        number
        for number, one in enumerate(county.projects[lead])
        if len(one.funds) == 1 and one.funds[0].source == "省外" and all(one.funds[0].months[:2])
    )
    return lead, partner, place


def month_of(county: County, folder) -> Month:
    county.write(folder)
    return gather(Office(TEMPLATES, folder, folder / "outputs"), Period(2026, 2))[1]


def test_the_partners_share_of_every_amount_goes_to_it_and_the_city_stays(county, chosen, tmp_path):
    lead, partner, place = chosen
    own = list(county.projects[lead])
    name = next(unit.short for unit in county.units if unit.code == partner)
    facts = {**own[place].facts, "共同引进单位": name, "共同引进比例": 40}
    own[place] = replace(own[place], facts=facts)
    shared = replace(county, projects={**county.projects, lead: tuple(own)})
    before, after = month_of(county, tmp_path / "one"), month_of(shared, tmp_path / "two")

    paid = sum(own[place].funds[0].known(2)[:2])
    moved = Fraction(paid, 100) * Fraction(2, 5)
    assert moved > 0
    passed = sum(
        audit.confirmed or 0
        for audit in county.audits
        if audit.code == own[place].code and audit.subject == "省外资金"
    )
    for status, amount in (
        (Status.REPORTED, moved),
        (Status.CONFIRMED, Fraction(passed, 100) * Fraction(2, 5)),
    ):
        for code, change in ((lead, -amount), (partner, amount)):
            key = Scope("单位", code), FUNDS, status
            assert after.figures[key].value - before.figures[key].value == change
        assert after.figures[CITY, FUNDS, status].value == before.figures[CITY, FUNDS, status].value
    assert (
        before.figures[Scope("单位", lead), FUNDS, Status.REPORTED].value
        == (county.truth("2026-02")["单位"][lead][FUNDS][REPORTED])
    )
    for name in ("新签约亿元以上项目", "开工项目"):
        for scope in (CITY, Scope("单位", lead), Scope("单位", partner)):
            key = scope, name, Status.REPORTED
            assert after.figures[key].value == before.figures[key].value
