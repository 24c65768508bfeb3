"""The workbooks of a county: what a unit sends for a month, and the office's base tables."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from . import clock, forms, names, views
from .book import Book
from .directory import CITY, OFFICE, Unit
from .leads import lead_row
from .office import office_rows

if TYPE_CHECKING:
    from .county import County

_SENT = (
    "封面",
    "项目台账",
    "资金到位",
    "固定资产投资",
    "在谈项目",
    "招商活动",
    "自报汇总",
    "更正申请",
)
_SPANS = {"资金到位": "本年逐月到位", "固定资产投资": "本年逐月完成"}
_KEPT = (
    "单位名录",
    "参数",
    "年度目标",
    "人员任务",
    "上年同期",
    "上级审核结果",
    "收件登记",
    "发文登记",
    "录入数据",
    "数值调整",
    "阶段",
    "采纳登记",
    "预审会",
    "预审结果",
    "历年认定",
    "领导小组",
    "活动安排",
    "红黑榜",
    "重点项目",
    "集中活动",
    "议定事项",
    "引用数据",
)
"""The base tables that the office keeps, in the order of their sheets."""


def write_unit(county: County, unit: Unit, month: int, path: Path) -> None:
    """Write one unit's workbook of one month."""
    issued = [forms.submitted(name) for name in _SENT]
    cover, *tables = issued
    filled = _cover(county, unit, month)
    book = Book(path, f"{unit.short}招商月报", issued)
    book.pairs(cover, filled, "请如实填写，经主要负责人签字盖章后报送。")
    signed = "　　".join(f"{label}：{filled[label]}" for label in ("填报人", "审核人", "联系电话"))
    for form in tables:
        book.table(
            form,
            unit_rows(county, unit, month, form.sheet),
            f"填报单位：{unit.name}（{unit.code}）　　所属期：{county.year}年{month}月",
            span=_SPANS.get(form.sheet, ""),
            total=form.sheet in _SPANS,
            ending=signed,
        )
    book.close()


def unit_rows(county: County, unit: Unit, month: int, sheet: str) -> list[dict]:
    """Return the rows of one sheet of a unit's workbook, faults that are meant included."""
    projects, year = county.projects[unit.code], county.year
    if sheet == "在谈项目":
        return [lead_row(lead, month) for lead in county.leads[unit.code] if month in lead.months]
    if sheet == "招商活动":
        end = clock.month_end(year, month)
        return [row for row in county.activities[unit.code] if row["开始日期"] <= end]
    if sheet == "自报汇总":
        tasks = {t.indicator: t.sure for t in county.targets if t.unit == unit.code}
        rows = views.summary(projects, year, month, tasks)
    else:
        rows = _OF_PROJECTS[sheet](projects, year, month)
    return _spoilt(rows, sheet) if county.state(unit.code, month) == "退回" else rows


def write_base(county: County, path: Path, parameters: Mapping[str, object] | None = None) -> None:
    """Write the office's own tables; `parameters` go before those that ship."""
    kept = {name: forms.kept(name) for name in _KEPT}
    book = Book(path, "基础库", list(kept.values()))
    rows = _base_rows(county)
    for name, form in kept.items():
        if name == "参数":
            book.pairs(form, _parameters() | dict(parameters or {}), form.note)
        else:
            book.table(form, rows[name], form.note)
    book.close()


_OF_PROJECTS = {
    "项目台账": views.ledger,
    "资金到位": views.arrivals,
    "固定资产投资": views.works,
    "更正申请": views.corrections,
}


def _cover(county: County, unit: Unit, month: int) -> dict:
    rng = Random(f"{county.seed} clerks {unit.code}")
    return {
        "单位代码": unit.code,
        "填报单位": unit.name,
        "所属期": clock.label(county.year, month),
        "填报人": names.person(rng),
        "联系电话": names.phone(rng),
        "审核人": unit.head,
        "填报日期": clock.month_end(county.year, month) + timedelta(days=rng.randint(1, 2)),
        "是否零报送": "是" if county.state(unit.code, month) == "零报送" else "否",
        "版本": 1,
    }


def _spoilt(rows: list[dict], sheet: str) -> list[dict]:
    """Put in what gets the file returned: a sum typed wrongly and a summary that disagrees."""
    if sheet == "自报汇总":
        first = rows[0]
        return [first | {"本年累计": first["本年累计"] + 1286.5}, *rows[1:]]
    if sheet == "固定资产投资" and rows:
        place = max(range(len(rows)), key=lambda row: rows[row]["本年累计"].value)
        typed = rows[place] | {"本年累计": round(rows[place]["本年累计"].value + 350, 2)}
        return [*rows[:place], typed, *rows[place + 1 :]]
    return rows


def _parameters() -> dict:
    """Parameters with the thresholds of domain.md 1.4; 一产 and services as manufacturing.

    The county-level city is a unit of the city above it, whose directory calls it QC.
    """
    return {
        "地区": CITY,
        "办公室": OFFICE,
        "缺报处理": "沿用",
        "截止日": 3,
        "本省": names.HOME,
        "实行预审日期": date(2020, 1, 1),
        "核定容差": 0,
        "门槛一产": 1000,
        "门槛工业": 1000,
        "门槛商贸流通": 2000,
        "门槛其他服务业": 1000,
        "上报单位代码": "QC",
        "上报单位名称": CITY,
    }


def _base_rows(county: County) -> dict[str, list[dict]]:
    last = clock.label(county.year, county.last)
    rng = Random(f"{county.seed} office")
    keeper = names.person(rng)
    return {
        "单位名录": [_listed(unit) for unit in county.units],
        "年度目标": [_target(county, target) for target in county.targets],
        "人员任务": [
            {
                "年度": county.year,
                "单位": person.unit,
                "姓名": person.name,
                "职级": person.rank,
                "资金任务": person.quota,
                "信息任务": person.leads,
            }
            for person in county.people
        ],
        "上年同期": [_past(county, line) for line in county.past],
        "上级审核结果": [_audit(county, audit) for audit in county.audits],
        "发文登记": [],
        "收件登记": [
            {"期间": last, "单位": code, "收到日期": day, "经手人": keeper}
            for code, day in county.receipts
        ],
        "录入数据": [_typed(county, line) for line in county.typed],
        **{name: [] for name in ("数值调整", "采纳登记", "历年认定", "引用数据")},
        **office_rows(county),
    }


def _listed(unit: Unit) -> dict:
    return {
        "代码": unit.code,
        "全称": unit.name,
        "简称": unit.short,
        "曾用名": unit.former,
        "类别": unit.kind,
        "汇总组": unit.group,
        "分组": unit.ranking,
        "战线": unit.front,
        "战线领导": unit.leader,
        "包保领导": unit.patron,
        "主要负责人": unit.head,
        "联络员": unit.liaison,
        "联系电话": unit.phone,
        "排序号": unit.order,
        "启用": unit.since,
    }


def _target(county: County, target) -> dict:
    upper = target.level == "上级"
    return {
        "年度": county.year,
        "单位": target.unit,
        "指标": target.indicator,
        "下达": target.level,
        "类别": "总量",
        "确保": target.sure,
        "力争": target.stretch,
        "是否考核": "否" if target.sure is None else "是",
        "文号": f"{'省招商' if upper else '栖招组'}〔{county.year}〕{3 if upper else 2}号",
    }


def _past(county: County, line) -> dict:
    return {
        "年度": county.year - 1,
        "月份": line.month,
        "单位": line.unit,
        "指标": line.indicator,
        "累计": None if line.value is None else float(line.value),
        "口径": line.note,
        "修订": None if line.revised is None else float(line.revised),
        "首年": "是" if line.value is None else None,
    }


def _typed(county: County, line) -> dict:
    return {
        "期间": clock.label(county.year, line.month),
        "单位": "全市",
        "指标": line.indicator,
        "数值": float(line.value),
        "来源": line.source,
        "凭证号": line.voucher,
    }


def _audit(county: County, audit) -> dict:
    return {
        "期间": clock.label(county.year, audit.month),
        "单位": audit.unit,
        "项目编码": audit.code,
        "项目名称": audit.name,
        "指标": audit.subject,
        "上报数": views.amount(audit.reported),
        "核定数": views.amount(audit.confirmed),
        "状态": audit.status,
        "退回原因": audit.reason,
    }
