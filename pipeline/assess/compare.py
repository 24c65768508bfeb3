"""This year against last year's same months (F05, F06)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from pipeline.assess.policy import Policy
from pipeline.assess.yardsticks import Yardsticks
from pipeline.model.figure import Figure, Missing, Scope
from pipeline.model.number import Number
from pipeline.model.period import Period, Span
from pipeline.model.standing import Standing
from pipeline.model.unit import Unit
from pipeline.scheme.indicators import Indicator

ABSENT = (Missing.NOT_REPORTED, Missing.RETURNED)


@dataclass(frozen=True, slots=True)
class Base:
    """Last year's amount, how far it can be trusted, and what is left out on both sides."""

    value: Number | None = None
    revised: bool = False
    doubtful: bool = False
    apart: tuple[str, ...] = ()
    taken_off: Number = Fraction(0)


def growth_of(value: Number, last: Number) -> Number | None:
    """F06: year on year in per cent; None where last year is zero or below, or this year is."""
    if last <= 0 or value < 0:
        return None
    return (value - last) / last * 100


def grown(standing: Standing, base: Base, indicator: Indicator, *, first: bool) -> Standing:
    """Fill in the comparison: a rate in points, an amount in per cent, both with the difference."""
    value = standing.figure.value
    if value is None:
        return replace(standing, no_growth=standing.figure.missing)
    if base.value is None:
        return replace(standing, no_growth=Missing.FIRST_YEAR if first else Missing.NO_PAST)
    change = value - base.taken_off - base.value
    growth = change if indicator.is_rate else growth_of(value - base.taken_off, base.value)
    return replace(
        standing,
        last=base.value,
        growth=growth,
        change=change,
        no_growth=None if growth is not None else Missing.NOT_APPLICABLE,
        revised=base.revised,
        doubtful=base.doubtful or indicator.redefined(standing.figure.span.year),
        apart=base.apart,
    )


def own_base(sticks: Yardsticks, figure: Figure) -> Base:
    """What last year was for this scope alone."""
    return Base(*sticks.last(figure))


def is_first(sticks: Yardsticks, figure: Figure, unit: Unit | None) -> bool:
    """F06: a unit that did not yet report in last year's months, or that the office marked."""
    if (figure.scope, figure.indicator) in sticks.past.first:
        return True
    if unit is None or unit.since is None:
        return False
    if not isinstance(figure.span, Span):
        return unit.since > figure.span.year_before.end
    last = max(figure.span.last, 1)
    return unit.since > Period(figure.span.year - 1, last).end


def group_base(
    sticks: Yardsticks,
    figure: Figure,
    parts: Sequence[Figure],
    policy: Policy,
    young: Collection[str] = (),
) -> Base:
    """Last year's own row, else the sum of the units'; the same units on both sides.

    What this year's total leaves out, or by the office's choice what it carries forward, is taken
    off; a unit that did not exist (`young`) adds nothing; ratios are never added up.
    """

    def of(part: Figure) -> Base:
        base = own_base(sticks, part)
        return Base(Fraction(0)) if base.value is None and part.scope.code in young else base

    left_out = [part for part in parts if part.missing in ABSENT]
    kept_on = [part for part in parts if policy.carried_apart and part.carried]
    own = own_base(sticks, figure)
    if figure.parts is not None:
        return Base() if left_out or kept_on else own
    apart = tuple(part.scope.code for part in kept_on)
    less = sum((part.value for part in kept_on if part.value is not None), Fraction(0))
    gone = _sum(of(part) for part in (*left_out, *kept_on))
    if own.value is not None and gone.value is not None:
        return replace(own, value=own.value - gone.value, apart=apart, taken_off=less)
    rest = [part for part in parts if part not in left_out and part not in kept_on]
    if all(own_base(sticks, part).value is None for part in rest):
        return Base()
    return replace(_sum(of(part) for part in rest), apart=apart, taken_off=less)


def published_before(
    standing: Standing, sticks: Yardsticks, period: Period
) -> Mapping[str, object]:
    """What the last finalised period of the year said of the same figure (F05, F22)."""
    before = sticks.before(period)
    if before is None or before.period >= period:
        return {}
    figure = standing.figure
    key = figure.scope, figure.indicator, figure.status
    return {
        "published": before.value(*key),
        "rank_before": before.rank(*key),
        "is_new": key not in before.rows,
    }


def unit_scope(unit: Unit) -> Scope:
    """The scope of a unit's own figures."""
    return Scope("单位", unit.code)


def _sum(bases: Iterable[Base]) -> Base:
    """The sum of what is all known, else nothing."""
    total, revised, doubtful = Fraction(0), False, False
    for base in bases:
        if base.value is None:
            return Base()
        total += base.value
        revised, doubtful = revised or base.revised, doubtful or base.doubtful
    return Base(total, revised, doubtful)
