"""V20: amounts that were probably typed in another unit of measure."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from fractions import Fraction

import numpy as np

from pipeline.model.number import plain, printed
from pipeline.scheme.evaluate import number_at
from pipeline.scheme.frame import Frame, Setting, Vector
from pipeline.scheme.rules import Check
from pipeline.validate.terms import column, limit

_LIMITS = ("倍数", "幅度", "最低", "最高", "名称")
_HUNDRED_MILLIONS = re.compile(
    r"(\d+(?:\.\d+)?)亿元?(?![\d只件个片支米平立份台套枚块粒头羽株瓦千])"
)


def slips(check: Check, frame: Frame, setting: Setting) -> Iterator[tuple[int, str, Mapping]]:
    """Yield (row, column, words) for each value that seems to be off by the factor.

    The terms 倍数 (10 000), 幅度 (decades either way), 最低 and 最高 are limits, 名称 a text in
    which the amount may stand in 亿元; every other term is what the value is held against.
    """
    field = frame.form.fields[check.field]
    name = field.columns[setting.period.month - 1 if field.repeat else 0]
    value = frame.column(name)
    factor = limit(check, frame, setting, "倍数", Fraction(10000))
    width = float(limit(check, frame, setting, "幅度", Fraction(2, 5)))
    held = {one: column(check, frame, setting, one) for one in check.terms if one not in _LIMITS}
    titles = column(check, frame, setting, "名称") if "名称" in check.terms else None
    lowest = limit(check, frame, setting, "最低", Fraction(0))
    highest = limit(check, frame, setting, "最高", Fraction(10**15))
    for row in np.flatnonzero(value.known):
        amount = number_at(value, int(row))
        if not amount or amount < 0:
            continue
        why = (
            _against(held, int(row), amount, factor, width, lowest, highest)
            or _titled(titles, int(row), amount, factor, width)
            or _beyond(lowest, highest, amount, factor)
        )
        if why:
            reason, times = why
            yield (
                int(row),
                name,
                {"值": plain(amount), "依据": reason, "建议": _advice(amount, times)},
            )


def slipped(amount: Fraction, other: Fraction, factor: Fraction, width: float) -> int:
    """1 where `amount` is about `factor` times `other`, −1 where it is so the other way, else 0."""
    if amount <= 0 or other <= 0:
        return 0
    decades, whole = math.log10(amount / other), math.log10(factor)
    return int(abs(abs(decades) - whole) <= width) * (1 if decades > 0 else -1)


def _against(
    held: Mapping[str, Vector],
    row: int,
    amount: Fraction,
    factor: Fraction,
    width: float,
    lowest: Fraction,
    highest: Fraction,
) -> tuple[str, Fraction] | None:
    """Hold a value against others that are possible themselves: else it is those that slipped."""
    for name, vector in held.items():
        other = number_at(vector, row)
        if other and not lowest <= other <= highest:
            continue
        way = slipped(amount, other, factor, width) if other else 0
        if other and way:
            return f"{name}为{_short(other)}", 1 / factor if way > 0 else factor
    return None


def _titled(
    titles: Vector | None, row: int, amount: Fraction, factor: Fraction, width: float
) -> tuple[str, Fraction] | None:
    if titles is None or not titles.known[row]:
        return None
    found = _HUNDRED_MILLIONS.search(str(titles.data[row]))
    way = slipped(amount, Fraction(found[1]) * 10000, factor, width) if found else 0
    return (f"名称写明{found[0]}", 1 / factor if way > 0 else factor) if found and way else None


def _beyond(
    lowest: Fraction, highest: Fraction, amount: Fraction, factor: Fraction
) -> tuple[str, Fraction] | None:
    if amount < lowest:
        return f"不足{plain(lowest)}万元", factor
    if amount > highest:
        return f"超过{plain(highest)}万元", 1 / factor
    return None


def _advice(amount: Fraction, times: Fraction) -> str:
    return f"请核对是否应为{_short(amount * times)}万元"


def _short(value: Fraction) -> str:
    text = plain(value)
    return text if len(text.partition(".")[2]) <= 4 else printed(value, 2)
