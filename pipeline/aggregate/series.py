"""Every figure month by month, from January to its own last month, from the present data (F05)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from pipeline.aggregate.entries import Entries, entries_of
from pipeline.aggregate.formulas import worth
from pipeline.aggregate.ground import Ground
from pipeline.aggregate.tally import Tally, tally
from pipeline.model.figure import Figure, Scope, Status
from pipeline.model.number import Number
from pipeline.model.period import Period
from pipeline.scheme.definitions import Definition
from pipeline.scheme.formulas import in_order, named_in
from pipeline.scheme.indicators import Indicator
from pipeline.scheme.scheme import Scheme

Key = tuple[Scope, str, Status]
Series = Mapping[Key, tuple[Number | None, ...]]


def series(scheme: Scheme, ground: Ground, figures: Mapping[Key, Figure]) -> Series:
    """Return the cumulative values of January, January to February, … of reported and confirmed
    figures of units, 战线, 组 and the whole; the last value is the figure itself.

    Earlier months are made of what is known now, so that a later correction stands in its month
    (F01); of a level (时点) only the last month is known. Pending figures have no series.
    """
    kept = _Tallies(scheme, ground, figures)
    entries = entries_of(scheme, ground)
    made: dict[Key, tuple[Number | None, ...]] = {}
    for name in in_order(scheme.indicators):
        for status, definition in scheme.indicators[name].definitions.items():
            if status is Status.PENDING:
                continue
            for scope in kept.scopes:
                figure = figures[scope, name, status]
                made[figure.scope, name, status] = _of(figure, definition, kept, entries, made)
    return made


def _of(
    figure: Figure,
    definition: Definition,
    kept: _Tallies,
    entries: Entries,
    made: Series,
) -> tuple[Number | None, ...]:
    if definition.entered:
        return entries.series(figure)
    if definition.formula is None:
        return (*kept.values(figure), figure.value)
    names = named_in(definition.formula)
    months = zip(*(made[figure.scope, name, figure.status] for name in names), strict=False)
    values = [
        worth(definition.formula.tree, dict(zip(names, month, strict=True))) for month in months
    ]
    return (*values[: max(figure.span.last - 1, 0)], figure.value)


class _Tallies:
    """The tallies of the earlier months, all definitions of a month before the next month."""

    def __init__(self, scheme: Scheme, ground: Ground, figures: Mapping[Key, Figure]) -> None:
        self.ground, self.figures = ground, figures
        units = {Scope("单位", code): (number,) for code, number in ground.numbers.items()}
        self.scopes: Mapping[Scope, Sequence[int]] = {**units, **ground.totals}
        self.found: dict[tuple[str, Status], list[Tally]] = {}
        wanted = list(self._wanted(scheme))
        for month in range(1, ground.stock.period.month):
            period = Period(ground.stock.period.year, month)
            ground.memo.turn()
            for indicator, status, definition, last, heard in wanted:
                if month < last:
                    counted = tally(ground, definition, (period, period.to_date), heard)
                    self.found.setdefault((indicator.name, status), []).append(counted)
        ground.memo.turn()

    def values(self, figure: Figure) -> Iterator[Number | None]:
        """The values of the months before the figure's last."""
        earlier = self.found.get((figure.indicator, figure.status))
        if earlier is None or (figure.missing and figure.parts is None):
            yield from (None,) * max(figure.span.last - 1, 0)
            return
        members = self.scopes[figure.scope]
        for one in earlier:
            part, whole = one.of(members)
            if whole is None:
                yield part
            else:
                yield part / whole * 100 if whole else None

    def _wanted(
        self, scheme: Scheme
    ) -> Iterator[tuple[Indicator, Status, Definition, int, np.ndarray]]:
        """What has a history: definitions on rows that hang on the span."""
        for indicator in scheme.indicators.values():
            for status, definition in indicator.definitions.items():
                rows = definition.formula is None and not definition.entered
                if status is Status.PENDING or not rows or not definition.timely:
                    continue
                own = [
                    self.figures[Scope("单位", unit.code), indicator.name, status]
                    for unit in self.ground.stock.units
                ]
                heard = np.array([one.missing is None or one.parts is not None for one in own])
                last = own[0].span.last if own else 0
                yield indicator, status, definition, last, heard.astype(bool)
