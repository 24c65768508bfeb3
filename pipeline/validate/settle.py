"""What of an accepted file counts, and where the last accepted stands in its place."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import numpy as np

from pipeline.model.finding import Consequence, Finding
from pipeline.model.number import exact, scaled
from pipeline.model.table import Column, Submission, Table
from pipeline.scheme.frame import BAD, Frame, Source, frame_of
from pipeline.scheme.scheme import Scheme


def settled(
    scheme: Scheme,
    submission: Submission,
    findings: Sequence[Finding],
    earlier: Mapping[str, Sequence[Source]],
    codes: Mapping[str, Mapping[str, str]],
) -> dict[str, Sequence[Source]]:
    """Return, per form, the tables that count (不计该行, 不计该指标; domain.md section 4).

    A project whose row is left out keeps its last accepted rows, marked as carried; so does a
    cell that cannot be used, where the last accepted table has one. What the office released
    counts as it was sent.
    """
    open_ = [one for one in findings if not one.accepted]
    dropped = [one for one in open_ if one.rule.consequence is Consequence.DROP_ROW]
    blanked = [one for one in open_ if one.rule.consequence is Consequence.DROP_CELL]
    released = {(one.table, one.row, one.field) for one in findings if one.accepted}
    frames = {
        name: frame_of(scheme.form(name), [Source(submission, table)], codes)
        for name, table in submission.tables.items()
    }
    projects = _projects(dropped, frames)
    counted: dict[str, Sequence[Source]] = {}
    for name, frame in frames.items():
        before = frame_of(scheme.form(name), list(earlier.get(name, ())), codes)
        owned = _owned(frame)
        left_out = [row for row in range(len(frame)) if owned and frame.key[row] in projects]
        left_out += [one.row for one in dropped if one.table == name]
        table = _blanked(submission.tables[name], blanked, released, frame, before)
        sources = [Source(submission, without(table, set(left_out)))]
        if projects and owned:
            sources += _kept(before, projects)
        counted[name] = sources
    return counted | _between_rounds(scheme, submission, earlier)


def _between_rounds(
    scheme: Scheme, submission: Submission, earlier: Mapping[str, Sequence[Source]]
) -> dict[str, Sequence[Source]]:
    """The last accepted tables of forms that are not asked for in this period (期别)."""
    return {
        name: [Source(one.submission, one.table, True) for one in sources]
        for name, sources in earlier.items()
        if name not in submission.tables
        and not scheme.form(name).timetable.due_in(submission.period)
    }


def without(table: Table, rows: set[int]) -> Table:
    """The table less some of its rows (indices)."""
    if not rows:
        return table
    return picked(table, [row for row in range(len(table)) if row not in rows])


def picked(table: Table, rows: Sequence[int]) -> Table:
    """The table of some of its rows (indices), in that order."""
    columns = {
        name: replace(
            column,
            values=[column.values[row] for row in rows],
            raw={new: column.raw[old] for new, old in enumerate(rows) if old in column.raw},
        )
        for name, column in table.columns.items()
    }
    return replace(table, rows=[table.rows[row] for row in rows], columns=columns)


def _owned(frame: Frame) -> bool:
    """Whether the form's rows belong to projects: it has a register as parent, or is one."""
    return bool(frame.form.parent or frame.form.key)


def _projects(dropped: Sequence[Finding], frames: Mapping[str, Frame]) -> set[str]:
    return {
        str(frames[one.table].key[one.row])
        for one in dropped
        if one.table in frames and 0 <= one.row < len(frames[one.table])
    }


def _kept(before: Frame, projects: set[str]) -> list[Source]:
    kept = []
    for number, source in enumerate(before.sources):
        rows = [
            int(before.row[at])
            for at in np.flatnonzero(before.owner == number)
            if before.key[at] in projects
        ]
        if rows:
            kept.append(Source(source.submission, picked(source.table, rows), carried=True))
    return kept


def _blanked(
    table: Table,
    blanked: Sequence[Finding],
    released: Collection[tuple[str, int, str]],
    frame: Frame,
    before: Frame,
) -> Table:
    """Replace unusable cells by the last accepted ones, else by nothing."""
    targets = {(one.row, one.field) for one in blanked if one.table == table.form}
    for name, column in table.columns.items():
        targets.update((row, name) for row, value in enumerate(column.values) if value is BAD)
    if not targets:
        return table
    same = before.same(frame) if len(before) else np.full(len(frame), -1)
    columns = dict(table.columns)
    for name in {name for _, name in targets} & columns.keys():
        column = columns[name]
        values = list(column.values)
        for row in (row for row, other in targets if other == name and row >= 0):
            sent = _number(column.raw.get(row, "")) if (table.form, row, name) in released else None
            values[row] = _last(before, int(same[row]), name) if sent is None else sent
        columns[name] = Column(name, column.letter, values, column.raw)
    return replace(table, columns=columns)


def _number(text: str) -> int | None:
    try:
        return scaled(exact(text.replace(",", "")))
    except ValueError:
        return None


def _last(before: Frame, at: int, name: str) -> object:
    if at < 0:
        return None
    column = before.table(at).columns.get(name)
    value = column.values[int(before.row[at])] if column else None
    return None if value is BAD else value
