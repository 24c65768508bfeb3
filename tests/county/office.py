"""What the office itself keeps of the drawn year: group, calendar, lists, meetings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import TYPE_CHECKING

from . import clock, names
from .directory import CITY, DEPARTMENTS
from .figures import CONFIRMED, FUNDS
from .project import Project

if TYPE_CHECKING:
    from .county import County

_CALENDAR = (
    (2, "新春招商推介会", names.HOME + "栖川", "市商务局"),
    (3, "赴长三角产业链招商", "江苏苏州、浙江宁波", "栖川经济开发区"),
    (4, "装备制造产业链专题对接会", "广东东莞", "市工信局"),
    (5, "在外栖川籍企业家恳谈会", names.HOME + "栖川", "市发改委"),
    (6, "二季度项目集中签约、集中开工", names.HOME + "栖川", "市发改委"),
    (7, "赴京津冀承接产业转移对接", "北京、天津", "市商务局"),
    (9, "文旅康养项目专题推介会", "湖北武汉", "市文旅局"),
    (10, "现代农业招商对接会", "山东潍坊", "市农业农村局"),
    (11, "商协会组织走访月", "福建泉州", "市供销社"),
    (12, "四季度项目集中签约、集中开工", names.HOME + "栖川", "市发改委"),
)
_GROUP = (
    ("组长", "市委副书记、市长"),
    ("副组长", "市委常委、常务副市长"),
    ("副组长", "副市长"),
    ("成员", "市政府办公室主任"),
    ("成员", "市发展和改革委员会主任"),
    ("成员", "市工业和信息化局局长"),
    ("成员", "市财政局局长"),
    ("成员", "市自然资源和规划局局长"),
    ("成员", "市商务局局长"),
    ("办公室主任", "市商务局局长（兼）"),
)
_MATTERS = (
    ("制定闲置厂房、土地清单，供项目对接使用", "市自然资源和规划局", 20, "已报送初稿", None),
    ("落实签约项目首席服务员，逐个明确开工日期", "各镇、街道", 12, "已全部落实", 10),
    ("协调新引进项目临时用电报装", "市供电公司", 45, "完成现场勘查", None),
)
_PARK_MATTER = ("完成新一批标准厂房水电配套并交付", 30, "正在施工")
_CAMPAIGN = ((2, 15), (4, 1), ((2, 24), (3, 6), (3, 16), (3, 26), (4, 1)))
"""The first and the last day of the spring campaign of 46 days, and its days of notice."""
_TEAM = "市发改委、市自然资源和规划局、市生态环境局、市行政审批局"


def office_rows(county: County) -> dict[str, list[dict]]:
    """Return the rows of the office's own tables, as they stand at the end of the last month."""
    rng = Random(f"{county.seed} papers")
    known = [one for one in county.units if county.state(one.code, county.last) == "已报"]
    projects = [one for unit in known for one in county.projects[unit.code]]
    group = [{"小组职务": role, "姓名": names.person(rng), "职务": post} for role, post in _GROUP]
    return {
        "领导小组": group,
        "活动安排": [
            {
                "月份": clock.label(county.year, month),
                "活动": what,
                "地点": where,
                "牵头领导": rng.choice(group[:3])["姓名"],
                "责任单位": unit,
            }
            for month, what, where, unit in _CALENDAR
        ],
        "红黑榜": list(_boards(county, group[0]["姓名"])),
        "重点项目": [_key(county, one, group) for one in _largest(county, projects)],
        "集中活动": list(_gathered(county, projects)),
        "议定事项": list(_matters(county)),
        "阶段": list(_stages(county)),
        **_hearings(rng, county),
    }


def _boards(county: County, approver: str) -> Iterator[dict]:
    """The best three and the last by the share of the task that was confirmed; ticked by hand."""
    tasks = {one.unit: one.sure for one in county.targets if one.indicator == FUNDS and one.sure}
    truth = county.truth(clock.label(county.year, county.last))["单位"]
    done = {
        code: Fraction(truth[code][FUNDS][CONFIRMED]) / task
        for code, task in tasks.items()
        if code in truth and county.state(code, county.last) == "已报"
    }
    order = sorted(done, key=lambda code: (-done[code], code))
    chosen = [("红榜", code) for code in order[:3]] + [("黑榜", code) for code in order[3:][-1:]]
    for board, code in chosen:
        why = "居前" if board == "红榜" else "靠后"
        yield {
            "期间": clock.label(county.year, county.last),
            "榜": board,
            "单位": code,
            "事由": f"实际利用省外资金任务完成率{why}",
            "同意": "是",
            "批准人": approver,
        }


def _largest(county: County, projects: Sequence[Project]) -> list[Project]:
    """The largest that were signed by the month before and are not at an end."""
    end = clock.month_end(county.year, county.last)
    open_ = [
        one
        for one in projects
        if one.code and not one.late_code and one.stage(end) in ("签约", "开工")
        and one.events["签约日期"] < end.replace(day=1)
    ]  # fmt: skip
    return sorted(open_, key=lambda one: (-one.total, one.code))[:8]


def _key(county: County, project: Project, group: Sequence[dict]) -> dict:
    started = project.happened("开工日期", clock.month_end(county.year, county.last))
    return {
        "项目编码": project.code,
        "项目名称": project.name,
        "单位": project.unit,
        "牵头领导": group[project.total % 3]["姓名"],
        "专班": _TEAM,
        "目标任务": "主体工程封顶、设备进场" if started else "完成前期手续并开工建设",
        "完成时限": date(county.year, 12, 31),
    }


def _gathered(county: County, projects: Sequence[Project]) -> Iterator[dict]:
    """The projects that started, or were signed, in each quarter's last month that has passed."""
    for month in range(3, county.last + 1, 3):
        end = clock.month_end(county.year, month)
        for kind, event in (("集中开工", "开工日期"), ("集中签约", "签约日期")):
            for one in projects:
                day = one.events.get(event)
                if one.code and not one.late_code and day and day <= end and (
                    (day.year, day.month) == (county.year, month)
                ):  # fmt: skip
                    yield {
                        "批次": f"{county.year}年{'一二三四'[month // 3 - 1]}季度",
                        "类型": kind,
                        "日期": end,
                        "项目编码": one.code,
                        "项目名称": one.name,
                        "单位": one.unit,
                    }


def _matters(county: County) -> Iterator[dict]:
    if county.last < 2:
        return
    day = date(county.year, county.last - 1, 20)
    first = county.units[0]
    what, days, how = _PARK_MATTER
    own = (what, first.short, days, how, None)
    for what, unit, days, how, done in (own, *_MATTERS):
        yield {
            "会议日期": day,
            "会议": f"{CITY}招商引资工作调度会",
            "事项": what,
            "责任单位": unit,
            "单位": first.code if unit == first.short else None,
            "时限": day + timedelta(days=days),
            "进展": how,
            "销号日期": None if done is None else day + timedelta(days=done),
        }


def _stages(county: County) -> Iterator[dict]:
    """The weeks that end in the last month, its ten days, and the campaign if it has begun."""
    end = clock.month_end(county.year, county.last)
    sunday = end - timedelta(days=end.isoweekday() % 7)
    sundays = [sunday - timedelta(days=7 * weeks) for weeks in range(5, -1, -1)]
    for day in sundays:
        if day >= end.replace(day=1):
            monday = day - timedelta(days=6)
            year, week, _ = monday.isocalendar()
            yield {"名称": f"{year}年第{week}周", "类别": "周", "起": monday, "止": day}
    for name, first, last in (("上旬", 1, 10), ("中旬", 11, 20), ("下旬", 21, end.day)):
        days = end.replace(day=first), end.replace(day=last)
        yield {"名称": f"{end.month}月{name}", "类别": "旬", "起": days[0], "止": days[1]}
    first, last, notices = _CAMPAIGN
    if (county.last, end.day) >= first:
        yield {
            "名称": "春季攻坚",
            "类别": "活动",
            "起": date(county.year, *first),
            "止": date(county.year, *last),
            "通报日期": "、".join(str(date(county.year, *day)) for day in notices),
        }


def _hearings(rng: Random, county: County) -> dict[str, list[dict]]:
    """One hearing in each month that closes a quarter, on projects about to be signed."""
    meetings, results = [], []
    for month in range(3, county.last + 1, 3):
        day = date(county.year, month, 18)
        heard = [
            (unit, lead)
            for unit in county.units
            if unit.kind != DEPARTMENTS
            for lead in county.leads.get(unit.code, ())
            if month in lead.months and lead.months[month][0] == "拟签约"
        ]
        said = [_verdict(rng) for _ in heard]
        if not heard:
            continue
        meetings.append(
            {
                "会议日期": day,
                "上报": len(said),
                **{
                    field: sum(one == verdict for one, _ in said)
                    for field, verdict in zip(("通过", "研判", "未通过"), _VERDICTS, strict=True)
                },
            }
        )
        results += [
            {
                "会议日期": day,
                "申报单位": unit.code,
                "项目名称": lead.facts["拟投项目"],
                "结论": verdict,
                "意见": opinion,
                "有效期": date(county.year, 12, 31) if verdict == _VERDICTS[0] else None,
            }
            for (unit, lead), (verdict, opinion) in zip(heard, said, strict=True)
        ]
    return {"预审会": meetings, "预审结果": results}


_VERDICTS = ("通过", "需进一步研判", "未通过")
_OPINIONS = ("同意签约，抓紧落实用地", "补充环保和能耗论证后再议", "投资强度不足，不予准入")


def _verdict(rng: Random) -> tuple[str, str]:
    number = rng.choices((0, 1, 2), (7, 3, 1))[0]
    return _VERDICTS[number], _OPINIONS[number]
