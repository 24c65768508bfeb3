"""Unit slips and duplicates on drawn registers with known faults (seeds 51–60)."""

from __future__ import annotations

from datetime import date
from random import Random

from pipeline.model.number import exact, scaled
from pipeline.model.period import Period
from pipeline.model.table import Column, Submission, Table
from pipeline.scheme.frame import Frame, Setting, Source, frame_of
from pipeline.scheme.rules import Check
from pipeline.validate.alike import alike
from pipeline.validate.slips import slips
from tests.county import names
from tests.validate.bureau import shipped

SEEDS = range(51, 61)
JUNE, MAY = Period(2026, 6), Period(2026, 5)
FORM = "项目台账"
Row = dict[str, object]


def check(code: str, field: str) -> Check:
    return next(
        one
        for one in shipped().cross_checks
        if (one.rule.code, one.form, one.field) == (code, FORM, field)
    )


def register(rng: Random, units: int, count: int) -> list[tuple[str, Row]]:
    """Projects of an even drawing: lognormal amounts from 60万元 to over 10亿元."""
    taken: set[str] = set()
    rows = []
    for number in range(units * count):
        line = names.trade(rng)
        unit = f"U{number % units:02d}"
        amount = min(max(round(rng.lognormvariate(9.1, 1.27), 2), 60), 900_000)
        rows.append(
            (
                unit,
                {
                    "项目编码": f"{unit}-2026-{number:04d}",
                    "项目名称": names.title(rng, line, taken),
                    "投资方": names.company(rng, names.outside(rng)[1], line),
                    "计划总投资": amount,
                    "签约日期": date(2026, rng.randint(1, 6), 9),
                },
            )
        )
    return rows


def frame(rows: list[tuple[str, Row]], period: Period) -> Frame:
    sources = []
    for unit in dict.fromkeys(unit for unit, _ in rows):
        own = [row for other, row in rows if other == unit]
        columns = {}
        for name in ("项目编码", "项目名称", "投资方", "计划总投资", "签约日期"):
            values = [one[name] for one in own]
            if name == "计划总投资":
                values = [scaled(exact(str(one))) for one in values]
            columns[name] = Column(name, "A", values, {})
        table = Table(FORM, "x.xlsx", FORM, list(range(4, 4 + len(own))), columns)
        sources.append(Source(Submission(unit, period, "x.xlsx", ""), table))
    return frame_of(shipped().form(FORM), sources, {})


def setting(now: Frame, before: Frame | None = None) -> Setting:
    earlier = {FORM: before} if before is not None else {}
    return Setting(JUNE, JUNE.to_date, {FORM: now}, earlier)


def test_slips_with_a_history_are_found_and_honest_jumps_are_not() -> None:
    hit = seeded = told = 0
    for seed in SEEDS:
        rng = Random(seed)
        rows = register(rng, 4, 50)
        now, wrong = [], set()
        for unit, row in rows:
            lot, amount = rng.random(), row["计划总投资"]
            if lot < 0.05:
                factor = rng.choice((10_000, 1 / 10_000))
                amount = round(amount * factor * rng.uniform(0.9, 1.3), 6)
                wrong.add(row["项目编码"])
            elif lot < 0.15:
                amount = round(amount * rng.choice((1.5, 3, 8)), 2)  # 增资
            now.append((unit, row | {"计划总投资": amount}))
        made = frame(now, JUNE)
        found = {
            made.key[row]
            for row, *_ in slips(check("V20", "计划总投资"), made, setting(made, frame(rows, MAY)))
        }
        beyond = {one["项目编码"] for _, one in now if one["计划总投资"] > 1_000_000} - wrong
        found -= beyond  # 超过100亿元另有规定，一律核实
        hit, seeded, told = hit + len(found & wrong), seeded + len(wrong), told + len(found)
    print(f"slips: {hit} of {seeded} found, {told} told")
    assert hit >= 0.99 * seeded
    assert hit >= 0.98 * told


def test_near_duplicates_across_units_are_found_and_neighbours_are_not() -> None:
    hit = seeded = told = 0
    for seed in SEEDS:
        rng = Random(seed)
        rows = register(rng, 8, 30)
        wrong = set()
        for number, (unit, row) in enumerate(rng.sample(rows, 12)):
            other = f"U{(int(unit[1:]) + 1) % 8:02d}"
            copy = row | {"项目编码": f"{other}-2026-9{number:03d}", "签约日期": date(2026, 6, 20)}
            copy["项目名称"] = respelt(rng, str(row["项目名称"]))
            if rng.random() < 0.5:
                copy["投资方"] = names.company(rng, names.outside(rng)[1], names.trade(rng))
                copy["计划总投资"] = round(row["计划总投资"] * rng.uniform(0.997, 1.003), 2)
            elif rng.random() < 0.5:
                copy["计划总投资"] = round(row["计划总投资"] * 1.4, 2)
            wrong.add(copy["项目编码"])
            rows.append((other, copy))
        made = frame(rows, JUNE)
        pairs = alike(check("V18", "项目名称"), made, setting(made), across=True)
        found = {made.key[row] for row, *_ in pairs}
        hit, seeded, told = hit + len(found & wrong), seeded + len(wrong), told + len(found)
    print(f"duplicates: {hit} of {seeded} found, {told} told")
    assert hit >= 0.98 * seeded
    assert hit >= 0.90 * told


def respelt(rng: Random, name: str) -> str:
    """What another clerk makes of a name."""
    ways = (
        name,
        name.replace("项目", "建设项目"),
        name.removesuffix("项目"),
        f"{name[: len(name) // 2]} {name[len(name) // 2 :]}",
        f"（{name}）",
    )
    return rng.choice(ways)
