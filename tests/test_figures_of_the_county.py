"""The shipped county's figures against what was drawn, and against the workbooks themselves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from fractions import Fraction

import openpyxl
import pytest

from pipeline.model.figure import Missing, Scope, Status
from pipeline.model.month import Month
from pipeline.model.number import exact, printed
from pipeline.model.unit import UnitState
from pipeline.render import wording
from tests.county import SHIPPED, County, draw
from tests.county.clock import month_end
from tests.county.figures import CONFIRMED, FUNDS, PENDING, REPORTED, WORKS, funds_known
from tests.shipped import INPUTS, copied, gathered, month_of

CITY = Scope("全市", "")
SIGNED = "新签约亿元以上项目"
MISSING_UNIT, RETURNED_UNIT = "ZJ07", "ZJ03"
STATES = {
    "已报": UnitState.ACCEPTED,
    "零报送": UnitState.ACCEPTED,
    "未报送": UnitState.ABSENT,
    "退回": UnitState.RETURNED,
}
PERIODS = [f"2026-{month:02d}" for month in range(1, 7)]


@pytest.fixture(scope="module")
def county() -> County:
    return draw(SHIPPED)


@pytest.fixture(scope="module")
def without(tmp_path_factory) -> Month:
    return gathered(copied(tmp_path_factory.mktemp("不计"), 缺报处理="不计"), "2026-06")[1]


@pytest.mark.parametrize("period", PERIODS)
class TestEveryMonth:
    def test_every_units_state_is_what_was_meant(self, county, period):
        _, month = month_of(period)
        drawn = county.truth(period)["状态"]
        assert month.states == {code: STATES[state] for code, state in drawn.items()}

    def test_every_figure_of_every_unit_group_and_the_city_is_the_drawn_one(self, county, period):
        _, month = month_of(period)
        truth = county.truth(period)
        expected = {
            (scope, indicator, Status(status)): value
            for scope, figures in scopes(truth)
            for indicator, statuses in figures.items()
            for status, value in statuses.items()
        }
        assert len(expected) > 25 * 19
        made = {key: month.figures[key].value for key in expected}
        assert made == expected

    def test_what_is_not_known_is_said_with_its_reason(self, county, period):
        _, month = month_of(period)
        reasons = {"未报送": Missing.NOT_REPORTED, "退回": Missing.RETURNED}
        truth = county.truth(period)
        for code, figures in truth["单位"].items():
            for indicator, statuses in figures.items():
                for status, value in statuses.items():
                    figure = month.figures[Scope("单位", code), indicator, Status(status)]
                    assert (figure.missing is None) == (value is not None)
                    if value is None:
                        assert figure.missing is reasons[truth["状态"][code]]

    def test_the_city_is_its_groups_and_its_units_in_every_figure(self, period):
        scheme, month = month_of(period)
        names = {(name, status) for _, name, status in month.figures}
        added = {(name, status) for name, status in names if scheme.indicators[name].additive}
        assert len(added) > 25
        for name, status in added:
            whole = month.figures[CITY, name, status]
            for kind in ("单位", "组"):
                parts = [
                    figure
                    for (scope, one, state), figure in month.figures.items()
                    if (scope.kind, one, state) == (kind, name, status)
                ]
                assert len(parts) == (21 if kind == "单位" else 4)
                assert whole.value == sum(part.value or 0 for part in parts)
                assert {part.span for part in parts} == {whole.span}

    def test_every_rate_is_that_of_the_sums_of_its_units(self, period):
        scheme, month = month_of(period)
        rates = {
            name
            for name, one in scheme.indicators.items()
            if any(definition.ratio for definition in one.definitions.values())
        }
        assert len(rates) == 8
        for name in rates:
            whole = month.figures[CITY, name, Status.REPORTED]
            for kind in ("单位", "组", "战线"):
                parts = [
                    figure.parts
                    for (scope, one, _), figure in month.figures.items()
                    if (scope.kind, one) == (kind, name) and figure.parts is not None
                ]
                part, against = (sum(side) for side in zip(*parts, strict=True))
                assert whole.parts == (part, against)
                assert whole.value == part / against * 100

    def test_both_sides_of_every_rate_are_the_drawn_ones(self, county, period):
        _, month = month_of(period)
        truth = county.truth(period)["率"]
        for code, rates in truth.items():
            for name, sides in rates.items():
                assert month.figures[scope_of(code, truth), name, Status.REPORTED].parts == sides

    def test_an_investor_with_several_projects_counts_once(self, county, period):
        _, month = month_of(period)
        truth = county.truth(period)["投资方"]
        assert len(truth["全市"]) > 10
        for code, names in truth.items():
            figure = month.figures[scope_of(code, truth), "新签约投资方", Status.REPORTED]
            assert figure.value == len(names)

    def test_what_the_office_typed_in_is_the_citys_as_late_as_it_is_known(self, county, period):
        _, month = month_of(period)
        number = int(period[-2:])
        typed = {(line.indicator, line.month): line.value for line in county.typed}
        known = min(number, 5)
        exports = month.figures[CITY, "出口总额", Status.REPORTED]
        assert (exports.value, exports.span.last) == (typed["出口总额", known], known)
        rank = month.figures[CITY, "全省位次", Status.REPORTED]
        assert rank.value == typed["全省位次", number]
        series = month.series[CITY, "出口总额", Status.REPORTED]
        assert series == tuple(typed["出口总额", one] for one in range(1, known + 1))

    def test_months_of_a_series_are_what_the_files_now_say_of_them(self, county, period):
        _, month = month_of(period)
        number = int(period[-2:])
        for unit in county.units:
            heard = number - (county.state(unit.code, number) in ("未报送", "退回"))
            files = county.projects[unit.code]
            expected = [
                Fraction(funds_known(files, heard, range(1, one + 1)), 100)
                for one in range(1, number + 1)
            ]
            scope = Scope("单位", unit.code)
            assert list(month.series[scope, FUNDS, Status.REPORTED]) == expected

    def test_dimensions_and_fronts_add_up_to_the_city(self, period):
        _, month = month_of(period)
        for name, kind in (
            (FUNDS, "产业门类"),
            (SIGNED, "产业门类"),
            (SIGNED, "规模档"),
            (SIGNED, "单位·产业门类"),
            (SIGNED, "战线"),
        ):
            parts = [
                figure.value
                for (scope, one, status), figure in month.figures.items()
                if (scope.kind, one, status) == (kind, name, Status.REPORTED)
            ]
            assert len(parts) > 2
            assert sum(parts) == month.figures[CITY, name, Status.REPORTED].value

    def test_confirmed_figures_reach_as_far_as_the_verdicts(self, county, period):
        _, month = month_of(period)
        audited = county.truth(period)["核定至"]
        assert audited == min(period, "2026-05")
        assert month.figures[CITY, FUNDS, Status.CONFIRMED].span.last == int(audited[-2:])
        pending = month.figures[CITY, FUNDS, Status.PENDING].span
        assert list(pending.months) == ([6] if period == "2026-06" else [])
        assert month.figures[CITY, FUNDS, Status.REPORTED].span.last == int(period[-2:])

    def test_activities_add_up_to_what_the_units_last_accepted_files_hold(self, county, period):
        _, month = month_of(period)
        for indicator, field in (
            ("拜访接待企业", "拜访企业数"),
            ("达成意向企业", "达成意向"),
            ("发放宣传资料", "发放资料"),
        ):
            expected = sum(
                row[field]
                for unit in county.units
                for row in county.activities[unit.code]
                if row["开始日期"] <= last_heard(county, unit.code, period)
            )
            assert month.figures[CITY, indicator, Status.REPORTED].value == expected


class TestByHand:
    """Figures of June recomputed straight from the cells of the workbooks."""

    def test_what_the_economic_zone_reports_as_funds_from_outside_the_province(self):
        paid = sum(
            money(row[f"{number}月"])
            for row in rows("2026-06/招商月报_KF01_202606.xlsx", "资金到位", header=4)
            if row["资金来源"] == "省外"
            for number in range(1, 7)
        )
        assert paid > 0
        assert june().figures[Scope("单位", "KF01"), FUNDS, Status.REPORTED].value == paid

    def test_what_the_level_above_confirmed_for_the_city_and_the_rate_it_gives(self):
        passed = sum(
            money(row["核定数"])
            for row in rows("基础库.xlsx", "上级审核结果")
            if (row["指标"], row["状态"]) == ("省外资金", "通过") and row["期间"] <= "2026-05"
        )
        task = next(
            money(row["确保数"])
            for row in rows("基础库.xlsx", "年度目标")
            if (row["单位（代码、汇总组或全市）"], row["指标"], row["下达"])
            == ("全市", FUNDS, "上级")
        )
        last = next(
            money(row["累计值"])
            for row in rows("基础库.xlsx", "上年同期")
            if (row["截至月份"], row["单位（代码、汇总组或全市）"], row["指标"])
            == (5, "全市", FUNDS)
        )
        standing = june().standings[CITY, FUNDS]
        assert standing.figure.value == passed
        assert standing.rate == passed / task * 100
        # five months: the rate as printed less 41.67
        shown = Fraction(printed(passed / task * 100, 2))
        assert standing.gap == shown - Fraction("41.67")
        assert standing.growth == (passed - last) / last * 100

    def test_projects_of_a_hundred_million_and_more_that_a_town_signed_this_year(self):
        signed = [
            row["项目名称"]
            for row in rows("2026-06/招商月报_ZJ06_202606.xlsx", "项目台账")
            if row["签约日期"] is not None
            and date(2026, 1, 1) <= row["签约日期"].date() <= date(2026, 6, 30)
            and money(row["认定额"] if row["认定额"] is not None else row["计划总投资"]) >= 10000
            and row["当前阶段"] != "终止"
        ]
        assert len(signed) > 0
        assert june().figures[Scope("单位", "ZJ06"), SIGNED, Status.REPORTED].value == len(signed)

    def test_a_unit_that_sent_nothing_keeps_the_investment_of_its_file_of_may(self):
        file = "2026-05/招商月报_ZJ07_202605.xlsx"
        fresh = {row["项目名称"] for row in rows(file, "项目台账") if row["新引进年度"] == 2026}
        spent = sum(
            money(row[f"{number}月"])
            for row in rows(file, "固定资产投资", header=4)
            if row["项目名称"] in fresh
            for number in range(1, 6)
        )
        figure = june().figures[Scope("单位", "ZJ07"), WORKS, Status.REPORTED]
        assert spent > 0
        assert figure.value == spent
        assert figure.carried == ("ZJ07",)


class TestUnitsThatWereNotHeard:
    def test_their_amounts_are_those_of_may_and_they_are_not_assessed(self, county):
        _, may = month_of("2026-05")
        for code, state in (
            (MISSING_UNIT, Missing.NOT_REPORTED),
            (RETURNED_UNIT, Missing.RETURNED),
        ):
            scope = Scope("单位", code)
            standing = june().standings[scope, WORKS]
            assert standing.figure.value == may.figures[scope, WORKS, Status.REPORTED].value
            assert standing.no_rate is standing.no_growth is standing.no_rank is state
            assert wording.gap(standing) == state.value
            assert june().figures[scope, FUNDS, Status.PENDING].missing is state
        assert set(june().figures[CITY, WORKS, Status.REPORTED].carried) == {
            MISSING_UNIT,
            RETURNED_UNIT,
        }

    def test_what_was_confirmed_of_them_is_assessed(self):
        standing = june().standings[Scope("单位", MISSING_UNIT), FUNDS]
        assert standing.rate is not None
        assert standing.rank is not None
        assert standing.figure.carried == ()

    def test_what_is_pending_is_not_in_the_headline(self, county):
        truth = county.truth("2026-06")["全市"][FUNDS]
        headline = june().standings[CITY, FUNDS].figure
        assert headline.status is Status.CONFIRMED
        assert headline.value == truth[CONFIRMED]
        assert min(truth[PENDING], truth[REPORTED] - truth[CONFIRMED]) > 0


class TestLeftOut:
    """缺报处理 不计: the same month with the unheard units left out."""

    def test_they_have_no_reported_figure_and_the_totals_are_those_of_the_others(
        self, county, without
    ):
        units = county.truth("2026-06")["单位"]
        for indicator in (FUNDS, WORKS, SIGNED):
            for code, reason in (
                (MISSING_UNIT, Missing.NOT_REPORTED),
                (RETURNED_UNIT, Missing.RETURNED),
            ):
                figure = without.figures[Scope("单位", code), indicator, Status.REPORTED]
                assert (figure.value, figure.missing) == (None, reason)
            others = sum(
                figures[indicator][REPORTED]
                for code, figures in units.items()
                if code not in (MISSING_UNIT, RETURNED_UNIT)
            )
            total = without.figures[CITY, indicator, Status.REPORTED]
            assert (total.value, total.carried) == (others, ())
        assert without.carried == {}

    def test_last_year_is_of_the_same_units(self, county, without):
        line = {
            past.unit: past.value
            for past in county.past
            if (past.month, past.indicator) == (6, WORKS)
        }
        standing = without.standings[CITY, WORKS]
        assert standing.last == line["全市"] - line[MISSING_UNIT] - line[RETURNED_UNIT]
        value = standing.figure.value
        assert standing.growth == (value - standing.last) / standing.last * 100

    def test_confirmed_figures_are_the_same_and_so_is_their_last_year(self, without):
        for scope in (CITY, Scope("单位", MISSING_UNIT), Scope("组", "镇（街道）")):
            assert without.standings[scope, FUNDS] == june().standings[scope, FUNDS]


def june() -> Month:
    return month_of("2026-06")[1]


def scopes(truth: dict) -> Iterator[tuple[Scope, dict]]:
    yield CITY, truth["全市"]
    for kind in ("单位", "组"):
        for code, figures in truth[kind].items():
            yield Scope(kind, code), figures


def scope_of(code: str, known: dict) -> Scope:
    if code == "全市":
        return CITY
    last = list(known).index("全市")
    return Scope("单位" if list(known).index(code) < last else "组", code)


def last_heard(county: County, code: str, period: str) -> date:
    month = int(period[-2:])
    return month_end(2026, month - (county.state(code, month) in ("未报送", "退回")))


def rows(file: str, sheet: str, header: int = 3) -> Iterator[dict[str, object]]:
    """The rows of a sheet by printed header; the months' headers stand in row `header`."""
    book = openpyxl.load_workbook(INPUTS / file, data_only=True, read_only=True)
    cells = list(book[sheet].iter_rows(values_only=True))
    book.close()
    upper, lower = cells[2], cells[header - 1]
    names = [below or above for above, below in zip(upper, lower, strict=True)]
    for row in cells[header:]:
        if row[0] == "合计" or row[1] is None:
            return
        yield {str(name): cell for name, cell in zip(names, row, strict=False) if name}


def money(value: object) -> Fraction:
    assert not isinstance(value, (str, datetime))
    return Fraction(0) if value is None else exact(value)  # type: ignore[arg-type]
