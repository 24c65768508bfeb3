"""For every rule that can speak of one unit's workbook, rows that break it and no other rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from random import Random

from tests.county.names import credit_code
from tests.matrix.book import (
    ARRIVALS,
    COVER,
    DAYS,
    EXTRA,
    LEADS,
    LEDGER,
    SUMMARY,
    WORKS,
    Book,
    Cell,
)
from tests.validate.bureau import shipped

More = Callable[[Book, Book, int], Cell | None]


@dataclass(frozen=True)
class Fault:
    """What a project's rows hold to break rule `code`, found at `field` of its row in `form`.

    `now` is written into the month's rows and `then` into those of the month before: field →
    value, in another form “form/field”. `more` does what values cannot, and may tell another
    cell; `reads` are fields in which dirt would be the rule's own business.
    """

    code: str
    form: str
    field: str
    now: Mapping[str, object] = field(default_factory=dict)
    then: Mapping[str, object] = field(default_factory=dict)
    more: More | None = None
    reads: tuple[str, ...] = ()
    month: int = 6

    def commit(self, before: Book, book: Book, at: int) -> Cell:
        """Spoil project `at` of both months; the cell that the finding must name."""
        _write(before, self.form, at, self.then)
        _write(book, self.form, at, self.now)
        told = self.more(before, book, at) if self.more else None
        return told or (self.form, at, self.field)


def _write(book: Book, form: str, at: int, values: Mapping[str, object]) -> None:
    for name, value in values.items():
        where, _, one = name.rpartition("/")
        book.rows[where or form][at][one] = value


def _twin(*shared: str) -> More:
    """Another project in the register that has some of the first one's values."""

    def add(before: Book, book: Book, at: int) -> Cell:
        before.add(500 + at)
        other = book.add(500 + at)
        rows = book.rows[LEDGER]
        rows[other].update({name: rows[at][name] for name in shared})
        return LEDGER, other, "项目编码" if "项目编码" in shared else "项目名称"

    return add


def _same_company(before: Book, book: Book, at: int) -> Cell | None:
    book.rows[LEDGER][at]["信用代码"] = credit_code(Random(at))
    return _twin("信用代码")(before, book, at)


def _miscoded(before: Book, book: Book, at: int) -> None:
    code = credit_code(Random(at))
    book.rows[LEDGER][at]["信用代码"] = code[:-1] + ("1" if code[-1] != "1" else "2")


def _renamed(before: Book, book: Book, at: int) -> None:
    book.rows[LEDGER][at]["项目名称"] = f"{book.rows[LEDGER][at]['项目编码']}号加油站"


def _slipped(before: Book, book: Book, at: int, form: str) -> None:
    book.rows[form][at]["各月.6"] = book.rows[form][at]["各月.5"] * 10_000  # type: ignore[operator]


def _vanished(before: Book, book: Book, at: int) -> Cell:
    before.add(900)
    return LEDGER, 0, ""


def retitled(form: str, name: str, heading: str | None) -> More:
    def change(before: Book, book: Book, at: int) -> Cell:
        book.headings[form, name] = heading
        return (form, -1, name) if heading else (form, 0, "")

    return change


def absent(form: str) -> More:
    def remove(before: Book, book: Book, at: int) -> Cell:
        book.absent.add(form)
        return "", 0, ""

    return remove


def _hidden(before: Book, book: Book, at: int) -> None:
    book.hidden[LEDGER] = {at}


def _in_hundred_millions(form: str) -> More:
    """The sheet says 亿元, and its amounts are."""

    def convert(before: Book, book: Book, at: int) -> Cell:
        book.above[form] = "单位：亿元"
        for one in shipped().form(form).fields.values():
            for name in one.columns if one.measure == "万元" else ():
                for row in book.rows[form]:
                    if isinstance(row.get(name), (int, float)):
                        row[name] = row[name] / 10_000  # type: ignore[operator]
        return form, -2, "项目编码"

    return convert


def _wrong_total(before: Book, book: Book, at: int) -> Cell:
    book.below[WORKS] = [{"项目编码": "合计", "各月.2": 1}]
    return WORKS, len(book.rows[WORKS]), "各月.2"


def _further_column(before: Book, book: Book, at: int) -> Cell:
    book.extra[ARRIVALS] = "上级补助"
    for number, row in enumerate(book.rows[ARRIVALS]):
        row[EXTRA] = 7.5 + number
    return ARRIVALS, -1, EXTRA


def _said(row: int, value: float) -> More:
    def say(before: Book, book: Book, at: int) -> Cell:
        book.rows[SUMMARY][row]["本年累计"] = value
        return SUMMARY, row, "本年累计"

    return say


def _zero(before: Book, book: Book, at: int) -> Cell:
    book.rows[COVER][0]["是否零报送"] = "是"
    return COVER, 0, "是否零报送"


def _at_once(before: Book, book: Book, at: int) -> Cell:
    """310 000 of a task of 1 000 000 in one month; the months before had 67 000 on average."""
    for one in (before, book):
        one.rows[LEDGER][at]["计划总投资"] = 900_000
        for month in range(1, 6):
            one.rows[ARRIVALS][at][f"各月.{month}"] = 64_000 + 1000 * month
    book.rows[ARRIVALS][at]["各月.6"] = 310_000
    return SUMMARY, 0, "本年累计"


def _last_minute(before: Book, book: Book, at: int) -> Cell:
    """A project signed in November, of which 60 000 arrive in December: most of the year."""
    for one in (before, book):
        one.rows[LEDGER][at].update(AHEAD | {"签约日期": date(2026, 11, 3), "计划总投资": 90_000})
        for form in (ARRIVALS, WORKS):
            row = one.rows[form][at]
            row.update({name: None for name in row if name.startswith("各月.")})
            row["以前年度累计"] = 0
    book.rows[ARRIVALS][at]["各月.12"] = 60_000
    return SUMMARY, 0, "本年累计"


AHEAD = {"当前阶段": "签约", "开工日期": None, "入统日期": None, "预审结果": "通过"}
OPENED = {"投产日期": date(2026, 1, 8), "当前阶段": "投产"}
DONE = {"投产日期": date(2026, 1, 8), "达产日期": date(2026, 3, 9), "当前阶段": "达产"}
IDLE = {f"{WORKS}/各月.5": 0, f"{WORKS}/各月.6": 0}
NEW = {"签约日期": date(2026, 3, 3), "开工日期": date(2026, 5, 9), "入统日期": None}
NEW |= {"预审结果": "通过", f"{ARRIVALS}/以前年度累计": 0}
NEW |= {f"{ARRIVALS}/各月.1": None, f"{ARRIVALS}/各月.2": None}
EVEN = {"各月.4": 77, "各月.5": 77}
FRESH = {"新引进年度": 2026, f"{ARRIVALS}/以前年度累计": 0}
SMALL = FRESH | {"计划总投资": 900, "固定资产投资": 500}
LATE = date(2026, 7, 15)
OLD = date(2009, 5, 5)
SIGNED = {"签约日期": date(2026, 3, 3), "预审结果": "通过"}
SIGNED |= {"开工日期": date(2026, 5, 9), "入统日期": None}
UNOPENED = {f"{LEDGER}/{name}": value for name, value in AHEAD.items()} | {"各月.5": 0}

PROJECTS = [
    Fault("V06", LEDGER, "投资方", {"投资方": None}),
    Fault("V06", LEDGER, "主要问题", {"当前阶段": "停滞"}),
    Fault("V06", LEADS, "下步打算", {"下步打算": None}),
    Fault("V06", DAYS, "成效简述", {"成效简述": None}),
    Fault("V09", LEDGER, "计划总投资", {"计划总投资": 9000.125}),
    Fault("V09", ARRIVALS, "各月.6", {"各月.6": 12.345}),
    Fault("V09", WORKS, "各月.6", {"各月.6": 12.345}),
    Fault("V10", LEDGER, "认定日期", {"认定日期": OLD}),
    Fault("V10", LEDGER, "新引进年度", {"新引进年度": 2027}, reads=("新引进年度",)),
    Fault("V10", LEADS, "线索日期", {"线索日期": OLD}),
    Fault("V10", DAYS, "开始日期", {"开始日期": OLD}),
    Fault("V11", LEDGER, "认定日期", {"认定日期": LATE}),
    Fault("V11", LEADS, "线索日期", {"线索日期": LATE}),
    Fault("V11", DAYS, "开始日期", {"开始日期": LATE, "结束日期": LATE}),
    Fault("V12", LEDGER, "签约日期", {"预审日期": date(2025, 4, 4)}),
    Fault("V12", LEDGER, "开工日期", {"开工日期": date(2025, 3, 1)}),
    Fault("V12", LEDGER, "投产日期", OPENED | {"投产日期": date(2025, 7, 1)}),
    Fault("V12", LEDGER, "达产日期", DONE | {"达产日期": date(2026, 1, 7)}),
    Fault("V12", LEDGER, "入统日期", {"入统日期": date(2025, 7, 1)}),
    Fault("V12", LEDGER, "入规日期", OPENED | {"入规日期": date(2026, 1, 7), "入规类型": "新投产入规"}),
    Fault("V13", LEDGER, "签约日期", {"签约日期": None}),
    Fault("V13", LEDGER, "开工日期", {"开工日期": None}),
    Fault("V13", LEDGER, "投产日期", {"当前阶段": "投产"}),
    Fault("V13", LEDGER, "达产日期", DONE | {"达产日期": None}),
    Fault("V13", LEDGER, "当前阶段", {"当前阶段": "签约"} | IDLE, AHEAD | IDLE),
    Fault("V13", LEDGER, "当前阶段", OPENED | {"当前阶段": "开工"}),
    Fault("V13", LEDGER, "当前阶段", DONE | {"当前阶段": "投产"}),
    Fault("V14", LEDGER, "当前阶段", {}, OPENED),
    Fault("V16", LEDGER, "项目编码", more=_twin("项目编码")),
    Fault("V19", LEDGER, "共同引进比例", {"共同引进单位": "ZJ02", "共同引进比例": 120}, reads=("共同引进比例",)),
    Fault("V20", LEDGER, "计划总投资", {"计划总投资": 90_000_000}),
    Fault("V20", LEDGER, "固定资产投资", {"固定资产投资": 0.4}),
    Fault("V20", ARRIVALS, "各月.6", more=partial(_slipped, form=ARRIVALS)),
    Fault("V20", WORKS, "各月.6", more=partial(_slipped, form=WORKS)),
    Fault("V21", LEDGER, "固定资产投资", {"固定资产投资": 9900}),
    Fault("V22", LEDGER, "计划总投资", {"计划总投资": 1990, "固定资产投资": 1500}, {"固定资产投资": 1500}),
    Fault("V23", WORKS, "各月.6", {"各月.6": 3300}),
    Fault("V24", ARRIVALS, "各月.8", {"各月.8": 70}),
    Fault("V24", WORKS, "各月.8", {"各月.8": 70}),
    Fault("V25", ARRIVALS, "本年累计", {"本年累计": 7}),
    Fault("V25", WORKS, "本年累计", {"本年累计": 7}),
    Fault("V27", ARRIVALS, "各月.3", {"各月.3": 500}),
    Fault("V27", WORKS, "各月.3", {"各月.3": 500}),
    Fault("V27", ARRIVALS, "以前年度累计", {"以前年度累计": 2100}),
    Fault("V27", WORKS, "以前年度累计", {"以前年度累计": 900}),
    Fault("V28", ARRIVALS, "各月.6", {"以前年度累计": 1500}),
    Fault("V28", WORKS, "各月.6", {"以前年度累计": 300}),
    Fault("V29", ARRIVALS, "各月.6", {"各月.6": 900}),
    Fault("V30", ARRIVALS, "各月.6", EVEN | {"各月.6": 77}, EVEN),
    Fault("V30", WORKS, "各月.6", EVEN | {"各月.6": 77}, EVEN),
    Fault("V35", LEDGER, "项目名称", more=_renamed),
    Fault("V36", LEDGER, "新引进年度", {"新引进年度": 2024}, reads=("新引进年度",)),
    Fault("V38", LEDGER, "预审结果", NEW | {"预审结果": "未通过"}, NEW),
    Fault("V39", LEDGER, "协议利用外资", {"投资性质": "外资"}, reads=("投资性质",)),
    Fault("V39", LEDGER, "协议利用外资", {"投资性质": "外资", "协议利用外资": 9900}, reads=("投资性质",)),
    Fault("V40", LEDGER, "信用代码", more=_miscoded, reads=("信用代码",)),
    Fault("V40", LEDGER, "联系电话", {"联系电话": "12345"}, reads=("联系电话",)),
    Fault("V40", LEADS, "关键人电话", {"关键人电话": "12345"}),
    Fault("V41", LEADS, "关键人", {"关键人": None}),
    Fault("V42", LEADS, "最近接洽日期", {"最近接洽日期": date(2026, 1, 9)}),
    Fault("V17", LEDGER, "项目名称", more=_same_company, reads=("信用代码",)),
    Fault("V17", LEDGER, "项目名称", more=_twin("投资方", "项目名称")),
    Fault("V23", WORKS, "各月.6", UNOPENED, UNOPENED),
    Fault("V32", ARRIVALS, "各月.6", {f"{LEDGER}/{name}": value for name, value in SIGNED.items()}),
    Fault("V33", ARRIVALS, "资金来源", {f"{LEDGER}/投资性质": "内资-省内市外"}, reads=("投资性质",)),
    Fault("V33", ARRIVALS, "资金来源", {f"{LEDGER}/投资方所在地": "河北-邯郸"}),
    *(
        Fault("V34", LEDGER, "计划总投资", SMALL | {"产业门类": kind}, FRESH, reads=("新引进年度",))
        for kind in ("一产", "工业", "商贸流通", "其他服务业")
    ),
    Fault("V43", LEDGER, "计划开工", AHEAD | IDLE | {"计划开工": date(2026, 6, 1)}, AHEAD | {f"{WORKS}/各月.5": 0}),
    Fault("V43", LEDGER, "计划投产", {"计划投产": date(2026, 6, 1)}),
    Fault("V43", LEDGER, "计划达产", OPENED | {"计划达产": date(2026, 6, 1)}),
    Fault("V44", LEDGER, "入统日期", {"入统日期": None}),
    Fault("V44", LEDGER, "入规日期", OPENED | {"投产日期": date(2025, 11, 11), "产业门类": "工业"}),
    Fault("V46", WORKS, "建筑工程", {"建筑工程": 900}),
    Fault("V59", DAYS, "结束日期", {"结束日期": date(2026, 5, 30)}),
    Fault("V59", DAYS, "达成意向", {"达成意向": 9}),
]  # fmt: skip

SHEETS = [
    Fault("V04", WORKS, "", more=retitled(WORKS, "本年累计", None)),
    Fault("V05", LEDGER, "", more=retitled(LEDGER, "投资方所在地", "投资方的所在地")),
    Fault("V15", LEDGER, "", more=_vanished),
    Fault("V26", SUMMARY, "", more=_said(0, 7)),
    Fault("V26", SUMMARY, "", more=_said(1, 7), reads=("新引进年度",)),
    Fault("V26", SUMMARY, "", more=_said(2, 7)),
    Fault("V26", SUMMARY, "", more=_said(3, 7)),
    Fault("V29", SUMMARY, "", more=_at_once),
    Fault("V31", SUMMARY, "", more=_last_minute, month=12),
    Fault("V55", COVER, "", more=_zero),
    Fault("V56", LEDGER, "项目编码", more=_hidden),
    *(Fault("X03", one, "", more=_in_hundred_millions(one)) for one in (LEDGER, ARRIVALS, WORKS)),
    Fault("X05", WORKS, "", more=_wrong_total),
    Fault("X07", ARRIVALS, "", more=_further_column),
]
