"""Credits: rows that count for another unit than the one that sent them (F23, 飞地)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from pipeline.aggregate.ground import Ground
from pipeline.model.number import Number
from pipeline.model.period import Period, Span
from pipeline.scheme.definitions import Credit, Definition
from pipeline.scheme.evaluate import number_at, true_rows
from pipeline.scheme.frame import normal


@dataclass(frozen=True, slots=True)
class Move:
    """A share of a row that goes from the unit that sent it to another."""

    row: int
    source: int
    target: int
    share: Number


def moves(
    ground: Ground,
    definition: Definition,
    moment: tuple[Period, Span],
    rows: np.ndarray,
    heard: np.ndarray,
    *,
    counting: bool,
) -> list[Move]:
    """What the form's credits move among the counted rows; every sum stays what it was.

    In `counting` a row is one, which a credit shares only where the office wants fractions (F23).
    A unit that does not report, or has no figure of its own now, gets nothing: its share stays
    with the unit that sent the row, so that totals stay the sum of what stands above them.
    """
    left: dict[int, Number] = {}
    return [
        move
        for credit in definition.credits
        for move in _moved(ground, definition, credit, moment, rows, heard, left, counting)
    ]


def _moved(
    ground: Ground,
    definition: Definition,
    credit: Credit,
    moment: tuple[Period, Span],
    rows: np.ndarray,
    heard: np.ndarray,
    left: dict[int, Number],
    counting: bool,
) -> Iterator[Move]:
    owners = ground.owners(definition.form)
    values = {name: ground.value(part, definition, moment) for name, part in credit.parts.items()}
    units = values["单位"]
    chosen = rows & units.known
    if "条件" in values:
        chosen = chosen & true_rows(values["条件"])
    if counting and "个数" in values:
        chosen = chosen & true_rows(values["个数"])
    elif counting and credit.share is not None:
        return
    for row in np.flatnonzero(chosen).tolist():
        target = ground.named.get(normal(str(units.data[row])))
        source = int(owners[row])
        if target is None or target == source or not heard[target]:
            continue
        rest = left.get(row, Fraction(1))
        share = rest
        if credit.share is not None:
            percent = number_at(values["比例"], row)
            share = min(max(percent / 100, Fraction(0)), rest) if percent is not None else 0
        if not share:
            continue
        left[row] = rest - share
        yield Move(row, source, target, Fraction(share))
