"""The verdict on a period: every finding once, each unit's state, and what may be counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from pipeline.model.finding import Consequence, Fault, Finding, Level
from pipeline.model.period import Period
from pipeline.model.table import Submission, Table
from pipeline.model.unit import UnitState
from pipeline.scheme.frame import Frame, Setting, Source, frame_of
from pipeline.scheme.rules import Check
from pipeline.scheme.scheme import Scheme
from pipeline.validate.named import CHECKS, Scene, named
from pipeline.validate.rows import formula, required, unique
from pipeline.validate.settle import settled

Codes = Mapping[str, Mapping[str, str]]
Sources = Mapping[str, Sequence[Source]]
"""Form name → the tables that count."""


@dataclass(frozen=True, slots=True)
class Waiver:
    """A finding, or without a code a whole file, that someone of the office lets through."""

    unit: str
    code: str
    reason: str
    by: str

    def covers(self, finding: Finding) -> bool:
        return self.unit == finding.unit and self.code in ("", finding.code)


@dataclass(frozen=True, slots=True)
class Matter:
    """What there is to judge: the submissions and base tables of a period, and what came before."""

    period: Period
    submissions: Mapping[str, Submission]
    base: Mapping[str, Table]
    base_file: str
    units: Sequence[str]
    earlier: Mapping[str, Sources] = field(default_factory=dict)
    codes: Codes = field(default_factory=dict)
    waivers: Sequence[Waiver] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome: findings, states by unit, and per accepted unit the tables that count."""

    findings: tuple[Finding, ...]
    states: Mapping[str, UnitState]
    accepted: Mapping[str, Sources]
    faults: tuple[Fault, ...] = ()

    def open(self, unit: str) -> list[Finding]:
        """The unit's 强制 findings that nobody has accepted."""
        return [
            one
            for one in self.findings
            if one.unit == unit and one.rule.level is Level.MUST and not one.accepted
        ]


def judge(scheme: Scheme, matter: Matter, read: Iterable[Finding]) -> Verdict:
    """Apply every check to a period; `read` are the findings that reading already made."""
    faults: list[Fault] = []
    setting = Setting(
        matter.period,
        matter.period.to_date,
        _frames(scheme, matter),
        _earlier(scheme, matter),
    )
    findings = [_keyed(one, setting.frames) for one in read]
    findings.extend(_checked(scheme, matter, setting, faults))
    findings = [one for one in findings if one.rule.holds_in(matter.period)]
    findings = [_waived(one, matter.waivers) for one in _unsilenced(findings)]
    findings.sort(key=lambda one: (one.unit, one.rule.code, str(one.places[:1])))
    states = {unit: _state(unit, matter, findings) for unit in matter.units}
    accepted = {
        unit: settled(
            scheme,
            matter.submissions[unit],
            [one for one in findings if one.unit == unit],
            matter.earlier.get(unit, {}),
            matter.codes,
        )
        for unit, state in states.items()
        if state is UnitState.ACCEPTED
    }
    return Verdict(tuple(findings), states, accepted, tuple(faults))


def base_frames(
    scheme: Scheme, tables: Mapping[str, Table], file: str, codes: Codes
) -> dict[str, Frame]:
    """The office's own tables as frames; those it does not keep are empty."""
    nobody = Submission("", Period(2000, 1), file, "")
    return {
        form.name: frame_of(
            form, [Source(nobody, tables[form.name])] if form.name in tables else [], codes
        )
        for form in scheme.base.values()
    }


def _frames(scheme: Scheme, matter: Matter) -> dict[str, Frame]:
    frames = {}
    for form in scheme.forms.values():
        sources = [
            Source(submission, submission.tables[form.name])
            for submission in matter.submissions.values()
            if form.name in submission.tables
        ]
        frames[form.name] = frame_of(form, sources, matter.codes)
    return frames | base_frames(scheme, matter.base, matter.base_file, matter.codes)


def _earlier(scheme: Scheme, matter: Matter) -> dict[str, Frame]:
    return {
        form.name: frame_of(
            form,
            [one for sources in matter.earlier.values() for one in sources.get(form.name, ())],
            matter.codes,
        )
        for form in scheme.forms.values()
    }


def _checked(
    scheme: Scheme, matter: Matter, setting: Setting, faults: list[Fault]
) -> Iterable[Finding]:
    for frame in setting.frames.values():
        yield from required(scheme, frame, setting, faults)
        yield from unique(scheme, frame, setting)
    scene = Scene(scheme, setting, frozenset(matter.units))
    for check in scheme.checks:
        if not (check.rule.holds_in(matter.period) and _readable(check, scheme, matter.period)):
            continue
        if check.formula is not None:
            yield from formula(check, setting.frames[check.form], setting, faults)
        elif check.named in CHECKS:
            yield from named(check, scene)
        else:
            file, _, line = check.rule.source.rpartition(":")
            known = "、".join(CHECKS)
            what = f"没有“{check.named}”这种检查"
            faults.append(Fault(file, f"第{line}行", what, f"可用的有：{known}"))


def _readable(check: Check, scheme: Scheme, period: Period) -> bool:
    """Whether all that the check reads is in force (自 / 至): else there is nothing to judge."""
    fields = [(check.form, check.field)] if check.field else []
    for one in (check.formula, check.condition, *check.terms.values()):
        fields += [(form or check.form, name) for form, name in one.names()] if one else []
    declared = (scheme.form(form).fields.get(name) for form, name in fields)
    return all(one is None or one.holds_in(period) for one in declared)


def _keyed(finding: Finding, frames: Mapping[str, Frame]) -> Finding:
    """Add the project to a finding that reading made, so that its number tells rows apart."""
    frame = frames.get(finding.table)
    if frame is None or finding.key or finding.row < 0:
        return finding
    rows = frame.row == finding.row
    if not frame.form.base:
        rows &= frame.unit == finding.unit
    hits = np.flatnonzero(rows)
    return replace(finding, key=str(frame.identity[hits[0]])) if len(hits) else finding


def _unsilenced(findings: Sequence[Finding]) -> list[Finding]:
    """Leave out what a graver finding covers on the same cells (盖过).

    Of two that would cover each other the first stays.
    """
    covering = [(number, one) for number, one in enumerate(findings) if one.rule.silences]
    return [
        one
        for number, one in enumerate(findings)
        if not any(
            _covers(other, one) and (at < number or not _covers(one, other))
            for at, other in covering
        )
    ]


def _covers(one: Finding, other: Finding) -> bool:
    if one.rule.code == other.rule.code or one.unit != other.unit:
        return False
    if "全部" in one.rule.silences:
        return not {place.file for place in one.places}.isdisjoint(
            place.file for place in other.places
        )
    return other.rule.code in one.rule.silences and one.touches(other)


def _waived(finding: Finding, waivers: Sequence[Waiver]) -> Finding:
    if any(waiver.covers(finding) for waiver in waivers):
        return replace(finding, accepted=True)
    return finding


def _state(unit: str, matter: Matter, findings: Sequence[Finding]) -> UnitState:
    returned = any(
        one.unit == unit and one.rule.consequence is Consequence.RETURN and not one.accepted
        for one in findings
    )
    if returned:
        return UnitState.RETURNED
    return UnitState.ACCEPTED if unit in matter.submissions else UnitState.ABSENT
