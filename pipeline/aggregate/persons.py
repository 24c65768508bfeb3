"""Indicators told apart by the people who answer for their rows, unit by unit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from pipeline.aggregate.dimensions import REST, by_of, like
from pipeline.aggregate.ground import Ground
from pipeline.aggregate.tally import Split, Tally, tally
from pipeline.model.figure import Figure, person
from pipeline.model.period import Days, Period, Span
from pipeline.scheme.bands import Dimension
from pipeline.scheme.definitions import Definition
from pipeline.scheme.expression import ExpressionError
from pipeline.scheme.frame import normal

_NOBODY = 0


@dataclass(frozen=True, slots=True)
class _Told:
    """One definition's tally by unit and person; `numbers` gives the key of each name."""

    own: Sequence[Figure]
    tally: Tally
    numbers: dict[str, int]

    @property
    def found(self) -> Iterator[tuple[int, str]]:
        """The units, by number, with the names that its counted rows say."""
        names, many = list(self.numbers), len(self.numbers)
        yield from ((key // many, names[key % many]) for key in sorted(self.tally.keys))

    def figure(self, unit: int, name: str, said: str) -> Figure:
        own = self.own[unit]
        key = self.numbers.get(name)
        keys = [] if key is None else [unit * len(self.numbers) + key]
        return like(own, person(own.scope.code, said), *self.tally.of(keys))


@dataclass
class People:
    """Whoever has a task or answers for a counted row, and what each of them comes to.

    Each has a figure of every indicator that tells people apart, be it zero. A part of a row
    that is credited to another unit is nobody's there, for who answers for the row is the
    sender's; nobody (未分类) has figures where anything is so, and a unit's people add up.
    """

    ground: Ground
    _told: list[_Told] = field(default_factory=list)

    def learn(
        self,
        definition: Definition,
        dimension: Dimension,
        moment: tuple[Period, Span | Days],
        heard: np.ndarray,
        own: Sequence[Figure],
    ) -> None:
        """Count a definition by people; ExpressionError where what tells them is no text."""
        numbers = {REST: _NOBODY}
        values = {
            one.form: numbered(self.ground, one, dimension, moment, numbers)
            for one in definition.sources
        }
        split = Split(values, len(numbers), gained=_NOBODY)
        counted = tally(self.ground, definition, moment, heard, split)
        self._told.append(_Told(own, counted, numbers))

    def figures(self) -> Iterator[Figure]:
        """The figures by indicator, unit and person: those with a task first."""
        if not self._told:
            return
        said: dict[int, dict[str, str]] = {}
        for unit, names in self.ground.stock.people.items():
            if (number := self.ground.numbers.get(unit)) is not None:
                said[number] = {normal(name): name for name in names}
        for told in self._told:
            for number, name in told.found:
                said.setdefault(number, {}).setdefault(name, name)
        for told in self._told:
            for number, names in sorted(said.items()):
                yield from (told.figure(number, key, name) for key, name in names.items())


def numbered(
    ground: Ground,
    definition: Definition,
    dimension: Dimension,
    moment: tuple[Period, Span | Days],
    numbers: dict[str, int],
) -> np.ndarray:
    """The number of each row's person, 0 for nobody; `numbers` learns names without spaces."""
    if not moment[1]:
        return np.full(len(ground.frame(definition)), _NOBODY, dtype=np.int64)
    value = ground.value(by_of(ground, definition, dimension), definition, moment)
    if value.kind != "text":
        raise ExpressionError(f"维度“{dimension.name}”写了“人员: 是”，应取姓名")
    codes, texts = pd.factorize(value.data)
    keys = [normal(str(text)) for text in texts]
    found = [numbers.setdefault(key, len(numbers)) if key else _NOBODY for key in keys]
    return np.where(value.known, np.array([*found, _NOBODY], dtype=np.int64)[codes], _NOBODY)


def rows_of(
    ground: Ground,
    definition: Definition,
    dimension: Dimension,
    moment: tuple[Period, Span | Days],
    whole: Figure,
    name: str,
) -> list[int]:
    """The rows of a unit's figure for which the person of that name answers."""
    numbers = {REST: _NOBODY}
    values = numbered(ground, definition, dimension, moment, numbers)
    wanted = numbers.get(normal(name), -1)
    unit, owners = ground.numbers[whole.scope.code], ground.owners(definition.form)
    return [
        int(row)
        for row in whole.rows.get(definition.form, ())
        if (values[row] if owners[row] == unit else _NOBODY) == wanted
    ]
