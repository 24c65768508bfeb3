"""Checks within a table's rows: what must be filled in, what must be unique, what must hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

import numpy as np

from pipeline.model.finding import Fault, Finding, Rule
from pipeline.model.number import plain, printed
from pipeline.model.place import Place
from pipeline.scheme.evaluate import evaluate, false_rows, number_at, true_rows
from pipeline.scheme.expression import Expression, ExpressionError
from pipeline.scheme.form import Field
from pipeline.scheme.frame import Frame, Setting, Vector
from pipeline.scheme.rules import Check, found
from pipeline.scheme.scheme import Scheme

Faults = list[Fault]


def required(scheme: Scheme, frame: Frame, setting: Setting, faults: Faults) -> Iterator[Finding]:
    """V06: cells that must not stay empty, always or for the row's stage."""
    rule = scheme.rules["V06"]
    for field in frame.form.fields.values():
        if field.repeat or not field.holds_in(setting.period):
            continue
        column = frame.column(field.name)
        empty = ~(column.known | column.bad)
        if field.required:
            rows = empty
        elif field.required_when is not None:
            place = f"第{field.line}行"
            value = holding(field.required_when, frame, setting, {}, frame.form.file, place, faults)
            if value is None:
                continue
            rows = empty & true_rows(value)
        else:
            continue
        for number in np.flatnonzero(rows):
            table = frame.table(number)
            if field.name in table.columns:
                yield _finding(rule, frame, setting, number, field, frame.form.name)


def unique(scheme: Scheme, frame: Frame, setting: Setting) -> Iterator[Finding]:
    """V16: a code that stands twice in one unit's table; one finding per code."""
    for field in frame.form.fields.values():
        if not field.unique or frame.form.role == "发文":  # judged with the documents they are of
            continue
        column = frame.column(field.name)
        rows = defaultdict(list)
        pairs = zip(frame.unit.tolist(), column.data.tolist(), strict=True)
        for number, (pair, known) in enumerate(zip(pairs, column.known.tolist(), strict=True)):
            if known:
                rows[pair].append(number)
        for (_, value), numbers in rows.items():
            if len(numbers) < 2:
                continue
            places = tuple(_place(frame, number, field.name) for number in numbers)
            cells = tuple((frame.form.name, int(frame.row[n]), field.name) for n in numbers)
            yield found(
                scheme.rules["V16"],
                setting.period,
                addressed(frame, numbers[0]),
                places[1:] + places[:1],
                值=value,
                列=field.heading,
                表=frame.form.title,
                行号="、".join(str(frame.table(n).rows[frame.row[n]]) for n in numbers),
                table=frame.form.name,
                row=int(frame.row[numbers[1]]),
                field=field.name,
                key=str(frame.key[numbers[1]]),
                found=str(value),
                cells=cells,
            )


def formula(check: Check, frame: Frame, setting: Setting, faults: Faults) -> Iterator[Finding]:
    """A check that is a formula: a finding for each row where it is known not to hold."""
    assert check.formula is not None
    file, _, line = check.rule.source.rpartition(":")
    place = f"第{line}行"
    terms = {
        name: guarded(term, frame, setting, check.terms, file, place, faults)
        for name, term in check.terms.items()
    }
    value = holding(check.formula, frame, setting, check.terms, file, place, faults)
    if value is None:
        return
    rows = false_rows(value)
    if check.condition is not None:
        limit = holding(check.condition, frame, setting, check.terms, file, place, faults)
        if limit is None:
            return
        rows &= true_rows(limit)
    hits = np.flatnonzero(rows)
    if not len(hits):
        return
    reach = _reach(check, frame)
    named = (name for form, name, _ in reach if not form)
    known = (check.field, *named, *frame.form.key, *frame.form.fields)
    field = frame.form.fields[next(name for name in known if name)]
    for number in hits:
        words = {name: said(vector, number) for name, vector in terms.items() if vector}
        cells = tuple(_cells(reach, frame, setting, number))
        yield _finding(
            check.rule,
            frame,
            setting,
            number,
            field,
            frame.form.name,
            words=words,
            cells=cells,
            others=tuple(_linked_places(reach, frame, setting, number)),
        )


def holding(
    expression: Expression,
    frame: Frame,
    setting: Setting,
    terms: Mapping[str, Expression],
    file: str,
    place: str,
    faults: Faults,
) -> Vector | None:
    """Evaluate what must be a condition; a mere number or text is a Fault too."""
    value = guarded(expression, frame, setting, terms, file, place, faults)
    if value is None or value.kind == "flag":
        return value
    what = f"公式“{expression.text}”无法计算：公式应是条件，不能只是一个数或一段文字"
    faults.append(Fault(file, place, what, "请修改公式"))
    return None


def guarded(
    expression: Expression,
    frame: Frame,
    setting: Setting,
    terms: Mapping[str, Expression],
    file: str,
    place: str,
    faults: Faults,
) -> Vector | None:
    """Evaluate; a rule that itself fails becomes a Fault with file and line, never bad data."""
    try:
        return evaluate(expression, frame, setting, terms)
    except (ExpressionError, TypeError, ValueError, IndexError, KeyError) as error:
        what = str(error) if isinstance(error, ExpressionError) else "两边的内容类型不合"
        faults.append(Fault(file, place, f"公式“{expression.text}”无法计算：{what}", "请修改公式"))
        return None


def said(vector: Vector, number: int) -> str:
    """A value as a message says it: exact where that is short, else two decimals."""
    if not vector.known[number]:
        return "（空）"
    if vector.kind == "number":
        value = number_at(vector, number)
        assert value is not None
        text = plain(value)
        return text if len(text.partition(".")[2]) <= 6 else printed(value, 2)
    if vector.kind == "date":
        return date.fromordinal(int(vector.data[number])).isoformat()
    return str(vector.data[number])


def typed_text(frame: Frame, name: str, number: int) -> str:
    """What the clerk typed into a cell."""
    column = frame.table(number).columns.get(name)
    if column is None:
        return ""
    raw = column.raw.get(int(frame.row[number]))
    if raw is not None:
        return raw
    vector = frame.column(name)
    return said(vector, number) if vector.known[number] else ""


def addressed(frame: Frame, number: int) -> str:
    """The unit that a finding in a row is about: none, the office, in the office's own tables."""
    return "" if frame.form.base else str(frame.unit[number])


def _finding(
    rule: Rule,
    frame: Frame,
    setting: Setting,
    number: int,
    field: Field,
    form: str,
    *,
    words: Mapping[str, str] | None = None,
    cells: tuple[tuple[str, int, str], ...] = (),
    others: tuple[Place, ...] = (),
) -> Finding:
    row = int(frame.row[number])
    table = frame.table(number)
    name = _column(field, setting)
    spoken = f"{rule.message}{rule.remedy}"
    values = {
        one.name: said(frame.column(one.name), number)
        for one in frame.form.fields.values()
        if (one.name in frame.form.key or one.name in spoken)
        and not one.repeat
        and one.name in table.columns
    }
    names = [values.get(key, "") for key in frame.form.key]
    values.update(words or {})
    details = {
        "行": table.rows[row],
        "列": field.heading,
        "表": frame.form.title,
        "项目": next((one for one in reversed(names) if one and one != "（空）"), ""),
        "值": typed_text(frame, name, number),
        **values,
    }
    return found(
        rule,
        setting.period,
        addressed(frame, number),
        (_place(frame, number, name), *others),
        **details,
        table=form,
        row=row,
        field=name,
        key=str(frame.identity[number]),
        found=details["值"] if name in table.columns else "",
        cells=cells or ((form, row, field.name),),
    )


def _column(field: Field, setting: Setting) -> str:
    """The field's column; of a field with one column a month that of the period's month."""
    month = setting.period.month
    return field.columns[month - 1 if month <= field.repeat else 0]


def _place(frame: Frame, number: int, name: str) -> Place:
    return frame.table(number).place(int(frame.row[number]), name)


def _reach(check: Check, frame: Frame) -> list[tuple[str, str, bool]]:
    """Every field that the check reads, through its terms."""
    reach: list[tuple[str, str, bool]] = []
    assert check.formula is not None
    waiting = list(check.formula.reach())
    while waiting:
        form, name, every = waiting.pop(0)
        if not form and name in check.terms and name not in frame.form.fields:
            waiting.extend(check.terms[name].reach())
        elif (form, name, every) not in reach:
            reach.append((form, name, every))
    return reach


def _cells(
    reach: list[tuple[str, str, bool]], frame: Frame, setting: Setting, number: int
) -> Iterator[tuple[str, int, str]]:
    for form, name, every in reach:
        if not form:
            yield frame.form.name, int(frame.row[number]), name
        elif every:
            yield form, -1, name
        else:
            other = setting.frames[form]
            for at in _same_project(other, frame, number):
                yield form, int(other.row[at]), name


def _linked_places(
    reach: list[tuple[str, str, bool]], frame: Frame, setting: Setting, number: int
) -> Iterator[Place]:
    """The other tables' cells of the same project: they may be the wrong ones."""
    for form, name, every in reach:
        if form and not every and not setting.frames[form].form.fields[name].repeat:
            other = setting.frames[form]
            yield from (_place(other, int(at), name) for at in _same_project(other, frame, number))


def _same_project(other: Frame, frame: Frame, number: int) -> list[int]:
    return other.all(frame.unit[number], frame.key[number])
