"""For every rule a month that it passes and the same month with the one fault that it is for.

A sample is called by its rule's number and what varies. It changes a desk on which all is right;
with `wrong` so that the rule, and no other, finds fault once. The amounts are those of bureau.py.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tests.validate.bureau import (
    LEDGER,
    MOULDING,
    PACKING,
    SUMS,
    directory,
    nothing,
    project,
    sheet,
    town,
)
from tests.validate.desk import LAST_YEAR, TARGET, UNIT, Desk, write
from tests.validate.test_rules_of_other_tables import LEADS, TRIPS

Sample = Callable[[Desk, bool], None]

SAMPLES: dict[str, Sample] = {}
FUNDS, WORKS, SIGNED, LISTED = SUMS
FIRST, SECOND = "ZJ01-2026-001", "ZJ01-2025-002"
GOOD_CODE, BAD_CODE = "91350100M000100Y43", "91350100M000100Y44"


def sample(name: str) -> Callable[[Sample], Sample]:
    def kept(made: Sample) -> Sample:
        assert name not in SAMPLES
        SAMPLES[name] = made
        return made

    return kept


def register(name: str, row: int = 4, sums: dict | None = None, **values: tuple) -> None:
    """A sample that differs in cells of one project: heading=(right, wrong).

    `sums` are lines of 自报汇总 that follow from it, row=(right, wrong).
    """

    @sample(name)
    def made(desk: Desk, wrong: bool) -> None:
        desk.register(row, **{heading: pair[wrong] for heading, pair in values.items()})
        for line, pair in (sums or {}).items():
            desk.now["自报汇总"][f"D{line}"] = pair[wrong]


def both(value: object) -> tuple:
    return value, value


# --- files ---------------------------------------------------------------------------------


@sample("V01 of another month")
def _(desk: Desk, wrong: bool) -> None:
    if wrong:
        desk.now["封面"]["B5"] = "2026-05"


@sample("V02 of nobody known")
def _(desk: Desk, wrong: bool) -> None:
    stranger = nothing("ZJ99", "某某镇")
    if wrong:
        desk.files["别处.xlsx"] = content(stranger)


@sample("V03 two of one version")
def _(desk: Desk, wrong: bool) -> None:
    desk.twice = wrong


@sample("V04 without a column")
def _(desk: Desk, wrong: bool) -> None:
    if wrong:
        desk.now["资金到位"]["J4"] = "六月"


@sample("V05 with a heading like another")
def _(desk: Desk, wrong: bool) -> None:
    if wrong:
        desk.now["项目台账"]["X3"] = "分包责任人员"


@sample("V54 from one unit nothing")
def _(desk: Desk, wrong: bool) -> None:
    desk.other = None if wrong else desk.other


@sample("V56 with a hidden row")
def _(desk: Desk, wrong: bool) -> None:
    desk.now["项目台账"].row_dimensions[5].hidden = wrong


@sample("V57 unreadable")
def _(desk: Desk, wrong: bool) -> None:
    if wrong:
        desk.other = None
        desk.files["招商月报_ZJ02_202606.xlsx"] = b"PK\x03\x04 broken"


@sample("V58 with a number in full width")
def _(desk: Desk, wrong: bool) -> None:
    desk.now["资金到位"]["J5"] = "５００" if wrong else 500


# --- cells of the register -----------------------------------------------------------------

DAY = date
register("V06 empty", 5, **{"投资方（全称）": ("某某公司", None)})
register("V08 out of range", 5, 计划总投资=(6000, -6000))
register("V09 register", 计划总投资=(12000.55, 12000.555))
register("V10 no day", 入统日期=(DAY(2026, 5, 20), "五月"), sums={7: both(1)})
register("V10 too early", 预审日期=(DAY(2026, 1, 5), DAY(2009, 12, 31)))
register("V10 planned", 计划开工日期=(DAY(2036, 1, 1), DAY(2005, 1, 1)))
register("V10 year", 5, 新引进年度=(2025, 2009))
register("V11 register", 认定日期=(DAY(2026, 6, 30), DAY(2026, 7, 1)))
register("V12 signing", 预审日期=(DAY(2026, 2, 10), DAY(2026, 2, 11)))
register("V12 start", 实际开工日期=(DAY(2026, 2, 10), DAY(2026, 2, 9)))
register("V12 production", 当前阶段=both("投产"), 投产日期=(DAY(2026, 4, 8), DAY(2026, 4, 7)))
register("V12 full production", 当前阶段=both("达产"), 投产日期=both(DAY(2026, 6, 2)),
         达产日期=(DAY(2026, 6, 2), DAY(2026, 6, 1)))  # fmt: skip
register("V12 statistics", 入统日期=(DAY(2026, 4, 8), DAY(2026, 4, 7)))
register("V12 scale", 当前阶段=both("投产"), 投产日期=both(DAY(2026, 6, 2)),
         入规类型=both("新投产入规"), 入规日期=(DAY(2026, 6, 2), DAY(2026, 6, 1)))  # fmt: skip
register("V13 no signing", 签约日期=(DAY(2026, 2, 10), None), sums={6: (1, 0)})
register("V13 no start", 实际开工日期=(DAY(2026, 4, 8), None))
register("V13 no production", 当前阶段=both("投产"), 投产日期=(DAY(2026, 6, 2), None))
register("V13 no full production", 当前阶段=both("达产"), 投产日期=both(DAY(2026, 6, 2)),
         达产日期=(DAY(2026, 6, 9), None))  # fmt: skip
register("V13 started", 当前阶段=("开工", "签约"))
register("V13 produced", 当前阶段=("投产", "开工"), 投产日期=both(DAY(2026, 6, 2)))
register("V13 in full", 当前阶段=("达产", "投产"), 投产日期=both(DAY(2026, 6, 2)),
         达产日期=both(DAY(2026, 6, 9)))  # fmt: skip
register("V16 a code twice", 5, 项目编码=(SECOND, FIRST))
PARTNER, SHARE = "共同引进单位", "共同引进比例（%）"
SECOND_PARTNER, SECOND_SHARE, OWN_SHARE = "共同引进单位二", "共同引进比例二（%）", "本单位比例（%）"
register("V19 a share of all", **{PARTNER: both("ZJ02"), SHARE: (40, 100)})
register("V19 a share of nobody", **{PARTNER: ("ZJ02", None), SHARE: both(40)})
register("V19 a second share of none", **{PARTNER: both("ZJ02"), SHARE: both(40),
         SECOND_PARTNER: both("KF01"), SECOND_SHARE: (30, 0)})  # fmt: skip
register("V19 with one's own", **{PARTNER: both("ZJ02"), SHARE: both(40), OWN_SHARE: (60, 50)})
register("V19 nothing left", **{PARTNER: both("ZJ02"), SHARE: both(40),
         SECOND_PARTNER: both("KF01"), SECOND_SHARE: (59.5, 60)})  # fmt: skip
register("V20 a plan", 计划总投资=(120000, 1200000))
register("V20 fixed investment", **{"其中：固定资产投资": (8000, 0.8)})
register("V21", 5, **{"其中：固定资产投资": (6000, 6000.01)})
register("V33", 投资方所在地=("浙江-温州", "河南-郑州"))
register("V35", 5, 项目名称=(MOULDING, "青榆房地产开发项目"))
register("V38", 预审结果=("免审", "未通过"))
FOREIGN = "协议利用外资（万美元）"
register("V39 without dollars", 投资性质=both("外资"), **{FOREIGN: (1700, None)})
register("V39 dollars like yuan", 投资性质=both("外资"), **{FOREIGN: (1700, 12000)})
register("V40 code", 统一社会信用代码=(GOOD_CODE, BAD_CODE))
register("V40 telephone", 联系电话=("13912345678", "1391234567"))
register("V43 production", 计划投产日期=(DAY(2026, 6, 30), DAY(2026, 6, 20)))
register("V43 full production", 当前阶段=both("投产"), 投产日期=both(DAY(2026, 6, 2)),
         计划达产日期=(DAY(2026, 6, 30), DAY(2026, 6, 20)))  # fmt: skip
register("V44 statistics", 入统日期=both(None), 实际开工日期=(DAY(2026, 4, 8), DAY(2026, 3, 30)),
         sums={7: both(0)})  # fmt: skip
register("V44 scale", 5, 当前阶段=both("投产"), 投产日期=(DAY(2026, 1, 15), DAY(2025, 11, 15)))


@sample("V43 start")
def _(desk: Desk, wrong: bool) -> None:
    for month in (4, 5, 6):
        desk.built(5, month, None)
    desk.register(当前阶段="签约", 实际开工日期=None, 入统日期=None)
    desk.now["自报汇总"]["D7"] = 0
    desk.register(计划开工日期=DAY(2026, 6, 20) if wrong else DAY(2026, 6, 30))


def _threshold(kind: str) -> None:
    @sample(f"V34 {kind}")
    def made(desk: Desk, wrong: bool) -> None:
        desk.register(产业门类=kind)
        desk.parameters[f"认定门槛·{kind}（万元）"] = 12001 if wrong else 12000


for _kind in ("一产", "工业", "商贸流通", "其他服务业"):
    _threshold(_kind)


# --- money ---------------------------------------------------------------------------------


@sample("V07")
def _(desk: Desk, wrong: bool) -> None:
    desk.now["资金到位"]["J5"] = "约500" if wrong else 500


def correction(desk: Desk, table: str, month: str, old: object, new: object) -> None:
    row = (month, FIRST, PACKING, table, old, new, "退款", "主任")
    for letter, value in zip("ABCDEFGH", row, strict=True):
        desk.now["更正申请"][f"{letter}4"] = value


@sample("V08 arrivals below zero")
def _(desk: Desk, wrong: bool) -> None:
    desk.paid(5, 6, -40)
    if not wrong:
        correction(desk, "资金到位", "2026-06", 0, -40)


@sample("V08 investment below zero")
def _(desk: Desk, wrong: bool) -> None:
    desk.built(5, 6, -40)
    if not wrong:
        correction(desk, "固定资产投资", "2026-06", 0, -40)


@sample("V09 arrivals")
def _(desk: Desk, wrong: bool) -> None:
    desk.paid(5, 6, 500.125 if wrong else 500.25)


@sample("V09 investment")
def _(desk: Desk, wrong: bool) -> None:
    desk.built(5, 6, 350.125 if wrong else 350.25)


@sample("V20 arrivals")
def _(desk: Desk, wrong: bool) -> None:
    desk.paid(5, 6, 0.05 if wrong else 500)


@sample("V20 investment")
def _(desk: Desk, wrong: bool) -> None:
    desk.built(5, 6, 0.04 if wrong else 350)


@sample("V22")
def _(desk: Desk, wrong: bool) -> None:
    desk.now["资金到位"]["D6"] = 5941 if wrong else 5940


@sample("V23 before the start")
def _(desk: Desk, wrong: bool) -> None:
    for month in (4, 5, 6):
        desk.built(5, month, None)
    desk.built(5, 6, 350 if wrong else 0)
    desk.register(当前阶段="签约", 实际开工日期=None, 入统日期=None)
    desk.now["自报汇总"]["D7"] = 0


@sample("V23 beyond the arrivals")
def _(desk: Desk, wrong: bool) -> None:
    desk.built(5, 6, 1801 if wrong else 1800)


@sample("V24 arrivals")
def _(desk: Desk, wrong: bool) -> None:
    desk.now["资金到位"]["K5"] = 70 if wrong else 0


@sample("V24 investment")
def _(desk: Desk, wrong: bool) -> None:
    desk.now["固定资产投资"]["J5"] = 70 if wrong else 0


@sample("V25 arrivals")
def _(desk: Desk, wrong: bool) -> None:
    desk.now["资金到位"]["Q6"] = 60.01 if wrong else 60


@sample("V25 investment")
def _(desk: Desk, wrong: bool) -> None:
    desk.now["固定资产投资"]["P6"] = 120.01 if wrong else 120


def _summary(row: int, name: str) -> None:
    @sample(f"V26 {name}")
    def made(desk: Desk, wrong: bool) -> None:
        desk.total(row, 1 if wrong else 0)


for _row, _name in enumerate(SUMS, 4):
    _summary(_row, _name)


@sample("V27 arrivals")
def _(desk: Desk, wrong: bool) -> None:
    desk.before = desk.year_book(5)
    desk.paid(5, 4, 250)
    if not wrong:
        correction(desk, "资金到位", "2026-04", 300, 250)


@sample("V27 investment")
def _(desk: Desk, wrong: bool) -> None:
    desk.before = desk.year_book(5)
    desk.built(5, 4, 160)
    if not wrong:
        correction(desk, "固定资产投资", "2026-04", 150, 160)


@sample("V28 arrivals")
def _(desk: Desk, wrong: bool) -> None:
    desk.before = desk.year_book(5)
    desk.now["资金到位"]["D6"] = 989 if wrong else 990


@sample("V28 investment")
def _(desk: Desk, wrong: bool) -> None:
    desk.before = desk.year_book(5)
    desk.now["固定资产投资"]["C6"] = 779 if wrong else 780


@sample("V29 above the mean")
def _(desk: Desk, wrong: bool) -> None:
    desk.paid(5, 6, 1001 if wrong else 1000)


@sample("V29 above the target")
def _(desk: Desk, wrong: bool) -> None:
    rows = (
        {UNIT: unit, "确保数": sure}
        for unit, sure in (("ZJ01", 1699 if wrong else 1700), ("ZJ02", 9))
    )
    desk.keep(TARGET, *(target(FUNDS) | row for row in rows))


@sample("V30 arrivals")
def _(desk: Desk, wrong: bool) -> None:
    desk.paid(5, 5, 500)
    desk.paid(5, 4, 500 if wrong else 499)


@sample("V30 investment")
def _(desk: Desk, wrong: bool) -> None:
    desk.built(5, 5, 350)
    desk.built(5, 4, 350 if wrong else 349)


@sample("V31 month 12")
def _(desk: Desk, wrong: bool) -> None:
    for month in range(1, 12):
        desk.paid(6, month, 0)
    desk.paid(6, 12, 1000 if wrong else 999)  # 包装 has 1500 by June and nothing later


@sample("V32")
def _(desk: Desk, wrong: bool) -> None:
    desk.register(签约日期=DAY(2026, 3, 2) if wrong else DAY(2026, 2, 28))


@sample("V39 arrivals in yuan")
def _(desk: Desk, wrong: bool) -> None:
    row = {"项目编码": FIRST, "项目名称": PACKING, "资金来源": "外资", "以前年度累计": 0}
    desk.line("资金到位", 7, **row, **{"外资到位（万美元）": 30})
    desk.put("资金到位", "6月", 7, 30 if wrong else None)
    desk.put("资金到位", "本年累计", 7, 30 if wrong else 0)


@sample("V39 arrivals without dollars")
def _(desk: Desk, wrong: bool) -> None:
    row = {"项目编码": FIRST, "项目名称": PACKING, "资金来源": "外资", "以前年度累计": 0}
    desk.line("资金到位", 7, **row, 本年累计=0, **{"外资到位（万美元）": None if wrong else 0})


@sample("V39 investment in dollars")
def _(desk: Desk, wrong: bool) -> None:
    row = {"项目编码": FIRST, "项目名称": PACKING, "资金来源": "外资", "以前年度累计": 0}
    desk.line("资金到位", 7, **row, 本年累计=0, **{"外资到位（万美元）": 750 if wrong else 110})


@sample("V46 kinds of work")
def _(desk: Desk, wrong: bool) -> None:
    desk.put("固定资产投资", "本月建筑工程", 5, 200)
    desk.put("固定资产投资", "本月设备购置", 5, 151 if wrong else 150)


# --- months, units and projects ------------------------------------------------------------


@sample("V14")
def _(desk: Desk, wrong: bool) -> None:
    desk.before = desk.year_book(5)
    page = desk.before["项目台账"]
    write(page, "当前阶段", 4, "投产" if wrong else "开工")
    write(page, "投产日期", 4, DAY(2026, 5, 30) if wrong else None)


@sample("V15")
def _(desk: Desk, wrong: bool) -> None:
    desk.before = desk.year_book(5)
    if wrong:
        desk.now["项目台账"].delete_rows(5)


@sample("V17 names alike")
def _(desk: Desk, wrong: bool) -> None:
    desk.register(5, 项目名称="年产5万吨绿色包装建设项目" if wrong else MOULDING)


@sample("V17 one code")
def _(desk: Desk, wrong: bool) -> None:
    desk.register(统一社会信用代码=GOOD_CODE)
    desk.register(5, 统一社会信用代码=GOOD_CODE if wrong else None)


@sample("V18")
def _(desk: Desk, wrong: bool) -> None:
    desk.other = town()
    desk.other["封面"]["B3"], desk.other["封面"]["B4"] = "ZJ02", "石桐镇"
    page = desk.other["项目台账"]
    write(page, "预审结果", 4, "通过")
    write(page, "预审结果", 5, "通过")
    write(page, "项目名称", 4, "精密铸造件生产线项目")
    write(page, "投资方（全称）", 4, "江苏某某铸造有限公司")
    if not wrong:
        write(page, "项目名称", 5, "山泉水灌装项目")
        write(page, "投资方（全称）", 5, "四川某某饮品有限公司")
        write(page, "计划总投资", 5, 7000)


@sample("V36 another year than last month")
def _(desk: Desk, wrong: bool) -> None:
    desk.before = desk.year_book(5)
    desk.register(5, 新引进年度=2024 if wrong else 2025)


@sample("V36 in last year's register")
def _(desk: Desk, wrong: bool) -> None:
    desk.former = nothing("ZJ01", "青榆镇", 12, 2025)
    if wrong:  # the project of this year's row 4, under last year's code
        row = project("ZJ01-2025-009", PACKING, 2025, 12000, 8000)
        row[LEDGER.index("签约日期")] = date(2025, 10, 10)
        row[LEDGER.index("实际开工日期")] = date(2025, 11, 8)
        desk.former["项目台账"].append(row)
        desk.former["自报汇总"]["D6"] = 1


def listed(code: str, name: str, year: int, occasion: str) -> dict[str, object]:
    return {
        "计入年度": year,
        "计入的活动（集中签约、推介会等）": occasion,
        "单位（代码）": "ZJ01",
        "项目编码": code,
        "项目名称": name,
    }


@sample("V36 in the office's list")
def _(desk: Desk, wrong: bool) -> None:
    desk.keep("历年认定", listed("", PACKING, 2025 if wrong else 2026, "秋季集中签约"))


@sample("V36 at two occasions")
def _(desk: Desk, wrong: bool) -> None:
    spring = listed(FIRST, PACKING, 2026, "春季集中签约")
    second = listed(FIRST, PACKING, 2026, "推介会")
    desk.keep("历年认定", spring, second if wrong else listed(SECOND, MOULDING, 2025, "推介会"))


@sample("V37")
def _(desk: Desk, wrong: bool) -> None:
    desk.register(4, 计划总投资=10200)
    day = DAY(2026, 2, 25) if wrong else DAY(2026, 3, 3)
    desk.register(5, 新引进年度=2026, 计划总投资=10500, 签约日期=day)
    desk.register(5, 实际开工日期=DAY(2026, 4, 8), 入统日期=DAY(2026, 5, 20))
    desk.now["资金到位"]["D6"] = 0
    for month in (1, 2):
        desk.paid(6, month, 0)
    for row, value in ((5, 750 + 120), (6, 2), (7, 2)):
        desk.now["自报汇总"][f"D{row}"] = value


@sample("V52 state in the library")
def _(desk: Desk, wrong: bool) -> None:
    row = verdict(FIRST, PACKING, 12000, None) | {"指标": "省库", "状态": "退回"}
    desk.keep("上级审核结果", row | {"退回原因": "材料不全"})
    desk.register(省库状态="未报" if wrong else "退回")


def verdict(code: str, name: str, sent: float, confirmed: float | None) -> dict[str, object]:
    return {
        "期间": "2026-05",
        "单位（代码）": "ZJ01",
        "项目编码": code,
        "项目名称": name,
        "指标": "省外资金",
        "上报数": sent,
        "核定数": confirmed,
        "状态": "通过",
    }


@sample("V52 of a project")
def _(desk: Desk, wrong: bool) -> None:
    cut = verdict(FIRST, PACKING, 400, 390) | {"退回原因": "" if wrong else "凭证不足"}
    desk.keep("上级审核结果", cut, verdict(SECOND, MOULDING, 10, 10))


@sample("V52 within what the office tolerates")
def _(desk: Desk, wrong: bool) -> None:
    desk.parameters["上级核定与本地汇总容差（万元）"] = 9 if wrong else 10
    rows = verdict(FIRST, PACKING, 400, 390), verdict(SECOND, MOULDING, 10, 10)
    desk.keep("上级审核结果", *rows)


@sample("V52 of a unit")
def _(desk: Desk, wrong: bool) -> None:
    rows = verdict(SECOND, MOULDING, 10, 10), verdict(FIRST, PACKING, 400, 400)
    desk.keep("上级审核结果", *rows[: 1 if wrong else 2])


# --- leads and trips -----------------------------------------------------------------------


def lead(**changes: object) -> list[object]:
    values = (
        *("XS-1", DAY(2026, 3, 2), "甲", "某公司", "乙", "经理", "0511-7654321"),
        *("某项目", 5000, "工业", "洽谈", DAY(2026, 5, 1), "再访"),
    )
    return [changes.get(heading, value) for heading, value in zip(LEADS, values, strict=True)]


def leads(name: str, heading: str, right: object, wrong_value: object) -> None:
    @sample(name)
    def made(desk: Desk, wrong: bool) -> None:
        values = {heading: wrong_value if wrong else right}
        sheet(desk.now, "在谈项目", LEADS, [lead(**values)])
        if heading not in LEADS:
            desk.put("在谈项目", heading, 4, values[heading])


leads("V10 lead", "线索日期", DAY(2010, 1, 1), DAY(2009, 12, 31))
leads("V10 lead, planned", "预计签约月", "2026-09", "2009-09")
leads("V11 lead", "线索日期", DAY(2026, 6, 30), DAY(2026, 7, 1))
leads("V40 lead", "电话", "13912345678", "1391234567")
leads("V41", "职务", "经理", None)
leads("V42", "最近接洽日期", DAY(2026, 5, 1), DAY(2026, 4, 30))


def trip(**changes: object) -> list[object]:
    values = (
        *(DAY(2026, 6, 3), DAY(2026, 6, 5), "外出招商", "丙", "正科级", 3, "浙江杭州"),
        *(5, 2, "洽谈顺利"),
    )
    return [changes.get(heading, value) for heading, value in zip(TRIPS, values, strict=True)]


def trips(name: str, heading: str, right: object, wrong_value: object) -> None:
    @sample(name)
    def made(desk: Desk, wrong: bool) -> None:
        sheet(desk.now, "招商活动", TRIPS, [trip(**{heading: wrong_value if wrong else right})])


trips("V10 trip", "开始日期", DAY(2010, 1, 1), DAY(2009, 12, 31))
trips("V59 end before start", "结束日期", DAY(2026, 6, 3), DAY(2026, 6, 2))
trips("V59 more intentions than visits", "达成意向家数", 5, 6)


@sample("V11 trip")
def _(desk: Desk, wrong: bool) -> None:
    days = {"开始日期": DAY(2026, 7, 1) if wrong else DAY(2026, 6, 30), "结束日期": DAY(2026, 7, 1)}
    sheet(desk.now, "招商活动", TRIPS, [trip(**days)])


@sample("V55")
def _(desk: Desk, wrong: bool) -> None:
    desk.now["封面"]["B10"] = "是" if wrong else "否"
    sheet(desk.now, "招商活动", TRIPS, [trip()])


@sample("V59 one trip of two units")
def _(desk: Desk, wrong: bool) -> None:
    sheet(desk.now, "招商活动", TRIPS, [trip()])
    sheet(desk.other, "招商活动", TRIPS, [trip(带队领导="丙" if wrong else "丁")])


# --- the office's own tables ---------------------------------------------------------------


def target(indicator: str, unit: str = "", sure: object = None, **more: object) -> dict:
    row = {"年度": 2026, UNIT: unit, "指标": indicator, "下达": "本级", "类别": "总量"}
    return row | {"确保数": sure, "力争数": None, "是否考核": "是"} | more


def past(indicator: str, unit: str, value: float, **more: object) -> dict[str, object]:
    row = {"年度": 2025, "截至月份": 6, UNIT: unit, "指标": indicator, "累计值": value}
    return row | {"口径说明": None, "修订值": None} | more


def quoted(name: str, value: float, **more: object) -> dict[str, object]:
    blank = dict.fromkeys(
        ("所属合计（填合计行的名称）", "基数（任务数或上年数）", "百分比（%）", "百分比类别")
    )
    return {"名称": name, "数值": value} | blank | more


@sample("V45 parts")
def _(desk: Desk, wrong: bool) -> None:
    whole = {"所属合计（填合计行的名称）": "合计"}
    rows = quoted("投产", 9, **whole), quoted("续建", 2 if wrong else 1, **whole)
    desk.keep("引用数据", quoted("合计", 10), *rows)


@sample("V45 rounded parts")
def _(desk: Desk, wrong: bool) -> None:
    whole = {"所属合计（填合计行的名称）": "合计"}
    rows = (quoted(name, 3.33, **whole) for name in ("甲", "乙", "丙"))
    # 3 × 3.33 = 9.99; four roundings of at most 0.005 make up to 0.02
    desk.keep("引用数据", quoted("合计", 10.02 if wrong else 10.01), *rows)


def rate(right: float, wrong_value: float, name: str, **more: object) -> None:
    @sample(f"V45 {name}")
    def made(desk: Desk, wrong: bool) -> None:
        desk.keep(
            "引用数据", quoted("资金", **more, **{"百分比（%）": wrong_value if wrong else right})
        )


BASE, KIND = "基数（任务数或上年数）", "百分比类别"
rate(59.94, 59.95, "a rate above", value=25.47, **{BASE: 42.5})
rate(59.93, 59.91, "a rate below", value=25.47, **{BASE: 42.5, KIND: "完成率"})
rate(103.7, 101, "a rate of people", value=28, **{BASE: 27})
rate(25.5, 25.6, "a growth", value=251, **{BASE: 200, KIND: "增长率"})


@sample("V45 the whole of last year")
def _(desk: Desk, wrong: bool) -> None:
    parts = (past(LISTED, unit, value) for unit, value in (("KF01", 5), ("ZJ01", 3), ("ZJ02", 2)))
    desk.keep(LAST_YEAR, *parts, past(LISTED, "全市", 11 if wrong else 10))


TIERS = ("新签约一至五亿元项目", "新签约五至十亿元项目", "新签约十亿元以上项目")
PART = "新签约亿元以上工业项目"


@sample("V46 a part last year")
def _(desk: Desk, wrong: bool) -> None:
    desk.keep(LAST_YEAR, past(SIGNED, "ZJ01", 4), past(PART, "ZJ01", 5 if wrong else 4))


@sample("V46 a part of a target")
def _(desk: Desk, wrong: bool) -> None:
    rows = target(SIGNED, "ZJ01", 4), target(PART, "ZJ01", 5 if wrong else 4)
    desk.keep(TARGET, *rows, target(SIGNED, "ZJ02", 4))


@sample("V46 a part in the summary")
def _(desk: Desk, wrong: bool) -> None:
    desk.line("自报汇总", 8, 指标=PART, 本年累计数=2 if wrong else 1)


@sample("V46 tiers last year")
def _(desk: Desk, wrong: bool) -> None:
    tiers = (
        past(name, "ZJ01", value)
        for name, value in zip(TIERS, (2, 1, 2 if wrong else 1), strict=True)
    )
    desk.keep(LAST_YEAR, past(SIGNED, "ZJ01", 4), *tiers)


@sample("V46 tiers of a target")
def _(desk: Desk, wrong: bool) -> None:
    tiers = (
        target(name, "ZJ01", value)
        for name, value in zip(TIERS, (2, 1, 2 if wrong else 1), strict=True)
    )
    desk.keep(TARGET, target(SIGNED, "ZJ01", 4), target(SIGNED, "ZJ02", 4), *tiers)


@sample("V46 tiers in the summary")
def _(desk: Desk, wrong: bool) -> None:
    for name, value in zip(TIERS, (1, 1 if wrong else 0, 0), strict=True):
        desk.line("自报汇总", 8, 指标=name, 本年累计数=value)


@sample("V47")
def _(desk: Desk, wrong: bool) -> None:
    shares = (("全市", 9), ("KF01", 5), ("ZJ01", 3), ("ZJ02", 0.5 if wrong else 1))
    desk.keep(TARGET, *(target(FUNDS, unit, sure) for unit, sure in shares))


@sample("V47 what is hoped for")
def _(desk: Desk, wrong: bool) -> None:
    hoped = (("全市", 9, 12), ("KF01", 5, 7), ("ZJ01", 3, 4), ("ZJ02", 1, None if wrong else 1.5))
    rows = [target(FUNDS, unit, sure, 力争数=most) for unit, sure, most in hoped]
    rows[0]["力争数"] = 12.5 if wrong else 12
    desk.keep(TARGET, *rows)


@sample("V48 a task set twice")
def _(desk: Desk, wrong: bool) -> None:
    again = target(LISTED, "ZJ01", 4, 下达="本级" if wrong else "上级")
    desk.keep(TARGET, target(LISTED, "ZJ01", 3), target(LISTED, "ZJ02", 3), again)


@sample("V48 a person twice")
def _(desk: Desk, wrong: bool) -> None:
    row = {"年度": 2026, "单位（代码）": "ZJ01", "姓名": "王某", "职级": "科员"}
    row |= {"资金任务（万元）": 100, "信息条数任务": None}
    desk.keep("人员任务", row, row | {"姓名": "王 某" if wrong else "李某"})


@sample("V48 more than is hoped for")
def _(desk: Desk, wrong: bool) -> None:
    row = target(FUNDS, "ZJ01", 100, 力争数=99 if wrong else 100)
    desk.keep(TARGET, row, target(FUNDS, "ZJ02", 100))


@sample("V48 a range upside down")
def _(desk: Desk, wrong: bool) -> None:
    row = target(FUNDS, "ZJ01", 区间下限=5, 区间上限=4 if wrong else 5)
    desk.keep(TARGET, row, target(FUNDS, "ZJ02", 100))


@sample("V48 a range without its dash")
def _(desk: Desk, wrong: bool) -> None:
    desk.keep("单位名录", *(row | {"考核分组": "一组"} for row in directory()))
    shares = (("KF01", 2), ("ZJ01", 12), ("ZJ02", 1 if wrong else 3))
    desk.keep(TARGET, *(target(LISTED, unit, sure) for unit, sure in shares))


@sample("V49 an empty target")
def _(desk: Desk, wrong: bool) -> None:
    desk.keep(TARGET, target(LISTED, "ZJ01", 3), target(LISTED, "ZJ02", None if wrong else 3))


@sample("V49 no line")
def _(desk: Desk, wrong: bool) -> None:
    free = target(LISTED, "ZJ02", 是否考核="否")
    desk.keep(TARGET, target(LISTED, "ZJ01", 3), *([] if wrong else [free]))


@sample("V50 reported")
def _(desk: Desk, wrong: bool) -> None:
    desk.keep(TARGET, target(LISTED, "ZJ01", 3), target(LISTED, "ZJ02", 3))
    rows = past(LISTED, "ZJ01", 3), past(LISTED, "ZJ02", 3, 截至月份=5 if wrong else 6)
    desk.keep(LAST_YEAR, *rows)


@sample("V50 confirmed until May")
def _(desk: Desk, wrong: bool) -> None:
    desk.keep("上级审核结果", verdict(FIRST, PACKING, 400, 400), verdict(SECOND, MOULDING, 10, 10))
    desk.keep(TARGET, target(FUNDS, "ZJ01", 300), target(FUNDS, "ZJ02", 3))
    month = {"截至月份": 6 if wrong else 5}
    desk.keep(LAST_YEAR, past(FUNDS, "ZJ01", 3, 截至月份=5), past(FUNDS, "ZJ02", 3, **month))


@sample("V51 said in the line")
def _(desk: Desk, wrong: bool) -> None:
    more = {"口径说明": "改按核定数", "修订值": None if wrong else 2}
    desk.keep(LAST_YEAR, past(LISTED, "ZJ01", 3, **more))


@sample("V51 said in the catalogue")
def _(desk: Desk, wrong: bool) -> None:
    year = 2026 if wrong else 2025
    desk.figures = "  入统项目:\n", f"  入统项目:\n    口径变化: {year}\n"
    desk.keep(LAST_YEAR, past(LISTED, "ZJ01", 3), past(LISTED, "ZJ02", 3))


@sample("V27 the years before, arrivals")
def _(desk: Desk, wrong: bool) -> None:
    desk.before = desk.year_book(5)
    desk.now["资金到位"]["D6"] = 1001 if wrong else 1000


@sample("V27 the years before, investment")
def _(desk: Desk, wrong: bool) -> None:
    desk.before = desk.year_book(5)
    desk.now["固定资产投资"]["C6"] = 801 if wrong else 800


def tasks(**more: object) -> list[dict]:
    """The two towns' tasks for one indicator; the first one's with what is said of it."""
    return [target(LISTED, "ZJ01", 3, **more), target(LISTED, "ZJ02", 3)]


@sample("V48 adjusted the wrong way round")
def _(desk: Desk, wrong: bool) -> None:
    day = DAY(2026, 5, 1)
    changed = {"调整日期": day, "调整后确保数": 9, "调整后力争数": 8 if wrong else 9}
    desk.keep(TARGET, *tasks(**changed))


@sample("V48 a stage that ends before it begins")
def _(desk: Desk, wrong: bool) -> None:
    last = DAY(2026, 2, 15) if wrong else DAY(2026, 4, 1)
    stage = {"名称": "攻坚", "类别": "活动", "起始日": DAY(2026, 4, 1), "截止日": last}
    desk.keep("阶段", stage)


@sample("V49 a stock without its base")
def _(desk: Desk, wrong: bool) -> None:
    desk.keep(TARGET, *tasks(类别="存量增量", 存量基数=None if wrong else 40))


@sample("V49 composite without a size")
def _(desk: Desk, wrong: bool) -> None:
    desk.keep(TARGET, *tasks(类别="组合", **{"每个不低于（万元）": None if wrong else 10000}))


@sample("V49 adjusted on no day")
def _(desk: Desk, wrong: bool) -> None:
    day = None if wrong else DAY(2026, 5, 1)
    desk.keep(TARGET, *tasks(调整后确保数=9, 调整日期=day))


def meeting(sent: int, passed: int, studied: int | None) -> dict[str, object]:
    counts = {"上报项目数": sent, "通过项目数": passed, "需进一步研判项目数": studied}
    return {"会议日期": DAY(2026, 2, 1)} | counts


def result(word: str, day: date = date(2026, 2, 1)) -> dict[str, object]:
    return {"会议日期": day, "申报单位（代码）": "ZJ01", "项目名称": PACKING, "结论": word}


@sample("V53 of a meeting")
def _(desk: Desk, wrong: bool) -> None:
    desk.keep("预审会", meeting(2, 1, None if wrong else 1))


@sample("V53 of its results")
def _(desk: Desk, wrong: bool) -> None:
    desk.keep("预审会", meeting(1, 1, None))
    desk.keep("预审结果", result("需进一步研判" if wrong else "通过"))


@sample("V53 of a result without a meeting")
def _(desk: Desk, wrong: bool) -> None:
    desk.keep("预审会", meeting(1, 1, None))
    stray = [result("通过", DAY(2026, 2, 3))] if wrong else []
    desk.keep("预审结果", result("通过"), *stray)


def content(book: object) -> bytes:
    from io import BytesIO

    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()
