"""A row of a frame as people find it: in which file, sheet and cells it stands."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model.evidence import SourceRow
from pipeline.model.number import Number
from pipeline.model.period import Period
from pipeline.model.place import column_number
from pipeline.scheme.evaluate import number_at
from pipeline.scheme.form import Form
from pipeline.scheme.frame import Frame, Vector


def source_row(
    frame: Frame,
    row: int,
    unit: str,
    fields: Sequence[str],
    amount: Number | None,
    share: Number | None,
) -> SourceRow:
    """Return where a row of a frame stands, with the cells of `fields`, and what it adds."""
    source = frame.sources[frame.owner[row]]
    table, at = source.table, int(frame.row[row])
    places = [table.place(at, name) for name in fields if name in table.columns]
    named = [name for name in frame.form.key if name in table.columns]
    if not places:
        places = [table.place(at, name) for name in (named or [*table.columns])[:1]]
    return SourceRow(
        unit=unit,
        sender=str(frame.unit[row]),
        form=frame.form.name,
        path=_path(table.file, source.submission.period, frame.form),
        sheet=table.sheet,
        cells=_joined([one.cell for one in places]),
        line=int(table.rows[at]),
        label=_label(frame, row, named),
        amount=amount,
        share=share,
        voucher="、".join(filter(None, (_text(frame.column(one.name), row)
                                       for one in frame.form.fields.values()
                                       if one.voucher))),
        carried=source.carried,
    )  # fmt: skip


def _label(frame: Frame, row: int, named: Sequence[str]) -> str:
    said = [_text(frame.column(name), row) for name in named]
    known = [one for one in said if one]
    return known[-1] if known else ""


def _text(vector: Vector, row: int) -> str:
    if not vector.known[row]:
        return ""
    return str(vector.data[row]) if vector.kind == "text" else str(number_at(vector, row))


def _path(file: str, period: Period | None, form: Form) -> str:
    """The file from inputs/ on: a unit's stands in the folder of its period."""
    return file if form.base or period is None else f"{period}/{file}"


def _joined(cells: Sequence[str]) -> str:
    """Addresses of neighbours in one row as a range: F5:K5; others one after another."""
    made: list[list[str]] = []
    for cell in cells:
        if made and _follows(made[-1][-1], cell):
            made[-1].append(cell)
        else:
            made.append([cell])
    return "、".join(one[0] if len(one) == 1 else f"{one[0]}:{one[-1]}" for one in made)


def _follows(one: str, two: str) -> bool:
    first, second = _split(one), _split(two)
    return first[1] == second[1] and column_number(second[0]) == column_number(first[0]) + 1


def _split(cell: str) -> tuple[str, str]:
    letters = cell.rstrip("0123456789")
    return letters, cell[len(letters) :]
