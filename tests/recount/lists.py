"""Every list of the county once more: which rows and units belong to it, and in which order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction

from .county import Count
from .plain_lists import AS_THEY_STAND
from .register import NODES, Found, Register, Rows, months
from .sentences import listed, size
from .sheets import Row, day, number
from .standing import Stand
from .unit_lists import Cell, Listed, of_units

Key = tuple[str, str, str]
"""The kind of scope, its name or code, the list."""
MOST = 20
"""So many flagship projects at most."""


def lists(count: Count, stands: Mapping[tuple[str, str, str], Stand]) -> Mapping[Key, Listed]:
    """Return the lists of rows of all scopes, and those of units of the groups and the whole."""
    made: dict[Key, Listed] = {}
    codes = [unit.code for unit in count.office.units]
    registers = [
        Register(place, count.books[code], count.year, count.month)
        for place, code in enumerate(codes)
    ]
    scopes = {("单位", code): [place] for place, code in enumerate(codes)}
    scopes["全市", ""] = [*range(len(codes))]
    for place, unit in enumerate(count.office.units):
        scopes.setdefault(("组", unit.group), []).append(place)
    for name, rows in OF_ROWS.items():
        own = [list(rows(register)) for register in registers]
        for (kind, code), members in scopes.items():
            found = sorted((row for one in members for row in own[one]), key=lambda row: row.by)
            kept = found[:MOST] if name == "标志性项目" else found
            entries = tuple((codes[row.unit], row.cells) for row in kept)
            made[kind, code, name] = Listed(entries, len(found))
    for (kind, code), members in scopes.items():
        some = [registers[one] for one in members]
        made[kind, code, "大项目集中度"] = _concentrated(some)
        made[kind, code, "超期节点分类"] = _by_node(some)
        if kind != "单位":
            own_codes = [codes[one] for one in members]
            for name, listing in of_units(count, stands, own_codes):
                made[kind, code, name] = listing
    return made


def _flagship(register: Register) -> Iterator[Found]:
    fields = "项目名称 投资方（全称） 产业门类 计划总投资 当前阶段 形象进度 签约日期"
    for row in register.lasting():
        if row["标志性项目"] == "是":
            yield register.found(row, fields, -number(row["计划总投资"]))


def _slow(register: Register) -> Iterator[Found]:
    fields = (
        "项目名称 计划总投资 签约日期 签约月数 当前阶段 灯 问题类别 主要问题 拟采取措施 分包责任人"
    )
    for row in register.lasting():
        signed = day(row["签约日期"])
        if signed is None or signed > register.end or row["实际开工日期"] is not None:
            continue
        waited = Fraction(months(signed, register.end))
        if waited > register.office.months("落地慢月数", 6):
            lamp = register.light(day(row["计划开工日期"]))
            by = -waited, -number(row["计划总投资"])
            yield register.found(row, fields, *by, 签约月数=waited, 灯=lamp)


def _uncounted(register: Register) -> Iterator[Found]:
    fields = "项目名称 计划总投资 实际开工日期 开工月数 当前阶段 灯 分包责任人"
    for row in register.lasting():
        started = day(row["实际开工日期"])
        if started is None or started > register.end or row["入统日期"] is not None:
            continue
        waited = Fraction(months(started, register.end))
        if waited >= register.office.months("未入统黄灯月数", 1):
            lamp = "红" if waited > register.office.months("未入统红灯月数", 2) else "黄"
            by = -waited, -number(row["计划总投资"])
            yield register.found(row, fields, *by, 开工月数=waited, 灯=lamp)


def _awaited(register: Register) -> Iterator[tuple[Row, str, date, int]]:
    """Nodes not reached whose forerunner is: the day planned, and how many days it is past."""
    for node, planned, reached, before in NODES:
        for row in register.lasting():
            at = day(row[planned])
            if row[reached] is None and row[before] is not None and at is not None:
                yield row, node, at, (register.end - at).days


def _overdue(register: Register) -> Iterator[Found]:
    return _late(register, "项目名称 节点 计划日期 超期天数 灯 分包责任人 主要问题 拟采取措施")


def _pressed(register: Register) -> Iterator[Found]:
    told = "主要问题 拟采取措施 办结时限 责任单位 分包责任人"
    return _late(register, f"项目名称 节点 计划日期 超期天数 灯 {told}")


def _late(register: Register, fields: str) -> Iterator[Found]:
    for row, node, at, past in _awaited(register):
        if past > 0:
            more = {"节点": node, "计划日期": at, "超期天数": Fraction(past)}
            lamp = register.light(at) if node == "开工" else "—"
            yield register.found(row, fields, Fraction(-past), **more, 灯=lamp)


def _due_soon(register: Register) -> Iterator[Found]:
    fields = "项目名称 节点 计划日期 剩余天数 分包责任人"
    for row, node, at, past in _awaited(register):
        if 0 <= -past <= register.office.months("临期天数", 15):
            more = {"节点": node, "计划日期": at, "剩余天数": Fraction(-past)}
            yield register.found(row, fields, Fraction(-past), **more)


def _leads(register: Register) -> Iterator[Found]:
    fields = (
        "拟投项目名称 产品、规模、周期及用地用能 意向投资 产业门类 洽谈阶段 最近接洽日期 下步打算"
    )
    for row in register.book.leads:
        if row["转签约项目编码"] is None:
            yield register.found(row, fields, -number(row["意向投资"]))


def _scheduled(register: Register) -> Iterator[Found]:
    """Signed and not yet at full output, with the days past the first node not reached."""
    fields = (
        "项目名称 计划总投资 当前阶段 签约日期 计划开工日期 实际开工日期 计划投产日期 投产日期 "
        "计划达产日期 超期天数 分包责任人"
    )
    for row in register.lasting():
        signed = day(row["签约日期"])
        if signed is None or signed > register.end or row["达产日期"] is not None:
            continue
        waiting = [planned for _, planned, reached, _ in NODES if row[reached] is None]
        at = day(row[waiting[0]])
        past = None if at is None else Fraction((register.end - at).days)
        yield register.found(row, fields, 超期天数=past)


OF_ROWS: Mapping[str, Rows] = {
    **AS_THEY_STAND,
    "督办节点": _pressed,
    "标志性项目": _flagship,
    "落地慢项目": _slow,
    "未入统项目": _uncounted,
    "超期节点": _overdue,
    "临期节点": _due_soon,
    "在谈项目": _leads,
    "倒排项目": _scheduled,
}


def _concentrated(registers: Sequence[Register]) -> Listed:
    """Projects of a billion and more by the group or investor behind them."""
    found = [
        (register, row)
        for register in registers
        for row in register.book.register
        if size(row) >= 100_000 and listed(register.book, row)
    ]
    behind: dict[str, list[int]] = {}
    for place, (_, row) in enumerate(found):
        behind.setdefault(str(row["所属集团"] or row["投资方（全称）"]), []).append(place)
    groups = [
        (name, tuple(places), (sum((size(found[one][1]) for one in places), Fraction(0)),))
        for name, places in behind.items()
    ]
    groups.sort(key=lambda one: (-len(one[1]), -one[2][0]))
    fields = "项目名称 投资方（全称） 计划总投资"
    entries = tuple(
        (register.book.owner, register.found(row, fields).cells) for register, row in found
    )
    return Listed(entries, len(groups), groups=tuple(groups))


def _by_node(registers: Sequence[Register]) -> Listed:
    """Nodes that are past their day, all starts first, then what comes after."""
    found = [
        (node, register.book.owner, (row["项目名称"], node))
        for kind, *_ in NODES
        for register in registers
        for row, node, _, past in _awaited(register)
        if node == kind and past > 0
    ]
    return _grouped(found)


def _grouped(found: Sequence[tuple[str, str, tuple[Cell, ...]]]) -> Listed:
    """Entries with their group, unit and cells put together by their groups as these come."""
    groups: dict[str, list[int]] = {}
    for place, (name, _, _) in enumerate(found):
        groups.setdefault(name, []).append(place)
    together = tuple((name, tuple(places), ()) for name, places in groups.items())
    return Listed(tuple((unit, cells) for _, unit, cells in found), len(groups), groups=together)
