"""Annual targets that close, the people who carry them, and last year's figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from random import Random

from . import names
from .directory import DEPARTMENTS, PARKS, STREETS, Unit
from .figures import (
    AMOUNTS,
    BANDS,
    CONFIRMED,
    FUNDS,
    INDICATORS,
    LIBRARY,
    LIBRARY_10,
    REPORTED,
    WORKS,
    Figures,
)

CITY = "全市"
_UPPER, _OWN = "上级", "本级"
_SIGNED = "新签约亿元以上项目"
_ASSESSED = (LIBRARY, _SIGNED, "入统项目", WORKS)
"""Indicators of the catalogue on which units are ranked, beside the funds, of which all have one."""
_PARENTS = {LIBRARY_10: LIBRARY, "新签约亿元以上工业项目": _SIGNED}
"""Indicators that count a part of another: no unit's part is to be larger than its whole."""
_PACE = dict(
    zip(
        INDICATORS,
        (1.06, 1.08, 0.5, 0.92, 0, 1.04, 1.12, 0.72, 0.55, 0.94, 1.02, 1.1, 0.87),
        strict=True,
    )
)
"""How far the city is to be ahead of the even pace, as a factor; 亿元以上 is the sum of its bands."""


@dataclass(frozen=True)
class Target:
    """One line of 年度目标: an amount in 万元 or a count; `stretch` is 力争.

    Nothing is set where the unit is told that it is not assessed.
    """

    unit: str
    indicator: str
    level: str
    sure: int | None
    stretch: int | None


@dataclass(frozen=True)
class Person:
    unit: str
    name: str
    rank: str
    quota: int
    leads: int


@dataclass(frozen=True)
class Past:
    """Last year's cumulative value; `revised` replaces it where the definition has changed.

    There is no `value` where nothing was counted last year (首年统计).
    """

    month: int
    unit: str
    indicator: str
    value: Fraction | None
    note: str | None = None
    revised: Fraction | None = None


@dataclass(frozen=True)
class Typed:
    """What the office types in: 出口总额, known a month late, and the rank in the province."""

    month: int
    indicator: str
    value: Fraction
    source: str
    voucher: str | None = None


def draw_typed(rng: Random, year: int, last: int) -> tuple[Typed, ...]:
    """Return the cumulative exports of the months before the last, and the rank of each month."""
    lines, exports = [], Fraction()
    for month in range(1, last):
        exports += Fraction(rng.randint(180000, 320000), 100)
        voucher = f"关统〔{year}〕{month:02d}号"
        lines.append(Typed(month, "出口总额", exports, "海关统计快报", voucher))
    ranks = (Fraction(rng.randint(8, 24)) for _ in range(last))
    lines += [Typed(month, "全省位次", one, "省厅月度通报") for month, one in enumerate(ranks, 1)]
    return tuple(lines)


def draw_targets(
    rng: Random, units: tuple[Unit, ...], figures: dict[str, Figures], last: int
) -> tuple[Target, ...]:
    """Return the targets of the city and of its units; every indicator closes (domain.md V47)."""
    city: dict[str, int] = {}
    shares: dict[str, dict[str, int]] = {}
    for indicator in INDICATORS:
        if indicator not in (_SIGNED, *_PARENTS):
            city[indicator] = _city(indicator, figures, last)
            weights = _weights(rng, units, figures, indicator)
            step = 10 if indicator in AMOUNTS else 1
            shares[indicator] = _apportion(_own(indicator, city[indicator]), weights, step)
    city[_SIGNED] = sum(city[band] for band in BANDS)
    shares[_SIGNED] = {unit.code: sum(shares[band][unit.code] for band in BANDS) for unit in units}
    for indicator, parent in _PARENTS.items():
        weights = _parts(units, shares[parent], indicator)
        city[indicator] = min(_city(indicator, figures, last), sum(weights.values()))
        shares[indicator] = _apportion(city[indicator], weights, 1)
    return tuple(_lines(units, city, shares))


def draw_people(
    rng: Random, units: tuple[Unit, ...], targets: tuple[Target, ...]
) -> tuple[Person, ...]:
    """Return two to four people a unit, whose quotas add up to the unit's target exactly."""
    sure = {target.unit: target.sure for target in targets if target.indicator == FUNDS}
    return tuple(person for unit in units for person in _people(rng, unit.code, sure[unit.code]))


def draw_past(
    rng: Random, units: tuple[Unit, ...], figures: dict[str, Figures], last: int
) -> tuple[Past, ...]:
    """Return last year's lines; the newest street has none and one department had nothing."""
    newest = max((unit.code for unit in units if unit.kind == STREETS), default="")
    empty = max((unit.code for unit in units if unit.kind == DEPARTMENTS), default="")
    empty = sorted(unit.code for unit in units if unit.kind == DEPARTMENTS and unit.code < empty)
    nothing = empty[-1] if empty else ""
    lines: list[Past] = []
    for unit in units:
        for indicator in INDICATORS:
            growth = 0 if unit.code == nothing else rng.uniform(0.72, 1.18)
            if unit.code != newest:
                value = _headline(figures[unit.code], indicator)
                lines += _history(rng, unit.code, indicator, value, growth, last)
    lines = _nested(lines)
    lines = _revised(lines, max(last - 1, 1))
    return (*lines, *_whole_city(lines, last))


def _headline(figures: Figures, indicator: str) -> Fraction:
    return figures[indicator].get(CONFIRMED, figures[indicator].get(REPORTED, Fraction()))


def _city(indicator: str, figures: dict[str, Figures], last: int) -> int:
    actual = sum(_headline(unit, indicator) for unit in figures.values())
    months = max(last - 1, 1) if CONFIRMED in next(iter(figures.values()))[indicator] else last
    target = float(actual) * 12 / months / _PACE[indicator]
    step = 1000 if indicator in AMOUNTS else 1
    return max(ceil(target / step), 1) * step


def _own(indicator: str, upper: int) -> int:
    """Return the target that the city sets itself: for funds three per cent above the given one."""
    return ceil(upper * 1.03 / 1000) * 1000 if indicator == FUNDS else upper


def _weights(
    rng: Random, units: tuple[Unit, ...], figures: dict[str, Figures], indicator: str
) -> dict[str, float]:
    values = {unit.code: float(_headline(figures[unit.code], indicator)) for unit in units}
    floor = sum(values.values()) / len(units) / 12 + 0.2
    weights = {code: (value + floor) * rng.uniform(0.72, 1.35) for code, value in values.items()}
    for unit in units:
        if indicator == WORKS and unit.kind == DEPARTMENTS and len(units) > 1:
            weights[unit.code] = 0
    return weights


def _parts(units: tuple[Unit, ...], whole: dict[str, int], indicator: str) -> dict[str, int]:
    """Return weights for a part by the targets for the whole; 十亿元以上 is a task of parks only."""
    if indicator != LIBRARY_10:
        return whole
    return {unit.code: whole[unit.code] if unit.kind == PARKS else 0 for unit in units}


def _apportion(total: int, weights: dict[str, float], step: int) -> dict[str, int]:
    """Share `total` out in multiples of `step`, by largest remainder; the sum is never less."""
    steps = ceil(total / step)
    exact = {
        code: steps * weight / (sum(weights.values()) or 1) for code, weight in weights.items()
    }
    shares = {code: int(share) for code, share in exact.items()}
    behind = sorted(exact, key=lambda code: (shares[code] - exact[code], code))
    for code in behind[: steps - sum(shares.values())]:
        shares[code] += 1
    return {code: share * step for code, share in shares.items()}


def _lines(
    units: tuple[Unit, ...], city: dict[str, int], shares: dict[str, dict[str, int]]
) -> Iterator[Target]:
    for indicator in INDICATORS[:10] + INDICATORS[12:]:
        if city[indicator]:
            yield _target(CITY, indicator, _UPPER, city[indicator])
    yield _target(CITY, FUNDS, _OWN, _own(FUNDS, city[FUNDS]))
    for unit in units:
        for indicator in INDICATORS:
            share = shares[indicator][unit.code]
            if indicator == FUNDS:
                share = max(share, 200)
            if share:
                yield _target(unit.code, indicator, _OWN, share)
            elif indicator in _ASSESSED and _peers(unit, units, shares[indicator]):
                yield Target(unit.code, indicator, _OWN, None, None)


def _peers(unit: Unit, units: tuple[Unit, ...], shares: dict[str, int]) -> bool:
    """Whether others of the unit's ranking group have a target."""
    return any(shares[other.code] for other in units if other.ranking == unit.ranking)


def _target(unit: str, indicator: str, level: str, sure: int) -> Target:
    if indicator in AMOUNTS:
        return Target(unit, indicator, level, sure, ceil(sure * 11 / 100) * 10)
    return Target(unit, indicator, level, sure, ceil(sure * 1.15))


def _people(rng: Random, unit: str, total: int) -> Iterator[Person]:
    leading = rng.randint(1, 2)
    ranks = ["副科级以上"] * leading + ["科员"] * rng.randint(1, 2)
    weights = [rng.uniform(3, 5) if rank != "科员" else rng.uniform(1, 2) for rank in ranks]
    rest = total
    for place, (rank, weight) in enumerate(zip(ranks, weights, strict=True), 1):
        share = total * weight / sum(weights)
        quota = rest if place == len(ranks) else max(int(share // 10) * 10, 10)
        rest -= quota
        yield Person(unit, names.person(rng), rank, quota, 2 if rank == "科员" else 4)


def _history(
    rng: Random, unit: str, indicator: str, value: Fraction, growth: float, last: int
) -> Iterator[Past]:
    months = max(last - 1, 1) if indicator in (FUNDS, *INDICATORS[1:3]) else last
    reached = 0.0
    for month in range(1, last + 1):
        reached += rng.uniform(0.8, 1.2) / months
        amount = float(value) * growth * reached
        exact = (
            Fraction(round(amount * 100), 100) if indicator in AMOUNTS else Fraction(round(amount))
        )
        yield Past(month, unit, indicator, exact)


def _nested(lines: list[Past]) -> list[Past]:
    """Make the signed projects the sum of their bands, and no part larger than its whole."""
    values = {(line.month, line.unit, line.indicator): line.value for line in lines}
    for month, unit, indicator in values:
        if indicator == _SIGNED:
            bands = (values[month, unit, band] for band in BANDS)
            values[month, unit, indicator] = sum(bands, Fraction())
    for (month, unit, indicator), value in values.items():
        if indicator in _PARENTS:
            values[month, unit, indicator] = min(value, values[month, unit, _PARENTS[indicator]])
    return [Past(*key, value) for key, value in values.items()]


def _revised(lines: list[Past], month: int) -> list[Past]:
    """Revise one line: the second unit's funds in the month that the newest audit is for."""
    second = sorted({line.unit for line in lines})[1:2]
    return [
        Past(
            line.month,
            line.unit,
            line.indicator,
            line.value,
            "核定口径调整后重新核定",
            Fraction(round(line.value * 97), 100),
        )
        if [line.unit] == second and (line.indicator, line.month) == (FUNDS, month)
        else line
        for line in lines
    ]


def _whole_city(lines: list[Past], last: int) -> Iterator[Past]:
    for indicator in INDICATORS:
        for month in range(1, last + 1):
            values = [
                line.value if line.revised is None else line.revised
                for line in lines
                if (line.indicator, line.month) == (indicator, month)
            ]
            yield Past(month, CITY, indicator, sum(values, Fraction()))
