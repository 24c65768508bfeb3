"""What templates may name: plain data under fixed roots, every leaf of it printable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from pipeline.model.attachment import Manuscript, Picture
from pipeline.model.figure import Phrase, Quantity
from pipeline.model.number import printed
from pipeline.model.period import Days, Period
from pipeline.model.unit import UnitState
from pipeline.render.context import context
from pipeline.render.filters import FILTERS
from pipeline.render.language import Language, as_text, unmarked
from tests.county import draw
from tests.shipped import gathered, month_of

SECTIONS = ("重点和特色", "存在问题", "没有交来的材料")
ROOTS = {"全市", "各组", "各单位", "分组", "单位", "本期", "上期", "清单", "参数", "办公室", "材料"}
ROOTS |= {"各战线", "战线", "各人员", "人员", "维度", "阶段", "各阶段", "截止", "时间轴"}
ROOTS |= {"文稿", "图片"}
WHOLE_FILES = ("文稿", "图片")
FUNDS, SIGNED, WORKS = "实际利用省外资金", "新签约亿元以上项目", "新增固定资产投资"
WORDS = {"不按日统计", "未报送", "退回", "未下达", "无同期", "首年", "尚未核定", "未录入", "—"}


def names_of(**changes: object) -> dict:
    """The names of the shipped June, changed."""
    scheme, month = month_of("2026-06")
    return context(scheme.indicators, replace(month, **changes), SECTIONS)


@pytest.fixture(scope="module")
def names() -> dict:
    return names_of()


@pytest.fixture(scope="module")
def leaves(names: dict) -> list[tuple[str, object]]:
    """All of them; of the stages, which are many and alike, those of a campaign and a week."""
    some = {one: names["阶段"][one] for one in ("春季攻坚", "2026年第26周")}
    rest = {name: one for name, one in names.items() if name not in (*WHOLE_FILES, "各阶段")}
    return list(walk({**rest, "阶段": some}))


def said(names: dict, source: str) -> str:
    return unmarked(Language(FILTERS).from_string("{{ " + source + " }}").render(names))


def walk(
    value: object, place: str = "", seen: dict[int, object] | None = None
) -> Iterator[tuple[str, object]]:
    """Yield every leaf with the words by which a template reaches it first.

    Parameters that are not filled in are nothing, and left out here; before some stages there is
    none.
    """
    seen = {} if seen is None else seen
    if isinstance(value, (Mapping, list)):
        if id(value) in seen:
            return
        seen[id(value)] = value
    if isinstance(value, Mapping):
        for name, inner in value.items():
            if name != "上一阶段" or inner is not None:
                yield from walk(inner, f"{place}.{name}", seen)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from walk(inner, f"{place}[{number}]", seen)
    elif value is not None or not place.startswith(".参数."):
        yield place, value


def items(names: dict) -> Iterator[dict]:
    """Yield what stands under each indicator of the city, the groups and the units."""
    for holder in (names["全市"], *names["各组"], *names["各单位"]):
        yield from (one for one in holder.values() if isinstance(one, dict) and "完成率" in one)


def test_the_roots_are_fixed(names):
    assert set(names) == ROOTS


def test_whole_files_are_named_by_their_stems_and_those_that_did_not_come_are_nothing():
    picture, text = Picture("照片.png", b""), Manuscript("存在问题.docx", b"")
    made = names_of(pictures={"照片": picture}, manuscripts={"存在问题": text})
    assert made["图片"] == {**dict.fromkeys(SECTIONS), "照片": picture}
    assert made["文稿"] == {**dict.fromkeys(SECTIONS), "存在问题": text}


def test_every_leaf_is_printable_and_of_a_known_kind(leaves):
    assert len(leaves) > 10_000
    for place, leaf in leaves:
        assert isinstance(leaf, (str, bool, int, date, Days, Quantity, Phrase)), place
        text = as_text(leaf)
        assert isinstance(text, str), place
        assert "None" not in text, place
        assert "nan" not in text, place
        assert not unmarked(text).startswith("Fraction"), place


def test_every_quantity_has_a_printed_form_and_a_word_where_it_has_no_value(leaves):
    for place, leaf in leaves:
        if not isinstance(leaf, Quantity):
            continue
        if leaf.value is None:
            assert leaf.bare in WORDS, place
            assert leaf.cell == "", place
        else:
            assert leaf.bare == printed(leaf.value, leaf.decimals), place
            assert isinstance(leaf.value, Fraction), place


def test_every_printed_figure_can_be_traced(names):
    for place, leaf in walk({"全市": names["全市"], "各单位": names["各单位"]}):
        if isinstance(leaf, Quantity):
            assert leaf.figure, place
            kind = leaf.figure.split(":")[0].split("/")[0]
            assert kind in ("全市", "单位", "人员", "清单"), place


def test_every_name_is_an_identifier_so_that_a_dot_reaches_it(names):
    def keys(value: object) -> Iterator[str]:
        if isinstance(value, dict):
            for name, inner in value.items():
                yield name
                yield from keys(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from keys(inner)

    named = names | {"阶段": list(names["阶段"].values())}  # the office names its weeks itself
    wrong = {name for name in keys(named) if not name.isidentifier()}
    assert wrong == set()


def test_a_unit_is_reached_by_its_code_its_short_and_its_full_name(names):
    unit = names["单位"]["ZJ01"]
    assert unit["名称"] == "青榆镇"
    assert names["单位"]["青榆镇"] is unit
    assert names["单位"][unit["全称"]] is unit
    assert names["各单位"][unit["序号"] - 1] is unit


def test_groups_and_rankings_hold_the_same_units(names):
    assert [group["名称"] for group in names["各组"]] == [
        "经开区",
        "双新产业园",
        "镇（街道）",
        "市直单位",
    ]
    assert [len(group["单位"]) for group in names["各组"]] == [1, 1, 12, 7]
    assert set(names["分组"]) == {"园区组", "一类镇街", "二类镇街", "市直组"}
    assert sum(len(one["单位"]) for one in names["分组"].values()) == 21
    for holder in (*names["各组"], *names["分组"].values()):
        for unit in holder["单位"]:
            assert names["单位"][unit["代码"]] is unit


def test_each_gap_re_adds_from_the_rate_and_the_pace_beside_it(names):
    seen = 0
    for item in items(names):
        if not item["有完成率"]:
            assert item["超序时"].value is None
            assert not item["超前"]
            assert not item["落后"]
            continue
        rate, pace, gap = (Fraction(item[name].bare) for name in ("完成率", "序时进度", "超序时"))
        assert gap == rate - pace
        assert (item["超前"], item["落后"]) == (gap > 0, gap < 0)
        words = item["序时措辞"].text
        start = "超" if gap > 0 else "落后" if gap < 0 else "与序时进度持平"
        assert words.startswith(start)
        seen += 1
    assert seen > 200


def test_what_is_said_of_a_figure_agrees_with_its_parts(names):
    for item in items(names):
        assert item["有数"] == (item["完成"].value is not None)
        assert item["为零"] == (item["完成"].value == 0)
        assert item["有目标"] == (item["目标"].value is not None)
        assert item["有同比"] == (item["同比"].value is not None)
        assert item["已完成"] == (item["有完成率"] and item["完成率"].value >= 100)
        if item["名次"].value is not None:
            tied = "并列" if item["并列"] else ""
            assert item["名次措辞"].bare == f"{tied}{item['名次'].bare}"


def test_confirmed_figures_name_their_own_months_and_what_is_pending_stands_beside(names):
    item = names["全市"][FUNDS]
    assert (item["期"], item["序时进度"].bare) == ("1—5月", "41.67")
    assert item["待审核"]["期"] == "6月份"
    assert item["自报"]["期"] == "1—6月"
    assert item["待审核"]["完成"].value > 0
    assert item["完成"].value + item["待审核"]["完成"].value > item["完成"].value
    assert names["全市"][WORKS]["期"] == "1—6月"
    assert names["全市"][WORKS]["序时进度"].bare == "50.00"
    assert names["全市"][SIGNED]["待审核"]["完成数"] == "—"


def test_where_every_month_is_judged_nothing_stands_beside_as_pending():
    scheme, month = month_of("2026-05")
    beside = context(scheme.indicators, month, ())["全市"][FUNDS]["待审核"]
    assert (beside["完成"].bare, beside["完成数"], beside["期"]) == ("—", "—", "")
    assert not beside["有数"]


def test_the_citys_headline_target_is_the_upper_levels_and_its_own_stands_beside(names):
    item = names["全市"][FUNDS]
    assert item["下达"] == "上级"
    assert item["本级目标"].value > item["目标"].value
    # one amount, two targets, two rates: 208 547.88 of 473 000 and of 488 000
    assert (item["目标"].value, item["上级目标"].value) == (473000, 473000)
    assert item["上级完成率"].bare == item["完成率"].bare == "44.09"
    assert (item["本级目标"].value, item["本级完成率"].bare) == (488000, "42.74")
    unit = names["单位"]["ZJ01"][FUNDS]
    assert unit["本级目标"].value == unit["目标"].value
    assert unit["上级目标"].bare == unit["上级完成率"].bare == "未下达"
    assert names["全市"][SIGNED]["本级目标"].bare == "未下达"
    assert item["上级目标措辞"].text == "年度任务确保47.30亿元、力争52.03亿元"
    assert item["本级目标措辞"].text == "年度任务确保48.80亿元、力争53.68亿元"
    assert item["有上级目标"] and item["有本级完成率"]
    assert not names["全市"][SIGNED]["有本级目标"]
    # what the units have adds up to the city's own task: 488 000, of 力争 536 910
    assert (item["分解目标"].value, item["分解力争"].value) == (488000, 536910)


def test_units_without_a_second_task_have_none_together():
    month = month_of("2026-06")[1]
    without = {
        key: replace(one, target=replace(one.target, stretch=None)) if one.target else one
        for key, one in month.standings.items()
    }
    item = names_of(standings=without)["全市"][FUNDS]
    assert item["分解目标"].value == 488000
    assert (item["分解力争"].value, item["分解力争"].bare) == (None, "未下达")


def test_what_waits_for_a_decision_is_listed_until_it_is_accepted(names):
    waiting = names["清单"]["待决问题"]
    assert [one["序号"] for one in waiting] == [*range(1, len(waiting) + 1)]
    assert {one["状态"] for one in waiting} <= {"待改正", "待说明", "说明未采用"}
    assert {"柳汀镇", "沙棠镇"} <= {one["单位"] for one in waiting}


@pytest.mark.parametrize(
    ("code", "word", "remark"),
    [("ZJ07", "未报送", "未报送，沿用上月数"), ("ZJ03", "退回", "退回，沿用上月数")],
)
def test_a_carried_units_amount_stays_and_the_rest_says_why(names, code, word, remark):
    unit = names["单位"][code]
    assert (unit["状态"], unit["备注"]) == (word, remark)
    for indicator in (SIGNED, WORKS):
        item = unit[indicator]
        assert item["有数"]
        assert item["完成"].cell != ""
        for part in ("完成率", "超序时", "同比", "名次"):
            assert item[part].value is None
            assert item[part].bare == word
        for part in ("完成率措辞", "序时措辞", "同比措辞"):
            assert item[part].text == word
        assert item["名次措辞"].bare == word
        assert not item["已完成"]
    assert unit[FUNDS]["待审核"]["完成"].bare == word
    assert said(names, f"单位.{code}.{FUNDS}.待审核.完成|亿元") == (
        f"【缺：单位:{code}/{FUNDS}/待审核（{word}）】"
    )


def test_a_unit_carried_from_an_earlier_month_names_it():
    _, month = month_of("2026-06")
    names = names_of(carried={"ZJ07": Period(2026, 3)}, states={**month.states})
    assert names["单位"]["ZJ07"]["备注"] == "未报送，沿用3月数"
    states = {**month.states, "ZJ07": UnitState.RETURNED}
    assert names_of(carried={}, states=states)["单位"]["ZJ07"]["备注"] == "退回"


def test_nothing_of_last_year_and_no_target_have_words_of_their_own(names):
    newest = names["单位"]["JD03"][WORKS]
    # JD03 reports since January 2026: there is no June of last year to compare with
    assert newest["同比"].bare == newest["同期"].bare == "首年"
    assert newest["首年"]
    assert newest["同比措辞"].text == "首年统计，无同期可比"
    unlisted = names["单位"]["ZJ01"]["拜访接待企业"]
    assert unlisted["同比"].bare == unlisted["同期"].bare == "无同期"
    assert unlisted["同比措辞"].text == "无上年同期数，不作比较"
    nothing = names["单位"]["SZ06"][FUNDS]
    assert nothing["同期"].value == 0
    assert nothing["同比"].bare == "—"
    assert nothing["同比措辞"].text == "上年同期为零"
    untasked = names["单位"]["SZ06"][WORKS]
    assert untasked["完成率"].bare == untasked["目标"].bare == untasked["名次"].bare == "未下达"
    assert untasked["目标措辞"].text == "未下达年度任务"


def test_before_the_first_verdict_no_amount_is_invented(tmp_path):
    draw(11, units=3, projects=4, period_last="2026-01").write(tmp_path)
    scheme, month = gathered(tmp_path, "2026-01")
    names = context(scheme.indicators, month, ())
    for holder in (names["全市"], *names["各组"], *names["各单位"]):
        item = holder[FUNDS]
        assert item["期"] == item["完成数"].text == item["完成"].bare == "尚未核定"
        for part in ("完成率", "超序时", "同比"):
            assert item[part].bare == "尚未核定"
        assert item["同比措辞"].text == item["序时措辞"].text == "尚未核定"
        assert item["待审核"]["期"] == "1月份"
    assert names["全市"][FUNDS]["待审核"]["完成"].value > 0
    for place, leaf in walk(names):
        assert "None" not in as_text(leaf), place


def test_the_catalogues_indicators_are_listed_in_its_order(names):
    scheme, _ = month_of("2026-06")
    listed = names["清单"]["指标"]
    assert [one["代号"] for one in listed] == list(scheme.indicators)
    assert [one["代号"] for one in listed if one["考核"]][:2] == [FUNDS, "新入省库项目"]
    assert {one["代号"]: one["父指标"] for one in listed}["新签约亿元以上工业项目"] == SIGNED


def test_the_lists_name_who_sent_and_who_did_not(names):
    lists = names["清单"]
    assert lists["未报送单位"] == ["沙棠镇"]
    assert lists["退回单位"] == ["柳汀镇"]
    assert lists["沿用单位"] == ["柳汀镇", "沙棠镇"]
    assert len(lists["已报送单位"]) == 19
    assert len(lists["迟报单位"]) == 2


def test_parameters_print_as_they_were_given_and_compare():
    parameters = {
        "截止日": Fraction(3),
        "比例": Fraction(5, 2),
        "日": date(2026, 7, 5),
        "空着": None,
    }
    names = names_of(parameters=parameters)
    assert said(names, "参数.截止日") == "3"
    assert said(names, "参数.比例") == "2.5"
    assert said(names, "参数.日") == "2026年7月5日"
    assert said(names, "参数.截止日 > 2") == "是"
    assert said(names, "参数.比例|小数(2)") == "2.50"
    assert names["参数"]["空着"] is None


def test_every_declared_parameter_can_be_asked_for_whether_filled_in_or_not(names):
    base = month_of("2026-06")[0].base
    of_documents = set(base["发文登记"].fields) - {"期间", "文件", "哪一份"}
    assert set(names["参数"]) == set(base["参数"].fields) | of_documents
    assert names["参数"]["发文字号"] is None


def test_material_that_did_not_come_is_an_empty_list(names):
    assert set(names["材料"]) == set(SECTIONS)
    assert names["材料"]["没有交来的材料"] == []
    assert set(names["材料"]["重点和特色"][0]) == {"文字", "级"}


@pytest.mark.parametrize(
    ("month", "name", "to_date", "alone"),
    [
        (1, "1月份", "1月份", "1月份"),
        (2, "1—2月", "1—2月", "2月份"),
        (3, "一季度", "1—3月", "3月份"),
        (5, "1—5月", "1—5月", "5月份"),
        (6, "上半年", "1—6月", "6月份"),
        (9, "前三季度", "1—9月", "9月份"),
        (11, "1—11月", "1—11月", "11月份"),
        (12, "全年", "1—12月", "12月份"),
    ],
)
def test_the_period_has_its_names(month, name, to_date, alone):
    names = names_of(period=Period(2026, month))
    now, before = names["本期"], names["上期"]
    assert (now["名称"], now["累计"], now["月份"]) == (name, to_date, alone)
    assert (now["年"], now["月"], now["代号"]) == (2026, month, f"2026-{month:02d}")
    assert before["月"] == (month - 2) % 12 + 1
    assert before["年"] == (2025 if month == 1 else 2026)


def test_the_day_of_issue_is_left_open_until_the_office_sets_it():
    assert names_of(parameters={})["本期"]["成文日期"] == "    年  月  日"
    dated = names_of(parameters={"成文日期": date(2026, 7, 5)})
    assert dated["本期"]["成文日期"] == "2026年7月5日"
    assert dated["本期"]["末日"] == date(2026, 6, 30)


def test_the_ranked_of_a_group_stand_in_their_order_and_the_others_apart(names):
    for group in names["分组"].values():
        for indicator in (FUNDS, SIGNED, WORKS):
            ranked, others = group["排名"][indicator], group["不排名"][indicator]
            places = [unit[indicator]["名次"].value for unit in ranked]
            assert places == sorted(places)
            assert all(unit[indicator]["名次"].value is None for unit in others)
            assert len(ranked) + len(others) == len(group["单位"])
    rates = [unit[FUNDS]["完成率"].value for unit in names["分组"]["一类镇街"]["排名"][FUNDS]]
    assert rates == sorted(rates, reverse=True)


def test_shortfalls_of_the_city_are_worked_from_its_own_target(names):
    item = names["全市"][FUNDS]
    # 473 000 − 208 547.88; five twelfths 197 083.33… are exceeded; 264 452.12 ÷ 7
    assert item["缺口"].bare == "264452.12"
    assert item["缺口措辞"].text == "距年度任务还差26.45亿元"
    assert item["达序时尚需"].value == 0
    assert item["达序时措辞"].text == "已达到序时进度"
    assert item["月均需完成"].bare == "37778.87"
    assert item["月均措辞"].text == "后7个月月均需完成3.78亿元"
    assert not item["适用双过半"]
    assert item["灯"] == "绿"
    # 69 of 136 in June: 50.74 %
    assert names["全市"][SIGNED]["双过半"]
    assert names["全市"][SIGNED]["双过半措辞"].text == "实现“双过半”"


def test_a_rate_that_is_not_a_hundred_is_none_in_any_cell_or_text():
    scheme, month = month_of("2026-06")
    key = next(scope for scope, name in month.standings if name == SIGNED and scope.code == "KF01")
    standing = month.standings[key, SIGNED]
    rate = Fraction(9_999_996, 100_000)
    short = replace(standing, rate=rate, decimals=4, counted=rate * 32 / 100)
    changed = {**month.standings, (key, SIGNED): short}
    names = context(scheme.indicators, replace(month, standings=changed), ())
    item = names["单位"]["KF01"][SIGNED]
    # 0.00004 % of 32 is 0.0000128 of a project: one is short
    assert item["完成率"].cell == ""
    assert item["完成率"].bare == "尚差1个"
    for tag in ("完成率", "完成率|带单位", "完成率|小数(1)", "完成率措辞"):
        text = said(names, f"单位.KF01.{SIGNED}.{tag}")
        assert "100" not in text
        assert "尚差1个" in text


def test_what_moved_and_what_was_published_come_from_the_last_finalised_period():
    scheme, month = month_of("2026-06")
    key = next(scope for scope, name in month.standings if name == SIGNED and scope.code == "KF02")
    standing = replace(month.standings[key, SIGNED], rank_before=2, published=Fraction(7))
    changed = {**month.standings, (key, SIGNED): standing}
    series = {(key, SIGNED, standing.figure.status): tuple(map(Fraction, (1, 3, 5, 6, 7, 10)))}
    names = context(scheme.indicators, replace(month, standings=changed, series=series), ())
    item = names["单位"]["KF02"][SIGNED]
    assert (item["位次变化"].text, item["位次变化措辞"].text) == ("↑1", "较上期上升1位")
    assert (item["较上期公布数"].value, item["环比措辞"].text) == (3, "较上期公布数增加3个")
    assert (item["当月数"].value, item["当月措辞"].text) == (3, "当月完成3个")
    assert (item["期"], item["当月"]) == ("1—6月", "6月份")
    other = names["单位"]["KF01"][SIGNED]
    assert (other["位次变化"].text, other["环比措辞"].text) == ("—", "无上期公布数")
    assert other["当月数"].bare == "—"


def test_two_years_of_months_lie_along_time_and_hold_their_days(names):
    years = names["时间轴"]
    assert [one["年"] for one in years.values()] == [2026, 2027]
    assert [len(one["各月"]) for one in years.values()] == [12, 12]
    own = [one for year in years.values() for one in year["各月"] if one["本期"]]
    assert [(one["名称"], one["起"], one["止"]) for one in own] == [
        ("6月", date(2026, 6, 1), date(2026, 6, 30))
    ]
    days = own[0]["日"]
    assert [one in days for one in (date(2026, 5, 31), date(2026, 6, 1), date(2026, 6, 30))] == [
        False,
        True,
        True,
    ]
    assert date(2026, 7, 1) not in days
    assert "" not in days
    assert as_text(days) == "6月1日—6月30日"
