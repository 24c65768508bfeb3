"""References on their way from the template to the output, seen from each place that holds one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pipeline.office.formula import MAX_COLUMN, MAX_ROW, Formula, Operand, Reference
from pipeline.render.excel.book import Book
from pipeline.render.excel.growth import Growth, growth
from pipeline.render.excel.plan import SheetPlan
from pipeline.render.excel.rows import ROOT, Rows

MAX_ARGUMENTS = 255


class Lost(Exception):
    """A reference whose rows are not in the output, or too many to name; the text is Chinese."""


class Area(NamedTuple):
    """Cells of the output: the sheet's position, then columns and rows from 1."""

    sheet: int
    first_column: int
    first_row: int
    last_column: int
    last_row: int


class Spot(NamedTuple):
    """Where a formula stands: sheet and template row (0, 0 of sheet -1 outside all), its items."""

    sheet: int = -1
    row: int = 0
    scopes: tuple[int, ...] = ROOT


class Moves:
    """Knows the sheets of one template and how references between them grow."""

    def __init__(self, book: Book, plans: Sequence[SheetPlan]) -> None:
        self._book = book
        self._plans = plans
        self._growths: dict[tuple[str, int, int], tuple[Growth, ...]] = {}

    @property
    def looping(self) -> bool:
        """Tell whether any sheet has row blocks."""
        return any(plan.blocks.all for plan in self._plans)

    def target(self, reference: Reference, sheet: int) -> int | None:
        """The position of the sheet that a reference on `sheet` means; None if it is not ours."""
        name = reference.sheet
        if name is None:
            return sheet if sheet >= 0 else None
        return self._book.index(name)

    def loops(self, operand: Operand, sheet: int) -> bool:
        """Tell whether an operand of a formula on `sheet` means a sheet with row blocks."""
        target = self.target(operand.reference, sheet)
        return target is not None and bool(self._plans[target].blocks.all)

    def growths(self, formula: Formula, spot: Spot) -> tuple[Growth, ...]:
        """How each operand of a formula grows, worked out once per formula and template row."""
        key = (formula.text, spot.sheet, spot.row)
        if key not in self._growths:
            self._growths[key] = tuple(self._growth(one, spot) for one in formula.operands)
        return self._growths[key]

    def _growth(self, operand: Operand, spot: Spot) -> Growth:
        target = self.target(operand.reference, spot.sheet)
        own = (self._plans[spot.sheet], spot.row) if spot.sheet >= 0 else None
        return Growth() if target is None else growth(self._plans[target], operand, own)


class Moved:
    """The moves of one rendering, whose rows are known."""

    def __init__(self, moves: Moves, rows: Sequence[Rows]) -> None:
        self._moves = moves
        self._rows = rows

    def areas(self, formula: Formula, spot: Spot) -> list[list[Area] | None]:
        """The cells of each operand; None where it means no sheet of ours. Lost: see `text`."""
        growths = self._moves.growths(formula, spot)
        pairs = zip(formula.operands, growths, strict=True)
        return [self._areas(operand, how, spot) for operand, how in pairs]

    def text(self, formula: Formula, areas: Sequence[list[Area] | None]) -> str:
        """Write the formula with its operands where they went.

        A sum over rows that a condition removed has a 0 in their place; any other use is Lost.
        """
        written: Mapping[int, str] = {
            operand.token: _written(operand, found)
            for operand, found in zip(formula.operands, areas, strict=True)
        }
        return formula.rewritten(lambda operand: written[operand.token])

    def rewritten(self, formula: Formula, spot: Spot) -> str:
        """The text of a formula that stands outside cells, as in a name or a condition."""
        return self.text(formula, self.areas(formula, spot))

    def _areas(self, operand: Operand, how: Growth, spot: Spot) -> list[Area] | None:
        found = operand.reference
        sheet = self._moves.target(found, spot.sheet)
        if sheet is None:
            return None
        rows = self._rows[sheet]
        columns = (found.first_column or 1, found.last_column or MAX_COLUMN)
        if not found.first_row:
            return [Area(sheet, columns[0], 1, columns[1], MAX_ROW)]
        if how.listed:
            runs = rows.runs(found.first_row, found.last_row)
            return [Area(sheet, columns[0], one[0], columns[1], one[1]) for one in runs]
        scopes = spot.scopes if sheet == spot.sheet else ROOT
        ends = rows.area(
            found.first_row, found.last_row, (scopes[how.levels[0]], scopes[how.levels[1]])
        )
        return [Area(sheet, columns[0], ends[0], columns[1], ends[1])] if ends else []


def _written(operand: Operand, areas: list[Area] | None) -> str:
    found = operand.reference
    if areas is None or not found.first_row:
        return str(found)
    if not areas:
        if operand.function == "SUM" and operand.direct:
            return "0"
        raise Lost(f"引用的{found}所在的行因条件不成立没有印出")
    if len(areas) > MAX_ARGUMENTS:
        raise Lost(f"{found}展开后有{len(areas)}处，超过一个公式能列的{MAX_ARGUMENTS}处")
    return ",".join(str(found.at_rows(area.first_row, area.last_row)) for area in areas)
