"""上期数据调整: a published value against what the present tables say of the same span (F01)."""

from __future__ import annotations

from fractions import Fraction

from pipeline.assess.adjustments import Correction, adjustments
from pipeline.model.figure import Figure, Scope, Status
from pipeline.model.finalised import Adjustment, finalised_of
from pipeline.model.number import Number
from pipeline.model.period import Period, Span
from pipeline.model.unit import Unit
from pipeline.scheme.scheme import Scheme, load_scheme
from tests.cli.desk import ROOT

MAY = Period(2026, 5)
NAME = "实际利用省外资金"
UNITS = [Unit("ZJ01", "青榆镇人民政府", "青榆镇"), Unit("ZJ02", "石桐镇人民政府", "石桐镇")]
SCHEME: Scheme = load_scheme(ROOT / "templates")


def row(code: str, value: str | None, **more: object) -> dict[str, object]:
    kind = "单位" if code else "全市"
    return {
        "范围": kind,
        "代码": code,
        "指标": NAME,
        "状态": "自报",
        "所属期": "1—5月",
        "完成": value,
        **more,
    }


def figure(
    code: str, value: Number | None, status: Status = Status.REPORTED, last: int = 5
) -> tuple[tuple[Scope, str, Status], Figure]:
    scope = Scope("单位" if code else "全市", code)
    made = Figure(NAME, scope, Span(2026, 1, last), status, value)
    return (scope, NAME, status), made


def found(
    rows: list[dict[str, object]], now: dict[Period, dict], told: tuple[Correction, ...] = ()
) -> list[Adjustment]:
    return adjustments(SCHEME, UNITS, finalised_of(MAY, rows), now, told)


def test_a_value_that_still_holds_is_no_adjustment() -> None:
    """7315.5 published; 1406.2 + 5909.3 = 7315.5 now."""
    now = {MAY: dict([figure("ZJ01", Fraction("1406.2") + Fraction("5909.3"))])}
    assert found([row("ZJ01", "7315.5")], now) == []


def test_the_difference_is_the_present_value_less_the_published() -> None:
    """7300.11 − 7315.5 = −15.39; the whole 22 940.51 − 22 955.9 = −15.39."""
    now = {MAY: dict([figure("ZJ01", Fraction("7300.11")), figure("", Fraction("22940.51"))])}
    told = (
        Correction("ZJ01", "资金到位", MAY, "更正申请：甲项目5月由179.39改为164"),
        Correction("ZJ01", "资金到位", Period(2026, 6), "更正申请：以后的"),
        Correction("ZJ01", "固定资产投资", MAY, "更正申请：别的表"),
        Correction("ZJ02", "资金到位", MAY, "更正申请：别的单位"),
    )
    whole, unit = found([row("ZJ01", "7315.5"), row("", "22955.9")], now, told)
    assert (whole.name, whole.difference, whole.reason) == (
        "全市",
        Fraction("-15.39"),
        "各单位调整数之和",
    )
    assert (unit.name, unit.published, unit.now) == (
        "青榆镇",
        Fraction("7315.5"),
        Fraction("7300.11"),
    )
    assert unit.difference == Fraction("-15.39")
    assert unit.reason == "更正申请：甲项目5月由179.39改为164"


def test_a_figure_that_was_carried_forward_is_told_as_the_cause() -> None:
    now = {MAY: dict([figure("ZJ01", Fraction(120))])}
    (one,) = found([row("ZJ01", "100", 沿用=["ZJ01"])], now)
    assert (one.difference, one.reason) == (20, "公布时未报或被退回，按沿用数计，现已有数")


def test_without_a_correction_that_names_it_the_cause_is_to_be_found() -> None:
    now = {MAY: dict([figure("ZJ01", Fraction(120))])}
    (one,) = found([row("ZJ01", "100")], now)
    assert one.reason == "没有登记更正，请向单位查明"


def test_a_value_that_was_missing_has_no_difference() -> None:
    now = {MAY: dict([figure("ZJ01", Fraction(120))])}
    (one,) = found([row("ZJ01", None, 缺数原因="未报送")], now)
    assert (one.published, one.now, one.difference) == (None, 120, None)
    assert one.reason == "公布时没有数（未报送）"


def test_a_confirmed_figure_is_held_against_the_span_that_was_published() -> None:
    """May published 1—4月 confirmed: 90; by now May is confirmed too, and April's sum is 95."""
    april = Period(2026, 4)
    published = [row("ZJ01", "90") | {"状态": "核定", "所属期": "1—4月"}]
    now = {
        april: dict([figure("ZJ01", Fraction(95), Status.CONFIRMED, last=4)]),
        MAY: dict([figure("ZJ01", Fraction(130), Status.CONFIRMED)]),
    }
    (one,) = found(published, now)
    assert (one.span, one.published, one.now, one.difference) == ("1—4月", 90, 95, 5)
    assert one.reason == "上级核定的数有改动"


def test_what_is_pending_or_does_not_follow_its_span_is_not_compared() -> None:
    """拟上报 counts by the month's own register: last month's is no correction of it."""
    pending = row("ZJ01", "100") | {"状态": "待审核"}
    planned = row("ZJ01", "4") | {"指标": "拟上报工业项目"}
    key, one = figure("ZJ01", Fraction(3))
    now = {
        MAY: {
            (key[0], NAME, Status.PENDING): one,
            (key[0], "拟上报工业项目", Status.REPORTED): one,
        }
    }
    assert found([pending, planned], now) == []


def test_more_than_three_corrections_are_counted() -> None:
    told = tuple(Correction("ZJ01", "资金到位", MAY, f"更正{n}") for n in range(1, 6))
    (one,) = found([row("ZJ01", "1")], {MAY: dict([figure("ZJ01", Fraction(2))])}, told)
    assert one.reason == "更正1；更正2；更正3；另有2条"


def of(name: str, code: str, value: Number, indicator_status: Status = Status.REPORTED) -> tuple:
    scope = Scope("单位" if code else "全市", code)
    figure_ = Figure(name, scope, Span(2026, 1, 5), indicator_status, value)
    return (scope, name, indicator_status), figure_


def test_a_formula_and_a_rate_with_a_denominator_are_adjusted_like_sums() -> None:
    """平均项目规模 was 60000 ÷ 4 = 15000 and is 57000 ÷ 4 = 14250; 开工率 was 3 of 4, is 2 of 4."""
    names = {one.name: one for one in SCHEME.indicators.values()}
    formula = next(o for o in names.values() if o.definitions[Status.REPORTED].formula is not None)
    rate = next(o for o in names.values() if o.definitions[Status.REPORTED].whole is not None)
    rows = [
        {**row("ZJ01", "15000"), "指标": formula.name},
        {**row("ZJ01", "75"), "指标": rate.name},
    ]
    now = {
        MAY: dict(
            [
                of(formula.name, "ZJ01", Fraction(57000, 4)),
                of(rate.name, "ZJ01", Fraction(200, 4)),
            ]
        )
    }
    told = (Correction("ZJ01", "项目台账", MAY, "更正申请：甲项目改正"),)
    differences = {one.indicator: (one.difference, one.reason) for one in found(rows, now, told)}
    assert differences == {
        formula.name: (Fraction(-750), "更正申请：甲项目改正"),
        rate.name: (Fraction(-25), "更正申请：甲项目改正"),
    }


def test_a_rate_over_all_projects_of_today_is_not_taken_anew_for_may() -> None:
    """资金到位率 divides what came in by the plans of all projects: June's new ones are in it now."""
    rate = next(o for o in SCHEME.indicators.values() if o.definitions[Status.REPORTED].divisor)
    now = {MAY: dict([of(rate.name, "ZJ01", Fraction(20))])}
    assert found([{**row("ZJ01", "25"), "指标": rate.name}], now) == []
