"""An office with a catalogue written as its own figures.yaml, and projects to be added up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import dedent

from pipeline.aggregate.figures import Figures, Ground, Stock, figures
from pipeline.aggregate.series import Series, series
from pipeline.model.figure import Figure, Missing, Scope, Status
from pipeline.model.finding import Fault
from pipeline.model.number import Number, exact, scaled
from pipeline.model.period import Period
from pipeline.model.table import Column, Submission, Table
from pipeline.model.unit import Unit, UnitState
from pipeline.scheme.form import Field, Form, Kind
from pipeline.scheme.frame import BAD, Frame, Source, frame_of
from pipeline.scheme.indicators import Indicator, indicators_of
from pipeline.scheme.marked import load
from pipeline.scheme.rules import rules_of
from pipeline.scheme.scheme import Scheme

CITY = Scope("全市", "")
REPORTED, PENDING, CONFIRMED = Status.REPORTED, Status.PENDING, Status.CONFIRMED
UNITS = (
    Unit("KF01", "经济开发区", "经开区", group="园区", front="工业"),
    Unit("ZJ01", "甲镇人民政府", "甲镇", group="镇", front="农业"),
    Unit("ZJ02", "乙镇人民政府", "乙镇", group="镇", front="工业"),
)
STAGES = ("签约", "开工", "投产", "终止")
TRADES = ("一产", "工业", "商贸")


def _field(name: str, kind: Kind = Kind.TEXT, **more: object) -> tuple[str, Field]:
    return name, Field(name, name, kind, **more)  # type: ignore[arg-type]


PROJECTS = Form(
    "项目表",
    "项目表",
    "项目表",
    dict(
        (
            _field("项目"),
            _field("投资方"),
            _field("门类", Kind.CHOICE, choices=TRADES),
            _field("规模", Kind.NUMBER, measure="万元"),
            _field("外资", Kind.NUMBER, measure="万美元"),
            _field("签约", Kind.DATE),
            _field("开工", Kind.DATE),
            _field("投产", Kind.DATE),
            _field("阶段", Kind.CHOICE, choices=STAGES, ordered=True),
            _field("伙伴"),
            _field("比例", Kind.NUMBER, measure="%"),
            _field("飞入"),
        )
    ),
    key=("项目",),
)
PAID = Form(
    "到位表",
    "到位表",
    "到位表",
    dict((_field("项目"), _field("各月", Kind.NUMBER, repeat=12, measure="万元"))),
    key=("项目",),
    parent="项目表",
)
JUDGED = Form(
    "结果表",
    "结果表",
    "结果表",
    dict(
        (
            _field("期间", Kind.MONTH),
            _field("单位"),
            _field("项目"),
            _field("核定数", Kind.NUMBER, measure="万元"),
        )
    ),
    key=("项目",),
    parent="项目表",
    base=True,
)
_LINE = (_field("期间", Kind.MONTH), _field("单位"), _field("指标"), _field("数值", Kind.NUMBER))
TYPED = Form("录入表", "录入表", "录入表", dict(_LINE), role="录入", base=True)
CHANGED = Form(
    "调整表",
    "调整表",
    "调整表",
    dict((*_LINE, _field("状态"), _field("理由"), _field("调整人"))),
    role="调整",
    base=True,
)
SET = Form(
    "参数",
    "参数",
    "参数",
    dict((_field("终止"), _field("计数"))),
    paired=True,
    role="参数",
    base=True,
)
RULES = """
  A01: {级别: 强制, 问题: '{单位}{指标}{状态}{数}>{总指标}{总数}', 处理: 改}
  A02: {级别: 强制, 问题: '{单位}{指标}{状态}{数}≠{总数}', 处理: 改}
  A03: {级别: 提示, 问题: '{单位}{指标}{状态}{原数}→{数}：{理由}（{调整人}）', 处理: 无}
  A04: {级别: 核实, 问题: '第{行}行{原因}', 处理: 改}
"""


def catalogue(text: str) -> tuple[dict[str, Indicator], list[str]]:
    """The indicators of a figures.yaml and the lines of its faults."""
    faults: list[Fault] = []
    with TemporaryDirectory() as folder:
        path = Path(folder) / "figures.yaml"
        path.write_text(dedent(text), "utf-8")
        read = indicators_of(load(path, "figures.yaml"), faults, TYPED.name)
    return read, [one.line for one in faults]


def scheme_of(text: str) -> Scheme:
    read, faults = catalogue(text)
    assert faults == []
    with TemporaryDirectory() as folder:
        path = Path(folder) / "checks.yaml"
        path.write_text(dedent(RULES), "utf-8")
        rules = rules_of(load(path, "checks.yaml"), [])
    forms = {one.name: one for one in (PROJECTS, PAID)}
    base = {one.name: one for one in (JUDGED, TYPED, CHANGED, SET)}
    return Scheme(forms, base, rules, (), read, {}, {}, {})


def ground_of(
    projects: Mapping[str, Sequence[dict]] | None = None,
    paid: Mapping[str, Sequence[dict]] | None = None,
    *,
    judged: Sequence[dict] = (),
    typed: Sequence[dict] = (),
    changed: Sequence[dict] = (),
    month: int = 6,
    states: Mapping[str, UnitState] | None = None,
    carried: Sequence[str] = (),
    units: Sequence[Unit] = UNITS,
    **parameters: str,
) -> Ground:
    """What the units sent (unit → rows) and the office wrote down."""
    frames = {
        PROJECTS.name: _sent(PROJECTS, projects or {}),
        PAID.name: _sent(PAID, paid or {}),
        JUDGED.name: _own(JUDGED, judged),
        TYPED.name: _own(TYPED, typed),
        CHANGED.name: _own(CHANGED, changed),
        SET.name: _own(SET, [parameters]),
    }
    known = {one.code: (states or {}).get(one.code, UnitState.ACCEPTED) for one in units}
    return Ground(Stock(Period(2026, month), frames, units, known, frozenset(carried)))


def made(text: str, *sent: Mapping[str, Sequence[dict]], **more: object) -> Figures:
    """The figures of a catalogue over what was sent."""
    ground = ground_of(*sent, **more)  # type: ignore[arg-type]
    return figures(scheme_of(text), ground.stock, ground)


def months(text: str, *sent: Mapping[str, Sequence[dict]], **more: object) -> Series:
    """The series of a catalogue over what was sent."""
    ground, scheme = ground_of(*sent, **more), scheme_of(text)  # type: ignore[arg-type]
    return series(scheme, ground, figures(scheme, ground.stock, ground))


def of(figures: Figures, where: str, name: str, status: Status = REPORTED) -> Figure:
    """A figure of a unit's code, a group's or front's name (战线:…), or 全市."""
    kind, _, code = where.rpartition(":")
    if not kind:
        codes = {one.scope.code for one in figures.values() if one.scope.kind == "单位"}
        kind = "单位" if where in codes else "组"
    scope = CITY if where == "全市" else Scope(kind, code)
    return figures[scope, name, status]


def value(figures: Figures, where: str, name: str, status: Status = REPORTED) -> Number | Missing:
    """The figure's value, or why there is none."""
    figure = of(figures, where, name, status)
    if figure.value is None:
        assert figure.missing is not None
        return figure.missing
    assert figure.missing is None
    return figure.value


def project(
    name: str = "项目", size: object = 10000, signed: object = "2026-01-05", **more
) -> dict:
    """A row of 项目表; dates as 2026-01-05 or None."""
    row = {"项目": name, "规模": size, "签约": signed, "阶段": "签约", "门类": "工业", **more}
    return {field: _cell(PROJECTS, field, cell) for field, cell in row.items()}


def arrived(name: str, *amounts: object) -> dict:
    """A row of 到位表: amounts of January, February, …"""
    cells = {f"各月.{month}": amount for month, amount in enumerate(amounts, 1)}
    return {"项目": name} | {field: _number(amount) for field, amount in cells.items()}


def passed(unit: str, month: int, amount: object, name: str = "项目") -> dict:
    """A row of 结果表."""
    return {
        "期间": date(2026, month, 1),
        "单位": unit,
        "项目": name,
        "核定数": _number(amount),
    }


def line(month: int, unit: str, name: str, amount: object, **more: str) -> dict:
    """A row of 录入表 or 调整表."""
    cells = {"期间": date(2026, month, 1), "单位": unit, "指标": name, "数值": _number(amount)}
    return cells | more


def _sent(form: Form, sent: Mapping[str, Sequence[dict]]) -> Frame:
    period = Period(2026, 6)
    sources = [
        Source(Submission(unit, period, f"{unit}.xlsx", ""), _table(form, f"{unit}.xlsx", rows))
        for unit, rows in sent.items()
    ]
    return frame_of(form, sources, {})


def _own(form: Form, rows: Sequence[dict]) -> Frame:
    nobody = Submission("", Period(2000, 1), "基础库.xlsx", "")
    return frame_of(form, [Source(nobody, _table(form, "基础库.xlsx", rows))], {})


def _table(form: Form, file: str, rows: Sequence[dict]) -> Table:
    names = [name for one in form.fields.values() for name in one.columns]
    columns = {name: Column(name, "A", [row.get(name) for row in rows]) for name in names}
    return Table(form.name, file, form.sheet, range(4, 4 + len(rows)), columns)


def _cell(form: Form, name: str, cell: object) -> object:
    kind = form.fields[name].kind
    if kind is Kind.DATE and isinstance(cell, str):
        return date.fromisoformat(cell)
    return _number(cell) if kind is Kind.NUMBER else cell


def _number(amount: object) -> object:
    if amount is None or amount is BAD:
        return amount
    return scaled(Fraction(amount) if isinstance(amount, Fraction) else exact(amount))  # type: ignore[arg-type]
