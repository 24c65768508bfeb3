"""The shipped county's figures and lists against a plain recount of the same workbooks."""

from __future__ import annotations

import pytest

from tests.agreement import agree
from tests.county import SHIPPED, draw
from tests.shipped import INPUTS, month_of


@pytest.mark.parametrize("period", [f"2026-{month:02d}" for month in range(1, 7)])
def test_every_figure_and_list_of_the_shipped_county_is_what_its_cells_say(period):
    agree(*month_of(period), INPUTS, draw(SHIPPED))
