"""The functions of the rule language, each on whole columns."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Protocol

import numpy as np
import pandas as pd

from pipeline.model.period import Period
from pipeline.scheme import series
from pipeline.scheme.expression import ExpressionError
from pipeline.scheme.frame import Frame, Setting, Vector, unknown
from pipeline.scheme.vectors import (
    added,
    aligned,
    between,
    both,
    roomy_sum,
    sure,
    true_rows,
)


class Evaluation(Protocol):
    """What a function may ask of the evaluation that calls it."""

    frame: Frame
    setting: Setting

    def value(self, node: ast.expr) -> Vector: ...

    def columns(self, node: ast.expr) -> list[Vector]: ...

    def constant(self, value: object) -> Vector: ...

    def condition(self, node: ast.expr) -> Vector: ...

    def on(self, frame: Frame) -> Evaluation: ...

    def linked(self, node: ast.expr) -> tuple[Frame, Evaluation]: ...


def _filled(evaluation: Evaluation, arguments: list[ast.expr]) -> Vector:
    """非空(a, b): whether one holds anything; unknown where only the unusable stands."""
    filled = np.zeros(len(evaluation.frame), dtype=bool)
    bad = np.zeros(len(evaluation.frame), dtype=bool)
    for argument in arguments:
        for column in evaluation.columns(argument):
            filled |= column.known
            bad |= column.bad
    return Vector("flag", filled, filled | ~bad, bad & ~filled)


def _empty(evaluation: Evaluation, arguments: list[ast.expr]) -> Vector:
    filled = _filled(evaluation, arguments)
    return Vector("flag", ~filled.data, filled.known, filled.bad)


def _sum(evaluation: Evaluation, arguments: list[ast.expr]) -> Vector:
    columns = [one for argument in arguments for one in evaluation.columns(argument)]
    return added(columns, len(evaluation.frame))


def _within(evaluation: Evaluation, arguments: list[ast.expr]) -> Vector:
    span = evaluation.setting.span
    columns = evaluation.columns(arguments[0])
    if len(columns) > 1:
        return added([columns[month - 1] for month in span.months], len(evaluation.frame))
    return between(columns[0], span.start, span.end)


def _this_month(evaluation: Evaluation, arguments: list[ast.expr]) -> Vector:
    month = Period(evaluation.setting.span.year, max(evaluation.setting.span.last, 1))
    columns = evaluation.columns(arguments[0])
    if len(columns) > 1:
        return columns[month.month - 1]
    return between(columns[0], month.alone.start, month.end)


def _after(evaluation: Evaluation, arguments: list[ast.expr]) -> Vector:
    columns = evaluation.columns(arguments[0])
    if len(columns) == 1:
        raise ExpressionError("期后()只用于逐月的字段")
    return added(columns[evaluation.setting.span.last :], len(evaluation.frame))


def _first(evaluation: Evaluation, arguments: list[ast.expr]) -> Vector:
    values = [evaluation.value(argument) for argument in arguments]
    result = values[0]
    for other in values[1:]:
        if other.kind != result.kind:
            raise ExpressionError("首个()里应是同一种内容")
        left, right, scale = (
            aligned(result, other) if result.kind == "number" else (result.data, other.data, 0)
        )
        data = np.where(result.known, left, right)
        known = result.known | (other.known & ~result.bad)
        result = Vector(result.kind, data, known, result.bad | (other.bad & ~result.known), scale)
    return result


def _either(evaluation: Evaluation, arguments: list[ast.expr]) -> Vector:
    """若(condition, a, b): unknown where the condition is, or the one that it chooses."""
    condition = evaluation.condition(arguments[0])
    left, right = (evaluation.value(argument) for argument in arguments[1:])
    if left.kind != right.kind:
        raise ExpressionError("若()的后两项应是同一种内容")
    chosen = true_rows(condition)
    one, two, scale = aligned(left, right) if left.kind == "number" else (left.data, right.data, 0)
    known = condition.known & np.where(chosen, left.known, right.known)
    bad = np.where(condition.known, np.where(chosen, left.bad, right.bad), condition.bad)
    return Vector(left.kind, np.where(chosen, one, two), known, bad, scale)


def _order(evaluation: Evaluation, arguments: list[ast.expr]) -> Vector:
    node = named = arguments[0]
    fields = evaluation.frame.form.fields
    ordered = {name: one.choices for name, one in fields.items() if one.ordered}
    if isinstance(node, ast.Call) and node.func.id == "上期":  # type: ignore[attr-defined]
        named = node.args[0]
    if isinstance(named, ast.Name):
        word, choices = named.id, ordered.get(named.id, ())
    else:
        word = node.value if isinstance(node, ast.Constant) else ""
        choices = next((one for one in ordered.values() if word in one), ())
    if not choices:
        raise ExpressionError(f"序()里的“{word}”不是有先后的选项")
    value = evaluation.value(node)
    places = {choice: number for number, choice in enumerate(choices)}
    data = np.array([places.get(one, -1) for one in value.data], dtype=np.int64)
    return Vector("number", data, value.known & (data >= 0), value.bad)


def _year(evaluation: Evaluation, arguments: list[ast.expr]) -> Vector:
    value = evaluation.value(arguments[0])
    if value.kind != "date":
        raise ExpressionError("年()只用于日期")
    data = np.array(
        [date.fromordinal(day).year if day else 0 for day in value.data], dtype=np.int64
    )
    return Vector("number", data, value.known, value.bad)


def _this_year(evaluation: Evaluation, arguments: list[ast.expr]) -> Vector:
    return evaluation.constant(evaluation.setting.period.year)


def _present(evaluation: Evaluation, arguments: list[ast.expr]) -> Vector:
    length = len(evaluation.frame)
    period = evaluation.setting.period
    day = date(period.year, period.month, 1).toordinal()
    all_known = np.ones(length, dtype=bool)
    return Vector("date", np.full(length, day, dtype=np.int64), all_known, ~all_known)


def _contains(evaluation: Evaluation, arguments: list[ast.expr]) -> Vector:
    whole, part = (evaluation.value(argument) for argument in arguments)
    if whole.kind != "text" or part.kind != "text":
        raise ExpressionError("含()里应是文字")
    pairs = zip(whole.data, part.data, strict=True)
    data = np.array([bool(one and two and two in one) for one, two in pairs], dtype=bool)
    return Vector("flag", data, whole.known & part.known, whole.bad)


def _linked_value(evaluation: Evaluation, arguments: list[ast.expr]) -> Vector:
    frame, inner = evaluation.linked(arguments[0])
    value = inner.value(arguments[1])
    return value.take(frame.of_projects(evaluation.frame))


def _earlier(evaluation: Evaluation, arguments: list[ast.expr]) -> Vector:
    form = evaluation.frame.form.name
    previous = evaluation.setting.earlier.get(form)
    if previous is None:
        now = evaluation.value(arguments[0])
        return unknown(now.kind, len(now), now.scale)
    value = evaluation.on(previous).value(arguments[0])
    return value.take(previous.same(evaluation.frame))


def _total(evaluation: Evaluation, arguments: list[ast.expr]) -> Vector:
    frame, inner = evaluation.linked(arguments[0])
    amount = inner.value(arguments[1])
    rows = _rows(inner, arguments[2:], len(frame))
    return _per_unit(evaluation, frame, amount, rows)


def _count(evaluation: Evaluation, arguments: list[ast.expr]) -> Vector:
    frame, inner = evaluation.linked(arguments[0])
    rows = _rows(inner, arguments[1:], len(frame))
    return _per_unit(evaluation, frame, inner.constant(1), rows)


def _rows(inner: Evaluation, conditions: list[ast.expr], length: int) -> Vector:
    """Which rows meet the conditions; unknown and bad where an unusable cell decides."""
    rows = sure(np.ones(length, dtype=bool))
    for condition in conditions:
        rows = both(rows, inner.condition(condition), True)
    return rows


def _project_total(evaluation: Evaluation, arguments: list[ast.expr]) -> Vector:
    frame, inner = evaluation.linked(arguments[0])
    amount = inner.value(arguments[1])
    rows = _rows(inner, arguments[2:], len(frame))
    sums = _laid_out(_projects(evaluation.frame), _projects(frame), amount, rows)
    return _of_senders(sums, frame, evaluation.frame.unit)


def _projects(frame: Frame) -> np.ndarray:
    """The unit and project of each row as one text."""
    return frame.unit + "\x1f" + frame.key


def _per_unit(evaluation: Evaluation, frame: Frame, amount: Vector, rows: Vector) -> Vector:
    sums = _laid_out(evaluation.frame.unit, frame.unit, amount, rows)
    return _of_senders(sums, frame, evaluation.frame.unit)


def _of_senders(sums: Vector, frame: Frame, units: np.ndarray) -> Vector:
    """Sums over a table that a unit must send and did not are unusable, not nothing."""
    if not frame.form.must:
        return sums
    senders = {one.submission.unit for one in frame.sources}
    lacking = np.array([unit not in senders for unit in units], dtype=bool)
    return replace(sums, known=sums.known & ~lacking, bad=sums.bad | lacking)


def _laid_out(own: np.ndarray, others: np.ndarray, amount: Vector, rows: Vector) -> Vector:
    """Sums per unit (or project) of the other table, laid out on one's own rows.

    Unusable where one of the cells is.
    """
    codes, names = pd.factorize(np.concatenate([own, others]))
    mine, theirs = codes[: len(own)], codes[len(own) :]
    chosen = true_rows(rows)
    spoilt = np.zeros(len(names), dtype=bool)
    spoilt[theirs[~rows.known & rows.bad]] = True
    spoilt[theirs[chosen & ~amount.known & amount.bad]] = True
    at = np.flatnonzero(chosen & amount.known)
    data = roomy_sum(amount.data[at])
    sums = np.zeros(len(names), dtype=object if data.dtype == object else np.int64)
    np.add.at(sums, theirs[at], data)
    bad = spoilt[mine]
    return Vector("number", sums[mine], ~bad, bad, amount.scale)


FUNCTIONS: Mapping[str, Callable[[Evaluation, list[ast.expr]], Vector]] = {
    "非空": _filled,
    "空": _empty,
    "合计": _sum,
    "期内": _within,
    "当月": _this_month,
    "期后": _after,
    "首个": _first,
    "若": _either,
    "序": _order,
    "年": _year,
    "本年": _this_year,
    "本月": _present,
    "含": _contains,
    "表": _linked_value,
    "总和": _total,
    "个数": _count,
    "项目总和": _project_total,
    "上期": _earlier,
    "期末": series.period_end,
    "月份": series.month_number,
    "天数": series.days_between,
    "月数": series.months_between,
    "早月": series.earlier_months,
    "早月均数": series.earlier_mean,
    "此前": series.months_before,
    "连续相同": series.run_of_same,
    "校验码": series.check_code,
    "电话号码": series.telephone,
    "参数": series.parameter,
}
