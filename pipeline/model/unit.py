"""The units that report, as the office's directory lists them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Unit:
    """A town, street, park or department; `group` is for totals, `ranking` for ranks.

    `since` is the day from which it reports, None where the directory does not say.
    """

    code: str
    name: str
    short: str
    aliases: tuple[str, ...] = ()
    group: str = ""
    ranking: str = ""
    front: str = ""
    order: int = 0
    since: date | None = None
    details: dict = field(default_factory=dict, compare=False)


class UnitState(StrEnum):
    """Where a unit's submission of a period stands."""

    ACCEPTED = "通过"
    RETURNED = "退回"
    ABSENT = "未报送"
