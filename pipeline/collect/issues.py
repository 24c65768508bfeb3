"""What the office has entered of single documents before they go out: numbers, addressees, days."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.collect.base import Base
from pipeline.collect.roles import is_of
from pipeline.model.finding import Finding
from pipeline.model.issue import Issue
from pipeline.model.number import unscaled
from pipeline.model.period import Period
from pipeline.model.table import Table
from pipeline.scheme.expression import nearest
from pipeline.scheme.form import Form, Kind
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
    entered = _Entered(scheme, form)
    made: list[Issue] = []
    findings: list[Finding] = []
    for number, row in enumerate(base.rows(form.name)):
        values = {
            name: unscaled(one) if type(one) is int else one
            for name in scheme.told
            if (one := row.get(name)) not in (None, BAD)
        }
        document, copy = (str(row.get(one) or "").strip() for one in ("文件", "哪一份"))
        one = Issue(document, copy, values, table.rows[number])
        own = is_of(row.get("期间"), period)
        reason = entered.trouble(one, own=own)
        if own and document and reason:
            findings += _unusable(scheme, table, period, number, reason)
        elif own and document:
            made.append(one)
    return made, findings


class _Entered:
    """The rows of the table so far: no number is given twice, no document entered twice."""

    def __init__(self, scheme: Scheme, form: Form) -> None:
        self._scheme, self._form = scheme, form
        self._numbers: dict[tuple[str, str], int] = {}
        self._documents: dict[tuple[str, str], int] = {}

    def trouble(self, one: Issue, *, own: bool) -> str:
        """Why a row cannot be used; rows of other periods only keep their numbers."""
        for name, value in one.values.items():
            if self._form.fields[name].unique:
                first = self._numbers.setdefault((name, _folded(str(value))), one.row)
                if first != one.row:
                    return f"的{name}“{value}”第{first}行已经用了，这一行没有用"
        return self._of_document(one) if own else ""

    def _of_document(self, one: Issue) -> str:
        plan, fields = self._scheme.documents.get(one.document), self._form.fields
        if plan is None:
            return f"没有“{one.document}”这种文件{nearest(one.document, self._scheme.documents)}"
        of_copies = [n for n in one.values if fields[n].unique or fields[n].kind is Kind.NUMBER]
        if plan.root and of_copies and not one.copy:
            return f"“{one.document}”不止一份，{'、'.join(of_copies)}要写明是哪一份的"
        if one.copy and not plan.root:
            return f"“{one.document}”只有一份，请删去“哪一份”里的“{one.copy}”"
        first = self._documents.setdefault((one.document, one.copy), one.row)
        return "" if first == one.row else f"与第{first}行写的是同一份文件，只用了第{first}行"


def _folded(number: str) -> str:
    """栖招办[2026] 9号 is 栖招办〔2026〕9号."""
    return re.sub(r"[\s()（）\[\]〔〕【】［］]", "", number)


def _unusable(
    scheme: Scheme, table: Table, period: Period, number: int, reason: str
) -> Sequence[Finding]:
    if _UNUSED not in scheme.rules:
        return []
    place = table.place(number, "文件")
    words = {"行": table.rows[number], "原因": reason, "table": table.form, "row": number}
    words |= {"field": "文件", "key": str(place)}
    return [found(scheme.rules[_UNUSED], period, "", (place,), **words)]
