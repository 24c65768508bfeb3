"""What a finalised edition (定稿) said: the figures that later periods are held against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.model.figure import Scope, Status
from pipeline.model.number import Number, exact
from pipeline.model.period import Period


@dataclass(frozen=True, slots=True)
class Recorded:
    """What an edition's own manifest.json and figures.json say of it, final or not.

    `rows` are the figures as figures.json keeps them, by their 编号; `inputs` and `templates`
    hashes by file; `states` and `files` the units' states and files; `findings` by their code,
    each with unit, level and line.
    """

    period: Period
    rows: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    inputs: Mapping[str, str] = field(default_factory=dict)
    templates: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    states: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    findings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finalised:
    """One finalised period: its figures by scope, indicator and status as figures.json keeps them.

    A row holds exact decimals as text under 完成, the place in its group under 名次, and the
    reason under 缺数原因 where there was no value.
    """

    period: Period
    rows: Mapping[tuple[Scope, str, Status], Mapping[str, object]] = field(default_factory=dict)
    version: int = 1
    recorded: Recorded | None = None

    @property
    def name(self) -> str:
        """The version in words: 2026-05第1版."""
        return f"{self.period}第{self.version}版"

    def value(self, scope: Scope, indicator: str, status: Status) -> Number | None:
        """The published value; None where none was published."""
        value = self.rows.get((scope, indicator, status), {}).get("完成")
        return exact(str(value)) if value is not None else None

    def rank(self, scope: Scope, indicator: str, status: Status) -> int | None:
        """The published place in the ranking group; None where the unit was not ranked."""
        rank = self.rows.get((scope, indicator, status), {}).get("名次")
        return int(str(rank)) if rank is not None else None


@dataclass(frozen=True, slots=True)
class Adjustment:
    """上期数据调整: a published value and what the present data say of the same span (F01, F05).

    `now` None says that there is no value any more; `reason` is as much as the files tell.
    """

    scope: Scope
    name: str
    indicator: str
    title: str
    measure: str
    status: Status
    span: str
    published: Number | None
    now: Number | None
    reason: str = ""

    @property
    def difference(self) -> Number | None:
        """The present value less the published one; None where one of them is missing."""
        if self.now is None or self.published is None:
            return None
        return self.now - self.published


def finalised_of(
    period: Period,
    rows: Sequence[Mapping[str, object]],
    version: int = 1,
    recorded: Recorded | None = None,
) -> Finalised:
    """Read the rows of a finalised figures.json; KeyError, ValueError for a damaged one."""
    return Finalised(
        period,
        {
            (Scope(str(row["范围"]), str(row["代码"])), str(row["指标"]), Status(row["状态"])): row
            for row in rows
        },
        version,
        recorded,
    )


def recorded_of(manifest: Mapping[str, Any], figures: Mapping[str, Any]) -> Recorded:
    """Read an edition's two records; KeyError, TypeError, ValueError for damaged ones."""
    units = manifest["units"]
    return Recorded(
        period=Period.parse(str(manifest["period"])),
        rows={str(row["编号"]): row for row in figures["数"]},
        inputs=dict(manifest["inputs"]),
        templates=dict(manifest["templates"]),
        names={code: str(one["name"]) for code, one in units.items()},
        states={code: str(one["state"]) for code, one in units.items()},
        files={code: str(one.get("file") or "") for code, one in units.items()},
        findings={str(one["code"]): dict(one) for one in manifest["findings"].get("list", ())},
    )
