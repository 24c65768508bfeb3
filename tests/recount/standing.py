"""A count held against tasks, pace, last year and the other units of the group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from .catalogue import FUNDS, LEADS, MONEY, RATES, TYPED
from .county import CONFIRMED, REPORTED, Count, Value
from .sheets import number, rows
from .workbook import Office

Scope = tuple[str, str]
QUOTAS = {"资金任务（万元）": FUNDS, "信息条数任务": LEADS}


@dataclass(frozen=True)
class Stand:
    """Where a headline figure stands; `digits` are those that its rate prints with.

    In the figure's measure: task, last year, what is short of the task and of the pace, what each
    month left has to bring. In per cent or points: rate, pace, gap, growth.
    """

    task: Fraction | None = None
    rate: Fraction | None = None
    digits: int = 2
    pace: Fraction | None = None
    gap: Fraction | None = None
    light: str = ""
    short: Fraction | None = None
    behind: Fraction | None = None
    monthly: Fraction | None = None
    half: bool | None = None
    last: Fraction | None = None
    growth: Fraction | None = None
    place: int | None = None
    tied: bool = False
    among: int = 0


def stand(count: Count, silent: Iterable[str]) -> Mapping[tuple[str, str, str], Stand]:
    """Return every standing; `silent` units keep a reported amount and no more."""
    judge = _Judge(count, frozenset(silent))
    made = {
        (kind, code, indicator): judge.stand((kind, code), indicator, status)
        for kind, code, indicator, status in count.values
        if status == judge.headline(indicator)
    }
    return made | dict(_placed(count, made))


def half_up(value: Fraction, digits: int) -> Fraction:
    """Round half away from zero, through decimal's own rounding."""
    exact = Context(prec=60).divide(Decimal(value.numerator), Decimal(value.denominator))
    return Fraction(exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP))


class _Judge:
    def __init__(self, count: Count, silent: frozenset[str]) -> None:
        self.count, self.silent = count, silent
        self.tasks = _tasks(count.office, count.year)
        self.past = _past(count.office, count.year - 1)
        self.judged = {name for _, _, name, status in count.values if status == CONFIRMED}

    def headline(self, indicator: str) -> str:
        return CONFIRMED if indicator in self.judged else REPORTED

    def stand(self, scope: Scope, indicator: str, status: str) -> Stand:
        kind, code = scope
        value = self.count.values[kind, code, indicator, status]
        month = self._last(scope, indicator, status, value)
        pace = Fraction(month * 100, 12)
        whom = code or "全市"
        whose = whom if kind in ("单位", "组", "战线", "人员", "全市") else ""
        task, last = self.tasks.get((whose, indicator)), self.past.get((whose, indicator, month))
        unit = code.partition("·")[0] if kind in ("单位", "人员") else ""
        if unit in self.silent and status == REPORTED:
            return Stand(task, pace=pace, last=None if isinstance(value, str) else last)
        members = [
            one.code
            for one in self.count.office.units
            if kind == "全市" or code == {"组": one.group, "战线": one.front}.get(kind)
        ]
        counted: Value | None = value
        if kind in ("组", "战线", "全市"):
            if task is None and indicator not in RATES:
                task, counted = self._shares(members, indicator, status, value)
            if last is None and indicator not in RATES:
                last = self._added(members, indicator, month)
        if isinstance(value, str):
            return Stand(task, pace=pace)
        made = Stand(task, pace=pace, last=last, growth=_growth(indicator, value, last))
        return self._measured(made, counted, month, whole=indicator not in MONEY)

    def _last(self, scope: Scope, indicator: str, status: str, value: Value) -> int:
        """The last month that the figure speaks of."""
        if status == CONFIRMED:
            return self.count.confirmed
        if indicator in TYPED and not isinstance(value, str):
            return len(self.count.series[*scope, indicator, status])
        return self.count.month

    def _shares(
        self, members: Sequence[str], indicator: str, status: str, value: Value
    ) -> tuple[Fraction | None, Value]:
        """Without a task of its own: the units' tasks, and the amounts of those that have one."""
        given = [one for one in members if self.tasks.get((one, indicator))]
        if not given:
            return None, value
        amounts = [self.count.values["单位", one, indicator, status] for one in given]
        known = [one for one in amounts if not isinstance(one, str)]
        total = sum((self.tasks[one, indicator] for one in given), Fraction(0))
        return total, sum(known, Fraction(0))

    def _added(self, members: Sequence[str], indicator: str, month: int) -> Fraction | None:
        """Last year's sum, where it is known of every unit that there was.

        The drawn street JD03 began this year and has no last year to add.
        """
        own = {one: self.past.get((one, indicator, month)) for one in members}
        known = [value for value in own.values() if value is not None]
        young = {one.code for one in self.count.office.units if one.since_year == self.count.year}
        if not known or any(own[one] is None and one not in young for one in own):
            return None
        return sum(known, Fraction(0))

    def _measured(self, made: Stand, counted: Value | None, month: int, *, whole: bool) -> Stand:
        if not made.task or isinstance(counted, str) or counted is None or made.pace is None:
            return made
        task = made.task
        rate = counted / task * 100
        short = max(task - counted, Fraction(0))
        behind = max(task * made.pace / 100 - counted, Fraction(0))
        monthly = short / (12 - month) if month < 12 else None
        if whole:
            # there are no halves of things: one more whole one, and a tenth more of a mean
            short, behind = Fraction(-(-short // 1)), Fraction(-(-behind // 1))
            monthly = None if monthly is None else Fraction(-(-short * 10 // (12 - month)), 10)
        made = replace(
            made,
            rate=rate,
            short=short,
            behind=behind,
            monthly=monthly,
            half=rate >= 50 if month == 6 else None,
        )
        return printed(made, self.count.office, digits_of(rate))


def printed(made: Stand, office: Office, digits: int) -> Stand:
    """With the gap as it re-adds from a rate and a pace of so many digits, and its light."""
    assert made.rate is not None and made.pace is not None
    gap = half_up(made.rate, digits) - half_up(made.pace, digits)
    light = "绿" if gap > -office.yellow else "黄" if gap >= -office.red else "红"
    return replace(made, digits=digits, gap=gap, light=light)


def digits_of(rate: Fraction) -> int:
    """Two, or up to four for what is not done but would print as a hundred."""
    digits = 2
    while rate < 100 and half_up(rate, digits) >= 100 and digits < 4:
        digits += 1
    return digits


def _growth(indicator: str, value: Fraction, last: Fraction | None) -> Fraction | None:
    if last is None:
        return None
    if indicator in RATES:
        return value - last
    return (value - last) / last * 100 if last > 0 and value >= 0 else None


def _placed(
    count: Count, made: Mapping[tuple[str, str, str], Stand]
) -> Iterable[tuple[tuple[str, str, str], Stand]]:
    """Units by rate in their ranking group; rates that print alike get a digit more."""
    group = {unit.code: unit.ranking for unit in count.office.units}
    for (kind, code, indicator), own in made.items():
        if kind != "单位" or own.rate is None:
            continue
        rates = [
            other.rate
            for (one, rival, what), other in made.items()
            if (one, what) == (kind, indicator)
            and group[rival] == group[code]
            and other.rate is not None
        ]
        digits = own.digits
        while digits < 6 and any(
            one != own.rate and half_up(one, digits) == half_up(own.rate, digits) for one in rates
        ):
            digits += 1
        shown = own if digits == own.digits else printed(own, count.office, digits)
        place = 1 + sum(one > own.rate for one in rates)
        tied = rates.count(own.rate) > 1
        placed = replace(shown, place=place, tied=tied, among=len(rates))
        yield (kind, code, indicator), placed


def _tasks(office: Office, year: int) -> dict[tuple[str, str], Fraction]:
    """The year's tasks; the level above's come before one's own."""
    tasks: dict[tuple[str, str], Fraction] = {}
    for issuer in ("本级", "上级"):
        for row in rows(office.path, "年度目标", "年度"):
            if row["年度"] == year and row["下达"] == issuer and row["确保数"] is not None:
                where = str(row["单位（代码、汇总组或全市）"]), str(row["指标"])
                tasks[where] = number(row["确保数"])
    for code, people in office.quotas.items():
        for name, row in people.items():
            if row["年度"] == year:
                for column, indicator in QUOTAS.items():
                    if row[column] is not None:
                        tasks[f"{code}·{name}", indicator] = number(row[column])
    return tasks


def _past(office: Office, year: int) -> dict[tuple[str, str, int], Fraction]:
    past = {}
    for row in rows(office.path, "上年同期", "年度"):
        if row["年度"] == year:
            where = (
                str(row["单位（代码、汇总组或全市）"]),
                str(row["指标"]),
                int(str(row["截至月份"])),
            )
            revised = row["修订值"]
            past[where] = number(revised if revised is not None else row["累计值"])
    return past
