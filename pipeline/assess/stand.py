"""Where each headline figure stands: rate, gap to pace, year on year, rank (F02–F06, F20–F25)."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from pipeline.assess.yardsticks import Yardsticks
from pipeline.model.figure import Figure, Missing, Scope, Status
from pipeline.model.number import Number, printed, rounded
from pipeline.model.standing import Standing, Target
from pipeline.model.unit import Unit
from pipeline.scheme.indicators import Indicator

MOST_DECIMALS = 6

Figures = Mapping[tuple[Scope, str, Status], Figure]
Standings = Mapping[tuple[Scope, str], Standing]


@dataclass(frozen=True, slots=True)
class Field:
    """Who is compared with whom; `absent` says of a carried unit why it has no report."""

    units: Sequence[Unit]
    groups: Mapping[str, Sequence[Unit]]
    whole: Scope
    absent: Mapping[str, Missing] = dataclasses.field(default_factory=dict)


def standings(
    indicators: Mapping[str, Indicator], figures: Figures, sticks: Yardsticks, field: Field
) -> Standings:
    """Return the standing of every headline figure of every scope."""
    made: dict[tuple[Scope, str], Standing] = {}
    for indicator in indicators.values():
        own = {
            unit.code: _unit(indicator, figures, sticks, Scope("单位", unit.code), field)
            for unit in field.units
        }
        for standing in _ranked(own, field.units):
            made[standing.figure.scope, indicator.name] = standing
        for name, units in field.groups.items():
            scope = Scope("组", name)
            made[scope, indicator.name] = _group(indicator, figures, sticks, scope, units)
        made[field.whole, indicator.name] = _group(
            indicator, figures, sticks, field.whole, field.units
        )
    return made


def pace_of(figure: Figure) -> Number:
    """F02: the twelfths of the year that the figure's own span covers, in per cent."""
    return Fraction(figure.span.last, 12) * 100


def measured(standing: Standing, decimals: int = 2) -> Standing:
    """Fill in rate, pace and gap; the gap re-adds from the rate as printed (F03, F04, F11)."""
    figure, target = standing.figure, standing.target
    pace = pace_of(figure)
    if target is None or target.sure is None:
        return replace(standing, pace=pace, no_rate=Missing.NO_TARGET)
    if target.sure == 0 or target.kind != "总量":
        return replace(standing, pace=pace, no_rate=Missing.NOT_APPLICABLE)
    assert figure.value is not None
    rate = figure.value / target.sure * 100
    decimals = decimals_for(rate, decimals)
    gap = rounded(rate, decimals) - rounded(pace, decimals)
    return replace(standing, rate=rate, decimals=decimals, pace=pace, gap=gap)


def decimals_for(rate: Number, decimals: int) -> int:
    """F11: more decimals while a rate short of 100 would print as 100, at most four."""
    while decimals < 4 and rate < 100 and rounded(rate, decimals) >= 100:
        decimals += 1
    return decimals


def growth_of(value: Number, last: Number) -> Number | None:
    """F06: year on year in per cent; None where last year is zero or below, or this year is."""
    if last <= 0 or value < 0:
        return None
    return (value - last) / last * 100


def _unit(
    indicator: Indicator, figures: Figures, sticks: Yardsticks, scope: Scope, field: Field
) -> Standing:
    figure = figures[scope, indicator.name, indicator.headline]
    target = sticks.target(scope, indicator.name)
    standing = Standing(figure, target=target, pace=pace_of(figure))
    last = sticks.past.get((scope, indicator.name, figure.span.last))
    if figure.missing is not None:
        return _none(standing, figure.missing)
    if figure.carried:
        reason = field.absent.get(scope.code, Missing.NOT_REPORTED)
        return replace(_none(standing, reason), last=last)
    standing = measured(standing)
    standing = replace(standing, no_rank=standing.no_rate)
    return _grown(standing, last)


def _none(standing: Standing, reason: Missing) -> Standing:
    return replace(standing, no_rate=reason, no_growth=reason, no_rank=reason)


def _grown(standing: Standing, last: Number | None) -> Standing:
    value = standing.figure.value
    if last is None or value is None:
        return replace(standing, no_growth=Missing.NO_PAST)
    growth = growth_of(value, last)
    reason = None if growth is not None else Missing.NOT_APPLICABLE
    return replace(standing, last=last, growth=growth, no_growth=reason)


def _group(
    indicator: Indicator,
    figures: Figures,
    sticks: Yardsticks,
    scope: Scope,
    units: Sequence[Unit],
) -> Standing:
    """F25: a group's rate is ΣA/ΣT over units with a target; the whole has a target of its own."""
    figure = figures[scope, indicator.name, indicator.headline]
    scopes = [Scope("单位", unit.code) for unit in units]
    target = sticks.target(scope, indicator.name)
    counted, excluded = figure, ()
    if target is None:
        target, counted, excluded = _summed(indicator, figures, sticks, scopes, figure)
    standing = Standing(counted, target=target, pace=pace_of(figure), excluded=excluded)
    if counted.value is None:
        reason = figure.missing or Missing.NO_TARGET
        standing = replace(standing, no_rate=reason)
    else:
        standing = measured(standing)
    standing = replace(standing, figure=figure, no_rank=Missing.NOT_APPLICABLE)
    if figure.value is None:
        return replace(standing, no_growth=figure.missing)
    return _grown(standing, _past(indicator, figures, sticks, scope, scopes, figure))


def _summed(
    indicator: Indicator,
    figures: Figures,
    sticks: Yardsticks,
    scopes: Iterable[Scope],
    figure: Figure,
) -> tuple[Target | None, Figure, tuple[str, ...]]:
    """Add up the units' targets, and the amounts of those units only."""
    total, stretch, value = Fraction(0), Fraction(0), Fraction(0)
    kind, excluded = "", []
    for scope in scopes:
        target = sticks.target(scope, indicator.name)
        own = figures[scope, indicator.name, indicator.headline].value
        if target is None or not target.sure:
            if own:
                excluded.append(scope.code)
            continue
        kind = target.kind
        total += target.sure
        stretch += target.stretch if target.stretch is not None else target.sure
        value += own or 0
    if not kind:
        return None, figure, ()
    known = None if figure.value is None else value
    return Target(total, stretch, kind=kind), replace(figure, value=known), tuple(excluded)


def _past(
    indicator: Indicator,
    figures: Figures,
    sticks: Yardsticks,
    scope: Scope,
    scopes: Sequence[Scope],
    figure: Figure,
) -> Number | None:
    """Last year's own row, else the sum of the units'; the same units on both sides.

    What this year's total leaves out is taken off last year's; ratios are never added up.
    """
    month = figure.span.last
    units = [figures[one, indicator.name, indicator.headline] for one in scopes]
    left_out = [
        unit.scope for unit in units if unit.missing in (Missing.NOT_REPORTED, Missing.RETURNED)
    ]
    own = sticks.past.get((scope, indicator.name, month))
    if figure.parts is not None:
        return None if left_out else own
    gone = _sum_of(sticks.past.get((one, indicator.name, month)) for one in left_out)
    if own is not None and gone is not None:
        return own - gone
    kept = [one for one in scopes if one not in left_out]
    return _sum_of(sticks.past.get((one, indicator.name, month)) for one in kept) if kept else None


def _sum_of(parts: Iterable[Number | None]) -> Number | None:
    """The sum of what is all known, else nothing."""
    total = Fraction(0)
    for part in parts:
        if part is None:
            return None
        total += part
    return total


def _ranked(own: Mapping[str, Standing], units: Sequence[Unit]) -> Iterable[Standing]:
    """F20, F21: competition ranks (1, 2, 2, 4) by exact rate within each ranking group."""
    fields: dict[str, list[str]] = defaultdict(list)
    for unit in units:
        fields[unit.ranking].append(unit.code)
    for codes in fields.values():
        rated = [own[code] for code in codes if own[code].rate is not None]
        rates = [standing.rate for standing in rated if standing.rate is not None]
        shown = _told_apart(rates)
        for code in codes:
            standing = own[code]
            if standing.rate is None:
                yield standing
                continue
            decimals = shown[standing.rate]
            gap = rounded(standing.rate, decimals) - rounded(pace_of(standing.figure), decimals)
            yield replace(
                standing,
                decimals=decimals,
                gap=gap,
                rank=1 + sum(rate > standing.rate for rate in rates),
                tied=rates.count(standing.rate) > 1,
                ranked=len(rates),
            )


def _told_apart(rates: Sequence[Number]) -> Mapping[Number, int]:
    """F20: the decimals at which different rates also print differently."""
    decimals = {rate: decimals_for(rate, 2) for rate in rates}
    for places in range(2, MOST_DECIMALS):
        texts: dict[str, set[Number]] = defaultdict(set)
        for rate, shown in decimals.items():
            if shown == places:
                texts[printed(rate, places)].add(rate)
        for same in texts.values():
            if len(same) > 1:
                decimals.update(dict.fromkeys(same, places + 1))
    return decimals
