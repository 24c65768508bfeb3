"""How far a figure has come: rate, pace, gap, composite lines (F02–F04, F11)."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from pipeline.assess.policy import Policy
from pipeline.model.composite import held_against
from pipeline.model.figure import MOST_DECIMALS, Missing
from pipeline.model.number import Number, rounded
from pipeline.model.standing import IN_POINTS, Kind, Standing


def measured(standing: Standing, policy: Policy) -> Standing:
    """Fill in what the target's kind asks for: rate and gap, or a distance in points.

    What is `counted` and how it has grown must stand in it already.
    """
    target = standing.target
    if target is None or target.sure is None:
        return replace(standing, no_rate=Missing.NO_TARGET)
    if target.kind in IN_POINTS:
        return _in_points(standing)
    if target.kind == Kind.COMPOSITE:
        return _composite(standing, policy)
    if target.sure == 0 or (target.kind == Kind.INCREMENT and target.base is None):
        return replace(standing, no_rate=Missing.NOT_APPLICABLE)
    assert standing.counted is not None
    rate = (standing.counted - (target.base or 0)) / target.sure * 100
    return rated(standing, rate, policy)


def rated(standing: Standing, rate: Number, policy: Policy, decimals: int = 2) -> Standing:
    """With this rate, printed with so many decimals or more, and the gap beside it (F04, F11)."""
    assert standing.pace is not None
    decimals = decimals_for(rate, decimals)
    if policy.raw_gap:
        gap = rate - standing.pace
    else:
        gap = rounded(rate, decimals) - rounded(standing.pace, decimals)
    return replace(
        standing,
        rate=rate,
        decimals=decimals,
        gap=gap,
        light=policy.light(gap),
        re_adds=not policy.raw_gap,
    )


def decimals_for(rate: Number, decimals: int) -> int:
    """F11: more decimals while a rate short of 100 would print as 100, at most four."""
    while decimals < MOST_DECIMALS and rate < 100 and rounded(rate, decimals) >= 100:
        decimals += 1
    return decimals


def _in_points(standing: Standing) -> Standing:
    """A growth is held against the target's growth, a level against its level, in points."""
    target = standing.target
    assert target is not None and target.sure is not None
    if target.kind == Kind.GROWTH:
        value, reason = standing.growth, standing.no_growth
    else:
        value, reason = standing.counted, None
    if value is None:
        return replace(standing, no_rate=reason or Missing.NO_PAST)
    return replace(standing, distance=value - target.sure, no_rate=Missing.NOT_APPLICABLE)


def _composite(standing: Standing, policy: Policy) -> Standing:
    """Done when every line is; the rate is the share of what the lines ask for that is there."""
    target, figure = standing.target, standing.figure
    assert target is not None and target.sure is not None
    if not target.lines or not target.sure or len(figure.sizes) != figure.value:
        return replace(standing, no_rate=Missing.NOT_APPLICABLE)
    met = held_against(figure.sizes, target.lines, disjoint=policy.disjoint)
    there = Fraction(sum(one.line.count - one.short for one in met))
    return rated(replace(standing, met=met), there / target.sure * 100, policy)
