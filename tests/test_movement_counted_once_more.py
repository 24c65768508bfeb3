"""What moved since the edition last finalised, over drawn counties, against the recount of both."""

from __future__ import annotations

from fractions import Fraction
from json import dumps, loads
from unittest.mock import patch

import pytest

from pipeline.assess.accounts import accounts
from pipeline.model.figure import Status
from pipeline.model.finalised import finalised_of
from pipeline.model.period import Period
from pipeline.publish import Past
from tests.agreement import SILENT, left_out
from tests.drawn import periods_of, written
from tests.recount import count_year, stand


@pytest.mark.parametrize("seed", range(4))
def test_what_was_published_and_every_move_is_what_the_cells_of_both_months_say(seed):
    with written(seed) as (county, inputs, gather):
        first, second = periods_of(seed)
        scheme, before = gather(first)
        rows = loads(dumps(list(accounts(scheme.indicators, before))))
        final = finalised_of(Period.parse(first), rows)
        with patch("pipeline.reckon.past_of", lambda outputs, period: Past(before=final)):
            _, month = gather(second)
        counts, stands = [], []
        for period, made in ((first, before), (second, month)):
            number = int(period[-2:])
            states = {unit.code: county.state(unit.code, number) for unit in county.units}
            counts.append(count_year(inputs, period, states, left_out(made, inputs)))
            silent = [code for code, state in states.items() if state in SILENT]
            stands.append(stand(counts[-1], silent))
        moved = 0
        for (scope, name), one in month.standings.items():
            key = scope.kind, scope.code, name
            status = one.figure.status.value
            was, now = (count.values.get((*key, status)) for count in counts)
            # what is published has fifteen digits, which is all of an amount and most of a ratio
            assert _near(one.published, was if isinstance(was, Fraction) else None), key
            known = isinstance(was, Fraction) and isinstance(now, Fraction)
            assert _near(one.since_published, now - was if known else None), key
            assert (one.since_published == 0) == (known and now == was), key
            assert one.is_new == (was is None), key
            earlier = stands[0].get(key)
            assert one.rank_before == (earlier.place if earlier else None), key
            moved += bool(one.since_published)
        assert moved > 20
        _adjusted(month, counts)


def _near(one: Fraction | None, other: Fraction | None) -> bool:
    return one == other or (None not in (one, other) and abs(one - other) < Fraction(1, 10**14))


def _adjusted(month, counts) -> None:
    """The published figures whose span the later data say otherwise of, and no others (F01)."""
    before, after = counts
    for one in month.adjustments:
        if one.status is Status.REPORTED and one.published is not None:
            key = one.scope.kind, one.scope.code, one.indicator, one.status.value
            assert _near(one.published, before.values[key])
            series = after.series.get(key, ())
            if len(series) >= before.month:
                assert _near(one.now, series[before.month - 1])
                assert one.difference != 0
