"""Codes for projects that have none yet: proposed, never assigned."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from pipeline.collect.receive import Receipt
from pipeline.model.month import Proposal
from pipeline.scheme.form import Field, Form
from pipeline.scheme.scheme import Scheme
from pipeline.scheme.sent import normal


def proposals(
    scheme: Scheme, receipt: Receipt, codes: Mapping[str, Mapping[str, str]]
) -> Iterator[Proposal]:
    """Yield a code for each row without one, where a field has a 编码.

    A project that had a code in an earlier month gets that one, others the unit's next free one.
    """
    for form in scheme.forms.values():
        for field in form.fields.values():
            if field.pattern:
                yield from _of_field(form, field, receipt, codes)


def _of_field(
    form: Form, field: Field, receipt: Receipt, codes: Mapping[str, Mapping[str, str]]
) -> Iterator[Proposal]:
    for unit, submission in receipt.submissions.items():
        table = submission.tables.get(form.name)
        if table is None or any(name not in table.columns for name in form.key):
            continue
        year = str(receipt.period.year)
        known = codes.get(unit, {})
        number = _last(field.pattern, unit, year, known.values())
        named = table.columns[form.key[-1]].values
        for row, code in enumerate(table.columns[field.name].values):
            project = named[row]
            if code is not None or not isinstance(project, str):
                continue
            proposed = known.get(normal(project), "")
            if not proposed:
                number += 1
                proposed = field.pattern.format(单位=unit, 年=year, 序=f"{number:03d}")
            yield Proposal(unit, str(table.place(row, field.name)), project, proposed)


def _last(pattern: str, unit: str, year: str, known: Iterable[str]) -> int:
    """The highest number that the unit has given out this year."""
    shape = re.escape(pattern.format(单位=unit, 年=year, 序="@@")).replace("@@", r"(\d+)")
    found = [re.fullmatch(shape, code) for code in known]
    return max((int(match[1]) for match in found if match), default=0)
