"""The office's yardsticks: targets, curves and last year's figures, by scope and indicator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from pipeline.model.figure import Figure, Scope
from pipeline.model.finalised import Finalised
from pipeline.model.number import Number
from pipeline.model.period import Days, Period
from pipeline.model.standing import Target

ABOVE, OWN = "上级", "本级"
PastKey = tuple[Scope, str, int]
DaysAgo = Mapping[tuple[Scope, str], tuple[Number, bool, bool]]
"""Last year's figures of the same days: the value, whether revised, whether of doubtful meaning."""


@dataclass(frozen=True, slots=True)
class Past:
    """Last year's figures by scope, indicator and month.

    `revised` were recalculated, of `doubtful` the definition has changed since (V51); `first`
    are scopes and indicators of which the office says that they had no last year (F06).
    """

    values: Mapping[PastKey, Number] = field(default_factory=dict)
    revised: frozenset[PastKey] = frozenset()
    doubtful: frozenset[PastKey] = frozenset()
    first: frozenset[tuple[Scope, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Yardsticks:
    """What figures are held against.

    Targets by scope and indicator, one or more issuers each; curves of twelve cumulative per
    cents by scope and indicator, None and "" standing for all of them. `stretch` are the days of
    a campaign, week or ten days where the figures are of one, `days_ago` what last year's same
    days came to. `published` is the edition last finalised, `year_ago` that of last year's same
    period.
    """

    targets: Mapping[tuple[Scope, str], Sequence[Target]] = field(default_factory=dict)
    past: Past = field(default_factory=Past)
    curves: Mapping[tuple[Scope | None, str], Sequence[Number]] = field(default_factory=dict)
    issuer: str = ABOVE
    stretch: Days | None = None
    days_ago: DaysAgo = field(default_factory=dict)
    published: Finalised | None = None
    year_ago: Finalised | None = None

    def target(self, scope: Scope, indicator: str, day: date | None = None) -> Target | None:
        """The target that headlines, as it holds on `day` (F25): by the issuer, if it set one."""
        own = self.targets.get((scope, indicator), ())
        chosen = next((one for one in own if one.issuer == self.issuer), own[0] if own else None)
        return chosen.on(day) if chosen is not None and day is not None else chosen

    def others(self, scope: Scope, indicator: str, day: date | None = None) -> list[Target]:
        """The targets of the same figure that do not headline."""
        headline = self.target(scope, indicator)
        rest = [one for one in self.targets.get((scope, indicator), ()) if one is not headline]
        return [one.on(day) if day is not None else one for one in rest]

    def pace(self, figure: Figure) -> Number:
        """F02: by the days of the stretch, a curve of the office's, or the twelfths covered.

        A person without a curve goes by the unit's.
        """
        span = figure.span
        if isinstance(span, Days):
            return (self.stretch or span).elapsed(span.end)
        if not span.last:
            return Fraction(0)
        unit = Scope("单位", figure.scope.unit) if figure.scope.unit else figure.scope
        for scope in (figure.scope, unit, None):
            for indicator in (figure.indicator, ""):
                curve = self.curves.get((scope, indicator))
                if curve is not None:
                    return curve[span.last - 1]
        return Fraction(span.last, 12) * 100

    def last(self, figure: Figure) -> tuple[Number | None, bool, bool]:
        """Last year's same months (F06): the value, whether revised, whether of doubtful meaning.

        Where the office's table has no row, a finalised edition speaks, if its figure covers
        the same months.
        """
        if isinstance(figure.span, Days):
            return self.days_ago.get((figure.scope, figure.indicator), (None, False, False))
        key = figure.scope, figure.indicator, figure.span.last
        if key in self.past.values:
            return self.past.values[key], key in self.past.revised, key in self.past.doubtful
        found = figure.scope, figure.indicator, figure.status
        if self.year_ago is None or self.year_ago.rows.get(found, {}).get("所属期") != (
            figure.span.name
        ):
            return None, False, False
        return self.year_ago.value(*found), False, False

    def before(self, period: Period) -> Finalised | None:
        """The last finalised period, if it is of the same year: a new year starts from nothing."""
        if self.published is None or self.published.period.year != period.year:
            return None
        return self.published
