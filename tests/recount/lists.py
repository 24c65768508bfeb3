"""Every list of the county once more: which rows and units belong to it, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from .catalogue import FUNDS, LIBRARY, SIGNED
from .county import CONFIRMED, REPORTED, Count
from .sentences import listed, size
from .sheets import Row, day, number
from .standing import Stand
from .workbook import Workbook

Cell = Fraction | date | str | None
Key = tuple[str, str, str]
"""The kind of scope, its name or code, the list."""
ASSESSED = (FUNDS, LIBRARY, SIGNED, "入统项目", "新增固定资产投资")
NODES = (
    ("开工", "计划开工日期", "实际开工日期", "签约日期"),
    ("投产", "计划投产日期", "投产日期", "实际开工日期"),
    ("达产", "计划达产日期", "达产日期", "投产日期"),
)
"""What is to be reached; the days that it was planned for, came, and could begin to be awaited."""
BANDS = ((0, "不足30%"), (30, "30%至50%"), (50, "50%至100%"), (100, "已完成"))
MOST = 20
"""So many flagship projects at most."""


@dataclass(frozen=True)
class Listed:
    """Each entry's unit with its cells or its indicator; of groups the name, members and sums."""

    entries: tuple[tuple[str, tuple[Cell, ...]], ...]
    total: int
    unsure: int = 0
    groups: tuple[tuple[str, tuple[int, ...], tuple[Fraction, ...]], ...] | None = None


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
        made[kind, code, "大项目集中度"] = _concentrated([registers[one] for one in members])
        if kind != "单位":
            own_codes = [codes[one] for one in members]
            for name, listing in _of_units(count, stands, own_codes):
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


def _of_units(
    count: Count, stands: Mapping[tuple[str, str, str], Stand], codes: Sequence[str]
) -> Iterator[tuple[str, Listed]]:
    of = {(code, name): stands["单位", code, name] for name in ASSESSED for code in codes}
    nothing = [
        (code, name)
        for name in ASSESSED
        for code in codes
        if of[code, name].task is not None and _done(count, code, name) == 0
    ]
    yield "无进展单位", _named(nothing)
    talks = "在谈项目数"
    none = [(code, talks) for code in codes if _done(count, code, talks) == 0]
    yield "无在谈项目单位", _named(none)
    gaps = {pair: gap for pair, one in of.items() if (gap := _gap(one)) is not None}
    late = [(code, name) for name in ASSESSED for code in codes if gaps.get((code, name), 0) < 0]
    yield "未达序时单位", _named(sorted(late, key=lambda one: gaps[one]))
    for title, met in (
        ("双过半单位", lambda one: one.half),
        ("均超序时单位", lambda one: None if _gap(one) is None else _gap(one) >= 0),
        ("全部完成单位", lambda one: None if one.rate is None else one.rate >= 100),
    ):
        said = {
            code: [met(of[code, name]) for name in ASSESSED if of[code, name].task is not None]
            for code in codes
        }
        full = tuple((code, ("",)) for code in codes if said[code] and all(said[code]))
        open_ = [code for code in codes if None in said[code] and False not in said[code]]
        yield title, Listed(full, len(full), len(open_))
    done = {
        code: [
            value if isinstance(value := _done(count, code, name), Fraction) else None
            for name in ASSESSED
            if of[code, name].task is not None
        ]
        for code in codes
    }
    empty = tuple(
        (code, ("",)) for code in codes if done[code] and all(one == 0 for one in done[code])
    )
    open_ = [code for code in codes if None in done[code] and not any(done[code])]
    yield "零实绩单位", Listed(empty, len(empty), len(open_))
    rates = {code: rate for code in codes if (rate := of[code, FUNDS].rate) is not None}
    chosen = sorted((code for code in rates if rates[code] >= 0), key=lambda one: -rates[one])
    bands: dict[str, list[int]] = {name: [] for _, name in BANDS}
    for place, code in enumerate(chosen):
        bands[[name for bound, name in BANDS if rates[code] >= bound][-1]].append(place)
    groups = tuple((name, tuple(places), ()) for name, places in bands.items())
    entries = tuple((code, (FUNDS,)) for code in chosen)
    yield "省外资金完成率分档", Listed(entries, len(entries), groups=groups)


def _named(pairs: Sequence[tuple[str, str]]) -> Listed:
    return Listed(tuple((code, (name,)) for code, name in pairs), len(pairs))


def _done(count: Count, code: str, name: str) -> Fraction | str:
    """The headline figure: as the level above has it, where it judges this."""
    judged = count.values.get(("单位", code, name, CONFIRMED))
    return count.values["单位", code, name, REPORTED] if judged is None else judged


def _gap(one: Stand) -> Fraction | None:
    return None if one.rate is None or one.pace is None else one.rate - one.pace


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
