"""The rows of a project, a lead and a day out of which no rule has anything to say."""

from __future__ import annotations

from datetime import date

COVER, LEDGER, ARRIVALS, WORKS = "封面", "项目台账", "资金到位", "固定资产投资"
LEADS, DAYS, SUMMARY, FIXES = "在谈项目", "招商活动", "自报汇总", "更正申请"
UNIT = "ZJ01"

Row = dict[str, object]


def cover(month: int) -> Row:
    """The cover of a month's workbook."""
    return {
        "单位代码": UNIT,
        "填报单位": "青榆镇",
        "所属期": f"2026-{month:02d}",
        "填报人": "甲",
        "联系电话": "0511-8123456",
        "审核人": "乙",
        "填报日期": date(2026, month, 28),
        "是否零报送": "否",
        "版本": 1,
    }


def project(number: int, month: int) -> dict[str, Row]:
    """A project's row in three tables, a lead and a day out: form → row."""
    code, name = f"{UNIT}-2025-{number:03d}", f"{_word(number)}加工项目"
    who = {"项目编码": code, "项目名称": name}
    months = {f"各月.{n}": 10 + n + number % 40 for n in range(1, month + 1)}
    works = {f"各月.{n}": 5 + n + number % 40 for n in range(1, month + 1)}
    day = date(2026, month, 5)
    return {
        LEDGER: who | _facts(number),
        ARRIVALS: who | {"资金来源": "省外", "以前年度累计": 2000} | months,
        WORKS: who | {"以前年度累计": 800} | works,
        LEADS: _lead(number, day),
        DAYS: _day_out(day),
    }


def _facts(number: int) -> Row:
    return {
        "投资方": f"浙江{_word(number)}股份公司",
        "投资方所在地": "浙江-温州",
        "投资性质": "内资-省外",
        "产业门类": "一产",
        "十大新兴产业": "否",
        "高新技术": "是",
        "项目来源": "续建",
        "新引进年度": 2025,
        "落户地": UNIT,
        "共同引进单位": "ZJ02",
        "共同引进比例": 40,
        "计划总投资": 9000 + number,
        "固定资产投资": 4000,
        "签约日期": date(2025, 3, 3),
        "开工日期": date(2025, 7, 7),
        "入统日期": date(2025, 9, 9),
        "省库状态": "未报",
        "当前阶段": "开工",
        "包保领导": "丙",
        "责任人": "丁",
        "联系电话": "0511-8765432",
    }


def _lead(number: int, day: date) -> Row:
    return {
        "线索编码": f"X{number:03d}",
        "线索日期": date(2026, 1, 9),
        "提供人": "戊",
        "投资企业": f"福建{_word(number)}公司",
        "关键人": "己",
        "关键人职务": "经理",
        "关键人电话": "13800000000",
        "拟投项目": f"{_word(number)}仓储",
        "意向投资": 5000,
        "产业门类": "工业",
        "洽谈阶段": "洽谈",
        "最近接洽日期": day,
        "下步打算": "回访",
    }


def _day_out(day: date) -> Row:
    return {
        "开始日期": day,
        "结束日期": day,
        "活动类型": "外出招商",
        "带队领导": "庚",
        "领导级别": "副县",
        "参加人数": 3,
        "活动地点": "浙江温州",
        "拜访企业数": 4,
        "达成意向": 1,
        "成效简述": "洽谈",
    }


def _word(number: int) -> str:
    """Two characters that no other number has."""
    return chr(0x4E00 + 37 * number) + chr(0x6000 + 53 * number)
