"""Last year's same days: what the office's table of cumulative values says of whole months."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from pipeline.assess.yardsticks import DaysAgo, Past
from pipeline.model.figure import Nature
from pipeline.model.period import Days
from pipeline.scheme.indicators import Indicator


def of_whole_months(past: Past, days: Days, indicators: Mapping[str, Indicator]) -> DaysAgo:
    """Return the differences of last year's cumulative values at both ends of whole months."""
    months, made = days.months, {}
    for scope, name, last in past.values if months else ():
        indicator = indicators.get(name)
        if last != months[-1] or indicator is None or indicator.nature is not Nature.TO_DATE:
            continue
        ends = [(scope, name, last)]
        if months[0] > 1:
            ends.append((scope, name, months[0] - 1))
        values = [past.values.get(end) for end in ends]
        if None not in values:
            before = values[1] if values[1:] else Fraction(0)
            revised = any(end in past.revised for end in ends)
            doubtful = any(end in past.doubtful for end in ends)
            made[scope, name] = values[0] - before, revised, doubtful  # type: ignore[operator]
    return made
