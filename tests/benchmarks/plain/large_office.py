"""An office of many units in memory: projects, monthly amounts, tasks and last year's figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from random import Random

GROUP = 30
"""Units to a group."""
TRADES = ("一产", "工业", "商贸")
JUDGED_UNTIL = 11
"""The last month that the level above has judged."""
FEN = 10**6
"""Amounts are in units of one 分, a millionth of 万元."""
Cells = dict[str, list]


@dataclass(frozen=True)
class Columns:
    """By unit the columns of its two tables; by unit and indicator tasks and last year's amounts.

    `judged` is one table: what the level above has passed, up to November.
    """

    units: list[tuple[str, str]]
    projects: dict[str, Cells]
    paid: dict[str, Cells]
    judged: Cells
    targets: dict[tuple[str, str], int]
    past: dict[tuple[str, str], int]


def draw(units: int, projects: int) -> Columns:
    """Return an office of so many units, each with so many projects, in December 2026."""
    rng = Random(11)
    names = [(f"U{number:04d}", f"组{number // GROUP:02d}") for number in range(units)]
    registers, paid, targets, past = {}, {}, {}, {}
    for unit, _ in names:
        registers[unit] = _register(rng, unit, projects)
        paid[unit] = {"项目": registers[unit]["项目"]} | {
            f"各月.{month}": [rng.randrange(0, 900_000) * 10_000 for _ in range(projects)]
            for month in range(1, 13)
        }
        for name, most in (("到位资金", 4_000_000), ("签约", 240)):
            targets[unit, name] = rng.randrange(most // 4, most) * FEN
            past[unit, name] = rng.randrange(most // 5, most) * FEN
    _share(rng, [unit for unit, _ in names], registers)
    return Columns(names, registers, paid, _judged(rng, registers), targets, past)


def _share(rng: Random, units: list[str], registers: dict[str, Cells]) -> None:
    """Let every tenth project be brought in together with another unit."""
    for unit, cells in registers.items():
        for at in range(len(cells["项目"])):
            if rng.random() < 0.1 and (partner := rng.choice(units)) != unit:
                cells["伙伴"][at] = partner
                cells["比例"][at] = rng.choice((12_500_000, 25_000_000, 33_330_000))


def _judged(rng: Random, registers: dict[str, Cells]) -> Cells:
    """Of each project what was passed in four months, a line for each."""
    cells: Cells = {"期间": [], "单位": [], "项目": [], "核定数": []}
    for unit, own in registers.items():
        for project in own["项目"]:
            for month in sorted(rng.sample(range(1, JUDGED_UNTIL + 1), 4)):
                cells["期间"].append(date(2026, month, 1))
                cells["单位"].append(unit)
                cells["项目"].append(project)
                cells["核定数"].append(rng.randrange(1, 900_000) * 10_000)
    return cells


def exact(units: int) -> Fraction:
    return Fraction(units, FEN)


def _register(rng: Random, unit: str, projects: int) -> Cells:
    signed = [date(2026, 1, 1) + timedelta(days=rng.randrange(365)) for _ in range(projects)]
    started = [day + timedelta(days=rng.randrange(300)) for day in signed]
    return {
        "项目": [f"{unit}-{number:03d}" for number in range(projects)],
        "投资方": [f"投资方{rng.randrange(9000)}" for _ in range(projects)],
        "门类": [rng.choice(TRADES) for _ in range(projects)],
        "规模": [rng.randrange(1_000, 90_000) * FEN for _ in range(projects)],
        "外资": [None] * projects,
        "签约": signed,
        "开工": [day if rng.random() < 0.6 else None for day in started],
        "投产": [None] * projects,
        "阶段": ["终止" if rng.random() < 0.05 else "签约" for _ in range(projects)],
        "伙伴": [None] * projects,
        "比例": [None] * projects,
        "飞入": [None] * projects,
    }
