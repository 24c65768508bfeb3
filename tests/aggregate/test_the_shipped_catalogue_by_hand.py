"""The office's own figures.yaml on six projects, worked by hand (F12–F16, F23, F26).

Signed in January to March 2026: 一 registered, paid, started in February, produced in March;
二 registered and paid; 三 paid one 分; 四 registered and started on March 31, in the statistics in
April; 五 ended, with nothing. 六 was signed in 2025 and is of no cohort of this year.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

import pytest

from pipeline.aggregate.figures import Figures, Ground, Stock, figures
from pipeline.model.figure import Figure, Missing, Scope, Status
from pipeline.model.number import exact, scaled
from pipeline.model.period import Period
from pipeline.model.table import Column, Submission, Table
from pipeline.model.unit import Unit, UnitState
from pipeline.scheme.form import Form
from pipeline.scheme.frame import Source, frame_of
from pipeline.scheme.scheme import load_scheme
from tests.shipped import TEMPLATES

TOWN = Unit("ZJ01", "甲镇", "甲镇", group="镇")
OTHER = Unit("ZJ02", "乙镇", "乙镇", group="镇")
SIGNED, BEGUN = date(2026, 1, 10), date(2026, 2, 1)


def project(name: str, **more: object) -> dict[str, object]:
    row = {"项目编码": name, "项目名称": name, "签约日期": SIGNED, "当前阶段": "签约",
           "投资性质": "内资-省外", "计划总投资": scaled(Fraction(1000))}  # fmt: skip
    return row | more


PROJECTS = (
    project("一", 信用代码="甲", 开工日期=BEGUN, 投产日期=date(2026, 3, 1)),
    project("二", 信用代码="乙", 协议投资额=scaled(Fraction(200))),
    project("三"),
    project("四", 信用代码="丁", 开工日期=date(2026, 3, 31), 入统日期=date(2026, 4, 1)),
    project("五", 当前阶段="终止"),
    project("六", 签约日期=date(2025, 12, 31), 开工日期=BEGUN, 投资性质="外资"),
)
PAID = (("一", "1500", "500"), ("二", "0", "100"), ("三", "0", "0.000001"), ("六", "0", "70"))
"""Project, before this year, in March; in April another 9 that no figure of March may count."""


def rate(name: str, rows: Sequence[dict] = PROJECTS, **parameters: str) -> Figure:
    paid = [
        {"项目编码": one, "项目名称": one, "资金来源": "省外", "以前年度累计": scaled(exact(before)),
         "各月.3": scaled(exact(march)), "各月.4": scaled(Fraction(9))}
        for one, before, march in PAID
    ]  # fmt: skip
    found = made({"项目台账": rows, "资金到位": paid}, {"参数": [parameters]})
    return found[Scope("单位", "ZJ01"), name, Status.REPORTED]


def made(sent: Mapping[str, Sequence[dict]], kept: Mapping[str, Sequence[dict]]) -> Figures:
    """The figures of March of what 甲镇 sent and the office keeps."""
    scheme = load_scheme(TEMPLATES)
    frames = {
        form.name: frame_of(form, [_source(form, sent.get(form.name, ()), TOWN.code)], {})
        for form in scheme.forms.values()
    } | {
        form.name: frame_of(form, [_source(form, kept.get(form.name, ()), "")], {})
        for form in scheme.base.values()
    }
    states = dict.fromkeys((TOWN.code, OTHER.code), UnitState.ACCEPTED)
    stock = Stock(Period(2026, 3), frames, [TOWN, OTHER], states)
    return figures(scheme, stock, Ground(stock))


def _source(form: Form, rows: Sequence[dict], unit: str) -> Source:
    names = [name for one in form.fields.values() for name in one.columns]
    columns = {name: Column(name, "A", [row.get(name) for row in rows]) for name in names}
    table = Table(form.name, "", form.sheet, range(4, 4 + len(rows)), columns)
    return Source(Submission(unit, Period(2026, 3), "", ""), table)


@pytest.mark.parametrize(
    ("parameters", "landed", "signed"),
    [
        # by default: started by the end of March, that is 一 and 四; what has ended stays
        ({}, "一四", 5),
        ({"落地认定": "开工"}, "一四", 5),
        ({"落地认定": "注册"}, "一二四", 5),
        # a single 分 is more than nothing
        ({"落地认定": "到资"}, "一二三", 5),
        ({"终止项目": "保留"}, "一四", 5),
        ({"终止项目": "剔除"}, "一四", 4),
        ({"终止项目": "剔除", "落地认定": "注册"}, "一二四", 4),
    ],
)
def test_what_has_landed_is_told_by_the_offices_definition(parameters, landed, signed):
    figure = rate("落地率", **parameters)
    assert "".join(str(PROJECTS[row]["项目编码"]) for row in figure.rows["项目台账"]) == landed
    assert figure.value == Fraction(100 * len(landed), signed)


@pytest.mark.parametrize(
    ("name", "share"),
    [
        # of the five that were signed: started 一, 四; produced 一; 四 enters statistics in April
        ("开工率", 40),
        ("投产率", 20),
        ("达产率", 0),
        ("入统率", 0),
        ("入规率", 0),
        # registered, paid or started, each at most once: 一, 二, 三, 四
        ("履约率", 80),
    ],
)
def test_the_rates_of_a_cohort_have_all_that_was_signed_below_them(name, share):
    assert rate(name).value == share
    assert rate(name).parts == (Fraction(5 * share, 100), 5)


def test_nothing_signed_is_no_rate_and_not_zero():
    before = tuple(project(one, 签约日期=date(2025, 6, 1)) for one in "一二")
    for name in ("落地率", "开工率", "投产率", "履约率"):
        assert rate(name, before).missing is Missing.NOT_APPLICABLE


def test_arrived_over_contracts_falls_back_on_the_plan_and_leaves_foreign_capital_out():
    # 一 1 500 + 500, 二 100, 三 0.000001 = 2 100.000001;
    # below: 1 000 + 200 (its contract) + 1 000 + 1 000 + 1 000 = 4 200; 六 is foreign
    assert rate("资金到位率").parts == (exact("2100.000001"), 4200)
    # one project may well have got more than was planned: 2 000 of 1 000
    assert rate("资金到位率", PROJECTS[:1]).value == 200


def test_what_is_confirmed_of_a_project_without_a_code_yet_is_shared_by_its_name():
    # the office has given the code; the unit's register of that month does not have it yet
    shared = project("新", 共同引进单位="乙镇", 共同引进比例=scaled(Fraction(40)), 产业门类="工业")
    verdict = {"期间": date(2026, 2, 1), "单位": "ZJ01", "项目编码": "ZJ01-2026-001", "状态": "通过",
               "项目名称": " 新", "指标": "省外资金", "核定数": scaled(Fraction(100))}  # fmt: skip
    found = made({"项目台账": [shared | {"项目编码": None}]}, {"上级审核结果": [verdict]})
    told = {
        scope.code: figure.value
        for (scope, name, status), figure in found.items()
        if (name, status) == ("实际利用省外资金", Status.CONFIRMED)
        and figure.value
        and not scope.unit
    }
    told_apart = {"工业": 100, "未分类": 100}  # by trade; nobody said in which chain it is
    assert told == {"ZJ01": 60, "ZJ02": 40, "镇": 100, "": 100, **told_apart}


def test_foreign_capital_is_never_inside_the_money_from_other_provinces():
    # F26: 50 万元 from another province, 30 of foreign capital; 4 万美元 stand apart
    row = {"项目编码": "一", "项目名称": "一", "各月.1": scaled(Fraction(50))}
    paid = [
        row | {"资金来源": "省外"},
        row | {"资金来源": "外资", "各月.1": scaled(Fraction(30)), "外资到位": scaled(Fraction(4))},
    ]
    found = made({"项目台账": PROJECTS, "资金到位": paid}, {})
    city = Scope("全市", "")
    assert found[city, "实际利用省外资金", Status.REPORTED].value == 50
    assert found[city, "实际使用外资", Status.REPORTED].value == 4
