"""Says the rule language in the words of a printed reporting scheme."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence

from pipeline.scheme.expression import Expression
from pipeline.scheme.form import Form

_COMPARED = {
    ast.Eq: "等于",
    ast.NotEq: "不等于",
    ast.Lt: "小于",
    ast.LtE: "不大于",
    ast.Gt: "大于",
    ast.GtE: "不小于",
}
_ORDERED = {
    ast.Eq: "为{}",
    ast.NotEq: "不为{}",
    ast.Lt: "在{}之前",
    ast.LtE: "不晚于{}",
    ast.Gt: "在{}之后",
    ast.GtE: "为{}及以后",
}
_SIGNS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "×", ast.Div: "÷"}


def spoken(
    expression: Expression,
    form: Form,
    forms: Mapping[str, Form],
    terms: Mapping[str, Expression] | None = None,
) -> str:
    """Return the expression in Chinese words, with the headings that stand on the form.

    The names of `terms` stay as they are.
    """
    return _Speaker(form, forms, terms or {}).say(expression.tree)


class _Speaker:
    def __init__(
        self, form: Form, forms: Mapping[str, Form], terms: Mapping[str, Expression]
    ) -> None:
        self.form, self.forms, self.terms = form, forms, terms

    def say(self, node: ast.expr) -> str:
        if isinstance(node, ast.Name):
            return self._name(node.id)
        if isinstance(node, ast.Constant):
            return f"“{node.value}”" if isinstance(node.value, str) else str(node.value)
        if isinstance(node, ast.BoolOp):
            return self._logic(node)
        if isinstance(node, ast.UnaryOp):
            inner = self.say(node.operand)
            return f"并非（{inner}）" if isinstance(node.op, ast.Not) else f"-{inner}"
        if isinstance(node, ast.BinOp):
            return f"{self._side(node.left)}{_SIGNS[type(node.op)]}{self._side(node.right)}"
        if isinstance(node, ast.Compare):
            return self._compare(node)
        if isinstance(node, ast.Call):
            name = node.func.id  # type: ignore[attr-defined]
            say = _CALLS.get(name)
            return say(self, node.args) if say else f"{name}（{_list(self, node.args)}）"
        return ast.unparse(node)

    def elsewhere(self, node: ast.expr) -> tuple[str, _Speaker]:
        """Another table's name in quotes, and one who speaks of its columns."""
        name = str(getattr(node, "value", ""))
        form = self.forms.get(name, self.form)
        return f"“{form.sheet or form.title}”", _Speaker(form, self.forms, {})

    def rows(self, conditions: Sequence[ast.expr]) -> str:
        """The rows that meet the conditions, as “中…的各行”; nothing where all are meant."""
        return f"中{'，且'.join(self.say(one) for one in conditions)}的各行" if conditions else ""

    def _name(self, name: str) -> str:
        field = self.form.fields.get(name)
        if field is None or name in self.terms:
            return name
        return field.name if field.repeat else field.heading

    def _side(self, node: ast.expr) -> str:
        text = self.say(node)
        return f"（{text}）" if isinstance(node, ast.BinOp) else text

    def _logic(self, node: ast.BoolOp) -> str:
        if isinstance(node.op, ast.And):
            parts = [
                f"（{self.say(one)}）" if isinstance(one, ast.BoolOp) else self.say(one)
                for one in node.values
            ]
            return "，且".join(parts)
        return "，或者".join(self.say(one) for one in node.values)

    def _compare(self, node: ast.Compare) -> str:
        sides = [node.left, *node.comparators]
        triples = zip(sides, node.ops, sides[1:], strict=False)
        return "，且".join(self._pair(left, operator, right) for left, operator, right in triples)

    def _pair(self, left: ast.expr, operator: ast.cmpop, right: ast.expr) -> str:
        if isinstance(left, ast.Constant) and not isinstance(right, ast.Constant):
            turned = {ast.Lt: ast.Gt, ast.LtE: ast.GtE, ast.Gt: ast.Lt, ast.GtE: ast.LtE}
            left, operator, right = right, turned.get(type(operator), type(operator))(), left
        if isinstance(operator, ast.In):
            words = right.elts if isinstance(right, ast.Tuple) else [right]
            return f"{self.say(left)}为{'或'.join(self.say(word) for word in words)}"
        if _is_call(left, "序") and _is_call(right, "序"):
            stage = self.say(right.args[0])  # type: ignore[attr-defined]
            return self.say(left.args[0]) + _ORDERED[type(operator)].format(stage)  # type: ignore[attr-defined]
        if isinstance(right, ast.Constant) and isinstance(right.value, str):
            verb = "为" if isinstance(operator, ast.Eq) else "不为"
            return f"{self.say(left)}{verb}{self.say(right)}"
        return f"{self.say(left)}{_COMPARED[type(operator)]}{self.say(right)}"


def _is_call(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Call) and node.func.id == name  # type: ignore[attr-defined]


def _list(speaker: _Speaker, arguments: Sequence[ast.expr]) -> str:
    return "、".join(speaker.say(one) for one in arguments)


def _repeated(speaker: _Speaker, arguments: Sequence[ast.expr]) -> bool:
    field = speaker.form.fields.get(getattr(arguments[0], "id", ""))
    return field is not None and bool(field.repeat)


def _within(speaker: _Speaker, arguments: Sequence[ast.expr]) -> str:
    what = speaker.say(arguments[0])
    if _repeated(speaker, arguments):
        return "本年1月至所属期各月之和"
    return f"{what}在本年年初至所属期末之间"


def _this_month(speaker: _Speaker, arguments: Sequence[ast.expr]) -> str:
    what = speaker.say(arguments[0])
    return "所属期当月的数" if _repeated(speaker, arguments) else f"{what}在所属期当月"


def _sum(speaker: _Speaker, arguments: Sequence[ast.expr]) -> str:
    return f"{_list(speaker, arguments)}之和"


def _total(speaker: _Speaker, arguments: Sequence[ast.expr]) -> str:
    table, inner = speaker.elsewhere(arguments[0])
    return f"{table}{inner.rows(arguments[2:])}“{inner.say(arguments[1])}”的合计"


def _count(speaker: _Speaker, arguments: Sequence[ast.expr]) -> str:
    table, inner = speaker.elsewhere(arguments[0])
    return f"{table}{inner.rows(arguments[1:]).removesuffix('的各行') or '中'}的行数"


def _project_total(speaker: _Speaker, arguments: Sequence[ast.expr]) -> str:
    table, inner = speaker.elsewhere(arguments[0])
    rows = inner.rows(arguments[2:]) or "中"
    return f"{table}{rows}同一项目“{inner.say(arguments[1])}”的合计"


def _linked(speaker: _Speaker, arguments: Sequence[ast.expr]) -> str:
    table, inner = speaker.elsewhere(arguments[0])
    return f"{table}中同一项目的{inner.say(arguments[1])}"


def _first(speaker: _Speaker, arguments: Sequence[ast.expr]) -> str:
    first, *others = (speaker.say(one) for one in arguments)
    return first + "".join(f"（空时取{one}）" for one in others)


def _either(speaker: _Speaker, arguments: Sequence[ast.expr]) -> str:
    condition, one, other = (speaker.say(argument) for argument in arguments)
    return f"{one}（{condition}时），否则{other}"


_CALLS: Mapping[str, Callable[[_Speaker, Sequence[ast.expr]], str]] = {
    "非空": lambda speaker, given: f"已填{_list(speaker, given)}",
    "空": lambda speaker, given: f"未填{_list(speaker, given)}",
    "合计": _sum,
    "期内": _within,
    "当月": _this_month,
    "期后": lambda speaker, given: "所属期以后各月之和",
    "首个": _first,
    "若": _either,
    "序": lambda speaker, given: f"{speaker.say(given[0])}的先后次序",
    "年": lambda speaker, given: f"{speaker.say(given[0])}的年份",
    "本年": lambda speaker, given: "所属期的年份",
    "本月": lambda speaker, given: "所属期",
    "含": lambda speaker, given: f"{speaker.say(given[0])}含{speaker.say(given[1])}",
    "表": _linked,
    "总和": _total,
    "个数": _count,
    "项目总和": _project_total,
    "上期": lambda speaker, given: f"上期的{speaker.say(given[0])}",
    "期末": lambda speaker, given: "所属期末",
    "月份": lambda speaker, given: "所属期的月份",
    "天数": lambda speaker, given: f"{speaker.say(given[0])}至{speaker.say(given[1])}的天数",
    "月数": lambda speaker, given: f"{speaker.say(given[0])}至{speaker.say(given[1])}的整月数",
    "早月": lambda speaker, given: "所属期以前各月之和",
    "早月均数": lambda speaker, given: "所属期以前有数的各月的平均数",
    "此前": lambda speaker, given: f"{speaker.say(given[1])}当月以前各月之和",
    "连续相同": lambda speaker, given: "到所属期为止连续同数的月数",
    "校验码": lambda speaker, given: f"{speaker.say(given[0])}校验位相符",
    "电话号码": lambda speaker, given: f"{speaker.say(given[0])}是电话号码",
    "参数": lambda speaker, given: f"参数“{getattr(given[0], 'value', '')}”",
}
