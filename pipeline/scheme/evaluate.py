"""Evaluates expressions on whole columns, exactly and in three values: true, false, unknown."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction

import numpy as np

from pipeline.model.period import Period
from pipeline.scheme.expression import Expression, ExpressionError
from pipeline.scheme.frame import Frame, Setting, Vector, unknown

_LIMIT = 2**62


def evaluate(
    expression: Expression,
    frame: Frame,
    setting: Setting,
    terms: Mapping[str, Expression] | None = None,
) -> Vector:
    """Return one value per row of `frame`; ExpressionError where the rule itself is faulty."""
    return _Evaluation(frame, setting, terms or {}).value(expression.tree)


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
    return exact_of(vector.data[row]) / 10**vector.scale


def exact_of(value: object) -> Fraction:
    """A Fraction of Python's own integers: NumPy's overflow in silence and must stay out."""
    return value if isinstance(value, Fraction) else Fraction(int(value))  # type: ignore[call-overload]


class _Evaluation:
    def __init__(self, frame: Frame, setting: Setting, terms: Mapping[str, Expression]) -> None:
        self.frame = frame
        self.setting = setting
        self.terms = terms

    def value(self, node: ast.expr) -> Vector:
        if isinstance(node, ast.Name):
            return self._name(node.id)
        if isinstance(node, ast.Constant):
            return self._constant(node.value)
        if isinstance(node, ast.BoolOp):
            return self._logic(node)
        if isinstance(node, ast.UnaryOp):
            return self._unary(node)
        if isinstance(node, ast.BinOp):
            return _arithmetic(node.op, self.value(node.left), self.value(node.right))
        if isinstance(node, ast.Compare):
            return self._compare(node)
        if isinstance(node, ast.Call):
            return self._call(node)
        raise ExpressionError("公式里有不支持的写法")

    def _name(self, name: str) -> Vector:
        if name in self.terms:
            return self.value(self.terms[name].tree)
        field = self.frame.form.fields.get(name)
        if field is None:
            raise ExpressionError(f"“{self.frame.form.name}”没有字段“{name}”")
        if field.repeat:
            raise ExpressionError(f"“{name}”有{field.repeat}列，请用 合计({name}) 或 期内({name})")
        return self.frame.column(name)

    def _constant(self, value: object) -> Vector:
        length = len(self.frame)
        all_known = np.ones(length, dtype=bool)
        none = np.zeros(length, dtype=bool)
        if isinstance(value, str):
            data = np.empty(length, dtype=object)
            data[:] = value
            return Vector("text", data, all_known, none)
        text = str(value)
        scale = len(text.partition(".")[2])
        data = np.full(length, int(text.replace(".", "")), dtype=np.int64)
        return Vector("number", data, all_known, none, scale)

    def _logic(self, node: ast.BoolOp) -> Vector:
        result = self._flag(node.values[0])
        for other in node.values[1:]:
            result = _both(result, self._flag(other), isinstance(node.op, ast.And))
        return result

    def _unary(self, node: ast.UnaryOp) -> Vector:
        if isinstance(node.op, ast.Not):
            inner = self._flag(node.operand)
            return Vector("flag", ~inner.data.astype(bool), inner.known, inner.bad)
        inner = self.value(node.operand)
        return Vector("number", -inner.data, inner.known, inner.bad, inner.scale)

    def _flag(self, node: ast.expr) -> Vector:
        value = self.value(node)
        if value.kind != "flag":
            raise ExpressionError("“且、或、非”两边应是条件")
        return value

    def _compare(self, node: ast.Compare) -> Vector:
        left = self.value(node.left)
        result: Vector | None = None
        for operator, right_node in zip(node.ops, node.comparators, strict=True):
            if isinstance(operator, ast.In):
                one, right = self._belongs(left, right_node), left
            else:
                right = self.value(right_node)
                one = _comparison(operator, left, right)
            result = one if result is None else _both(result, one, True)
            left = right
        assert result is not None
        return result

    def _belongs(self, left: Vector, node: ast.expr) -> Vector:
        choices = node.elts if isinstance(node, ast.Tuple) else [node]
        result: Vector | None = None
        for choice in choices:
            one = _comparison(ast.Eq(), left, self.value(choice))
            result = one if result is None else _both(result, one, False)
        assert result is not None
        return result

    def _call(self, node: ast.Call) -> Vector:
        name = node.func.id  # type: ignore[attr-defined]
        return _FUNCTIONS[name](self, node.args)

    def columns(self, node: ast.expr) -> list[Vector]:
        """The columns of a repeated field, or the one value of anything else."""
        if isinstance(node, ast.Name) and node.id not in self.terms:
            field = self.frame.form.fields.get(node.id)
            if field is not None and field.repeat:
                return [self.frame.column(name) for name in field.columns]
        return [self.value(node)]

    def linked(self, node: ast.expr) -> tuple[Frame, _Evaluation]:
        """The frame of another form, with an evaluation on it."""
        if not isinstance(node, ast.Constant) or node.value not in self.setting.frames:
            raise ExpressionError("表名应写在引号里，且是已有的表")
        frame = self.setting.frames[node.value]
        return frame, _Evaluation(frame, self.setting, {})


def _filled(evaluation: _Evaluation, arguments: list[ast.expr]) -> Vector:
    filled = np.zeros(len(evaluation.frame), dtype=bool)
    for argument in arguments:
        for column in evaluation.columns(argument):
            filled |= column.known | column.bad
    return _sure(filled)


def _empty(evaluation: _Evaluation, arguments: list[ast.expr]) -> Vector:
    return _sure(~_filled(evaluation, arguments).data)


def _sum(evaluation: _Evaluation, arguments: list[ast.expr]) -> Vector:
    columns = [one for argument in arguments for one in evaluation.columns(argument)]
    return _added(columns, len(evaluation.frame))


def _within(evaluation: _Evaluation, arguments: list[ast.expr]) -> Vector:
    span = evaluation.setting.span
    columns = evaluation.columns(arguments[0])
    if len(columns) > 1:
        return _added([columns[month - 1] for month in span.months], len(evaluation.frame))
    return _between(columns[0], span.start, span.end)


def _this_month(evaluation: _Evaluation, arguments: list[ast.expr]) -> Vector:
    month = Period(evaluation.setting.span.year, max(evaluation.setting.span.last, 1))
    columns = evaluation.columns(arguments[0])
    if len(columns) > 1:
        return columns[month.month - 1]
    return _between(columns[0], month.alone.start, month.end)


def _after(evaluation: _Evaluation, arguments: list[ast.expr]) -> Vector:
    columns = evaluation.columns(arguments[0])
    return _added(columns[evaluation.setting.span.last :], len(evaluation.frame))


def _first(evaluation: _Evaluation, arguments: list[ast.expr]) -> Vector:
    values = [evaluation.value(argument) for argument in arguments]
    result = values[0]
    for other in values[1:]:
        left, right, scale = (
            _aligned(result, other) if result.kind == "number" else (result.data, other.data, 0)
        )
        data = np.where(result.known, left, right)
        known = result.known | (other.known & ~result.bad)
        result = Vector(result.kind, data, known, result.bad | (other.bad & ~result.known), scale)
    return result


def _order(evaluation: _Evaluation, arguments: list[ast.expr]) -> Vector:
    node = arguments[0]
    fields = evaluation.frame.form.fields
    if isinstance(node, ast.Name):
        choices = fields[node.id].choices
        value = evaluation.frame.column(node.id)
    else:
        word = node.value if isinstance(node, ast.Constant) else ""
        ordered = [one.choices for one in fields.values() if one.ordered]
        choices = next((one for one in ordered if word in one), ())
        value = evaluation.value(node)
    places = {choice: number for number, choice in enumerate(choices)}
    data = np.array([places.get(one, -1) for one in value.data], dtype=np.int64)
    return Vector("number", data, value.known & (data >= 0), value.bad)


def _year(evaluation: _Evaluation, arguments: list[ast.expr]) -> Vector:
    value = evaluation.value(arguments[0])
    data = np.array(
        [date.fromordinal(day).year if day else 0 for day in value.data], dtype=np.int64
    )
    return Vector("number", data, value.known, value.bad)


def _this_year(evaluation: _Evaluation, arguments: list[ast.expr]) -> Vector:
    return evaluation._constant(evaluation.setting.period.year)


def _present(evaluation: _Evaluation, arguments: list[ast.expr]) -> Vector:
    length = len(evaluation.frame)
    period = evaluation.setting.period
    day = date(period.year, period.month, 1).toordinal()
    all_known = np.ones(length, dtype=bool)
    return Vector("date", np.full(length, day, dtype=np.int64), all_known, ~all_known)


def _contains(evaluation: _Evaluation, arguments: list[ast.expr]) -> Vector:
    whole, part = (evaluation.value(argument) for argument in arguments)
    pairs = zip(whole.data, part.data, strict=True)
    data = np.array([bool(one and two and two in one) for one, two in pairs], dtype=bool)
    return Vector("flag", data, whole.known & part.known, whole.bad)


def _linked_value(evaluation: _Evaluation, arguments: list[ast.expr]) -> Vector:
    frame, inner = evaluation.linked(arguments[0])
    value = inner.value(arguments[1])
    return value.take(frame.find(evaluation.frame.unit, evaluation.frame.key))


def _earlier(evaluation: _Evaluation, arguments: list[ast.expr]) -> Vector:
    form = evaluation.frame.form.name
    previous = evaluation.setting.earlier.get(form)
    if previous is None:
        now = evaluation.value(arguments[0])
        return unknown(now.kind, len(now), now.scale)
    value = _Evaluation(previous, evaluation.setting, {}).value(arguments[0])
    return value.take(previous.same(evaluation.frame))


def _total(evaluation: _Evaluation, arguments: list[ast.expr]) -> Vector:
    frame, inner = evaluation.linked(arguments[0])
    amount = inner.value(arguments[1])
    rows = _rows(inner, arguments[2:], len(frame))
    return _per_unit(evaluation, frame, amount, rows)


def _count(evaluation: _Evaluation, arguments: list[ast.expr]) -> Vector:
    frame, inner = evaluation.linked(arguments[0])
    rows = _rows(inner, arguments[1:], len(frame))
    return _per_unit(evaluation, frame, inner._constant(1), rows)


def _rows(inner: _Evaluation, conditions: list[ast.expr], length: int) -> np.ndarray:
    rows = np.ones(length, dtype=bool)
    for condition in conditions:
        rows &= true_rows(inner._flag(condition))
    return rows


def _project_total(evaluation: _Evaluation, arguments: list[ast.expr]) -> Vector:
    frame, inner = evaluation.linked(arguments[0])
    amount = inner.value(arguments[1])
    rows = _rows(inner, arguments[2:], len(frame))
    own = list(zip(evaluation.frame.unit, evaluation.frame.key, strict=True))
    return _laid_out(own, list(zip(frame.unit, frame.key, strict=True)), amount, rows)


def _per_unit(evaluation: _Evaluation, frame: Frame, amount: Vector, rows: np.ndarray) -> Vector:
    return _laid_out(list(evaluation.frame.unit), list(frame.unit), amount, rows)


def _laid_out(own: list, others: list, amount: Vector, rows: np.ndarray) -> Vector:
    """Sums per unit (or project) of the other table, laid out on one's own rows.

    Unusable where one of the cells is.
    """
    sums: dict[object, Fraction] = {}
    spoilt = set()
    for number in np.flatnonzero(rows):
        whose = others[number]
        if amount.known[number]:
            sums[whose] = sums.get(whose, Fraction(0)) + exact_of(amount.data[number])
        elif amount.bad[number]:
            spoilt.add(whose)
    data = np.array([sums.get(whose, Fraction(0)) for whose in own], dtype=object)
    bad = np.array([whose in spoilt for whose in own], dtype=bool)
    return Vector("number", data, ~bad, bad, amount.scale)


_FUNCTIONS: Mapping[str, Callable[[_Evaluation, list[ast.expr]], Vector]] = {
    "非空": _filled,
    "空": _empty,
    "合计": _sum,
    "期内": _within,
    "当月": _this_month,
    "期后": _after,
    "首个": _first,
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
}


def _sure(data: np.ndarray) -> Vector:
    return Vector("flag", data, np.ones(len(data), bool), np.zeros(len(data), bool))


def _between(value: Vector, first: date, last: date) -> Vector:
    if value.kind != "date":
        raise ExpressionError("期内()、当月()只用于日期、月份或逐月的字段")
    data = (value.data >= first.toordinal()) & (value.data <= last.toordinal())
    return Vector("flag", data, value.known, value.bad)


def _both(left: Vector, right: Vector, conjunction: bool) -> Vector:
    """Kleene's 且 and 或."""
    one, two = left.data.astype(bool), right.data.astype(bool)
    if conjunction:
        settled = (left.known & ~one) | (right.known & ~two)
        data = left.known & right.known & one & two
    else:
        data = (left.known & one) | (right.known & two)
        settled = data
    return Vector("flag", data, settled | (left.known & right.known), left.bad | right.bad)


def _comparison(operator: ast.cmpop, left: Vector, right: Vector) -> Vector:
    if left.kind != right.kind:
        raise ExpressionError("公式两边不是同一种内容，不能比较")
    one, two = left.data, right.data
    if left.kind == "number":
        one, two, _ = _aligned(left, right)
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


def _arithmetic(operator: ast.operator, left: Vector, right: Vector) -> Vector:
    if left.kind != "number" or right.kind != "number":
        raise ExpressionError("加减乘除的两边应是数")
    known, bad = left.known & right.known, left.bad | right.bad
    if isinstance(operator, ast.Mult):
        one, two = _roomy(left.data, right.data, product=True)
        return Vector("number", one * two, known, bad, left.scale + right.scale)
    if isinstance(operator, ast.Div):
        return _divided(left, right, known, bad)
    one, two, scale = _aligned(left, right)
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


def _added(columns: list[Vector], length: int) -> Vector:
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
        one, two, scale = _aligned(Vector("number", data, bad, bad, total.scale), zeroed)
        one, two = _roomy(one, two)
        data, bad = one + two, bad | column.bad
        total = Vector("number", data, ~bad, bad, scale)
    return Vector("number", data, ~bad, bad, total.scale)


def _aligned(left: Vector, right: Vector) -> tuple[np.ndarray, np.ndarray, int]:
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
    if data.dtype == object or _largest(data) * factor >= _LIMIT:
        return data.astype(object) * factor
    return data * factor


def _roomy(
    left: np.ndarray, right: np.ndarray, *, product: bool = False
) -> tuple[np.ndarray, np.ndarray]:
    """Switch to Python's integers where 62 bits might not do."""
    if object in (left.dtype, right.dtype):
        return left.astype(object), right.astype(object)
    one, two = _largest(left), _largest(right)
    if (one * two if product else one + two) >= _LIMIT:
        return left.astype(object), right.astype(object)
    return left, right


def _largest(data: np.ndarray) -> int:
    return max(abs(int(data.min())), abs(int(data.max()))) if len(data) else 0
