"""A month of a county, counted: every indicator of every unit, 组, 战线, trade and size band."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from . import catalogue
from .catalogue import BANDS, CHAINED, FUNDS, INVESTORS, LEADS, MEAN, SIGNED, SIZES, TRADES
from .sentences import Sentence, investors, size
from .sheets import Row, day, number
from .workbook import Moment, Office, Unit, Workbook

Key = tuple[str, str, str, str]
"""The kind of scope; its name or code; the indicator; 自报, 待审核 or 核定."""
Value = Fraction | str
"""The exact number, or in a word why there is none."""
Pieces = Mapping[str, Sequence[tuple[Row | None, Fraction]]]
"""What is credited to each unit, project by project."""
NO_RATE, NOT_TYPED, NOT_JUDGED = "不适用", "未录入", "尚未核定"
REST = "未分类"
"""The trade of what no row of the register speaks of."""
REPORTED, PENDING, CONFIRMED = "自报", "待审核", "核定"


@dataclass(frozen=True)
class Count:
    """The values of a month, and from January on month by month (None: not known)."""

    office: Office
    year: int
    month: int
    confirmed: int
    values: Mapping[Key, Value]
    series: Mapping[Key, tuple[Fraction | None, ...]]
    books: Mapping[str, Workbook]


def count_year(
    inputs: Path, period: str, states: Mapping[str, str], left_out: Collection[tuple[str, str]] = ()
) -> Count:
    """Count `period` (2026-06); `states` says of each unit 已报, 零报送, 未报送 or 退回.

    `left_out` are projects, by unit and name, that do not count until a question is answered.
    """
    year, month = int(period[:4]), int(period[5:])
    county = _County(inputs, year, month, states, left_out)
    confirmed = county.office.judged(year, month)
    values = county.values(month, confirmed)
    before = {one: county.values(one, one) for one in range(1, month)}
    series = {
        key: tuple(_months(county, key, value, before, confirmed))
        for key, value in values.items()
        if key[0] in ("单位", "战线", "组", "全市") and key[3] != PENDING
    }
    return Count(county.office, year, month, confirmed, values, series, county.books)


def _months(
    county: _County,
    key: Key,
    value: Value,
    before: Mapping[int, Mapping[Key, Value]],
    confirmed: int,
) -> Iterator[Fraction | None]:
    """The figure as it would have been each month, by what is known now; last the figure itself."""
    kind, _, indicator, status = key
    last = confirmed if status == CONFIRMED else county.last
    if indicator in catalogue.TYPED:
        own = county.typed(kind, indicator)
        fresh = range(last - catalogue.TYPED[indicator], last + 1)
        last = max((one for one in own if one in fresh), default=last)
        yield from (own.get(one) for one in range(1, last))
    else:
        now = indicator in catalogue.OF_NOW
        yield from (None if now else _known(before[one][key]) for one in range(1, last))
    yield _known(value)


def _known(value: Value) -> Fraction | None:
    return None if isinstance(value, str) else value


class _County:
    def __init__(
        self,
        inputs: Path,
        year: int,
        last: int,
        states: Mapping[str, str],
        left_out: Collection[tuple[str, str]],
    ) -> None:
        self.office, self.year, self.last, self.left_out = Office(inputs), year, last, left_out
        self.codes = [unit.code for unit in self.office.units]
        self.silent = {one: said for one, said in states.items() if said in ("未报送", "退回")}
        self.books = {unit.code: self._book(inputs, unit) for unit in self.office.units}
        self.totals = {("全市", ""): self.codes}
        for unit in self.office.units:
            for scope in (("组", unit.group), ("战线", unit.front)):
                if scope[1]:
                    self.totals.setdefault(scope, []).append(unit.code)

        said = (row["产业链"] for code in self.codes for row in self.books[code].register)
        self.chains = [*dict.fromkeys(str(one) for one in said if one), REST]

    def _book(self, inputs: Path, unit: Unit) -> Workbook:
        """This month's workbook of a unit, or the one before where that does not count."""
        stands = f"{self.last - (unit.code in self.silent):02d}"
        file = f"招商月报_{unit.code}_{self.year}{stands}.xlsx"
        own = {name for code, name in self.left_out if code == unit.code}
        return Workbook(self.office, unit, inputs / f"{self.year}-{stands}" / file, own)

    def values(self, month: int, confirmed: int) -> dict[Key, Value]:
        """Every value at the end of a month, judged as far as the month `confirmed`."""
        until = Moment(self.year, range(1, month + 1))
        judged = Moment(self.year, range(1, confirmed + 1))
        late = Moment(self.year, range(confirmed + 1, month + 1))
        made: dict[Key, Value] = {}
        for name, sentence in catalogue.REPORTED.items():
            made |= self._sums(name, REPORTED, sentence, until, {})
        for name, sentence in catalogue.PENDING.items():
            made |= self._sums(name, PENDING, sentence, late, self.silent)
        unjudged = {} if confirmed else dict.fromkeys(self.codes, NOT_JUDGED)
        for name, sentence in catalogue.CONFIRMED.items():
            made |= self._sums(name, CONFIRMED, sentence, judged, unjudged)
        for name, (part, whole) in catalogue.RATES.items():
            made |= self._rates(name, part, whole, until)
        for scope, members in self._scopes():
            signers = (investors(self.books[one], until) for one in members)
            made[*scope, INVESTORS, REPORTED] = Fraction(len(set().union(*signers)))
            sizes, many = (made[*scope, one, REPORTED] for one in (SIZES, SIGNED))
            made[*scope, MEAN, REPORTED] = sizes / many if many else NO_RATE
            for name, lag in catalogue.TYPED.items():
                own = self.typed(scope[0], name)
                fresh = (own[one] for one in range(month, month - lag - 1, -1) if one in own)
                made[*scope, name, REPORTED] = next(fresh, NOT_TYPED)
        for chain in self.chains:
            sizes, many = (made["产业链", chain, one, REPORTED] for one in (SIZES, SIGNED))
            made["产业链", chain, MEAN, REPORTED] = sizes / many if many else NO_RATE
        return made | dict(self._of_people(until, judged, late, unjudged))

    def _of_people(
        self, until: Moment, judged: Moment, late: Moment, unjudged: Mapping[str, str]
    ) -> Iterator[tuple[Key, Value]]:
        """What the people of a unit answer for: whoever has a quota or is named in a row."""
        sums: dict[tuple[str, str], tuple[Mapping[str, str], dict[str, dict[str, Fraction]]]] = {}
        for name, status, kind, moment, gone in (
            (FUNDS, REPORTED, catalogue.REPORTED, until, {}),
            (FUNDS, PENDING, catalogue.PENDING, late, self.silent),
            (FUNDS, CONFIRMED, catalogue.CONFIRMED, judged, unjudged),
            (SIGNED, REPORTED, catalogue.REPORTED, until, {}),
        ):
            pieces = self._pieces(kind[name], moment, gone) if moment.months else {}
            sums[name, status] = (
                gone,
                {code: self._shared(code, own) for code, own in pieces.items()},
            )
        told = {code: _givers(self.books[code], until) for code in self.codes}
        sums[LEADS, REPORTED] = {}, told
        for code in self.codes:
            people = dict.fromkeys(self.office.quotas.get(code, ()))
            for _, own in sums.values():
                people |= dict.fromkeys(own.get(code, ()))
            for (name, status), (gone, own) in sums.items():
                for one in people:
                    value = own.get(code, {}).get(one, Fraction(0))
                    yield ("人员", f"{code}·{one}", name, status), gone.get(code, value)

    def _shared(
        self, code: str, pieces: Sequence[tuple[Row | None, Fraction]]
    ) -> dict[str, Fraction]:
        """By person; what comes from another unit's register is nobody's here."""
        own = {id(row) for row in self.books[code].register}
        made: dict[str, Fraction] = {}
        for project, amount in pieces:
            mine = project is not None and id(project) in own
            name = str(project["分包责任人"]) if mine and project else REST
            made[name] = made.get(name, Fraction(0)) + amount
        return made

    def typed(self, kind: str, indicator: str) -> dict[int, Fraction]:
        """What was typed in for the whole, by month; nothing is typed in for anyone else."""
        lines = [row for row in self.office.typed if row["指标"] == indicator]
        assert {row["单位（代码、汇总组或全市）"] for row in lines} <= {"全市"}
        dates = [
            (day(row["截至月份"]), number(row["累计值（时点指标填期末数）"]))
            for row in lines
            if kind == "全市"
        ]
        return {at.month: value for at, value in dates if at and at.year == self.year}

    def _scopes(self) -> Iterator[tuple[tuple[str, str], Sequence[str]]]:
        yield from ((("单位", code), [code]) for code in self.codes)
        yield from self.totals.items()

    def _pieces(self, sentence: Sentence, moment: Moment, gone: Mapping[str, str]) -> Pieces:
        able = [code for code in self.codes if code not in gone]
        pieces: dict[str, list[tuple[Row | None, Fraction]]] = {code: [] for code in able}
        for code in able:
            book = self.books[code]
            for project, amount in sentence(book, moment):
                parts = {code: Fraction(0)}
                parts |= book.credited(project, counting=amount is None, able=pieces)
                for unit, share in parts.items():
                    worth = Fraction(1) if amount is None else amount
                    pieces[unit].append((project, worth * share))
        return pieces

    def _sums(
        self,
        name: str,
        status: str,
        sentence: Sentence,
        moment: Moment,
        gone: Mapping[str, str],
    ) -> Iterator[tuple[Key, Value]]:
        """One indicator for all scopes; `gone` says why a unit has no figure."""
        pieces = self._pieces(sentence, moment, gone)
        every = [*self._scopes()]
        for scope, members in every:
            yield (*scope, name, status), _sum(pieces, members, gone)
        city = self.codes
        if name in (FUNDS, SIGNED):
            lost = any(project is None for own in pieces.values() for project, _ in own)
            for trade in (*TRADES, REST) if lost else TRADES:
                of_trade = _of(pieces, lambda row, trade=trade: _trade(row) == trade)
                yield ("产业门类", trade, name, status), _sum(of_trade, city, gone)
                for code in city if name == SIGNED else ():
                    own = "单位·产业门类", f"{code}·{trade}", name, status
                    yield own, _sum(of_trade, [code], gone)
        for chain in self.chains if name in CHAINED else ():
            of_chain = _of(pieces, lambda row, chain=chain: _chain(row) == chain)
            yield ("产业链", chain, name, status), _sum(of_chain, city, gone)
        for band, (lowest, below) in BANDS.items() if name == SIGNED else ():
            of_band = _of(
                pieces,
                lambda row, lowest=lowest, below=below: row and lowest <= size(row) < below,
            )
            yield ("规模档", band, name, status), _sum(of_band, city, gone)

    def _rates(
        self, name: str, part: Sentence, whole: Sentence, moment: Moment
    ) -> Iterator[tuple[Key, Value]]:
        parts, wholes = self._pieces(part, moment, {}), self._pieces(whole, moment, {})
        for scope, members in self._scopes():
            below = _sum(wholes, members, {})
            above = _sum(parts, members, {})
            yield (*scope, name, REPORTED), above / below * 100 if below else NO_RATE


def _givers(book: Workbook, moment: Moment) -> dict[str, Fraction]:
    """Leads of value by who gave them."""
    names = [
        str(row["提供人（单位）"])
        for row in book.leads
        if moment.holds(row["线索日期"]) and row["是否有价值"] == "是"
    ]
    return {name: Fraction(names.count(name)) for name in names}


def _chain(project: Row | None) -> object:
    return (project and project["产业链"]) or REST


def _trade(project: Row | None) -> object:
    return REST if project is None else project["产业门类"]


def _of(pieces: Pieces, chosen: Callable[[Row | None], object]) -> Pieces:
    """The pieces of chosen projects."""
    return {code: [one for one in own if chosen(one[0])] for code, own in pieces.items()}


def _sum(pieces: Pieces, members: Sequence[str], gone: Mapping[str, str]) -> Value:
    """What the members have together; where none has anything, their common reason."""
    if all(one in gone for one in members):
        reasons = {gone[one] for one in members}
        return reasons.pop() if len(reasons) == 1 else "未报送"
    return sum((amount for one in members for _, amount in pieces.get(one, ())), Fraction(0))
