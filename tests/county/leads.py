"""Leads under negotiation and the year's activities of a unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from . import clock, names
from .directory import Unit

_STAGES = ("线索", "考察", "洽谈", "拟签约")
_NEXT = {
    "线索": "发送投资环境资料，约请企业来访",
    "考察": "组织用地、用能条件专题对接",
    "洽谈": "就投资强度和建设周期磋商合同文本",
    "拟签约": "履行预审程序后安排签约",
}
_POSTS = ("董事长", "总经理", "副总经理", "投资总监")
_LEVELS = ("正科级", "副科级", "副县级")


@dataclass(frozen=True)
class Lead:
    """A project not yet signed; `months` tells its stage and last contact in each month's file."""

    since: date
    facts: dict
    months: dict[int, tuple[str, date]]


def draw_leads(rng: Random, unit: Unit, count: int, year: int, last: int) -> tuple[Lead, ...]:
    taken: set[str] = set()
    return tuple(_lead(rng, unit, number, year, last, taken) for number in range(1, count + 1))


def lead_row(lead: Lead, month: int) -> dict:
    """Return the row of 在谈项目 in the file of `month`."""
    stage, contact = lead.months[month]
    return {
        **lead.facts,
        "线索日期": lead.since,
        "洽谈阶段": stage,
        "最近接洽日期": contact,
        "下步打算": _NEXT[stage],
        "预计签约月": clock.label(lead.since.year, month + 2) if stage == "拟签约" else None,
        "是否有价值": "待判" if stage == "线索" else "是",
    }


def draw_activities(rng: Random, unit: Unit, year: int, last: int) -> tuple[dict, ...]:
    """Return the year's rows of 招商活动 in the order of their days."""
    rows = []
    for month in range(1, last + 1):
        for _ in range(rng.choice((0, 1, 1, 2))):
            rows.append(_activity(rng, unit, clock.day_in(rng, year, month), month))
    days: set[date] = set()
    kept = [row for row in rows if row["开始日期"] not in days and not days.add(row["开始日期"])]
    return tuple(sorted(kept, key=lambda row: row["开始日期"]))


def _lead(rng: Random, unit: Unit, number: int, year: int, last: int, taken: set[str]) -> Lead:
    line = names.trade(rng)
    _, city = names.outside(rng)
    first = rng.randint(1, last)
    since = clock.day_in(rng, year, first)
    stage, months = rng.randint(0, 1), {}
    for month in range(first, last + 1):
        contact = since if month == first else clock.day_in(rng, year, month)
        months[month] = _STAGES[stage], contact
        stage = min(stage + (rng.random() < 0.4), 3)
    facts = {
        "线索编码": f"XS-{unit.code}-{year}-{number:02d}",
        "提供人": f"{names.person(rng)}（{unit.short}）",
        "投资企业": names.company(rng, city, line),
        "关键人": names.person(rng),
        "关键人职务": rng.choice(_POSTS),
        "关键人电话": names.phone(rng),
        "现有产品": line.products[0][0],
        "拟投项目": names.title(rng, line, taken),
        "建设内容": f"计划用地{rng.randint(20, 120)}亩，建设周期{rng.choice((12, 18, 24))}个月",
        "意向投资": round(rng.lognormvariate(9.2, 0.7) / 100) * 100 + 1000,
        "产业门类": line.industry,
    }
    return Lead(since, facts, months)


def _activity(rng: Random, unit: Unit, day: date, month: int) -> dict:
    kind = rng.choices(("外出招商", "来访接待", "推介会", "展会", "签约开工仪式"), (8, 7, 1, 1, 1))[
        0
    ]
    province, city = names.outside(rng)
    away = kind in ("外出招商", "推介会", "展会")
    firms = rng.randint(2, 9)
    talks = rng.randint(1, firms)
    month_end = clock.month_end(day.year, month)
    return {
        "开始日期": day,
        "结束日期": min(day + timedelta(days=rng.randint(0, 3) if away else 0), month_end),
        "活动类型": kind,
        "带队领导": rng.choice((unit.head, unit.patron)),
        "领导级别": rng.choice(_LEVELS),
        "参加人数": rng.randint(3, 12),
        "活动地点": f"{province}{city}" if away else f"{names.HOME}栖川",
        "拜访企业数": firms,
        "客商人次": firms * rng.randint(1, 4),
        "重点洽谈": talks,
        "达成意向": rng.randint(0, talks),
        "发放资料": rng.randrange(0, 200, 10),
        "成效简述": f"围绕{names.trade(rng).chain}对接企业，互换需求清单，明确跟进人员",
        "佐证": f"{unit.code}{day:%m%d}.jpg",
    }
