"""Evaluates expressions on whole columns, exactly and in three values: true, false, unknown."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from decimal import Decimal

import numpy as np

from pipeline.scheme.expression import Expression, ExpressionError
from pipeline.scheme.frame import Frame, Setting, Vector
from pipeline.scheme.functions import FUNCTIONS
from pipeline.scheme.vectors import (
    LIMIT,
    arithmetic,
    both,
    comparison,
    exact_of,
    false_rows,
    number_at,
    true_rows,
)

__all__ = ["evaluate", "exact_of", "false_rows", "number_at", "true_rows"]


def evaluate(
    expression: Expression,
    frame: Frame,
    setting: Setting,
    terms: Mapping[str, Expression] | None = None,
) -> Vector:
    """Return one value per row of `frame`; ExpressionError where the rule itself is faulty."""
    return _Evaluation(frame, setting, terms or {}).value(expression.tree)


class _Evaluation:
    def __init__(self, frame: Frame, setting: Setting, terms: Mapping[str, Expression]) -> None:
        self.frame = frame
        self.setting = setting
        self.terms = terms

    def value(self, node: ast.expr) -> Vector:
        if isinstance(node, ast.Name):
            return self._name(node.id)
        if isinstance(node, ast.Constant):
            return self.constant(node.value)
        if isinstance(node, ast.BoolOp):
            return self._logic(node)
        if isinstance(node, ast.UnaryOp):
            return self._unary(node)
        if isinstance(node, ast.BinOp):
            return arithmetic(node.op, self.value(node.left), self.value(node.right))
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

    def constant(self, value: object) -> Vector:
        length = len(self.frame)
        all_known = np.ones(length, dtype=bool)
        none = np.zeros(length, dtype=bool)
        if isinstance(value, str):
            data = np.empty(length, dtype=object)
            data[:] = value
            return Vector("text", data, all_known, none)
        text = format(Decimal(str(value)), "f")
        number = int(text.replace(".", ""))
        data = np.full(length, number, dtype=np.int64 if number < LIMIT else object)
        return Vector("number", data, all_known, none, len(text.partition(".")[2]))

    def _logic(self, node: ast.BoolOp) -> Vector:
        result = self.condition(node.values[0])
        for other in node.values[1:]:
            result = both(result, self.condition(other), isinstance(node.op, ast.And))
        return result

    def _unary(self, node: ast.UnaryOp) -> Vector:
        if isinstance(node.op, ast.Not):
            inner = self.condition(node.operand)
            return Vector("flag", ~inner.data.astype(bool), inner.known, inner.bad)
        inner = self.value(node.operand)
        if inner.kind != "number":
            raise ExpressionError("负号后面应是数")
        return Vector("number", -inner.data, inner.known, inner.bad, inner.scale)

    def condition(self, node: ast.expr) -> Vector:
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
                one = comparison(operator, left, right)
            result = one if result is None else both(result, one, True)
            left = right
        assert result is not None
        return result

    def _belongs(self, left: Vector, node: ast.expr) -> Vector:
        choices = node.elts if isinstance(node, ast.Tuple) else [node]
        result: Vector | None = None
        for choice in choices:
            one = comparison(ast.Eq(), left, self.value(choice))
            result = one if result is None else both(result, one, False)
        assert result is not None
        return result

    def _call(self, node: ast.Call) -> Vector:
        name = node.func.id  # type: ignore[attr-defined]
        return FUNCTIONS[name](self, node.args)

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
        return frame, self.on(frame)

    def on(self, frame: Frame) -> _Evaluation:
        """The same setting seen from another table; terms stay behind."""
        return _Evaluation(frame, self.setting, {})
