"""The language of checks and indicators: operators, three values, exactness, refusals."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.scheme.expression import FUNCTIONS, ExpressionError, parse
from pipeline.scheme.frame import BAD
from tests.scheme.sheets import frame, results, setting, told

T, F, U = True, False, None
TRUE, FALSE, UNKNOWN = "甲 = 1", "甲 = 2", "乙 = 1"
WORDS = {T: TRUE, F: FALSE, U: UNKNOWN}


@pytest.mark.parametrize(
    ("one", "two", "both", "either"),
    [
        (T, T, T, T),
        (T, F, F, T),
        (T, U, U, T),
        (F, T, F, T),
        (F, F, F, F),
        (F, U, F, U),
        (U, T, U, T),
        (U, F, F, U),
        (U, U, U, U),
    ],
)
def test_and_and_or_know_three_values(one, two, both, either):
    assert told(f"{WORDS[one]} 且 {WORDS[two]}", 甲=1) is both
    assert told(f"{WORDS[one]} 或 {WORDS[two]}", 甲=1) is either


@pytest.mark.parametrize(("one", "other"), [(T, F), (F, T), (U, U)])
def test_not_leaves_the_unknown_unknown(one, other):
    assert told(f"非 ({WORDS[one]})", 甲=1) is other


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("甲 ≤ 2", T),
        ("甲 ≥ 2", T),
        ("甲 < 2", F),
        ("甲 > 1.99", T),
        ("甲 = 2.00", T),
        ("甲 ≠ 2", F),
        ("甲 == 2", T),
        ("甲 <= 2 且 甲 >= 2 且 甲 != 3", T),
        ("甲 ＜ 3 且 甲 ＞ 1", T),
        ("1 < 甲 < 3", T),
        ("1 < 甲 < 2", F),
        ("3 > 甲 ≥ 2 > 乙", T),
        ("1 < 甲 ≤ 乙", F),
    ],
)
def test_comparisons_have_the_signs_of_clerks_and_of_programmers(text, value):
    assert told(text, 甲=2, 乙=1) is value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("甲 ＋ 乙", Fraction(5)),
        ("甲 － 乙", Fraction(-1)),
        ("甲 × 乙 + 1", Fraction(7)),
        ("甲 ÷ 乙", Fraction(2, 3)),
        ("甲 / 乙 * 乙", Fraction(2)),
        ("-甲", Fraction(-2)),
        ("-(甲 - 乙) × 100", Fraction(100)),
        ("（甲＋乙）×2", Fraction(10)),
        ("甲 - 0.00001", Fraction(199999, 100000)),
        ("0.1 + 0.2", Fraction(3, 10)),
    ],
)
def test_arithmetic_is_exact(text, value):
    assert told(text, 甲=2, 乙=3) == value


@pytest.mark.parametrize("text", ["甲 + 乙", "甲 × 乙", "甲 ÷ 乙", "乙 ÷ 甲", "-乙", "甲 ≤ 乙", "甲 = 乙", "1 < 乙 < 3", "乙 属于 (1, 2)", "年(签约)", "序(阶段)", "含(备注, \"某\")", "期内(签约)", "当月(签约)"])  # fmt: skip
def test_a_missing_operand_gives_the_unknown_and_no_error(text):
    assert told(text, 甲=1) is None
    assert told(text) is None


def test_division_by_zero_is_unknown():
    assert told("甲 ÷ 乙", 甲=1, 乙=0) is None
    assert told("甲 ÷ 乙 > 1 或 甲 = 1", 甲=1, 乙=0) is True


def test_an_empty_table_gives_no_rows():
    for text in (
        "甲 ÷ 乙",
        "甲 ≤ 乙 且 非 期内(签约)",
        "年(签约)",
        '总和("到位", 累计)',
        "上期(甲)",
    ):
        assert results(text, "台账", setting()) == []


big = st.integers(min_value=-(10**30), max_value=10**30)


@given(big, big)
def test_amounts_beyond_sixty_two_bits_stay_exact(one, two):
    cells = {"甲": Fraction(one, 10**6), "乙": Fraction(two, 10**6)}
    assert told("甲 + 乙", **cells) == Fraction(one + two, 10**6)
    assert told("甲 - 乙", **cells) == Fraction(one - two, 10**6)
    assert told("甲 × 乙", **cells) == Fraction(one * two, 10**12)
    assert told("甲 ≤ 乙", **cells) is (one <= two)
    assert told("合计(甲, 乙, 甲)", **cells) == Fraction(2 * one + two, 10**6)
    if two:
        assert told("甲 ÷ 乙 × 乙", **cells) == cells["甲"]


def test_sums_that_pass_sixty_two_bits_on_the_way_stay_exact():
    # one 分 less than 2⁶² of them, twice, and once more the single 分
    edge = Fraction(2**62 - 1, 10**6)
    rows = [{"编码": str(n), "累计": edge} for n in range(3)] + [{"编码": "9", "累计": "0.000001"}]
    within = setting([{"编码": "1"}], rows)
    assert results('总和("到位", 累计)', "台账", within) == [Fraction(3 * (2**62 - 1) + 1, 10**6)]
    assert told("甲 + 乙", 甲=edge, 乙=edge) == 2 * edge


@pytest.mark.parametrize("number", ["9223372036854775808", "4611686018427387904.000001"])
def test_a_constant_may_be_as_big_as_it_likes(number):
    assert told(f"甲 < {number}", 甲=1) is True


def test_belonging_is_being_equal_to_one_of_several():
    assert told('性质 属于 ("内资", "外资")', 性质="外资") is True
    assert told('性质 属于 ("内资",)', 性质="外资") is False
    assert told('性质 属于 "外资"', 性质="外资") is True
    assert told("甲 属于 (1, 2.5)", 甲="2.5") is True
    assert told('非 (性质 属于 ("内资", "外资"))', 性质="外资") is False


def test_texts_are_quoted_in_any_kind_of_quotes_and_taken_as_they_stand():
    for text in ('备注 = "且 ≤ （甲）"', "备注 = '且 ≤ （甲）'", "备注 = “且 ≤ （甲）”"):
        assert told(text, 备注="且 ≤ （甲）") is True
    assert told("备注 = 'a\\n\"b'", 备注='a\\n"b') is True


def test_a_name_may_stand_for_an_expression_of_its_own():
    within = setting([{"甲": 3, "乙": 4}])
    assert results("比 × 100 = 75", "台账", within, {"比": "甲 ÷ 乙"}) == [True]


# --- the functions, each by hand -------------------------------------------------------------


def test_these_are_the_functions_and_each_has_a_test_below():
    assert set(FUNCTIONS) == {
        *(
            "非空",
            "空",
            "合计",
            "期内",
            "当月",
            "期后",
            "首个",
            "若",
            "序",
            "年",
            "本年",
            "本月",
            "含",
        ),
        *("表", "总和", "个数", "项目总和", "上期", "期末", "月份", "天数", "月数", "早月"),
        *("早月均数", "此前", "连续相同", "校验码", "电话号码", "参数"),
    }


def test_days_and_months_between_two_dates():
    days = {"签约": date(2026, 1, 31), "开工": date(2026, 3, 30)}
    assert told("天数(签约, 开工)", **days) == 58
    assert told("月数(签约, 开工)", **days) == 1
    assert told("月数(签约, 开工)", **(days | {"开工": date(2026, 4, 30)})) == 3
    assert told("天数(签约, 开工)", 签约=days["签约"]) is None
    assert told("签约 ≤ 期末()", 签约=date(2000, 1, 1)) is True
    assert told("月份() ≥ 1 且 月份() ≤ 12") is True


def test_codes_and_telephone_numbers():
    assert told("校验码(备注)", 备注="91350100M000100Y43") is True
    assert told("校验码(备注)", 备注="91350100M000100Y4") is False
    assert told("校验码(备注)") is None
    for number in ("13912345678", "0511-7654321", "7654321、13912345678"):
        assert told("电话号码(备注)", 备注=number) is True
    for number in ("1391234567", "无", "12345"):
        assert told("电话号码(备注)", 备注=number) is False


def test_parameters_need_a_table_that_has_them():
    with pytest.raises(ExpressionError, match="参数表没有字段“甲”"):
        told('参数("甲")')


def test_runs_of_months_up_to_the_periods_own():
    month = setting([], []).span.last
    row = {f"各月.{n}": 5 for n in range(1, month + 1)}
    for text, value in (("早月(各月)", 5 * (month - 1)), ("连续相同(各月)", month)):
        assert results(text, "到位", setting([], [row])) == [value]
    assert results("早月均数(各月)", "到位", setting([], [row])) == [5]
    day = '此前(各月, 表("台账", 签约))'
    one = {"编码": "A", "签约": date(setting([], []).span.year, 3, 2)}
    assert results(day, "到位", setting([one], [row | {"编码": "A"}])) == [10]


def test_filled_and_empty_look_at_any_of_their_fields():
    assert told("非空(备注)", 备注="有") is True
    assert told("非空(备注)") is False
    assert told("空(备注)") is True
    assert told("非空(备注, 甲)", 甲=0) is True
    assert told("空(备注, 甲)", 甲=0) is False


def test_of_an_unusable_cell_nothing_is_known_not_even_whether_it_is_filled():
    assert told("非空(甲)", 甲=BAD) is None
    assert told("空(甲)", 甲=BAD) is None
    assert told("非空(甲, 乙)", 甲=BAD, 乙=1) is True
    assert told("甲 > 1", 甲=BAD) is None
    assert told("合计(甲, 乙)", 甲=BAD, 乙=1) is None


def test_sums_count_empty_cells_as_nothing():
    assert told("合计(甲, 乙)", 甲="1.25") == Fraction(5, 4)
    assert told("合计(甲, 乙)") == 0
    months = {f"各月.{n}": n for n in (1, 2, 12)}
    assert results("合计(各月)", "到位", setting([], [months])) == [15]


def test_within_the_period_means_dates_to_date_or_months_to_date():
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1), None]
    rows = [{"签约": day} for day in days]
    assert results("期内(签约)", "台账", setting(rows)) == [F, T, T, F, None]
    months = [{f"各月.{n}": 10**n for n in range(1, 13)}]
    assert results("期内(各月)", "到位", setting([], months)) == [1111110]
    assert results("期后(各月)", "到位", setting([], months)) == [sum(10**n for n in range(7, 13))]


def test_this_month_means_the_months_own_column_or_a_date_in_it():
    days = [date(2026, 5, 31), date(2026, 6, 1), date(2026, 6, 30), date(2026, 7, 1)]
    assert results("当月(签约)", "台账", setting([{"签约": d} for d in days])) == [F, T, T, F]
    months = [{"各月.5": 5, "各月.6": 6}, {"各月.5": 5}]
    assert results("当月(各月)", "到位", setting([], months)) == [6, None]


def test_the_first_that_is_filled():
    assert told("首个(甲, 乙)", 甲=1, 乙=2) == 1
    assert told("首个(甲, 乙)", 乙=2) == 2
    assert told("首个(甲, 乙)") is None
    assert told("首个(甲, 乙, 7)") == 7
    assert told("首个(甲, 0)", 甲=0) == 0
    assert told("首个(备注, 名称)", 名称="某") == "某"
    assert told("首个(甲, 乙)", 甲=BAD, 乙=2) is None


def test_one_of_two_by_a_condition():
    assert told('若(甲 ≥ 3, "红", "黄")', 甲=3) == "红"
    assert told('若(甲 ≥ 3, "红", "黄")', 甲=2) == "黄"
    assert told('若(甲 ≥ 3, "红", 若(甲 ≥ 1, "黄", "绿"))', 甲=0) == "绿"
    assert told("若(甲 > 乙, 甲, 乙)", 甲=1, 乙=2) == 2
    assert told("若(甲 > 1, 0.25, 7)", 甲=1) == 7
    assert told("若(甲 > 1, 0.25, 7)", 甲=2) == Fraction(1, 4)
    # unknown where the condition is, or what it chooses; what it leaves does not matter
    assert told('若(甲 ≥ 3, "红", "黄")') is None
    assert told("若(甲 = 1, 乙, 5)", 甲=1) is None
    assert told("若(甲 = 2, 乙, 5)", 甲=1) == 5
    assert told("若(甲 = 2, 乙, 5)", 甲=BAD, 乙=1) is None
    assert told("若(甲 = 2, 乙, 5)", 甲=1, 乙=BAD) == 5


def test_choices_with_an_order_have_numbers():
    assert told("序(阶段)", 阶段="签约") == 0
    assert told("序(阶段)", 阶段="投产") == 2
    assert told('序(阶段) ≥ 序("开工")', 阶段="投产") is True
    assert told('序(阶段) ≥ 序("开工")', 阶段="签约") is False


def test_years_of_dates_and_the_period_itself():
    assert told("年(签约)", 签约=date(2025, 3, 3)) == 2025
    assert told("年(签约) = 本年()", 签约=date(2026, 3, 3)) is True
    assert told("年度 = 本年()", 年度=2025) is False
    assert told("上报 = 本月()", 上报=date(2026, 6, 1)) is True
    assert told("上报 = 本月()", 上报=date(2026, 5, 1)) is False
    assert told("签约 ≤ 开工", 签约=date(2026, 3, 3), 开工=date(2026, 3, 2)) is False


def test_a_text_holds_another():
    assert told('含(备注, "地产")', 备注="某房地产项目") is True
    assert told("含(备注, 名称)", 备注="某项目", 名称="甲") is False


LEDGER = [{"编码": "A", "甲": 10, "年度": 2026}, {"编码": "B", "甲": 20, "年度": 2025}]
MONEY = [
    {"编码": "A", "来源": "省外", "累计": 1},
    {"编码": "A", "来源": "外资", "累计": 2},
    {"编码": "B", "来源": "省外", "累计": 4},
    {"编码": "C", "来源": "省外", "累计": 8},
    {"单位": "ZJ02", "编码": "A", "来源": "省外", "累计": 16},
]


def test_the_value_of_the_same_project_in_another_table():
    assert results('表("台账", 甲)', "到位", setting(LEDGER, MONEY)) == [10, 10, 20, None, None]
    text = '累计 ≤ 表("台账", 甲 ÷ 5)'
    assert results(text, "到位", setting(LEDGER, MONEY)) == [T, T, T, None, None]


def test_sums_and_counts_of_the_units_rows_in_another_table():
    within = setting([*LEDGER, {"单位": "ZJ02", "编码": "A"}, {"单位": "ZJ03"}], MONEY)
    assert results('总和("到位", 累计)', "台账", within) == [15, 15, 16, 0]
    assert results('总和("到位", 累计, 来源 = "省外")', "台账", within) == [13, 13, 16, 0]
    assert results('个数("到位")', "台账", within) == [4, 4, 1, 0]
    assert results('个数("到位", 来源 = "省外", 累计 > 1)', "台账", within) == [2, 2, 1, 0]
    text = '总和("到位", 累计, 表("台账", 年度) = 本年())'
    assert results(text, "台账", within) == [3, 3, 0, 0]


def test_sums_of_the_projects_rows_in_another_table():
    within = setting([*LEDGER, {"编码": "D"}], MONEY)
    assert results('项目总和("到位", 累计)', "台账", within) == [3, 4, 0]
    assert results('项目总和("到位", 累计, 来源 = "外资")', "台账", within) == [2, 0, 0]


@pytest.mark.parametrize(
    "row", [{"来源": "省外", "累计": BAD}, {"来源": BAD, "累计": 1}, {"来源": BAD, "累计": BAD}]
)
def test_a_sum_or_count_that_an_unusable_cell_may_change_is_unknown(row):
    within = setting([{"编码": "A"}], [{"编码": "A", "来源": "省外", "累计": 1}, row])
    assert results('总和("到位", 累计, 来源 = "省外")', "台账", within) == [None]
    assert results('总和("到位", 累计, 来源 = "省外" 且 累计 > 0)', "台账", within) == [None]


def test_an_unusable_cell_in_a_row_that_is_left_out_anyway_does_no_harm():
    rows = [{"来源": "省外", "累计": 1}, {"来源": "外资", "累计": BAD}]
    within = setting([{"编码": "A"}], rows)
    assert results('总和("到位", 累计, 来源 = "省外")', "台账", within) == [1]
    assert results('个数("到位", 来源 = "省外")', "台账", within) == [1]


def test_the_period_before_is_reached_by_project_and_split():
    before = frame(
        "到位", [{"编码": "A", "来源": "外资", "累计": 7}, {"编码": "B", "来源": "外资"}]
    )
    within = setting([], MONEY, earlier={"到位": before})
    assert results("上期(累计)", "到位", within) == [None, 7, None, None, None]
    assert results("累计 ≥ 上期(累计)", "到位", within) == [None, F, None, None, None]
    assert results("上期(累计)", "到位", setting([], MONEY)) == [None] * 5


# --- what is refused ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "甲.__class__",
        "().__class__",
        "甲[0]",
        "[甲]",
        "{甲}",
        "lambda: 甲",
        "[x for x in 甲]",
        "合计(x for x in 甲)",
        "甲 if 乙 else 1",
        "(甲 := 1)",
        "甲; 乙",
        "import os",
        "__import__('os')",
        "open('x')",
        "eval('1')",
        "合计(*甲)",
        "合计(**甲)",
        "True",
        "None",
        "False 或 甲 = 1",
        "合计()(甲)",
        "f'{甲}'",
        "甲 ** 9",
        "甲 // 2",
        "甲 % 2",
        "+甲",
        "~甲",
        "甲 & 乙",
        "甲 is 乙",
        "甲 not in (1, 2)",
        "甲\n乙",
        "await 甲",
        "甲 = = 1",
        "(甲",
        "甲 +",
        "'甲",
        "甲 \\ 乙",
        "@甲",
        "",
        "  ",
    ],
)
def test_nothing_but_the_listed_forms_is_read(text):
    with pytest.raises(ExpressionError) as raised:
        parse(text)
    assert str(raised.value).startswith("公式")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("公式 ~ 1", "公式“公式 ~ 1”里有不认识的符号“~”"),
        ("合记(甲)", "公式“合记(甲)”里没有“合记()”这个函数，是不是想写“合计”？"),
        ("甲 + (乙", "公式“甲 + (乙”写法有误，请检查括号和符号"),
        ("甲 // 2", "公式“甲 // 2”里有不支持的写法"),
        ("", "公式是空的"),
        ("含(备注)", "公式“含(备注)”里“含()”的括号中应有2项"),
        ("非空()", "公式“非空()”里“非空()”的括号中应有至少1项"),
        ("本年(甲)", "公式“本年(甲)”里“本年()”的括号中应有0项"),
        ("甲>1且乙<2", "公式“甲>1且乙<2”写法有误，“且、或、非、属于”的前后要空一格"),
        ("甲=1 或乙=2", "公式“甲=1 或乙=2”写法有误，“且、或、非、属于”的前后要空一格"),
        ("非空(甲)且非空(乙)", "公式“非空(甲)且非空(乙)”写法有误，“且、或、非、属于”的前后要空一格"),
        ('性质属于("内资",)', '公式“性质属于("内资",)”里没有“性质属于()”这个函数，“且、或、非、属于”的前后要空一格'),
        ("非空(甲", "公式“非空(甲”写法有误，请检查括号和符号"),
    ],
)  # fmt: skip
def test_a_refusal_says_what_and_what_to_do(text, message):
    with pytest.raises(ExpressionError) as raised:
        parse(text)
    assert str(raised.value) == message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("丙 = 1", "“台账”没有字段“丙”"),
        ("甲 且 乙 = 1", "“且、或、非”两边应是条件"),
        ("非 甲", "“且、或、非”两边应是条件"),
        ("甲 = 备注", "公式两边不是同一种内容，不能比较"),
        ('签约 ≥ "2026-01-01"', "公式两边不是同一种内容，不能比较"),
        ("签约 > 2026", "公式两边不是同一种内容，不能比较"),
        ('甲 属于 ("一", "二")', "公式两边不是同一种内容，不能比较"),
        ('阶段 ≥ "开工"', "文字不能比较大小，有先后的选项请用 序()"),
        ("(甲 = 1) < (乙 = 1)", "文字不能比较大小，有先后的选项请用 序()"),
        ("备注 + 1", "加减乘除的两边应是数"),
        ("签约 - 开工", "加减乘除的两边应是数"),
        ("-签约", "负号后面应是数"),
        ("-备注", "负号后面应是数"),
        ("合计(备注)", "合计()里应是数"),
        ("合计(甲=1)", "合计()里应是数"),
        ("期内(甲)", "期内()、当月()只用于日期、月份或逐月的字段"),
        ("当月(备注)", "期内()、当月()只用于日期、月份或逐月的字段"),
        ("期后(甲)", "期后()只用于逐月的字段"),
        ("首个(甲, 备注)", "首个()里应是同一种内容"),
        ("若(甲 = 1, 备注, 2)", "若()的后两项应是同一种内容"),
        ("若(甲, 1, 2)", "“且、或、非”两边应是条件"),
        ('序("开功")', "序()里的“开功”不是有先后的选项"),
        ("序(性质)", "序()里的“性质”不是有先后的选项"),
        ("序(备注)", "序()里的“备注”不是有先后的选项"),
        ("年(甲)", "年()只用于日期"),
        ("年(年度)", "年()只用于日期"),
        ('含(甲, "1")', "含()里应是文字"),
        ("含(备注, 甲)", "含()里应是文字"),
        ('表("台帐", 甲)', "表名应写在引号里，且是已有的表"),
        ("表(台账, 甲)", "表名应写在引号里，且是已有的表"),
        ('总和("到位", 累计, 累计)', "“且、或、非”两边应是条件"),
    ],
)
@pytest.mark.parametrize("cells", [{}, {"甲": 1, "乙": 2, "备注": "一", "阶段": "开工", "签约": date(2026, 6, 5), "开工": date(2026, 6, 6)}], ids=["空", "满"])  # fmt: skip
def test_a_rule_on_the_wrong_kind_of_field_is_faulty_whatever_the_cells_hold(text, message, cells):
    with pytest.raises(ExpressionError) as raised:
        told(text, **cells)
    assert str(raised.value) == message


def test_a_repeated_field_stands_for_no_single_value():
    with pytest.raises(ExpressionError) as raised:
        results("各月 > 1", "到位", setting([], [{"各月.1": 1}]))
    assert str(raised.value) == "“各月”有12列，请用 合计(各月) 或 期内(各月)"


def test_names_are_gathered_with_the_table_they_belong_to():
    text = '累计 ≤ 表("台账", 甲 + 乙) 且 总和("到位", 各月, 来源 = "省外") > 本年()'
    assert list(parse(text).names()) == [
        ("", "累计"),
        ("台账", "甲"),
        ("台账", "乙"),
        ("到位", "各月"),
        ("到位", "来源"),
    ]
