"""Ranks within the ranking groups, and the order of the units on a page (F20–F22)."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from pipeline.assess.attainment import decimals_for, rated
from pipeline.assess.compare import ABSENT
from pipeline.assess.policy import Policy, Ties
from pipeline.model.figure import Missing
from pipeline.model.number import Number, printed, rounded
from pipeline.model.standing import IN_POINTS, Standing
from pipeline.model.unit import Unit

MOST_DECIMALS = 6
Merit = tuple[Number, ...]


def ranked(
    own: Mapping[str, Standing], units: Sequence[Unit], policy: Policy
) -> Iterable[Standing]:
    """Rank the units of each ranking group among themselves; yields every standing.

    Targets in points are ranked apart from those in rates, since the two cannot be compared.
    """
    fields: dict[tuple[str, bool], list[str]] = defaultdict(list)
    for unit in units:
        target = own[unit.code].target
        in_points = target is not None and target.kind in IN_POINTS
        fields[unit.ranking, in_points].append(unit.code)
    for codes in fields.values():
        yield from _field([_barred(own[code]) for code in codes], policy)


def _barred(standing: Standing) -> Standing:
    """Whom the office does not assess has a rate, but no place."""
    target = standing.target
    if standing.no_rank is None and target is not None and not target.assessed:
        return replace(standing, no_rank=Missing.NOT_ASSESSED)
    return standing


def _field(standings: Sequence[Standing], policy: Policy) -> Iterable[Standing]:
    merits = [_merit(standing, policy) for standing in standings]
    rates = [
        one.merit
        for one, merit in zip(standings, merits, strict=True)
        if merit is not None and one.merit is not None
    ]
    decimals = {} if policy.rank_as_printed else told_apart(rates)
    places = _places([merit for merit in merits if merit is not None], policy)
    order = _page_order(standings, merits)
    for number, (standing, merit) in enumerate(zip(standings, merits, strict=True)):
        standing = replace(standing, place=order[number])
        if merit is None:
            yield standing
            continue
        if standing.rate is not None:
            standing = rated(standing, standing.rate, policy, decimals.get(standing.rate, 2))
        rank, tied, total = places[merit]
        yield replace(standing, rank=rank, tied=tied, ranked=total, no_rank=None)


def _merit(standing: Standing, policy: Policy) -> Merit | None:
    """What a unit is ranked by; None for one that is not ranked (F21)."""
    merit, target = standing.merit, standing.target
    if target is None or not target.assessed:
        return None
    if merit is None:
        if not (policy.absent_as_zero and target.sure and standing.no_rate in ABSENT):
            return None
        merit = Fraction(0)
    if policy.rank_as_printed:
        merit = rounded(merit, decimals_for(merit, 2))
    if policy.ties == Ties.AMOUNT:
        return merit, standing.counted or Fraction(0)
    return (merit,)


def _places(merits: Sequence[Merit], policy: Policy) -> dict[Merit, tuple[int, bool, int]]:
    """Place, whether shared, and among how many, by merit."""
    counts = Counter(merits)
    rising = sorted(merits)
    distinct = sorted(counts)
    places = {}
    for place, merit in enumerate(reversed(distinct), start=1):
        better = len(rising) - bisect_right(rising, merit)
        rank = place if policy.ties == Ties.DENSE else 1 + better
        places[merit] = rank, counts[merit] > 1, len(merits)
    return places


def _page_order(standings: Sequence[Standing], merits: Sequence[Merit | None]) -> dict[int, int]:
    """Ranked units first, equals by amount, then as the directory has them; then the unranked."""

    def key(number: int) -> tuple[bool, Number, Number, int]:
        merit = merits[number]
        amount = standings[number].counted or Fraction(0)
        return merit is None, -merit[0] if merit else Fraction(0), -amount if merit else 0, number

    order = sorted(range(len(standings)), key=key)
    return {number: place for place, number in enumerate(order, start=1)}


def told_apart(rates: Iterable[Number]) -> dict[Number, int]:
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
