"""What the office works through: every finding, who sent what, whom to call."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from pipeline.model.finding import Level
from pipeline.model.month import Month, Outcome
from pipeline.model.number import printed
from pipeline.model.unit import Unit
from pipeline.render.papers.rows import Dict, day, row

_TICK = "√"
_UNKNOWN = "—"


def register(month: Month) -> Dict:
    """问题清单: the findings of all units in the office's order, then the office's own."""
    order = {unit.code: number for number, unit in enumerate(month.units)}
    names = {unit.code: unit.short for unit in month.units}
    findings = sorted(month.findings, key=lambda one: order.get(one.unit, len(order)))
    levels = Counter(one.rule.level for one in findings)
    return {
        "问题": [
            {
                "序号": number,
                "单位": names.get(one.unit, one.unit) or "办公室",
                **row(one, month.projects),
            }
            for number, one in enumerate(findings, start=1)
        ],
        "条数": {"全部": len(findings), **{level.value: levels[level] for level in Level}},
    }


def overview(month: Month) -> Dict:
    """报送情况一览表: a row for each unit, the counts of each state, and the three rates.

    上报率 = units that sent ÷ units due · 及时率 = units that sent in time ÷ units due ·
    一次通过率 = units accepted with version 1 ÷ units that sent.
    """
    rows = [_unit(month, unit, number) for number, unit in enumerate(month.units, start=1)]
    total = len(rows)
    sent = [unit for unit in month.units if month.outcome(unit.code) is not Outcome.ABSENT]
    in_time = [unit for unit in sent if unit.code not in month.late]
    once = [unit for unit in sent if _at_once(month, unit)]
    return {
        "各单位": rows,
        "合计": {
            name: sum(one[name] == _TICK for one in rows)
            for name in (*(outcome.value for outcome in Outcome), "迟报", "沿用")
        },
        "应报家数": total,
        "已报家数": len(sent),
        "及时家数": len(in_time),
        "一次通过家数": len(once),
        "上报率": _percent(len(sent), total),
        "及时率": _percent(len(in_time), total),
        "一次通过率": _percent(len(once), len(sent)),
        "截止": deadlines(month),
    }


def chased(month: Month) -> Dict:
    """催报名单: the units whose file is missing or was returned, and whom to call."""
    return {"各单位": list(_chased(month)), "截止": deadlines(month)}


def deadlines(month: Month) -> Dict:
    """The dates of the round in words; empty where the month has none."""
    days = month.deadlines
    return {
        "数据": day(days.cut_off) if days else "",
        "报送": days.until if days else "",
        "宽限": day(days.grace) if days and days.grace != days.due else "",
        "公布": day(days.publication) if days else "",
        "另定": "；".join(f"{name}{one.until}" for name, one in month.own_deadlines.items()),
    }


def _unit(month: Month, unit: Unit, number: int) -> Dict:
    arrival = month.arrivals.get(unit.code)
    outcome = month.outcome(unit.code)
    levels = Counter(one.rule.level for one in month.of_unit(unit.code))
    return {
        "序号": number,
        "代码": unit.code,
        "名称": unit.name,
        "简称": unit.short,
        "状态": outcome.value,
        **{one.value: _TICK if one is outcome else "" for one in Outcome},
        "迟报": _TICK if unit.code in month.late else "",
        "迟报天数": _days_late(month, unit),
        "迟报的表": "、".join(month.late[unit.code].forms) if unit.code in month.late else "",
        "沿用": _TICK if unit.code in month.carried else "",
        "沿用措辞": month.kept(unit),
        "收到日期": day(arrival.received) if arrival else "",
        "版本": arrival.version if arrival and arrival.version else "",
        "文件": arrival.file if arrival else "",
        "强制条数": levels[Level.MUST],
        "核实条数": levels[Level.EXPLAIN],
        "提示条数": levels[Level.NOTE],
    }


def _chased(month: Month) -> Iterator[Dict]:
    wanted = (Outcome.ABSENT, Outcome.RETURNED)
    units = [unit for unit in month.units if month.outcome(unit.code) in wanted]
    for number, unit in enumerate(units, start=1):
        yield {
            **_unit(month, unit, number),
            "联络员": unit.details.get("联络员", ""),
            "联系电话": unit.details.get("联系电话", ""),
            "主要负责人": unit.details.get("主要负责人", ""),
            "截止日期": day(month.deadlines.due) if month.deadlines else "",
        }


def _days_late(month: Month, unit: Unit) -> object:
    """Days from the due day to the day of receipt; no clock tells how late a missing file is."""
    arrival = month.arrivals.get(unit.code)
    if arrival is None or arrival.received is None:
        return _UNKNOWN
    return month.late[unit.code].days if unit.code in month.late else 0


def _at_once(month: Month, unit: Unit) -> bool:
    accepted = (Outcome.PASSED, Outcome.TO_EXPLAIN)
    arrival = month.arrivals.get(unit.code)
    return bool(arrival and arrival.version == 1 and month.outcome(unit.code) in accepted)


def _percent(part: int, whole: int) -> str:
    return f"{printed(Fraction(part * 100, whole), 2)}%" if whole else _UNKNOWN
