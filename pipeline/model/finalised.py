"""What a finalised edition (定稿) said: the figures that later periods are held against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.model.figure import Scope, Status
from pipeline.model.number import Number, exact
from pipeline.model.period import Period


@dataclass(frozen=True, slots=True)
class Finalised:
    """One finalised period: its figures by scope, indicator and status as figures.json keeps them.

    A row holds exact decimals as text under 完成, the place in its group under 名次, and the
    reason under 缺数原因 where there was no value.
    """

    period: Period
    rows: Mapping[tuple[Scope, str, Status], Mapping[str, object]] = field(default_factory=dict)

    def value(self, scope: Scope, indicator: str, status: Status) -> Number | None:
        """The published value; None where none was published."""
        value = self.rows.get((scope, indicator, status), {}).get("完成")
        return exact(str(value)) if value is not None else None

    def rank(self, scope: Scope, indicator: str, status: Status) -> int | None:
        """The published place in the ranking group; None where the unit was not ranked."""
        rank = self.rows.get((scope, indicator, status), {}).get("名次")
        return int(str(rank)) if rank is not None else None


def finalised_of(period: Period, rows: Sequence[Mapping[str, object]]) -> Finalised:
    """Read the rows of a finalised figures.json; KeyError, ValueError for a damaged one."""
    return Finalised(
        period,
        {
            (Scope(str(row["范围"]), str(row["代码"])), str(row["指标"]), Status(row["状态"])): row
            for row in rows
        },
    )
