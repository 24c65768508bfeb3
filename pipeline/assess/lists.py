"""Lists of units: those whose standing meets a declared condition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

import numpy as np

from pipeline.model.figure import Scope
from pipeline.model.finding import Fault, Faulty
from pipeline.model.listing import Bundle, Entry, Listing
from pipeline.model.month import Month
from pipeline.model.number import Number
from pipeline.model.period import Period
from pipeline.model.standing import Standing
from pipeline.model.unit import Unit
from pipeline.scheme.evaluate import evaluate, false_rows, number_at, true_rows
from pipeline.scheme.expression import Expression, ExpressionError
from pipeline.scheme.frame import Frame, Setting, Vector
from pipeline.scheme.lists import NUMBERS, ListPlan, form_of_units
from pipeline.scheme.scheme import LISTED, Scheme

UNKNOWN = "未列入"
"""Where a band cannot be told."""
_Laid = tuple[Sequence[tuple[Unit, str]], Sequence[Standing], Frame]
"""Units with an indicator each, their standings, and these laid under one another."""


def lists_of_units(scheme: Scheme, month: Month) -> dict[tuple[Scope, str], Listing]:
    """Return every list of units by scope (whole, groups) and name; Faulty where one fails."""
    made: dict[tuple[Scope, str], Listing] = {}
    laid: dict[tuple[Scope, tuple[str, ...]], _Laid] = {}
    faults: list[Fault] = []
    for plan in scheme.lists.values():
        if not plan.of_units:
            continue
        try:
            for scope, units in _scopes(month):
                key = scope, plan.indicators
                if key not in laid:
                    laid[key] = _laid(plan.indicators, month, units)
                made[scope, plan.name] = _listing(plan, month, units, laid[key])
        except ExpressionError as error:
            problem = f"清单“{plan.name}”无法列出：{error}"
            faults.append(Fault(LISTED, f"第{plan.line}行", problem))
    if faults:
        raise Faulty(faults)
    return made


def holds(
    expression: Expression, standings: Sequence[Standing], period: Period
) -> list[bool | None]:
    """Whether a condition is true of each standing; None where that is not known."""
    value = _on(expression, _frame(standings, [None] * len(standings), ""), period)
    true, false = true_rows(value), false_rows(value)
    return [True if one else False if two else None for one, two in zip(true, false, strict=True)]


def _scopes(month: Month) -> Iterator[tuple[Scope, Sequence[Unit]]]:
    yield Scope("全市", ""), month.units
    for name, units in month.groups.items():
        yield Scope("组", name), units


def _laid(indicators: Sequence[str], month: Month, units: Sequence[Unit]) -> _Laid:
    pairs = [(unit, name) for name in indicators for unit in units]
    standings = [month.standings[Scope("单位", unit.code), name] for unit, name in pairs]
    return pairs, standings, _frame(standings, [unit for unit, _ in pairs], month)


def _listing(plan: ListPlan, month: Month, units: Sequence[Unit], laid: _Laid) -> Listing:
    pairs, standings, frame = laid
    met: list[bool | None] = [True] * len(pairs)
    if plan.condition is not None:
        value = _on(plan.condition, frame, month.period)
        true, false = true_rows(value), false_rows(value)
        met = [
            True if one else False if two else None for one, two in zip(true, false, strict=True)
        ]
    if plan.every:
        return _of_all(plan, pairs, standings, met, units)
    chosen = [number for number, one in enumerate(met) if one]
    chosen = _in_order(chosen, frame, plan)
    entries = [Entry(pairs[one][0].code, indicator=pairs[one][1]) for one in chosen]
    if plan.grouping is None:
        return Listing(plan.name, entries[: plan.limit or None], len(entries))
    return _grouped(plan, entries, chosen, frame, month.period)


def _of_all(
    plan: ListPlan,
    pairs: Sequence[tuple[Unit, str]],
    standings: Sequence[Standing],
    met: Sequence[bool | None],
    units: Sequence[Unit],
) -> Listing:
    """Units that meet the condition in every indicator in which they are assessed, at least one."""
    said: dict[str, list[bool | None]] = {unit.code: [] for unit in units}
    for (unit, _), standing, one in zip(pairs, standings, met, strict=True):
        if standing.target is not None and standing.target.assessed:
            said[unit.code].append(one)
    entries = [Entry(code) for code, many in said.items() if many and all(many)]
    unsure = sum(bool(many) and False not in many and None in many for many in said.values())
    return Listing(plan.name, entries[: plan.limit or None], len(entries), unsure=unsure)


def _grouped(
    plan: ListPlan, entries: Sequence[Entry], chosen: Sequence[int], frame: Frame, period: Period
) -> Listing:
    """Bands of 界 in the file's order, also the empty ones; or one group for each text."""
    grouping = plan.grouping
    assert grouping is not None and grouping.by is not None
    value = _on(grouping.by, frame, period)
    groups: dict[str, list[int]] = {name: [] for name in grouping.names}
    for number, row in enumerate(chosen):
        if grouping.bounds:
            name = _band(number_at(value, row), grouping.bounds, grouping.names)
        else:
            name = str(value.data[row]) if value.known[row] else UNKNOWN
        groups.setdefault(name, []).append(number)
    bundles = [Bundle(name, many) for name, many in groups.items()]
    return Listing(plan.name, entries, len(entries), bundles=bundles)


def _band(value: Number | None, bounds: Sequence[Fraction], names: Sequence[str]) -> str:
    if value is None or value < bounds[0]:
        return UNKNOWN
    return [name for bound, name in zip(bounds, names, strict=True) if value >= bound][-1]


def _in_order(chosen: Sequence[int], frame: Frame, plan: ListPlan) -> list[int]:
    made = list(chosen)
    for name, falling in reversed(plan.order):
        column = frame.column(name)
        known = [row for row in made if column.known[row]]
        known.sort(key=lambda row: column.data[row], reverse=falling)
        made = known + [row for row in made if not column.known[row]]
    return made


def _on(expression: Expression, frame: Frame, period: Period) -> Vector:
    setting = Setting(period, period.to_date, {frame.form.name: frame})
    return evaluate(expression, frame, setting)


def _frame(
    standings: Sequence[Standing], units: Sequence[Unit | None], month: Month | str
) -> Frame:
    """The standings laid under one another, exact, with empty cells where nothing is known."""
    cells: dict[str, list[object]] = {}
    for standing, unit in zip(standings, units, strict=True):
        for name, value in _told(standing, unit, month).items():
            cells.setdefault(name, []).append(value)
    columns = {name: _column(name, values) for name, values in cells.items()}
    none = np.zeros(len(standings), dtype=np.int64)
    text = np.array([""] * len(standings), dtype=object)
    form = form_of_units()
    for name in form.fields:
        columns.setdefault(name, _column(name, [None] * len(standings)))
    return Frame(form, [], none, none, text, text, text, columns)


def _told(standing: Standing, unit: Unit | None, month: Month | str) -> Mapping[str, object]:
    target = standing.target
    return {
        "代码": unit.code if unit else standing.figure.scope.code,
        "汇总组": unit.group if unit else None,
        "分组": unit.ranking if unit else None,
        "战线": unit.front if unit else None,
        "状态": month.states[unit.code].value if unit and isinstance(month, Month) else None,
        "指标": standing.figure.indicator,
        "灯": standing.light or None,
        "完成": standing.figure.value,
        "目标": target.sure if target else None,
        "力争": target.stretch if target else None,
        "完成率": standing.rate,
        "力争完成率": standing.stretch_rate,
        "序时进度": standing.pace,
        "超序时": standing.raw_gap,
        "高于目标": standing.distance,
        "缺口": standing.short,
        "同期": standing.last,
        "同比": standing.growth,
        "同比增减": standing.change,
        "名次": None if standing.rank is None else Fraction(standing.rank),
        "参排家数": Fraction(standing.ranked),
        "考核": _flag(bool(target and target.assessed)),
        "有目标": _flag(bool(target and target.sure is not None)),
        "已完成": _flag(standing.done),
        "双过半": _flag(standing.half_done),
    }


def _flag(value: bool | None) -> str | None:
    return None if value is None else "是" if value else "否"


def _column(name: str, values: Sequence[object]) -> Vector:
    known = np.array([one is not None for one in values], dtype=bool)
    data = np.empty(len(values), dtype=object)
    data[:] = [(Fraction(0) if name in NUMBERS else "") if one is None else one for one in values]
    return Vector("number" if name in NUMBERS else "text", data, known, np.zeros(len(values), bool))
