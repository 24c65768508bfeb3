"""Everything known about a period before a document is made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from pipeline.model.attachment import Manuscript, Picture
from pipeline.model.deadlines import Deadlines
from pipeline.model.evidence import Evidence
from pipeline.model.figure import Figure, Scope, Status
from pipeline.model.finalised import Adjustment, Finalised
from pipeline.model.finding import Addressee, Consequence, Finding, Handling, Level
from pipeline.model.issue import Issue
from pipeline.model.listing import Listing
from pipeline.model.number import Number, Rounding
from pipeline.model.period import Period
from pipeline.model.standing import Standing, Stretch, Target
from pipeline.model.unit import Unit, UnitState

WHOLE = Scope("全市", "")


@dataclass(frozen=True, slots=True)
class Person:
    """A person of a unit with a quota of their own; amounts in 万元, leads in 条.

    `tasks` are all the numbers of the person's row by the names of their fields.
    """

    unit: str
    name: str
    grade: str
    money: Number | None
    leads: Number | None
    tasks: Mapping[str, Number] = field(default_factory=dict)


class Outcome(StrEnum):
    """结论: what the checks say of a unit's submission."""

    PASSED = "通过"
    TO_EXPLAIN = "待说明"
    RETURNED = "退回"
    ABSENT = "未报"


@dataclass(frozen=True, slots=True)
class Moment:
    """A day of receipt, with the hour of the day where somebody noted it."""

    day: date
    hour: Number | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """A unit's file as it came in.

    `version` is 0 for a file that could not be read; `moment` None where no day is known;
    `longest` the last row of its longest table; `forms` the names of the tables in it, `apart`
    when one of them came where that is registered by itself.
    """

    file: str
    content: bytes
    version: int = 0
    moment: Moment | None = None
    longest: int = 0
    forms: tuple[str, ...] = ()
    apart: Mapping[str, Moment] = field(default_factory=dict)

    @property
    def received(self) -> date | None:
        return self.moment.day if self.moment else None


@dataclass(frozen=True, slots=True)
class Late:
    """How late a unit was: the last day of receipt, most days, the titles of the late forms.

    `forms` is empty where the whole file was late.
    """

    day: date
    days: int
    forms: tuple[str, ...] = ()

    @property
    def what(self) -> str:
        """（甲表、乙表）, or nothing for a whole file."""
        return f"（{'、'.join(self.forms)}）" if self.forms else ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A code proposed for a project that came without one; the office assigns it."""

    unit: str
    place: str
    project: str
    code: str

    @property
    def line(self) -> str:
        return f"{self.place} “{self.project}”建议编码{self.code}"


@dataclass(frozen=True, slots=True)
class Month:
    """Units, states, findings, figures and standings of one period.

    `own_deadlines` are those of the forms (by what their sheet is called) that differ from the
    office's `deadlines`.
    `published` is the newest final edition of an earlier period, `year_ago` that of the same month
    last year, `own` the newest final version of the period itself, in force or reopened;
    `adjustments` are what the present data say otherwise of the span of `published`.
    """

    period: Period
    units: Sequence[Unit]
    groups: Mapping[str, Sequence[Unit]]
    states: Mapping[str, UnitState]
    figures: Mapping[tuple[Scope, str, Status], Figure]
    standings: Mapping[tuple[Scope, str], Standing]
    findings: Sequence[Finding] = ()
    carried: Mapping[str, Period] = field(default_factory=dict)
    late: Mapping[str, Late] = field(default_factory=dict)
    other_targets: Mapping[tuple[Scope, str], Sequence[Target]] = field(default_factory=dict)
    people: Sequence[Person] = ()
    parameters: Mapping[str, object] = field(default_factory=dict)
    material: Mapping[str, Sequence[tuple[str, int]]] = field(default_factory=dict)
    manuscripts: Mapping[str, Manuscript] = field(default_factory=dict)
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    inputs: Mapping[str, str] = field(default_factory=dict)
    received: Mapping[str, str] = field(default_factory=dict)
    why: str = ""
    proposals: Sequence[Proposal] = ()
    arrivals: Mapping[str, Arrival] = field(default_factory=dict)
    projects: Mapping[str, str] = field(default_factory=dict)
    deadlines: Deadlines | None = None
    own_deadlines: Mapping[str, Deadlines] = field(default_factory=dict)
    remarks: Sequence[str] = ()
    series: Mapping[tuple[Scope, str, Status], tuple[Number | None, ...]] = field(
        default_factory=dict
    )
    """Each figure's cumulative values from January to its own last month, from the present data."""
    published: Finalised | None = None
    year_ago: Finalised | None = None
    own: Finalised | None = None
    adjustments: Sequence[Adjustment] = ()
    stretches: Mapping[str, Sequence[Stretch]] = field(default_factory=dict)
    """Campaigns, weeks, ten days by name: how each stood on its days of notice, in order."""
    lists: Mapping[tuple[Scope, str], Listing] = field(default_factory=dict)
    waivers: Sequence[object] = field(default=(), repr=False)
    """What people let through by name (validate knows what each covers), for findings to come."""
    issued: Sequence[Issue] = ()
    """What was entered of the period's documents, for each of them alone."""
    evidence: Evidence | None = field(default=None, compare=False, repr=False)

    @property
    def rounding(self) -> Rounding:
        """How whatever is printed of this month has to round."""
        return rounding_of(self.parameters)

    def outcome(self, unit: str) -> Outcome:
        """通过, 待说明 (accepted, with findings still to be explained), 退回 or 未报."""
        if self.states[unit] is not UnitState.ACCEPTED:
            returned = self.states[unit] is UnitState.RETURNED
            return Outcome.RETURNED if returned else Outcome.ABSENT
        waiting = any(one.unit == unit for one in self.unexplained() if _for_units(one))
        return Outcome.TO_EXPLAIN if waiting else Outcome.PASSED

    def of_unit(self, unit: str) -> list[Finding]:
        """The findings that a unit has to deal with."""
        return [one for one in self.findings if one.unit == unit and _for_units(one)]

    def unexplained(self) -> list[Finding]:
        """The 核实 findings that nobody has explained acceptably, and nobody let through."""
        waiting = (Handling.EXPLAIN, Handling.REFUSED)
        return [one for one in self.findings if one.handling in waiting]

    def kept(self, unit: Unit) -> str:
        """What stands for a unit that sent nothing usable: 沿用上月数, 沿用5月数, or nothing."""
        since = self.carried.get(unit.code)
        if since is None:
            return ""
        return "沿用上月数" if since == self.period.earlier() else f"沿用{since.month}月数"

    def open(self) -> list[Finding]:
        """The findings on which a person must act: 强制 and not accepted."""
        return [one for one in self.findings if one.rule.level is Level.MUST and not one.accepted]

    @property
    def untrusted(self) -> list[Finding]:
        """Open 强制 findings that bear on counted figures: they make every document a draft.

        What was not taken in (a returned file, a file of nobody's) bears on none.
        """
        accepted = {code for code, state in self.states.items() if state is UnitState.ACCEPTED}
        return [
            one
            for one in self.open()
            if one.unit in accepted
            or (not one.unit and one.rule.consequence is not Consequence.RETURN)
        ]


def rounding_of(parameters: Mapping[str, object]) -> Rounding:
    """How the office wants ties to be rounded where a number prints (F10)."""
    return Rounding.EVEN if parameters.get("修约") == Rounding.EVEN else Rounding.AWAY


def _for_units(finding: Finding) -> bool:
    return finding.rule.addressee is Addressee.UNIT
