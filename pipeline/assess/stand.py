"""Where each headline figure stands: rate, gap to pace, year on year, rank (F02–F06, F18–F25)."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from pipeline.assess.attainment import measured
from pipeline.assess.compare import (
    group_base,
    grown,
    is_first,
    own_base,
    published_before,
    unit_scope,
)
from pipeline.assess.policy import Policy
from pipeline.assess.ranks import ranked
from pipeline.assess.yardsticks import Yardsticks
from pipeline.model.figure import Figure, Missing, Scope, Status
from pipeline.model.period import Period
from pipeline.model.standing import Kind, Standing, Target
from pipeline.model.unit import Unit
from pipeline.scheme.indicators import Indicator

Figures = Mapping[tuple[Scope, str, Status], Figure]
Standings = Mapping[tuple[Scope, str], Standing]


@dataclass(frozen=True, slots=True)
class Field:
    """Who is compared with whom; `absent` says of a carried unit why it has no report."""

    units: Sequence[Unit]
    groups: Mapping[str, Sequence[Unit]]
    whole: Scope
    absent: Mapping[str, Missing] = dataclasses.field(default_factory=dict)
    fronts: Mapping[str, Sequence[Unit]] = dataclasses.field(default_factory=dict)

    @property
    def totals(self) -> Iterator[tuple[Scope, Sequence[Unit]]]:
        """The groups and the fronts with their units."""
        yield from ((Scope("组", name), units) for name, units in self.groups.items())
        yield from ((Scope("战线", name), units) for name, units in self.fronts.items())


def standings(
    indicators: Mapping[str, Indicator],
    figures: Figures,
    sticks: Yardsticks,
    field: Field,
    policy: Policy | None = None,
    period: Period | None = None,
) -> Standings:
    """Return the standing of every headline figure of every scope.

    With a `period` also what the last finalised period before it said.
    """
    judge = _Judge(indicators, figures, sticks, field, policy or Policy())
    made = {(one.figure.scope, one.figure.indicator): one for one in judge.all()}
    if period is None:
        return made
    return {
        key: replace(one, **told) if (told := published_before(one, sticks, period)) else one  # type: ignore[arg-type]
        for key, one in made.items()
    }


class _Judge:
    def __init__(
        self,
        indicators: Mapping[str, Indicator],
        figures: Figures,
        sticks: Yardsticks,
        field: Field,
        policy: Policy,
    ) -> None:
        self._indicators = indicators
        self._figures = figures
        self._sticks = sticks
        self._field = field
        self._policy = policy
        self._others = _others(figures, field)

    def all(self) -> Iterator[Standing]:
        for indicator in self._indicators.values():
            own = {unit.code: self._unit(indicator, unit) for unit in self._field.units}
            yield from ranked(own, self._field.units, self._policy)
            for total, units in self._field.totals:
                yield self._group(indicator, total, units)
            yield self._group(indicator, self._field.whole, self._field.units)
            for scope in self._others.get((indicator.name, indicator.headline), ()):
                if scope.unit:
                    yield self._person(indicator, scope)
                else:
                    yield self._group(indicator, scope, ())

    def _unit(self, indicator: Indicator, unit: Unit) -> Standing:
        figure = self._figure(indicator, unit_scope(unit))
        standing = self._begun(figure)
        base = own_base(self._sticks, figure)
        if figure.missing is not None:
            return _none(standing, figure.missing)
        if figure.carried:
            reason = self._field.absent.get(unit.code, Missing.NOT_REPORTED)
            return replace(_none(standing, reason), last=base.value)
        first = is_first(self._sticks, figure, unit)
        standing = measured(grown(standing, base, indicator, first=first), self._policy)
        return replace(standing, no_rank=standing.no_rate if standing.merit is None else None)

    def _person(self, indicator: Indicator, scope: Scope) -> Standing:
        """A person stands as a unit does, but is not ranked."""
        figure = self._figure(indicator, scope)
        standing, base = self._begun(figure), own_base(self._sticks, figure)
        reason = figure.missing
        if reason is None and figure.carried:
            reason = self._field.absent.get(scope.unit, Missing.NOT_REPORTED)
        if reason is not None:
            standing = _none(standing, reason)
            return standing if figure.missing else replace(standing, last=base.value)
        first = is_first(self._sticks, figure, None)
        standing = measured(grown(standing, base, indicator, first=first), self._policy)
        return replace(standing, no_rank=Missing.NOT_APPLICABLE)

    def _group(self, indicator: Indicator, scope: Scope, units: Sequence[Unit]) -> Standing:
        """F25: a group's rate is ΣA/ΣT over units with a target; the whole has one of its own."""
        figure = self._figure(indicator, scope)
        parts = [self._figure(indicator, unit_scope(unit)) for unit in units]
        standing = self._begun(figure)
        if standing.target is None and not indicator.is_rate:
            standing = self._summed(standing, parts)
        young = [
            unit.code
            for unit, part in zip(units, parts, strict=True)
            if is_first(self._sticks, part, unit)
        ]
        base = group_base(self._sticks, figure, parts, self._policy, young)
        first = is_first(self._sticks, figure, None) or 0 < len(young) == len(units)
        standing = grown(standing, base, indicator, first=first)
        if standing.counted is None:
            reason = figure.missing or standing.no_rate or Missing.NO_TARGET
            standing = replace(standing, no_rate=reason)
        else:
            standing = measured(standing, self._policy)
        return replace(standing, no_rank=Missing.NOT_APPLICABLE)

    def _begun(self, figure: Figure) -> Standing:
        return Standing(
            figure,
            target=self._target(figure),
            pace=self._sticks.pace(figure),
            counted=figure.value,
            whole=self._indicators[figure.indicator].whole,
        )

    def _target(self, figure: Figure) -> Target | None:
        return self._sticks.target(figure.scope, figure.indicator, figure.span.end)

    def _summed(self, standing: Standing, parts: Iterable[Figure]) -> Standing:
        """Add up the units' targets that add up, and the amounts of those units only."""
        total, stretch, base, value = (Fraction(0) for _ in range(4))
        known: list[Target] = []
        excluded = []
        other = False
        for part in parts:
            target = self._target(part)
            if target is None or not _adds_up(target):
                other = other or bool(target and target.sure)
                if part.value:
                    excluded.append(part.scope.code)
                continue
            known.append(target)
            total += target.sure
            stretch += target.stretch if target.stretch is not None else target.sure
            base += target.base or 0
            value += part.value or 0
        if not known:
            reason = Missing.NOT_APPLICABLE if other else None
            return replace(standing, counted=None if other else standing.counted, no_rate=reason)
        kind = Kind.INCREMENT if base else Kind.TOTAL
        figure = standing.figure
        return replace(
            standing,
            target=Target(total, stretch, kind=kind, base=base if base else None),
            counted=None if figure.value is None else value,
            excluded=tuple(excluded),
        )

    def _figure(self, indicator: Indicator, scope: Scope) -> Figure:
        return self._figures[scope, indicator.name, indicator.headline]


def _adds_up(target: Target) -> bool:
    """Whether a unit's target can be added to others': an amount, or an increment of a stock."""
    known = target.kind == Kind.TOTAL or (target.kind == Kind.INCREMENT and target.base is not None)
    return known and bool(target.sure)


def _none(standing: Standing, reason: Missing) -> Standing:
    return replace(standing, no_rate=reason, no_growth=reason, no_rank=reason)


def _others(figures: Figures, field: Field) -> dict[tuple[str, Status], list[Scope]]:
    """The scopes beyond units, groups, fronts and the whole of which there are figures."""
    listed = {field.whole, *(scope for scope, _ in field.totals)}
    found: dict[tuple[str, Status], list[Scope]] = {}
    for scope, name, status in figures:
        if scope not in listed and scope.kind != "单位":
            found.setdefault((name, status), []).append(scope)
    return found
