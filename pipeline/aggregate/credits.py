"""Credits: rows that count for another unit than the one that sent them (F23, 飞地)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
import pandas as pd

from pipeline.aggregate.ground import Ground
from pipeline.model.number import Number
from pipeline.model.period import Period, Span
from pipeline.scheme.definitions import Definition
from pipeline.scheme.evaluate import true_rows
from pipeline.scheme.frame import Vector, normal
from pipeline.scheme.terms import Credit

_NONE = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Move:
    """A share of a row that goes from the unit that sent it to another."""

    row: int
    source: int
    target: int
    share: Number


@dataclass(frozen=True, slots=True)
class Moves:
    """Moves under one another: of each row `parts` of `whole` go from `sources` to `targets`."""

    rows: np.ndarray = field(default_factory=_NONE.copy)
    sources: np.ndarray = field(default_factory=_NONE.copy)
    targets: np.ndarray = field(default_factory=_NONE.copy)
    parts: np.ndarray = field(default_factory=_NONE.copy)
    whole: int = 1

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Move]:
        columns = (self.rows, self.sources, self.targets, self.parts)
        for row, source, target, part in zip(*(one.tolist() for one in columns), strict=True):
            yield Move(row, source, target, Fraction(part) / self.whole)

    def among(self, rows: np.ndarray) -> Moves:
        """The moves of the rows that are flagged."""
        kept = rows[self.rows]
        columns = (self.rows, self.sources, self.targets, self.parts)
        return Moves(*(one[kept] for one in columns), whole=self.whole)


def moves(
    ground: Ground,
    definition: Definition,
    moment: tuple[Period, Span],
    rows: np.ndarray,
    heard: np.ndarray,
    *,
    counting: bool,
) -> Moves:
    """What the form's credits move among the counted rows; every sum stays what it was.

    In `counting` a row is one, which a credit shares only where the office wants fractions (F23).
    A unit that does not report, or has no figure of its own now, gets nothing: its share stays
    with the unit that sent the row, so that totals stay the sum of what stands above them.
    """
    if not definition.credits:
        return Moves()
    values = [
        {name: ground.value(part, definition, moment) for name, part in credit.parts.items()}
        for credit in definition.credits
    ]
    vectors = [one for many in values for one in many.values()]
    key = definition.form, counting, heard.tobytes()
    kept, made = ground.moved.get(key, ((), None))
    if made is None or [*map(id, kept)] != [*map(id, vectors)]:
        owners = ground.owners(definition.form)
        credits = [*zip(definition.credits, values, strict=True)]
        made = _Maker(ground, owners, heard, counting=counting).made(credits)
        ground.moved[key] = vectors, made
    return made.among(rows)


class _Maker:
    """Makes the moves of all rows of a form, whether they count or not."""

    def __init__(
        self, ground: Ground, owners: np.ndarray, heard: np.ndarray, *, counting: bool
    ) -> None:
        self.ground, self.owners, self.heard, self.counting = ground, owners, heard, counting

    def made(self, credits: list[tuple[Credit, Mapping[str, Vector]]]) -> Moves:
        scale = max((values["比例"].scale for _, values in credits if "比例" in values), default=0)
        whole = 100 * 10**scale
        left = np.full(len(self.owners), whole, dtype=object)
        columns: list[tuple[np.ndarray, ...]] = []
        for credit, values in credits:
            rows, targets = self._named(credit, values)
            parts = left[rows]
            if credit.share is not None:
                parts = np.minimum(_parts(values["比例"], rows, scale), parts)
            given = parts != 0
            left[rows[given]] -= parts[given]
            columns.append((rows[given], self.owners[rows[given]], targets[given], parts[given]))
        return Moves(*map(np.concatenate, zip(*columns, strict=True)), whole=whole)

    def _named(self, credit: Credit, values: Mapping[str, Vector]) -> tuple[np.ndarray, np.ndarray]:
        """The rows that a credit gives to another unit that can take them, and that unit."""
        units = values["单位"]
        chosen = units.known
        if "条件" in values:
            chosen = chosen & true_rows(values["条件"])
        if self.counting and "个数" in values:
            chosen = chosen & true_rows(values["个数"])
        elif self.counting and credit.share is not None:
            return _NONE, _NONE
        rows = np.flatnonzero(chosen)
        codes, names = pd.factorize(units.data[rows])
        found = [self.ground.named.get(normal(str(name)), -1) for name in names]
        targets = np.array([*found, -1], dtype=np.int64)[codes]
        able = (
            (targets >= 0) & (targets != self.owners[rows]) & np.append(self.heard, False)[targets]
        )
        return rows[able], targets[able]


def _parts(percent: Vector, rows: np.ndarray, scale: int) -> np.ndarray:
    """The shares of some rows in parts of a hundred per cent; nothing where none is said."""
    parts = percent.data[rows].astype(object) * 10 ** (scale - percent.scale)
    return np.where(percent.known[rows], np.maximum(parts, 0), 0)
