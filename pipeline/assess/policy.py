"""How the office wants figures judged: its parameters, with the defaults of domain.md 8."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from pipeline.model.number import Number


class Ties(StrEnum):
    """What follows equal rates: 1, 2, 2, 4; 1, 2, 2, 3; or the larger amount goes first (F20)."""

    SKIP = "占位"
    DENSE = "不占位"
    AMOUNT = "比完成数"


@dataclass(frozen=True, slots=True)
class Policy:
    """The choices that F04, F05, F06, F20, F21, F25 and F27 leave to the office.

    `yellow` and `red` are percentage points behind the pace; a gap of exactly either is yellow.
    """

    issuer: str = "上级"
    raw_gap: bool = False
    ties: str = Ties.SKIP
    rank_as_printed: bool = False
    absent_as_zero: bool = False
    carried_apart: bool = False
    disjoint: bool = True
    yellow: Number = Fraction(10)
    red: Number = Fraction(30)

    def light(self, gap: Number | None) -> str:
        """F27: 绿, 黄 or 红 by the distance from the pace; empty where there is none."""
        if gap is None:
            return ""
        if gap > -self.yellow:
            return "绿"
        return "黄" if gap >= -self.red else "红"


def policy_of(parameters: Mapping[str, object]) -> Policy:
    """Read the office's parameters; what it does not say stays at the default."""
    standard = Policy()

    def points(name: str, default: Number) -> Number:
        value = parameters.get(name)
        return value if isinstance(value, Fraction) else default

    return Policy(
        issuer=str(parameters.get("主目标") or standard.issuer),
        raw_gap=parameters.get("序时差算法") == "按原数",
        ties=str(parameters.get("并列办法") or standard.ties),
        rank_as_printed=parameters.get("排名依据") == "印出值",
        absent_as_zero=parameters.get("未报送排名") == "按零",
        carried_apart=parameters.get("沿用同比") == "两边不计",
        disjoint=parameters.get("组合计数") != "可重复",
        yellow=points("黄灯线", standard.yellow),
        red=points("红灯线", standard.red),
    )
