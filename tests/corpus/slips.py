"""Amounts typed in 亿元 or in 元 where 万元 is asked for, among honest jumps."""

from __future__ import annotations

from random import Random

from pipeline.validate.slips import slips
from tests.corpus.registers import (
    AMOUNTS,
    FIXED,
    JUNE,
    LEAST,
    MAY,
    MOST,
    NAME,
    PLAN,
    Row,
    check,
    fixed,
    frame,
    project,
    register,
    setting,
)
from tests.corpus.score import Score

Cell = tuple[str, str]
"""A project's code and a field."""

SLIPPED, RAISED, LOWERED, NEW = 0.05, 0.10, 0.03, 0.20
FIRST_MONTHS = 5
"""Every so many seeds no month came before."""


def score(seed: int) -> Score:
    """Draw a county's register of May and of June with faults, and hold the rule against it."""
    rng = Random(seed)
    before = register(rng, 4, 50)
    now, wrong = _june(rng, before)
    made = frame(now, JUNE)
    known = None if seed % FIRST_MONTHS == 0 else frame(before, MAY)
    told = {
        (str(made.key[row]), field)
        for field in AMOUNTS
        for row, *_ in slips(check("V20", field), made, setting(made, known))
    }
    return Score.of(wrong, told)


def _june(rng: Random, before: list[Row]) -> tuple[list[Row], set[Cell]]:
    """A month later: some projects are new, some grew or shrank, some amounts slipped."""
    taken = {str(row[NAME]) for row in before}
    fresh = [
        project(rng, 900 + number, str(rng.choice(before)["单位"]), taken)
        for number in range(int(NEW * len(before)))
    ]
    now: list[Row] = []
    wrong: set[Cell] = set()
    for row in (*before, *fresh):
        changed = _named_in_hundred_millions(rng, _jumped(rng, row))
        if rng.random() < SLIPPED:
            fields = rng.choice(((PLAN,), (FIXED,), AMOUNTS))
            factor = rng.choice((10_000, 1 / 10_000))
            for field in fields:
                changed = changed | {field: _typed(rng, float(changed[field]), factor)}
                wrong.add((str(row["项目编码"]), field))
        now.append(changed)
    return now, wrong


def _typed(rng: Random, amount: float, factor: float) -> float:
    """The amount in the other unit; half of the clerks also correct or round it."""
    value = amount * factor
    return round(value * rng.uniform(0.9, 1.3) if rng.random() < 0.5 else value, 6)


def _jumped(rng: Random, row: Row) -> Row:
    """Let an investor raise (增资) or lower what is planned."""
    lot = rng.random()
    if lot < RAISED:
        times = rng.choice((1.5, 2, 3, 5, 8, 20))
    elif lot < RAISED + LOWERED:
        times = rng.choice((0.5, 0.2, 0.05))
    else:
        return row
    plan = min(max(round(float(row[PLAN]) * times, 2), LEAST), MOST)
    return row | {PLAN: plan, FIXED: fixed(rng, plan)}


def _named_in_hundred_millions(rng: Random, row: Row) -> Row:
    """Let some names speak of 亿: of the total itself, or of pieces made."""
    lot = rng.random()
    if lot < 0.04 and float(row[PLAN]) >= 5_000:
        return row | {NAME: f"{row[NAME]}（总投资{round(float(row[PLAN]) / 10_000, 1):g}亿元）"}
    if lot < 0.08:
        return row | {NAME: f"年产{rng.randint(1, 9)}亿{rng.choice('只支片块')}{row[NAME]}"}
    return row
