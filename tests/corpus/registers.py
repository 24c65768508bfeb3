"""Honest registers: projects of several units, with amounts and names as units really have them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from random import Random

from pipeline.model.number import exact, scaled
from pipeline.model.period import Period
from pipeline.model.table import Column, Submission, Table
from pipeline.scheme.frame import Frame, Setting, Source, frame_of
from pipeline.scheme.rules import Check
from tests.county import names
from tests.validate.bureau import shipped

FORM = "项目台账"
MAY, JUNE = Period(2026, 5), Period(2026, 6)
NAME, FIRM, PLAN, FIXED = "项目名称", "投资方", "计划总投资", "固定资产投资"
AMOUNTS = (PLAN, FIXED)
LEAST, MOST = 60, 900_000
"""In 万元: below 50 and above 1,000,000 the rule asks about honest amounts too, as it should."""

Row = dict[str, object]
"""Field → value; 单位 is the unit's code."""


def register(rng: Random, units: int, count: int) -> list[Row]:
    """Draw `count` honest projects for each unit, in the order of their codes."""
    taken: set[str] = set()
    return [
        project(rng, number, f"U{number % units:02d}", taken) for number in range(units * count)
    ]


def project(rng: Random, number: int, unit: str, taken: set[str]) -> Row:
    """Draw one project: a name of its own, an investor, a lognormal amount, mostly a round one."""
    line = names.trade(rng)
    plan = amount(rng)
    return {
        "单位": unit,
        "项目编码": f"{unit}-2026-{number:04d}",
        NAME: names.title(rng, line, taken),
        FIRM: names.company(rng, names.outside(rng)[1], line),
        PLAN: plan,
        FIXED: fixed(rng, plan),
        "签约日期": date(2026, rng.randint(1, 5), rng.randint(1, 28)),
    }


def amount(rng: Random) -> float:
    """Draw a total in 万元 between 60 and 900,000, three in four rounded to two or three digits."""
    value = min(max(rng.lognormvariate(9.1, 1.27), LEAST), MOST)
    lot = rng.random()
    if lot < 0.75:
        return float(f"{value:.{1 if lot < 0.4 else 2}e}")
    return round(value, 2)


def fixed(rng: Random, plan: float) -> float:
    """Draw the part that is fixed: most of the total, little of it where all is rented."""
    return round(
        plan * (rng.uniform(0.6, 0.9) if rng.random() < 0.96 else rng.uniform(0.005, 0.05)), 2
    )


def frame(rows: Sequence[Row], period: Period) -> Frame:
    """Lay the rows out as the units' submitted registers."""
    sources = []
    for unit in dict.fromkeys(str(row["单位"]) for row in rows):
        own = [row for row in rows if row["单位"] == unit]
        columns = {}
        for name in (field for field in own[0] if field != "单位"):
            values = [row[name] for row in own]
            if name in AMOUNTS:
                values = [scaled(exact(str(one))) for one in values]
            columns[name] = Column(name, "A", values, {})
        table = Table(FORM, f"{unit}.xlsx", FORM, list(range(4, 4 + len(own))), columns)
        sources.append(Source(Submission(unit, period, f"{unit}.xlsx", ""), table))
    return frame_of(shipped().form(FORM), sources, {})


def setting(now: Frame, before: Frame | None = None) -> Setting:
    """June, with what was accepted in May if anything was."""
    return Setting(JUNE, JUNE.to_date, {FORM: now}, {FORM: before} if before is not None else {})


def check(code: str, field: str) -> Check:
    """The shipped rule on a field of the register."""
    rules = shipped().cross_checks
    wanted = (code, FORM, field)
    return next(one for one in rules if (one.rule.code, one.form, one.field) == wanted)
