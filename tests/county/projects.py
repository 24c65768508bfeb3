"""Projects: who builds what, for how much, and on which days it is signed, started and produced."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from . import clock, names
from .directory import DEPARTMENTS, PARKS, STREETS, TOWNS, Unit
from .facts import draw_facts
from .project import CENT, Project, Trouble

_MEDIAN = {PARKS: 15000, TOWNS: 8500, STREETS: 8000, DEPARTMENTS: 9500}
_LEAST, _MOST = 1500, 48000
_TRADING = 2000
"""The least that a project of trade is recognised from (domain.md 1.4)."""
_BIG = {
    "KF01": (*[(105000, 145000), (100000, 100000)], *[(52000, 88000)] * 4),
    "KF02": ((51000, 79000), (51000, 79000)),
    "ZJ01": ((50000, 50000),),
    "ZJ02": ((10000, 10000),),
}
_TROUBLES = (
    ("土地", "用地指标尚未落实，土地报批进度滞后", "对接自然资源部门加快组件报批"),
    ("资金", "企业自筹资金未按计划到位", "组织银企对接，督促投资方落实资金"),
    ("环评", "环评文件需补充论证，未取得批复", "安排专人协助企业完善环评资料"),
    ("水电", "供电线路迁改未完成，不具备施工条件", "协调供电公司排定迁改时间"),
)


def draw_projects(rng: Random, unit: Unit, count: int, year: int, last: int) -> tuple[Project, ...]:
    """Return `count` projects of a unit in the order of signing, three in five of them new."""
    return _Draw(rng, unit, year, last).projects(count)


class _Draw:
    def __init__(self, rng: Random, unit: Unit, year: int, last: int):
        self.rng, self.unit, self.year, self.last = rng, unit, year, last
        self.end = clock.month_end(year, last)
        self.taken: set[str] = set()

    def projects(self, count: int) -> tuple[Project, ...]:
        fresh = -(-count * 3 // 5)
        big = list(enumerate(_BIG.get(self.unit.code, ())[:fresh]))
        drawn = [self.old() for _ in range(count - fresh)]
        drawn += [self.big(place, band) for place, band in big]
        drawn += [self.new() for _ in range(fresh - len(big))]
        drawn.sort(key=lambda project: (project.events["签约日期"], project.name))
        return tuple(self.numbered(drawn))

    def numbered(self, drawn: list[Project]) -> list[Project]:
        allied, seen, numbered = names.group(self.rng), {}, []
        for project in drawn:
            number = seen[project.year] = seen.get(project.year, 0) + 1
            facts = {
                **project.facts,
                "合同编号": f"栖招合〔{project.year}〕{self.unit.code}-{number:03d}",
            }
            if project.recognised >= 100000 * CENT:
                facts |= {"所属集团": allied, "标志性项目": "是"}
            late = project.events["签约日期"].year == self.year and self.rng.random() < 0.12
            code = f"{self.unit.code}-{project.year}-{number:03d}"
            numbered.append(replace(project, code=code, late_code=late, facts=facts))
        return numbered

    def big(self, place: int, band: tuple[int, int]) -> Project:
        """Draw one of the big projects; the second is signed last and awaits its verdict."""
        month = (1, self.last, self.last - 3, 2, self.last, 1)[place]
        signed = date(self.year, min(max(month, 1), self.last), self.rng.randint(2, 9))
        total = round(self.rng.uniform(*band) / 500) * 500 * CENT
        project = self.fresh(names.TRADES[place % 5], total, signed)
        if total >= 100000 * CENT:
            project = self.applied(project, signed + timedelta(days=12), "通过")
        return replace(project, plan_month=clock.label(self.year, signed.month))

    def new(self) -> Project:
        signed = clock.day_in(self.rng, self.year, self.rng.randint(1, self.last))
        if self.rng.random() < 0.04:
            signed = date(self.year - 1, 12, self.rng.randint(5, 26))
        project = self.fresh(names.trade(self.rng), self.total(), signed)
        if project.recognised >= 10000 * CENT and self.rng.random() < 0.55:
            day = max(clock.after(self.rng, signed, 6, 55), date(self.year, 1, 8))
            verdict = "退回" if self.rng.random() < 0.1 else "通过"
            project = self.applied(project, day, verdict)
        project = self.halted(project, 0.05)
        planned = project.recognised >= 10000 * CENT and signed.year == self.year
        if planned and "终止" not in project.events:
            later = signed.month + self.rng.randint(0, 1)
            project = replace(project, plan_month=clock.label(self.year, later))
        return project

    def fresh(self, line: names.Trade, total: int, signed: date) -> Project:
        events = self.signed(signed)
        if self.unit.kind != DEPARTMENTS and self.rng.random() < 0.62:
            self.build(events, line, start=(18, 80), produce=(95, 420))
        return self.project(line, total, events, year=self.year, source="新引进")

    def old(self) -> Project:
        line = names.trade(self.rng)
        begun = self.year - self.rng.choices((1, 2, 3), (6, 3, 1))[0]
        signed = clock.day_in(self.rng, begun, self.rng.randint(1, 11))
        events = self.signed(signed)
        if self.rng.random() < 0.92:
            self.build(events, line, start=(25, 170), produce=(200, 560))
        source = "增资扩产" if self.rng.random() < 0.2 else "续建"
        if source == "增资扩产":
            self.grow(events)
        project = self.project(line, self.total(), events, year=begun, source=source)
        if project.recognised >= 10000 * CENT and self.rng.random() < 0.4:
            day = min(clock.after(self.rng, signed, 10, 60), date(self.year - 1, 12, 20))
            project = self.applied(project, day, "通过")
        return self.halted(project, 0.06)

    def total(self) -> int:
        amount = self.rng.lognormvariate(0, 0.75) * _MEDIAN[self.unit.kind]
        least = 6000 if self.unit.kind == DEPARTMENTS else _LEAST
        amount = min(max(amount, least), _MOST)
        if self.rng.random() < 0.12:
            return round(amount * CENT / 10) * 10
        return round(amount / 100) * 100 * CENT

    def signed(self, day: date) -> dict[str, date]:
        recognised = clock.after(self.rng, day, 0, 6)
        return {
            "预审日期": day - timedelta(days=self.rng.randint(8, 30)),
            "签约日期": day,
            "认定日期": min(recognised, clock.month_end(day.year, day.month)),
        }

    def build(
        self, events: dict[str, date], line: names.Trade, start: tuple, produce: tuple
    ) -> None:
        """Add the days of building; those after the last month stay out of sight."""
        events["开工日期"] = started = clock.after(self.rng, events["签约日期"], *start)
        events["入统日期"] = clock.after(self.rng, started, 8, 50)
        events["投产日期"] = produced = clock.after(self.rng, started, *produce)
        events["达产日期"] = clock.after(self.rng, produced, 150, 330)
        if line.industry == "工业":
            events["入规日期"] = clock.after(self.rng, produced, 15, 50)

    def grow(self, events: dict[str, date]) -> None:
        """Let a firm that invests further come into production and above the threshold this year."""
        day = clock.day_in(self.rng, self.year, self.rng.randint(1, self.last))
        produced = day - timedelta(days=self.rng.randint(15, 45))
        if "入规日期" in events and events["开工日期"] + timedelta(days=60) < produced:
            events["入规日期"], events["投产日期"] = day, produced
            events["达产日期"] = clock.after(self.rng, produced, 150, 330)

    def project(
        self, line: names.Trade, total: int, events: dict[str, date], year: int, source: str
    ) -> Project:
        total = max(total, _TRADING * CENT) if line.industry == "商贸流通" else total
        fixed = round(total * self.rng.uniform(0.62, 0.86) / 1000) * 1000
        whole = total in (10000 * CENT, 50000 * CENT, 100000 * CENT) or self.rng.random() < 0.7
        recognised = total
        if not whole and total < 50000 * CENT:
            recognised = round(total * self.rng.uniform(0.82, 0.97) / 1000) * 1000
        facts = draw_facts(self.rng, self.unit, line, total, events, self.end)
        facts |= {"项目来源": source, "新引进年度": year}
        facts["认定依据"] = "投资协议" if recognised == total else "项目备案文件"
        title = names.title(self.rng, line, self.taken)
        scale = "小升规" if source == "增资扩产" else "新投产入规"
        return Project(
            self.unit.code, title, year, facts, events, total, fixed, recognised, scale=scale
        )

    def applied(self, project: Project, day: date, verdict: str) -> Project:
        """Let a project apply to the provincial library; the verdict comes a month later."""
        if day > self.end:
            return project
        return replace(project, events={**project.events, "省库申报日期": day}, library=verdict)

    def halted(self, project: Project, chance: float) -> Project:
        begun = clock.month_of(project.events["签约日期"], self.year) + 1
        if begun > self.last or self.rng.random() >= chance or project.library != "未报":
            return project
        day = clock.day_in(self.rng, self.year, self.rng.randint(begun, self.last))
        if project.happened("投产日期", day):
            return project
        halt = "终止" if self.rng.random() < 0.4 else "停滞"
        events = {name: when for name, when in project.events.items() if when <= day}
        kind, problem, measure = self.rng.choice(_TROUBLES)
        deadline = self.end + timedelta(days=self.rng.randint(40, 90))
        trouble = Trouble(kind, problem, measure, "市发展和改革委员会", deadline)
        return replace(project, events={**events, halt: day}, trouble=trouble)
