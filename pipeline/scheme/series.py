"""Functions of the rule language for days, runs of months, codes and the office's parameters."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from pipeline.scheme.expression import ExpressionError
from pipeline.scheme.frame import Vector
from pipeline.scheme.vectors import added, exact_of

if TYPE_CHECKING:
    from pipeline.scheme.functions import Evaluation

_CODE_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CODE_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_TELEPHONE = re.compile(
    r"(?:1[3-9]\d{9}|(?:\(?0\d{2,3}\)?[- ]?)?[2-9]\d{6,7}(?:[-转]\d{1,6})?|[48]00-?\d{3}-?\d{4})"
)
_PARAMETERS = "参数"


def period_end(evaluation: Evaluation, arguments: list[ast.expr]) -> Vector:
    """期末(): the last day of the period."""
    length = len(evaluation.frame)
    day = evaluation.setting.period.end.toordinal()
    known = np.ones(length, dtype=bool)
    return Vector("date", np.full(length, day, dtype=np.int64), known, ~known)


def month_number(evaluation: Evaluation, arguments: list[ast.expr]) -> Vector:
    """月份(): the number of the period's month."""
    return evaluation.constant(evaluation.setting.period.month)


def days_between(evaluation: Evaluation, arguments: list[ast.expr]) -> Vector:
    """天数(a, b): days from a to b, negative where b is earlier."""
    first, second = _dates(evaluation, arguments, "天数")
    return _lapse(first, second, second.data - first.data)


def months_between(evaluation: Evaluation, arguments: list[ast.expr]) -> Vector:
    """月数(a, b): whole months from a to b, where b is not earlier; else 0."""
    first, second = _dates(evaluation, arguments, "月数")
    pairs = zip(first.data, second.data, strict=True)
    data = np.array([_months(int(one), int(two)) for one, two in pairs], dtype=np.int64)
    return _lapse(first, second, data)


def earlier_months(evaluation: Evaluation, arguments: list[ast.expr]) -> Vector:
    """早月(各月): the sum of the months before the period's own."""
    months = _months_of(evaluation, arguments[0], "早月")
    return added(months[:-1], len(evaluation.frame))


def earlier_mean(evaluation: Evaluation, arguments: list[ast.expr]) -> Vector:
    """早月均数(各月): the mean of the earlier months that hold anything; unknown if none does."""
    months = _months_of(evaluation, arguments[0], "早月均数")[:-1]
    length = len(evaluation.frame)
    total = added(months, length)
    count = np.zeros(length, dtype=np.int64)
    for month in months:
        count += month.known & (month.data != 0)
    data = np.array(
        [exact_of(one) / max(int(n), 1) for one, n in zip(total.data, count, strict=True)] or [],
        dtype=object,
    )
    return Vector("number", data, total.known & (count > 0), total.bad, total.scale)


def months_before(evaluation: Evaluation, arguments: list[ast.expr]) -> Vector:
    """此前(各月, 日期): the sum of the months, up to the period's, before that of the date."""
    months = _months_of(evaluation, arguments[0], "此前")
    day = evaluation.value(arguments[1])
    if day.kind != "date":
        raise ExpressionError("此前()的第二项应是日期")
    year = evaluation.setting.span.year
    first = np.array([_first_of(int(one), year) for one in day.data], dtype=np.int64)
    counted = [
        Vector("number", month.data, month.known & (number < first), month.bad, month.scale)
        for number, month in enumerate(months, start=1)
    ]
    total = added(counted, len(evaluation.frame))
    return Vector("number", total.data, total.known & day.known, total.bad | day.bad, total.scale)


def run_of_same(evaluation: Evaluation, arguments: list[ast.expr]) -> Vector:
    """连续相同(各月): for how many months up to the period's the same amount, not 0, stands."""
    months = _months_of(evaluation, arguments[0], "连续相同")
    last = months[-1]
    alike = last.known & (last.data != 0)
    data = np.zeros(len(evaluation.frame), dtype=np.int64)
    for month in reversed(months):
        alike = alike & month.known & (month.data == last.data)
        data += alike
    return Vector("number", data, np.ones(len(data), dtype=bool), last.bad)


def check_code(evaluation: Evaluation, arguments: list[ast.expr]) -> Vector:
    """校验码(a): whether a unified social credit code is one (GB 32100-2015)."""
    return _matching(evaluation, arguments[0], _is_code)


def telephone(evaluation: Evaluation, arguments: list[ast.expr]) -> Vector:
    """电话号码(a): whether all that stands there are telephone numbers."""
    return _matching(evaluation, arguments[0], _is_telephone)


def parameter(evaluation: Evaluation, arguments: list[ast.expr]) -> Vector:
    """参数("a"): what the office's table of parameters holds; unknown where it holds nothing."""
    name = arguments[0].value if isinstance(arguments[0], ast.Constant) else ""
    frame = evaluation.setting.frames.get(_PARAMETERS)
    if frame is None or name not in frame.form.fields:
        raise ExpressionError(f"参数表没有字段“{name}”")
    nowhere = np.full(len(evaluation.frame), 0 if len(frame) else -1, dtype=np.int64)
    return frame.column(str(name)).take(nowhere)


def _matching(evaluation: Evaluation, node: ast.expr, fits: Callable[[str], bool]) -> Vector:
    value = evaluation.value(node)
    if value.kind != "text":
        raise ExpressionError("校验码()、电话号码()里应是文字")
    data = np.array([bool(one) and fits(str(one)) for one in value.data], dtype=bool)
    return Vector("flag", data, value.known, value.bad)


def _is_code(text: str) -> bool:
    text = text.strip().upper()
    if len(text) != 18 or any(char not in _CODE_SIGNS for char in text):
        return False
    pairs = zip(_CODE_WEIGHTS, text[:17], strict=True)
    total = sum(weight * _CODE_SIGNS.index(char) for weight, char in pairs)
    return _CODE_SIGNS[-total % 31] == text[17]


def _is_telephone(text: str) -> bool:
    numbers = [one for one in re.split(r"[、，,;；/]", text.strip()) if one.strip()]
    return bool(numbers) and all(_TELEPHONE.fullmatch(one.strip()) for one in numbers)


def _dates(evaluation: Evaluation, arguments: list[ast.expr], name: str) -> tuple[Vector, Vector]:
    first, second = (evaluation.value(argument) for argument in arguments)
    if first.kind != "date" or second.kind != "date":
        raise ExpressionError(f"{name}()里应是日期")
    return first, second


def _lapse(first: Vector, second: Vector, data: np.ndarray) -> Vector:
    return Vector("number", data, first.known & second.known, first.bad | second.bad)


def _months(first: int, second: int) -> int:
    if not first or second < first:
        return 0
    one, two = date.fromordinal(first), date.fromordinal(second)
    whole = (two.year - one.year) * 12 + two.month - one.month
    ended = date.fromordinal(second + 1).day == 1
    return whole - (two.day < one.day and not ended)


def _first_of(day: int, year: int) -> int:
    """The month of `year` in which a day falls: 0 before the year, 13 after it."""
    if not day:
        return 0
    when = date.fromordinal(day)
    return when.month if when.year == year else 0 if when.year < year else 13


def _months_of(evaluation: Evaluation, node: ast.expr, name: str) -> list[Vector]:
    columns = evaluation.columns(node)
    if len(columns) < 2:
        raise ExpressionError(f"{name}()只用于逐月的字段")
    return columns[: max(evaluation.setting.span.last, 1)]
