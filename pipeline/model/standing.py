"""A figure against its target, its pace, its past and its peers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from math import ceil

from pipeline.model.composite import Line, Met
from pipeline.model.figure import Figure, Missing, Scope
from pipeline.model.number import Number, plain
from pipeline.model.period import Days, Span

HALF = 6


class Kind(StrEnum):
    """What a target asks for: an amount, a growth, an increment, a level, or several counts."""

    TOTAL = "总量"
    GROWTH = "增速"
    INCREMENT = "存量增量"
    RATE = "比率"
    COMPOSITE = "组合"


IN_POINTS = (Kind.GROWTH, Kind.RATE)
"""Kinds of target whose attainment is a distance in percentage points, not a rate."""


@dataclass(frozen=True, slots=True)
class Target:
    """A year's task: 确保 (`sure`) and 力争 (`stretch`), who set it and what kind it is.

    A range counts with its lower end, `sure`, and keeps its `upper`. From the day `adjusted` on,
    `after` (and `stretch_after`) hold in place of what was set first. `base` is the stock to which
    an increment is added; `sure` of a composite is the sum of its lines.
    """

    sure: Number | None
    stretch: Number | None = None
    issuer: str = ""
    kind: str = Kind.TOTAL
    assessed: bool = True
    upper: Number | None = None
    base: Number | None = None
    lines: tuple[Line, ...] = ()
    adjusted: date | None = None
    after: Number | None = None
    stretch_after: Number | None = None
    before: Number | None = None

    def on(self, day: date) -> Target:
        """The target as it holds at the end of `day`; what an adjustment replaced is `before`."""
        if self.adjusted is None or self.after is None or day < self.adjusted:
            return self
        return replace(
            self,
            sure=self.after,
            stretch=self.stretch_after,
            upper=None,
            after=None,
            before=self.sure,
        )

    @property
    def needed(self) -> Number | None:
        """What has to be reached: the amount, or the stock with its increment; None in points."""
        if self.kind in IN_POINTS or self.sure is None:
            return None
        return self.sure + (self.base or 0)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a figure stands; a None has its reason in `no_rate`, `no_growth`, `no_rank`.

    `rate`, `pace` and `gap` are per cent or percentage points; `gap` re-adds from the rate as
    printed with `decimals` (F04), unless the office wants the raw one. `counted` is the amount
    that the rate speaks of: a group's leaves out the units without a target (`excluded`, F25).
    `distance` stands for the rate where a target is a growth or a level. `growth` is exact, in
    per cent, or in points for a figure that is a rate; `change` is in the figure's own measure;
    `apart` are units left out of both sides of it. `place` is the place on a page, `rank_before`
    and `published` are those of the last finalised period. `whole` says that the figure counts
    things that cannot be divided, so that what is short of a task is rounded up to a whole one.
    """

    figure: Figure
    target: Target | None = None
    rate: Number | None = None
    decimals: int = 2
    pace: Number | None = None
    gap: Number | None = None
    last: Number | None = None
    growth: Number | None = None
    rank: int | None = None
    tied: bool = False
    ranked: int = 0
    no_rate: Missing | None = None
    no_growth: Missing | None = None
    no_rank: Missing | None = None
    excluded: tuple[str, ...] = ()
    counted: Number | None = None
    distance: Number | None = None
    met: tuple[Met, ...] = ()
    change: Number | None = None
    revised: bool = False
    doubtful: bool = False
    apart: tuple[str, ...] = ()
    place: int = 0
    rank_before: int | None = None
    is_new: bool = False
    published: Number | None = None
    light: str = ""
    re_adds: bool = True
    whole: bool = False

    @property
    def done(self) -> bool | None:
        """Whether the target is reached, by exact values (F11); None where that is not known.

        A group's rate leaves out units without a target, its figure does not (F25).
        """
        if self.distance is not None:
            return self.distance >= 0
        return None if self.rate is None else self.rate >= 100

    @property
    def merit(self) -> Number | None:
        """What ranks are by: the rate, or the distance where the target is in points (F20)."""
        return self.distance if self.distance is not None else self.rate

    @property
    def raw_gap(self) -> Number | None:
        """R − P before any rounding: for a gap printed alone (F04)."""
        if self.rate is None or self.pace is None:
            return None
        return self.rate - self.pace

    @property
    def stretch_rate(self) -> Number | None:
        """The rate against 力争, where that is an amount."""
        stretch = self.target.stretch if self.target else None
        if self.rate is None or self.counted is None or not stretch or self.met:
            return None
        base = (self.target.base or 0) if self.target else 0
        return (self.counted - base) / stretch * 100

    @property
    def short(self) -> Number | None:
        """缺口: how much is short of the target, never less than nothing (F18)."""
        if self.met:
            return Number(sum(one.short for one in self.met))
        needed = self._needed
        return None if needed is None else self._lacking(needed)

    @property
    def behind(self) -> Number | None:
        """达序时尚需: how much is short of the pace (F18); None for composites."""
        if self._needed is None or self.pace is None or self.met:
            return None
        assert self.target is not None and self.target.sure is not None
        return self._lacking((self.target.base or 0) + self.target.sure * self.pace / 100)

    @property
    def monthly(self) -> Number | None:
        """月均需完成: what each month left has to bring; None in December (F18).

        Of whole things a mean, up to the next tenth: the months bring no less than is short.
        """
        span = self.figure.span
        left = 12 - span.last if isinstance(span, Span) else 0
        if not left or (short := self.short) is None:
            return None
        mean = short / left
        return Number(ceil(mean * 10), 10) if self.whole else mean

    @property
    def half_done(self) -> bool | None:
        """双过半: half of the task in half of the year; None outside June (F19)."""
        span = self.figure.span
        if self.rate is None or not isinstance(span, Span) or span.last != HALF:
            return None
        return self.rate >= 50

    @property
    def since_published(self) -> Number | None:
        """较上期公布数: against the total last published, corrections included (F05).

        A ratio is published with fifteen digits: one that has those has not moved.
        """
        value = self.figure.value
        if value is None or self.published is None:
            return None
        return value - self.published if plain(value) != plain(self.published) else Number(0)

    def _lacking(self, due: Number) -> Number:
        lacking = max(due - (self.counted or Number(0)), Number(0))
        return Number(ceil(lacking)) if self.whole else lacking

    @property
    def _needed(self) -> Number | None:
        return None if self.rate is None or self.target is None else self.target.needed


@dataclass(frozen=True, slots=True)
class Stretch:
    """A week, ten days or a campaign as it stands at the end of one day."""

    name: str
    kind: str
    days: Days
    cutoff: date
    dates: Sequence[date] = ()
    standings: Mapping[tuple[Scope, str], Standing] = field(default_factory=dict)
