"""What a named check may look at, and how it says what it found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from pipeline.model.finding import Finding
from pipeline.model.place import Place
from pipeline.scheme.evaluate import evaluate, true_rows
from pipeline.scheme.form import Field
from pipeline.scheme.frame import Frame, Setting, Vector
from pipeline.scheme.rules import Check, found
from pipeline.scheme.scheme import Scheme
from pipeline.validate.rows import addressed, typed_text

WHOLE = "全市"


@dataclass(frozen=True, slots=True)
class Scene:
    """A period's scheme, frames and units.

    `silent` are the units of which no file came, `due` the day by which files had to, `former`
    the registers of the last period of an earlier year, by form.
    """

    scheme: Scheme
    setting: Setting
    units: frozenset[str]
    silent: frozenset[str] = frozenset()
    due: date | None = None
    former: Mapping[str, Frame] = field(default_factory=dict)


def finding(
    check: Check,
    frame: Frame,
    scene: Scene,
    number: int,
    field: Field,
    columns: Sequence[str],
    *,
    others: Sequence[Place] = (),
    unit: str | None = None,
    **words: str,
) -> Finding:
    """A finding in row `number`; `columns` are the cells to correct, `others` places beside."""
    row = int(frame.row[number])
    table = frame.table(number)
    names = [typed_text(frame, key, number) for key in reversed(frame.form.key)]
    return found(
        check.rule,
        scene.setting.period,
        addressed(frame, number) if unit is None else unit,
        (*(table.place(row, name) for name in columns), *others),
        **{
            "行": table.rows[row],
            "项目": next((name for name in names if name), ""),
            "列": field.heading,
            **words,
        },
        table=frame.form.name,
        row=row,
        field=columns[0],
        key=str(frame.identity[number]),
        found=typed_text(frame, columns[0], number),
        cells=tuple((frame.form.name, row, name) for name in columns),
    )


def lacking(check: Check, frame: Frame, scene: Scene, key: str, **words: str) -> Finding:
    """A finding about a row of the office's own tables that is not there; `key` tells which."""
    table = frame.sources[0].table
    return found(
        check.rule,
        scene.setting.period,
        "",
        (Place(table.file, table.sheet),),
        **{"表": frame.form.sheet, **words},
        table=frame.form.name,
        field=check.field,
        key=key,
        cells=((frame.form.name, -2, check.field),),
    )


def cell(frame: Frame, number: int, name: str) -> Place:
    """The cell of a field in a row."""
    return frame.table(number).place(int(frame.row[number]), name)


def chosen(check: Check, frame: Frame, setting: Setting) -> np.ndarray:
    """The numbers of the rows that the check's 条件 picks; without one, of all."""
    if check.condition is None:
        return np.arange(len(frame))
    return np.flatnonzero(true_rows(evaluate(check.condition, frame, setting, check.terms)))


def text_at(column: Vector, number: int) -> str:
    """A cell's text, "" where there is none."""
    return str(column.data[number]) if column.known[number] else ""


def called(scene: Scene, unit: str) -> str:
    """A unit's short name by the office's directory, else its code."""
    listed = directory(scene)
    if listed is None:
        return unit
    codes, names = listed.column("代码"), listed.column("简称")
    pairs = zip(codes.data, names.data, strict=True)
    return next((str(name) for code, name in pairs if code == unit and name), unit)


def directory(scene: Scene) -> Frame | None:
    """The office's directory of units, if it keeps one with codes and short names."""
    form = scene.scheme.role("名录")
    listed = scene.setting.frames.get(form.name) if form else None
    if listed is None or not {"代码", "简称"} <= listed.form.fields.keys():
        return None
    return listed
