"""One indicator told apart by what its rows say: a trade, a size band, a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pandas as pd

from pipeline.aggregate.ground import Ground
from pipeline.aggregate.tally import Split, tally
from pipeline.aggregate.totals import ratio
from pipeline.model.figure import Figure, Scope
from pipeline.model.number import Number
from pipeline.model.period import Period, Span
from pipeline.scheme.bands import Dimension
from pipeline.scheme.definitions import Definition
from pipeline.scheme.expression import Expression, ExpressionError, parse
from pipeline.scheme.frame import Frame, Vector

REST = "未分类"
"""The scope of rows of which the dimension says nothing, so that all scopes add up."""


def told_apart(
    ground: Ground,
    definition: Definition,
    dimension: Dimension,
    moment: tuple[Period, Span],
    heard: np.ndarray,
    whole: Figure,
    own: Sequence[Figure],
) -> Iterator[Figure]:
    """The whole's figure by the dimension's values, and each unit's where that is asked for.

    What is foreseen has a figure even where it is zero; other values have one where they occur.
    """
    names = {name: number for number, name in enumerate(foreseen_of(ground, definition, dimension))}
    foreseen = set(names.values())
    values = {
        one.form: values_of(ground, one, dimension, moment, names) for one in definition.sources
    }
    many = len(names)
    counted = tally(ground, definition, moment, heard, Split(values, many))
    folded = counted.folded(many)
    shown = [name for name, one in names.items() if one in foreseen | folded.keys]
    shown.sort(key=lambda name: name == REST)
    for name in shown:
        scope = Scope(dimension.name, name)
        yield like(whole, scope, *folded.of([names[name]]))
    if not dimension.each:
        return
    for number, figure in enumerate(own):
        kind = f"{figure.scope.kind}·{dimension.name}"
        for name in shown:
            scope = Scope(kind, f"{figure.scope.code}·{name}")
            yield like(figure, scope, *counted.of([number * many + names[name]]))


def like(one: Figure, scope: Scope, part: Number, whole: Number | None) -> Figure:
    """A figure like the one that is told apart; without a value where that has none."""
    bare = Figure(one.indicator, scope, one.span, one.status, None, one.missing, one.carried)
    if one.value is None and one.parts is None:
        return bare
    if whole is not None:
        return ratio(bare, part, whole)
    return replace(bare, value=part, missing=None)


def foreseen_of(ground: Ground, definition: Definition, dimension: Dimension) -> tuple[str, ...]:
    """The values that a dimension has whether or not they occur in what is counted.

    They are its bands, the choices of its field, or else all that the field says on the form that
    holds it and REST, so that indicators told apart by the same field have the same values.
    """
    if dimension.bounds:
        return dimension.names
    if dimension.by is not None:
        return ()
    frame = ground.frame(definition)
    if dimension.name not in frame.form.fields and frame.form.parent in ground.stock.frames:
        frame = ground.stock.frames[frame.form.parent]
    if dimension.name not in frame.form.fields:
        return ()
    return frame.form.fields[dimension.name].choices or _said(frame, ground, dimension.name)


def _said(frame: Frame, ground: Ground, name: str) -> tuple[str, ...]:
    """The texts of a column in the rows of units that report, in the order of the rows."""
    column = frame.column(name)
    if column.kind != "text":
        return ()
    texts = pd.unique(column.data[column.known & (ground.owners(frame.form.name) >= 0)])
    return (*(str(one) for one in texts if one), REST)


def values_of(
    ground: Ground,
    definition: Definition,
    dimension: Dimension,
    moment: tuple[Period, Span],
    names: dict[str, int],
) -> np.ndarray:
    """Return the number of each row's value; `names` learns new ones."""
    rest = names.setdefault(REST, len(names))
    if not moment[1]:
        return np.full(len(ground.frame(definition)), rest, dtype=np.int64)
    value = ground.value(by_of(ground, definition, dimension), definition, moment)
    if dimension.bounds:
        return _banded(value, dimension, names, rest)
    if value.kind != "text":
        raise ExpressionError(f"维度“{dimension.name}”应是文字；按数分的请写“界”和“名称”")
    codes, texts = pd.factorize(value.data)
    numbers = [names.setdefault(str(one), len(names)) if one else rest for one in texts]
    found = np.array([*numbers, rest], dtype=np.int64)[codes]
    return np.where(value.known, found, rest)


def by_of(ground: Ground, definition: Definition, dimension: Dimension) -> Expression:
    """What tells the rows apart: as declared, else the field of its name here or on the parent."""
    if dimension.by is not None:
        return dimension.by
    form = ground.frame(definition).form
    if dimension.name in form.fields or not form.parent:
        return parse(dimension.name)
    return parse(f'表("{form.parent}", {dimension.name})')


def _banded(value: Vector, dimension: Dimension, names: dict[str, int], rest: int) -> np.ndarray:
    if value.kind != "number":
        raise ExpressionError(f"维度“{dimension.name}”写了“界”，应按数来分")
    data = np.full(len(value), rest, dtype=np.int64)
    for bound, name in zip(dimension.bounds, dimension.names, strict=True):
        least = Fraction(bound) * 10**value.scale
        reached = value.known & np.asarray(value.data >= -(-least.numerator // least.denominator))
        data[reached] = names[name]
    return data
