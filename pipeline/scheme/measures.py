"""Measures: nothing adds 万美元 to 万元, and a sum has the measure of its indicator (F26)."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping

from pipeline.model.finding import Fault
from pipeline.scheme.definitions import Definition
from pipeline.scheme.expression import Expression
from pipeline.scheme.form import Form, Kind
from pipeline.scheme.indicators import Indicator

_ELSEWHERE = ("表", "总和", "项目总和")
_COUNTS = ("个数",)


class Mixed(Exception):
    """Two measures in one sum."""


def mixed_measures(
    catalogue: Mapping[str, Indicator], forms: Mapping[str, Form]
) -> Iterator[Fault]:
    """Yield a fault for every sum or formula that mixes measures, or has not its indicator's."""
    told: set[tuple[str, int, str]] = set()
    for indicator in catalogue.values():
        for definition in indicator.definitions.values():
            for what, line in _faulty(indicator, definition, catalogue, forms):
                if (indicator.name, line, what) not in told:
                    told.add((indicator.name, line, what))
                    remedy = "不同计量单位不能相加；要折算的，请乘以折算率"
                    yield Fault("figures.yaml", f"第{line}行", what, remedy)


def _faulty(
    indicator: Indicator,
    definition: Definition,
    catalogue: Mapping[str, Indicator],
    forms: Mapping[str, Form],
) -> Iterator[tuple[str, int]]:
    called, line = f"指标“{indicator.name}”", abs(definition.line)
    try:
        if definition.formula is not None:
            measures = {name: one.measure for name, one in catalogue.items()}
            measure = _Measures(measures).of(definition.formula.tree)
        else:
            found = {
                (number, name): _Measures(_fields(one, forms), one.form, forms).of(expression.tree)
                for number, one in enumerate(definition.sources)
                if one.form in forms
                for name, expression in one.parts.items()
                if name != "条件"
            }
            measure = found.get((0, "求和")) if not definition.ratio else None
    except Mixed as mixed:
        yield f"{called}{mixed}", line
        return
    if measure and measure != indicator.measure:
        yield f"{called}的计量单位是{indicator.measure}，算出来的却是{measure}", line


def _fields(definition: Definition, forms: Mapping[str, Form]) -> dict[str, str | Expression]:
    """What each name of the definition's form is measured in; a term as it is."""
    form = forms[definition.form]
    known: dict[str, str | Expression] = {
        name: field.measure for name, field in form.fields.items() if field.kind is Kind.NUMBER
    }
    return known | dict(definition.expressions)


class _Measures:
    """Tells what an expression is measured in: "" for a plain number, None where it is open."""

    def __init__(
        self,
        known: Mapping[str, str | Expression],
        form: str = "",
        forms: Mapping[str, Form] | None = None,
    ) -> None:
        self.known, self.form, self.forms = known, form, forms or {}

    def of(self, node: ast.expr) -> str | None:
        if isinstance(node, ast.Name):
            found = self.known.get(node.id)
            return self.of(found.tree) if isinstance(found, Expression) else found
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            return self.of(node.operand)
        if isinstance(node, ast.BinOp):
            sides = (self.of(node.left), self.of(node.right))
            return self._one(sides) if isinstance(node.op, (ast.Add, ast.Sub)) else None
        if isinstance(node, ast.Call):
            return self._call(node)
        return None

    def _call(self, node: ast.Call) -> str | None:
        name, arguments = node.func.id, list(node.args)  # type: ignore[attr-defined]
        if name in _COUNTS:
            return None
        if name == "若":
            return self._one([self.of(one) for one in arguments[1:]])
        inner = self
        if name in _ELSEWHERE and isinstance(arguments[0], ast.Constant):
            other = self.forms.get(str(arguments.pop(0).value))  # type: ignore[attr-defined]
            if other is None:
                return None
            known = {one.name: one.measure for one in other.fields.values()}
            inner, arguments = _Measures(known, other.name, self.forms), arguments[:1]
        if name in ("合计", "首个", "期内", "当月", "期后", "早月", *_ELSEWHERE):
            return self._one([inner.of(one) for one in arguments])
        return None

    def _one(self, measures: Iterable[str | None]) -> str | None:
        found = list(dict.fromkeys(one for one in measures if one))
        if len(found) > 1:
            raise Mixed(f"把{found[0]}和{found[1]}加在了一起")
        return found[0] if found else None
