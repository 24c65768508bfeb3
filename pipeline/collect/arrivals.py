"""Which file of each unit arrived when, and by when it was due."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

from pipeline.collect.base import Base
from pipeline.collect.explanations import Said
from pipeline.collect.receive import Receipt
from pipeline.collect.roles import is_of, role_rows
from pipeline.model.deadlines import Calendar, Deadlines, days_in, deadlines
from pipeline.model.finding import Finding
from pipeline.model.month import Arrival, Late, Moment
from pipeline.model.number import unscaled
from pipeline.model.period import Period
from pipeline.scheme.form import Form
from pipeline.scheme.scheme import Scheme

_DAYS = {
    "due": "截止日",
    "hour": "截止时",
    "cut_off": "数据截止日",
    "publication": "公布日",
    "grace": "宽限天数",
}


def deadlines_of(
    period: Period, parameters: Mapping[str, object], form: Form | None = None
) -> Deadlines:
    """The period's three dates by the office's parameters, for a form by what it says itself.

    A parameter with the form's name before it (甲表截止日) goes before what the form says.
    """
    numbers = _days(parameters)
    if form is not None:
        numbers |= {**form.timetable.dates, **_days(parameters, form.name)}
    calendar = Calendar(
        days_in(str(parameters.get("节假日") or "")),
        days_in(str(parameters.get("调休上班日") or "")),
        parameters.get("周末顺延") == "是",
    )
    return deadlines(period, calendar, **numbers)


def own_deadlines(
    scheme: Scheme, period: Period, parameters: Mapping[str, object]
) -> dict[str, Deadlines]:
    """The dates of the forms that have others than the office's, by the names of their sheets."""
    common = deadlines_of(period, parameters)
    return {
        _called(form): days
        for form in scheme.forms.values()
        if form.timetable.due_in(period)
        and (days := deadlines_of(period, parameters, form)) != common
    }


def arrivals_of(
    scheme: Scheme,
    base: Base,
    receipt: Receipt,
    units: Collection[str],
    findings: Iterable[Finding],
) -> dict[str, Arrival]:
    """Each unit's file, with the day of receipt by the office's register, else by the cover.

    A file that could not be read is known by its unit's findings.
    """
    registered = _registered(scheme, base, receipt.period)
    arrivals = {
        unit: Arrival(
            one.file,
            receipt.contents.get(one.file, b""),
            one.version,
            registered.get((unit, ""), Moment(one.received) if one.received else None),
            max((row for table in one.tables.values() for row in table.rows[-1:]), default=0),
            tuple(one.tables),
            {name: day for (owner, name), day in registered.items() if owner == unit and name},
        )
        for unit, one in sorted(receipt.submissions.items())
    }
    for finding in findings:
        file = finding.places[0].file if finding.places else ""
        if finding.unit in units and finding.unit not in arrivals and file in receipt.contents:
            moment = registered.get((finding.unit, ""))
            arrivals[finding.unit] = Arrival(file, receipt.contents[file], moment=moment)
    return arrivals


def late_ones(
    scheme: Scheme,
    arrivals: Mapping[str, Arrival],
    period: Period,
    parameters: Mapping[str, object],
) -> dict[str, Late]:
    """Units of which something came after its due day and the days of grace."""
    late = {}
    for unit, arrival in sorted(arrivals.items()):
        forms = [form for name in arrival.forms if _counts(form := scheme.forms[name], period)]
        checked = [(form, _lateness(arrival, form, period, parameters)) for form in forms or [None]]
        those = [(form, one) for form, one in checked if one is not None and one[1]]
        if those:
            day, days = (max(one[at] for _, one in those) for at in (0, 1))
            some = len(those) < len(checked)
            late[unit] = Late(day, days, tuple(_called(form) for form, _ in those if form and some))
    return late


def project_names(scheme: Scheme, receipt: Receipt) -> Iterator[tuple[str, str]]:
    """Project codes with the names that their units give them."""
    registers = {form.parent for form in scheme.forms.values() if form.parent}
    for submission in receipt.submissions.values():
        for name in sorted(registers & set(submission.tables)):
            key, table = scheme.forms[name].key, submission.tables[name]
            if len(key) > 1 and all(one in table.columns for one in key[:2]):
                pairs = zip(*(table.columns[one].values for one in key[:2]), strict=True)
                yield from (pair for pair in pairs if all(isinstance(one, str) for one in pair))


def remarks_on(said: Iterable[Said]) -> Iterator[str]:
    """What to say of each 说明 for which there is no finding."""
    for one in said:
        yield (
            f"{one.place}对问题{one.code}的说明没有对应的问题"
            "（数值已改、问题已消除，或编号、单位不符），未采用"
        )


def _days(parameters: Mapping[str, object], form: str = "") -> dict[str, int]:
    return {
        name: int(parameters[form + said])  # type: ignore[call-overload]
        for name, said in _DAYS.items()
        if parameters.get(form + said) is not None
    }


def _called(form: Form) -> str:
    return form.sheet or form.title


def _counts(form: Form, period: Period) -> bool:
    return not form.role and not form.paired and form.timetable.due_in(period)


def _lateness(
    arrival: Arrival, form: Form | None, period: Period, parameters: Mapping[str, object]
) -> tuple[date, int] | None:
    """When a form came, and how many days late; None where no day is known."""
    moment = arrival.apart.get(form.name, arrival.moment) if form else arrival.moment
    if moment is None:
        return None
    days = deadlines_of(period, parameters, form)
    return moment.day, days.days_late(moment.day, moment.hour)


def _registered(scheme: Scheme, base: Base, period: Period) -> dict[tuple[str, str], Moment]:
    """Unit and form, no form for the whole file → the last receipt in the register."""
    names = {
        called: form.name
        for form in scheme.forms.values()
        for called in (form.name, form.sheet, form.title)
    }
    found = {}
    for row in role_rows(scheme, base, "收件"):
        day, hour = row.get("收到日期"), row.get("收到时")
        if is_of(row.get("期间"), period) and isinstance(day, date):
            form = names.get(str(row.get("报表") or ""), "")
            moment = Moment(day, unscaled(hour) if isinstance(hour, int) else None)
            found[str(row.get("单位") or ""), form] = moment
    return found
