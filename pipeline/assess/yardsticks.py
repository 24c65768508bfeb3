"""The office's yardsticks: the year's targets and last year's figures, by scope and indicator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.model.figure import Scope
from pipeline.model.number import Number
from pipeline.model.period import Period
from pipeline.model.standing import Target
from pipeline.scheme.evaluate import number_at
from pipeline.scheme.frame import Frame

WHOLE = "全市"
ABOVE = "上级"


@dataclass(frozen=True, slots=True)
class Yardsticks:
    """Targets by (scope, indicator, issuer); last year's figures by (scope, indicator, month)."""

    targets: Mapping[tuple[Scope, str, str], Target] = field(default_factory=dict)
    past: Mapping[tuple[Scope, str, int], Number] = field(default_factory=dict)
    revised: frozenset[tuple[Scope, str, int]] = frozenset()

    _own: Mapping[tuple[Scope, str], Sequence[Target]] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        own: dict[tuple[Scope, str], list[Target]] = {}
        for (scope, indicator, _), one in self.targets.items():
            own.setdefault((scope, indicator), []).append(one)
        object.__setattr__(self, "_own", own)

    def target(self, scope: Scope, indicator: str) -> Target | None:
        """The headline target: the level above's where there is one (F25)."""
        own = self._own.get((scope, indicator), ())
        return next((one for one in own if one.issuer == ABOVE), own[0] if own else None)

    def others(self, scope: Scope, indicator: str) -> list[Target]:
        """The targets of the same figure that do not headline."""
        headline = self.target(scope, indicator)
        return [one for one in self._own.get((scope, indicator), ()) if one is not headline]


def yardsticks(
    targets: Frame | None, past: Frame | None, period: Period, groups: frozenset[str]
) -> Yardsticks:
    """Read the two base tables; either may be missing."""
    known = _targets(targets, period, groups) if targets is not None else {}
    values, revised = _past(past, period, groups) if past is not None else ({}, frozenset())
    return Yardsticks(known, values, revised)


def scope_of(name: str, groups: frozenset[str]) -> Scope:
    """The scope that a base table's 单位 cell means: 全市, a group's name or a unit's code."""
    if name == WHOLE:
        return Scope(WHOLE, "")
    return Scope("组", name) if name in groups else Scope("单位", name)


def _targets(
    frame: Frame, period: Period, groups: frozenset[str]
) -> dict[tuple[Scope, str, str], Target]:
    known = {}
    for row in range(len(frame)):
        if number_at(frame.column("年度"), row) != period.year:
            continue
        unit, indicator = _text(frame, "单位", row), _text(frame, "指标", row)
        issuer = _text(frame, "下达", row)
        sure = number_at(frame.column("确保"), row)
        lowest = number_at(frame.column("下限"), row)
        known[scope_of(unit, groups), indicator, issuer] = Target(
            sure=sure if sure is not None else lowest,
            stretch=number_at(frame.column("力争"), row),
            issuer=issuer,
            kind=_text(frame, "类别", row) or "总量",
            assessed=_text(frame, "是否考核", row) != "否",
        )
    return known


def _past(
    frame: Frame, period: Period, groups: frozenset[str]
) -> tuple[dict[tuple[Scope, str, int], Number], frozenset[tuple[Scope, str, int]]]:
    known: dict[tuple[Scope, str, int], Number] = {}
    revised = set()
    for row in range(len(frame)):
        if number_at(frame.column("年度"), row) != period.year - 1:
            continue
        month = number_at(frame.column("月份"), row)
        value = number_at(frame.column("修订"), row)
        scope = scope_of(_text(frame, "单位", row), groups)
        key = (scope, _text(frame, "指标", row), int(month or 0))
        if value is not None:
            revised.add(key)
        else:
            value = number_at(frame.column("累计"), row)
        if value is not None:
            known[key] = value
    return known, frozenset(revised)


def _text(frame: Frame, name: str, row: int) -> str:
    column = frame.column(name)
    return str(column.data[row]) if column.known[row] else ""
