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
from pipeline.model.month import Arrival
from pipeline.model.period import Period
from pipeline.scheme.scheme import Scheme

_DAYS = {
    "due": "截止日",
    "hour": "截止时",
    "cut_off": "数据截止日",
    "publication": "公布日",
    "grace": "宽限天数",
}


def deadlines_of(period: Period, parameters: Mapping[str, object]) -> Deadlines:
    """The period's three dates by the office's parameters."""
    numbers = {
        name: int(parameters[said])  # type: ignore[call-overload]
        for name, said in _DAYS.items()
        if parameters.get(said) is not None
    }
    calendar = Calendar(
        days_in(str(parameters.get("节假日") or "")),
        days_in(str(parameters.get("调休上班日") or "")),
        parameters.get("周末顺延") == "是",
    )
    return deadlines(period, calendar, **numbers)


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
    registered = dict(_registered(scheme, base, receipt.period))
    arrivals = {
        unit: Arrival(
            one.file,
            receipt.contents.get(one.file, b""),
            one.version,
            registered.get(unit, one.received),
            max((row for table in one.tables.values() for row in table.rows[-1:]), default=0),
        )
        for unit, one in sorted(receipt.submissions.items())
    }
    for finding in findings:
        file = finding.places[0].file if finding.places else ""
        if finding.unit in units and finding.unit not in arrivals and file in receipt.contents:
            day = registered.get(finding.unit)
            arrivals[finding.unit] = Arrival(file, receipt.contents[file], received=day)
    return arrivals


def late_ones(arrivals: Mapping[str, Arrival], days: Deadlines) -> dict[str, str]:
    """Units whose file came after the due day and the days of grace, with the day of receipt."""
    return {
        unit: one.received.isoformat()
        for unit, one in sorted(arrivals.items())
        if one.received and days.days_late(one.received)
    }


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


def _registered(scheme: Scheme, base: Base, period: Period) -> Iterator[tuple[str, date]]:
    for row in role_rows(scheme, base, "收件"):
        day = row.get("收到日期")
        if is_of(row.get("期间"), period) and isinstance(day, date):
            yield str(row.get("单位") or ""), day
