"""An office in memory: what units report and the level above confirms, ready to be added up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from pipeline.aggregate.figures import Figures, Stock, figures
from pipeline.model.figure import Figure, Missing, Scope, Status
from pipeline.model.number import Number, exact, scaled
from pipeline.model.period import Period
from pipeline.model.table import Column, Submission, Table
from pipeline.model.unit import Unit, UnitState
from pipeline.scheme.expression import parse
from pipeline.scheme.form import Field, Form, Kind
from pipeline.scheme.frame import BAD, Frame, Source, frame_of
from pipeline.scheme.indicators import Definition, Indicator
from pipeline.scheme.scheme import Scheme

YEAR = 2026
UNITS = (
    Unit("KF01", "经济开发区", "经开区", group="园区", ranking="园区"),
    Unit("ZJ01", "甲镇", "甲镇", group="镇", ranking="镇"),
    Unit("ZJ02", "乙镇", "乙镇", group="镇", ranking="镇"),
)
CITY = Scope("全市", "")
REPORTED, PENDING, CONFIRMED = Status.REPORTED, Status.PENDING, Status.CONFIRMED

PAID = Form(
    "资金到位",
    "资金到位",
    "资金到位",
    {
        "项目": Field("项目", "项目", Kind.TEXT),
        "计划": Field("计划", "计划", Kind.NUMBER),
        "各月": Field("各月", "{n}月", Kind.NUMBER, repeat=12),
    },
    key=("项目",),
)
JUDGED = Form(
    "审核结果",
    "审核结果",
    "审核结果",
    {
        "期间": Field("期间", "期间", Kind.MONTH),
        "单位": Field("单位", "单位", Kind.TEXT),
        "事项": Field("事项", "事项", Kind.TEXT),
        "核定数": Field("核定数", "核定数", Kind.NUMBER),
    },
    base=True,
)
ACCEPTED, RETURNED, ABSENT = UnitState.ACCEPTED, UnitState.RETURNED, UnitState.ABSENT


def indicator(name: str, **definitions: Definition) -> Indicator:
    """An indicator with a definition by name of status: REPORTED=…, CONFIRMED=…."""
    return Indicator(
        name,
        name,
        "万元",
        "万元",
        2,
        definitions={Status[key]: one for key, one in definitions.items()},
    )


def defined(
    form: str, condition: str = "", amount: str = "", divisor: str = "", line: int = 0
) -> Definition:
    parsed = [parse(text) if text else None for text in (condition, amount, divisor)]
    return Definition(form, *parsed, line=line)


SUM = defined("资金到位", amount="期内(各月)")
PASSED = defined("审核结果", '期内(期间) 且 事项 = "资金"', "核定数")
CATALOGUE = (
    indicator("到位资金", REPORTED=SUM, CONFIRMED=PASSED, PENDING=SUM),
    indicator("自报资金", REPORTED=SUM),
    indicator("项目数", REPORTED=defined("资金到位")),
    indicator("到位率", REPORTED=defined("资金到位", amount="期内(各月)", divisor="计划")),
)


def project(*months: object, plan: object = 0, name: str = "项目") -> dict[str, object]:
    """A row of 资金到位: amounts in 万元 from January on; None an empty cell."""
    cells: dict[str, object] = {"项目": name, "计划": _cell(plan)}
    for month in range(12):
        cells[f"各月.{month + 1}"] = _cell(months[month]) if month < len(months) else None
    return cells


def verdict(unit: str, month: int, amount: object, *, what: str = "资金", year: int = YEAR) -> dict:
    """A row of 审核结果: what the level above passed of one month."""
    return {"期间": date(year, month, 1), "单位": unit, "事项": what, "核定数": _cell(amount)}


def made(
    sent: Mapping[str, Sequence[dict]],
    *,
    judged: Sequence[dict] = (),
    month: int = 6,
    states: Mapping[str, UnitState] | None = None,
    carried: Sequence[str] = (),
    catalogue: Sequence[Indicator] = CATALOGUE,
    units: Sequence[Unit] = UNITS,
) -> Figures:
    """Add up what was `sent` (unit → rows of projects) and `judged`."""
    frames = {PAID.name: reports(sent), JUDGED.name: _results(judged)}
    known = {unit.code: (states or {}).get(unit.code, ACCEPTED) for unit in units}
    stock = Stock(Period(YEAR, month), frames, units, known, frozenset(carried))
    named = {one.name: one for one in catalogue}
    scheme = Scheme({PAID.name: PAID}, {JUDGED.name: JUDGED}, {}, (), named, {}, {}, {})
    return figures(scheme, stock)


def reports(sent: Mapping[str, Sequence[dict]]) -> Frame:
    """The frame of 资金到位 over the units' tables."""
    period = Period(YEAR, 6)
    sources = [
        Source(Submission(unit, period, f"{unit}.xlsx", ""), _table(PAID, f"{unit}.xlsx", rows))
        for unit, rows in sent.items()
    ]
    return frame_of(PAID, sources, {})


def of(figures: Figures, scope: str, name: str, status: Status = REPORTED) -> Figure:
    """A figure by the code of its unit, the name of its group, or 全市."""
    codes = {unit.code for unit in UNITS}
    where = CITY if scope == "全市" else Scope("单位" if scope in codes else "组", scope)
    return figures[where, name, status]


def value(figures: Figures, scope: str, name: str, status: Status = REPORTED) -> Number | Missing:
    """The figure's value, or why there is none."""
    figure = of(figures, scope, name, status)
    if figure.value is None:
        assert figure.missing is not None
        return figure.missing
    assert figure.missing is None
    return figure.value


def _results(rows: Sequence[dict]) -> Frame:
    nobody = Submission("", Period(2000, 1), "基础库.xlsx", "")
    return frame_of(JUDGED, [Source(nobody, _table(JUDGED, "基础库.xlsx", rows))], {})


def _table(form: Form, file: str, rows: Sequence[dict]) -> Table:
    names = [name for field in form.fields.values() for name in field.columns]
    columns = {name: Column(name, "A", [row.get(name) for row in rows]) for name in names}
    return Table(form.name, file, form.sheet, range(4, 4 + len(rows)), columns)


def _cell(amount: object) -> object:
    if amount is None or amount is BAD:
        return amount
    return scaled(Fraction(amount) if isinstance(amount, Fraction) else exact(amount))
