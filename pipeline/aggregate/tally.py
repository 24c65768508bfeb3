"""Tallies: what a definition's rows come to, unit by unit, in one pass over the columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
import pandas as pd

from pipeline.aggregate.credits import Move, Moves, moves
from pipeline.aggregate.ground import Ground
from pipeline.model.number import Number
from pipeline.model.period import Period, Span
from pipeline.scheme.definitions import Definition
from pipeline.scheme.expression import Expression
from pipeline.scheme.frame import Vector, normal
from pipeline.scheme.vectors import roomy_sum

Sums = dict[int, int | Fraction]
"""Key (a unit's number) → a sum in units of 10⁻ˢᶜᵃˡᵉ; nothing for a unit without a row."""


@dataclass(frozen=True, slots=True)
class Sum:
    """Sums or counts by key, with the number of decimals that its integers carry."""

    values: Sums = field(default_factory=dict)
    scale: int = 0

    def of(self, members: Iterable[int]) -> Number:
        """The exact number that the members come to."""
        return number(sum(self.values.get(one, 0) for one in members), self.scale)

    def folded(self, many: int) -> Sum:
        """The same with keys that differ by `many` taken together."""
        made: Sums = {}
        for key, value in self.values.items():
            made[key % many] = made.get(key % many, 0) + value
        return Sum(made, self.scale)


@dataclass(frozen=True, slots=True)
class Split:
    """Rows told apart by one of `many` values: a key is the unit's number × many + the value.

    What a unit gains of another's row has the value `gained` there, if any is given.
    """

    values: Mapping[str, np.ndarray] = field(default_factory=dict)
    many: int = 1
    gained: int | None = None

    def keys(self, ground: Ground, form: str) -> np.ndarray:
        """The key of each row of a form, below zero for a unit that does not report."""
        owners = ground.owners(form)
        return owners * self.many + self.values[form] if form in self.values else owners

    def elsewhere(
        self, form: str, units: np.ndarray, rows: np.ndarray, sources: np.ndarray
    ) -> np.ndarray:
        """The keys of some rows of the units `sources` as if they were other units'."""
        if form not in self.values:
            return units
        own = self.values[form][rows]
        if self.gained is not None:
            own = np.where(units != sources, self.gained, own)
        return units * self.many + own


@dataclass(frozen=True, slots=True)
class Tally:
    """A definition's sums by key; `pairs` are (key, value) of a distinct count, each once."""

    part: Sum
    whole: Sum | None = None
    pairs: tuple[np.ndarray, np.ndarray] | None = None

    def of(self, members: Sequence[int]) -> tuple[Number, Number | None]:
        """The amount of some units taken together, and what it is a part of."""
        if self.pairs is not None:
            own = np.isin(self.pairs[0], members)
            return Fraction(len(np.unique(self.pairs[1][own]))), None
        whole = None if self.whole is None else self.whole.of(members)
        return self.part.of(members), whole

    def folded(self, many: int) -> Tally:
        """The same by value alone, all units together."""
        if self.pairs is not None:
            return Tally(self.part, None, (self.pairs[0] % many, self.pairs[1]))
        whole = None if self.whole is None else self.whole.folded(many)
        return Tally(self.part.folded(many), whole)

    @property
    def keys(self) -> set[int]:
        """The keys of which there is any row."""
        if self.pairs is not None:
            return set(self.pairs[0].tolist())
        return {*self.part.values, *(self.whole.values if self.whole else ())}


def tally(
    ground: Ground,
    definition: Definition,
    moment: tuple[Period, Span],
    heard: np.ndarray,
    split: Split = Split(),
) -> Tally:
    """Add up a definition on its span by unit, or by unit and value of a `split`.

    `heard` flags the units whose rows count.
    """
    if not moment[1]:
        return Tally(Sum(), Sum() if definition.ratio else None, _no_pairs(definition))
    rows = _of_heard(ground, definition, ground.rows(definition, moment), heard)
    if definition.distinct:
        return Tally(Sum(), None, distinct(ground, definition, rows, split))

    def total(amount: Expression | None) -> Sum:
        credited = moves(ground, definition, moment, rows, heard, counting=amount is None)
        return _sum(ground, definition, amount, moment, rows, credited, split)

    part, whole = total(definition.amount), None
    if definition.divisor is not None:
        whole = total(definition.divisor)
    elif definition.whole is not None:
        whole = tally(ground, definition.whole, moment, heard, split).part
    return Tally(part, whole)


def added(owners: np.ndarray, amount: Vector | None, rows: np.ndarray) -> Sum:
    """Sum (or count) the chosen rows per owner, exactly, however large the amounts."""
    if amount is None:
        counts = np.bincount(owners[rows])
        return Sum({int(one): int(counts[one]) for one in np.flatnonzero(counts)})
    chosen = rows & amount.known
    data, keys = roomy_sum(amount.data[chosen]), owners[chosen]
    sums = pd.Series(data, dtype=data.dtype).groupby(keys).sum()
    pairs = zip(sums.index.tolist(), sums.tolist(), strict=True)
    return Sum({key: _whole(total) for key, total in pairs}, amount.scale)


def distinct(
    ground: Ground, definition: Definition, rows: np.ndarray, split: Split = Split()
) -> tuple[np.ndarray, np.ndarray]:
    """The distinct (unit, value) pairs of the chosen rows; empty values do not count."""
    frame = ground.frame(definition)
    columns = [frame.column(name) for name in definition.distinct]
    for column in columns:
        rows = rows & column.known
    at = np.flatnonzero(rows)
    codes = np.zeros(len(at), dtype=np.int64)
    for column in columns:
        own, _ = pd.factorize(_plain(column)[at])
        codes, _ = pd.factorize(codes * (own.max(initial=0) + 1) + own)
    table = pd.DataFrame({"unit": split.keys(ground, definition.form)[at], "value": codes})
    table = table.drop_duplicates()
    return table["unit"].to_numpy(), table["value"].to_numpy()


def number(total: int | Fraction, scale: int) -> Number:
    """The exact number of a sum."""
    return Fraction(total, 10**scale) if isinstance(total, int) else total / 10**scale


def _sum(
    ground: Ground,
    definition: Definition,
    amount: Expression | None,
    moment: tuple[Period, Span],
    rows: np.ndarray,
    credited: Moves,
    split: Split,
) -> Sum:
    values = None if amount is None else ground.value(amount, definition, moment)
    made = added(split.keys(ground, definition.form), values, rows)
    if values is not None:
        credited = credited.among(values.known)
    if len(credited):
        _credit(made.values, credited, values, definition.form, split)
    return made


def _credit(sums: Sums, credited: Moves, values: Vector | None, form: str, split: Split) -> None:
    """Take what is moved from its sources' sums and add it to its targets'."""
    parts = credited.parts
    if values is not None:
        parts, data = credited.parts.astype(object), values.data[credited.rows].astype(object)
        parts = data * parts
    keys = np.concatenate(
        [
            split.elsewhere(form, units, credited.rows, credited.sources)
            for units in (credited.sources, credited.targets)
        ]
    )
    gains = pd.Series(np.concatenate([-parts, parts]), dtype=object).groupby(keys).sum()
    for key, gain in zip(gains.index.tolist(), gains.tolist(), strict=True):
        sums[key] = sums.get(key, 0) + Fraction(gain) / credited.whole


def _of_heard(
    ground: Ground, definition: Definition, rows: np.ndarray, heard: np.ndarray
) -> np.ndarray:
    if heard.all():
        return rows
    owners = ground.owners(definition.form)
    return rows & np.append(heard, False)[owners]


def _no_pairs(definition: Definition) -> tuple[np.ndarray, np.ndarray] | None:
    nothing = np.zeros(0, dtype=np.int64)
    return (nothing, nothing) if definition.distinct else None


def _plain(column: Vector) -> np.ndarray:
    """A column's values; texts without what clerks add by chance."""
    if column.kind != "text":
        return column.data
    codes, values = pd.factorize(column.data)
    names = np.array([*(normal(str(one)) for one in values), ""], dtype=object)
    return names[codes]


def _whole(total: object) -> int | Fraction:
    return total if isinstance(total, Fraction) else int(total)  # type: ignore[call-overload]


def laid_out(
    owners: np.ndarray, rows: np.ndarray, credited: Iterable[Move]
) -> tuple[Mapping[int, np.ndarray], Mapping[int, dict[int, Number]]]:
    """The rows of each unit and, where a row is shared, the share that is credited to it."""
    at = np.flatnonzero(rows)
    at = at[np.argsort(owners[at], kind="stable")]
    first = np.flatnonzero(np.diff(owners[at], prepend=-2))
    pieces = np.split(at, first[1:]) if len(at) else []
    own = {int(owners[piece[0]]): piece for piece in pieces}
    shares: dict[int, dict[int, Number]] = {}
    for move in credited:
        for unit, share in ((move.source, -move.share), (move.target, move.share)):
            held = shares.setdefault(unit, {})
            before = Fraction(int(owners[move.row] == unit))
            held[move.row] = held.get(move.row, before) + share
    for unit, held in shares.items():
        kept = [row for row in own.get(unit, ()) if held.get(int(row), 1)]
        gained = [row for row in held if owners[row] != unit]
        own[unit] = np.array(sorted((*map(int, kept), *gained)), dtype=np.int64)
    return own, shares
