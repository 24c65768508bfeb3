"""变动说明: what is otherwise than in an edition before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure then and now, as figures.json keeps them; a text where there was no value."""

    unit: str
    title: str
    measure: str
    status: str
    then: str
    now: str
    difference: str = ""
    cause: str = ""


@dataclass(frozen=True, slots=True)
class FindingChange:
    """A finding that came or went."""

    kind: str
    unit: str
    level: str
    code: str
    line: str


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file of inputs or templates that came, went or has other bytes."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class StateChange:
    """A unit whose submission stands otherwise."""

    unit: str
    then: str
    now: str


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that is otherwise; `since` says than what, `note` what was not compared."""

    since: str
    note: str = ""
    figures: Sequence[FigureChange] = ()
    findings: Sequence[FindingChange] = ()
    files: Sequence[FileChange] = ()
    states: Sequence[StateChange] = ()

    def __bool__(self) -> bool:
        return bool(self.figures or self.findings or self.files or self.states)

    @property
    def line(self) -> str:
        """The counts in one line."""
        kinds = [one.kind for one in self.findings]
        findings = [f"{kind}{kinds.count(kind)}条" for kind in dict.fromkeys(kinds)]
        told = [
            f"数{len(self.figures)}个" if self.figures else "",
            f"问题{'、'.join(findings)}" if findings else "",
            f"文件{len(self.files)}个" if self.files else "",
            f"单位状态{len(self.states)}个" if self.states else "",
        ]
        return f"与{self.since}相比：{'；'.join(one for one in told if one) or '没有变动'}"
