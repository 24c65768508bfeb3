"""Lists of rows as they stand in the register: large ones, those under way, what happened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from .register import NODES, Found, Register, Rows
from .sentences import listed, size
from .sheets import day, number

EVENTS = (
    *(("签约", "签约日期"), ("开工", "实际开工日期"), ("投产", "投产日期")),
    *(("入统", "入统日期"), ("入规", "入规日期")),
)


def _large(least: int) -> Rows:
    def rows(register: Register) -> Iterator[Found]:
        for row in register.book.register:
            if size(row) >= least and listed(register.book, row):
                yield register.found(row, "项目名称 计划总投资")

    return rows


def _producing(register: Register) -> Iterator[Found]:
    """Those that went into production this year, in the order of their days."""
    for row in register.book.register:
        at = day(row["投产日期"])
        if at is not None and at.year == register.end.year and at <= register.end:
            by = Fraction(at.toordinal()), -number(row["计划总投资"])
            yield register.found(row, "项目名称 计划总投资 投产日期", *by)


def _going_on(register: Register) -> Iterator[Found]:
    fields = "项目名称 计划总投资 当前阶段 形象进度"
    for row in register.book.register:
        at = day(row["投产日期"])
        if row["项目来源"] == "续建" and listed(register.book, row) and (
            at is None or at > register.end
        ):  # fmt: skip
            yield register.found(row, fields, -number(row["计划总投资"]))


def _unstarted(register: Register) -> Iterator[Found]:
    fields = "项目名称 计划总投资 签约日期 计划开工日期 当前阶段 形象进度"
    for row in register.lasting():
        signed = day(row["签约日期"])
        if signed is not None and signed <= register.end and row["实际开工日期"] is None:
            yield register.found(row, fields)


def _building(register: Register) -> Iterator[Found]:
    fields = "项目名称 计划总投资 实际开工日期 计划投产日期 当前阶段 形象进度"
    for row in register.lasting():
        started = day(row["实际开工日期"])
        if started is not None and started <= register.end and row["投产日期"] is None:
            yield register.found(row, fields)


def _near(register: Register) -> Iterator[Found]:
    """Nodes planned for the two months before the end or after it, reached or not."""
    for node, planned, reached, _ in NODES:
        for row in register.lasting():
            at = day(row[planned])
            if at is not None and abs((at - register.end).days) <= 62:
                more = {"节点": node, "计划日期": at}
                fields = f"项目名称 节点 计划日期 {reached} 分包责任人"
                yield register.found(row, fields, Fraction(at.toordinal()), **more)


def _moved(register: Register) -> Iterator[Found]:
    for event, field in EVENTS:
        for row in register.lasting():
            at = day(row[field])
            if at is not None and at.year == register.end.year and at <= register.end:
                by = Fraction(at.toordinal()), -number(row["计划总投资"])
                more = {"进展": event, "日期": at}
                yield register.found(row, "项目名称 进展 日期 计划总投资", *by, **more)


AS_THEY_STAND: Mapping[str, Rows] = {
    "十亿元以上项目": _large(100_000),
    "五十亿元以上项目": _large(500_000),
    "本年投产项目": _producing,
    "续建项目清单": _going_on,
    "签约未开工项目": _unstarted,
    "在建项目": _building,
    "近期节点": _near,
    "项目进展": _moved,
}
