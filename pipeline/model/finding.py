"""What is wrong: findings in what was sent, faults in the scheme and the templates."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from pipeline.model.period import Period
from pipeline.model.place import Place


class Level(StrEnum):
    """级别: how seriously a finding is meant (domain.md section 4)."""

    MUST = "强制"
    EXPLAIN = "核实"
    NOTE = "提示"


class Consequence(StrEnum):
    """后果: what a finding does to the figures."""

    RETURN = "退回"
    DROP_ROW = "不计该行"
    DROP_CELL = "不计该指标"
    COUNT = "照计"


class Addressee(StrEnum):
    """对象: who has to act."""

    UNIT = "单位"
    OFFICE = "办公室"


@dataclass(frozen=True, slots=True)
class Rule:
    """A check with its attributes; `silences` names the rules it covers on the same cells."""

    code: str
    level: Level
    consequence: Consequence = Consequence.COUNT
    addressee: Addressee = Addressee.UNIT
    silences: tuple[str, ...] = ()
    message: str = ""
    remedy: str = ""
    since: Period | None = None
    until: Period | None = None
    source: str = ""

    def holds_in(self, period: Period) -> bool:
        """Tell whether the rule is in force in `period` (自 / 至)."""
        return (self.since is None or self.since <= period) and (
            self.until is None or period <= self.until
        )


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a unit wrote about a finding (说明); `refused` says why it does not close it."""

    text: str
    by: str = ""
    place: Place | None = None
    refused: str = ""

    @property
    def line(self) -> str:
        """The text and who stands behind it."""
        return f"{self.text}（{self.by}）" if self.by else self.text


class Handling(StrEnum):
    """状态: what has become of a finding."""

    CORRECT = "待改正"
    EXPLAIN = "待说明"
    REFUSED = "说明未采用"
    EXPLAINED = "已说明"
    ACCEPTED = "已采纳"
    NOTE = "提示"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault in data: where, what, what to do; places[0] is the cell to correct.

    `left_out` says what of the unit's amounts it keeps out of the totals.
    """

    rule: Rule
    period: Period
    unit: str
    places: tuple[Place, ...]
    message: str
    remedy: str
    key: str = ""
    field: str = ""
    found: str = ""
    expected: str = ""
    table: str = ""
    row: int = -1
    cells: tuple[tuple[str, int, str], ...] = dataclasses.field(default=(), compare=False)
    accepted: bool = False
    explanation: Explanation | None = None
    left_out: str = ""

    def touches(self, other: Finding) -> bool:
        """Tell whether both speak of a same cell.

        Row −1 stands for every row of a table, a repeated field (各月) for each of its columns
        (各月.3).
        """
        return self.unit == other.unit and any(
            one[0] == two[0]
            and (one[1] == two[1] or -1 in (one[1], two[1]))
            and (one[2] == two[2] or _holds(one[2], two[2]) or _holds(two[2], one[2]))
            for one in self.cells
            for two in other.cells
        )

    @property
    def code(self) -> str:
        """A number that outlives re-runs and inserted rows: it leaves out the cell address."""
        parts = (str(self.period), self.unit, self.rule.code, self.table, self.key)
        text = "\x1f".join((*parts, self.field, self.found))
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]

    @property
    def handling(self) -> Handling:
        """Where it stands; only what is to be explained can be closed by an explanation."""
        if self.accepted:
            return Handling.ACCEPTED
        if self.rule.level is Level.MUST:
            return Handling.CORRECT
        if self.rule.level is Level.NOTE:
            return Handling.NOTE
        if self.explanation is None:
            return Handling.EXPLAIN
        return Handling.REFUSED if self.explanation.refused else Handling.EXPLAINED

    @property
    def state(self) -> str:
        """The handling in words: with the explanation's text, name and, if refused, the reason."""
        said, handling = self.explanation, self.handling
        if handling is Handling.EXPLAINED and said:
            return f"{handling}：{said.line}"
        if handling is Handling.REFUSED and said:
            return f"{handling}（{said.refused}）"
        if handling is Handling.CORRECT and said:
            return f"{handling}（说明不能代替改正）"
        return handling.value

    @property
    def line(self) -> str:
        """The finding in one line for a terminal or a log."""
        where = str(self.places[0]) if self.places else ""
        remedy = f"；{self.remedy}" if self.remedy else ""
        return f"{self.rule.level}〔{self.rule.code}〕{where} {self.message}{remedy}"


def _holds(field: str, column: str) -> bool:
    return column.startswith(f"{field}.")


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault in the scheme or a template: never the units' doing, and nothing is made."""

    file: str
    place: str
    problem: str
    remedy: str = ""

    @property
    def line(self) -> str:
        where = f"《{self.file}》{self.place}" if self.place else f"《{self.file}》"
        remedy = f"；{self.remedy}" if self.remedy else ""
        return f"{where}：{self.problem}{remedy}"


class Faulty(Exception):
    """Raised once, with every fault that was found."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(fault.line for fault in self.faults))
