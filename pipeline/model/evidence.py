"""What stands behind a figure: rows of tables with their cells and amounts, or other figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from pipeline.model.figure import Figure
from pipeline.model.number import Number


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A row of a table as it counts in a figure.

    `unit` is whose figure it counts in, `sender` who sent it; `path` the file from inputs/ on;
    `cells` the address of the cell or cells that hold the amount, else of the row's name;
    `line` its number in the sheet. `amount` is what it adds, `share` the part credited where that
    is not the whole.
    """

    unit: str
    sender: str
    form: str
    path: str
    sheet: str
    cells: str
    line: int
    label: str
    amount: Number | None
    share: Number | None = None
    voucher: str = ""
    carried: bool = False


class Evidence(Protocol):
    """Asked for what stands behind the figures of one period."""

    def rows(self, figure: Figure) -> Sequence[SourceRow]:
        """The rows that a figure counts; those of a ratio's numerator."""

    def against(self, figure: Figure) -> Sequence[SourceRow]:
        """The rows of a ratio's denominator; none where the same rows are divided by."""

    def parts(self, figure: Figure) -> Sequence[Figure]:
        """The figures that a total adds up, or that a formula is made of."""

    def entries(self, role: str, figure: Figure) -> Sequence[SourceRow]:
        """The rows of the office's table of that role (目标, 同期) for a figure."""
