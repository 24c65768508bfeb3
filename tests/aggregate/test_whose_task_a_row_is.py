"""The rows of the office's tables that a task stands in: a unit's, a person's, the whole's."""

from __future__ import annotations

from pipeline.aggregate.evidence import Behind
from pipeline.aggregate.figures import Stock
from pipeline.aggregate.ground import Ground
from pipeline.model.figure import Figure, Scope, Status, person
from pipeline.model.number import Number, scaled
from pipeline.model.period import Period, Span
from pipeline.model.place import column_letter
from pipeline.model.table import Column, Submission, Table
from pipeline.scheme.form import Field, Form, Kind
from pipeline.scheme.frame import Frame, Source, frame_of
from pipeline.scheme.scheme import Scheme
from tests.aggregate.ledger import PAID, UNITS, reports

TASK = "到位资金"
TEXTS = ("单位", "指标", "姓名", "阶段")
TARGETS = Form(
    "目标表",
    "目标表",
    "目标表",
    {
        "年度": Field("年度", "年度", Kind.NUMBER),
        **{name: Field(name, name, Kind.TEXT) for name in TEXTS},
        "确保": Field("确保", "确保", Kind.NUMBER),
    },
    base=True,
    role="目标",
)
STAFF = Form(
    "人员表",
    "人员表",
    "人员表",
    {
        "年度": Field("年度", "年度", Kind.NUMBER),
        "单位": Field("单位", "单位", Kind.TEXT),
        "姓名": Field("姓名", "姓名", Kind.TEXT),
        "资金": Field("资金", "资金", Kind.NUMBER, indicator=TASK),
        "信息": Field("信息", "信息", Kind.NUMBER, indicator="信息条数"),
    },
    base=True,
    role="人员",
)
# the rows stand from row 4 on, 确保 in F, 资金 in D
GIVEN = [
    {"单位": "ZJ01", "确保": 900},
    {"单位": "ZJ01", "姓名": "王 某", "确保": 70},
    {"单位": "ZJ01", "阶段": "百日攻坚", "确保": 300},
    {"单位": "ZJ02", "姓名": "王某", "确保": 60},
    {"单位": "全市", "确保": 5000},
    {"单位": "ZJ01", "年度": 2025, "确保": 800},
    {"单位": "ZJ01", "姓名": "王某", "指标": "信息条数", "确保": 3},
]
QUOTAS = [
    {"单位": "ZJ01", "姓名": "王某", "资金": 65},
    {"单位": "ZJ01", "姓名": "李某", "资金": 40},
    {"单位": "ZJ02", "姓名": "李某", "资金": 41},
    {"单位": "ZJ01", "姓名": "赵某", "信息": 2},
    {"单位": "ZJ01", "姓名": "李某", "年度": 2025, "资金": 39},
]


def table(form: Form, rows: list[dict]) -> Frame:
    """The office's table of these rows, of 2026 and for 到位资金 unless they say otherwise."""
    full = [{"年度": 2026, "指标": TASK, **row} for row in rows]
    columns = {
        name: Column(name, column_letter(place), [_cell(row.get(name)) for row in full])
        for place, name in enumerate(form.fields, start=1)
    }
    made = Table(form.name, "基础库.xlsx", form.sheet, range(4, 4 + len(rows)), columns)
    return frame_of(form, [Source(Submission("", Period(2000, 1), "基础库.xlsx", ""), made)], {})


def _cell(value: object) -> object:
    return scaled(Number(value)) if isinstance(value, int) else value


def cells(scope: Scope, *, quotas: bool = True) -> list[tuple[str, str]]:
    """The sheets and cells that a scope's task of June is found in."""
    frames = {PAID.name: reports({}), TARGETS.name: table(TARGETS, GIVEN)}
    base = {TARGETS.name: TARGETS}
    if quotas:
        frames[STAFF.name], base[STAFF.name] = table(STAFF, QUOTAS), STAFF
    scheme = Scheme({PAID.name: PAID}, base, {}, (), {}, {}, {}, {})
    behind = Behind(scheme, Ground(Stock(Period(2026, 6), frames, UNITS, {}, frozenset())), {})
    figure = Figure(TASK, scope, Span(2026, 1, 6), Status.REPORTED, Number(1))
    return [(one.sheet, one.cells) for one in behind.entries("目标", figure)]


def test_a_units_task_is_the_row_without_a_name_and_without_a_stage():
    assert cells(Scope("单位", "ZJ01")) == [("目标表", "F4")]
    assert cells(Scope("单位", "ZJ02")) == []
    assert cells(Scope("全市", "")) == [("目标表", "F8")]


def test_a_persons_task_is_the_row_of_that_name_in_the_unit_and_before_the_quota():
    assert cells(person("ZJ01", "王某")) == [("目标表", "F5")]
    assert cells(person("ZJ02", "王某")) == [("目标表", "F7")]


def test_without_such_a_row_it_is_the_cell_of_the_persons_own_table():
    assert cells(person("ZJ01", "李某")) == [("人员表", "D5")]
    assert cells(person("ZJ02", "李某")) == [("人员表", "D6")]


def test_who_has_no_task_for_the_indicator_has_no_row():
    assert cells(person("ZJ01", "赵某")) == []
    assert cells(person("ZJ01", "孙某")) == []
    assert cells(person("ZJ01", "李某"), quotas=False) == []
