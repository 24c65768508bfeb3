"""How a reference grows with the loops it touches, and which growth would tell lies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.model.place import column_letter
from pipeline.office.formula import Operand, Reference
from pipeline.render.excel.blocks import Block
from pipeline.render.excel.plan import Kind, SheetPlan
from pipeline.render.excel.syntax import GROWING

_NUMBERS_ONLY = GROWING - {"COUNTA"} | {"RANK", "LARGE", "SMALL", "STDEV", "VAR"}
_LISTED = GROWING - {"SUBTOTAL"}


@dataclass(frozen=True, slots=True)
class Growth:
    """How one reference is to be moved.

    `levels` counts the loops within which its first and its last row are sought (0: the whole
    sheet). `listed`: each row of the cell is named apart, as in SUM(D7,D11). `problem` and
    `remedy` are Chinese; empty where the growth is sound.
    """

    levels: tuple[int, int] = (0, 0)
    listed: bool = False
    problem: str = ""
    remedy: str = ""


def growth(target: SheetPlan, operand: Operand, own: tuple[SheetPlan, int] | None) -> Growth:
    """Tell how `operand` grows, seen from a sheet and template row, or from outside any sheet.

    A row of the formula's own item stays in that item; everything deeper is taken from first to
    last. A range whose row is fixed ($) and that holds the formula's own row takes the whole loop,
    so that C$5:C5 runs and RANK(C5,C$5:C$5) ranks.
    """
    found = operand.reference
    if not found.first_row or not target.blocks.all:
        return Growth()
    row = own[1] if own and own[0] is target else 0
    levels = _levels(target, found, row)
    chains = [target.blocks.chain(one) for one in (found.first_row, found.last_row)]
    if gone := _conditional(target, operand, row):
        return gone
    many = [len(chain) > level for chain, level in zip(chains, levels, strict=True)]
    if not any(many) and not target.blocks.touched(found.first_row, found.last_row):
        return Growth(levels)
    lone = found.single and operand.direct and operand.function in GROWING
    if found.single and any(many) and not lone and own is not None:
        return Growth(
            levels,
            problem=f"引用的{found}在循环里，展开后有多行，不知取哪一行",
            remedy=f"要合计请写SUM({found}:{found})，要其中一项请用标签",
        )
    trouble = _trouble(target, operand, levels)
    if trouble and lone and operand.function in _LISTED:
        return Growth(levels, listed=True)
    return Growth(levels, False, *trouble) if trouble else Growth(levels)


def _levels(target: SheetPlan, found: Reference, row: int) -> tuple[int, int]:
    own = target.blocks.chain(row) if row else ()
    first, last = (target.blocks.chain(one) for one in (found.first_row, found.last_row))
    common = 0
    while (
        common < min(len(own), len(first), len(last))
        and own[common] == first[common] == last[common]
    ):
        common += 1
    holds_own = found.first_row <= row <= found.last_row and not found.single
    if not (holds_own and common and own == first == last):
        return common, common
    return common - found.fixed[1], common - found.fixed[3]


def _conditional(target: SheetPlan, operand: Operand, row: int) -> Growth | None:
    found = operand.reference
    around = target.blocks.conditions(found.first_row, found.last_row)
    if not [one for one in around if not one.covers(row, row)]:
        return None
    if operand.function == "SUM" and operand.direct:
        return None
    return Growth(
        problem=f"引用的{found}在{{% if %}}的行里，条件不成立时那一行就没有了",
        remedy="请改用SUM(…)，或把判断写在格子里而不是整行",
    )


def _trouble(
    target: SheetPlan, operand: Operand, levels: tuple[int, int]
) -> tuple[str, str] | None:
    found = operand.reference
    for row, column, kind in _taken_in(target, found, _foreign(target, found, levels)):
        cell = f"{column_letter(column)}{row}"
        if kind is Kind.TEXT and operand.function in _NUMBERS_ONLY:
            continue
        if operand.function == "SUBTOTAL" and operand.direct and _is_subtotal(target, row, column):
            continue
        if kind is Kind.FORMULA:
            return _twice(found, cell)
        what = f"范围{found}按循环展开后会把{cell}也带进去"
        return what, f"请把{cell}移到别的列，或把合计写成标签"
    for row, column, kind in _taken_in(target, found, _native(found, target)):
        if kind is not Kind.FORMULA or not _adds_up(target, row, column, found):
            continue
        if not (operand.function == "SUBTOTAL" and _is_subtotal(target, row, column)):
            return _twice(found, f"{column_letter(column)}{row}")
    return None


def _twice(found: Reference, cell: str) -> tuple[str, str]:
    start = str(found).partition("!")[2] or str(found)
    return (
        f"范围{found}按循环展开后会把{cell}的公式也算进去（小计与明细重复相加）",
        f"合计请写成=SUBTOTAL(9,{start})，{cell}的小计也用SUBTOTAL(9,…)",
    )


def _foreign(target: SheetPlan, found: Reference, levels: tuple[int, int]) -> list[int]:
    """Rows that the range takes in only because the loop around its ends comes round again."""
    first, last = found.first_row, found.last_row
    rows: set[int] = set()
    for end, level in ((first, levels[0]), (last, levels[1])):
        block = _turning(target, end, level)
        if block is None:
            continue
        inside = set(range(block.first, block.last + 1))
        if block.covers(first, last):
            rows |= inside - set(range(first, last + 1))
        elif end == first:
            rows |= {row for row in inside if row < first}
        else:
            rows |= {row for row in inside if row > last}
    return sorted(rows)


def _turning(target: SheetPlan, row: int, level: int) -> Block | None:
    chain = target.blocks.chain(row)
    return target.blocks.all[chain[level]] if len(chain) > level else None


def _native(found: Reference, target: SheetPlan) -> list[int]:
    return [row for row in target.rows if found.first_row <= row <= found.last_row]


def _taken_in(
    target: SheetPlan, found: Reference, rows: list[int]
) -> Iterator[tuple[int, int, Kind]]:
    wanted = set(rows)
    for (row, column), kind in target.kinds.items():
        within = found.first_column <= column <= found.last_column or not found.first_column
        if row in wanted and within:
            yield row, column, kind


def _is_subtotal(target: SheetPlan, row: int, column: int) -> bool:
    cell = target.formula_at.get((row, column))
    return cell is not None and cell.formula is not None and "SUBTOTAL" in cell.formula.functions


def _adds_up(target: SheetPlan, row: int, column: int, found: Reference) -> bool:
    """Tell whether a formula gathers other rows of the same column that `found` has too."""
    formula = target.formula_at[row, column].formula
    for operand in formula.operands if formula else ():
        other = operand.reference
        low, high = max(other.first_row, found.first_row), min(other.last_row, found.last_row)
        same = other.first_column <= column <= other.last_column and not other.prefix
        if same and operand.function in GROWING and low <= high and (low, high) != (row, row):
            return True
    return False
