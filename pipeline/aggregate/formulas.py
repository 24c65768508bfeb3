"""Figures calculated of other figures of the same scope and status, in three values."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

from pipeline.aggregate.ground import Ground
from pipeline.model.figure import Figure, Missing, Scope, Status
from pipeline.model.number import Number
from pipeline.model.period import Span
from pipeline.scheme.definitions import Definition
from pipeline.scheme.formulas import named_in
from pipeline.scheme.indicators import Indicator

_OPERATIONS: Mapping[type, Callable[[Number, Number], Number]] = {
    ast.Add: lambda one, two: one + two,
    ast.Sub: lambda one, two: one - two,
    ast.Mult: lambda one, two: one * two,
}


def calculated(
    indicator: Indicator,
    status: Status,
    definition: Definition,
    made: Mapping[tuple[Scope, str, Status], Figure],
    ground: Ground,
) -> Iterator[Figure]:
    """The formula for every scope that all its parts have; a missing part makes it missing."""
    assert definition.formula is not None
    names = named_in(definition.formula)
    scopes = dict.fromkeys(
        scope for scope, name, state in made if (name, state) == (names[0], status)
    )
    for scope in scopes:
        found = [made.get((scope, name, status)) for name in names]
        parts = {one.indicator: one for one in found if one is not None}
        if len(parts) == len(names):
            yield _figure(indicator, status, definition, scope, parts, ground)


def worth(tree: ast.expr, values: Mapping[str, Number | None]) -> Number | None:
    """What a formula comes to; None where a part is unknown or nothing can be divided by."""
    if isinstance(tree, ast.Name):
        return values[tree.id]
    if isinstance(tree, ast.Constant):
        return Fraction(str(tree.value))
    if isinstance(tree, ast.UnaryOp):
        inner = worth(tree.operand, values)
        return None if inner is None else -inner
    assert isinstance(tree, ast.BinOp)
    left, right = worth(tree.left, values), worth(tree.right, values)
    if left is None or right is None:
        return None
    if isinstance(tree.op, ast.Div):
        return left / right if right else None
    return _OPERATIONS[type(tree.op)](left, right)


def _figure(
    indicator: Indicator,
    status: Status,
    definition: Definition,
    scope: Scope,
    parts: Mapping[str, Figure],
    ground: Ground,
) -> Figure:
    assert definition.formula is not None
    spans = {one.span for one in parts.values()}
    span = min(spans, key=lambda one: one.last)
    missing = next((one.missing for one in parts.values() if one.missing is not None), None)
    value = None
    if missing is None and _apart(spans):
        missing = Missing.OTHER_SPANS
    if missing is None:
        value = worth(definition.formula.tree, {name: one.value for name, one in parts.items()})
        missing = Missing.NOT_APPLICABLE if value is None else None
    known = value is not None
    return Figure(
        indicator.name,
        scope,
        span,
        status,
        value,
        missing,
        carried=_codes(parts, "carried") if known else (),
        altered=_codes(parts, "altered") if known else (),
        parts=_quotient(definition.formula.tree, parts) if known else None,
    )


def _apart(spans: set[Span]) -> bool:
    """Whether sums of different months would be put together."""
    return len({one.last for one in spans}) > 1


def _codes(parts: Mapping[str, Figure], what: str) -> tuple[str, ...]:
    """The units that are carried, or overridden, in any part."""
    codes: dict[str, None] = {}
    for one in parts.values():
        codes |= dict.fromkeys(getattr(one, what))
        if what == "altered" and one.adjusted is not None:
            codes[one.scope.code] = None
    return tuple(code for code in codes if code)


def _quotient(tree: ast.expr, parts: Mapping[str, Figure]) -> tuple[Number, Number] | None:
    """The two amounts of a plain a ÷ b × 100, so that a rate can be shown with them."""
    if not (isinstance(tree, ast.BinOp) and isinstance(tree.op, ast.Mult)):
        return None
    inner, hundred = tree.left, tree.right
    plain = isinstance(hundred, ast.Constant) and hundred.value == 100
    if not (plain and isinstance(inner, ast.BinOp) and isinstance(inner.op, ast.Div)):
        return None
    values = {name: one.value for name, one in parts.items()}
    part, whole = worth(inner.left, values), worth(inner.right, values)
    return None if part is None or whole is None else (part, whole)
