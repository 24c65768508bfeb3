"""The end of a year: accepted tables as the next year starts from them (年初, 结转)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.model.number import scaled
from pipeline.model.table import Column, Table, Value
from pipeline.scheme.evaluate import evaluate, number_at
from pipeline.scheme.expression import Expression
from pipeline.scheme.form import Carry, Field
from pipeline.scheme.frame import Frame, Setting, Source, Vector, frame_of
from pipeline.scheme.scheme import Scheme


def closed(
    scheme: Scheme, tables: Mapping[str, Sequence[Source]], codes: Mapping[str, Mapping[str, str]]
) -> dict[str, Sequence[Source]]:
    """Return a unit's tables without the months of the year, their sums in what came before.

    What a form keeps for a year only, or never, is gone. To close what is closed changes nothing.
    """
    return {
        name: [_opened(scheme, name, one, codes) for one in sources]
        for name, sources in tables.items()
        if scheme.form(name).carry is Carry.ALWAYS
    }


def _opened(
    scheme: Scheme, name: str, source: Source, codes: Mapping[str, Mapping[str, str]]
) -> Source:
    form, table = scheme.form(name), source.table
    frame = frame_of(form, [source], codes)
    columns = dict(table.columns)
    for field in form.fields.values():
        if not field.repeat and field.new_year is None:
            continue
        for column in set(field.columns) & set(columns):
            columns[column] = replace(columns[column], values=[None] * len(table), raw={})
        if isinstance(field.new_year, Expression):
            made = _made(field, field.new_year, frame, source, table)
            columns |= {made.name: made}
    return replace(source, table=replace(table, columns=columns))


def _made(field: Field, how: Expression, frame: Frame, source: Source, table: Table) -> Column:
    period = source.submission.period
    vector = evaluate(how, frame, Setting(period, period.to_date, {frame.form.name: frame}))
    letter = table.columns[field.name].letter if field.name in table.columns else ""
    return Column(field.name, letter, [_value(vector, row) for row in range(len(frame))])


def _value(vector: Vector, row: int) -> Value:
    if not vector.known[row]:
        return None
    number = number_at(vector, row) if vector.kind == "number" else None
    return vector.data[row] if number is None else scaled(number)
