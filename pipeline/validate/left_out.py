"""What a finding keeps out of the totals, in words with the amounts (后果 不计该行, 不计该指标)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from pipeline.model.finding import Consequence, Finding
from pipeline.model.number import plain, unscaled
from pipeline.model.period import Period
from pipeline.model.table import Submission, Table
from pipeline.scheme.form import Field, Form, Kind
from pipeline.scheme.frame import BAD, Frame, Source, frame_of
from pipeline.scheme.scheme import Scheme

_LEAVING = (Consequence.DROP_ROW, Consequence.DROP_CELL)
_KEPT = "暂用上次采用的数"


def with_left_out(
    scheme: Scheme,
    submission: Submission,
    findings: Sequence[Finding],
    earlier: Mapping[str, Sequence[Source]],
    codes: Mapping[str, Mapping[str, str]],
) -> list[Finding]:
    """Tell each open finding of an accepted file what it leaves out, and what stands instead."""
    if not any(_leaves(one) for one in findings):
        return list(findings)
    told = _Told(scheme, submission, earlier, codes)
    return [replace(one, left_out=told.of(one)) if _leaves(one) else one for one in findings]


class _Told:
    def __init__(
        self,
        scheme: Scheme,
        submission: Submission,
        earlier: Mapping[str, Sequence[Source]],
        codes: Mapping[str, Mapping[str, str]],
    ) -> None:
        self._period = submission.period
        self._tables = submission.tables
        self._frames = {
            name: frame_of(scheme.form(name), [Source(submission, table)], codes)
            for name, table in submission.tables.items()
        }
        self._before = {
            name: frame_of(scheme.form(name), list(sources), codes)
            for name, sources in earlier.items()
        }

    def of(self, finding: Finding) -> str:
        frame = self._frames.get(finding.table)
        if frame is None or not 0 <= finding.row < len(frame):
            return ""
        if finding.rule.consequence is Consequence.DROP_ROW:
            return self._row(frame, finding.row)
        return self._cell(frame, finding)

    def _row(self, frame: Frame, row: int) -> str:
        """Every amount of the project, form by form."""
        if not _owned(frame):
            return _joined(
                list(_amounts(frame.form, self._tables[frame.form.name], [row], self._period))
            )
        key = frame.key[row]
        parts: list[str] = []
        for name, other in sorted(self._frames.items(), key=_register_first):
            rows = np.flatnonzero(other.key == key) if _owned(other) else []
            parts += _amounts(other.form, self._tables[name], rows, self._period)
        owned = [one for one in self._before.values() if _owned(one)]
        return _joined(parts, any((one.key == key).any() for one in owned))

    def _cell(self, frame: Frame, finding: Finding) -> str:
        form, table = frame.form, self._tables[finding.table]
        field = form.fields.get(finding.field.split(".")[0])
        column = table.columns.get(finding.field)
        if field is None or column is None:
            return ""
        kept = self._has_last(frame, finding)
        if field.kind is Kind.NUMBER:
            value = column.values[finding.row]
            said = f"“{finding.found}”" if value is BAD or value is None else _number(value)
            heading = field.headings()[field.columns.index(finding.field)]
            measure = field.measure or form.measure if said[0] != "“" else ""
            return _joined([f"{heading}{said}{measure}"], kept)
        parts = list(_amounts(form, table, [finding.row], self._period))
        return _joined([f"按“{field.heading}”统计的{part}" for part in parts], kept)

    def _has_last(self, frame: Frame, finding: Finding) -> bool:
        before = self._before.get(finding.table)
        if before is None or not len(before):
            return False
        at = int(before.same(frame)[finding.row])
        if at < 0:
            return False
        column = before.table(at).columns.get(finding.field)
        return column is not None and column.values[int(before.row[at])] not in (None, BAD)


def _leaves(finding: Finding) -> bool:
    return finding.rule.consequence in _LEAVING and not finding.accepted


def _register_first(named: tuple[str, Frame]) -> bool:
    return bool(named[1].form.parent)


def _owned(frame: Frame) -> bool:
    return bool(frame.form.parent or frame.form.key)


def _joined(parts: Sequence[str], kept: bool = False) -> str:
    return f"{'、'.join(parts)}未计入{f'，{_KEPT}' if kept else ''}" if parts else ""


def _amounts(form: Form, table: Table, rows: Sequence[int], period: Period) -> Iterator[str]:
    """The amount that the rows of a form stand for: the year's months, else the first must."""
    field = _main(form)
    if field is None or not len(rows):
        return
    names = field.columns[: period.month] if field.repeat else field.columns
    columns = [table.columns[name] for name in names if name in table.columns]
    values = [column.values[row] for column in columns for row in rows]
    total = sum(one for one in values if type(one) is int)
    what = f"{form.sheet}{period.to_date.name}" if field.repeat else field.heading
    yield f"{what}{_number(total)}{field.measure or form.measure}"


def _main(form: Form) -> Field | None:
    fields = () if form.role else form.fields.values()
    numbers = [one for one in fields if one.kind is Kind.NUMBER]
    repeated = [one for one in numbers if one.repeat]
    return next(iter(repeated or [one for one in numbers if one.required]), None)


def _number(value: object) -> str:
    return plain(unscaled(value))  # type: ignore[arg-type]
