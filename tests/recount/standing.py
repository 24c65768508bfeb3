"""A count held against tasks, pace, last year and the other units of the group."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from pathlib import Path

from .county import Count, Key
from .sheets import number, rows


@dataclass(frozen=True)
class Stand:
    """A headline figure's task, rate, pace (%), gap to it, last year, growth (%) and place."""

    task: Fraction | None = None
    rate: Fraction | None = None
    pace: Fraction | None = None
    gap: Fraction | None = None
    last: Fraction | None = None
    growth: Fraction | None = None
    place: int | None = None


def stand(count: Count, inputs: Path, silent: set[str]) -> Mapping[tuple[str, str, str], Stand]:
    """Return every standing; `silent` units keep an amount and no more."""
    base = inputs / "基础库.xlsx"
    tasks = _tasks(base, count.year)
    past = _past(base, count.year - 1)
    made: dict[tuple[str, str, str], Stand] = {}
    for (kind, code, indicator, status), value in count.values.items():
        headline = "核定" if (kind, code, indicator, "核定") in count.values else "自报"
        if status != headline or value is None:
            continue
        where = kind, code, indicator
        month = count.confirmed if status == "核定" else count.month
        last = past.get((code or "全市", indicator, month))
        if code in silent and status == "自报":
            made[where] = Stand(tasks.get((code, indicator)), pace=Fraction(month * 100, 12))
            continue
        task, counted = tasks.get((code or "全市", indicator)), value
        if kind != "单位":
            members = [unit.code for unit in count.units if not code or unit.group == code]
            if task is None:
                task, counted = _shares(count, tasks, members, indicator, status)
            if last is None:
                own = [past.get((member, indicator, month)) for member in members]
                last = None if None in own else sum((one or 0 for one in own), Fraction(0))
        made[where] = _measured(value, counted, task, month, last)
    return _placed(count, made)


def half_up(value: Fraction, digits: int) -> Fraction:
    """Round half away from zero, through decimal's own rounding."""
    exact = Context(prec=60).divide(Decimal(value.numerator), Decimal(value.denominator))
    return Fraction(exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP))


def _shares(
    count: Count,
    tasks: Mapping[tuple[str, str], Fraction],
    units: list[str],
    what: str,
    status: str,
) -> tuple[Fraction | None, Fraction]:
    """Without a task of its own: the units' tasks, and the amounts of those that have one (F25)."""
    given = [unit for unit in units if tasks.get((unit, what))]
    amounts = [count.values["单位", unit, what, status] or Fraction(0) for unit in given]
    total = sum((tasks[unit, what] for unit in given), Fraction(0))
    return total or None, sum(amounts, Fraction(0))


def _measured(
    value: Fraction,
    counted: Fraction,
    task: Fraction | None,
    month: int,
    last: Fraction | None,
) -> Stand:
    pace = Fraction(month * 100, 12)
    rate = counted / task * 100 if task else None
    digits = 2
    while rate is not None and rate < 100 and half_up(rate, digits) >= 100 and digits < 4:
        digits += 1
    gap = half_up(rate, digits) - half_up(pace, digits) if rate is not None else None
    growth = (value - last) / last * 100 if last and last > 0 else None
    return Stand(task, rate, pace, gap, last, growth)


def _placed(
    count: Count, made: dict[tuple[str, str, str], Stand]
) -> dict[tuple[str, str, str], Stand]:
    group = {unit.code: unit.ranking for unit in count.units}
    placed = dict(made)
    for (kind, code, indicator), own in made.items():
        if kind != "单位" or own.rate is None:
            continue
        better = sum(
            other.rate is not None and other.rate > own.rate
            for (_, rival, what), other in made.items()
            if what == indicator and group.get(rival) == group[code]
        )
        placed[kind, code, indicator] = Stand(
            own.task, own.rate, own.pace, own.gap, own.last, own.growth, better + 1
        )
    return placed


def _tasks(base: Path, year: int) -> dict[tuple[str, str], Fraction]:
    """The year's tasks; the level above's come before one's own."""
    tasks: dict[tuple[str, str], Fraction] = {}
    for issuer in ("本级", "上级"):
        for row in rows(base, "年度目标", "年度"):
            if row["年度"] == year and row["下达"] == issuer and row["确保数"] is not None:
                where = str(row["单位（代码、汇总组或全市）"]), str(row["指标"])
                tasks[where] = number(row["确保数"])
    return tasks


def _past(base: Path, year: int) -> dict[tuple[str, str, int], Fraction]:
    past = {}
    for row in rows(base, "上年同期", "年度"):
        if row["年度"] == year:
            where = (
                str(row["单位（代码、汇总组或全市）"]),
                str(row["指标"]),
                int(str(row["截至月份"])),
            )
            revised = row["修订值"]
            past[where] = number(revised if revised is not None else row["累计值"])
    return past


__all__ = ["Key", "Stand", "half_up", "stand"]
