"""The whole of it: read, recognise, judge, sum up."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from pipeline.conform.blanks import unfilled
from pipeline.conform.case import Case
from pipeline.conform.judges import JUDGES
from pipeline.conform.printed import as_printed
from pipeline.conform.profile import guessed
from pipeline.conform.report import Report, joined
from pipeline.conform.roles import TITLE, roles_of, tagged
from pipeline.model.number import plain
from pipeline.office.pages import Pages
from pipeline.office.written import Spot, Written
from pipeline.scheme.standard import Requirement, Standard

CHOSEN = "指定"


def conform(
    written: Written, standard: Standard, profile: str = "", pages: Pages | None = None
) -> Report:
    """Hold a document against the standard; without `profile` the document tells which it is.

    With `pages` the printed pages are judged too (R01–R06).
    """
    roles = tuple(roles_of(written, standard))
    why = CHOSEN
    if not profile:
        profile, why = guessed(written, roles)
    case = Case(written, roles, standard, profile)
    blanks, spared_there = unfilled(case)
    found = [one for judge, _ in JUDGES for one in judge(case)]
    found = [one for one in found if (one.code, one.place) not in spared_there]
    found += as_printed(case, pages) if pages else ()
    spared = standard.profiles.get(profile, ())
    rules = {
        code: _worded(rule, standard) for code, rule in standard.rules.items() if code not in spared
    }
    return Report(profile, why, joined(found, rules), tuple(_notes(case)), blanks)


def _worded(rule: Requirement, standard: Standard) -> Requirement:
    """The rule with the numbers of the standard in its words."""
    area = {name: plain(value) for name, value in standard.area.items()}
    limits = {name: plain(value) for name, value in standard.limits.items()}
    place = "居中" if standard.numbering == "居中" else "单页居右空一字，双页居左空一字"
    values = {**area, **limits, "页码位置": place}
    required, remedy = rule.required, rule.remedy
    for name, value in values.items():
        required = required.replace(f"{{{name}}}", value)
        remedy = remedy.replace(f"{{{name}}}", value)
    return dataclasses.replace(rule, required=required, remedy=remedy)


def _notes(case: Case) -> Iterator[str]:
    """What was not judged, and why."""
    written = case.written
    lying = [number for number, one in enumerate(written.sections, 1) if one.landscape]
    if lying:
        names = "、".join(f"第{number}节" for number in lying)
        yield f"{names}是横排，不按每页行数、字数和页码位置检查，页码位置请看印出的页"
    if written.tables:
        yield f"{len(written.tables)}张表里的文字不按正文检查"
    if TITLE not in case.roles:
        yield "没有认出标题，标题各项没有检查"
    if any(tagged(one.full) for one in written.paragraphs):
        yield "是带标签的模板，标题文种、序数、日期等要看文字的各项没有检查"
    unknown = sum(
        role == "其他" and one.spot is Spot.BODY
        for one, role in zip(written.paragraphs, case.roles, strict=True)
    )
    if unknown:
        yield f"{unknown}段看不出是什么，只查了表格、页面等，没有按正文检查"
