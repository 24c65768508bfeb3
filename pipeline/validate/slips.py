"""V20: amounts that were probably typed in another unit of measure."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from pipeline.model.number import plain, printed
from pipeline.scheme.evaluate import number_at
from pipeline.scheme.frame import Frame, Setting, Vector
from pipeline.scheme.rules import Check
from pipeline.validate.terms import column, limit

_LIMITS = ("倍数", "幅度", "最低", "最高", "对照最低", "对照最高", "名称")
_BESIDE = "同行"
_LEAST_SHARE = Fraction(1, 20)
_HUNDRED_MILLIONS = re.compile(
    r"(\d+(?:\.\d+)?)亿元?(?![\d只件个片支米平立份台套枚块粒头羽株瓦千])"
)


Reason = tuple[str, Fraction]
"""Why an amount seems to be off, and what it must be multiplied by."""


@dataclass(frozen=True, slots=True)
class Scale:
    """The factor of a slip and its width in decades; what is possible, also of what is beside."""

    factor: Fraction
    width: float
    lowest: Fraction
    highest: Fraction
    least: Fraction
    most: Fraction

    def times(self, way: int) -> Fraction:
        """What undoes a slip that made an amount larger (1) or smaller (−1)."""
        return 1 / self.factor if way > 0 else self.factor

    def way(self, amount: Fraction, other: Fraction) -> int:
        return slipped(amount, other, self.factor, self.width)


def slips(check: Check, frame: Frame, setting: Setting) -> Iterator[tuple[int, str, Mapping]]:
    """Yield (row, column, words) for each value that seems to be off by the factor.

    The terms 倍数 (10 000), 幅度 (decades either way), 最低 and 最高 are limits; 对照最低 and
    对照最高 those of the amounts it is held against (an impossible one proves nothing); 名称 is a
    text in which the amount may stand in 亿元; every other term is what the value is held against.
    An amount of the same row, 同行…, was typed with it: if that is impossible, so is what is in
    keeping with it.
    """
    field = frame.form.fields[check.field]
    name = field.columns[setting.period.month - 1 if field.repeat else 0]
    value = frame.column(name)
    scale = _scale(check, frame, setting)
    terms = {one: column(check, frame, setting, one) for one in check.terms if one not in _LIMITS}
    beside = {one: terms.pop(one) for one in list(terms) if one.startswith(_BESIDE)}
    titles = column(check, frame, setting, "名称") if "名称" in check.terms else None
    for row in np.flatnonzero(_suspects(value, terms, beside, titles, scale)).tolist():
        amount = number_at(value, row)
        assert amount is not None
        why = (
            _against(terms, row, amount, scale)
            or _titled(titles, row, amount, scale)
            or _beyond(amount, scale)
            or _together(beside, row, amount, scale)
        )
        if why:
            reason, times = why
            words = {"值": plain(amount), "依据": reason, "建议": _advice(amount, times)}
            yield row, name, words


def _suspects(
    value: Vector,
    held: Mapping[str, Vector],
    beside: Mapping[str, Vector],
    titles: Vector | None,
    scale: Scale,
) -> np.ndarray:
    """The rows that may be off by a look in floats, the few of which are then looked at exactly."""
    amounts = _floats(value)
    rows = (amounts < float(scale.lowest)) | (amounts > float(scale.highest))
    for vector in held.values():
        others = _floats(vector)
        ratio = np.where(others > 0, amounts / np.where(others > 0, others, 1), 1)
        decades = np.abs(np.log10(np.where(ratio > 0, ratio, 1)))
        rows |= np.abs(decades - math.log10(scale.factor)) <= scale.width + 0.001
    for vector in beside.values():
        others = _floats(vector)
        rows |= (others < float(scale.least)) | (others > float(scale.most))
    if titles is not None:
        rows |= np.array(["亿" in str(one) for one in titles.data], dtype=bool)
    return rows & value.known & (amounts > 0)


def _floats(vector: Vector) -> np.ndarray:
    return vector.data.astype(float) / 10**vector.scale


def _scale(check: Check, frame: Frame, setting: Setting) -> Scale:
    def said(name: str, default: Fraction) -> Fraction:
        return limit(check, frame, setting, name, default)

    lowest, highest = said("最低", Fraction(0)), said("最高", Fraction(10**15))
    return Scale(
        said("倍数", Fraction(10000)),
        float(said("幅度", Fraction(2, 5))),
        lowest,
        highest,
        said("对照最低", lowest),
        said("对照最高", highest),
    )


def slipped(amount: Fraction, other: Fraction, factor: Fraction, width: float) -> int:
    """1 where `amount` is about `factor` times `other`, −1 where it is so the other way, else 0."""
    if amount <= 0 or other <= 0:
        return 0
    decades, whole = math.log10(amount / other), math.log10(factor)
    return int(abs(abs(decades) - whole) <= width) * (1 if decades > 0 else -1)


def _against(held: Mapping[str, Vector], row: int, amount: Fraction, scale: Scale) -> Reason | None:
    for name, vector in held.items():
        other = number_at(vector, row)
        if not other or not scale.least <= other <= scale.most:
            continue
        way = scale.way(amount, other)
        if way:
            return f"{name}为{_short(other)}", scale.times(way)
    return None


def _titled(titles: Vector | None, row: int, amount: Fraction, scale: Scale) -> Reason | None:
    if titles is None or not titles.known[row]:
        return None
    found = _HUNDRED_MILLIONS.search(str(titles.data[row]))
    way = scale.way(amount, Fraction(found[1]) * 10000) if found else 0
    return (f"名称写明{found[0]}", scale.times(way)) if found and way else None


def _beyond(amount: Fraction, scale: Scale) -> Reason | None:
    if amount < scale.lowest:
        return f"不足{plain(scale.lowest)}万元", scale.times(-1)
    if amount > scale.highest:
        return f"超过{plain(scale.highest)}万元", scale.times(1)
    return None


def _together(
    beside: Mapping[str, Vector], row: int, amount: Fraction, scale: Scale
) -> Reason | None:
    for name, vector in beside.items():
        other = number_at(vector, row)
        if not other or scale.least <= other <= scale.most:
            continue
        if other * _LEAST_SHARE <= amount <= other:
            way = 1 if other > scale.most else -1
            return f"{name.removeprefix(_BESIDE)}为{_short(other)}", scale.times(way)
    return None


def _advice(amount: Fraction, times: Fraction) -> str:
    return f"请核对是否应为{_short(amount * times)}万元"


def _short(value: Fraction) -> str:
    text = plain(value)
    return text if len(text.partition(".")[2]) <= 4 else printed(value, 2)
