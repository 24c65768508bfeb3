"""Writes an expression of the rule language as a formula of Excel, where Excel can say it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.model.period import Period
from pipeline.render.papers.blank_layout import Layout
from pipeline.scheme.expression import Expression
from pipeline.scheme.form import Kind

_SIGNS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_OPERATORS = {
    ast.Eq: "=",
    ast.NotEq: "<>",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
_TURNED = {ast.Lt: ast.Gt, ast.LtE: ast.GtE, ast.Gt: ast.Lt, ast.GtE: ast.LtE}
_LONGEST = 8000


class Untranslatable(Exception):
    """Excel has no plain formula for this expression."""


def excel(
    amount: Expression,
    terms: Mapping[str, Expression],
    layout: Layout,
    row: int,
    layouts: Mapping[str, Layout],
    period: Period,
) -> str:
    """Return the formula for row `row` of `layout`, with its =; Untranslatable."""
    tree = amount.tree
    while isinstance(tree, ast.Name) and tree.id in terms:
        tree = terms[tree.id].tree
    text = "=" + _Row(layout, row, layouts, period, terms).number(tree)
    if len(text) > _LONGEST:
        raise Untranslatable
    return text


@dataclass(frozen=True)
class _Row:
    layout: Layout
    row: int
    layouts: Mapping[str, Layout]
    period: Period
    terms: Mapping[str, Expression] = field(default_factory=dict)

    def number(self, node: ast.expr) -> str:
        if isinstance(node, ast.Name) and node.id in self.terms:
            return f"({self.number(self.terms[node.id].tree)})"
        if isinstance(node, ast.Name):
            return f"N({self.layout.cell(_column(self.layout, node, Kind.NUMBER), self.row)})"
        if isinstance(node, ast.Constant) and not isinstance(node.value, str):
            return str(node.value)
        if isinstance(node, ast.BinOp):
            sign = _SIGNS[type(node.op)]
            return f"({self._part(node.left)}{sign}{self._part(node.right)})"
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            return f"(-{self._part(node.operand)})"
        if isinstance(node, ast.Call):
            return self._call(node.func.id, node.args)  # type: ignore[attr-defined]
        raise Untranslatable

    def _part(self, node: ast.expr) -> str:
        text = self.number(node)
        return f"({text})" if isinstance(node, ast.Call) else text

    def _call(self, name: str, arguments: Sequence[ast.expr]) -> str:
        if name in ("总和", "个数"):
            other = self.layouts.get(getattr(arguments[0], "value", ""))
            if other is None:
                raise Untranslatable
            return _Rows(other, self.layouts, self.period).total(name, arguments[1:])
        if name in ("合计", "期内", "当月", "期后"):
            parts = []
            for argument in arguments:
                names = _months(self.layout, argument, name, self.period)
                if not names:
                    continue
                first, last = (self.layout.cell(one, self.row) for one in (names[0], names[-1]))
                parts.append(first if first == last else f"{first}:{last}")
            return f"SUM({','.join(parts)})" if parts else "0"
        raise Untranslatable


@dataclass(frozen=True)
class _Rows:
    """Sums and counts over all rows of another sheet."""

    layout: Layout
    layouts: Mapping[str, Layout]
    period: Period

    def total(self, name: str, arguments: Sequence[ast.expr]) -> str:
        amounts: list[str] = []
        conditions = list(arguments)
        if name == "总和":
            amounts = self._amounts(conditions.pop(0))
            if not amounts:
                return "0"
        atoms = [atom for one in conditions for atom in _atoms(one)]
        try:
            return self._plain(name, amounts, atoms)
        except Untranslatable:
            return self._product(name, amounts, atoms)

    def _amounts(self, node: ast.expr) -> list[str]:
        if isinstance(node, ast.Name):
            return [_column(self.layout, node, Kind.NUMBER)]
        if isinstance(node, ast.Call) and len(node.args) == 1:
            name = node.func.id  # type: ignore[attr-defined]
            if name in ("合计", "期内", "当月", "期后"):
                return _months(self.layout, node.args[0], name, self.period)
        raise Untranslatable

    def _plain(self, name: str, amounts: Sequence[str], atoms: Sequence[ast.expr]) -> str:
        """SUMIFS and COUNTIFS, where every condition is about one column of the sheet."""
        pairs = [pair for atom in atoms for pair in self._criteria(self.layout, atom)]
        tail = "".join(f",{where},{what}" for where, what in pairs)
        if name == "个数":
            if not pairs:
                raise Untranslatable
            return f"COUNTIFS({tail[1:]})"
        if not pairs:
            return f"SUM({self.layout.across(amounts)})"
        return "+".join(f"SUMIFS({self.layout.down(one)}{tail})" for one in amounts)

    def _product(self, name: str, amounts: Sequence[str], atoms: Sequence[ast.expr]) -> str:
        """One condition at least is about another sheet; a text among the amounts counts nothing.

        So the amounts stand apart, a column each: a product with a text is #VALUE!.
        """
        factors = "*".join(self._factor(atom) for atom in atoms)
        if not factors:
            raise Untranslatable
        if name == "个数":
            return f"SUMPRODUCT({factors})"
        return "+".join(f"SUMPRODUCT({factors},{self.layout.down(one)})" for one in amounts)

    def _criteria(self, layout: Layout, atom: ast.expr) -> Iterator[tuple[str, str]]:
        """The ranges and criteria of one condition; an unknown never meets one."""
        if isinstance(atom, ast.Call):
            name = atom.func.id  # type: ignore[attr-defined]
            if name in ("期内", "当月"):
                span = self.period.to_date if name == "期内" else self.period.alone
                where = layout.down(_column(layout, atom.args[0], Kind.DATE))
                yield where, f'">="&{_day(span.start)}'
                yield where, f'"<="&{_day(span.end)}'
                return
            if name == "非空" and len(atom.args) == 1:
                yield layout.down(_column(layout, atom.args[0])), '"<>"'
                return
        left, operator, right = _compared(atom)
        where = layout.down(_column(layout, left))
        yield where, _criterion(operator, self._constant(right))
        if operator is ast.NotEq:
            yield where, '"<>"'

    def _factor(self, atom: ast.expr) -> str:
        """One condition as a column of ones and zeros."""
        if isinstance(atom, ast.BoolOp):
            either = isinstance(atom.op, ast.Or)
            joined = ("+" if either else "*").join(self._factor(one) for one in atom.values)
            return f"(({joined})>0)" if either else joined
        if isinstance(atom, ast.Compare) and isinstance(atom.ops[0], ast.In):
            choices = atom.comparators[0]
            words = choices.elts if isinstance(choices, ast.Tuple) else [choices]
            equal = [ast.Compare(atom.left, [ast.Eq()], [word]) for word in words]
            return f"({'+'.join(self._factor(one) for one in equal)})"
        if isinstance(atom, ast.Call):
            return self._dated(atom)
        left, operator, right = _compared(atom)
        value = self._constant(right)
        if isinstance(left, ast.Call):
            return self._called(left, operator, value)
        return _test(self.layout.down(_column(self.layout, left)), operator, value)

    def _dated(self, atom: ast.Call) -> str:
        return "*".join(
            f'({where}<>"")' if what == '"<>"' else f"ISNUMBER({where})*({where}{_bare(what)})"
            for where, what in self._criteria(self.layout, atom)
        )

    def _called(self, call: ast.Call, operator: type[ast.cmpop], value: object) -> str:
        name = call.func.id  # type: ignore[attr-defined]
        if name == "首个" and len(call.args) == 2:
            one, two = (
                self.layout.down(_column(self.layout, part, Kind.NUMBER)) for part in call.args
            )
            first, second = (_test(where, operator, value) for where in (one, two))
            return f"({first}+(1-ISNUMBER({one}))*{second})"
        if name == "表" and len(call.args) == 2:
            return self._elsewhere(call, operator, value)
        raise Untranslatable

    def _elsewhere(self, call: ast.Call, operator: type[ast.cmpop], value: object) -> str:
        """Whether the same project's row of another sheet meets a condition, by code or name."""
        other = self.layouts.get(getattr(call.args[0], "value", ""))
        if other is None or not other.form.key or not self.layout.form.key:
            raise Untranslatable
        atom = ast.Compare(call.args[1], [operator()], [ast.Constant(value)])
        tail = "".join(f",{where},{what}" for where, what in self._criteria(other, atom))
        parts, empty = [], ""
        for name in other.form.key:
            if name not in self.layout.form.key:
                raise Untranslatable
            mine = self.layout.down(name)
            found = f"(COUNTIFS({other.down(name)},{mine}{tail})>0)"
            parts.append(f'{empty}({mine}<>"")*{found}')
            empty += f'({mine}="")*'
        return f"({'+'.join(parts)})"

    def _constant(self, node: ast.expr) -> object:
        if isinstance(node, ast.Constant):
            return node.value
        if isinstance(node, ast.Call) and node.func.id == "本年":  # type: ignore[attr-defined]
            return self.period.year
        raise Untranslatable


def _atoms(node: ast.expr) -> Iterator[ast.expr]:
    """The conditions of a conjunction; a chain a ≤ b < c is two."""
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And):
        for one in node.values:
            yield from _atoms(one)
    elif isinstance(node, ast.Compare) and len(node.ops) > 1:
        sides = [node.left, *node.comparators]
        for left, operator, right in zip(sides, node.ops, sides[1:], strict=False):
            yield ast.Compare(left, [operator], [right])
    else:
        yield node


def _compared(atom: ast.expr) -> tuple[ast.expr, type[ast.cmpop], ast.expr]:
    """A comparison with what varies on the left."""
    if not isinstance(atom, ast.Compare) or type(atom.ops[0]) not in _OPERATORS:
        raise Untranslatable
    left, operator, right = atom.left, type(atom.ops[0]), atom.comparators[0]
    if isinstance(left, ast.Constant):
        return right, _TURNED.get(operator, operator), left
    return left, operator, right


def _column(layout: Layout, node: ast.expr, kind: Kind | None = None) -> str:
    """The column that a name stands for, if it is one, and of this kind."""
    field = layout.form.fields.get(node.id) if isinstance(node, ast.Name) else None
    known = kind or (field.kind if field else None)
    if field is None or field.repeat or field.kind is not known or field.kind is Kind.MONTH:
        raise Untranslatable
    if not layout.has(field.name):
        raise Untranslatable
    return field.name


def _months(layout: Layout, node: ast.expr, name: str, period: Period) -> list[str]:
    field = layout.form.fields.get(node.id) if isinstance(node, ast.Name) else None
    if field is None or field.kind is not Kind.NUMBER or not layout.has(field.columns[0]):
        raise Untranslatable
    if not field.repeat:
        if name != "合计":
            raise Untranslatable
        return [field.name]
    chosen: Mapping[str, Callable[[Sequence[str]], Sequence[str]]] = {
        "合计": lambda names: names,
        "期内": lambda names: names[: period.month],
        "当月": lambda names: names[period.month - 1 : period.month],
        "期后": lambda names: names[period.month :],
    }
    return list(chosen[name](field.columns))


def _criterion(operator: type[ast.cmpop], value: object) -> str:
    sign = _OPERATORS[operator]
    if not isinstance(value, str):
        return f'"{sign}{value}"'
    word = value.replace("~", "~~").replace("*", "~*").replace("?", "~?").replace('"', '""')
    return f'"{sign}{word}"'


def _test(where: str, operator: type[ast.cmpop], value: object) -> str:
    sign = _OPERATORS[operator]
    if isinstance(value, str):
        text = value.replace('"', '""')
        same = f'({where}{sign}"{text}")'
        return f'{same}*({where}<>"")' if operator is ast.NotEq else same
    return f"ISNUMBER({where})*({where}{sign}{value})"


def _bare(criterion: str) -> str:
    """Turn the criterion ">="&DATE(…) into >=DATE(…)."""
    sign, _, rest = criterion.partition("&")
    return sign.strip('"') + rest


def _day(day: object) -> str:
    return f"DATE({day.year},{day.month},{day.day})"  # type: ignore[attr-defined]
