"""Two hundred drawn counties of 3 units and 2 months against a plain recount of their workbooks."""

from __future__ import annotations

import pytest

from pipeline.model.finding import Consequence
from tests.agreement import agree
from tests.drawn import periods_of, written

COUNTIES, BLOCK = 200, 10
QUESTIONED = 2
"""Of a block's 20 months so many may hold an amount that is questioned and does not count."""


@pytest.mark.parametrize("first", range(0, COUNTIES, BLOCK))
def test_every_figure_and_list_of_drawn_counties_is_what_their_cells_say(first):
    questioned = []
    for seed in range(first, first + BLOCK):
        with written(seed) as (county, inputs, gather):
            for period in periods_of(seed):
                scheme, month = gather(period)
                if any(one.rule.consequence is Consequence.DROP_CELL for one in month.findings):
                    questioned.append((seed, period))
                else:
                    agree(scheme, month, inputs, county)
    assert len(questioned) <= QUESTIONED, questioned
