"""Tells what a condition can ever be: tries it on the values that could make a difference."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache

from pipeline.scheme.expression import Expression
from pipeline.scheme.form import Field, Form, Kind

_MOST = 5_000
_UNKNOWN = None
_OTHER_TEXTS = ("\0", "\1")
_STEPS = (-1, 0, 1, 2, 3)
Value = object
Assignment = Mapping[str, Value]

_COMPARE: Mapping[type, Callable[[Fraction, Fraction], bool]] = {
    ast.Lt: lambda one, two: one < two,
    ast.LtE: lambda one, two: one <= two,
    ast.Gt: lambda one, two: one > two,
    ast.GtE: lambda one, two: one >= two,
    ast.Eq: lambda one, two: one == two,
    ast.NotEq: lambda one, two: one != two,
}


def outcomes(
    expressions: Sequence[Expression],
    form: Form,
    forms: Mapping[str, Form],
    terms: Mapping[str, Expression] | None = None,
) -> set[tuple[bool | None, ...]] | None:
    """Return which combinations of true, false and unknown the expressions can take together.

    What cannot be told apart by trying (functions, arithmetic) counts as free to be anything, so
    that a combination that is missing here can never come about. None where there are too many
    values to try.
    """
    trial = _Trial(form, forms, terms or {})
    trees = [one.tree for one in expressions]
    for tree in trees:
        trial.survey(tree, flag=True)
    names = list(trial.samples)
    choices = [list(dict.fromkeys(trial.values(name))) for name in names]
    size = 1
    for one in choices:
        size *= len(one)
    if size > _MOST:
        return None
    found = set()
    for values in itertools.product(*choices):
        given = dict(zip(names, values, strict=True))
        found.add(tuple(trial.truth(tree, given) for tree in trees))
        if len(found) == 3 ** len(trees):
            break
    return None if trial.puzzled else found


class _Trial:
    def __init__(
        self, form: Form, forms: Mapping[str, Form], terms: Mapping[str, Expression]
    ) -> None:
        self.form, self.forms, self.terms = form, forms, terms
        self.samples: dict[str, list[Value]] = {}
        self.fields: dict[str, Field | None] = {}
        self.flags: set[str] = set()
        self.puzzled = False

    def survey(self, node: ast.expr, *, flag: bool = False) -> None:
        """Note everything that may vary and the constants that it is held against."""
        if isinstance(node, ast.BoolOp):
            for one in node.values:
                self.survey(one, flag=True)
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            self.survey(node.operand, flag=True)
        elif isinstance(node, ast.Compare):
            sides = self._sides(node)
            for side in sides:
                self._variable(side)
            for side, other in itertools.permutations(sides, 2):
                self._held(side, other)
        elif isinstance(node, ast.Name) and node.id in self.terms:
            self.survey(self.terms[node.id].tree, flag=flag)
        elif flag and not isinstance(node, ast.Constant):
            key = _key(node)
            self.flags.add(key)
            self.samples.setdefault(key, [])

    def values(self, name: str) -> Iterator[Value]:
        """What a variable may be."""
        yield _UNKNOWN
        if name in self.flags:
            yield from (True, False)
            return
        field = self.fields.get(name)
        if field is not None and field.kind is Kind.CHOICE:
            yield from field.choices
            return
        held = self.samples[name]
        texts = [one for one in held if isinstance(one, str)]
        if texts or (field is not None and field.kind is Kind.TEXT):
            yield from (*texts, *_OTHER_TEXTS)
            return
        numbers = {Fraction(0), *(one for one in held if isinstance(one, Fraction))}
        if field is not None:
            numbers |= {one for one in (field.lowest, field.highest) if one is not None}
        for number in sorted(numbers):
            for step in _STEPS:
                if self._allowed(field, number + step):
                    yield number + step

    def truth(self, node: ast.expr, given: Assignment) -> bool | None:
        """The value of a condition, None for unknown."""
        if isinstance(node, ast.BoolOp):
            parts = [self.truth(one, given) for one in node.values]
            decisive = isinstance(node.op, ast.Or)
            if decisive in parts:
                return decisive
            return None if None in parts else not decisive
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            inner = self.truth(node.operand, given)
            return None if inner is None else not inner
        if isinstance(node, ast.Compare):
            return self._compared(node, given)
        if isinstance(node, ast.Name) and node.id in self.terms:
            return self.truth(self.terms[node.id].tree, given)
        value = given.get(_key(node))
        return value if isinstance(value, bool) else None

    def _sides(self, node: ast.Compare) -> list[ast.expr]:
        sides = []
        for side in (node.left, *node.comparators):
            sides += side.elts if isinstance(side, ast.Tuple) else [side]
        return [self._resolved(side) for side in sides]

    def _resolved(self, node: ast.expr) -> ast.expr:
        while isinstance(node, ast.Name) and node.id in self.terms:
            node = self.terms[node.id].tree
        return node

    def _variable(self, node: ast.expr) -> None:
        if _constant(node) is not None or _order(node) is not None:
            inner = _order(node)
            if inner is not None and not isinstance(inner, ast.Constant):
                self._variable(inner)
            return
        key = _key(node)
        self.samples.setdefault(key, [])
        self.fields[key] = self._field(node)

    def _field(self, node: ast.expr) -> Field | None:
        if isinstance(node, ast.Name):
            return self.form.fields.get(node.id)
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[-1], ast.Name):
            name = node.func.id  # type: ignore[attr-defined]
            if name == "上期":
                return self.form.fields.get(node.args[0].id)  # type: ignore[attr-defined]
            if name == "表" and isinstance(node.args[0], ast.Constant):
                form = self.forms.get(str(node.args[0].value))
                return form.fields.get(node.args[1].id) if form else None  # type: ignore[attr-defined]
        return None

    def _held(self, node: ast.expr, other: ast.expr) -> None:
        key, value = _key(node), _constant(other)
        if key in self.samples and value is not None:
            self.samples[key].append(value)

    def _allowed(self, field: Field | None, value: Fraction) -> bool:
        if field is None:
            return True
        low, high = field.lowest, field.highest
        return (low is None or value >= low) and (high is None or value <= high)

    def _compared(self, node: ast.Compare, given: Assignment) -> bool | None:
        parts: list[bool | None] = []
        left = node.left
        for operator, right in zip(node.ops, node.comparators, strict=True):
            if isinstance(operator, ast.In):
                words = right.elts if isinstance(right, ast.Tuple) else [right]
                some = [self._pair(left, ast.Eq(), word, given) for word in words]
                parts.append(True if True in some else None if None in some else False)
            else:
                parts.append(self._pair(left, operator, right, given))
            left = right
        if False in parts:
            return False
        return None if None in parts else True

    def _pair(
        self, left: ast.expr, operator: ast.cmpop, right: ast.expr, given: Assignment
    ) -> bool | None:
        one, two = (self._value(self._resolved(side), given) for side in (left, right))
        if one is None or two is None:
            return None
        if isinstance(one, str) != isinstance(two, str):
            self.puzzled = True
            return None
        return _COMPARE[type(operator)](one, two)  # type: ignore[arg-type]

    def _value(self, node: ast.expr, given: Assignment) -> Value:
        inner = _order(node)
        if inner is not None:
            return self._place(inner, given)
        constant = _constant(node)
        return constant if constant is not None else given.get(_key(node))

    def _place(self, node: ast.expr, given: Assignment) -> Fraction | None:
        """Where an ordered choice stands among its choices."""
        word = node.value if isinstance(node, ast.Constant) else given.get(_key(node))
        field = self._field(node)
        ordered = [field] if field else [one for one in self.form.fields.values() if one.ordered]
        for one in ordered:
            if word in one.choices:
                return Fraction(one.choices.index(word))  # type: ignore[arg-type]
        return None


@lru_cache(maxsize=65536)
def _key(node: ast.expr) -> str:
    """A node's text; nodes hash by identity, so each is written out once."""
    return ast.dump(node)


def _constant(node: ast.expr) -> Value:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else Fraction(str(node.value))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        inner = _constant(node.operand)
        return -inner if isinstance(inner, Fraction) else None
    return None


def _order(node: ast.expr) -> ast.expr | None:
    """The argument of 序(), None for anything else."""
    if isinstance(node, ast.Call) and node.func.id == "序":  # type: ignore[attr-defined]
        return node.args[0]
    return None
