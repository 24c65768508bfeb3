"""The county's indicators by name and status; those of `OF_NOW` know only the present."""

from __future__ import annotations

from .sentences import (
    ENDLESS,
    Sentence,
    activity,
    cohort,
    contracted,
    dated,
    dollars,
    domestic,
    emerging,
    kept_word,
    leads,
    library,
    months_of,
    newly,
    of_cohort,
    passed,
    planned,
    projects,
    settled,
    signed,
    size,
    until,
)
from .sheets import number

FUNDS, LIBRARY, LIBRARY_10 = "实际利用省外资金", "新入省库项目", "新入省库十亿元以上项目"
SIGNED, SIZES, MEAN = "新签约亿元以上项目", "新签约亿元以上项目规模", "平均项目规模"
INVESTORS, LEADS = "新签约投资方", "有价值信息"
MONEY = (FUNDS, SIZES, MEAN, "新增固定资产投资", "合同利用外资", "实际使用外资", "出口总额")
_OUTSIDE = months_of("funds", lambda book, row, moment: row["资金来源"] == "省外")

REPORTED: dict[str, Sentence] = {
    FUNDS: _OUTSIDE,
    LIBRARY: library(("待审核", "通过")),
    LIBRARY_10: library(("待审核", "通过"), 100_000),
    "新引进亿元以上新兴产业项目": dated("签约日期", emerging),
    SIGNED: signed(10_000),
    "新签约亿元以上工业项目": signed(10_000, industry=True),
    "新签约一至五亿元项目": signed(10_000, 50_000),
    "新签约一至五亿元工业项目": signed(10_000, 50_000, industry=True),
    "新签约五至十亿元项目": signed(50_000, 100_000),
    "新签约五至十亿元工业项目": signed(50_000, 100_000, industry=True),
    "新签约十亿元以上项目": signed(100_000),
    "新签约十亿元以上工业项目": signed(100_000, industry=True),
    "拟上报工业项目": planned(10_000),
    "拟上报五至十亿元工业项目": planned(50_000, 100_000),
    "拟上报十亿元以上工业项目": planned(100_000),
    "入统项目": dated("入统日期"),
    "入规企业": dated("入规日期"),
    "小升规企业": dated("入规日期", lambda book, row, moment: row["入规类型"] == "小升规"),
    "新投产入规企业": dated("入规日期", lambda book, row, moment: row["入规类型"] == "新投产入规"),
    "新增固定资产投资": months_of(
        "works",
        lambda book, row, moment: (book.project(row) or {}).get("新引进年度") == moment.year,
    ),
    "拜访接待企业": activity("拜访（接待）企业数"),
    "达成意向企业": activity("达成意向家数"),
    "发放宣传资料": activity("发放资料（份）"),
    "外出招商活动": activity("", "外出招商"),
    "走访企业": activity("拜访（接待）企业数", "外出招商"),
    "接待客商": activity("客商人次", "来访接待"),
    "重点洽谈企业": activity("重点洽谈家数"),
    "新引进项目": newly("新引进", this_year=True),
    "续建项目": newly("续建"),
    "开工项目": dated("实际开工日期"),
    "投产项目": dated("投产日期"),
    "合同利用外资": projects(
        cohort, lambda book, row, moment: number(row["协议利用外资（万美元）"])
    ),
    "实际使用外资": dollars,
    "在谈项目数": leads(lambda row, moment: row["转签约项目编码"] is None),
    LEADS: leads(lambda row, moment: moment.holds(row["线索日期"]) and row["是否有价值"] == "是"),
    SIZES: projects(
        lambda book, row, moment: (
            moment.holds(row["签约日期"]) and size(row) >= 10_000 and row["当前阶段"] != "终止"
        ),
        lambda book, row, moment: size(row),
    ),
}
RATES: dict[str, tuple[Sentence, Sentence]] = {
    "落地率": of_cohort(settled),
    "开工率": of_cohort(until("实际开工日期")),
    "投产率": of_cohort(until("投产日期")),
    "达产率": of_cohort(until("达产日期")),
    "入统率": of_cohort(until("入统日期")),
    "入规率": of_cohort(until("入规日期")),
    "履约率": of_cohort(kept_word),
    "资金到位率": (
        projects(domestic, lambda book, row, moment: book.arrived(row, moment)),
        projects(domestic, contracted),
    ),
}
PENDING: dict[str, Sentence] = {
    FUNDS: _OUTSIDE,
    LIBRARY: library(("待审核",)),
    LIBRARY_10: library(("待审核",), 100_000),
}
CONFIRMED: dict[str, Sentence] = {
    FUNDS: passed("省外资金", counted=False),
    LIBRARY: passed("省库"),
    LIBRARY_10: passed("省库", 100_000),
}
TYPED = {"出口总额": 1, "全省位次": 1}
"""How many months old a typed figure may be."""
INDICATORS = frozenset((*REPORTED, *RATES, *TYPED, INVESTORS, MEAN))
OF_NOW = ("新引进项目", "续建项目", "实际使用外资", "在谈项目数")
"""Of these the workbooks only say how it is now, and nothing of the months before."""

CHAINED = (FUNDS, SIGNED, SIZES, "入统项目", "新增固定资产投资", "开工项目")
TRADES = ("一产", "工业", "商贸流通", "其他服务业")
BANDS = {
    "1—5亿元": (10_000, 50_000),
    "5—10亿元": (50_000, 100_000),
    "10亿元以上": (100_000, ENDLESS),
}
