"""Everything known about a period before a document is made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.model.figure import Figure, Scope, Status
from pipeline.model.finding import Consequence, Finding, Level
from pipeline.model.number import Number
from pipeline.model.period import Period
from pipeline.model.standing import Standing, Target
from pipeline.model.unit import Unit, UnitState

WHOLE = Scope("全市", "")


@dataclass(frozen=True, slots=True)
class Person:
    """A person of a unit with a quota of their own; amounts in 万元, leads in 条."""

    unit: str
    name: str
    grade: str
    money: Number | None
    leads: Number | None


@dataclass(frozen=True, slots=True)
class Month:
    """Units, states, findings, figures and standings of one period."""

    period: Period
    units: Sequence[Unit]
    groups: Mapping[str, Sequence[Unit]]
    states: Mapping[str, UnitState]
    figures: Mapping[tuple[Scope, str, Status], Figure]
    standings: Mapping[tuple[Scope, str], Standing]
    findings: Sequence[Finding] = ()
    carried: Mapping[str, Period] = field(default_factory=dict)
    late: Mapping[str, str] = field(default_factory=dict)
    other_targets: Mapping[tuple[Scope, str], Sequence[Target]] = field(default_factory=dict)
    people: Sequence[Person] = ()
    parameters: Mapping[str, object] = field(default_factory=dict)
    material: Mapping[str, Sequence[tuple[str, int]]] = field(default_factory=dict)
    inputs: Mapping[str, str] = field(default_factory=dict)
    received: Mapping[str, str] = field(default_factory=dict)
    why: str = ""

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
