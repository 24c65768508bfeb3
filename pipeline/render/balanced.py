"""舍位平衡: printed parts that add up to the printed total, where a table prints 亿元.

Only where the author of a template asks for it: a part that is printed one unit away from its own
rounding is a decision of the office, not of the program (validation.md, 舍位平衡).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.model.figure import Quantity
from pipeline.model.number import Number, printed, rounded
from pipeline.render.language import Unprintable
from pipeline.render.wording import WAN

_FACTORS = {"万元": WAN, "亿元": Number(1)}


def balanced(rows: object, name: str, total: object, decimals: int = 2) -> list[object]:
    """Return the rows with the amount `name` (perhaps a path, 甲.乙) in 亿元 as it is printed.

    The parts are rounded, and those nearest to rounding the other way give or take one unit each
    until they add up to the rounded `total`. Zeros stay zero and what has no number keeps its word.
    Unprintable where the parts do not add up to the total to begin with, or are no amounts.
    """
    if isinstance(rows, (str, Mapping)) or not isinstance(rows, Sequence):
        raise Unprintable("“|舍位平衡”前面不是清单")
    path = name.split(".")
    parts = [_amount(_found(row, path)) for row in rows]
    whole = _amount(total)
    if whole.value is None:
        raise Unprintable(f"合计没有数（{whole.word}），不能舍位平衡")
    values = [None if one.value is None else one.value / _FACTORS[one.measure] for one in parts]
    exact = whole.value / _FACTORS[whole.measure]
    given = sum((value for value in values if value is not None), Number(0))
    if given != exact:
        found, wanted = (printed(number, 6, strip_zeros=True) for number in (given, exact))
        raise Unprintable(f"各项相加是{found}亿元，合计是{wanted}亿元，不相等，不能舍位平衡")
    shown = _settled(values, exact, decimals)
    return [
        _with(row, path, _in_yi(part, value, decimals))
        for row, part, value in zip(rows, parts, shown, strict=True)
    ]


def _settled(values: Sequence[Number | None], total: Number, decimals: int) -> list[Number | None]:
    """The printed parts; those with the largest rounding error in the needed direction give way."""
    unit = Number(1, 10**decimals)
    shown = [None if value is None else rounded(value, decimals) for value in values]
    lacking = rounded(total, decimals) - sum((one for one in shown if one is not None), Number(0))
    step = unit if lacking > 0 else -unit
    errors = {
        at: (value - printed_value) / step
        for at, (value, printed_value) in enumerate(zip(values, shown, strict=True))
        if value and printed_value is not None
    }
    order = sorted(errors, key=lambda at: (-errors[at], at))
    for at in order[: int(lacking / step)]:
        shown[at] += step
    return shown


def _in_yi(part: Quantity, value: Number | None, decimals: int) -> Quantity:
    return part.with_(value=value, measure="亿元", decimals=decimals, raw=False, terms=None)


def _amount(value: object) -> Quantity:
    if not isinstance(value, Quantity) or value.measure not in _FACTORS:
        raise Unprintable("“|舍位平衡”只用于金额")
    return value


def _found(row: object, path: Sequence[str]) -> object:
    for name in path:
        if not isinstance(row, Mapping) or name not in row:
            raise Unprintable(f"“|舍位平衡”的清单里没有“{name}”这一项")
        row = row[name]
    return row


def _with(row: object, path: Sequence[str], value: object) -> object:
    first, *rest = path
    inner = _with(row[first], rest, value) if rest else value
    return {**row, first: inner}
