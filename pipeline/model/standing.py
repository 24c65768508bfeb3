"""A figure against its target, its pace and its past."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model.figure import Figure, Missing
from pipeline.model.number import Number


@dataclass(frozen=True, slots=True)
class Target:
    """A year's task: 确保 (`sure`) and 力争 (`stretch`), who set it and what kind it is."""

    sure: Number | None
    stretch: Number | None = None
    issuer: str = ""
    kind: str = "总量"
    assessed: bool = True


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a figure stands; a None has its reason in `no_rate`, `no_growth`, `no_rank`.

    `rate`, `pace`, `gap` and `growth` are per cent or percentage points; `gap` re-adds from the
    rate as printed with `decimals` (F04); `growth` is exact.
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

    @property
    def done(self) -> bool | None:
        """Whether the target is reached, by exact values (F11); None where there is no rate.

        A group's rate leaves out units without a target, its figure does not (F25).
        """
        return None if self.rate is None else self.rate >= 100
