"""Every list of the county once more: which rows and units belong to it, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from .county import Count
from .sentences import listed, size
from .sheets import Row, day, number
from .standing import Stand
from .unit_lists import Cell, Listed, of_units
from .workbook import Workbook

Key = tuple[str, str, str]
"""The kind of scope, its name or code, the list."""
NODES = (
    ("开工", "计划开工日期", "实际开工日期", "签约日期"),
    ("投产", "计划投产日期", "投产日期", "实际开工日期"),
    ("达产", "计划达产日期", "达产日期", "投产日期"),
)
"""What is to be reached; the days that it was planned for, came, and could begin to be awaited."""
MOST = 20
"""So many flagship projects at most."""


@dataclass(frozen=True)
class _Found:
    """A row that belongs to a list: its unit's number, its cells, and what it is ordered by."""

    unit: int
    cells: tuple[Cell, ...]
    by: tuple[Fraction, ...]


Rows = Callable[["_Register"], Iterable[_Found]]


def lists(count: Count, stands: Mapping[tuple[str, str, str], Stand]) -> Mapping[Key, Listed]:
    """Return the lists of rows of all scopes, and those of units of the groups and the whole."""
    made: dict[Key, Listed] = {}
    codes = [unit.code for unit in count.office.units]
    registers = [
        _Register(place, count.books[code], count.year, count.month)
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


class _Register:
    """A unit's workbook at the end of a month."""

    def __init__(self, place: int, book: Workbook, year: int, month: int) -> None:
        self.place, self.book, self.office = place, book, book.office
        self.end = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)

    def found(self, row: Row, fields: str, *by: Fraction, **more: Cell) -> _Found:
        """An entry with the fields named, of the row or of what is worked out of it."""
        cells = tuple(more[one] if one in more else _cell(row[one]) for one in fields.split())
        return _Found(self.place, cells, by)

    def lasting(self) -> Iterator[Row]:
        """The projects that are not ended."""
        return (row for row in self.book.register if row["当前阶段"] != "终止")

    def light(self, lapse: date | None) -> str:
        """Of what should have started on a day and has not."""
        if lapse is None or lapse >= self.end:
            return "—"
        gone = _months(lapse, self.end)
        said = self.office.months
        if gone >= said("未开工红灯月数", 3):
            return "红"
        return "黄" if gone >= said("未开工黄灯月数", 0) else "—"


def _flagship(register: _Register) -> Iterator[_Found]:
    fields = "项目名称 投资方（全称） 产业门类 计划总投资 当前阶段 形象进度 签约日期"
    for row in register.lasting():
        if row["标志性项目"] == "是":
            yield register.found(row, fields, -number(row["计划总投资"]))


def _slow(register: _Register) -> Iterator[_Found]:
    fields = (
        "项目名称 计划总投资 签约日期 签约月数 当前阶段 灯 问题类别 主要问题 拟采取措施 分包责任人"
    )
    for row in register.lasting():
        signed = day(row["签约日期"])
        if signed is None or signed > register.end or row["实际开工日期"] is not None:
            continue
        waited = Fraction(_months(signed, register.end))
        if waited > register.office.months("落地慢月数", 6):
            lamp = register.light(day(row["计划开工日期"]))
            by = -waited, -number(row["计划总投资"])
            yield register.found(row, fields, *by, 签约月数=waited, 灯=lamp)


def _uncounted(register: _Register) -> Iterator[_Found]:
    fields = "项目名称 计划总投资 实际开工日期 开工月数 当前阶段 灯 分包责任人"
    for row in register.lasting():
        started = day(row["实际开工日期"])
        if started is None or started > register.end or row["入统日期"] is not None:
            continue
        waited = Fraction(_months(started, register.end))
        if waited >= register.office.months("未入统黄灯月数", 1):
            lamp = "红" if waited > register.office.months("未入统红灯月数", 2) else "黄"
            by = -waited, -number(row["计划总投资"])
            yield register.found(row, fields, *by, 开工月数=waited, 灯=lamp)


def _awaited(register: _Register) -> Iterator[tuple[Row, str, date, int]]:
    """Nodes not reached whose forerunner is: the day planned, and how many days it is past."""
    for node, planned, reached, before in NODES:
        for row in register.lasting():
            at = day(row[planned])
            if row[reached] is None and row[before] is not None and at is not None:
                yield row, node, at, (register.end - at).days


def _overdue(register: _Register) -> Iterator[_Found]:
    fields = "项目名称 节点 计划日期 超期天数 灯 分包责任人 主要问题 拟采取措施"
    for row, node, at, past in _awaited(register):
        if past > 0:
            more = {"节点": node, "计划日期": at, "超期天数": Fraction(past)}
            lamp = register.light(at) if node == "开工" else "—"
            yield register.found(row, fields, Fraction(-past), **more, 灯=lamp)


def _due_soon(register: _Register) -> Iterator[_Found]:
    fields = "项目名称 节点 计划日期 剩余天数 分包责任人"
    for row, node, at, past in _awaited(register):
        if 0 <= -past <= register.office.months("临期天数", 15):
            more = {"节点": node, "计划日期": at, "剩余天数": Fraction(-past)}
            yield register.found(row, fields, Fraction(-past), **more)


def _leads(register: _Register) -> Iterator[_Found]:
    fields = (
        "拟投项目名称 产品、规模、周期及用地用能 意向投资 产业门类 洽谈阶段 最近接洽日期 下步打算"
    )
    for row in register.book.leads:
        if row["转签约项目编码"] is None:
            yield register.found(row, fields, -number(row["意向投资"]))


def _large(least: int) -> Rows:
    def rows(register: _Register) -> Iterator[_Found]:
        for row in register.book.register:
            if size(row) >= least and listed(register.book, row):
                yield register.found(row, "项目名称 计划总投资")

    return rows


def _producing(register: _Register) -> Iterator[_Found]:
    """Those that went into production this year, in the order of their days."""
    for row in register.book.register:
        at = day(row["投产日期"])
        if at is not None and at.year == register.end.year and at <= register.end:
            by = Fraction(at.toordinal()), -number(row["计划总投资"])
            yield register.found(row, "项目名称 计划总投资 投产日期", *by)


def _going_on(register: _Register) -> Iterator[_Found]:
    fields = "项目名称 计划总投资 当前阶段 形象进度"
    for row in register.book.register:
        at = day(row["投产日期"])
        if row["项目来源"] == "续建" and listed(register.book, row) and (
            at is None or at > register.end
        ):  # fmt: skip
            yield register.found(row, fields, -number(row["计划总投资"]))


def _scheduled(register: _Register) -> Iterator[_Found]:
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


def _unstarted(register: _Register) -> Iterator[_Found]:
    fields = "项目名称 计划总投资 签约日期 计划开工日期 当前阶段 形象进度"
    for row in register.lasting():
        signed = day(row["签约日期"])
        if signed is not None and signed <= register.end and row["实际开工日期"] is None:
            yield register.found(row, fields)


def _building(register: _Register) -> Iterator[_Found]:
    fields = "项目名称 计划总投资 实际开工日期 计划投产日期 当前阶段 形象进度"
    for row in register.lasting():
        started = day(row["实际开工日期"])
        if started is not None and started <= register.end and row["投产日期"] is None:
            yield register.found(row, fields)


OF_ROWS: Mapping[str, Rows] = {
    "十亿元以上项目": _large(100_000),
    "五十亿元以上项目": _large(500_000),
    "本年投产项目": _producing,
    "续建项目清单": _going_on,
    "签约未开工项目": _unstarted,
    "在建项目": _building,
    "标志性项目": _flagship,
    "落地慢项目": _slow,
    "未入统项目": _uncounted,
    "超期节点": _overdue,
    "临期节点": _due_soon,
    "在谈项目": _leads,
    "倒排项目": _scheduled,
}


def _concentrated(registers: Sequence[_Register]) -> Listed:
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


def _by_node(registers: Sequence[_Register]) -> Listed:
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


def _months(first: date, last: date) -> int:
    """Whole months; the last day of a month completes one, however short the month is."""
    if last < first:
        return 0
    whole = (last.year - first.year) * 12 + last.month - first.month
    ends = (last + timedelta(days=1)).day == 1
    return whole if ends or last.day >= first.day else whole - 1


def _cell(value: object) -> Cell:
    if value is None or isinstance(value, str):
        return value or None
    return number(value) if isinstance(value, int | float) else day(value)
