"""What the program says of a month against the plain recount of its workbooks (tests/recount)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pipeline.model.figure import Status
from pipeline.model.finding import Consequence
from pipeline.model.listing import Listing
from pipeline.model.month import Month
from pipeline.model.standing import Standing
from pipeline.scheme.scheme import Scheme
from tests.county import County
from tests.recount import INDICATORS, Listed, Stand, count_year, lists, stand
from tests.recount.sheets import book, rows

REGISTER = "项目台账"
ELSEWHERE = {
    *("领导小组", "活动安排", "本月活动安排", "红榜", "黑榜", "红榜建议", "黑榜建议"),
    *("重点项目", "集中开工项目", "集中签约项目", "未销号事项", "预审会", "预审结果"),
    *("在谈项目分阶段", "落地慢问题类别", "签约年度落地", "本年活动", "活动分类"),
    *("集中开工批次", "集中签约批次", "集中开工产业", "集中签约产业"),
    *("后续活动安排", "今年集中活动", "预审合计"),
    *("本月预审会", "本月预审结果", "本月集中开工", "本月集中签约", "本月集中活动分类"),
    *("本月集中开工产业", "本月集中签约产业", "项目问题"),
    *("超期事项", "名录外超期事项", "本年议定事项"),
    *("项目台账全表", "上报台账", "上报到位", "上报固投", "上报在谈", "上报活动", "上报更正"),
}
"""Lists that set down rows as they stand, or ranks: tests/audit and
tests/documents hold them against the workbooks."""
SILENT = ("未报送", "退回")


def agree(scheme: Scheme, month: Month, inputs: Path, county: County) -> None:
    """Every figure, series, standing and list, and none that is not counted once more."""
    assert set(scheme.indicators) == INDICATORS
    assert {status for _, _, status in month.figures} == set(Status)
    period = month.period
    states = {unit.code: county.state(unit.code, period.month) for unit in county.units}
    count = count_year(inputs, str(period), states, left_out(month, inputs))
    figures = {
        (scope.kind, scope.code, name, status.value): (
            figure.missing.value if figure.value is None and figure.missing else figure.value
        )
        for (scope, name, status), figure in month.figures.items()
    }
    assert differences(figures, count.values) == {}
    series = {
        (scope.kind, scope.code, name, status.value): values
        for (scope, name, status), values in month.series.items()
    }
    assert differences(series, count.series) == {}
    standings = {
        (scope.kind, scope.code, name): _told(one) for (scope, name), one in month.standings.items()
    }
    stands = stand(count, [code for code, state in states.items() if state in SILENT])
    assert differences(standings, stands) == {}
    listed = {
        (scope.kind, scope.code, name): _listed(one) for (scope, name), one in month.lists.items()
    }
    assert {name for _, _, name in listed} == set(scheme.lists)
    assert set(scheme.lists) >= ELSEWHERE
    listed = {key: one for key, one in listed.items() if key[2] not in ELSEWHERE}
    assert differences(listed, lists(count, stands)) == {}


def left_out(month: Month, inputs: Path) -> set[tuple[str, str]]:
    """The projects that do not count: two drawn ones may look like one by chance."""
    found = set()
    for one in month.findings:
        if one.rule.consequence is Consequence.DROP_ROW and one.places[0].sheet == REGISTER:
            path = inputs / str(month.period) / one.places[0].file
            names = {row["项目名称"] for row in rows(path, REGISTER, "项目编码")}
            line = int("".join(filter(str.isdigit, one.places[0].cell)))
            found |= {(one.unit, name) for name in book(path)[REGISTER][line - 1] if name in names}
    return found


def differences(said: Mapping, counted: Mapping) -> dict:
    """Where the two differ: what the program says, and what the recount says."""
    return {
        key: (said.get(key), counted.get(key))
        for key in said.keys() | counted.keys()
        if said.get(key, "not made") != counted.get(key, "not counted")
    }


def _told(standing: Standing) -> Stand:
    return Stand(
        task=standing.target.sure if standing.target else None,
        rate=standing.rate,
        digits=standing.decimals,
        pace=standing.pace,
        gap=standing.gap,
        light=standing.light,
        short=standing.short,
        behind=standing.behind,
        monthly=standing.monthly,
        half=standing.half_done,
        last=standing.last,
        growth=standing.growth,
        place=standing.rank,
        tied=standing.tied,
        among=standing.ranked,
    )


def _listed(listing: Listing) -> Listed:
    entries = tuple(
        (one.unit, tuple(one.cells.values()) or (one.indicator,)) for one in listing.entries
    )
    groups = listing.bundles and tuple(
        (one.name, tuple(one.members), tuple(one.sums.values())) for one in listing.bundles
    )
    if listing.bundles is not None:
        groups = groups or ()
    return Listed(entries, listing.total, listing.unsure, groups)
