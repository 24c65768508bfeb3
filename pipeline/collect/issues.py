"""What the office has entered of single documents before they go out: numbers, addressees, days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.collect.base import Base
from pipeline.collect.roles import is_of
from pipeline.model.finding import Finding
from pipeline.model.issue import Issue
from pipeline.model.number import unscaled
from pipeline.model.period import Period
from pipeline.model.table import Table
from pipeline.scheme.expression import nearest
from pipeline.scheme.form import Form
from pipeline.scheme.rules import OF_FIGURES, found
from pipeline.scheme.scheme import Scheme
from pipeline.scheme.sent import BAD

_UNUSED = OF_FIGURES[-1]


def issues(scheme: Scheme, base: Base, period: Period) -> tuple[list[Issue], list[Finding]]:
    """Return what was entered of the period's documents, and the rows that cannot be used (A04)."""
    form = scheme.role("发文")
    table = base.tables.get(form.name) if form else None
    if form is None or table is None:
        return [], []
    known: dict[tuple[str, str], int] = {}
    made: list[Issue] = []
    findings: list[Finding] = []
    for number, row in enumerate(base.rows(form.name)):
        document, unit = str(row.get("文件") or ""), str(row.get("单位") or "")
        if not document or not is_of(row.get("期间"), period):
            continue
        values = {
            name: unscaled(one) if type(one) is int else one
            for name in scheme.told
            if (one := row.get(name)) not in (None, BAD)
        }
        same = known.setdefault((document, unit), number)
        reason = _trouble(scheme, form, document, unit, values)
        if same != number:
            reason = f"与第{table.rows[same]}行写的是同一份文件，两行只能留一行"
        if reason:
            findings += _unusable(scheme, table, period, number, reason)
        else:
            made.append(Issue(document, unit, values))
    return made, findings


def _trouble(
    scheme: Scheme, form: Form, document: str, unit: str, values: Mapping[str, object]
) -> str:
    """Why a row cannot be used; a number (唯一) is one copy's alone."""
    plan = scheme.documents.get(document)
    if plan is None:
        return f"没有“{document}”这种文件{nearest(document, scheme.documents)}"
    own = [name for name in values if form.fields[name].unique]
    if plan.root and own and not unit:
        return f"“{document}”不止一份，{'、'.join(own)}要写明是给哪个单位的那一份"
    if unit and not plan.root:
        return f"“{document}”不分单位，请删去单位"
    return ""


def _unusable(
    scheme: Scheme, table: Table, period: Period, number: int, reason: str
) -> Sequence[Finding]:
    if _UNUSED not in scheme.rules:
        return []
    place = table.place(number, "文件")
    words = {"行": table.rows[number], "原因": reason, "table": table.form, "row": number}
    return [found(scheme.rules[_UNUSED], period, "", (place,), field="文件", **words)]
