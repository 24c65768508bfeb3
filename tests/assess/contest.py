"""Figures, targets and last year's amounts of a few units, held against one another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from pipeline.assess.policy import Policy
from pipeline.assess.stand import Field, Standings, standings
from pipeline.assess.yardsticks import Past, Yardsticks
from pipeline.model.figure import Figure, Missing, Scope, Status
from pipeline.model.number import exact
from pipeline.model.period import Span
from pipeline.model.standing import Standing, Target
from pipeline.model.unit import Unit
from pipeline.scheme.indicators import Definition, Indicator

CITY = Scope("全市", "")
GROUP = Scope("组", "镇")
NAME = "到位资金"


def indicator(measure: str = "万元", shown: str = "", decimals: int = 2) -> Indicator:
    reported = {Status.REPORTED: Definition("资金到位", None, None)}
    return Indicator(NAME, NAME, measure, shown or measure, decimals, definitions=reported)


def unit(code: str) -> Scope:
    return Scope("单位", code)


def figure(
    value: object, *, scope: Scope | None = None, last: int = 6, carried: Sequence[str] = ()
) -> Figure:
    """A reported figure of January to month `last`; a Missing says why there is no value."""
    missing = value if isinstance(value, Missing) else None
    amount = None if missing else number(value)
    return Figure(
        NAME,
        scope or unit("甲"),
        Span(2026, 1, last),
        Status.REPORTED,
        amount,
        missing,
        carried=tuple(carried),
    )


def target(sure: object, stretch: object = None, **details: object) -> Target:
    return Target(number(sure), number(stretch), **details)  # type: ignore[arg-type]


def stood(
    values: Mapping[str, object],
    targets: Mapping[str, object] | None = None,
    past: Mapping[str, object] | None = None,
    *,
    last: int = 6,
    whole: object = None,
    carried: Sequence[str] = (),
    absent: Mapping[str, Missing] | None = None,
    rankings: Mapping[str, str] | None = None,
    policy: Mapping[str, object] | None = None,
    sticks: Mapping[str, object] | None = None,
    catalogue: Indicator | None = None,
    since: Mapping[str, date] | None = None,
) -> Standings:
    """Assess units of one group (code → value or Missing), with 全市 their total or `whole`.

    `targets` and `past` go by unit code, 镇 (the group) or 全市; a target is a Target or a number.
    `policy` are fields of Policy, `sticks` of Yardsticks.
    """
    known = [number(one) for one in values.values() if not isinstance(one, Missing)]
    total = sum(known, Fraction(0)) if known else Missing.NOT_REPORTED
    figures = {
        code: figure(one, scope=unit(code), last=last, carried=[code] if code in carried else [])
        for code, one in values.items()
    }
    figures["镇"] = figure(total, scope=GROUP, last=last)
    figures["全市"] = figure(total if whole is None else whole, scope=CITY, last=last)
    units = [
        Unit(
            code,
            code,
            code,
            group="镇",
            ranking=(rankings or {}).get(code, "镇"),
            order=place,
            since=(since or {}).get(code),
        )
        for place, code in enumerate(values)
    ]
    last_year = {(scoped(code), NAME, last): number(one) for code, one in (past or {}).items()}
    tasks = {
        (scoped(code), NAME): [one if isinstance(one, Target) else target(one)]
        for code, one in (targets or {}).items()
    }
    held = Yardsticks(**{"targets": tasks, "past": Past(last_year), **(sticks or {})})  # type: ignore[arg-type]
    return standings(
        {NAME: catalogue or indicator()},
        {(one.scope, NAME, Status.REPORTED): one for one in figures.values()},
        held,
        Field(units, {"镇": units}, CITY, absent or {}),
        Policy(**(policy or {})),  # type: ignore[arg-type]
    )


def scoped(code: str) -> Scope:
    return {"镇": GROUP, "全市": CITY}.get(code) or unit(code)


def alone(
    value: object, sure: object = None, past: object = None, *, last: int = 6, **details: object
) -> Standing:
    """The standing of one unit."""
    targets = {} if sure is None else {"甲": sure}
    made = stood({"甲": value}, targets, {} if past is None else {"甲": past}, last=last, **details)  # type: ignore[arg-type]
    return made[unit("甲"), NAME]


def number(value: object) -> Fraction | None:
    return None if value is None else value if isinstance(value, Fraction) else exact(value)  # type: ignore[arg-type]
