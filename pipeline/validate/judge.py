"""The verdict on a period: every finding once, each unit's state, and what may be counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from pipeline.model.finding import Consequence, Fault, Finding, Level
from pipeline.model.period import Period
from pipeline.model.table import Submission, Table
from pipeline.model.unit import UnitState
from pipeline.scheme.frame import Frame, Setting, Source, frame_of
from pipeline.scheme.rules import Check
from pipeline.scheme.scheme import Scheme
from pipeline.validate.left_out import with_left_out
from pipeline.validate.named import CHECKS, named
from pipeline.validate.rows import formula, required, unique
from pipeline.validate.scene import Scene
from pipeline.validate.settle import settled
from pipeline.validate.silence import unsilenced

Codes = Mapping[str, Mapping[str, str]]
Sources = Mapping[str, Sequence[Source]]
"""Form name → the tables that count."""


@dataclass(frozen=True, slots=True)
class Waiver:
    """A finding, or without a code a whole file, that someone of the office lets through.

    A finding of the office's own tables has no unit: it goes by its code alone.
    """

    unit: str
    code: str
    reason: str
    by: str

    def covers(self, finding: Finding) -> bool:
        if not self.unit and not self.code:
            return False
        return self.unit == finding.unit and self.code in ("", finding.code)


@dataclass(frozen=True, slots=True)
class Matter:
    """What there is to judge: the submissions and base tables of a period, and what came before.

    `earlier` is what was accepted last, per unit; `former` the registers of the last folder of an
    earlier year, by form; `due` the day by which the files had to come.
    """

    period: Period
    submissions: Mapping[str, Submission]
    base: Mapping[str, Table]
    base_file: str
    units: Sequence[str]
    earlier: Mapping[str, Sources] = field(default_factory=dict)
    codes: Codes = field(default_factory=dict)
    waivers: Sequence[Waiver] = ()
    former: Sources = field(default_factory=dict)
    due: date | None = None


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
    read = list(read)
    setting = Setting(
        matter.period,
        matter.period.to_date,
        _frames(scheme, matter),
        _earlier(scheme, matter),
    )
    findings = list(_keyed(read, setting.frames))
    scene = Scene(
        scheme,
        setting,
        frozenset(matter.units),
        frozenset(matter.units) - _heard(matter, read),
        matter.due,
        _former(scheme, matter),
    )
    findings.extend(_checked(scheme, matter, scene, faults))
    findings = [one for one in findings if one.rule.holds_in(matter.period)]
    findings = [waived(one, matter.waivers) for one in unsilenced(findings)]
    findings.sort(key=lambda one: (one.unit, one.rule.code, str(one.places[:1])))
    by_unit: dict[str, list[Finding]] = defaultdict(list)
    for one in findings:
        by_unit[one.unit].append(one)
    states = {unit: _state(unit, matter, by_unit[unit]) for unit in matter.units}
    accepted: dict[str, Sources] = {}
    for unit in [unit for unit, state in states.items() if state is UnitState.ACCEPTED]:
        submission, earlier = matter.submissions[unit], matter.earlier.get(unit, {})
        own = by_unit[unit]
        accepted[unit] = settled(scheme, submission, own, earlier, matter.codes)
        by_unit[unit] = with_left_out(scheme, submission, own, earlier, matter.codes)
    findings = [one for unit in sorted(by_unit) for one in by_unit[unit]]
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


def _former(scheme: Scheme, matter: Matter) -> dict[str, Frame]:
    return {
        name: frame_of(scheme.forms[name], sources, matter.codes)
        for name, sources in matter.former.items()
    }


def _heard(matter: Matter, read: Sequence[Finding]) -> frozenset[str]:
    """The units of which a file came, be it one that is returned unread."""
    returned = (one.unit for one in read if one.rule.consequence is Consequence.RETURN)
    return frozenset([*matter.submissions, *returned])


def _checked(
    scheme: Scheme, matter: Matter, scene: Scene, faults: list[Fault]
) -> Iterable[Finding]:
    setting = scene.setting
    for frame in setting.frames.values():
        yield from required(scheme, frame, setting, faults)
        yield from unique(scheme, frame, setting)
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


def _keyed(findings: Iterable[Finding], frames: Mapping[str, Frame]) -> Iterator[Finding]:
    """Add the project to findings that reading made, so that their numbers tell rows apart."""
    for one in findings:
        frame = frames.get(one.table)
        at = -1
        if frame is not None and not one.key and one.row >= 0:
            at = frame.position("" if frame.form.base else one.unit, one.row)
        yield replace(one, key=str(frame.identity[at])) if frame and at >= 0 else one


def waived(finding: Finding, waivers: Sequence[Waiver]) -> Finding:
    """The finding, accepted where a waiver covers it."""
    if any(waiver.covers(finding) for waiver in waivers):
        return replace(finding, accepted=True)
    return finding


def _state(unit: str, matter: Matter, own: Sequence[Finding]) -> UnitState:
    returned = any(one.rule.consequence is Consequence.RETURN and not one.accepted for one in own)
    if returned:
        return UnitState.RETURNED
    return UnitState.ACCEPTED if unit in matter.submissions else UnitState.ABSENT
