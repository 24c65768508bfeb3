"""Arithmetic and logic on whole columns: exact, in three values, beyond 62 bits if need be."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction

import numpy as np

from pipeline.scheme.expression import ExpressionError
from pipeline.scheme.frame import Vector

LIMIT = 2**62


def true_rows(vector: Vector) -> np.ndarray:
    """Which rows are known to be true."""
    return vector.known & vector.data.astype(bool)


def false_rows(vector: Vector) -> np.ndarray:
    """Which rows are known to be false: an unknown is never a fault of the unit's."""
    return vector.known & ~vector.data.astype(bool)


def number_at(vector: Vector, row: int) -> Fraction | None:
    """The exact number in one row, None where it is not known."""
    if not vector.known[row]:
        return None
    value = vector.data[row]
    if isinstance(value, Fraction):
        return value / 10**vector.scale
    return Fraction(int(value), 10**vector.scale)


def exact_of(value: object) -> Fraction:
    """A Fraction of Python's own integers: NumPy's overflow in silence and must stay out."""
    return value if isinstance(value, Fraction) else Fraction(int(value))  # type: ignore[call-overload]


def sure(data: np.ndarray) -> Vector:
    return Vector("flag", data, np.ones(len(data), bool), np.zeros(len(data), bool))


def between(value: Vector, first: date, last: date) -> Vector:
    if value.kind != "date":
        raise ExpressionError("期内()、当月()只用于日期、月份或逐月的字段")
    data = (value.data >= first.toordinal()) & (value.data <= last.toordinal())
    return Vector("flag", data, value.known, value.bad)


def both(left: Vector, right: Vector, conjunction: bool) -> Vector:
    """Kleene's 且 and 或."""
    one, two = left.data.astype(bool), right.data.astype(bool)
    if conjunction:
        settled = (left.known & ~one) | (right.known & ~two)
        data = left.known & right.known & one & two
    else:
        data = (left.known & one) | (right.known & two)
        settled = data
    return Vector("flag", data, settled | (left.known & right.known), left.bad | right.bad)


def comparison(operator: ast.cmpop, left: Vector, right: Vector) -> Vector:
    if left.kind != right.kind:
        raise ExpressionError("公式两边不是同一种内容，不能比较")
    if left.kind in ("text", "flag") and not isinstance(operator, (ast.Eq, ast.NotEq)):
        raise ExpressionError("文字不能比较大小，有先后的选项请用 序()")
    one, two = left.data, right.data
    if left.kind == "number":
        one, two, _ = aligned(left, right)
    data = np.asarray(_COMPARE[type(operator)](one, two)).astype(bool)
    return Vector("flag", data, left.known & right.known, left.bad | right.bad)


_COMPARE: Mapping[type, Callable[[np.ndarray, np.ndarray], np.ndarray]] = {
    ast.Lt: lambda one, two: one < two,
    ast.LtE: lambda one, two: one <= two,
    ast.Gt: lambda one, two: one > two,
    ast.GtE: lambda one, two: one >= two,
    ast.Eq: lambda one, two: one == two,
    ast.NotEq: lambda one, two: one != two,
}


def arithmetic(operator: ast.operator, left: Vector, right: Vector) -> Vector:
    if left.kind != "number" or right.kind != "number":
        raise ExpressionError("加减乘除的两边应是数")
    known, bad = left.known & right.known, left.bad | right.bad
    if isinstance(operator, ast.Mult):
        one, two = _roomy(left.data, right.data, product=True)
        return Vector("number", one * two, known, bad, left.scale + right.scale)
    if isinstance(operator, ast.Div):
        return _divided(left, right, known, bad)
    one, two, scale = aligned(left, right)
    one, two = _roomy(one, two)
    data = one + two if isinstance(operator, ast.Add) else one - two
    return Vector("number", data, known, bad, scale)


def _divided(left: Vector, right: Vector, known: np.ndarray, bad: np.ndarray) -> Vector:
    known = known & (right.data != 0)
    data = np.empty(len(known), dtype=object)
    factor = Fraction(10**right.scale, 10**left.scale)
    for row in range(len(known)):
        data[row] = Fraction(0)
        if known[row]:
            data[row] = exact_of(left.data[row]) / exact_of(right.data[row]) * factor
    return Vector("number", data, known, bad, 0)


def added(columns: list[Vector], length: int) -> Vector:
    """The sum of columns: empties count nothing, an unusable cell makes the sum unusable."""
    total = Vector(
        "number", np.zeros(length, np.int64), np.ones(length, bool), np.zeros(length, bool), 6
    )
    data, bad = total.data, total.bad
    for column in columns:
        if column.kind != "number":
            raise ExpressionError("合计()里应是数")
        zeroed = Vector(
            "number", np.where(column.known, column.data, 0), column.known, column.bad, column.scale
        )
        one, two, scale = aligned(Vector("number", data, bad, bad, total.scale), zeroed)
        one, two = _roomy(one, two)
        data, bad = one + two, bad | column.bad
        total = Vector("number", data, ~bad, bad, scale)
    return Vector("number", data, ~bad, bad, total.scale)


def roomy_sum(data: np.ndarray) -> np.ndarray:
    """The same numbers in Python's integers where their sum might pass 62 bits."""
    if data.dtype == object or _largest(data) * len(data) < LIMIT:
        return data
    return data.astype(object)


def aligned(left: Vector, right: Vector) -> tuple[np.ndarray, np.ndarray, int]:
    scale = max(left.scale, right.scale)
    return (
        _raised(left.data, scale - left.scale),
        _raised(right.data, scale - right.scale),
        scale,
    )


def _raised(data: np.ndarray, places: int) -> np.ndarray:
    if not places:
        return data
    factor = 10**places
    if data.dtype == object or _largest(data) * factor >= LIMIT:
        return data.astype(object) * factor
    return data * factor


def _roomy(
    left: np.ndarray, right: np.ndarray, *, product: bool = False
) -> tuple[np.ndarray, np.ndarray]:
    """Switch to Python's integers where 62 bits might not do."""
    if object in (left.dtype, right.dtype):
        return left.astype(object), right.astype(object)
    one, two = _largest(left), _largest(right)
    if (one * two if product else one + two) >= LIMIT:
        return left.astype(object), right.astype(object)
    return left, right


def _largest(data: np.ndarray) -> int:
    return max(abs(int(data.min())), abs(int(data.max()))) if len(data) else 0
