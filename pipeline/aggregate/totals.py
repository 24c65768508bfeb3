"""Figures of several units taken together: exact sums, rates of sums, unions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

from pipeline.model.figure import Figure, Missing, Scope, Status
from pipeline.model.number import SCALE, Number
from pipeline.model.period import Span


def summed(
    scope: Scope,
    parts: Sequence[Figure],
    indicator: str,
    status: Status,
    span: Span,
    union: Number | None = None,
) -> Figure:
    """The total of units' figures (F25); a rate is that of the sums, never a mean of rates.

    With `union` the value is that: what is counted once in all does not add up.
    """
    total = Figure(
        indicator,
        scope,
        span,
        status,
        None,
        carried=tuple(code for part in parts for code in part.carried),
    )
    pairs = [part.parts for part in parts if part.parts is not None]
    if pairs:
        return ratio(
            total, sum((a for a, _ in pairs), Fraction(0)), sum((b for _, b in pairs), Fraction(0))
        )
    known = [part.value for part in parts if part.value is not None]
    if not known:
        return replace(total, missing=common(parts), carried=())
    if union is not None:
        return replace(total, value=union)
    return replace(
        total,
        value=sum(known, Fraction(0)),
        altered=tuple(part.scope.code for part in parts if part.adjusted),
        sizes=falling(size for part in parts for size in part.sizes),
    )


def falling(sizes: Iterable[Number]) -> tuple[Number, ...]:
    """Sizes, largest first, told apart as finely as columns hold them."""
    return tuple(sorted(sizes, key=lambda one: -one.numerator * SCALE // one.denominator))


def ratio(figure: Figure, part: Number, whole: Number) -> Figure:
    """Per cent of two sums; nothing where there is nothing to divide by (F03, F12)."""
    if not whole:
        missing = Missing.NOT_APPLICABLE
        return replace(figure, value=None, missing=missing, parts=(part, whole))
    return replace(figure, value=part / whole * 100, missing=None, parts=(part, whole))


def common(parts: Sequence[Figure]) -> Missing:
    """Why nothing adds up: the parts' common reason, else that they were not reported."""
    reasons = {part.missing for part in parts}
    reason = reasons.pop() if len(reasons) == 1 else None
    return reason or Missing.NOT_REPORTED
